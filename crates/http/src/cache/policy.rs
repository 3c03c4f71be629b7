use std::time::Duration;

use careweave_types::zone::AgencyZone;
use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The minute of the local day at which people are read anew: 03:00.
pub const REFRESH_MINUTE: u32 = 3 * 60;

/// What kind of record a cache holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CacheClass {
    /// Caregivers and clients.
    People,
    /// Shifts that nobody is assigned to.
    OpenShifts,
    /// Who works when.
    Schedule,
    /// Anything else.
    Other,
}

impl CacheClass {
    /// Every class.
    pub const ALL: [Self; 4] = [Self::People, Self::OpenShifts, Self::Schedule, Self::Other];

    /// The label, the same in every exposition.
    pub const fn label(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::OpenShifts => "open_shifts",
            Self::Schedule => "schedule",
            Self::Other => "other",
        }
    }
}

/// How long values are kept, as data.
///
/// A value is *fresh* for `fresh_for`, or until the daily refresh if that comes first. For `while_revalidating` after
/// that it is given out at once, marked stale, while a new one is read; and for `stale_if_error` after it was fresh
/// (RFC 5861, section 4) when the read for a new one fails because the other side is down. Never longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CachePolicy {
    /// The kind of record.
    pub class: CacheClass,
    /// How long a value is fresh.
    pub fresh_for: Duration,
    /// How long after that it is given out while a new one is read.
    pub while_revalidating: Duration,
    /// How long after that it is given out when no new one can be read.
    pub stale_if_error: Duration,
    /// How long it is remembered that there is nothing.
    pub absent_for: Duration,
    /// After a failed read of a value that is still held: how long until the next is tried.
    pub failure_pause: Duration,
    /// Up to how much earlier than `fresh_for` says a new value is read, in percent. How much for which key comes from
    /// the cache's seed, so that values that were read together are not read together again.
    pub early_percent: u8,
    /// Where it has to be 03:00 for all values to be read anew.
    pub daily_refresh_in: Option<AgencyZone>,
    /// How many values are held. The one not asked for longest goes first.
    pub capacity: usize,
}

/// Fresh, while revalidating, early.
const PRESETS: [(CacheClass, Duration, Duration, u8); 4] = [
    (CacheClass::People, hours(24), hours(1), 10),
    (CacheClass::OpenShifts, minutes(5), minutes(1), 10),
    (CacheClass::Schedule, minutes(15), minutes(5), 10),
    (CacheClass::Other, minutes(5), Duration::ZERO, 10),
];

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

const fn hours(count: u64) -> Duration {
    minutes(count * 60)
}

impl CachePolicy {
    /// The policy of a class: people 24 h, open shifts 5 min, schedule 15 min; all up to 24 h longer while the other
    /// side is down; absence 60 s; 10 000 values.
    pub fn of(class: CacheClass) -> Self {
        let (_, fresh_for, while_revalidating, early_percent) = PRESETS
            .into_iter()
            .find(|(listed, ..)| *listed == class)
            .unwrap_or(PRESETS[3]);
        Self {
            class,
            fresh_for,
            while_revalidating,
            stale_if_error: hours(24),
            absent_for: minutes(1),
            failure_pause: Duration::from_secs(15),
            early_percent,
            daily_refresh_in: None,
            capacity: 10_000,
        }
    }

    /// The same, with all values read anew after 03:00 in `zone`.
    #[must_use]
    pub fn refreshed_daily_in(mut self, zone: AgencyZone) -> Self {
        self.daily_refresh_in = Some(zone);
        self
    }

    /// Checks the ranges.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and its rule.
    pub fn validate(&self) -> Result<()> {
        let refuse = |field, rule: &str| Err(Error::invalid("cache.validate", field, rule));
        if self.fresh_for.is_zero() {
            return refuse("cache.fresh_for", "must be longer than zero");
        }
        for (field, span) in [
            ("cache.while_revalidating", self.while_revalidating),
            ("cache.stale_if_error", self.stale_if_error),
        ] {
            if span > hours(24) {
                return refuse(field, "must be at most 24 h");
            }
        }
        if self.early_percent > 90 {
            return refuse("cache.early_percent", "must be at most 90");
        }
        if self.capacity == 0 {
            return refuse("cache.capacity", "must be at least 1");
        }
        Ok(())
    }
}

