use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{
    BreakerMove, BreakerMoves, CacheLookup, CacheLookups, Event, Histogram, Metrics, MetricsSnapshot,
    OperationMetrics, Outcome,
};
use crate::CacheClass;

/// How many operations are told apart. Their names are in the code, so that this is a guard and not a limit.
const MOST_OPERATIONS: usize = 512;

/// Where further operations are counted.
const OTHER: &str = "other";

/// Counts and times in memory, of which it needs at most about 8 KB for each operation.
#[derive(Debug, Default)]
pub struct InMemoryMetrics {
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    operations: BTreeMap<&'static str, OperationMetrics>,
    token_fetches: BTreeMap<Outcome, u64>,
    breaker: BreakerMoves,
    queued: Histogram,
    cache: BTreeMap<CacheClass, CacheLookups>,
}

impl InMemoryMetrics {
    /// Nothing counted yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything counted so far.
    pub fn snapshot(&self) -> MetricsSnapshot {
        let counts = self.counts();
        MetricsSnapshot {
            operations: counts
                .operations
                .iter()
                .map(|(name, operation)| ((*name).to_owned(), operation.clone()))
                .collect(),
            token_fetches: counts.token_fetches.clone(),
            breaker: counts.breaker,
            queued: counts.queued.clone(),
            cache: counts.cache.clone(),
        }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counts {
    fn operation(&mut self, name: &'static str) -> &mut OperationMetrics {
        let known = self.operations.contains_key(name);
        let name = if known || self.operations.len() < MOST_OPERATIONS {
            name
        } else {
            OTHER
        };
        self.operations.entry(name).or_default()
    }
}

impl Metrics for InMemoryMetrics {
    fn record(&self, event: Event) {
        let mut counts = self.counts();
        match event {
            Event::Attempt {
                operation,
                outcome,
                status,
                elapsed,
            } => {
                let held = counts.operation(operation);
                *held
                    .attempts
                    .entry(outcome)
                    .or_default()
                    .entry(status)
                    .or_default() += 1;
                held.latency.record(elapsed);
            }
            Event::Call {
                operation,
                outcome,
                elapsed,
                ..
            } => {
                let held = counts.operation(operation);
                *held.calls.entry(outcome).or_default() += 1;
                held.duration.record(elapsed);
            }
            Event::Retry { operation, cause } => {
                *counts.operation(operation).retries.entry(cause).or_default() += 1;
            }
            Event::RetryUnpaid { operation } => counts.operation(operation).retries_unpaid += 1,
            Event::TokenFetch { outcome } => *counts.token_fetches.entry(outcome).or_default() += 1,
            Event::Breaker(moved) => match moved {
                BreakerMove::Opened => counts.breaker.opened += 1,
                BreakerMove::HalfOpened => counts.breaker.half_opened += 1,
                BreakerMove::Closed => counts.breaker.closed += 1,
            },
            Event::Queued { waited } => counts.queued.record(waited),
            Event::Cache { class, lookup } => {
                let held = counts.cache.entry(class).or_default();
                match lookup {
                    CacheLookup::Fresh => held.fresh += 1,
                    CacheLookup::Stale => held.stale += 1,
                    CacheLookup::Absent => held.absent += 1,
                    CacheLookup::Miss => held.miss += 1,
                }
            }
        }
    }
}
