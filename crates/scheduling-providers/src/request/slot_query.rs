use careweave_types::ids::{AppointmentTypeId, CalendarId, ExternalId};
use careweave_types::{AgencyZone, TimeWindow};
use serde::{Deserialize, Serialize};

/// Which slots are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SlotQuery {
    /// For what.
    pub appointment_type: AppointmentTypeId,
    /// Those that start in this range, `[start, end)`. What of it is past has no slots and is not asked for.
    pub range: TimeWindow,
    /// With whom; `None` for anyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// In which unit, at services that have units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The zone the asker reads times in.
    pub zone: AgencyZone,
    /// An appointment that is about to move: its own time counts as free, where the service can be told so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignoring: Option<ExternalId>,
}

impl SlotQuery {
    /// Slots for a type in a range.
    pub const fn new(appointment_type: AppointmentTypeId, range: TimeWindow, zone: AgencyZone) -> Self {
        Self {
            appointment_type,
            range,
            calendar: None,
            unit: None,
            zone,
            ignoring: None,
        }
    }

    /// The same with one calendar.
    #[must_use]
    pub fn with_calendar(mut self, calendar: CalendarId) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// The same as if `appointment` did not exist.
    #[must_use]
    pub fn ignoring(mut self, appointment: ExternalId) -> Self {
        self.ignoring = Some(appointment);
        self
    }
}
