use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_types::Result;
use http::StatusCode;

use super::RateLimiter;
use super::gcra::nanos;
use crate::metrics::{Event, Metrics, NoMetrics};
use crate::status::retry_after;
use crate::{Clock, Operation, Transport};

/// A transport whose requests wait for their turn.
///
/// Waiting does not count towards the limit of the attempt, nor, under a [`Retry`](crate::Retry), towards that of the
/// operation: [`RateLimit::longest_wait`](super::RateLimit::longest_wait) bounds it.
#[derive(Debug)]
pub struct RateLimitedTransport {
    inner: Arc<dyn Transport>,
    limiter: Arc<RateLimiter>,
    clock: Arc<dyn Clock>,
    metrics: Arc<dyn Metrics>,
}

impl RateLimitedTransport {
    /// `inner` behind `limiter`. `clock` turns a `Retry-After` date into a wait.
    pub fn new(inner: Arc<dyn Transport>, limiter: Arc<RateLimiter>, clock: Arc<dyn Clock>) -> Self {
        Self {
            inner,
            limiter,
            clock,
            metrics: Arc::new(NoMetrics),
        }
    }

    /// Reports to `metrics` how long requests stood in line.
    #[must_use]
    pub fn with_metrics(mut self, metrics: Arc<dyn Metrics>) -> Self {
        self.metrics = metrics;
        self
    }
}

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl Transport for RateLimitedTransport {
    async fn send(&self, request: http::Request<Bytes>, within: Duration) -> Result<http::Response<Bytes>> {
        let queued = request.extensions().get::<Queued>().cloned();
        let admission = {
            let part = self.limiter.limit().partition.of(&request);
            self.limiter.admit(Operation::of(&request), &part).await?
        };
        if let Some(queued) = queued {
            queued.add(admission.waited());
        }
        self.metrics.record(Event::Queued {
            waited: admission.waited(),
        });
        let response = self.inner.send(request, within).await?;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            self.limiter
                .turned_away(&admission, retry_after(&response, self.clock.now()));
        }
        Ok(response)
    }
}

/// How long a request stood in line, for whoever keeps the time of the operation. Travels in the extensions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queued(Arc<AtomicU64>);

impl Queued {
    fn add(&self, waited: Duration) {
        self.0.fetch_add(nanos(waited), Ordering::AcqRel);
    }

    pub(crate) fn total(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Acquire))
    }
}
