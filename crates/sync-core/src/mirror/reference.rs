use std::fmt;

use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::rules::{self, MAX_REFERENCE_BYTES};
use crate::words::words;
use crate::{Fingerprint, hex};

/// One record of another system.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExternalRef {
    /// One tenant's account at one source: `"wellsky/agency-1"`. 1 to 512 bytes.
    pub connection: String,
    /// The kind of record, as a code: `"client"`.
    pub kind: String,
    /// The id there, exactly: 1 to 512 bytes without control characters. Nothing is trimmed or folded.
    pub external_id: String,
}

impl ExternalRef {
    /// A reference to a record.
    pub fn new(
        connection: impl Into<String>,
        kind: impl Into<String>,
        external_id: impl Into<String>,
    ) -> Self {
        Self {
            connection: connection.into(),
            kind: kind.into(),
            external_id: external_id.into(),
        }
    }

    /// Checks the three names.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self, at: &'static str) -> Result<()> {
        check_source(at, &self.connection, &self.kind)?;
        check_external_id(at, &self.external_id)
    }
}

pub(super) fn check_source(at: &'static str, connection: &str, kind: &str) -> Result<()> {
    rules::reference(at, "connection", connection)?;
    rules::code(at, "kind", kind)
}

pub(super) fn check_external_id(at: &'static str, id: &str) -> Result<()> {
    let rule = if id.is_empty() {
        "must not be empty"
    } else if id.len() > MAX_REFERENCE_BYTES {
        "must not be longer than 512 bytes"
    } else if id.chars().any(char::is_control) {
        "must not hold control characters"
    } else {
        return Ok(());
    };
    Err(Error::invalid(at, "external_id", rule))
}

impl fmt::Debug for ExternalRef {
    /// The id by its digest only: some vendors use an e-mail address for one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/#", self.connection, self.kind)?;
        hex::write(&Fingerprint::of(&[&self.external_id]).as_bytes()[..6], f)
    }
}

/// The id that records of all systems have here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalId(u64);

impl LocalId {
    /// An id that a store gave before.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for LocalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What is known about a record of another system. Instants are UTC in whole microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Which.
    pub external: ExternalRef,
    /// Its id here.
    pub local: LocalId,
    /// Whether it is still there.
    pub state: ReferenceState,
    /// The id it has there now, where it was given another.
    pub superseded_by: Option<String>,
    /// What was seen last; `None` for one that was linked and not seen.
    pub fingerprint: Option<Fingerprint>,
    /// The version it had then, as the other system counts.
    pub version: Option<i64>,
    /// How many complete scans in a row did not see it.
    pub misses: u32,
    /// Grows with every change of any record of the store: for reading what changed since.
    pub change: u64,
    /// When it was seen or linked first.
    pub first_seen_at: DateTime<Utc>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
}

/// Whether a record is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceState {
    /// It is.
    Live,
    /// It is gone.
    Tombstone,
    /// It has another id now.
    Superseded,
}

words!(ReferenceState, "mirror.state", "state", "must be live, tombstone or superseded":
    Live = "live", Tombstone = "tombstone", Superseded = "superseded");
