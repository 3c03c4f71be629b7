use std::time::Duration;

use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::Partition;

/// How many requests may go out, and what a 429 changes.
///
/// Over any span of time no more than `requests` per `per`, plus `burst`, are let through. By default that is 97 a second
/// and a burst of three, so that no second holds more than a hundred, the most WellSky allows. Spaced evenly, a hundred would
/// be fewer: every turn comes a little late, by the grain of the timers, and without a burst that time is never made up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RateLimit {
    /// How many requests go out in each `per`.
    pub requests: u32,
    /// The span `requests` are counted over.
    pub per: Duration,
    /// How many may go out at once after a quiet time.
    pub burst: u32,
    /// What shares the limit.
    pub partition: Partition,
    /// The longest a request waits for its turn. One that would wait longer is refused, not sent.
    pub longest_wait: Duration,
    /// The pause after a 429 that names none.
    pub bare_pause: Duration,
    /// The longest pause that is believed of a 429.
    pub longest_pause: Duration,
    /// How the rate comes back after a 429 has halved it.
    pub recovery: Recovery,
}

/// How a halved rate grows again: by equal steps, and not at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recovery {
    /// How long the halved rate holds after the pause.
    pub hold: Duration,
    /// What is added with each step, in thousandths of the full rate.
    pub step_per_mille: u16,
    /// The time between two steps.
    pub every: Duration,
}

impl Default for Recovery {
    /// Held for 10 s, then 5 % more each second.
    fn default() -> Self {
        Self {
            hold: Duration::from_secs(10),
            step_per_mille: 50,
            every: Duration::from_secs(1),
        }
    }
}

impl Default for RateLimit {
    /// At most 100 requests in any second to each host, at most 120 s of waiting, 60 s of pause after a bare 429.
    fn default() -> Self {
        Self {
            requests: 97,
            per: Duration::from_secs(1),
            burst: 3,
            partition: Partition::Host,
            longest_wait: Duration::from_secs(120),
            bare_pause: Duration::from_secs(60),
            longest_pause: Duration::from_secs(3_600),
            recovery: Recovery::default(),
        }
    }
}

impl RateLimit {
    /// At most `most` requests in any second, all else as by default. Of 50 or more, three in a hundred may go out at once,
    /// and the others are spaced evenly; fewer are all spaced evenly.
    pub fn per_second(most: u32) -> Self {
        let burst = if most < 50 { 1 } else { (most / 100 * 3).max(2) };
        Self {
            requests: if burst == 1 { most } else { most - burst },
            burst,
            ..Self::default()
        }
    }

    /// Checks the ranges.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and its rule.
    pub fn validate(&self) -> Result<()> {
        let refuse = |field, rule: &str| Err(Error::invalid("rate_limit.validate", field, rule));
        if !(1..=1_000_000).contains(&self.requests) {
            return refuse("rate_limit.requests", "must be between 1 and 1000000");
        }
        if self.per < Duration::from_millis(1) || self.per > Duration::from_secs(86_400) {
            return refuse("rate_limit.per", "must be between 1 ms and 24 h");
        }
        if self.per.as_nanos() < u128::from(self.requests) {
            return refuse("rate_limit.requests", "must be at most one for each nanosecond");
        }
        if !(1..=1_000_000).contains(&self.burst) {
            return refuse("rate_limit.burst", "must be between 1 and 1000000");
        }
        if self.longest_pause.is_zero() || self.longest_pause > Duration::from_secs(86_400) {
            return refuse(
                "rate_limit.longest_pause",
                "must be more than zero and at most 24 h",
            );
        }
        if self.bare_pause > self.longest_pause {
            return refuse("rate_limit.bare_pause", "must not be longer than longest_pause");
        }
        if !(1..=1_000).contains(&self.recovery.step_per_mille) {
            return refuse("rate_limit.recovery.step_per_mille", "must be between 1 and 1000");
        }
        if self.recovery.every.is_zero() {
            return refuse("rate_limit.recovery.every", "must be longer than zero");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_let_through_in_a_second_and_the_burst_are_what_was_asked_for() {
        assert_eq!(RateLimit::per_second(100), RateLimit::default());
        for most in [1, 4, 49] {
            let limit = RateLimit::per_second(most);
            assert_eq!((limit.requests, limit.burst), (most, 1));
        }
        for most in [50, 99, 100, 1_000, 1_000_000] {
            let limit = RateLimit::per_second(most);
            assert_eq!(limit.requests + limit.burst, most);
            assert!(limit.burst > 1);
            limit.validate().unwrap();
        }
        assert!(RateLimit::per_second(0).validate().is_err());
    }
}
