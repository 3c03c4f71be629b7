use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use careweave_types::{Error, ErrorKind, Result};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tracing::Instrument as _;

use super::shelf::{Moment, Plan, Shelf};
use super::{CachePolicy, Cached, Fresh, Freshness};
use crate::Clock;
use crate::again::again;
use crate::metrics::{CacheLookup, Event, Metrics, NoMetrics};

/// Keeps what reads brought, by a [`CachePolicy`], for all callers. Clones share what is held.
///
/// For each key at most one read is under way, and all who ask meanwhile get its outcome. A read runs as a task of the
/// tokio runtime, so that it comes to its end also when its caller goes away; outside a runtime it runs in its first
/// caller, and if that one goes away, the next takes over with its own.
///
/// A failed read never replaces a value. `NotFound` is no failure in this sense but an answer: that there is nothing is
/// remembered for [`CachePolicy::absent_for`]. Values are given out as they are held, so that `V` had better be an
/// [`Arc`] where it is large.
pub struct ReadCache<K, V> {
    shared: Arc<Shared<K, V>>,
}

struct Shared<K, V> {
    policy: CachePolicy,
    clock: Arc<dyn Clock>,
    seed: u64,
    metrics: Arc<dyn Metrics>,
    held: Mutex<Held<K, V>>,
}

struct Held<K, V> {
    shelf: Shelf<K, V>,
    flights: HashMap<K, Flight<V>>,
    begun: u64,
}

/// A read under way.
struct Flight<V> {
    number: u64,
    outcome: Landing<V>,
}

type Landing<V> = watch::Receiver<Option<Landed<V>>>;

type Landed<V> = std::result::Result<(V, Moment), Arc<Error>>;

impl<K, V> Clone for ReadCache<K, V> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<K, V> fmt::Debug for ReadCache<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadCache")
            .field("policy", &self.shared.policy)
            .finish_non_exhaustive()
    }
}

