use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::command::Action;
use super::deadline::next_deadline;
use super::decide::advance;
use super::event::Recorded;
use super::input::Input;
use super::policy::Policy;
use super::state::State;

/// The most steps a forecast looks ahead.
const MAX_STEPS: usize = 1_000;

/// What will happen if nobody answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// Step by step.
    pub steps: Vec<ForecastStep>,
    /// False when the forecast was cut at its limit of steps.
    pub complete: bool,
}

/// What one deadline will bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ForecastStep {
    /// When.
    pub at: DateTime<Utc>,
    /// What will happen.
    pub events: Vec<Recorded>,
    /// What will be asked of the host.
    pub actions: Vec<Action>,
}

/// What will happen from `now` on if nobody answers: candidates, providers and the office included.
///
/// It is what [`decide`](super::decide) would do at every deadline, so it cannot differ from it.
pub fn plan(state: &State, now: DateTime<Utc>, policy: &Policy) -> Forecast {
    let mut forecast = Forecast::default();
    let mut state = state.clone();
    let mut clock = now;
    while let Some(due) = next_deadline(&state) {
        if forecast.steps.len() == MAX_STEPS {
            return forecast;
        }
        clock = clock.max(due);
        let (after, decision) = advance(state, &Input::Tick, clock, policy);
        state = after;
        forecast.steps.push(ForecastStep {
            at: clock,
            events: decision.events,
            actions: decision
                .commands
                .into_iter()
                .map(|command| command.action)
                .collect(),
        });
    }
    forecast.complete = true;
    forecast
}
