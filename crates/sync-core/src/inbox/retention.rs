use std::time::Duration;

use careweave_types::{Error, Result};

use crate::rules;

/// The longest retention: ten years.
pub const MAX_RETENTION: Duration = Duration::from_secs(3_653 * 86_400);

/// How long a settled message is remembered after its last delivery, so that a late retry is still told from
/// a new event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention(Duration);

impl Retention {
    /// Remembers for `keep`, which must cover `sender_horizon`: how long after an event its sender may still
    /// deliver it, retries and redeliveries by hand included.
    ///
    /// # Errors
    /// `InvalidInput` when `keep` is shorter than the horizon or than a second, or longer than ten years.
    pub fn new(keep: Duration, sender_horizon: Duration) -> Result<Self> {
        let rule = if keep < sender_horizon {
            "must not be shorter than the time in which the sender may still deliver"
        } else if keep < Duration::from_secs(1) {
            "must be at least a second"
        } else if keep > MAX_RETENTION {
            "must not be longer than ten years"
        } else {
            return Ok(Self(keep));
        };
        Err(Error::invalid("inbox.retention", "keep", rule))
    }

    /// How long.
    pub const fn keep(self) -> Duration {
        self.0
    }

    /// What was delivered last at or before this instant may be forgotten.
    ///
    /// # Errors
    /// `InvalidInput` for a `now` outside the years 1970 to 9999.
    pub fn forgets_until(
        self,
        at: &'static str,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<chrono::DateTime<chrono::Utc>> {
        let now = rules::instant(at, "now", now)?;
        let keep = rules::delta(at, "keep", self.0)?;
        Ok(now - keep)
    }
}

impl Default for Retention {
    /// 35 days: more than the 76 hours over which senders retry, with room for redelivery by hand.
    fn default() -> Self {
        Self(Duration::from_secs(35 * 86_400))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retention_that_forgets_before_the_sender_gives_up_is_refused() {
        let hour = Duration::from_secs(3_600);
        assert!(Retention::new(75 * hour, 76 * hour).is_err());
        assert_eq!(Retention::new(76 * hour, 76 * hour).unwrap().keep(), 76 * hour);
        assert!(Retention::new(Duration::ZERO, Duration::ZERO).is_err());
        assert!(Retention::new(Duration::MAX, hour).is_err());
    }
}
