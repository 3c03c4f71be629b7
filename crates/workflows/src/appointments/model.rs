use std::collections::BTreeMap;
use std::fmt;

use careweave_scheduling_providers::Identity;
use careweave_scheduling_providers::model::{AppointmentKey, PrivateLink};
use careweave_sync_core::{ExternalRef, Fingerprint};
use careweave_types::{Error, Pii, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The id a host gave a task: opaque, 1 to 255 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskId(String);

impl TaskId {
    /// Takes the id as it is.
    ///
    /// # Errors
    /// `InvalidInput` when it is empty, longer than 255 bytes or holds control characters.
    pub fn new(id: impl Into<String>) -> Result<Self> {
        let id = id.into();
        if id.is_empty() || id.len() > 255 || id.chars().any(char::is_control) {
            return Err(Error::invalid(
                "tasks.id",
                "task_id",
                "must be 1 to 255 bytes without control characters",
            ));
        }
        Ok(Self(id))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The record a task stands for. No two tasks of a board have the same.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskSource {
    /// One account of one service: `"calendly/main"`.
    pub source: String,
    /// The id of the appointment there, exactly.
    pub id: String,
}

impl TaskSource {
    /// An appointment of an account.
    pub fn of(key: &AppointmentKey) -> Self {
        Self {
            source: connection(&Identity::new(key.provider.clone(), key.integration.clone())),
            id: key.external_id.to_string(),
        }
    }

    /// The record as a mirror names it.
    pub fn external(&self) -> ExternalRef {
        ExternalRef::new(&*self.source, KIND, &*self.id)
    }

    /// An opaque name of fixed length, for keys and plans.
    pub fn token(&self) -> String {
        Fingerprint::of(&[&self.source, &self.id]).to_string()
    }
}

impl fmt::Debug for TaskSource {
    /// The id by its digest only: some services make it of an address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:.12}", self.source, self.token())
    }
}

/// The kind of the records, for mirrors, hints and gates.
pub(super) const KIND: &str = "appointment";

/// The connection of an account, as mirrors and gates name it.
pub(super) fn connection(identity: &Identity) -> String {
    format!("{}/{}", identity.provider, identity.integration)
}

/// What has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Keep an appointment.
    Appointment,
    /// Call somebody.
    Call,
    /// Anything else.
    Other,
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskStatus {
    /// It is to be done.
    Pending,
    /// It is to be done, and who it is for has said that it stands.
    Confirmed,
    /// It was done.
    Completed,
    /// It will not be done.
    Cancelled,
    /// Who it was for did not come.
    Missed,
}

impl TaskStatus {
    /// Every status.
    pub const ALL: &'static [Self] = &[
        Self::Pending,
        Self::Confirmed,
        Self::Completed,
        Self::Cancelled,
        Self::Missed,
    ];

    /// The stable word: `"pending"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
            Self::Missed => "missed",
        }
    }

    /// The status of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|status| status.as_str() == word)
    }

    /// True while there is something left to do.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Confirmed)
    }
}

/// How urgent a task is. The host's own: no sync changes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskPriority {
    /// It can wait.
    Low,
    /// As usual.
    #[default]
    Normal,
    /// First.
    High,
}

/// What a task says of its appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskDraft {
    /// What has to be done.
    pub kind: TaskKind,
    /// Where it stands.
    pub status: TaskStatus,
    /// What it is called; it names a client.
    pub title: Pii<String>,
    /// Notes: health information.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Pii<String>>,
    /// When it starts.
    pub start: DateTime<Utc>,
    /// When it ends.
    pub end: DateTime<Utc>,
    /// Where the appointment is shown or managed, as the service gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<PrivateLink>,
    /// Ids and codes of the service: never about a person.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

impl TaskDraft {
    /// What counts of it: equal drafts, equal fingerprint.
    pub fn fingerprint(&self) -> Fingerprint {
        // A draft is of our own types, whose maps are ordered and whose keys are text.
        Fingerprint::of_bytes(&serde_json::to_vec(self).unwrap_or_default())
    }
}

/// A task of a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// The host's id.
    pub id: TaskId,
    /// Grows with every change of the task.
    pub version: u64,
    /// How urgent it is.
    #[serde(default)]
    pub priority: TaskPriority,
    /// The appointment it stands for; `None` for one of the host's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<TaskSource>,
    /// What it says.
    pub draft: TaskDraft,
}

/// What is to change about a task; `None` leaves it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskPatch {
    /// Another record of the service, which took the place of the one before: the task keeps its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<TaskSource>,
    /// What it shall say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<TaskDraft>,
}

/// One write to a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskChange {
    /// A new task.
    Create {
        /// The appointment it stands for.
        external: TaskSource,
        /// What it says.
        draft: Box<TaskDraft>,
    },
    /// Another content, or another record, for a task.
    Update {
        /// Which.
        task: TaskId,
        /// Only if it still has this version.
        expected: u64,
        /// What changes.
        patch: Box<TaskPatch>,
    },
}