impl<K, V> ReadCache<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// An empty cache. `seed` decides how early which value is read anew; give each process another.
    ///
    /// # Errors
    /// As [`CachePolicy::validate`].
    pub fn new(policy: CachePolicy, clock: Arc<dyn Clock>, seed: u64) -> Result<Self> {
        Self::with_metrics(policy, clock, seed, Arc::new(NoMetrics))
    }

    /// As [`ReadCache::new`], with each question counted in `metrics`.
    ///
    /// # Errors
    /// As [`CachePolicy::validate`].
    pub fn with_metrics(
        policy: CachePolicy,
        clock: Arc<dyn Clock>,
        seed: u64,
        metrics: Arc<dyn Metrics>,
    ) -> Result<Self> {
        policy.validate()?;
        Ok(Self {
            shared: Arc::new(Shared {
                policy,
                clock,
                seed,
                metrics,
                held: Mutex::new(Held {
                    shelf: Shelf::new(),
                    flights: HashMap::new(),
                    begun: 0,
                }),
            }),
        })
    }

    /// The policy in force.
    pub fn policy(&self) -> &CachePolicy {
        &self.shared.policy
    }

    /// The value of `key`: the one held, as far as the policy allows, else what `read` brings.
    ///
    /// # Errors
    /// What the read ended with, when no value may be given out instead; `NotFound` also out of memory.
    pub async fn get<F, R>(&self, key: &K, read: F) -> Result<Cached<V>>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Future<Output = Result<V>> + Send + 'static,
    {
        let shared = &self.shared;
        let mut read = Some(read);
        let mut looked_up = false;
        let mut still_fresh = None;
        loop {
            let now = shared.now();
            let (plan, flight) = {
                let mut held = shared.held();
                let plan = held.shelf.plan(&shared.policy, key, now);
                let flight = match plan {
                    Plan::Read | Plan::ServeAndRefresh(_) => Some(held.join_or_begin(key)),
                    Plan::Serve(_) | Plan::Absent(_) => None,
                };
                (plan, flight)
            };
            if !looked_up {
                looked_up = true;
                shared.count(&plan);
            }
            let joined = match (plan, flight) {
                (Plan::Serve(value), _) => return Ok(value),
                (Plan::Absent(error), _) => return Err(error),
                (Plan::ServeAndRefresh(value), Some(Joined::Leads(departure))) => {
                    let Some(read) = read.take() else {
                        return Ok(value);
                    };
                    if Handle::try_current().is_ok() {
                        shared.fly(key, departure, read, now).await;
                        return Ok(value);
                    }
                    // Nobody would carry on after this caller: it reads first, and falls back on what is held.
                    still_fresh = (value.freshness() == Freshness::Fresh).then_some(value);
                    let landing = departure.outcome.clone();
                    shared.fly(key, departure, read, now).await;
                    landing
                }
                (Plan::ServeAndRefresh(value), _) => return Ok(value),
                (Plan::Read, Some(Joined::Follows(landing))) => landing,
                (Plan::Read, Some(Joined::Leads(departure))) => {
                    let Some(read) = read.take() else {
                        return Err(lost());
                    };
                    let landing = departure.outcome.clone();
                    shared.fly(key, departure, read, now).await;
                    landing
                }
                (Plan::Read, None) => return Err(lost()),
            };
            match landed(joined).await {
                Some(Ok((value, read_at))) => {
                    return Ok(Cached::new(value, Freshness::Fresh, read_at.wall));
                }
                Some(Err(error)) => {
                    let now = shared.now();
                    let instead = shared
                        .held()
                        .shelf
                        .instead(&shared.policy, key, error.kind(), now);
                    return instead.or(still_fresh).ok_or_else(|| hand_on(error));
                }
                None if read.is_some() => {}
                None => return Err(lost()),
            }
        }
    }

    /// The value as a read brings it that begins after this call: for decisions. What is held is not looked at, and is
    /// replaced. A read that was under way before is waited for and not shared; one that begins meanwhile is.
    ///
    /// # Errors
    /// What the read ended with. Never a stale value.
    pub async fn live<F, R>(&self, key: &K, read: F) -> Result<Fresh<V>>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Future<Output = Result<V>> + Send + 'static,
    {
        let shared = &self.shared;
        let before = shared.held().begun;
        let mut read = Some(read);
        loop {
            let now = shared.now();
            let (number, joined) = {
                let mut held = shared.held();
                let joined = held.join_or_begin(key);
                let number = held.flights.get(key).map_or(0, |flight| flight.number);
                (number, joined)
            };
            let landing = match joined {
                Joined::Follows(landing) if number <= before => {
                    // It may have read what was true before this call.
                    landed(landing).await;
                    continue;
                }
                Joined::Follows(landing) => landing,
                Joined::Leads(departure) => {
                    let Some(read) = read.take() else {
                        return Err(lost());
                    };
                    let landing = departure.outcome.clone();
                    shared.fly(key, departure, read, now).await;
                    landing
                }
            };
            match landed(landing).await {
                Some(Ok((value, read_at))) => return Ok(Fresh::new(value, read_at.wall)),
                Some(Err(error)) => return Err(hand_on(error)),
                None if read.is_some() => {}
                None => return Err(lost()),
            }
        }
    }

    /// Forgets `key`, as after a write. A read under way still answers those who wait for it, and is not kept.
    pub fn invalidate(&self, key: &K) {
        let mut held = self.shared.held();
        held.shelf.forget(key);
        held.flights.remove(key);
    }

    /// Forgets everything.
    pub fn clear(&self) {
        let mut held = self.shared.held();
        held.shelf.clear();
        held.flights.clear();
    }

    /// Takes the value of `key` for out of date, as after a write that touched it: the next question is answered by a new
    /// read, and by the value held, marked stale, only where that read fails because the other side is down. A read under
    /// way still answers those who wait for it, and is not kept.
    pub fn expire(&self, key: &K) {
        let mut held = self.shared.held();
        held.shelf.expire(key);
        held.flights.remove(key);
    }

    /// As [`ReadCache::expire`], for everything held.
    pub fn expire_all(&self) {
        let mut held = self.shared.held();
        held.shelf.expire_all();
        held.flights.clear();
    }

    /// The keys of the values held, in no order.
    pub fn keys(&self) -> Vec<K> {
        self.shared.held().shelf.keys()
    }

    /// Drops what may not be given out any more, and tells how much that was. Such values are never given out; this frees
    /// their memory sooner.
    pub fn purge(&self) -> usize {
        let now = self.shared.now();
        self.shared.held().shelf.purge(&self.shared.policy, now)
    }

    /// How many keys are held.
    pub fn len(&self) -> usize {
        self.shared.held().shelf.len()
    }

    /// True when none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<K, V> Shared<K, V> {
    fn held(&self) -> MutexGuard<'_, Held<K, V>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Moment {
        Moment {
            monotonic: self.clock.monotonic(),
            wall: self.clock.now(),
        }
    }

    fn count(&self, plan: &Plan<V>) {
        let lookup = match plan {
            Plan::Serve(value) | Plan::ServeAndRefresh(value) => match value.freshness() {
                Freshness::Fresh => CacheLookup::Fresh,
                Freshness::Stale { .. } => CacheLookup::Stale,
            },
            Plan::Absent(_) => CacheLookup::Absent,
            Plan::Read => CacheLookup::Miss,
        };
        self.metrics.record(Event::Cache {
            class: self.policy.class,
            lookup,
        });
    }
}

