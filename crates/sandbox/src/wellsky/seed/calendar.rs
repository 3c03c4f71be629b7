use careweave_types::zone::Fold;
use careweave_types::{AgencyZone, Result, TimeWindow};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::defect;

/// Visits begin no earlier than this, in minutes after local midnight.
pub(super) const OPENING: i64 = 7 * 60;
/// Visits end no later than this.
pub(super) const CLOSING: i64 = 21 * 60;

/// Local days around the agency's `now`.
pub(super) struct Calendar<'a> {
    pub(super) now: DateTime<Utc>,
    pub(super) zone: &'a AgencyZone,
}

impl Calendar<'_> {
    /// The instant `minute` minutes after local midnight of `date`.
    pub(super) fn at(&self, date: NaiveDate, minute: i64) -> Result<DateTime<Utc>> {
        let seconds = u32::try_from(minute * 60).map_err(|_| defect("minute"))?;
        let time =
            NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).ok_or_else(|| defect("minute"))?;
        self.zone.instant(date, time, Fold::Earlier)
    }

    /// A visit of `length` minutes.
    pub(super) fn visit(&self, date: NaiveDate, start: i64, length: i64) -> Result<TimeWindow> {
        TimeWindow::new(self.at(date, start)?, self.at(date, start + length)?)
    }

    pub(super) fn date(&self, offset: TimeDelta) -> NaiveDate {
        self.zone.local(self.now + offset).date
    }

    /// The local days whose visiting hours lie wholly between two instants.
    pub(super) fn whole_days(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<NaiveDate>> {
        let last = self.zone.local(until).date;
        let mut days = Vec::new();
        for date in self.zone.local(from).date.iter_days().take_while(|d| *d <= last) {
            if self.at(date, OPENING)? >= from && self.at(date, CLOSING)? <= until {
                days.push(date);
            }
        }
        Ok(days)
    }

    /// The first five days of a workweek (Sunday 00:00 local) that lie after `earliest`: in the workweek of
    /// `earliest` where it still has five, otherwise in the next.
    ///
    /// An open shift in the afternoon of the first of them starts within six days of now: the workweek of now + 6 h
    /// has fewer than five days left only from Tuesday 07:00 on, and the Sunday after is then at most five days and
    /// a few hours from now.
    pub(super) fn full_week(&self, earliest: DateTime<Utc>) -> Result<Vec<NaiveDate>> {
        let today = self.zone.local(earliest).date;
        let sunday = today.week(chrono::Weekday::Sun).first_day();
        for sunday in sunday.iter_weeks().take(2) {
            let mut days = Vec::with_capacity(7);
            for day in sunday.iter_days().take(7) {
                if self.at(day, OPENING)? >= earliest {
                    days.push(day);
                }
            }
            if days.len() >= 5 {
                days.truncate(5);
                return Ok(days);
            }
        }
        Err(defect("full week"))
    }
}
