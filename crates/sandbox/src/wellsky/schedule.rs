use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};

use super::models::Shift;

/// The number of the first shift.
pub(super) const FIRST_SHIFT: u64 = 109_000_001;

/// No shift is longer than this, so a search by time need not look further back.
const LONGEST_DAYS: i64 = 7;

/// All shifts, found by number, client, caregiver, series and start.
pub(crate) struct Schedule {
    /// In the order of the numbers, which have no gaps: a shift is cancelled and never removed.
    rows: Vec<Shift>,
    by_client: HashMap<u64, Vec<u64>>,
    by_caregiver: HashMap<u64, BTreeSet<u64>>,
    by_start: BTreeSet<(DateTime<Utc>, u64)>,
    /// The shifts of a series but its first.
    later: HashMap<u64, Vec<u64>>,
}

impl Schedule {
    pub(super) fn new() -> Self {
        Self {
            rows: Vec::new(),
            by_client: HashMap::new(),
            by_caregiver: HashMap::new(),
            by_start: BTreeSet::new(),
            later: HashMap::new(),
        }
    }

    pub(super) fn next_number(&self) -> u64 {
        FIRST_SHIFT + self.rows.len() as u64
    }

    /// Adds a shift under the next number, which it is given; a series of 0 means that it does not recur.
    pub(super) fn add(&mut self, mut shift: Shift) -> u64 {
        let number = self.next_number();
        shift.number = number;
        if shift.series == 0 {
            shift.series = number;
        }
        if shift.series != number {
            self.later.entry(shift.series).or_default().push(number);
        }
        self.by_client.entry(shift.client).or_default().push(number);
        if let Some(caregiver) = shift.caregiver {
            self.by_caregiver.entry(caregiver).or_default().insert(number);
        }
        self.by_start.insert((shift.start, number));
        self.rows.push(shift);
        number
    }

    fn index(number: u64) -> Option<usize> {
        usize::try_from(number.checked_sub(FIRST_SHIFT)?).ok()
    }

    pub(super) fn get(&self, number: u64) -> Option<&Shift> {
        self.rows.get(Self::index(number)?)
    }

    /// Changes a shift and keeps the indexes true. Its number, series and client stay.
    pub(super) fn change(&mut self, number: u64, change: impl FnOnce(&mut Shift)) -> Option<&Shift> {
        let row = self.rows.get_mut(Self::index(number)?)?;
        let (caregiver, start) = (row.caregiver, row.start);
        change(row);
        let (now, at) = (row.caregiver, row.start);
        if caregiver != now {
            if let Some(theirs) = caregiver.and_then(|id| self.by_caregiver.get_mut(&id)) {
                theirs.remove(&number);
            }
            if let Some(id) = now {
                self.by_caregiver.entry(id).or_default().insert(number);
            }
        }
        if start != at {
            self.by_start.remove(&(start, number));
            self.by_start.insert((at, number));
        }
        self.get(number)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Shift> {
        self.rows.iter()
    }

    pub(super) fn of_client(&self, client: u64) -> impl Iterator<Item = &Shift> {
        let numbers = self.by_client.get(&client).into_iter().flatten();
        numbers.filter_map(|number| self.get(*number))
    }

    pub(super) fn of_caregiver(&self, caregiver: u64) -> impl Iterator<Item = &Shift> {
        let numbers = self.by_caregiver.get(&caregiver).into_iter().flatten();
        numbers.filter_map(|number| self.get(*number))
    }

    /// The shifts that may overlap `[start, end)`, either side of which may be open, by start and number.
    pub(super) fn around(
        &self,
        start: Option<DateTime<Utc>>,
        end: Option<DateTime<Utc>>,
    ) -> impl Iterator<Item = &Shift> {
        let low = start.and_then(|start| start.checked_sub_signed(TimeDelta::days(LONGEST_DAYS)));
        let low = (low.unwrap_or(DateTime::<Utc>::MIN_UTC), 0);
        let high = (end.unwrap_or(DateTime::<Utc>::MAX_UTC), u64::MAX);
        let found = (low <= high).then(|| self.by_start.range(low..=high));
        found
            .into_iter()
            .flatten()
            .filter_map(|(_, number)| self.get(*number))
    }

    /// The occurrences of the series whose first shift has this number.
    pub(super) fn series(&self, series: u64) -> impl Iterator<Item = &Shift> {
        let first = self.get(series).filter(|shift| shift.series == series);
        let later = self.later.get(&series).into_iter().flatten();
        first.into_iter().chain(later.filter_map(|n| self.get(*n)))
    }

    /// The occurrence of a series whose start is nearest to `instant`, the earlier of two.
    pub(super) fn nearest(&self, series: u64, instant: DateTime<Utc>) -> Option<&Shift> {
        self.series(series)
            .min_by_key(|shift| ((shift.start - instant).abs(), shift.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift(series: u64, start: i64) -> Shift {
        let at = |hours: i64| DateTime::UNIX_EPOCH + TimeDelta::hours(hours);
        Shift {
            number: 0,
            series,
            client: 500_001,
            caregiver: Some(700_001),
            start: at(start),
            end: at(start + 4),
            actual_start: None,
            actual_end: None,
            status: "scheduled",
            visit_type: "Homemaker",
            certifications: &[],
            updated_at: at(0),
        }
    }

    #[test]
    fn the_indexes_follow_a_change() {
        let mut schedule = Schedule::new();
        let number = schedule.add(shift(0, 100));
        schedule.change(number, |shift| {
            shift.caregiver = Some(700_002);
            shift.start = DateTime::UNIX_EPOCH;
        });
        assert_eq!(schedule.of_caregiver(700_001).count(), 0);
        assert_eq!(schedule.of_caregiver(700_002).count(), 1);
        assert_eq!(schedule.around(None, Some(DateTime::UNIX_EPOCH)).count(), 1);
        let later = DateTime::UNIX_EPOCH + TimeDelta::hours(90);
        assert_eq!(schedule.around(None, Some(later)).count(), 1);
        assert_eq!(
            schedule.around(Some(later + TimeDelta::days(30)), None).count(),
            0
        );
        assert_eq!(
            schedule.around(Some(later), Some(DateTime::UNIX_EPOCH)).count(),
            1
        );
    }

    #[test]
    fn the_nearest_occurrence_is_found_by_start() {
        let mut schedule = Schedule::new();
        let first = schedule.add(shift(0, 0));
        let second = schedule.add(shift(first, 168));
        let at = |hours: i64| DateTime::UNIX_EPOCH + TimeDelta::hours(hours);
        let near = |hours: i64| schedule.nearest(first, at(hours)).map(|s| s.number);
        assert_eq!(
            [near(-9), near(84), near(85)],
            [Some(first), Some(first), Some(second)]
        );
        assert!(
            schedule.nearest(second, at(168)).is_none(),
            "a later one is not a series"
        );
    }
}
