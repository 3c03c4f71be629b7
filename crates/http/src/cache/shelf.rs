//! What a cache holds, and which of it may be given out. No I/O and no waiting: the time is an argument.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::time::Duration;

use careweave_types::{Error, ErrorKind};
use chrono::{DateTime, Utc};

use super::{CachePolicy, Cached, Freshness, StaleReason, next_refresh};
use crate::again::again;

/// Both readings of a clock at one moment. Durations come from the monotonic one; the wall clock, which may jump, tells
/// only whether it is past 03:00.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) monotonic: Duration,
    pub(super) wall: DateTime<Utc>,
}

pub(super) struct Shelf<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// Keys by when they were last asked for.
    recency: BTreeMap<u64, K>,
    uses: u64,
}

struct Entry<V> {
    kept: Kept<V>,
    used: u64,
}

enum Kept<V> {
    Value(Value<V>),
    Absent { until: Duration, error: Error },
}

struct Value<V> {
    value: V,
    read_at: Moment,
    early_at: Duration,
    fresh_until: Duration,
    /// The next 03:00, by the wall clock.
    daily_at: Option<DateTime<Utc>>,
    /// A write has touched it since.
    expired: bool,
    failure: Option<Failure>,
}

/// How the last read for a new value failed.
struct Failure {
    at: Duration,
    /// Nothing when the other side answered: then no stale value covers it up.
    outage: Option<StaleReason>,
}

/// What to do with a question.
pub(super) enum Plan<V> {
    Serve(Cached<V>),
    ServeAndRefresh(Cached<V>),
    Absent(Error),
    Read,
}

