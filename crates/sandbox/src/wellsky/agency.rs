use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

use super::models::{Applicant, AvailabilityWindow, Caregiver, Client, Evv, Prospect, Shift, StatusChange};
use super::{validate, vocabulary};

/// All that the agency is at the moment.
pub(crate) struct Agency {
    pub(super) clock: DateTime<Utc>,
    pub(super) clients: Rows<Client>,
    pub(super) caregivers: Rows<Caregiver>,
    pub(super) shifts: Rows<Shift>,
    pub(super) prospects: Rows<Prospect>,
    pub(super) applicants: Rows<Applicant>,
    /// In the order in which they happened.
    pub(super) status_changes: Vec<StatusChange>,
    /// By the number of the shift.
    pub(super) evv: BTreeMap<u64, Evv>,
    pub(super) assignments: u64,
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

    pub(super) fn next_id(&self) -> String {
        self.next.to_string()
    }

    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.by_number.get(&number(id)?)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.by_number.get_mut(&number(id)?)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.by_number.values()
    }
}

/// The number of an id; `None` for what no id looks like (`+5`, `007`).
fn number(id: &str) -> Option<u64> {
    let number: u64 = id.parse().ok()?;
    (number.to_string() == id).then_some(number)
}

impl Agency {
    /// The agency's clock.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock
    }

    /// Advances the clock by one second, for a write that is committed.
    pub(super) fn tick(&mut self) -> DateTime<Utc> {
        self.clock += TimeDelta::seconds(1);
        self.clock
    }

    pub(crate) fn shift_number(&self, id: &str) -> Option<u64> {
        number(id).filter(|n| self.shifts.by_number.contains_key(n))
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
            "shifts": count(self.shifts.iter().map(|r| r.status.as_str())),
            "prospects": count(self.prospects.iter().map(|r| r.status.as_str())),
            "applicants": count(self.applicants.iter().map(|r| r.status.as_str())),
        })
    }

    /// True when `caregiver` has no other shift in `[start, end)`.
    pub(super) fn is_free(&self, caregiver: &str, start: DateTime<Utc>, end: DateTime<Utc>) -> bool {
        !self
            .shifts
            .iter()
            .any(|shift| shift.occupies(caregiver) && shift.overlaps(start, end))
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
