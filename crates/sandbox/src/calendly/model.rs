//! What a Calendly account holds.

use careweave_types::AgencyZone;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// Somebody with a calendar.
pub(super) struct User {
    pub(super) uuid: String,
    pub(super) name: &'static str,
    pub(super) slug: &'static str,
    pub(super) email: String,
    pub(super) zone: AgencyZone,
    /// `owner`, `admin` or `user`.
    pub(super) role: &'static str,
    /// The uuid of the membership, and of the working hours.
    pub(super) membership: String,
    pub(super) schedule: String,
    /// What another calendar says: busy spans.
    pub(super) external: Vec<(DateTime<Utc>, DateTime<Utc>)>,
}

/// A kind of meeting that can be booked.
pub(super) struct EventType {
    pub(super) uuid: String,
    pub(super) name: &'static str,
    pub(super) slug: &'static str,
    pub(super) minutes: i64,
    /// The minutes that stay free after it.
    pub(super) buffer_after: i64,
    /// How many may come; one for a meeting of two.
    pub(super) limit: usize,
    pub(super) owner: usize,
    pub(super) active: bool,
    /// The kinds of place there are, as `zoom_conference`.
    pub(super) locations: &'static [&'static str],
}

/// Who cancelled, when and why.
#[derive(Clone)]
pub(super) struct Cancellation {
    pub(super) by: String,
    pub(super) reason: Option<String>,
    /// `host` or `invitee`.
    pub(super) canceler: &'static str,
    pub(super) at: DateTime<Utc>,
}

/// Where a meeting is. A video conference gets its address some seconds after the booking.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) kind: String,
    pub(super) text: Option<String>,
    pub(super) pushed_at: DateTime<Utc>,
    pub(super) number: usize,
}

/// A meeting.
pub(super) struct Event {
    pub(super) uuid: String,
    pub(super) kind: usize,
    pub(super) start: DateTime<Utc>,
    pub(super) end: DateTime<Utc>,
    pub(super) host: usize,
    pub(super) place: Place,
    pub(super) canceled: Option<Cancellation>,
    pub(super) guests: Vec<String>,
    pub(super) created: DateTime<Utc>,
    pub(super) updated: DateTime<Utc>,
}

/// Somebody who comes to a meeting.
pub(super) struct Invitee {
    pub(super) uuid: String,
    pub(super) event: usize,
    pub(super) name: String,
    /// First and last name, where they were given apart.
    pub(super) names: Option<(String, String)>,
    pub(super) email: String,
    pub(super) timezone: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) canceled: Option<Cancellation>,
    pub(super) rescheduled: bool,
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
    pub(super) no_show: Option<(String, DateTime<Utc>)>,
    pub(super) reconfirmed: Option<DateTime<Utc>>,
    /// `api`, or nothing for a booking on the page.
    pub(super) method: Option<&'static str>,
    pub(super) answers: Value,
    pub(super) tracking: Value,
    pub(super) created: DateTime<Utc>,
    pub(super) updated: DateTime<Utc>,
}

impl Event {
    /// From the start to the end with what stays free after it.
    pub(super) fn busy_until(&self, kind: &EventType) -> DateTime<Utc> {
        self.end + TimeDelta::minutes(kind.buffer_after)
    }
}

/// Everything but tokens, limits and hooks.
pub(super) struct Book {
    pub(super) seed: u64,
    pub(super) organization: String,
    pub(super) users: Vec<User>,
    pub(super) kinds: Vec<EventType>,
    pub(super) events: Vec<Event>,
    pub(super) invitees: Vec<Invitee>,
    /// Changes so far: each gives its instant a microsecond of its own.
    pub(super) changes: i64,
    /// What happened and was not told yet: the event's name, the invitee, and when.
    pub(super) happened: Vec<(&'static str, usize, DateTime<Utc>)>,
}

impl Book {
    /// The instant of a change: no two are the same.
    pub(super) fn stamp(&mut self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.changes += 1;
        now + TimeDelta::microseconds(self.changes % 1_000_000)
    }

    /// A uuid that depends on the seed, the label and the number alone.
    pub(super) fn uuid(&self, label: &str, number: usize) -> String {
        uuid(self.seed, label, number)
    }

    pub(super) fn event(&self, uuid: &str) -> Option<usize> {
        self.events.iter().position(|event| event.uuid == uuid)
    }

    pub(super) fn invitee(&self, uuid: &str) -> Option<usize> {
        self.invitees.iter().position(|invitee| invitee.uuid == uuid)
    }

    pub(super) fn user(&self, uuid: &str) -> Option<usize> {
        self.users.iter().position(|user| user.uuid == uuid)
    }

    pub(super) fn kind(&self, uuid: &str) -> Option<usize> {
        self.kinds.iter().position(|kind| kind.uuid == uuid)
    }

    /// The numbers of those who were invited to an event.
    pub(super) fn invited(&self, event: usize) -> impl Iterator<Item = usize> + '_ {
        let of = move |(number, invitee): (usize, &Invitee)| (invitee.event == event).then_some(number);
        self.invitees.iter().enumerate().filter_map(of)
    }

    /// How many still come.
    pub(super) fn coming(&self, event: usize) -> usize {
        let comes = |number: &usize| self.invitees[*number].canceled.is_none();
        self.invited(event).filter(comes).count()
    }

    pub(super) fn tell(&mut self, what: &'static str, invitee: usize, at: DateTime<Utc>) {
        self.happened.push((what, invitee, at));
    }
}

/// 16 bytes of a digest, written as a uuid.
pub(super) fn uuid(seed: u64, label: &str, number: usize) -> String {
    let hex = crate::ready::seed_hex(seed, &format!("calendly {label} {number}"));
    format!(
        "{}-{}-4{}-a{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..32]
    )
}
