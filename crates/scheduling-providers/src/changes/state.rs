use std::collections::BTreeMap;

use careweave_types::TimeWindow;
use careweave_types::ids::ExternalId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Identity;
use crate::model::{Appointment, AppointmentKey, Version};
use crate::page::RowFailure;

/// What was seen of one record, without anything personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The hash of its content.
    pub version: Version,
    /// When it was to start.
    pub start: DateTime<Utc>,
}

/// How far the reading of changes got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SyncMark {
    /// The service's own mark.
    Token(String),
    /// What was seen, by id: for services without a mark.
    Seen(BTreeMap<ExternalId, Seen>),
}

/// Where to go on reading changes. Keep it with what the changes did, in one transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SyncState {
    /// Whose changes.
    pub identity: Identity,
    /// The window that was read.
    pub window: TimeWindow,
    /// How far.
    pub mark: SyncMark,
}

/// How a record differs from what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It was not seen before.
    New,
    /// It was seen, and is different now.
    Changed,
    /// It starts outside the window now.
    MovedAway,
}

/// A record that is new or different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppointmentChange {
    /// How.
    pub kind: ChangeKind,
    /// The record as it is now.
    pub appointment: Appointment,
}

/// A record the service does not have any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tombstone {
    /// Which.
    pub key: AppointmentKey,
    /// When it was to start.
    pub last_start: DateTime<Utc>,
}

/// What changed since a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// What is new or different, in order of start.
    pub changed: Vec<AppointmentChange>,
    /// What is gone. Empty unless the reading was complete.
    pub gone: Vec<Tombstone>,
    /// Records that could not be read: they are neither changed nor gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<RowFailure>,
    /// True when everything in the window was read.
    pub complete: bool,
    /// Where to go on.
    pub next: SyncState,
}