/// The first 03:00 after `now` on the clocks of `zone`. On a day whose clocks skip 03:00 it is the instant after the gap;
/// where they show it twice, the first.
///
/// ```
/// use careweave_http::next_refresh;
/// use careweave_types::AgencyZone;
/// let denver = AgencyZone::new("America/Denver")?;
/// let now = "2026-04-06T12:00:00Z".parse().expect("an instant");
/// assert_eq!(next_refresh(now, &denver)?.to_rfc3339(), "2026-04-07T09:00:00+00:00");
/// # Ok::<(), careweave_types::Error>(())
/// ```
///
/// # Errors
/// `InvalidInput` at the end of the calendar.
pub fn next_refresh(now: DateTime<Utc>, zone: &AgencyZone) -> Result<DateTime<Utc>> {
    let mut date = zone.local(now).date;
    loop {
        let refresh = zone.wall_minute(date, REFRESH_MINUTE)?;
        if refresh > now {
            return Ok(refresh);
        }
        date = date
            .succ_opt()
            .ok_or_else(|| Error::invalid("cache.next_refresh", "now", "at the end of the calendar"))?;
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn next(now: &str, zone: &str) -> String {
        let zone = AgencyZone::new(zone).unwrap();
        next_refresh(now.parse().unwrap(), &zone)
            .unwrap()
            .format("%FT%TZ")
            .to_string()
    }

    #[test]
    fn three_oclock_is_that_of_the_zone_whatever_its_clocks_do() {
        for (now, zone, refresh) in [
            ("2026-04-06T08:59:59Z", "America/Denver", "2026-04-06T09:00:00Z"),
            ("2026-04-06T09:00:00Z", "America/Denver", "2026-04-07T09:00:00Z"),
            // Clocks go from 02:00 to 03:00: 23 hours, and 03:00 is the first instant after the gap.
            ("2026-03-07T10:00:00Z", "America/Denver", "2026-03-08T09:00:00Z"),
            // Back from 02:00 to 01:00: 25 hours.
            ("2026-10-31T09:00:00Z", "America/Denver", "2026-11-01T10:00:00Z"),
            // From 03:00 to 04:00: there is no 03:00, and the refresh is at 04:00.
            ("2026-03-28T12:00:00Z", "Europe/Helsinki", "2026-03-29T01:00:00Z"),
            // From 04:00 back to 03:00: it is 03:00 twice, and refreshed once.
            ("2026-10-24T12:00:00Z", "Europe/Helsinki", "2026-10-25T00:00:00Z"),
            ("2026-10-25T00:00:00Z", "Europe/Helsinki", "2026-10-26T01:00:00Z"),
            ("2026-10-25T00:30:00Z", "Europe/Helsinki", "2026-10-26T01:00:00Z"),
        ] {
            assert_eq!(next(now, zone), refresh, "{now} {zone}");
        }
    }

    #[test]
    fn the_presets_are_those_documented_and_pass_their_own_rules() {
        let fresh: Vec<_> = CacheClass::ALL
            .into_iter()
            .map(|class| {
                let policy = CachePolicy::of(class);
                policy.validate().unwrap();
                assert_eq!(policy.class, class);
                (policy.fresh_for.as_secs(), policy.stale_if_error.as_secs())
            })
            .collect();
        assert_eq!(
            fresh,
            [(86_400, 86_400), (300, 86_400), (900, 86_400), (300, 86_400)]
        );
    }

    proptest! {
        #[test]
        fn refreshes_are_in_the_future_and_22_to_26_hours_apart(
            seconds in 0_i64..4_000_000_000,
            zone in prop::sample::select(vec![
                "America/Denver", "America/Sao_Paulo", "Europe/Helsinki", "Australia/Lord_Howe", "UTC",
            ]),
        ) {
            let zone = AgencyZone::new(zone).unwrap();
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            let first = next_refresh(now, &zone).unwrap();
            let second = next_refresh(first, &zone).unwrap();
            prop_assert!(first > now && first - now <= TimeDelta::hours(26));
            prop_assert!((TimeDelta::hours(22)..=TimeDelta::hours(26)).contains(&(second - first)));
        }
    }
}
