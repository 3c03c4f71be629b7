use std::fmt;

use careweave_types::TimeWindow;
use careweave_types::ids::{AppointmentTypeId, CalendarId};
use serde::{Deserialize, Serialize};

/// Whether a list has what was called off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cancelled {
    /// It has: a reader who does not see cancellations takes them for appointments.
    #[default]
    Include,
    /// It has not.
    Exclude,
}

/// Where the next page of a list begins. Opaque: only the provider that gave it can read it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// Wraps a provider's own mark.
    pub fn new(mark: impl Into<String>) -> Self {
        Self(mark.into())
    }

    /// The mark.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cursor(..)")
    }
}

/// Which appointments are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListAppointments {
    /// Those that start in this range, `[start, end)`.
    pub range: TimeWindow,
    /// Whether what was called off is among them.
    #[serde(default)]
    pub cancelled: Cancelled,
    /// With this calendar only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// Of this type only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_type: Option<AppointmentTypeId>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// At most so many in one page. The service's own limit holds as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
}

impl ListAppointments {
    /// Everything that starts in `range`, what was called off included.
    pub const fn starting_in(range: TimeWindow) -> Self {
        Self {
            range,
            cancelled: Cancelled::Include,
            calendar: None,
            appointment_type: None,
            cursor: None,
            page_size: None,
        }
    }

    /// The same without what was called off.
    #[must_use]
    pub fn without_cancelled(mut self) -> Self {
        self.cancelled = Cancelled::Exclude;
        self
    }

    /// The same for one calendar.
    #[must_use]
    pub fn with_calendar(mut self, calendar: CalendarId) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// The same for one type.
    #[must_use]
    pub fn of_type(mut self, appointment_type: AppointmentTypeId) -> Self {
        self.appointment_type = Some(appointment_type);
        self
    }

    /// The same from `cursor` on.
    #[must_use]
    pub fn from(mut self, cursor: Cursor) -> Self {
        self.cursor = Some(cursor);
        self
    }

    /// The same in pages of at most `size`.
    #[must_use]
    pub fn in_pages_of(mut self, size: u32) -> Self {
        self.page_size = Some(size);
        self
    }
}
