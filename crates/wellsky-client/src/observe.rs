//! What a host sees of a client at work.

use careweave_http::{BreakerState, MetricsSnapshot};

use crate::WellSky;

impl WellSky {
    /// Everything counted since the client was made, by all its clones: calls, requests, retries, tokens, time in line,
    /// questions to the cache. No label holds anything of a person.
    ///
    /// [`MetricsSnapshot::to_prometheus`] gives the text that Prometheus reads; an [`AlertWatch`](crate::AlertWatch) judges
    /// snapshots by the rules of the service objectives.
    pub fn metrics(&self) -> MetricsSnapshot {
        self.shared.metrics.snapshot()
    }

    /// The circuit breakers that were needed so far, by host and kind of record; none where they are off.
    pub fn breakers(&self) -> Vec<(String, BreakerState)> {
        self.shared
            .layers
            .breaker()
            .map(|breaker| breaker.states())
            .unwrap_or_default()
    }
}
