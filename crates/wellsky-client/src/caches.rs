//! What reads brought that asked to be kept, and which writes make it out of date.

use std::fmt;
use std::future::Future;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use careweave_http::{CachePolicy, Cached, Clock, Fresh, Metrics, ReadCache, next_refresh};
use careweave_types::{AgencyZone, CaregiverId, ClientId, Delivery, Result, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

use crate::models::{Caregiver, CaregiverFilter, Client, ClientFilter, Shift, ShiftFilter};
use crate::{CacheSettings, Config};

/// What typed reads brought, as the vendor answered and before any scope has masked it: a handle masks what it gives out.
#[derive(Debug)]
pub(crate) struct Caches {
    pub(crate) clients: People<ClientFilter, ClientId, Client>,
    pub(crate) caregivers: People<CaregiverFilter, CaregiverId, Caregiver>,
    pub(crate) open_shifts: Kept<TimeWindow, Rows<Shift>>,
    pub(crate) schedule: Kept<Schedule, Rows<Shift>>,
    daily: Option<Daily>,
}

/// The rows of a list.
pub(crate) type Rows<T> = Arc<Vec<T>>;

/// People of one kind: their lists, and one by one.
#[derive(Debug)]
pub(crate) struct People<F, I, T> {
    pub(crate) lists: Kept<F, Rows<T>>,
    pub(crate) each: Kept<I, Arc<T>>,
}

/// Whose shifts a list holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Schedule {
    Agency(ShiftFilter),
    Caregiver(CaregiverId, TimeWindow),
}

/// Values of one kind, or none where nothing is to be kept.
pub(crate) struct Kept<K, V> {
    cache: Option<ReadCache<K, V>>,
    clock: Arc<dyn Clock>,
}

impl<K, V> fmt::Debug for Kept<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept")
            .field("cache", &self.cache)
            .finish_non_exhaustive()
    }
}

impl<K, V> Kept<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// The value of `key`, by the policy.
    pub(crate) async fn get<R>(&self, key: &K, read: impl FnOnce() -> R + Send + 'static) -> Result<Cached<V>>
    where
        R: Future<Output = Result<V>> + Send + 'static,
    {
        match &self.cache {
            Some(cache) => cache.get(key, read).await,
            None => Fresh::read(&*self.clock, read()).await.map(Cached::from),
        }
    }

    /// The value as a read brings it that begins now.
    pub(crate) async fn live<R>(&self, key: &K, read: impl FnOnce() -> R + Send + 'static) -> Result<Fresh<V>>
    where
        R: Future<Output = Result<V>> + Send + 'static,
    {
        match &self.cache {
            Some(cache) => cache.live(key, read).await,
            None => Fresh::read(&*self.clock, read()).await,
        }
    }

    /// What is kept, by key.
    pub(crate) fn keys(&self) -> Vec<K> {
        self.cache.as_ref().map(ReadCache::keys).unwrap_or_default()
    }

    fn expire(&self) {
        if let Some(cache) = &self.cache {
            cache.expire_all();
        }
    }

    fn purge(&self) -> usize {
        self.cache.as_ref().map_or(0, ReadCache::purge)
    }
}

impl<F, I, T> People<F, I, T>
where
    F: Clone + Eq + Hash + Send + 'static,
    I: Clone + Eq + Hash + Send + 'static,
    T: Send + Sync + 'static,
{
    fn expire(&self) {
        self.lists.expire();
        self.each.expire();
    }

    fn purge(&self) -> usize {
        self.lists.purge() + self.each.purge()
    }
}

/// The reading of people at 03:00.
#[derive(Debug)]
struct Daily {
    zone: AgencyZone,
    due_at: Mutex<Option<DateTime<Utc>>>,
}

/// The longest there can be between two 03:00, with a margin for zones that change their minds.
const LONGEST_DAY: TimeDelta = TimeDelta::hours(26);

/// What a write touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Touched {
    Clients,
    Caregivers,
    Shifts,
}

/// Which records a write changes, by the first word of its operation. A write that is not listed may change any.
const TOUCHES: [(&str, &[Touched]); 21] = [
    ("clients", &[Touched::Clients, Touched::Shifts]),
    ("patients", &[Touched::Clients, Touched::Shifts]),
    ("prospects", &[Touched::Clients]),
    ("related_persons", &[Touched::Clients]),
    ("caregivers", &[Touched::Caregivers, Touched::Shifts]),
    ("practitioners", &[Touched::Caregivers, Touched::Shifts]),
    ("applicants", &[Touched::Caregivers]),
    ("profile_tags", &[Touched::Caregivers]),
    ("shifts", &[Touched::Shifts]),
    ("appointments", &[Touched::Shifts]),
    ("encounters", &[Touched::Shifts]),
    ("referral_sources", &[Touched::Clients]),
    ("capabilities", &[]),
    ("tasks", &[]),
    ("task_logs", &[]),
    ("admin_tasks", &[]),
    ("documents", &[]),
    ("subscriptions", &[]),
    ("care_plans", &[]),
    ("charge_items", &[]),
    ("token", &[]),
];

