use careweave_types::ids::CalendarId;
use careweave_types::{AgencyZone, Pii};
use serde::{Deserialize, Serialize};

careweave_types::open_enum! {
    /// What a calendar stands for.
    pub enum CalendarKind {
        /// A person who is booked.
        Person = "person",
        /// A room or another thing.
        Room = "room",
        /// A unit of the organisation.
        Unit = "unit",
        /// The account as a whole.
        Account = "account",
    }
}

/// Something appointments are booked with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Calendar {
    /// The service's id.
    pub id: CalendarId,
    /// The name: often a person's.
    pub name: Pii<String>,
    /// The addresses; one service keeps several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<Pii<String>>,
    /// The zone its times are in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<AgencyZone>,
    /// What it stands for.
    pub kind: CalendarKind,
    /// Whether it takes appointments.
    pub active: bool,
}

impl Calendar {
    /// An active calendar of a person.
    pub fn new(id: CalendarId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: Pii::new(name.into()),
            emails: Vec::new(),
            zone: None,
            kind: CalendarKind::Person,
            active: true,
        }
    }
}
