use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use careweave_types::{Delivery, Error, ErrorKind, Result, Status};
use serde::{Deserialize, Serialize};

use crate::metrics::{Event, Metrics, NoMetrics, Outcome};
use crate::rate_limit::Queued;
use crate::status::status_error;
use crate::{Clock, Idempotency, Operation, RetryBudget, Sleep, Timeouts, Transport};

/// When and how often a failed request is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryPolicy {
    /// How often a request is sent at most, the first time included.
    pub attempts: u32,
    /// The pause after the first failure; it doubles with each further one.
    pub first_wait: Duration,
    /// The longest pause of our own.
    pub longest_wait: Duration,
    /// Whether pauses are spread at random, so that many clients do not return at once.
    pub jitter: Jitter,
    /// The wait after a 429 that names none.
    pub rate_limit_wait: Duration,
    /// How long an operation waits in all because the other side asked for it (`Retry-After`). A wait that would pass
    /// this limit is not begun: the error goes to the caller with `retry_after`.
    pub retry_after_budget: Duration,
}

/// How a pause is spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Jitter {
    /// Not at all: 2 s, 4 s, 8 s.
    #[default]
    None,
    /// Between half the pause and the pause.
    Equal,
    /// Between nothing and the pause.
    Full,
}

impl Default for RetryPolicy {
    /// Three attempts, pauses of 2 s to 10 s, no jitter, 60 s after a bare 429, 120 s of asked-for waits in all.
    fn default() -> Self {
        Self {
            attempts: 3,
            first_wait: Duration::from_secs(2),
            longest_wait: Duration::from_secs(10),
            jitter: Jitter::None,
            rate_limit_wait: Duration::from_secs(60),
            retry_after_budget: Duration::from_secs(120),
        }
    }
}

impl RetryPolicy {
    /// Sends once and never again.
    pub fn never() -> Self {
        Self {
            attempts: 1,
            ..Self::default()
        }
    }

    /// Checks that there is at least one attempt.
    ///
    /// # Errors
    /// `InvalidInput` naming the field.
    pub fn validate(&self) -> Result<()> {
        if self.attempts == 0 || self.attempts > 20 {
            return Err(Error::invalid(
                "retry.validate",
                "retry.attempts",
                "must be between 1 and 20",
            ));
        }
        if self.longest_wait < self.first_wait {
            return Err(Error::invalid(
                "retry.validate",
                "retry.longest_wait",
                "must not be shorter than first_wait",
            ));
        }
        Ok(())
    }

    /// True when a request that failed with `error` may be sent again without acting twice.
    ///
    /// The failure must be a passing one. Then a request that never left, or that was turned away with 429, may always
    /// go again; after a time-out, a broken connection or a 5xx only one that is safe or idempotent. What an open breaker
    /// refused is not tried again here: the error says when to come back.
    pub fn allows(error: &Error, idempotency: Idempotency) -> bool {
        if error.status() != Status::Temporary || error.get("breaker").is_some() {
            return false;
        }
        match (error.kind(), error.delivery(), idempotency) {
            (_, Delivery::NotSent, _) | (ErrorKind::RateLimited, ..) => true,
            (ErrorKind::Timeout | ErrorKind::Unreachable | ErrorKind::Server, _, idempotency) => {
                idempotency != Idempotency::NotIdempotent
            }
            _ => false,
        }
    }

    /// The pause before attempt `next` (2 for the first repetition), with `spread` from 0 to 1 for the jitter.
    pub fn pause(&self, next: u32, spread: f64) -> Duration {
        let doublings = next.saturating_sub(2).min(30);
        let full = self
            .first_wait
            .saturating_mul(1 << doublings)
            .min(self.longest_wait);
        match self.jitter {
            Jitter::None => full,
            Jitter::Equal => full.mul_f64(0.5 + spread.clamp(0.0, 1.0) / 2.0),
            Jitter::Full => full.mul_f64(spread.clamp(0.0, 1.0)),
        }
    }
}

/// Sends a request until it is answered with success, by a [`RetryPolicy`] and within [`Timeouts`].
///
/// Every status but 2xx becomes an [`Error`] by [`status_error`]. When the attempts are used up, the last error comes
/// back with [`Status::Persistent`] and the context `attempts`.
///
/// Each retry is paid from a [`RetryBudget`]; one that cannot be paid is not made, and the error says so in the context
/// `retry_budget: empty`. Clones share the budget.
#[derive(Clone, Debug)]
pub struct Retry {
    transport: Arc<dyn Transport>,
    policy: RetryPolicy,
    timeouts: Timeouts,
    clock: Arc<dyn Clock>,
    sleep: Arc<dyn Sleep>,
    budget: Arc<RetryBudget>,
    metrics: Arc<dyn Metrics>,
}

impl Retry {
    /// A retrying sender over `transport`.
    pub fn new(
        transport: Arc<dyn Transport>,
        policy: RetryPolicy,
        timeouts: Timeouts,
        clock: Arc<dyn Clock>,
        sleep: Arc<dyn Sleep>,
    ) -> Self {
        Self {
            transport,
            policy,
            timeouts,
            clock,
            sleep,
            budget: Arc::new(RetryBudget::default()),
            metrics: Arc::new(NoMetrics),
        }
    }

    /// Pays retries from `budget`, which other senders may share, instead of one of its own.
    #[must_use]
    pub fn with_budget(mut self, budget: Arc<RetryBudget>) -> Self {
        self.budget = budget;
        self
    }

    /// Counts calls and retries in `metrics`.
    #[must_use]
    pub fn with_metrics(mut self, metrics: Arc<dyn Metrics>) -> Self {
        self.metrics = metrics;
        self
    }

    /// The budget retries are paid from.
    pub fn budget(&self) -> &Arc<RetryBudget> {
        &self.budget
    }