impl<K, V> Shared<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Reads in a task, or here where there is no runtime.
    async fn fly<F, R>(self: &Arc<Self>, key: &K, departure: Departure<V>, read: F, read_at: Moment)
    where
        F: FnOnce() -> R + Send + 'static,
        R: Future<Output = Result<V>> + Send + 'static,
    {
        let flying = Flying {
            shared: Arc::clone(self),
            key: key.clone(),
            number: departure.number,
            sender: departure.sender,
        };
        let flight = async move {
            let result = read().await;
            flying.land(result, read_at);
        };
        match Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(flight.instrument(tracing::Span::current()));
            }
            Err(_) => flight.await,
        }
    }

    /// From 0 to 1, the same for the same seed, key and read.
    fn spread(&self, key: &K, number: u64) -> f64 {
        let mut hasher = DefaultHasher::new();
        (self.seed, key, number).hash(&mut hasher);
        (hasher.finish() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

impl<K: Clone + Eq + Hash, V> Held<K, V> {
    fn join_or_begin(&mut self, key: &K) -> Joined<V> {
        if let Some(flight) = self.flights.get(key) {
            return Joined::Follows(flight.outcome.clone());
        }
        self.begun += 1;
        let (sender, outcome) = watch::channel(None);
        let flight = Flight {
            number: self.begun,
            outcome: outcome.clone(),
        };
        self.flights.insert(key.clone(), flight);
        Joined::Leads(Departure {
            number: self.begun,
            sender,
            outcome,
        })
    }
}

enum Joined<V> {
    Leads(Departure<V>),
    Follows(Landing<V>),
}

struct Departure<V> {
    number: u64,
    sender: watch::Sender<Option<Landed<V>>>,
    outcome: Landing<V>,
}

/// A read on its way. Dropped without landing, it makes room for another.
struct Flying<K: Eq + Hash, V> {
    shared: Arc<Shared<K, V>>,
    key: K,
    number: u64,
    sender: watch::Sender<Option<Landed<V>>>,
}

impl<K, V> Flying<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + Sync + 'static,
{
    fn land(self, result: Result<V>, read_at: Moment) {
        let shared = &self.shared;
        let now = shared.now();
        {
            let mut held = shared.held();
            let is_wanted = held
                .flights
                .get(&self.key)
                .is_some_and(|flight| flight.number == self.number);
            if is_wanted {
                held.flights.remove(&self.key);
                match &result {
                    Ok(value) => {
                        let spread = shared.spread(&self.key, self.number);
                        held.shelf
                            .store(&shared.policy, &self.key, value.clone(), read_at, spread);
                    }
                    Err(error) => held.shelf.fail(&shared.policy, &self.key, error, now),
                }
            }
        }
        let landed = result.map(|value| (value, read_at)).map_err(Arc::new);
        self.sender.send_replace(Some(landed));
    }
}

impl<K: Eq + Hash, V> Drop for Flying<K, V> {
    fn drop(&mut self) {
        let mut held = self.shared.held();
        if held
            .flights
            .get(&self.key)
            .is_some_and(|flight| flight.number == self.number)
        {
            held.flights.remove(&self.key);
        }
    }
}

/// How a read ended; nothing when it was given up.
async fn landed<V: Clone>(mut landing: Landing<V>) -> Option<Landed<V>> {
    landing
        .wait_for(Option::is_some)
        .await
        .ok()
        .and_then(|outcome| outcome.clone())
}

/// The failure for one caller: the original when nobody else holds it, else a copy.
fn hand_on(error: Arc<Error>) -> Error {
    Arc::try_unwrap(error).unwrap_or_else(|shared| again(&shared))
}

fn lost() -> Error {
    Error::new(
        ErrorKind::Internal,
        "cache.get",
        "the read ended without an outcome: its task panicked or the runtime is shutting down",
    )
}
