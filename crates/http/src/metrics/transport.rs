use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_types::Result;

use super::{Event, Metrics, Outcome, StatusClass};
use crate::{Clock, Operation, Transport};

/// A transport that counts and times each request that goes through it.
#[derive(Debug)]
pub struct MeasuredTransport {
    inner: Arc<dyn Transport>,
    metrics: Arc<dyn Metrics>,
    clock: Arc<dyn Clock>,
}

impl MeasuredTransport {
    /// `inner`, measured.
    pub fn new(inner: Arc<dyn Transport>, metrics: Arc<dyn Metrics>, clock: Arc<dyn Clock>) -> Self {
        Self {
            inner,
            metrics,
            clock,
        }
    }
}

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl Transport for MeasuredTransport {
    async fn send(&self, request: http::Request<Bytes>, within: Duration) -> Result<http::Response<Bytes>> {
        let operation = Operation::of(&request);
        let started = self.clock.monotonic();
        let result = self.inner.send(request, within).await;
        let elapsed = self.clock.monotonic().saturating_sub(started);
        let (outcome, status) = match &result {
            Ok(response) => {
                let status = response.status().as_u16();
                (Outcome::of_status(status), StatusClass::of(status))
            }
            Err(error) => (Outcome::of_error(error), StatusClass::None),
        };
        self.metrics.record(Event::Attempt {
            operation,
            outcome,
            status,
            elapsed,
        });
        result
    }
}