impl Caches {
    /// # Errors
    /// As [`CacheSettings::validate`].
    pub(crate) fn new(config: &Config, clock: &Arc<dyn Clock>, metrics: &Arc<dyn Metrics>) -> Result<Self> {
        let settings = config.cache();
        let zone = settings.and_then(|settings| {
            let own = settings.people.daily_refresh_in.as_ref();
            own.or(config.agency_zone()).cloned()
        });
        let people = settings.map(|settings| CachePolicy {
            daily_refresh_in: zone.clone(),
            ..settings.people.clone()
        });
        let of = |part: fn(&CacheSettings) -> &CachePolicy| settings.map(|settings| part(settings).clone());
        let daily = zone.map(|zone| Daily {
            due_at: Mutex::new(next_refresh(clock.now(), &zone).ok()),
            zone,
        });
        Ok(Self {
            clients: People {
                lists: kept(people.clone(), clock, metrics)?,
                each: kept(people.clone(), clock, metrics)?,
            },
            caregivers: People {
                lists: kept(people.clone(), clock, metrics)?,
                each: kept(people, clock, metrics)?,
            },
            open_shifts: kept(of(|settings| &settings.open_shifts), clock, metrics)?,
            schedule: kept(of(|settings| &settings.schedule), clock, metrics)?,
            daily,
        })
    }

    /// Stands by while a write is under way. When it has ended, or was given up, what it touches is out of date.
    pub(crate) fn write(&self, operation: &'static str) -> WriteUnderWay<'_> {
        WriteUnderWay {
            caches: self,
            operation,
            sent: true,
        }
    }

    /// Takes what a write of this operation changes for out of date.
    pub(crate) fn expire_after(&self, operation: &str) {
        let subject = operation
            .split_once('.')
            .map_or(operation, |(subject, _)| subject);
        match TOUCHES.iter().find(|(listed, _)| *listed == subject) {
            Some((_, touched)) => touched.iter().for_each(|touched| self.expire(*touched)),
            None => self.expire_all(),
        }
    }

    /// Takes everything for out of date.
    pub(crate) fn expire_all(&self) {
        for touched in [Touched::Clients, Touched::Caregivers, Touched::Shifts] {
            self.expire(touched);
        }
    }

    fn expire(&self, touched: Touched) {
        match touched {
            Touched::Clients => self.clients.expire(),
            Touched::Caregivers => self.caregivers.expire(),
            Touched::Shifts => {
                self.open_shifts.expire();
                self.schedule.expire();
            }
        }
    }

    /// Drops what may not be given out any more, and tells how much that was.
    pub(crate) fn purge(&self) -> usize {
        self.clients.purge() + self.caregivers.purge() + self.open_shifts.purge() + self.schedule.purge()
    }

    /// When people are to be read anew; nothing without a zone.
    pub(crate) fn refresh_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let daily = self.daily.as_ref()?;
        let mut due_at = daily.due_at.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back, or a time that could not be told.
        if due_at.is_none_or(|at| at - now > LONGEST_DAY) {
            *due_at = next_refresh(now, &daily.zone).ok();
        }
        *due_at
    }

    /// Remembers that people have been read anew.
    pub(crate) fn refreshed(&self, now: DateTime<Utc>) {
        if let Some(daily) = &self.daily {
            *daily.due_at.lock().unwrap_or_else(PoisonError::into_inner) =
                next_refresh(now, &daily.zone).ok();
        }
    }
}

/// A write that may change what is kept.
pub(crate) struct WriteUnderWay<'a> {
    caches: &'a Caches,
    operation: &'static str,
    sent: bool,
}

impl WriteUnderWay<'_> {
    /// The write has ended: one that was never sent changed nothing.
    pub(crate) fn ended<T>(mut self, outcome: &Result<T>) {
        self.sent = !matches!(outcome, Err(error) if error.delivery() == Delivery::NotSent);
    }
}

impl Drop for WriteUnderWay<'_> {
    fn drop(&mut self) {
        if self.sent {
            self.caches.expire_after(self.operation);
        }
    }
}

fn kept<K, V>(
    policy: Option<CachePolicy>,
    clock: &Arc<dyn Clock>,
    metrics: &Arc<dyn Metrics>,
) -> Result<Kept<K, V>>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + Sync + 'static,
{
    let seed = RandomState::new().hash_one(0_u8);
    let cache = policy
        .map(|policy| ReadCache::with_metrics(policy, Arc::clone(clock), seed, Arc::clone(metrics)))
        .transpose()?;
    Ok(Kept {
        cache,
        clock: Arc::clone(clock),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_subject_is_listed_once() {
        let mut subjects: Vec<&str> = TOUCHES.iter().map(|(subject, _)| *subject).collect();
        subjects.sort_unstable();
        subjects.dedup();
        assert_eq!(subjects.len(), TOUCHES.len());
    }
}
