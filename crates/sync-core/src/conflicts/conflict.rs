use careweave_types::Pii;
use chrono::{DateTime, Utc};

use crate::merge::ConflictKey;
use crate::mirror::ExternalRef;
use crate::words::words;

/// One conflict and what became of it. Instants are UTC in whole microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Its number, growing in the order in which conflicts were found first; never given twice.
    pub number: u64,
    /// The record.
    pub reference: ExternalRef,
    /// The field and the three contents.
    pub key: ConflictKey,
    /// Where it stands.
    pub state: ConflictState,
    /// The values, while it is open.
    pub sides: Option<Sides>,
    /// What was decided, once it is resolved.
    pub resolution: Option<Resolution>,
    /// How many syncs found it.
    pub found: u32,
    /// When it was found first.
    pub found_at: DateTime<Utc>,
    /// When it was found last.
    pub last_found_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// The values of a field, as JSON; `None` where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// What both agreed on last.
    pub base: Option<Pii<String>>,
    /// Ours.
    pub local: Option<Pii<String>>,
    /// Theirs.
    pub remote: Option<Pii<String>>,
}

/// Where a conflict stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictState {
    /// A person has to decide.
    Open,
    /// Somebody did.
    Resolved,
    /// A side changed meanwhile, or the record was erased: there is nothing to decide any more.
    Obsolete,
}

words!(ConflictState, "conflict.state", "state", "must be open, resolved or obsolete":
    Open = "open", Resolved = "resolved", Obsolete = "obsolete");

/// Whose value was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// Ours.
    Local,
    /// Theirs.
    Remote,
    /// A third one.
    Value,
}

words!(Chosen, "conflict.chosen", "chosen", "must be local, remote or value":
    Local = "local", Remote = "remote", Value = "value");

/// What a person decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConflictDecision {
    /// Ours: it is pushed.
    Local,
    /// Theirs: it is applied.
    Remote,
    /// A third value, as JSON, for both.
    Value(Pii<String>),
}

impl ConflictDecision {
    /// Whose value it is.
    pub const fn chosen(&self) -> Chosen {
        match self {
            Self::Local => Chosen::Local,
            Self::Remote => Chosen::Remote,
            Self::Value(_) => Chosen::Value,
        }
    }
}

/// What was decided, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Whose value.
    pub chosen: Chosen,
    /// The third value, as JSON, until it is purged or erased.
    pub value: Option<Pii<String>>,
    /// By whom: an opaque id.
    pub actor: String,
    /// Why: a code.
    pub reason: String,
}
