//! Which searches cover a window of time.
//!
//! The vendor answers for one to seven UTC days, for a week or for a month, never for an arbitrary window.

use careweave_types::{Error, Result, TimeWindow};
use chrono::{Datelike as _, Days, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

/// The longest window that is planned, in days.
const LONGEST: i64 = 400;

/// How many days of a month make it cheaper to ask for the month.
const MOST_OF_A_MONTH: usize = 14;

/// One to seven UTC days in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "RawDays", into = "RawDays")]
pub struct AppointmentDays {
    start: NaiveDate,
    additional: u8,
}

#[derive(Serialize, Deserialize)]
struct RawDays {
    start: NaiveDate,
    days: u8,
}

impl TryFrom<RawDays> for AppointmentDays {
    type Error = Error;

    fn try_from(raw: RawDays) -> Result<Self> {
        Self::new(raw.start, raw.days)
    }
}

impl From<AppointmentDays> for RawDays {
    fn from(days: AppointmentDays) -> Self {
        Self {
            start: days.start,
            days: days.additional + 1,
        }
    }
}

impl AppointmentDays {
    /// `days` days from `start` on, 1 to 7.
    ///
    /// # Errors
    /// `InvalidInput` for any other number.
    pub fn new(start: NaiveDate, days: u8) -> Result<Self> {
        if !(1..=7).contains(&days) {
            return Err(Error::invalid(
                "appointments.list",
                "days",
                "must be between 1 and 7",
            ));
        }
        Ok(Self {
            start,
            additional: days - 1,
        })
    }

    /// The first day.
    pub fn start(&self) -> NaiveDate {
        self.start
    }

    /// How many days follow the first: 0 to 6.
    pub fn additional(&self) -> u8 {
        self.additional
    }
}

/// A week by its ISO 8601 number. The last days of a year may belong to week 1 of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Week(u32);

impl Week {
    /// The week a day belongs to.
    pub fn of(day: NaiveDate) -> Self {
        let week = day.iso_week();
        Self(u32::try_from(week.year()).unwrap_or(0) * 100 + week.week())
    }

    /// `YYYYWW`.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Week {
    type Error = Error;

    fn try_from(number: u32) -> Result<Self> {
        i32::try_from(number / 100)
            .ok()
            .and_then(|year| NaiveDate::from_isoywd_opt(year, number % 100, chrono::Weekday::Mon))
            .map(|_| Self(number))
            .ok_or_else(|| Error::invalid("appointments.list", "week", "must be an ISO week as YYYYWW"))
    }
}

impl From<Week> for u32 {
    fn from(week: Week) -> Self {
        week.0
    }
}

/// A UTC month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Month(u32);

impl Month {
    /// The month a day belongs to.
    pub fn of(day: NaiveDate) -> Self {
        Self(u32::try_from(day.year()).unwrap_or(0) * 100 + day.month())
    }

    /// `YYYYMM`.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Month {
    type Error = Error;

    fn try_from(number: u32) -> Result<Self> {
        i32::try_from(number / 100)
            .ok()
            .and_then(|year| NaiveDate::from_ymd_opt(year, number % 100, 1))
            .map(|_| Self(number))
            .ok_or_else(|| Error::invalid("appointments.list", "month", "must be a month as YYYYMM"))
    }
}

impl From<Month> for u32 {
    fn from(month: Month) -> Self {
        month.0
    }
}

/// One search of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AppointmentSpan {
    /// By days.
    Days(AppointmentDays),
    /// By month.
    Month(Month),
}

