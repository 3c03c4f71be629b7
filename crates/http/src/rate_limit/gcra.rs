//! The generic cell rate algorithm (ITU-T I.371, annex A, virtual scheduling), with a rate that a 429 halves.
//!
//! No clock and no waiting: the time is an argument, in nanoseconds of a monotonic clock.

use std::time::Duration;

use super::RateLimit;

/// The full rate, in thousandths.
const FULL: u64 = 1_000;

/// The rate is not halved below this many thousandths.
const LEAST: u64 = 10;

pub(super) fn nanos(span: Duration) -> u64 {
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
}

#[derive(Debug)]
pub(super) struct Gcra {
    /// Between two requests at the full rate.
    interval: u64,
    /// How far ahead of the schedule a burst may run. It is that of the full rate at every rate: this is what keeps
    /// the bound of requests in a span while the rate changes.
    tolerance: u64,
    hold: u64,
    step: u64,
    every: u64,
    /// When the next request is due by the schedule (the theoretical arrival time).
    due: u64,
    paused_until: u64,
    cut: Option<Cut>,
    admitted: u64,
}

/// What the last 429 left behind.
#[derive(Debug)]
struct Cut {
    share: u64,
    /// From when on the hold counts: the end of the pause.
    from: u64,
    /// How many requests had been admitted when it came. Their 429s tell nothing new.
    admitted: u64,
}

impl Gcra {
    pub(super) fn new(limit: &RateLimit) -> Self {
        // Rounded up, so that the rate is never above the limit.
        let interval = nanos(limit.per).div_ceil(u64::from(limit.requests)).max(1);
        Self {
            interval,
            tolerance: interval.saturating_mul(u64::from(limit.burst) - 1),
            hold: nanos(limit.recovery.hold),
            step: u64::from(limit.recovery.step_per_mille),
            every: nanos(limit.recovery.every).max(1),
            due: 0,
            paused_until: 0,
            cut: None,
            admitted: 0,
        }
    }

    /// Lets one request through at `now` and gives its number, or says how long it has to wait.
    pub(super) fn admit(&mut self, now: u64) -> Result<u64, u64> {
        let earliest = self.earliest();
        if now < earliest {
            return Err(earliest - now);
        }
        self.due = self.due.max(now).saturating_add(self.interval_at(now));
        self.admitted += 1;
        Ok(self.admitted)
    }

    /// How long a request waits at `now` behind `ahead` others, if nothing changes.
    pub(super) fn expected_wait(&self, now: u64, ahead: u64) -> u64 {
        let line = self.interval_at(now).saturating_mul(ahead);
        let first = self.earliest().max(now.saturating_sub(self.tolerance));
        first.saturating_add(line).saturating_sub(now)
    }

    /// The request with the number `admission` was turned away at `now`: everybody pauses, and the rate is halved unless
    /// that was done after this request went out.
    pub(super) fn turned_away(&mut self, admission: u64, pause: u64, now: u64) {
        self.paused_until = self.paused_until.max(now.saturating_add(pause));
        // After the pause one by one, not a burst.
        self.due = self.due.max(self.paused_until.saturating_add(self.tolerance));
        match &mut self.cut {
            Some(cut) if admission <= cut.admitted => cut.from = cut.from.max(self.paused_until),
            _ => {
                self.cut = Some(Cut {
                    share: (self.share(now) / 2).max(LEAST),
                    from: self.paused_until,
                    admitted: self.admitted,
                });
            }
        }
    }

    /// The rate at `now`, in thousandths of the full one.
    pub(super) fn share(&self, now: u64) -> u64 {
        let Some(cut) = &self.cut else {
            return FULL;
        };
        let steps = now.saturating_sub(cut.from.saturating_add(self.hold)) / self.every;
        cut.share
            .saturating_add(steps.saturating_mul(self.step))
            .min(FULL)
    }

    fn interval_at(&self, now: u64) -> u64 {
        match self.share(now) {
            FULL => self.interval,
            share => self.interval.saturating_mul(FULL).div_ceil(share),
        }
    }

