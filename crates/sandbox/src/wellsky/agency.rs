use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

use super::connect::Extras;
use super::events::Event;
use super::models::{Applicant, AvailabilityWindow, Caregiver, Client, Contact, Prospect, StatusChange};
use super::schedule::Schedule;
use super::visits::Visits;
use super::{validate, vocabulary};

/// All that the agency is at the moment.
pub(crate) struct Agency {
    pub(super) clock: DateTime<Utc>,
    pub(super) clients: Rows<Client>,
    pub(super) caregivers: Rows<Caregiver>,
    pub(super) shifts: Schedule,
    pub(super) prospects: Rows<Prospect>,
    pub(super) applicants: Rows<Applicant>,
    /// In the order in which they happened.
    pub(super) status_changes: Vec<StatusChange>,
    pub(super) visits: Visits,
    pub(super) contacts: Rows<Contact>,
    pub(super) assignments: u64,
    /// What only the Connect surface knows of the agency.
    pub(super) extras: Extras,
    /// What happened since the events were last taken.
    pub(super) events: Vec<Event>,
}

/// Records by number. An id on the wire is the number in decimal digits.
pub(super) struct Rows<T> {
    pub(super) by_number: BTreeMap<u64, T>,
    next: u64,
}

impl<T> Rows<T> {
    /// No records; the first will be `first`.
    pub(super) fn starting_at(first: u64) -> Self {
        Self {
            by_number: BTreeMap::new(),
            next: first,
        }
    }

    /// Adds what `make` makes of the next number.
    pub(super) fn add(&mut self, make: impl FnOnce(String) -> T) -> &mut T {
        let number = self.next;
        self.next += 1;
        self.by_number
            .entry(number)
            .or_insert_with(|| make(number.to_string()))
    }

    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.by_number.get(&number(id)?)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.by_number.get_mut(&number(id)?)
    }

    pub(super) fn at(&self, number: u64) -> Option<&T> {
        self.by_number.get(&number)
    }

    /// The number that [`add`](Self::add) would give.
    pub(super) fn next_number(&self) -> u64 {
        self.next
    }

    /// Puts a record under a number of another collection: a converted record keeps its id.
    pub(super) fn put(&mut self, number: u64, record: T) {
        self.by_number.insert(number, record);
    }

    pub(super) fn remove(&mut self, number: u64) -> Option<T> {
        self.by_number.remove(&number)
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = u64> {
        self.by_number.keys().copied()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.by_number.values()
    }
}

/// The number of an id; `None` for what no id looks like (`+5`, `007`).
pub(super) fn number(id: &str) -> Option<u64> {
    let number: u64 = id.parse().ok()?;
    (number.to_string() == id).then_some(number)
}

impl Agency {
    /// The agency's clock.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock
    }

    /// Advances the clock by one second, for a write that is committed.
    pub(crate) fn tick(&mut self) -> DateTime<Utc> {
        self.clock += TimeDelta::seconds(1);
        self.clock
    }

    pub(crate) fn shift_number(&self, id: &str) -> Option<u64> {
        number(id).filter(|n| self.shifts.get(*n).is_some())
    }

    pub(crate) fn caregiver_number(&self, id: &str) -> Option<u64> {
        number(id).filter(|n| self.caregivers.by_number.contains_key(n))
    }

    /// How many records there are, by collection and status.
    pub(crate) fn counts(&self) -> Value {
        fn count<'a>(statuses: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, u64> {
            let mut counts = BTreeMap::new();
            for status in statuses {
                *counts.entry(status).or_default() += 1;
            }
            counts
        }
        json!({
            "clients": count(self.clients.iter().map(|r| r.status.as_str())),
            "caregivers": count(self.caregivers.iter().map(|r| r.status.as_str())),
            "shifts": count(self.shifts.iter().map(|r| r.status)),
            "prospects": count(self.prospects.iter().map(|r| r.status.as_str())),
            "applicants": count(self.applicants.iter().map(|r| r.status.as_str())),
        })
    }

    /// True when `caregiver` has no shift in `[start, end)`.
    pub(super) fn is_free(&self, caregiver: u64, start: DateTime<Utc>, end: DateTime<Utc>) -> bool {
        !self
            .shifts
            .of_caregiver(caregiver)
            .any(|shift| shift.takes_place() && shift.overlaps(start, end))
    }

    /// Moves the clock forward without a write.
    pub(crate) fn advance(&mut self, to: DateTime<Utc>) {
        self.clock = self.clock.max(to);
    }

    /// What happened since this was last asked.
    pub(crate) fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }
}

/// True when some part of the local day `date` lies in one of the windows, one of the night before included.
pub(super) fn works_on(windows: &[AvailabilityWindow], date: NaiveDate) -> bool {
    let day = day_name(date);
    let before = date.pred_opt().map(day_name);
    windows.iter().any(|window| {
        let (Some(start), Some(end)) = (validate::minutes(&window.start), validate::minutes(&window.end))
        else {
            return false;
        };
        window.day == day || (Some(window.day.as_str()) == before && end <= start && end > 0)
    })
}

pub(super) fn day_name(date: NaiveDate) -> &'static str {
    let index = chrono::Datelike::weekday(&date).num_days_from_monday() as usize;
    vocabulary::DAY[index]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_window_covers_the_next_morning_too() {
        let window = |start: &str, end: &str| AvailabilityWindow {
            day: "monday".to_owned(),
            start: start.to_owned(),
            end: end.to_owned(),
        };
        let monday: NaiveDate = "2026-04-06".parse().unwrap();
        let tuesday = monday.succ_opt().unwrap();
        assert!(works_on(&[window("22:00", "06:00")], tuesday));
        assert!(!works_on(&[window("22:00", "24:00")], tuesday));
        assert!(!works_on(&[window("22:00", "00:00")], tuesday));
        assert!(works_on(&[window("22:00", "00:00")], monday));
        assert!(!works_on(&[], monday));
    }

    #[test]
    fn only_canonical_digits_are_an_id() {
        assert_eq!(number("500001"), Some(500_001));
        for id in ["+500001", "0500001", " 500001", "5e5", ""] {
            assert_eq!(number(id), None, "{id}");
        }
    }
}
