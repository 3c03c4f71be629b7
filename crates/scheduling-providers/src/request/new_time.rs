use careweave_types::AgencyZone;
use careweave_types::ids::{CalendarId, HoldId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ActingAs, Notify};
use crate::model::Version;

/// With whom an appointment is after it moved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarChoice {
    /// With whom it was.
    #[default]
    Keep,
    /// With this one.
    To(CalendarId),
    /// With anyone the service chooses.
    Any,
}

/// A time to move an appointment to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NewTime {
    /// When it shall start.
    pub start: DateTime<Utc>,
    /// When it shall end; `None` keeps its length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<DateTime<Utc>>,
    /// With whom.
    #[serde(default)]
    pub calendar: CalendarChoice,
    /// The zone the client reads it in; `None` keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<AgencyZone>,
    /// The hold that keeps the slot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldId>,
    /// Only if the record still has this version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Version>,
    /// In whose name.
    #[serde(default)]
    pub acting_as: ActingAs,
    /// Whether the service tells the client.
    #[serde(default)]
    pub notify: Notify,
}

impl NewTime {
    /// Another start, with the same calendar, length and zone.
    pub const fn at(start: DateTime<Utc>) -> Self {
        Self {
            start,
            end: None,
            calendar: CalendarChoice::Keep,
            zone: None,
            hold: None,
            expected: None,
            acting_as: ActingAs::Client,
            notify: Notify::AsConfigured,
        }
    }

    /// The same with another calendar.
    #[must_use]
    pub fn with_calendar(mut self, calendar: CalendarChoice) -> Self {
        self.calendar = calendar;
        self
    }

    /// The same by the office.
    #[must_use]
    pub fn by_the_office(mut self) -> Self {
        self.acting_as = ActingAs::Office;
        self
    }

    /// The same only if the record still has `version`.
    #[must_use]
    pub fn if_version(mut self, version: Version) -> Self {
        self.expected = Some(version);
        self
    }
}
