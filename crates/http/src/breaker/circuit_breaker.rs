use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use careweave_types::{Delivery, Error, ErrorKind, Result};

use super::circuit::{Circuit, Leave};
use super::{BreakerPolicy, BreakerState};
use crate::Clock;
use crate::metrics::{BreakerMove, Event, Metrics, NoMetrics};

/// A breaker for each part of the other side, shared by all callers.
#[derive(Debug)]
pub struct CircuitBreaker {
    policy: BreakerPolicy,
    clock: Arc<dyn Clock>,
    metrics: Arc<dyn Metrics>,
    circuits: Mutex<HashMap<Box<str>, Circuit>>,
}

/// How a request ended, as far as it says something of the other side's health.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It was answered, with whatever status below 500.
    Answered,
    /// A time-out, no connection, or a 5xx.
    Failed,
    /// Nothing can be said: it was cancelled, or refused on this side.
    NoEvidence,
}

impl CircuitBreaker {
    /// Breakers that are all closed.
    ///
    /// # Errors
    /// As [`BreakerPolicy::validate`].
    pub fn new(policy: BreakerPolicy, clock: Arc<dyn Clock>) -> Result<Self> {
        policy.validate()?;
        Ok(Self {
            policy,
            clock,
            metrics: Arc::new(NoMetrics),
            circuits: Mutex::default(),
        })
    }

    /// Reports each change of state to `metrics`.
    #[must_use]
    pub fn with_metrics(mut self, metrics: Arc<dyn Metrics>) -> Self {
        self.metrics = metrics;
        self
    }

    /// The policy in force.
    pub fn policy(&self) -> &BreakerPolicy {
        &self.policy
    }

    /// The state of the breaker of `part`.
    pub fn state(&self, part: &str) -> BreakerState {
        let now = self.clock.monotonic();
        self.circuits()
            .get(part)
            .map_or(BreakerState::Closed, |circuit| circuit.state(now))
    }

    /// The parts known so far with their states, in the order of their names.
    pub fn states(&self) -> Vec<(String, BreakerState)> {
        let now = self.clock.monotonic();
        let mut states: Vec<_> = self
            .circuits()
            .iter()
            .map(|(part, circuit)| (part.to_string(), circuit.state(now)))
            .collect();
        states.sort_by(|a, b| a.0.cmp(&b.0));
        states
    }

    /// Leave to send one request to `part`.
    ///
    /// # Errors
    /// `Unreachable`, not sent, with the context `breaker: open` and `retry_after`.
    pub fn admit(self: &Arc<Self>, operation: &'static str, part: &str) -> Result<Pass> {
        let now = self.clock.monotonic();
        let admitted = {
            let mut circuits = self.circuits();
            if !circuits.contains_key(part) {
                circuits.insert(part.into(), Circuit::new());
            }
            circuits.get_mut(part).map(|circuit| circuit.admit(now))
        };
        match admitted {
            Some(Err(retry_after)) => Err(Error::new(
                ErrorKind::Unreachable,
                operation,
                "the other side has not been answering; the request was not sent",
            )
            .with("breaker", "open")
            .with_delivery(Delivery::NotSent)
            .with_retry_after(retry_after)),
            Some(Ok((leave, half_opened))) => {
                if half_opened {
                    tracing::info!(part, "breaker half-open");
                    self.metrics.record(Event::Breaker(BreakerMove::HalfOpened));
                }
                Ok(Pass {
                    breaker: Arc::clone(self),
                    part: part.into(),
                    leave: Some(leave),
                })
            }
            None => Err(Error::new(ErrorKind::Internal, operation, "a breaker was lost")),
        }
    }

    fn settle(&self, part: &str, leave: Leave, health: Health) {
        let now = self.clock.monotonic();
        let changed = self
            .circuits()
            .get_mut(part)
            .and_then(|circuit| circuit.settle(&self.policy, leave, health, now));
        let moved = match changed {
            Some(BreakerState::Open { .. }) => BreakerMove::Opened,
            Some(BreakerState::Closed) => BreakerMove::Closed,
            Some(BreakerState::HalfOpen) | None => return,
        };
        tracing::info!(part, state = moved.label(), "breaker changed");
        self.metrics.record(Event::Breaker(moved));
    }

    fn circuits(&self) -> MutexGuard<'_, HashMap<Box<str>, Circuit>> {
        self.circuits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leave to send one request. Dropped without a word, as when the caller goes away, it says nothing, and a probe's
/// place is free again.
#[derive(Debug)]
#[must_use]
pub struct Pass {
    breaker: Arc<CircuitBreaker>,
    part: Box<str>,
    leave: Option<Leave>,
}

impl Pass {
    /// Says how the request ended.
    pub fn settle(mut self, health: Health) {
        if let Some(leave) = self.leave.take() {
            self.breaker.settle(&self.part, leave, health);
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if let Some(leave) = self.leave.take() {
            self.breaker.settle(&self.part, leave, Health::NoEvidence);
        }
    }
}
