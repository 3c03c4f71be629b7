use std::time::Duration;

use careweave_sync_core::PlannedChange;
use careweave_types::Error;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Carried;

/// What a run of a flow came to. It names records by their opaque ids and holds no personal data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FlowReport {
    /// The flow: `"sales"`.
    pub flow: &'static str,
    /// Whether it was to write nothing.
    pub dry_run: bool,
    /// How many records were read.
    pub read: u64,
    /// How many of them were as before.
    pub unchanged: u64,
    /// How many changes were written, and seen to be there.
    pub written: u64,
    /// How many changes were there already.
    pub already: u64,
    /// How many records wait for something of their own: a signature, a date.
    pub waiting: u64,
    /// How many fields are in conflict and wait for a person.
    pub conflicts: u64,
    /// Every change that was decided on, in the order of deciding.
    pub planned: Vec<PlannedChange>,
    /// Changes the gate did not let through.
    pub gated: Vec<GateRefusal>,
    /// Changes of which nobody knows yet whether they happened.
    pub in_doubt: Vec<Doubtful>,
    /// Records and changes that failed.
    pub failed: Vec<FlowFailure>,
    /// How old the oldest change was that was not carried over before this run; `None` when there was none.
    pub lag: Option<Duration>,
    /// How long the run took.
    pub duration: Duration,
}

/// A change the gate did not let through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GateRefusal {
    /// The opaque id of the record.
    pub reference: String,
    /// What would have been done.
    pub operation: String,
    /// The level that forbids it.
    pub level: String,
}

/// A change of which nobody knows yet whether it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doubtful {
    /// The opaque id of the record.
    pub reference: String,
    /// What was done, perhaps.
    pub operation: String,
    /// From when on a look can tell.
    pub until: DateTime<Utc>,
}

/// A record or a change that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FlowFailure {
    /// The opaque id of the record.
    pub reference: String,
    /// The operation that failed.
    pub operation: String,
    /// The kind of failure, as a code.
    pub kind: &'static str,
    /// The field, where one is to blame.
    pub field: Option<String>,
    /// What went wrong, without personal data.
    pub message: String,
    /// Whether the next run may succeed with nothing changed.
    pub retryable: bool,
}

impl FlowFailure {
    /// The failure of a record.
    pub fn of(reference: &str, error: &Error) -> Self {
        Self {
            reference: reference.to_owned(),
            operation: error.operation().to_owned(),
            kind: error.kind().code(),
            field: error.get("field").map(str::to_owned),
            message: error.message().to_owned(),
            retryable: error.is_retryable(),
        }
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowProgress {
    /// The flow.
    pub flow: &'static str,
    /// Records read so far.
    pub read: u64,
    /// Of them unchanged.
    pub unchanged: u64,
    /// Changes written so far.
    pub written: u64,
    /// Failures so far.
    pub failed: u64,
}

impl FlowReport {
    /// An empty report.
    pub fn new(flow: &'static str, dry_run: bool) -> Self {
        Self {
            flow,
            dry_run,
            ..Self::default()
        }
    }

    /// Counts what became of a change of `reference`. Gives true when it is settled: it needs no later run.
    pub fn count(&mut self, reference: &str, operation: &str, carried: Carried) -> bool {
        match carried {
            Carried::Written { .. } => {
                self.written += 1;
                true
            }
            Carried::Already { .. } => {
                self.already += 1;
                true
            }
            Carried::Planned => false,
            Carried::Gated { level } => {
                self.gated.push(GateRefusal {
                    reference: reference.to_owned(),
                    operation: operation.to_owned(),
                    level,
                });
                false
            }
            Carried::InDoubt { until } => {
                self.in_doubt.push(Doubtful {
                    reference: reference.to_owned(),
                    operation: operation.to_owned(),
                    until,
                });
                false
            }
        }
    }

    /// Adds a failure.
    pub fn fail(&mut self, reference: &str, error: &Error) {
        self.failed.push(FlowFailure::of(reference, error));
    }

    /// Notes that a change made at `at` is carried over at `now` at the earliest.
    pub fn lags(&mut self, at: DateTime<Utc>, now: DateTime<Utc>) {
        let lag = (now - at).to_std().unwrap_or(Duration::ZERO);
        self.lag = Some(self.lag.map_or(lag, |known| known.max(lag)));
    }
}