    /// The clock the budgets are measured by.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Sends `request`, whose extensions may carry an [`Operation`] and an [`Idempotency`].
    ///
    /// # Errors
    /// What the last attempt ended with. After a 5xx to a request that changes something, the delivery is `MaybeSent`:
    /// the other side may have acted before it failed. The delivery is never better than that of an earlier attempt.
    pub async fn send(&self, mut request: http::Request<Bytes>) -> Result<http::Response<Bytes>> {
        self.send_ref(&mut request).await
    }

    /// As [`Retry::send`], for a caller who may need the request again.
    pub(crate) async fn send_ref(&self, request: &mut http::Request<Bytes>) -> Result<http::Response<Bytes>> {
        let operation = Operation::of(request);
        let started = self.clock.monotonic();
        let mut attempts = 0;
        let result = self.repeat(request, &mut attempts).await;
        self.metrics.record(Event::Call {
            operation,
            outcome: Outcome::of(&result),
            attempts,
            elapsed: self.clock.monotonic().saturating_sub(started),
        });
        result
    }

    async fn repeat(
        &self,
        request: &mut http::Request<Bytes>,
        attempt: &mut u32,
    ) -> Result<http::Response<Bytes>> {
        let (operation, idempotency) = (Operation::of(request), Idempotency::of(request));
        let queued = Queued::default();
        request.extensions_mut().insert(queued.clone());
        let mut deadline = self.clock.monotonic().saturating_add(self.timeouts.operation);
        let (mut asked, mut paid, mut may_have_arrived) = (Duration::ZERO, None, false);
        loop {
            *attempt += 1;
            let within = self.timeouts.attempt.min(self.left(deadline));
            let in_line = queued.total();
            let failure = match self.attempt(request, within, *attempt).await {
                Ok(response) => {
                    self.budget.succeed(paid);
                    return Ok(response);
                }
                Err(failure) => failure,
            };
            // Standing in line is waiting for the other side, too.
            deadline = deadline.saturating_add(queued.total().saturating_sub(in_line));
            let again = RetryPolicy::allows(&failure, idempotency);
            may_have_arrived |= failure.delivery() == Delivery::MaybeSent;
            let error = if may_have_arrived && idempotency != Idempotency::Safe {
                failure.with_delivery(Delivery::MaybeSent)
            } else {
                failure
            };
            if !again {
                return Err(error);
            }
            if *attempt >= self.policy.attempts {
                return Err(given_up(error, *attempt));
            }
            let wait = match error.retry_after() {
                Some(wait) => {
                    asked = asked.saturating_add(wait);
                    if asked > self.policy.retry_after_budget {
                        return Err(error.with("attempts", attempt.to_string()));
                    }
                    deadline = deadline.saturating_add(wait);
                    wait
                }
                None => {
                    let wait = self.policy.pause(*attempt + 1, spread());
                    if wait >= self.left(deadline) {
                        return Err(given_up(error, *attempt));
                    }
                    wait
                }
            };
            paid = self.budget.pay(&error);
            if paid.is_none() {
                self.metrics.record(Event::RetryUnpaid { operation });
                return Err(error
                    .with("attempts", attempt.to_string())
                    .with("retry_budget", "empty"));
            }
            self.metrics.record(Event::Retry {
                operation,
                cause: Outcome::of_error(&error),
            });
            self.sleep.sleep(wait).await;
        }
    }

    /// The time until `deadline`; without one, no limit.
    fn left(&self, deadline: Duration) -> Duration {
        match deadline {
            Duration::MAX => Timeouts::UNLIMITED,
            deadline => deadline.saturating_sub(self.clock.monotonic()),
        }
    }

    async fn attempt(
        &self,
        request: &http::Request<Bytes>,
        within: Duration,
        attempt: u32,
    ) -> Result<http::Response<Bytes>> {
        let operation = Operation::of(request);
        let started = self.clock.monotonic();
        let result = self.transport.send(request.clone(), within).await;
        let elapsed_ms = self.clock.monotonic().saturating_sub(started).as_millis() as u64;
        let (method, path) = (request.method().as_str(), request.uri().path());
        let request_id = request
            .headers()
            .get("x-request-id")
            .and_then(|id| id.to_str().ok());
        let error = match result {
            Ok(response) => {
                let status = response.status().as_u16();
                tracing::debug!(operation, method, path, attempt, status, elapsed_ms, "answered");
                if response.status().is_success() {
                    return Ok(response);
                }
                let error = status_error(&response, operation, self.clock.now());
                let bare_429 = error.kind() == ErrorKind::RateLimited && error.retry_after().is_none();
                let error = if bare_429 {
                    error.with_retry_after(self.policy.rate_limit_wait)
                } else {
                    error
                };
                if error.kind() == ErrorKind::Server && Idempotency::of(request) != Idempotency::Safe {
                    error.with_delivery(Delivery::MaybeSent)
                } else {
                    error
                }
            }
            Err(error) => {
                tracing::debug!(
                    operation, method, path, attempt, kind = %error.kind(),
                    delivery = error.delivery().code(), elapsed_ms, "not answered"
                );
                error
            }
        };
        Err(match (error.request_id(), request_id) {
            (None, Some(id)) => error.with_request_id(id),
            _ => error,
        })
    }
}

fn given_up(error: Error, attempts: u32) -> Error {
    if attempts == 1 {
        return error;
    }
    error
        .with("attempts", attempts.to_string())
        .with_status(Status::Persistent)
}

/// A number from 0 to 1 out of the process's hash seed: good enough to spread clients.
fn spread() -> f64 {
    use std::hash::{BuildHasher as _, RandomState};
    (RandomState::new().hash_one(0_u8) >> 11) as f64 / (1_u64 << 53) as f64
}