impl<K: Clone + Eq + Hash, V: Clone> Shelf<K, V> {
    pub(super) fn new() -> Self {
        Self {
            entries: HashMap::new(),
            recency: BTreeMap::new(),
            uses: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn plan(&mut self, policy: &CachePolicy, key: &K, now: Moment) -> Plan<V> {
        self.touch(key);
        match self.entries.get(key).map(|entry| &entry.kept) {
            Some(Kept::Value(held)) => held.plan(policy, now),
            Some(Kept::Absent { until, error }) if now.monotonic < *until => Plan::Absent(again(error)),
            Some(Kept::Absent { .. }) | None => Plan::Read,
        }
    }

    /// The value to give out after a read for a new one failed with `kind`, if there is one.
    pub(super) fn instead(
        &self,
        policy: &CachePolicy,
        key: &K,
        kind: ErrorKind,
        now: Moment,
    ) -> Option<Cached<V>> {
        let reason = StaleReason::of(kind)?;
        match self.entries.get(key).map(|entry| &entry.kept) {
            Some(Kept::Value(held)) if held.is_fresh(now) => Some(held.cached(Freshness::Fresh)),
            Some(Kept::Value(held)) if held.covers_outage(policy, now) => Some(held.stale(reason, now)),
            _ => None,
        }
    }

    /// Takes in a value whose read began at `read_at`; `spread`, from 0 to 1, says how early the next one is read.
    pub(super) fn store(&mut self, policy: &CachePolicy, key: &K, value: V, read_at: Moment, spread: f64) {
        let ttl_end = read_at.monotonic.saturating_add(policy.fresh_for);
        let daily_at = policy
            .daily_refresh_in
            .as_ref()
            .and_then(|zone| next_refresh(read_at.wall, zone).ok());
        let daily_end = daily_at
            .and_then(|at| (at - read_at.wall).to_std().ok())
            .map(|span| read_at.monotonic.saturating_add(span));
        let (fresh_until, early_at) = match daily_end {
            // Early would be before 03:00, and then again after it.
            Some(end) if end < ttl_end => (end, end),
            _ => {
                let early = policy
                    .fresh_for
                    .mul_f64(f64::from(policy.early_percent) / 100.0 * spread.clamp(0.0, 1.0));
                (ttl_end, ttl_end.saturating_sub(early))
            }
        };
        let held = Value {
            value,
            read_at,
            early_at,
            fresh_until,
            daily_at,
            expired: false,
            failure: None,
        };
        self.put(policy, key, Kept::Value(held));
    }

    /// Takes in that a read failed. That there is nothing is an answer, and kept as one; nothing else replaces a value.
    pub(super) fn fail(&mut self, policy: &CachePolicy, key: &K, error: &Error, now: Moment) {
        if error.kind() == ErrorKind::NotFound {
            let absent = Kept::Absent {
                until: now.monotonic.saturating_add(policy.absent_for),
                error: again(error),
            };
            self.put(policy, key, absent);
        } else if let Some(Entry {
            kept: Kept::Value(held),
            ..
        }) = self.entries.get_mut(key)
        {
            held.failure = Some(Failure {
                at: now.monotonic,
                outage: StaleReason::of(error.kind()),
            });
        }
    }

    pub(super) fn forget(&mut self, key: &K) {
        if let Some(entry) = self.entries.remove(key) {
            self.recency.remove(&entry.used);
        }
    }

    /// Keeps a value for outages only, and forgets that there was none.
    pub(super) fn expire(&mut self, key: &K) {
        match self.entries.get_mut(key).map(|entry| &mut entry.kept) {
            Some(Kept::Value(held)) => held.expired = true,
            Some(Kept::Absent { .. }) => self.forget(key),
            None => {}
        }
    }

    pub(super) fn expire_all(&mut self) {
        let recency = &mut self.recency;
        self.entries.retain(|_, entry| match &mut entry.kept {
            Kept::Value(held) => {
                held.expired = true;
                true
            }
            Kept::Absent { .. } => {
                recency.remove(&entry.used);
                false
            }
        });
    }

    /// The keys that have a value.
    pub(super) fn keys(&self) -> Vec<K> {
        self.entries
            .iter()
            .filter(|(_, entry)| matches!(entry.kept, Kept::Value(_)))
            .map(|(key, _)| key.clone())
            .collect()
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.recency.clear();
    }

    /// Drops what can never be given out again.
    pub(super) fn purge(&mut self, policy: &CachePolicy, now: Moment) -> usize {
        let before = self.entries.len();
        let recency = &mut self.recency;
        self.entries.retain(|_, entry| {
            let keep = match &entry.kept {
                Kept::Value(held) => {
                    held.is_fresh(now)
                        || held.within(policy.stale_if_error, now)
                        || held.within(policy.while_revalidating, now)
                }
                Kept::Absent { until, .. } => now.monotonic < *until,
            };
            if !keep {
                recency.remove(&entry.used);
            }
            keep
        });
        before - self.entries.len()
    }

    fn touch(&mut self, key: &K) {
        if let Some(entry) = self.entries.get_mut(key) {
            self.uses += 1;
            if let Some(key) = self.recency.remove(&entry.used) {
                self.recency.insert(self.uses, key);
            }
            entry.used = self.uses;
        }
    }

    fn put(&mut self, policy: &CachePolicy, key: &K, kept: Kept<V>) {
        self.forget(key);
        while self.entries.len() >= policy.capacity {
            let Some((_, oldest)) = self.recency.pop_first() else {
                break;
            };
            self.entries.remove(&oldest);
        }
        self.uses += 1;
        self.recency.insert(self.uses, key.clone());
        self.entries.insert(
            key.clone(),
            Entry {
                kept,
                used: self.uses,
            },
        );
    }
}

impl<V: Clone> Value<V> {
    fn plan(&self, policy: &CachePolicy, now: Moment) -> Plan<V> {
        let outage = self.failure.as_ref().and_then(|failure| failure.outage);
        let pausing = self
            .failure
            .as_ref()
            .is_some_and(|failure| now.monotonic < failure.at.saturating_add(policy.failure_pause));
        if self.is_fresh(now) {
            let value = self.cached(Freshness::Fresh);
            return if now.monotonic >= self.early_at && !pausing {
                Plan::ServeAndRefresh(value)
            } else {
                Plan::Serve(value)
            };
        }
        match (&self.failure, outage) {
            (Some(_), Some(reason)) if pausing && self.covers_outage(policy, now) => {
                Plan::Serve(self.stale(reason, now))
            }
            // The other side answered that it will not give a new one.
            (Some(_), None) => Plan::Read,
            _ if !self.expired && self.within(policy.while_revalidating, now) => {
                Plan::ServeAndRefresh(self.stale(StaleReason::Revalidating, now))
            }
            _ => Plan::Read,
        }
    }

    fn is_fresh(&self, now: Moment) -> bool {
        !self.expired && now.monotonic < self.fresh_until && self.daily_at.is_none_or(|at| now.wall < at)
    }

    fn within(&self, span: Duration, now: Moment) -> bool {
        now.monotonic < self.fresh_until.saturating_add(span)
    }

    fn covers_outage(&self, policy: &CachePolicy, now: Moment) -> bool {
        self.within(policy.stale_if_error, now)
    }

    fn stale(&self, reason: StaleReason, now: Moment) -> Cached<V> {
        let age = now.monotonic.saturating_sub(self.read_at.monotonic);
        self.cached(Freshness::Stale { age, reason })
    }

    fn cached(&self, freshness: Freshness) -> Cached<V> {
        Cached::new(self.value.clone(), freshness, self.read_at.wall)
    }
}
