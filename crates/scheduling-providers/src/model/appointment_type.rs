use careweave_types::Money;
use careweave_types::ids::{AppointmentTypeId, CalendarId};
use serde::{Deserialize, Serialize};

use super::PrivateLink;

careweave_types::open_enum! {
    /// How many meet whom.
    pub enum AppointmentTypeKind {
        /// One client, one calendar.
        Service = "service",
        /// Many clients at set times.
        Class = "class",
        /// Several dates booked together.
        Series = "series",
        /// Many clients, one calendar.
        Group = "group",
        /// One of several calendars in turn.
        RoundRobin = "round_robin",
        /// Several calendars at once.
        Collective = "collective",
    }
}

/// Minutes kept free around an appointment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Buffers {
    /// Minutes before the start.
    pub before_minutes: u32,
    /// Minutes after the end.
    pub after_minutes: u32,
}

/// Something a booking form asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The service's id, or its place on the form where it has none.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// Whether a booking without an answer is refused.
    pub required: bool,
    /// The answers to choose from; empty for free text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
}

/// A kind of appointment that can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AppointmentType {
    /// The service's id.
    pub id: AppointmentTypeId,
    /// Its name, as the service has it.
    pub name: String,
    /// How long it takes, in minutes.
    pub duration_minutes: u32,
    /// What is kept free around it.
    #[serde(default)]
    pub buffers: Buffers,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// How many meet whom.
    pub kind: AppointmentTypeKind,
    /// Whether it can be booked.
    pub active: bool,
    /// The calendars it can be booked with; empty where the service does not say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<CalendarId>,
    /// What the booking form asks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// Where a person books it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booking_link: Option<PrivateLink>,
    /// The version a booking has to name at services that want one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_token: Option<String>,
}

impl AppointmentType {
    /// An active type for one client and one calendar.
    pub fn new(id: AppointmentTypeId, name: impl Into<String>, duration_minutes: u32) -> Self {
        Self {
            id,
            name: name.into(),
            duration_minutes,
            buffers: Buffers::default(),
            price: None,
            kind: AppointmentTypeKind::Service,
            active: true,
            calendars: Vec::new(),
            questions: Vec::new(),
            booking_link: None,
            version_token: None,
        }
    }
}
