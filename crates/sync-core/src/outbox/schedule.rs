use std::time::Duration;

use careweave_types::{Error, Result};

use crate::rules;

/// When a failed item is tried again: after a random part of a span that doubles (full jitter).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetrySchedule {
    base: Duration,
    cap: Duration,
    horizon: Duration,
    max_attempts: u32,
}

impl RetrySchedule {
    /// Spans of `base` after the first attempt, doubled after each further one up to `cap`; given up after
    /// `max_attempts`, or when the next attempt would come more than `horizon` after the first.
    ///
    /// # Errors
    /// `InvalidInput` unless 1 ms <= base <= cap <= horizon <= 366 days and there is at least one attempt.
    pub fn new(base: Duration, cap: Duration, horizon: Duration, max_attempts: u32) -> Result<Self> {
        const AT: &str = "outbox.schedule";
        rules::span(AT, "horizon", horizon)?;
        let (field, rule) = if base < Duration::from_millis(1) {
            ("base", "must be at least a millisecond")
        } else if cap < base {
            ("cap", "must not be shorter than base")
        } else if horizon < cap {
            ("horizon", "must not be shorter than cap")
        } else if max_attempts == 0 {
            ("max_attempts", "must be at least 1")
        } else {
            return Ok(Self {
                base,
                cap,
                horizon,
                max_attempts,
            });
        };
        Err(Error::invalid(AT, field, rule))
    }

    /// The wait after attempt `attempt` (from 1); `draw` is a random number, all of its values equally likely.
    pub fn wait(&self, attempt: u32, draw: u64) -> Duration {
        let doublings = attempt.saturating_sub(1).min(63);
        let span = self.base.as_micros().saturating_mul(1 << doublings);
        let span = span.min(self.cap.as_micros());
        // The cap is at most 366 days, so that the product stays far below 2^128.
        let wait = (span * u128::from(draw)) >> 64;
        Duration::from_micros(u64::try_from(wait).unwrap_or(u64::MAX))
    }

    /// How long after the first attempt the last one may begin.
    pub const fn horizon(&self) -> Duration {
        self.horizon
    }

    /// How many attempts there are.
    pub const fn max_attempts(&self) -> u32 {
        self.max_attempts
    }
}

impl Default for RetrySchedule {
    /// 2 seconds, up to 6 hours, for 3 days, at most 64 attempts.
    fn default() -> Self {
        Self {
            base: Duration::from_secs(2),
            cap: Duration::from_secs(6 * 3_600),
            horizon: Duration::from_secs(3 * 86_400),
            max_attempts: 64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_span_doubles_up_to_the_cap_and_the_draw_picks_from_it() {
        let schedule = RetrySchedule::default();
        for (attempt, span) in [
            (1, 2),
            (2, 4),
            (3, 8),
            (14, 16_384),
            (15, 21_600),
            (u32::MAX, 21_600),
        ] {
            assert_eq!(schedule.wait(attempt, 0), Duration::ZERO);
            assert_eq!(
                schedule.wait(attempt, 1 << 63),
                Duration::from_secs(span) / 2,
                "attempt {attempt}"
            );
            assert!(schedule.wait(attempt, u64::MAX) < Duration::from_secs(span));
        }
    }

    #[test]
    fn a_schedule_that_contradicts_itself_is_refused() {
        let s = Duration::from_secs;
        for (base, cap, horizon, attempts, field) in [
            (s(0), s(9), s(99), 1, "base"),
            (s(10), s(9), s(99), 1, "cap"),
            (s(2), s(9), s(8), 1, "horizon"),
            (s(2), s(9), Duration::MAX, 1, "horizon"),
            (s(2), s(9), s(99), 0, "max_attempts"),
        ] {
            let error = RetrySchedule::new(base, cap, horizon, attempts).unwrap_err();
            assert_eq!(error.get("field"), Some(field));
        }
        assert!(RetrySchedule::new(s(2), s(2), s(2), 1).is_ok());
    }
}