    fn earliest(&self) -> u64 {
        self.due.saturating_sub(self.tolerance).max(self.paused_until)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: u64 = 1_000_000_000;

    fn limit(requests: u32, burst: u32) -> RateLimit {
        RateLimit {
            requests,
            burst,
            ..RateLimit::default()
        }
    }

    #[test]
    fn with_a_burst_of_one_no_second_holds_more_than_the_limit() {
        let mut gcra = Gcra::new(&limit(100, 1));
        let mut admitted = 0;
        for now in (0..SECOND).step_by(100_000) {
            admitted += u32::from(gcra.admit(now).is_ok());
        }
        assert_eq!(admitted, 100);
    }

    #[test]
    fn a_burst_goes_at_once_after_a_quiet_time_and_no_more() {
        let mut gcra = Gcra::new(&limit(100, 5));
        assert_eq!((0..9).filter(|_| gcra.admit(SECOND).is_ok()).count(), 5);
        assert_eq!(gcra.admit(SECOND), Err(10_000_000));
        assert!(gcra.admit(SECOND + 10_000_000).is_ok());
    }

    #[test]
    fn a_429_pauses_halves_holds_and_recovers_by_equal_steps() {
        let mut gcra = Gcra::new(&limit(100, 5));
        let number = gcra.admit(SECOND).unwrap();
        gcra.turned_away(number, 7 * SECOND, SECOND);
        assert_eq!(gcra.admit(SECOND), Err(7 * SECOND));
        assert_eq!(gcra.share(8 * SECOND), 500);
        assert!(gcra.admit(8 * SECOND).is_ok());
        assert_eq!(
            gcra.admit(8 * SECOND),
            Err(20_000_000),
            "one by one, at half the rate"
        );
        assert_eq!(gcra.share(18 * SECOND), 500);
        assert_eq!(gcra.share(19 * SECOND), 550);
        assert_eq!(gcra.share(27 * SECOND), 950);
        assert_eq!(gcra.share(28 * SECOND), 1_000);
        assert_eq!(gcra.share(3_600 * SECOND), 1_000);
    }

    #[test]
    fn the_429s_of_requests_that_were_under_way_halve_once() {
        let mut gcra = Gcra::new(&limit(100, 5));
        let numbers: Vec<_> = (0..5).map(|_| gcra.admit(SECOND).unwrap()).collect();
        for number in numbers {
            gcra.turned_away(number, SECOND, SECOND);
        }
        assert_eq!(gcra.share(2 * SECOND), 500);
        let next = gcra.admit(2 * SECOND).unwrap();
        gcra.turned_away(next, SECOND, 2 * SECOND);
        assert_eq!(gcra.share(3 * SECOND), 250);
    }

    #[test]
    fn the_rate_never_reaches_zero() {
        let mut gcra = Gcra::new(&limit(100, 1));
        let mut now = 0;
        for _ in 0..40 {
            now += 100 * SECOND;
            let number = gcra.admit(now).unwrap();
            gcra.turned_away(number, 0, now);
            gcra.turned_away(number, 0, now);
            let next = gcra.admit(now + 10 * SECOND).unwrap();
            gcra.turned_away(next, 0, now + 10 * SECOND);
            assert!(gcra.share(now) >= LEAST);
        }
    }

    proptest! {
        #[test]
        fn no_span_holds_more_than_limit_times_span_plus_burst(
            requests in 1_u32..500,
            burst in 1_u32..20,
            gaps in prop::collection::vec(0_u64..60_000_000, 1..400),
            turned_away in prop::collection::vec((0_usize..400, 0_u64..SECOND), 0..4),
        ) {
            let limit = limit(requests, burst);
            let mut gcra = Gcra::new(&limit);
            let mut now = 0;
            let mut admitted = Vec::new();
            let mut last = 0;
            for (arrival, gap) in gaps.into_iter().enumerate() {
                now += gap;
                for (_, pause) in turned_away.iter().filter(|(at, _)| *at == arrival) {
                    gcra.turned_away(last, *pause, now);
                }
                if let Ok(number) = gcra.admit(now) {
                    last = number;
                    admitted.push(now);
                }
            }
            prop_assert!(!admitted.is_empty() || !turned_away.is_empty());
            for (i, start) in admitted.iter().enumerate() {
                for (j, end) in admitted.iter().enumerate().skip(i) {
                    let held = (j - i + 1) as u128;
                    // requests per second, over a span of (end - start), plus the burst
                    let most = u128::from(end - start) * u128::from(requests) / u128::from(SECOND)
                        + u128::from(burst);
                    prop_assert!(held <= most, "{held} in {} ns, at most {most}", end - start);
                }
            }
        }

        #[test]
        fn who_waits_as_long_as_told_is_let_through(
            burst in 1_u32..10,
            arrivals in prop::collection::vec(0_u64..30_000_000, 1..100),
        ) {
            let mut gcra = Gcra::new(&limit(100, burst));
            let mut now = 0;
            for gap in arrivals {
                now += gap;
                if let Err(wait) = gcra.admit(now) {
                    prop_assert!(gcra.admit(now + wait - 1).is_err());
                    now += wait;
                    prop_assert!(gcra.admit(now).is_ok());
                }
            }
        }
    }
}
