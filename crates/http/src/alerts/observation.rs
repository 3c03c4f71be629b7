use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::metrics::{MetricsSnapshot, Outcome};

/// What was seen in a span of time: what the rules look at.
///
/// Observe every minute or so, each time over the last few minutes: short enough that an outage fills it, long enough
/// to hold the calls a share is taken of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Observation {
    /// Calls that succeeded or were refused for a reason that lies with the request: the other side works.
    pub answered: u64,
    /// Calls that the other side, or the way to it, failed: see [`Outcome::is_failure`].
    pub failed: u64,
    /// The time that 95 % of requests did not exceed.
    pub p95: Option<Duration>,
    /// The number of requests that time was taken of.
    pub timed: u64,
    /// Questions to caches that were answered out of them.
    pub cache_hits: u64,
    /// All questions to caches.
    pub cache_lookups: u64,
    /// How far the slowest stream is behind the other side, from whoever follows it.
    pub sync_lag: Option<Duration>,
}

impl Observation {
    /// What happened between two snapshots, with the lag as it is now.
    pub fn between(earlier: &MetricsSnapshot, later: &MetricsSnapshot, sync_lag: Option<Duration>) -> Self {
        let span = later.since(earlier);
        let latency = span.latency();
        let cache = span.cache_lookups();
        Self {
            answered: span.calls(|outcome| matches!(outcome, Outcome::Success | Outcome::Refused)),
            failed: span.calls(Outcome::is_failure),
            p95: latency.percentile(95.0),
            timed: latency.count(),
            cache_hits: cache.hits(),
            cache_lookups: cache.total(),
            sync_lag,
        }
    }
}
