use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::mirror::Completion;
use crate::rules;
use crate::words::words;

/// What belongs to an integration: the rows of the store that its numbers are taken from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Integration {
    /// Its name, as a code: `"wellsky.agency-1"`.
    pub name: String,
    /// Its connection, for scans and conflicts: `"wellsky/agency-1"`.
    pub connection: String,
    /// The source of its messages and hints, as a code; empty: it sends none.
    pub source: String,
    /// The streams it reads.
    pub streams: Vec<String>,
    /// The operations of the effects it sends, as codes.
    pub operations: Vec<String>,
    /// The leases its workers take.
    pub leases: Vec<String>,
}

impl Integration {
    /// An integration without streams, operations and leases.
    pub fn new(name: impl Into<String>, connection: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            connection: connection.into(),
            ..Self::default()
        }
    }

    /// Checks every name, and that there are at most 1000 of a kind. A store calls this.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self, at: &'static str) -> Result<()> {
        rules::code(at, "name", &self.name)?;
        rules::reference(at, "connection", &self.connection)?;
        if !self.source.is_empty() {
            rules::code(at, "source", &self.source)?;
        }
        for (field, names) in [
            ("streams", &self.streams),
            ("operations", &self.operations),
            ("leases", &self.leases),
        ] {
            if names.len() > 1_000 {
                return Err(Error::invalid(at, field, "must be at most 1000"));
            }
            for name in names {
                match field {
                    "operations" => rules::code(at, field, name)?,
                    _ => rules::reference(at, field, name)?,
                }
            }
        }
        Ok(())
    }
}

/// Whether an integration works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntegrationState {
    /// It is switched off, or never was on.
    Inactive,
    /// It is on, and its last fetch was complete (or there was none yet).
    Active,
    /// It is on, and its last fetch was not.
    Error,
}

words!(IntegrationState, "health.state", "state", "must be inactive, active or error":
    Inactive = "inactive", Active = "active", Error = "error");

/// What happened to an integration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntegrationEvent {
    /// Somebody switched it on.
    SwitchedOn,
    /// Somebody switched it off.
    SwitchedOff,
    /// A fetch came to its end.
    Fetched(Completion),
    /// A fetch failed.
    Failed {
        /// Why: a code, such as that of an error's kind.
        reason: String,
    },
}

/// How an integration is. Instants are UTC in whole microseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegrationStatus {
    /// Its name.
    pub name: String,
    /// Whether it works.
    pub state: IntegrationState,
    /// Since when.
    pub since: DateTime<Utc>,
    /// How many fetches in a row failed or were partial.
    pub failures: u32,
    /// Why the last one did: a code.
    pub reason: Option<String>,
    /// When a fetch was last complete.
    pub last_success_at: Option<DateTime<Utc>>,
    /// When one last was not.
    pub last_failure_at: Option<DateTime<Utc>>,
    /// When something last happened.
    pub updated_at: DateTime<Utc>,
}
