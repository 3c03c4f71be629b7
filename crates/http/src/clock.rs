use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

/// Where the time comes from. Everything that measures or compares time takes one, so that tests own it.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The wall clock: for what an answer says in dates.
    fn now(&self) -> DateTime<Utc>;

    /// Time since some fixed point, never running backwards: for expiry and budgets.
    fn monotonic(&self) -> Duration;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    origin: Instant,
}

impl SystemClock {
    /// Starts the monotonic reading at zero.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    pub fn new() -> Self {
        Self {
            origin: Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn monotonic(&self) -> Duration {
        self.origin.elapsed()
    }
}

/// A clock that moves only when it is told to: for tests and simulations.
#[derive(Debug)]
pub struct ManualClock {
    reading: Mutex<Reading>,
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    /// What the wall clock shows when the monotonic one shows zero.
    start: DateTime<Utc>,
    elapsed: Duration,
}

impl ManualClock {
    /// A clock that shows `start`; its monotonic reading is zero.
    pub fn new(start: DateTime<Utc>) -> Self {
        Self {
            reading: Mutex::new(Reading {
                start,
                elapsed: Duration::ZERO,
            }),
        }
    }

    /// Moves both readings forward.
    pub fn advance(&self, by: Duration) {
        let mut reading = self.reading();
        reading.elapsed = reading.elapsed.saturating_add(by);
    }

    /// Sets the wall clock forward or back, as when a machine's time is corrected. The monotonic reading does not move.
    pub fn set_wall(&self, to: DateTime<Utc>) {
        let mut reading = self.reading();
        let elapsed = TimeDelta::from_std(reading.elapsed).unwrap_or(TimeDelta::MAX);
        reading.start = to.checked_sub_signed(elapsed).unwrap_or(DateTime::<Utc>::MIN_UTC);
    }

    fn reading(&self) -> MutexGuard<'_, Reading> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        let reading = *self.reading();
        TimeDelta::from_std(reading.elapsed)
            .ok()
            .and_then(|elapsed| reading.start.checked_add_signed(elapsed))
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    fn monotonic(&self) -> Duration {
        self.reading().elapsed
    }
}
