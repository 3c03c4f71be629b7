use std::time::{Duration, Instant};

use careweave_wellsky_client::Clock;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;

use super::control;
use crate::failure::Failure;
use crate::task::Endpoint;

/// The vendor's clock, running on by ours from when it was read: the sandbox has a date of its own.
#[derive(Debug)]
pub(super) struct VendorClock {
    read: DateTime<Utc>,
    at: Instant,
}

impl VendorClock {
    pub(super) async fn of(endpoint: &Endpoint) -> Result<Self, Failure> {
        let answer = control(endpoint, Method::GET, "clock", None).await?;
        let now = answer["now"].as_str().unwrap_or_default();
        let read: DateTime<Utc> = now
            .parse()
            .map_err(|source| Failure::new(format!("the sandbox tells no time: {source}")))?;
        Ok(Self {
            read,
            at: Instant::now(),
        })
    }
}

impl Clock for VendorClock {
    fn now(&self) -> DateTime<Utc> {
        self.read + TimeDelta::from_std(self.at.elapsed()).unwrap_or_default()
    }

    fn monotonic(&self) -> Duration {
        self.at.elapsed()
    }
}
