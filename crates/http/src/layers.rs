use std::sync::Arc;

use careweave_types::Result;

use crate::breaker::{BreakerPolicy, BreakerTransport, CircuitBreaker};
use crate::metrics::{MeasuredTransport, Metrics, NoMetrics};
use crate::rate_limit::{RateLimit, RateLimitedTransport, RateLimiter};
use crate::{Clock, Retry, RetryBudget, RetryPolicy, Sleep, Timeouts, Transport};

/// Puts the layers between a [`Retry`] and a transport, in the one order in which they work:
///
/// 1. [`Retry`] with its [`RetryBudget`]: the layers below see each attempt.
/// 2. [`BreakerTransport`]: what it refuses takes no place in line, and is not repeated.
/// 3. [`RateLimitedTransport`]: what waits in line is not yet on its way.
/// 4. [`MeasuredTransport`]: times the network and nothing else.
/// 5. The transport.
///
/// Above stand [`Authorized`](crate::Authorized), whose second request after a 401 passes all layers again, and around
/// typed reads a [`ReadCache`](crate::ReadCache).
///
/// ```
/// use std::sync::Arc;
/// use careweave_http::{Layers, NoMetrics, RateLimit, BreakerPolicy, SystemClock, TokioSleep, Transport};
/// # fn with(transport: Arc<dyn Transport>) -> careweave_types::Result<()> {
/// let layers = Layers::over(transport, Arc::new(SystemClock::new()), Arc::new(TokioSleep))
///     .with_metrics(Arc::new(NoMetrics))
///     .with_rate_limit(RateLimit::per_second(50))?
///     .with_breaker(BreakerPolicy::default())?;
/// let retry = layers.retry()?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Layers {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    sleep: Arc<dyn Sleep>,
    metrics: Arc<dyn Metrics>,
    limiter: Option<Arc<RateLimiter>>,
    breaker: Option<Arc<CircuitBreaker>>,
    budget: Arc<RetryBudget>,
    policy: RetryPolicy,
    timeouts: Timeouts,
}

impl Layers {
    /// A transport without limiter and breaker, with the default retries, budget and time limits.
    pub fn over(transport: Arc<dyn Transport>, clock: Arc<dyn Clock>, sleep: Arc<dyn Sleep>) -> Self {
        Self {
            transport,
            clock,
            sleep,
            metrics: Arc::new(NoMetrics),
            limiter: None,
            breaker: None,
            budget: Arc::new(RetryBudget::default()),
            policy: RetryPolicy::default(),
            timeouts: Timeouts::default(),
        }
    }

    /// Where attempts, calls, retries and the changes of a breaker made hereafter are counted.
    #[must_use]
    pub fn with_metrics(mut self, metrics: Arc<dyn Metrics>) -> Self {
        self.metrics = metrics;
        self
    }

    /// A limiter of its own.
    ///
    /// # Errors
    /// As [`RateLimit::validate`].
    pub fn with_rate_limit(self, limit: RateLimit) -> Result<Self> {
        let limiter = RateLimiter::new(limit, Arc::clone(&self.clock), Arc::clone(&self.sleep))?;
        Ok(self.sharing_limiter(Arc::new(limiter)))
    }

    /// A limiter that others use, too: a limit holds for all that the other side counts together.
    #[must_use]
    pub fn sharing_limiter(mut self, limiter: Arc<RateLimiter>) -> Self {
        self.limiter = Some(limiter);
        self
    }

    /// A breaker of its own, which counts its changes in the metrics set before.
    ///
    /// # Errors
    /// As [`BreakerPolicy::validate`].
    pub fn with_breaker(self, policy: BreakerPolicy) -> Result<Self> {
        let breaker =
            CircuitBreaker::new(policy, Arc::clone(&self.clock))?.with_metrics(Arc::clone(&self.metrics));
        Ok(self.sharing_breaker(Arc::new(breaker)))
    }

    /// A breaker that others use, too.
    #[must_use]
    pub fn sharing_breaker(mut self, breaker: Arc<CircuitBreaker>) -> Self {
        self.breaker = Some(breaker);
        self
    }

    /// The budget that retries are paid from.
    #[must_use]
    pub fn with_budget(mut self, budget: Arc<RetryBudget>) -> Self {
        self.budget = budget;
        self
    }

    /// The retries.
    #[must_use]
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// The time limits.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// The limiter, for what a host shows of it.
    pub fn limiter(&self) -> Option<&Arc<RateLimiter>> {
        self.limiter.as_ref()
    }

    /// The breaker, for what a host shows of it.
    pub fn breaker(&self) -> Option<&Arc<CircuitBreaker>> {
        self.breaker.as_ref()
    }

    /// The layers below the retries.
    pub fn transport(&self) -> Arc<dyn Transport> {
        let mut transport: Arc<dyn Transport> = Arc::new(MeasuredTransport::new(
            Arc::clone(&self.transport),
            Arc::clone(&self.metrics),
            Arc::clone(&self.clock),
        ));
        if let Some(limiter) = &self.limiter {
            transport = Arc::new(
                RateLimitedTransport::new(transport, Arc::clone(limiter), Arc::clone(&self.clock))
                    .with_metrics(Arc::clone(&self.metrics)),
            );
        }
        if let Some(breaker) = &self.breaker {
            transport = Arc::new(BreakerTransport::new(transport, Arc::clone(breaker)));
        }
        transport
    }

    /// All layers.
    ///
    /// # Errors
    /// `InvalidInput` naming the field of the retries or time limits that cannot work.
    pub fn retry(&self) -> Result<Retry> {
        self.policy.validate()?;
        self.timeouts.validate()?;
        Ok(Retry::new(
            self.transport(),
            self.policy,
            self.timeouts,
            Arc::clone(&self.clock),
            Arc::clone(&self.sleep),
        )
        .with_budget(Arc::clone(&self.budget))
        .with_metrics(Arc::clone(&self.metrics)))
    }
}
