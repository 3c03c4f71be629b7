use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use careweave_http::Clock;
use careweave_types::{Delivery, Error, ErrorKind, Result};

/// How many bookings go out in how long: several spans hold at once.
///
/// Calendly allows 10 a minute, 50 an hour and 100 a day on paid plans, 5 a day in a trial and 500 a minute to enterprises
/// (its page on rate limits, April 2026).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingQuota(Vec<(usize, Duration)>);

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);

impl BookingQuota {
    /// Paid plans.
    pub fn paid() -> Self {
        Self(vec![(10, MINUTE), (50, HOUR), (100, DAY)])
    }

    /// Trials.
    pub fn trial() -> Self {
        Self(vec![(5, DAY)])
    }

    /// Enterprises.
    pub fn enterprise() -> Self {
        Self(vec![(500, MINUTE)])
    }
}

impl Default for BookingQuota {
    fn default() -> Self {
        Self::paid()
    }
}

/// Counts the bookings of an account, apart from everything else that is asked of the service.
#[derive(Debug)]
pub(super) struct Bookings {
    quota: BookingQuota,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When the bookings of the longest span went out.
    sent: VecDeque<Duration>,
    /// The service said to come back then.
    closed_until: Duration,
}

impl Bookings {
    pub(super) fn new(quota: BookingQuota, clock: Arc<dyn Clock>) -> Self {
        Self {
            quota,
            clock,
            state: Mutex::default(),
        }
    }

    /// Takes a place, or says how long to wait for one. Nothing waits here: a booking that stands in line is decided on by
    /// whoever asked for it.
    pub(super) fn admit(&self, operation: &'static str) -> Result<()> {
        let now = self.clock.monotonic();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let longest = self
            .quota
            .0
            .iter()
            .map(|(_, span)| *span)
            .max()
            .unwrap_or_default();
        while state
            .sent
            .front()
            .is_some_and(|at| now.saturating_sub(*at) >= longest)
        {
            state.sent.pop_front();
        }
        let mut free_at = state.closed_until;
        for (limit, span) in &self.quota.0 {
            // The booking that has to be a span old before there is a place again.
            if let Some(place) = state.sent.len().checked_sub(*limit) {
                free_at = free_at.max(state.sent[place].saturating_add(*span));
            }
        }
        if free_at > now {
            return Err(used_up(operation, free_at - now));
        }
        state.sent.push_back(now);
        Ok(())
    }

    /// The service turned a booking away and said for how long.
    pub(super) fn turned_away(&self, wait: Duration) {
        let until = self.clock.monotonic().saturating_add(wait);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.closed_until = state.closed_until.max(until);
    }
}

fn used_up(operation: &'static str, wait: Duration) -> Error {
    Error::new(
        ErrorKind::RateLimited,
        operation,
        "the account's quota of bookings is used up; nothing was sent, and reading goes on",
    )
    .with("quota", "bookings")
    .with_delivery(Delivery::NotSent)
    .with_retry_after(wait)
}

#[cfg(test)]
mod tests {
    use careweave_http::ManualClock;
    use chrono::DateTime;

    use super::*;

    fn bookings(quota: BookingQuota) -> (Bookings, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::new(DateTime::UNIX_EPOCH));
        (Bookings::new(quota, Arc::clone(&clock) as Arc<dyn Clock>), clock)
    }

    #[test]
    fn the_eleventh_of_a_minute_is_told_when_the_first_is_a_minute_old() {
        let (bookings, clock) = bookings(BookingQuota::paid());
        for _ in 0..10 {
            bookings.admit("t").unwrap();
            clock.advance(Duration::from_secs(2));
        }
        let error = bookings.admit("t").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(40)));
        assert_eq!(error.delivery(), Delivery::NotSent);
        clock.advance(Duration::from_secs(40));
        bookings.admit("t").unwrap();
        assert!(bookings.admit("t").is_err(), "the second is 58 s old");
    }

    #[test]
    fn no_minute_hour_or_day_ever_holds_more_than_its_quota() {
        let (bookings, clock) = bookings(BookingQuota::paid());
        let mut sent = Vec::new();
        for second in 0..200_000_u64 {
            if bookings.admit("t").is_ok() {
                sent.push(second);
            }
            clock.advance(Duration::from_secs(1));
        }
        for (limit, span) in [(10, 60), (50, 3_600), (100, 86_400)] {
            for window in sent.windows(limit + 1) {
                assert!(window[limit] - window[0] >= span, "{limit} in {span} s");
            }
        }
        assert!(sent.len() >= 200, "the quota is used: {}", sent.len());
    }

    #[test]
    fn what_the_service_says_holds_over_what_was_counted() {
        let (bookings, clock) = bookings(BookingQuota::enterprise());
        bookings.turned_away(Duration::from_secs(25));
        assert_eq!(
            bookings.admit("t").unwrap_err().retry_after(),
            Some(Duration::from_secs(25))
        );
        clock.advance(Duration::from_secs(25));
        bookings.admit("t").unwrap();
    }
}
