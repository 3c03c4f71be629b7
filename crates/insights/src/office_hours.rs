use careweave_types::{AgencyZone, Error, Result, Weekday};
use serde::Serialize;

use crate::period::instant;

/// When the office is staffed: the same hours on some days of the week, by the wall clock of a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfficeHours {
    zone: AgencyZone,
    days: Vec<Weekday>,
    open_minute: u32,
    close_minute: u32,
}

impl OfficeHours {
    /// Monday to Friday, 8:00 to 17:00.
    pub fn weekdays(zone: AgencyZone) -> Self {
        Self {
            zone,
            days: Weekday::ALL[..5].to_vec(),
            open_minute: 8 * 60,
            close_minute: 17 * 60,
        }
    }

    /// Other days and hours: minutes after local midnight, the closing minute not included.
    ///
    /// # Errors
    /// `InvalidInput` without days, or when the hours do not lie within one day and in order.
    pub fn new(zone: AgencyZone, days: &[Weekday], open_minute: u32, close_minute: u32) -> Result<Self> {
        if days.is_empty() {
            return Err(Error::invalid("office_hours.new", "days", "at least one day"));
        }
        if open_minute >= close_minute || close_minute > 1_440 {
            return Err(Error::invalid(
                "office_hours.new",
                "close_minute",
                "must be after the opening minute and at most 1440",
            ));
        }
        Ok(Self {
            zone,
            days: days.to_vec(),
            open_minute,
            close_minute,
        })
    }

    pub(crate) fn is_open(&self, ms: i64) -> bool {
        let local = self.zone.local(instant(ms));
        self.days.contains(&local.weekday)
            && (self.open_minute..self.close_minute).contains(&local.minute_of_day())
    }

    /// The part of `[from, to)` in office hours, in milliseconds.
    pub(crate) fn elapsed(&self, from: i64, to: i64) -> Result<i64> {
        let mut date = self.zone.local(instant(from)).date;
        let mut total = 0;
        loop {
            let noon = self.zone.wall_minute(date, 720)?;
            let open = self.zone.wall_minute(date, self.open_minute)?.timestamp_millis();
            if open >= to {
                return Ok(total);
            }
            if self.days.contains(&self.zone.local(noon).weekday) {
                let close = self.zone.wall_minute(date, self.close_minute)?.timestamp_millis();
                total += (close.min(to) - open.max(from)).max(0);
            }
            date = date
                .succ_opt()
                .ok_or_else(|| Error::invalid("office_hours.elapsed", "at", "at the end of the calendar"))?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn a_night_and_a_weekend_do_not_count() {
        let hours = OfficeHours::weekdays(AgencyZone::new("America/Denver").unwrap());
        let ms = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis();
        // Friday 16:30 to Monday 8:10: half an hour and ten minutes.
        let elapsed = hours
            .elapsed(ms("2026-04-03T16:30:00-06:00"), ms("2026-04-06T08:10:00-06:00"))
            .unwrap();
        assert_eq!(elapsed, 40 * 60_000);
        assert!(hours.is_open(ms("2026-04-06T08:00:00-06:00")));
        assert!(!hours.is_open(ms("2026-04-06T17:00:00-06:00")));
        assert!(!hours.is_open(ms("2026-04-05T12:00:00-06:00")));
        assert_eq!(
            hours
                .elapsed(ms("2026-04-04T10:00:00-06:00"), ms("2026-04-05T10:00:00-06:00"))
                .unwrap(),
            0
        );
    }

    #[test]
    fn hours_that_are_none_are_refused() {
        for (days, open, close) in [
            (vec![], 0, 1),
            (vec![Weekday::Monday], 5, 5),
            (vec![Weekday::Monday], 5, 1_441),
        ] {
            assert!(OfficeHours::new(AgencyZone::utc(), &days, open, close).is_err());
        }
    }
}
