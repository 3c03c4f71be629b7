use std::time::Duration;

use careweave_types::Result;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::rules;

/// Where an alarm stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum AlertPhase {
    /// Nothing is wrong.
    #[default]
    Quiet,
    /// Something is, but not long enough yet.
    Pending {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// Somebody has to look.
    Firing {
        /// Since when it was wrong.
        since: DateTime<Utc>,
    },
    /// It has been right again, but not long enough yet.
    Easing {
        /// Since when it was wrong.
        since: DateTime<Utc>,
        /// Since when it is right.
        right_since: DateTime<Utc>,
    },
}

/// Keeps one alarm from flickering: it fires when something has been wrong for a while, and ends when it has been right for
/// a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlertWatch {
    rise: Duration,
    fall: Duration,
}

impl AlertWatch {
    /// Fires after `rise`, ends after `fall`.
    ///
    /// # Errors
    /// `InvalidInput` for more than 366 days.
    pub fn new(rise: Duration, fall: Duration) -> Result<Self> {
        rules::span("health.watch", "rise", rise)?;
        rules::span("health.watch", "fall", fall)?;
        Ok(Self { rise, fall })
    }

    /// Where the alarm stands after a look. A clock that went back makes it wait, and never fire early.
    pub fn step(&self, phase: AlertPhase, wrong: bool, now: DateTime<Utc>) -> AlertPhase {
        let passed =
            |since: DateTime<Utc>, wait: Duration| (now - since).to_std().is_ok_and(|passed| passed >= wait);
        let rising = |since| match passed(since, self.rise) {
            true => AlertPhase::Firing { since },
            false => AlertPhase::Pending { since },
        };
        let easing = |since, right_since| match passed(right_since, self.fall) {
            true => AlertPhase::Quiet,
            false => AlertPhase::Easing { since, right_since },
        };
        match (phase, wrong) {
            (AlertPhase::Quiet, true) => rising(now),
            (AlertPhase::Pending { since }, true) => rising(since.min(now)),
            (AlertPhase::Quiet | AlertPhase::Pending { .. }, false) => AlertPhase::Quiet,
            (AlertPhase::Firing { since } | AlertPhase::Easing { since, .. }, true) => {
                AlertPhase::Firing { since }
            }
            (AlertPhase::Firing { since }, false) => easing(since, now),
            (AlertPhase::Easing { since, right_since }, false) => easing(since, right_since),
        }
    }
}

impl AlertPhase {
    /// True from when it fires until it ends.
    pub const fn is_firing(self) -> bool {
        matches!(self, Self::Firing { .. } | Self::Easing { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn an_alarm_rises_after_a_while_survives_a_gap_and_ends_after_a_while() {
        let watch = AlertWatch::new(Duration::from_secs(600), Duration::from_secs(300)).unwrap();
        let looks = [
            (0, true, false),
            (300, false, false),
            (400, true, false),
            (999, true, false),
            // The clock goes back.
            (900, true, false),
            (1_000, true, true),
            (1_100, false, true),
            (1_200, true, true),
            (1_300, false, true),
            (1_599, false, true),
            (1_600, false, false),
            (1_700, true, false),
        ];
        let mut phase = AlertPhase::Quiet;
        for (at, wrong, firing) in looks {
            phase = watch.step(phase, wrong, t(at));
            assert_eq!(phase.is_firing(), firing, "at {at}: {phase:?}");
        }
        let at_once = AlertWatch::new(Duration::ZERO, Duration::ZERO).unwrap();
        assert!(at_once.step(AlertPhase::Quiet, true, t(0)).is_firing());
        assert!(AlertWatch::new(Duration::MAX, Duration::ZERO).is_err());
    }
}
