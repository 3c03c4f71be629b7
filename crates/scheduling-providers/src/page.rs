use careweave_types::Error;
use careweave_types::ids::ExternalId;
use serde::{Deserialize, Serialize};

use crate::model::Appointment;
use crate::request::Cursor;

/// A record of an answer that could not be read. The others of the answer were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowFailure {
    /// Its place in the answer, from 0.
    pub row: usize,
    /// Its id, where that much could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// The field that broke the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The rule it broke. Never the value.
    pub rule: String,
}

impl RowFailure {
    /// The failure of the record at `row`.
    pub fn of(row: usize, external_id: Option<ExternalId>, error: &Error) -> Self {
        Self {
            row,
            external_id,
            field: error.get("field").map(str::to_owned),
            rule: error.message().to_owned(),
        }
    }
}

/// How much of what was asked for an answer brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Completeness {
    /// All of it, up to its end.
    Complete,
    /// All of it so far; the rest follows at the cursor.
    More(Cursor),
    /// Not all, and the rest cannot be had: what is missing here is not thereby gone.
    Incomplete(Missing),
}

/// Why an answer is incomplete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Missing {
    /// The service cuts its answers at a number and offers no way to go on.
    Truncated,
    /// The total the service told and the records it gave differ.
    CountDiffers,
    /// Part of what belongs to the records could not be read.
    PartFailed,
}

/// Some of the appointments that were asked for, in order of start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppointmentPage {
    /// The appointments that could be read.
    pub appointments: Vec<Appointment>,
    /// The records that could not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<RowFailure>,
    /// How much of what was asked for this is.
    pub completeness: Completeness,
}

impl AppointmentPage {
    /// The last page.
    pub const fn last(appointments: Vec<Appointment>) -> Self {
        Self {
            appointments,
            failures: Vec::new(),
            completeness: Completeness::Complete,
        }
    }

    /// A page with another one after it.
    pub const fn followed_by(appointments: Vec<Appointment>, cursor: Cursor) -> Self {
        Self {
            appointments,
            failures: Vec::new(),
            completeness: Completeness::More(cursor),
        }
    }

    /// All that can be had, and not all that there is.
    pub const fn cut_short(appointments: Vec<Appointment>, why: Missing) -> Self {
        Self {
            appointments,
            failures: Vec::new(),
            completeness: Completeness::Incomplete(why),
        }
    }

    /// The same with records that could not be read.
    #[must_use]
    pub fn with_failures(mut self, failures: Vec<RowFailure>) -> Self {
        self.failures = failures;
        self
    }

    /// The cursor of the next page.
    pub const fn next(&self) -> Option<&Cursor> {
        match &self.completeness {
            Completeness::More(cursor) => Some(cursor),
            _ => None,
        }
    }

    /// True when this page ends a reading and nothing of it is missing from it.
    pub const fn is_complete(&self) -> bool {
        matches!(self.completeness, Completeness::Complete) && self.failures.is_empty()
    }
}
