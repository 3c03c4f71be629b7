use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_types::{ErrorKind, Result};

use super::{CircuitBreaker, Health};
use crate::{Operation, Transport};

/// A transport that refuses at once while the breaker is open.
#[derive(Debug)]
pub struct BreakerTransport {
    inner: Arc<dyn Transport>,
    breaker: Arc<CircuitBreaker>,
}

impl BreakerTransport {
    /// `inner` behind `breaker`.
    pub fn new(inner: Arc<dyn Transport>, breaker: Arc<CircuitBreaker>) -> Self {
        Self { inner, breaker }
    }
}

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl Transport for BreakerTransport {
    async fn send(&self, request: http::Request<Bytes>, within: Duration) -> Result<http::Response<Bytes>> {
        let pass = {
            let part = self.breaker.policy().partition.of(&request);
            self.breaker.admit(Operation::of(&request), &part)?
        };
        let result = self.inner.send(request, within).await;
        pass.settle(health(&result));
        result
    }
}

fn health(result: &Result<http::Response<Bytes>>) -> Health {
    match result {
        Ok(response) if response.status().is_server_error() => Health::Failed,
        Ok(_) => Health::Answered,
        Err(error) => match error.kind() {
            ErrorKind::Timeout | ErrorKind::Unreachable => Health::Failed,
            // The limiter's refusal, a request that could not be built, an answer too large to read.
            _ => Health::NoEvidence,
        },
    }
}
