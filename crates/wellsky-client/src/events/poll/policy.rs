use std::time::Duration;

use careweave_types::{Error, Result};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);

/// How often and how far is polled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollPolicy {
    /// How long after a reading began the next one is due; default 15 minutes.
    pub every: Duration,
    /// How long after a reading that failed or had holes; default 1 minute, and never longer than `every`.
    pub retry_after: Duration,
    /// How long people are read by what changed before they are read whole again, which alone shows who is gone; default a day.
    pub whole_every: Duration,
    /// How far a reading by what changed reaches back behind the one before: more than the clocks of both sides differ, and
    /// than the vendor takes to show a write. What comes twice is recognised by its content. Default 10 minutes.
    pub overlap: Duration,
    /// How many days back shifts are read; default 1, at most 31.
    pub shift_days_back: u32,
    /// How many days ahead shifts are read; default 14, at most 92.
    pub shift_days_ahead: u32,
}

impl Default for PollPolicy {
    fn default() -> Self {
        Self {
            every: 15 * MINUTE,
            retry_after: MINUTE,
            whole_every: DAY,
            overlap: 10 * MINUTE,
            shift_days_back: 1,
            shift_days_ahead: 14,
        }
    }
}

impl PollPolicy {
    /// Checks that the spans make sense together.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        let (field, rule) = if self.every < MINUTE || self.every > DAY {
            ("every", "must lie between a minute and a day")
        } else if self.retry_after.is_zero() || self.retry_after > self.every {
            (
                "retry_after",
                "must be longer than nothing and not longer than every",
            )
        } else if self.whole_every < self.every || self.whole_every > 31 * DAY {
            ("whole_every", "must lie between every and 31 days")
        } else if self.overlap > DAY {
            ("overlap", "must not be longer than a day")
        } else if self.shift_days_back > 31 {
            ("shift_days_back", "must be at most 31")
        } else if !(1..=92).contains(&self.shift_days_ahead) {
            ("shift_days_ahead", "must lie between 1 and 92")
        } else {
            return Ok(());
        };
        Err(Error::invalid("events.poll", field, rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_that_contradicts_itself_is_refused_by_field() {
        assert!(PollPolicy::default().validate().is_ok());
        let of = |change: fn(&mut PollPolicy)| {
            let mut policy = PollPolicy::default();
            change(&mut policy);
            policy.validate().unwrap_err().get("field").map(str::to_owned)
        };
        for (change, field) in [
            ((|p| p.every = Duration::ZERO) as fn(&mut PollPolicy), "every"),
            (|p| p.retry_after = Duration::ZERO, "retry_after"),
            (|p| p.retry_after = 16 * MINUTE, "retry_after"),
            (|p| p.whole_every = MINUTE, "whole_every"),
            (|p| p.overlap = 2 * DAY, "overlap"),
            (|p| p.shift_days_back = 32, "shift_days_back"),
            (|p| p.shift_days_ahead = 0, "shift_days_ahead"),
        ] {
            assert_eq!(of(change).as_deref(), Some(field));
        }
    }
}
