use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Histogram, Outcome, StatusClass};
use crate::CacheClass;

/// Everything counted since the start, at one moment. Two of them give what happened in between.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MetricsSnapshot {
    /// By operation.
    pub operations: BTreeMap<String, OperationMetrics>,
    /// Tokens asked for, by outcome.
    pub token_fetches: BTreeMap<Outcome, u64>,
    /// Changes of breakers.
    pub breaker: BreakerMoves,
    /// Time in line at the limiter.
    pub queued: Histogram,
    /// Questions to caches.
    pub cache: BTreeMap<CacheClass, CacheLookups>,
}

/// What was counted of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OperationMetrics {
    /// Requests sent, by outcome and class of status.
    pub attempts: BTreeMap<Outcome, BTreeMap<StatusClass, u64>>,
    /// The time of each request.
    pub latency: Histogram,
    /// Calls ended, by outcome.
    pub calls: BTreeMap<Outcome, u64>,
    /// The time of each call, with its pauses.
    pub duration: Histogram,
    /// Requests sent again, by cause.
    pub retries: BTreeMap<Outcome, u64>,
    /// Retries that the budget did not pay for.
    pub retries_unpaid: u64,
}

/// How often breakers changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BreakerMoves {
    /// To open.
    pub opened: u64,
    /// To half-open.
    pub half_opened: u64,
    /// To closed.
    pub closed: u64,
}

/// What the caches of one class had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CacheLookups {
    /// A fresh value.
    pub fresh: u64,
    /// A stale one.
    pub stale: u64,
    /// The knowledge that there is none.
    pub absent: u64,
    /// Nothing.
    pub miss: u64,
}

impl CacheLookups {
    /// All questions.
    pub fn total(&self) -> u64 {
        self.hits().saturating_add(self.miss)
    }

    /// Those that were answered without waiting for a read.
    pub fn hits(&self) -> u64 {
        self.fresh.saturating_add(self.stale).saturating_add(self.absent)
    }
}

impl MetricsSnapshot {
    /// What was counted after `earlier`, an older snapshot of the same process. Counters that went down, as after a
    /// restart, count from zero.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let nothing = OperationMetrics::default();
        Self {
            operations: self
                .operations
                .iter()
                .map(|(name, now)| {
                    let then = earlier.operations.get(name).unwrap_or(&nothing);
                    (name.clone(), now.since(then))
                })
                .collect(),
            token_fetches: difference(&self.token_fetches, &earlier.token_fetches),
            breaker: BreakerMoves {
                opened: less(self.breaker.opened, earlier.breaker.opened),
                half_opened: less(self.breaker.half_opened, earlier.breaker.half_opened),
                closed: less(self.breaker.closed, earlier.breaker.closed),
            },
            queued: self.queued.since(&earlier.queued),
            cache: self
                .cache
                .iter()
                .map(|(class, now)| {
                    let then = earlier.cache.get(class).copied().unwrap_or_default();
                    let lookups = CacheLookups {
                        fresh: less(now.fresh, then.fresh),
                        stale: less(now.stale, then.stale),
                        absent: less(now.absent, then.absent),
                        miss: less(now.miss, then.miss),
                    };
                    (*class, lookups)
                })
                .collect(),
        }
    }

    /// The time of all requests, whatever the operation.
    pub fn latency(&self) -> Histogram {
        let mut all = Histogram::new();
        for operation in self.operations.values() {
            all.add(&operation.latency);
        }
        all
    }

    /// Calls of all operations that ended with an outcome for which `counts` holds.
    pub fn calls(&self, counts: impl Fn(Outcome) -> bool) -> u64 {
        self.operations
            .values()
            .flat_map(|operation| &operation.calls)
            .filter(|(outcome, _)| counts(**outcome))
            .map(|(_, calls)| calls)
            .sum()
    }

    /// The questions to the caches of all classes.
    pub fn cache_lookups(&self) -> CacheLookups {
        self.cache
            .values()
            .fold(CacheLookups::default(), |sum, one| CacheLookups {
                fresh: sum.fresh.saturating_add(one.fresh),
                stale: sum.stale.saturating_add(one.stale),
                absent: sum.absent.saturating_add(one.absent),
                miss: sum.miss.saturating_add(one.miss),
            })
    }
}

impl OperationMetrics {
    fn since(&self, earlier: &Self) -> Self {
        let nothing = BTreeMap::new();
        Self {
            attempts: self
                .attempts
                .iter()
                .map(|(outcome, now)| {
                    let then = earlier.attempts.get(outcome).unwrap_or(&nothing);
                    (*outcome, difference(now, then))
                })
                .collect(),
            latency: self.latency.since(&earlier.latency),
            calls: difference(&self.calls, &earlier.calls),
            duration: self.duration.since(&earlier.duration),
            retries: difference(&self.retries, &earlier.retries),
            retries_unpaid: less(self.retries_unpaid, earlier.retries_unpaid),
        }
    }
}

/// The growth of a counter; one that went down began anew.
fn less(now: u64, then: u64) -> u64 {
    now.checked_sub(then).unwrap_or(now)
}

fn difference<K: Ord + Copy>(now: &BTreeMap<K, u64>, then: &BTreeMap<K, u64>) -> BTreeMap<K, u64> {
    now.iter()
        .map(|(key, count)| (*key, less(*count, then.get(key).copied().unwrap_or(0))))
        .collect()
}
