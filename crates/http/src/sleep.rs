use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use crate::ManualClock;

/// How waiting is done. Retries take one, so that tests do not wait.
#[async_trait]
pub trait Sleep: Send + Sync + fmt::Debug {
    /// Returns once `wait` has passed.
    async fn sleep(&self, wait: Duration);
}

/// Waits on the timer of the tokio runtime it is called in.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioSleep;

#[async_trait]
impl Sleep for TokioSleep {
    async fn sleep(&self, wait: Duration) {
        tokio::time::sleep(wait).await;
    }
}

/// Returns at once and writes down how long it was asked to wait: for tests.
#[derive(Debug, Default)]
pub struct RecordedSleep {
    waits: Mutex<Vec<Duration>>,
    clock: Option<Arc<ManualClock>>,
}

impl RecordedSleep {
    /// A sleep that leaves every clock alone.
    pub fn new() -> Self {
        Self::default()
    }

    /// A sleep that moves `clock` forward by each wait.
    pub fn advancing(clock: Arc<ManualClock>) -> Self {
        Self {
            waits: Mutex::default(),
            clock: Some(clock),
        }
    }

    /// The waits asked for so far, in order.
    pub fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Sleep for RecordedSleep {
    async fn sleep(&self, wait: Duration) {
        self.waits
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(wait);
        if let Some(clock) = &self.clock {
            clock.advance(wait);
        }
    }
}
