use careweave_types::TimeWindow;
use careweave_types::ids::{CalendarId, ExternalId};
use serde::{Deserialize, Serialize};

/// Why a calendar is busy.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum BusySource {
    /// An appointment of this service.
    Appointment {
        /// The appointment, or the group it belongs to.
        id: ExternalId,
    },
    /// Something on a calendar connected to the service.
    External,
    /// Time that is held or reserved.
    Reserved,
    /// Time that was blocked by hand.
    Block,
    /// The service does not say.
    Unknown,
}

/// Time in which a calendar takes no appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Busy {
    /// Whose time.
    pub calendar: CalendarId,
    /// From when till when.
    pub window: TimeWindow,
    /// The same with the buffers around it, where the service says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buffered: Option<TimeWindow>,
    /// Why.
    pub source: BusySource,
}
