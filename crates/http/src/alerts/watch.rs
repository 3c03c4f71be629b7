use std::collections::VecDeque;
use std::time::Duration;

use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};

use super::{ALERT_RULES, AlertChange, AlertRule, AlertStates, Observation};
use crate::metrics::MetricsSnapshot;

/// How many snapshots are remembered in the span that is looked back over.
const STEPS: u32 = 10;

/// Judges what was counted, look by look, over the last few minutes, and remembers what it found.
///
/// It has no clock: look at it every minute or so, with the snapshot and the time of that moment. Telling somebody is
/// the host's business. [`AlertWatch::states`] can be written down and taken up again after a restart.
///
/// ```
/// use std::time::Duration;
/// use careweave_http::{AlertWatch, MetricsSnapshot};
/// # fn each_minute(counted: MetricsSnapshot, now: chrono::DateTime<chrono::Utc>) -> careweave_types::Result<()> {
/// let mut watch = AlertWatch::over(Duration::from_secs(300))?;
/// for change in watch.look(counted, None, now) {
///     println!("{:?} {:?}: {:?}", change.severity, change.rule, change.to);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct AlertWatch {
    rules: Vec<AlertRule>,
    states: AlertStates,
    span: Duration,
    /// From old to young.
    earlier: VecDeque<(DateTime<Utc>, MetricsSnapshot)>,
}

impl AlertWatch {
    /// A watch by [`ALERT_RULES`] that looks back over `span`, 1 min to 24 h.
    ///
    /// # Errors
    /// `InvalidInput` for any other span.
    pub fn over(span: Duration) -> Result<Self> {
        if !(Duration::from_secs(60)..=Duration::from_secs(86_400)).contains(&span) {
            return Err(Error::invalid(
                "alerts.watch",
                "span",
                "must be between 1 min and 24 h",
            ));
        }
        Ok(Self {
            rules: ALERT_RULES.to_vec(),
            states: AlertStates::new(),
            span,
            earlier: VecDeque::new(),
        })
    }

    /// By other rules.
    #[must_use]
    pub fn with_rules(mut self, rules: Vec<AlertRule>) -> Self {
        self.rules = rules;
        self
    }

    /// Goes on from states that were written down.
    #[must_use]
    pub fn resumed(mut self, states: AlertStates) -> Self {
        self.states = states;
        self
    }

    /// Where each alert stands.
    pub fn states(&self) -> &AlertStates {
        &self.states
    }

    /// Looks at what had been counted by `now`, with the lag of whoever follows the other side, and tells what changed.
    /// The first look has nothing to compare with and judges the lag alone.
    pub fn look(
        &mut self,
        counted: MetricsSnapshot,
        sync_lag: Option<Duration>,
        now: DateTime<Utc>,
    ) -> Vec<AlertChange> {
        // A clock that went back: what lies in its future has no age.
        self.earlier.retain(|(at, _)| *at <= now);
        let age = |at: DateTime<Utc>| (now - at).to_std().unwrap_or_default();
        // The youngest that is old enough is the one to compare with; none before it is needed again.
        while self.earlier.get(1).is_some_and(|(at, _)| age(*at) >= self.span) {
            self.earlier.pop_front();
        }
        let seen = match self.earlier.front() {
            Some((_, then)) => Observation::between(then, &counted, sync_lag),
            None => Observation {
                sync_lag,
                ..Observation::default()
            },
        };
        let (states, changes) = self.states.after(&self.rules, &seen, now);
        self.states = states;
        if self
            .earlier
            .back()
            .is_none_or(|(at, _)| age(*at) >= self.span / STEPS)
        {
            self.earlier.push_back((now, counted));
        }
        changes
    }
}
