use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Evidence;
use crate::EffectId;
use crate::words::words;

/// A latch as a store holds it. Instants are UTC in whole microseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latch {
    /// What may happen once: `"prospect.convert"`.
    pub kind: String,
    /// The opaque id of whom it happens to.
    pub subject: String,
    /// What armed it.
    pub evidence: Evidence,
    /// Where it stands.
    pub state: LatchState,
    /// The effect that fires it; `None` while it is armed.
    pub effect: Option<EffectId>,
    /// What the other side calls the result, once it fired and where there is such an id.
    pub remote_id: Option<String>,
    /// When it was armed.
    pub armed_at: DateTime<Utc>,
    /// When it fired.
    pub fired_at: Option<DateTime<Utc>>,
    /// When it last changed; never moved back.
    pub updated_at: DateTime<Utc>,
}

/// Where a latch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LatchState {
    /// Proved, and nothing was sent.
    Armed,
    /// An effect is under way or in doubt.
    Firing,
    /// It happened, and never again.
    Fired,
}

words!(LatchState, "latch.state", "state", "must be armed, firing or fired":
    Armed = "armed", Firing = "firing", Fired = "fired");

/// What arming found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Armed {
    /// It was armed now.
    New(Latch),
    /// It was armed before, by the same document; this is how far it got.
    Before(Latch),
    /// It was armed before by another document, which counts; nothing of this one was kept.
    ByAnother(Latch),
}

impl Armed {
    /// The latch.
    pub const fn latch(&self) -> &Latch {
        match self {
            Self::New(latch) | Self::Before(latch) | Self::ByAnother(latch) => latch,
        }
    }
}
