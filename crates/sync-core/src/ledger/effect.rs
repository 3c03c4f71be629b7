use std::fmt;

use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{EffectId, EffectKey, Fingerprint, Reconcile};

/// One recorded intent and what became of it. Instants are UTC in whole microseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Computed from `key` and `version`.
    pub id: EffectId,
    /// What the effect is claimed under.
    pub key: EffectKey,
    /// Which intent under this key it is, from 1. A new one may follow a terminal one.
    pub version: u32,
    /// What is to be done: `"shifts.assign"`.
    pub operation: String,
    /// The opaque id of what it is done to.
    pub subject: String,
    /// A further opaque id; may be empty.
    pub detail: String,
    /// The digest of everything the effect would do.
    pub fingerprint: Fingerprint,
    /// How one finds out whether it happened.
    pub strategy: Reconcile,
    /// Where it stands.
    pub state: EffectState,
    /// How many attempts have begun; the number of the last one.
    pub attempt: u32,
    /// When the last attempt ends at the latest; absent while planned.
    pub deadline_at: Option<DateTime<Utc>>,
    /// From when on absence at the other side counts. It is never moved back.
    pub not_before: Option<DateTime<Utc>>,
    /// The id the other side gave it.
    pub remote_id: Option<String>,
    /// Why it was rejected, handed to a person, superseded or abandoned: a reason code.
    pub note: Option<String>,
    /// When it last became `Planned`.
    pub planned_at: DateTime<Utc>,
    /// When the first attempt began; nothing was sent before it.
    pub first_sent_at: Option<DateTime<Utc>>,
    /// When the last attempt began.
    pub last_sent_at: Option<DateTime<Utc>>,
    /// When it became confirmed, rejected, superseded or abandoned.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// Where an effect stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectState {
    /// Recorded; nothing of it is under way.
    Planned,
    /// An attempt began and may be under way until its deadline.
    Sending,
    /// An attempt ended without an answer: it may have happened.
    InDoubt,
    /// As in doubt, and a person has to find out.
    Manual,
    /// It happened. Holds its key.
    Confirmed,
    /// The other side refused it: it did not happen.
    Rejected,
    /// It happened and was undone at the other side.
    Superseded,
    /// It was given up before it was sent, or after its absence was recorded.
    Abandoned,
}

impl EffectState {
    /// Every state.
    pub const ALL: &'static [Self] = &[
        Self::Planned,
        Self::Sending,
        Self::InDoubt,
        Self::Manual,
        Self::Confirmed,
        Self::Rejected,
        Self::Superseded,
        Self::Abandoned,
    ];

    /// The stable word: `"in_doubt"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sending => "sending",
            Self::InDoubt => "in_doubt",
            Self::Manual => "manual",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Superseded => "superseded",
            Self::Abandoned => "abandoned",
        }
    }

    /// True when a new version may be planned under the key: rejected, superseded, abandoned.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Rejected | Self::Superseded | Self::Abandoned)
    }

    /// True when work is left: planned, sending, in doubt, manual.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::Sending | Self::InDoubt | Self::Manual)
    }
}

impl fmt::Display for EffectState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for EffectState {
    type Err = Error;
    fn from_str(word: &str) -> Result<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| Error::invalid("ledger.state", "state", "must be one of the eight states"))
    }
}

/// One attempt at an effect, as the log of attempts keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its number, from 1.
    pub n: u32,
    /// When it began.
    pub began_at: DateTime<Utc>,
    /// When it had to end.
    pub deadline_at: DateTime<Utc>,
    /// When it was answered or given up; absent while it may be under way.
    pub ended_at: Option<DateTime<Utc>>,
    /// What is known of it.
    pub outcome: AttemptOutcome,
}

/// What is known of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// It may be under way.
    UnderWay,
    /// It ended without an answer and nothing was found out yet.
    InDoubt,
    /// It had its effect.
    Confirmed,
    /// It was refused.
    Rejected,
    /// It had no effect: that was looked up.
    Absent,
}

impl AttemptOutcome {
    /// Every outcome.
    pub const ALL: &'static [Self] = &[
        Self::UnderWay,
        Self::InDoubt,
        Self::Confirmed,
        Self::Rejected,
        Self::Absent,
    ];

    /// The stable word: `"under_way"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnderWay => "under_way",
            Self::InDoubt => "in_doubt",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Absent => "absent",
        }
    }
}

impl fmt::Display for AttemptOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for AttemptOutcome {
    type Err = Error;
    fn from_str(word: &str) -> Result<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|outcome| outcome.as_str() == word)
            .ok_or_else(|| Error::invalid("ledger.outcome", "outcome", "must be one of the five outcomes"))
    }
}
