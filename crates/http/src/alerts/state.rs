use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{AlertRule, Observation, RuleId, Severity, Verdict};

/// Where an alert stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// All is well.
    #[default]
    Ok,
    /// The condition is broken, not yet for long enough.
    Pending,
    /// Somebody has to know.
    Firing,
    /// It is over; the next good observation makes it `Ok`.
    Resolved,
}

/// The state of one rule, to be kept between two observations and over a restart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertState {
    /// Where it stands.
    pub phase: Phase,
    /// Since when.
    pub since: Option<DateTime<Utc>>,
    /// When the condition was last seen broken.
    pub broken_at: Option<DateTime<Utc>>,
    /// Since when it has held without a break, while firing.
    pub well_since: Option<DateTime<Utc>>,
}

impl AlertState {
    /// The state after a verdict at `now`.
    ///
    /// `Unknown` changes nothing. A verdict that comes later than the whole of `broken_for` after the last broken one
    /// starts the count anew, because nobody looked in between; so does a clock that went back.
    #[must_use]
    pub fn after(self, rule: &AlertRule, verdict: Verdict, now: DateTime<Utc>) -> Self {
        match (self.phase, verdict) {
            (_, Verdict::Unknown) | (Phase::Ok, Verdict::Well) => self,
            (Phase::Ok | Phase::Resolved, Verdict::Broken) => Self {
                phase: Phase::Pending,
                since: Some(now),
                broken_at: Some(now),
                well_since: None,
            }
            .fire_if_due(rule, now),
            (Phase::Pending, Verdict::Broken) => {
                let seamless = elapsed(self.broken_at, now).is_some_and(|gap| gap <= rule.broken_for);
                Self {
                    since: if seamless { self.since } else { Some(now) },
                    broken_at: Some(now),
                    ..self
                }
                .fire_if_due(rule, now)
            }
            (Phase::Firing, Verdict::Broken) => Self {
                broken_at: Some(now),
                well_since: None,
                ..self
            },
            (Phase::Pending | Phase::Resolved, Verdict::Well) => Self::at(Phase::Ok, now),
            (Phase::Firing, Verdict::Well) => {
                // A clock that went back starts this count anew, too.
                let well_since = self.well_since.filter(|since| *since <= now).unwrap_or(now);
                let state = Self {
                    well_since: Some(well_since),
                    ..self
                };
                match elapsed(Some(well_since), now) {
                    Some(well) if well >= rule.well_for => Self::at(Phase::Resolved, now),
                    _ => state,
                }
            }
        }
    }

    fn at(phase: Phase, now: DateTime<Utc>) -> Self {
        Self {
            phase,
            since: Some(now),
            ..Self::default()
        }
    }

    fn fire_if_due(self, rule: &AlertRule, now: DateTime<Utc>) -> Self {
        match elapsed(self.since, now) {
            Some(broken) if broken >= rule.broken_for => Self {
                phase: Phase::Firing,
                since: Some(now),
                ..self
            },
            _ => self,
        }
    }
}

/// The time from `since` to `now`; nothing when the clock went back.
fn elapsed(since: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<Duration> {
    (now - since?).to_std().ok()
}

/// A change somebody may want to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertChange {
    /// Which rule.
    pub rule: RuleId,
    /// How much it matters.
    pub severity: Severity,
    /// Where it stood.
    pub from: Phase,
    /// Where it stands.
    pub to: Phase,
    /// When it changed. With the rule it tells one alert from the next.
    pub at: DateTime<Utc>,
}

/// The states of all rules: write them down after each observation, and read them back after a restart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AlertStates {
    states: BTreeMap<RuleId, AlertState>,
}

impl AlertStates {
    /// All is well.
    pub fn new() -> Self {
        Self::default()
    }

    /// The state of a rule.
    pub fn of(&self, rule: RuleId) -> AlertState {
        self.states.get(&rule).copied().unwrap_or_default()
    }

    /// The states after what was seen at `now`, and what changed.
    #[must_use]
    pub fn after(
        &self,
        rules: &[AlertRule],
        seen: &Observation,
        now: DateTime<Utc>,
    ) -> (Self, Vec<AlertChange>) {
        let mut next = self.clone();
        let mut changes = Vec::new();
        for rule in rules {
            let before = self.of(rule.id);
            let after = before.after(rule, rule.judge(seen), now);
            if after.phase != before.phase {
                changes.push(AlertChange {
                    rule: rule.id,
                    severity: rule.severity,
                    from: before.phase,
                    to: after.phase,
                    at: now,
                });
            }
            next.states.insert(rule.id, after);
        }
        (next, changes)
    }
}