/// The searches that cover every visit overlapping `window`: the UTC days it touches and the one before, because a visit
/// that began then may reach into it. Months are asked for where most of one is wanted, days elsewhere. Weeks are not
/// used: sources do not say on which day the vendor's begin. What lies outside the window is for the reader to drop.
///
/// ```
/// use careweave_wellsky_client::{TimeWindow, connect::plan};
/// let window = TimeWindow::new("2026-12-30T06:00:00Z".parse().unwrap(), "2027-01-02T06:00:00Z".parse().unwrap())?;
/// assert_eq!(plan(window)?.len(), 2);
/// # Ok::<(), careweave_wellsky_client::Error>(())
/// ```
///
/// # Errors
/// `InvalidInput` for a window of more than 400 days.
pub fn plan(window: TimeWindow) -> Result<Vec<AppointmentSpan>> {
    const OPERATION: &str = "appointments.plan";
    let (first, last) = days_of(window);
    let out_of_calendar = || Error::invalid(OPERATION, "window", "must lie within the calendar");
    if (last - first).num_days() > LONGEST {
        return Err(Error::invalid(
            OPERATION,
            "window",
            "must not be longer than 400 days",
        ));
    }
    let mut day = first.pred_opt().ok_or_else(out_of_calendar)?;
    let mut spans = Vec::new();
    while day <= last {
        let month = Month::of(day);
        let of_month: Vec<NaiveDate> = day
            .iter_days()
            .take_while(|d| *d <= last && Month::of(*d) == month)
            .collect();
        if of_month.len() > MOST_OF_A_MONTH {
            spans.push(AppointmentSpan::Month(month));
        } else {
            for chunk in of_month.chunks(7) {
                let days = u8::try_from(chunk.len()).unwrap_or(7);
                spans.push(AppointmentSpan::Days(AppointmentDays::new(chunk[0], days)?));
            }
        }
        day = day
            .checked_add_days(Days::new(of_month.len() as u64))
            .ok_or_else(out_of_calendar)?;
    }
    Ok(spans)
}

/// The first and the last UTC day of a window.
pub(crate) fn days_of(window: TimeWindow) -> (NaiveDate, NaiveDate) {
    let last = window.end() - TimeDelta::nanoseconds(1);
    (window.start().date_naive(), last.date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn window(start: &str, end: &str) -> TimeWindow {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        TimeWindow::new(at(start), at(end)).unwrap()
    }

    fn covered(spans: &[AppointmentSpan]) -> Vec<NaiveDate> {
        spans
            .iter()
            .flat_map(|span| match span {
                AppointmentSpan::Days(days) => days
                    .start()
                    .iter_days()
                    .take(usize::from(days.additional()) + 1)
                    .collect::<Vec<_>>(),
                AppointmentSpan::Month(month) => {
                    let (year, month_number) = (month.number() / 100, month.number() % 100);
                    NaiveDate::from_ymd_opt(year as i32, month_number, 1)
                        .unwrap()
                        .iter_days()
                        .take_while(|d| Month::of(*d) == *month)
                        .collect()
                }
            })
            .collect()
    }

    #[test]
    fn one_day_is_one_search_with_the_day_before() {
        let spans = plan(window("2026-04-07T06:00:00Z", "2026-04-08T00:00:00Z")).unwrap();
        let days = AppointmentDays::new(NaiveDate::from_ymd_opt(2026, 4, 6).unwrap(), 2).unwrap();
        assert_eq!(spans, [AppointmentSpan::Days(days)]);
    }

    #[test]
    fn thirty_days_are_a_month_and_a_few_days() {
        let spans = plan(window("2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z")).unwrap();
        assert_eq!(spans.len(), 2);
        assert_eq!(spans[1], AppointmentSpan::Month(Month(202_604)));
    }

    #[test]
    fn weeks_are_numbered_by_iso_8601_at_the_end_of_a_year() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(Week::of(day(2026, 12, 31)).number(), 202_653);
        assert_eq!(Week::of(day(2027, 1, 3)).number(), 202_653);
        assert_eq!(Week::of(day(2025, 12, 29)).number(), 202_601);
        assert!(Week::try_from(202_653).is_ok());
        assert!(Week::try_from(202_553).is_err());
        assert!(Month::try_from(202_613).is_err());
    }

    #[test]
    fn what_no_search_can_cover_is_refused() {
        assert!(plan(window("2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z")).is_err());
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        assert!(AppointmentDays::new(day, 0).is_err());
        assert!(AppointmentDays::new(day, 8).is_err());
    }

    proptest! {
        #[test]
        fn a_plan_covers_its_window_once_and_no_search_is_longer_than_the_vendor_takes(
            start in 1_700_000_000_i64..1_900_000_000, minutes in 1_i64..500_000,
        ) {
            let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
            let window = TimeWindow::new(at(start), at(start + minutes * 60)).unwrap();
            let spans = plan(window).unwrap();
            let days = covered(&spans);
            let unique: BTreeSet<NaiveDate> = days.iter().copied().collect();
            prop_assert_eq!(unique.len(), days.len());
            let (first, last) = days_of(window);
            for day in first.pred_opt().unwrap().iter_days().take_while(|d| *d <= last) {
                prop_assert!(unique.contains(&day));
            }
            let most = (last - first).num_days() / 7 + 5;
            prop_assert!((spans.len() as i64) <= most);
        }
    }
}
