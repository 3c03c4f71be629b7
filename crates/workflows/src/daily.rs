//! What is done once a day at a time on the wall: pure, without a clock.

use careweave_types::{AgencyZone, Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

const AT: &str = "daily.turn";

/// Minutes of a day whose clocks do not change.
const DAY: u32 = 1_440;

/// A time of day, in a zone, at which something is done once a day. A time that clocks skip is taken after the gap, one that
/// happens twice as the first: every local day has one turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyTime {
    zone: AgencyZone,
    minute: u32,
}

/// When something is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Turn {
    /// Now: the turn at this instant has come, and was not taken yet.
    Due {
        /// When it came.
        since: DateTime<Utc>,
    },
    /// Later.
    Waits {
        /// When the next one comes.
        until: DateTime<Utc>,
    },
}

impl DailyTime {
    /// `minute` minutes after midnight in `zone`, 0 to 1439.
    ///
    /// # Errors
    /// `InvalidInput` for a minute that no day has.
    pub fn new(zone: AgencyZone, minute: u32) -> Result<Self> {
        if minute >= DAY {
            return Err(Error::invalid(AT, "minute", "must be below 1440"));
        }
        Ok(Self { zone, minute })
    }

    /// Whether it is to be done at `now`, when it was done at `last` the last time. A turn that came while nobody was there is
    /// taken by whoever comes next; of several that were missed one is taken.
    ///
    /// # Errors
    /// `InvalidInput` at the ends of the calendar.
    pub fn turn(&self, last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<Turn> {
        let edge = || Error::invalid(AT, "now", "is too close to the ends of the calendar");
        let today = self.zone.local(now).date;
        let todays = self.on(today)?;
        let (came, next) = if todays <= now {
            (todays, self.on(today.succ_opt().ok_or_else(edge)?)?)
        } else {
            (self.on(today.pred_opt().ok_or_else(edge)?)?, todays)
        };
        Ok(match last {
            Some(last) if last >= came => Turn::Waits { until: next },
            _ => Turn::Due { since: came },
        })
    }

    fn on(&self, date: NaiveDate) -> Result<DateTime<Utc>> {
        self.zone.wall_minute(date, self.minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike as _, TimeDelta};
    use std::collections::BTreeMap;

    fn three(zone: &str) -> DailyTime {
        DailyTime::new(AgencyZone::new(zone).unwrap(), 180).unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn due(since: &str) -> Turn {
        Turn::Due { since: at(since) }
    }

    fn waits(until: &str) -> Turn {
        Turn::Waits { until: at(until) }
    }

    #[test]
    fn three_in_the_morning_is_an_hour_earlier_in_summer() {
        let denver = three("America/Denver");
        let turn = |last: &str, now: &str| denver.turn(Some(at(last)), at(now)).unwrap();
        // Clocks go forward at two on 8 March 2026, and back at two on 1 November.
        let saturday = "2026-03-07T10:00:00Z";
        assert_eq!(
            turn(saturday, "2026-03-08T08:59:59Z"),
            waits("2026-03-08T09:00:00Z")
        );
        assert_eq!(
            turn(saturday, "2026-03-08T09:00:00Z"),
            due("2026-03-08T09:00:00Z")
        );
        let october = "2026-10-31T09:00:00Z";
        assert_eq!(
            turn(october, "2026-11-01T09:59:59Z"),
            waits("2026-11-01T10:00:00Z")
        );
        assert_eq!(turn(october, "2026-11-01T10:00:00Z"), due("2026-11-01T10:00:00Z"));
        assert_eq!(
            turn("2026-11-01T10:00:00Z", "2026-11-01T10:00:00Z"),
            waits("2026-11-02T10:00:00Z")
        );
    }

    #[test]
    fn a_skipped_hour_has_its_turn_after_the_gap_and_a_doubled_one_its_turn_the_first_time() {
        // Helsinki skips the hour from three to four on 29 March 2026, and has it twice on 25 October.
        let helsinki = three("Europe/Helsinki");
        let turn = |last: &str, now: &str| helsinki.turn(Some(at(last)), at(now)).unwrap();
        assert_eq!(
            turn("2026-03-28T01:00:00Z", "2026-03-29T00:59:59Z"),
            waits("2026-03-29T01:00:00Z")
        );
        assert_eq!(
            turn("2026-03-28T01:00:00Z", "2026-03-29T01:00:00Z"),
            due("2026-03-29T01:00:00Z")
        );
        assert_eq!(
            turn("2026-10-24T00:00:00Z", "2026-10-25T00:00:00Z"),
            due("2026-10-25T00:00:00Z")
        );
        // The second three o'clock of that day is none.
        assert_eq!(
            turn("2026-10-25T00:00:01Z", "2026-10-25T01:00:01Z"),
            waits("2026-10-26T01:00:00Z")
        );
    }

    #[test]
    fn a_turn_that_came_while_nobody_was_there_is_taken_once() {
        let denver = three("America/Denver");
        let now = at("2026-04-10T20:00:00Z");
        let missed = denver.turn(Some(at("2026-04-06T09:00:00Z")), now).unwrap();
        assert_eq!(missed, due("2026-04-10T09:00:00Z"));
        assert_eq!(
            denver.turn(Some(now), now).unwrap(),
            waits("2026-04-11T09:00:00Z")
        );
        assert_eq!(denver.turn(None, now).unwrap(), missed);
        // What was taken by hand before three does not stand for the turn at three.
        let by_hand = Some(at("2026-04-10T08:59:00Z"));
        assert_eq!(denver.turn(by_hand, now).unwrap(), missed);
    }

    #[test]
    fn every_local_day_of_two_years_has_one_turn_in_every_zone() {
        for zone in [
            "America/Denver",
            "America/Havana",
            "America/Sao_Paulo",
            "Australia/Lord_Howe",
            "Europe/Helsinki",
            "UTC",
        ] {
            for minute in [0, 30, 90, 120, 150, 180, 1_439] {
                let named = AgencyZone::new(zone).unwrap();
                let daily = DailyTime::new(named.clone(), minute).unwrap();
                let (mut now, end) = (at("2025-12-31T12:00:00Z"), at("2028-01-01T12:00:00Z"));
                let mut last = Some(now);
                let mut taken = BTreeMap::<NaiveDate, u32>::new();
                while now < end {
                    if let Turn::Due { since } = daily.turn(last, now).unwrap() {
                        *taken.entry(named.local(since).date).or_default() += 1;
                        last = Some(now);
                    }
                    now += TimeDelta::minutes(29);
                }
                let days = taken.keys().filter(|day| (2026..=2027).contains(&day.year()));
                assert_eq!(days.count(), 730, "{zone} {minute}");
                assert!(taken.values().all(|times| *times == 1), "{zone} {minute}");
            }
        }
    }

    #[test]
    fn a_minute_that_no_day_has_is_refused_by_name() {
        let refused = DailyTime::new(AgencyZone::utc(), 1_440).unwrap_err();
        assert_eq!(refused.get("field"), Some("minute"));
    }
}
