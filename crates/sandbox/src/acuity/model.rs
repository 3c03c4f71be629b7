//! The records of an account.

use careweave_types::AgencyZone;
use chrono::{DateTime, TimeDelta, Utc};

pub(super) struct Calendar {
    pub(super) id: u64,
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    pub(super) location: &'static str,
    /// `None` is written as `false`.
    pub(super) image: Option<&'static str>,
    pub(super) zone: AgencyZone,
    pub(super) hours: Hours,
}

/// When a calendar is open, on its own clock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hours {
    /// Monday to Friday, 9 to 17.
    Office,
    /// Always.
    RoundTheClock,
    /// Only for its class sessions.
    Classes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Service,
    Class,
    Series,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Class => "class",
            Self::Series => "series",
        }
    }
}

pub(super) struct AppointmentType {
    pub(super) id: u64,
    pub(super) name: &'static str,
    pub(super) active: bool,
    pub(super) minutes: i64,
    /// In cents.
    pub(super) price: i64,
    pub(super) category: &'static str,
    pub(super) kind: Kind,
    pub(super) class_size: Option<u32>,
    pub(super) padding_before: i64,
    pub(super) padding_after: i64,
    pub(super) calendars: &'static [u64],
    pub(super) forms: &'static [u64],
}

#[derive(Clone, Copy)]
pub(super) struct Label {
    pub(super) id: u64,
    pub(super) name: &'static str,
    pub(super) color: &'static str,
}

pub(super) struct Form {
    pub(super) id: u64,
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
}

pub(super) struct Field {
    pub(super) id: u64,
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) kind: &'static str,
}

pub(super) struct Certificate {
    pub(super) code: String,
    pub(super) email: Option<String>,
    /// Types that it is good for; none for all.
    pub(super) types: Vec<u64>,
    pub(super) expires: Option<DateTime<Utc>>,
    pub(super) uses_left: u32,
}

#[derive(Clone)]
pub(super) struct Block {
    pub(super) start: DateTime<Utc>,
    pub(super) end: DateTime<Utc>,
    pub(super) calendar: u64,
    pub(super) notes: String,
}

#[derive(Clone)]
pub(super) struct Client {
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) notes: String,
}

#[derive(Clone)]
pub(super) struct Hook {
    pub(super) event: String,
    pub(super) target: String,
    pub(super) active: bool,
}

#[derive(Clone)]
pub(super) struct Appointment {
    pub(super) id: u64,
    pub(super) client: Client,
    pub(super) created: DateTime<Utc>,
    pub(super) start: DateTime<Utc>,
    pub(super) minutes: i64,
    pub(super) type_id: u64,
    pub(super) class_id: Option<u64>,
    pub(super) calendar: u64,
    pub(super) addons: Vec<u64>,
    /// In cents.
    pub(super) price: i64,
    pub(super) certificate: Option<String>,
    /// The client's zone.
    pub(super) zone: String,
    pub(super) label: Option<u64>,
    /// Field and value.
    pub(super) answers: Vec<(u64, String)>,
    pub(super) canceled: bool,
    pub(super) no_show: bool,
    /// Who made it, when it was not the client.
    pub(super) scheduled_by: Option<&'static str>,
}

impl Appointment {
    pub(super) fn end(&self) -> DateTime<Utc> {
        self.start + TimeDelta::minutes(self.minutes)
    }
}
