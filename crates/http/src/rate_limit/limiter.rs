use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use careweave_types::{Delivery, Error, ErrorKind, Result};

use super::RateLimit;
use super::gcra::{Gcra, nanos};
use crate::{Clock, Sleep};

/// Lets requests through at the rate of a [`RateLimit`], in the order in which they came.
///
/// Of those who wait for the same part only the first watches the clock; the others are woken one at a time, so that
/// the end of a pause is no stampede. A waiter that is dropped gives its place to the next. A limiter is shared by
/// cloning an `Arc`; two limiters know nothing of each other.
#[derive(Debug)]
pub struct RateLimiter {
    limit: RateLimit,
    clock: Arc<dyn Clock>,
    sleep: Arc<dyn Sleep>,
    lanes: RwLock<HashMap<Box<str>, Arc<Lane>>>,
}

#[derive(Debug)]
struct Lane {
    schedule: Mutex<Gcra>,
    /// Held by the first in line. tokio's mutex is fair: it is handed on in the order it was asked for.
    turn: tokio::sync::Mutex<()>,
    in_line: AtomicU64,
}

/// A request that was let through: handed back when it is answered with 429.
#[derive(Debug)]
#[must_use]
pub struct Admission {
    lane: Arc<Lane>,
    number: u64,
    waited: Duration,
}

impl Admission {
    /// How long it stood in line.
    pub fn waited(&self) -> Duration {
        self.waited
    }
}

impl RateLimiter {
    /// A limiter in which nobody waits.
    ///
    /// # Errors
    /// As [`RateLimit::validate`].
    pub fn new(limit: RateLimit, clock: Arc<dyn Clock>, sleep: Arc<dyn Sleep>) -> Result<Self> {
        limit.validate()?;
        Ok(Self {
            limit,
            clock,
            sleep,
            lanes: RwLock::default(),
        })
    }

    /// The limit in force.
    pub fn limit(&self) -> &RateLimit {
        &self.limit
    }

    /// Waits for the turn of one request of `part`.
    ///
    /// # Errors
    /// `RateLimited`, not sent, when it would wait longer than [`RateLimit::longest_wait`]; `retry_after` says how long.
    pub async fn admit(&self, operation: &'static str, part: &str) -> Result<Admission> {
        let lane = self.lane(part);
        let arrived = self.clock.monotonic();
        let place = Place::take(&lane);
        let expected = lane.schedule().expected_wait(nanos(arrived), place.ahead);
        if expected > nanos(self.limit.longest_wait) {
            return Err(self.too_long(operation, Duration::from_nanos(expected)));
        }
        let turn = lane.turn.lock().await;
        let mut now = self.clock.monotonic();
        loop {
            let outcome = lane.schedule().admit(nanos(now));
            let wait = match outcome {
                Ok(number) => {
                    drop(turn);
                    drop(place);
                    return Ok(Admission {
                        lane,
                        number,
                        waited: now.saturating_sub(arrived),
                    });
                }
                Err(wait) => Duration::from_nanos(wait),
            };
            if now.saturating_sub(arrived).saturating_add(wait) > self.limit.longest_wait {
                return Err(self.too_long(operation, wait));
            }
            self.sleep.sleep(wait).await;
            // A wait that is over has passed, also where the clock was left alone.
            now = self.clock.monotonic().max(now.saturating_add(wait));
        }
    }

    /// Tells that an admitted request was answered with 429, and the wait that came with it: all requests of its part
    /// pause that long, and then go at half the rate for a while.
    pub fn turned_away(&self, admission: &Admission, retry_after: Option<Duration>) {
        let pause = retry_after
            .unwrap_or(self.limit.bare_pause)
            .min(self.limit.longest_pause);
        let now = self.clock.monotonic();
        admission
            .lane
            .schedule()
            .turned_away(admission.number, nanos(pause), nanos(now));
    }

    /// The rate in force for `part`, in thousandths of the full one.
    pub fn rate_per_mille(&self, part: &str) -> u16 {
        let now = nanos(self.clock.monotonic());
        let share = self.known(part).map_or(1_000, |lane| lane.schedule().share(now));
        u16::try_from(share).unwrap_or(1_000)
    }

    /// How many requests of `part` stand in line.
    pub fn in_line(&self, part: &str) -> u64 {
        self.known(part)
            .map_or(0, |lane| lane.in_line.load(Ordering::Acquire))
    }

    fn known(&self, part: &str) -> Option<Arc<Lane>> {
        let lanes = self.lanes.read().unwrap_or_else(PoisonError::into_inner);
        lanes.get(part).map(Arc::clone)
    }

    fn lane(&self, part: &str) -> Arc<Lane> {
        if let Some(lane) = self.known(part) {
            return lane;
        }
        let mut lanes = self.lanes.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lanes.entry(part.into()).or_insert_with(|| {
            Arc::new(Lane {
                schedule: Mutex::new(Gcra::new(&self.limit)),
                turn: tokio::sync::Mutex::new(()),
                in_line: AtomicU64::new(0),
            })
        }))
    }

    fn too_long(&self, operation: &'static str, wait: Duration) -> Error {
        Error::new(
            ErrorKind::RateLimited,
            operation,
            format!(
                "the request would wait longer than {:?} for its turn; it was not sent",
                self.limit.longest_wait
            ),
        )
        .with("rate_limit", "in_line")
        .with_delivery(Delivery::NotSent)
        .with_retry_after(wait)
    }
}

impl Lane {
    fn schedule(&self) -> std::sync::MutexGuard<'_, Gcra> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in line, given up when dropped.
struct Place<'a> {
    lane: &'a Lane,
    ahead: u64,
}

impl<'a> Place<'a> {
    fn take(lane: &'a Lane) -> Self {
        let ahead = lane.in_line.fetch_add(1, Ordering::AcqRel);
        Self { lane, ahead }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.lane.in_line.fetch_sub(1, Ordering::AcqRel);
    }
}
