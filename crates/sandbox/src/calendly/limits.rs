//! How often a user may call, by plan.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::switches::CalendlyPlan as Plan;

const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;

/// Requests in so many seconds, all paths together.
fn calls(plan: Plan) -> &'static [(u32, u64)] {
    match plan {
        Plan::Free => &[(50, MINUTE)],
        _ => &[(500, MINUTE)],
    }
}

/// Bookings by the API in so many seconds; none where the plan has no bookings by the API.
fn bookings(plan: Plan) -> &'static [(u32, u64)] {
    match plan {
        Plan::Free => &[],
        Plan::Trial => &[(5, DAY)],
        Plan::Paid => &[(10, MINUTE), (50, HOUR), (100, DAY)],
        Plan::Enterprise => &[(500, MINUTE)],
    }
}

/// What is left of a limit, as the headers say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) limit: u32,
    pub(super) remaining: u32,
    /// Seconds until it is full again.
    pub(super) reset: u64,
    /// The request is over it.
    pub(super) exceeded: bool,
}

#[derive(Clone, Copy)]
struct Window {
    since: Instant,
    count: u32,
}

/// Fixed windows: one begins with the first request after the last has ended.
#[derive(Default)]
pub(super) struct Limits {
    windows: HashMap<(usize, &'static str, u64), Window>,
}

impl Limits {
    /// Counts a request of a user; the answer is about the narrowest limit.
    pub(super) fn call(&mut self, user: usize, plan: Plan, now: Instant) -> Left {
        self.count(user, "calls", calls(plan), now)
    }

    /// Counts a booking of a user.
    pub(super) fn booking(&mut self, user: usize, plan: Plan, now: Instant) -> Left {
        self.count(user, "bookings", bookings(plan), now)
    }

    fn count(
        &mut self,
        user: usize,
        what: &'static str,
        limits: &'static [(u32, u64)],
        now: Instant,
    ) -> Left {
        let mut lefts = Vec::with_capacity(limits.len());
        for (limit, seconds) in limits {
            let length = Duration::from_secs(*seconds);
            let fresh = Window { since: now, count: 0 };
            let window = self.windows.entry((user, what, *seconds)).or_insert(fresh);
            if now.duration_since(window.since) >= length {
                *window = fresh;
            }
            let left = length.saturating_sub(now.duration_since(window.since));
            lefts.push(Left {
                limit: *limit,
                remaining: limit.saturating_sub(window.count + 1),
                reset: left.as_secs() + u64::from(left.subsec_nanos() > 0),
                exceeded: window.count >= *limit,
            });
        }
        // What is refused is not counted.
        if !lefts.iter().any(|left| left.exceeded) {
            for (_, seconds) in limits {
                if let Some(window) = self.windows.get_mut(&(user, what, *seconds)) {
                    window.count += 1;
                }
            }
        }
        let worst = lefts.into_iter().max_by_key(|left| {
            (
                left.exceeded,
                if left.exceeded { left.reset } else { 0 },
                u32::MAX - left.remaining,
            )
        });
        worst.unwrap_or(Left {
            limit: 0,
            remaining: 0,
            reset: MINUTE,
            exceeded: true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_booking_of_a_minute_is_over_and_the_next_minute_takes_it() {
        let mut limits = Limits::default();
        let start = crate::real_time::instant();
        for n in 0..10 {
            let left = limits.booking(0, Plan::Paid, start);
            assert_eq!((left.exceeded, left.remaining), (false, 9 - n));
        }
        let left = limits.booking(0, Plan::Paid, start + Duration::from_secs(20));
        assert!(left.exceeded);
        assert_eq!((left.limit, left.reset), (10, 40));
        assert!(!limits.booking(1, Plan::Paid, start).exceeded, "another user");
        assert!(
            !limits
                .booking(0, Plan::Paid, start + Duration::from_secs(60))
                .exceeded
        );
    }

    #[test]
    fn the_hour_and_the_day_hold_as_well() {
        let mut limits = Limits::default();
        let start = crate::real_time::instant();
        let mut taken = 0;
        for minute in 0..60 {
            for _ in 0..10 {
                let at = start + Duration::from_secs(minute * 60);
                taken += u32::from(!limits.booking(0, Plan::Paid, at).exceeded);
            }
        }
        assert_eq!(taken, 50);
        let over = limits.booking(0, Plan::Paid, start + Duration::from_secs(3_000));
        assert_eq!((over.limit, over.reset), (50, 600));
    }
}
