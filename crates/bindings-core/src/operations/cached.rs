//! Reads that may be answered by what an earlier read brought.

use std::sync::Arc;

use careweave::http::{Clock as _, SystemClock};
use careweave::types::{CaregiverId, ErrorKind, Result};
use careweave::wellsky::{Cached, CaregiverFilter, ClientFilter, Freshness};
use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};

use super::arguments::{Nothing, arguments, window};
use super::caregivers::OneCaregiver;
use super::clients::OneClient;
use super::operation::Operation;
use super::results::{HostError, HostReading};
use super::shifts::ShiftsAsked;

arguments! {
    /// From when to when: windows that come again, such as days, are answered by an earlier read.
    SpanAsked {
        /// The first instant.
        start: DateTime<Utc>,
        /// The instant after the last.
        end: DateTime<Utc>,
    }

    /// Whose schedule.
    ScheduleAsked {
        /// The caregiver's id.
        caregiver_id: CaregiverId,
        /// The first instant.
        start: DateTime<Utc>,
        /// The instant after the last.
        end: DateTime<Utc>,
    }
}

/// A value with its age, and where it comes from.
#[derive(Debug, Serialize)]
pub(crate) struct HostCached<T> {
    value: T,
    fetched_at: DateTime<Utc>,
    age_seconds: f64,
    stale: bool,
    reason: Option<&'static str>,
    source: &'static str,
    refusal: Option<HostError>,
}

impl<T: Clone> HostCached<T> {
    /// `asked_at` is when the question began: what was read before it was kept.
    fn of(cached: Cached<T>, asked_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let fetched_at = cached.fetched_at();
        let (age, reason) = match cached.freshness() {
            Freshness::Fresh => ((now - fetched_at).to_std().unwrap_or_default(), None),
            Freshness::Stale { age, reason } => (age, Some(reason.code())),
        };
        // The error that a decision by it would meet.
        let refusal = match reason {
            Some(_) => cached.clone().into_fresh().err(),
            None => None,
        };
        Self {
            fetched_at,
            age_seconds: age.as_secs_f64(),
            stale: reason.is_some(),
            reason,
            source: if fetched_at >= asked_at { "vendor" } else { "cache" },
            refusal: refusal.as_ref().map(HostError::from),
            value: cached.into_value(),
        }
    }
}

/// Rows that a cache holds, written without being copied.
#[derive(Debug)]
pub(crate) struct Kept<T>(Arc<T>);

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Serialize> Serialize for Kept<T> {
    fn serialize<S: Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> {
        self.0.serialize(s)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    use super::Kept;

    impl<T: JsonSchema> JsonSchema for Kept<T> {
        fn inline_schema() -> bool {
            T::inline_schema()
        }

        fn schema_name() -> Cow<'static, str> {
            T::schema_name()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            T::json_schema(generator)
        }
    }
}

/// What a cached read gives a host.
async fn told<T: Clone>(read: impl Future<Output = Result<Cached<T>>>) -> Result<HostCached<T>> {
    let clock = SystemClock::new();
    let asked_at = clock.now();
    let cached = read.await?;
    Ok(HostCached::of(cached, asked_at, clock.now()))
}

async fn rows_told<T>(
    read: impl Future<Output = Result<Cached<Arc<Vec<T>>>>>,
) -> Result<HostCached<Kept<Vec<T>>>> {
    told(async { Ok(read.await?.map(Kept)) }).await
}

pub(super) fn rows() -> Vec<Operation> {
    [people(), shifts(), upkeep()].into_iter().flatten().collect()
}

fn people() -> Vec<Operation> {
    vec![
        Operation::call(
            "cached.clients.list",
            "cached_clients",
            "Every client that meets all conditions given, by id; out of the cache where it has them. Fresh for 24 hours and at most until 03:00 in the agency's zone, and shown for another 24 hours while WellSky is down.",
            |wellsky, filter: ClientFilter| async move {
                rows_told(wellsky.clients().cached().list(filter)).await
            },
        ),
        Operation::call(
            "cached.clients.get",
            "cached_client",
            "One client, out of the cache where it has it; kept as the lists of clients are.",
            |wellsky, asked: OneClient| async move {
                told(wellsky.clients().cached().get(&asked.client_id)).await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::call(
            "cached.caregivers.list",
            "cached_caregivers",
            "Every caregiver who meets all conditions given, by id; out of the cache where it has them, kept as clients are.",
            |wellsky, filter: CaregiverFilter| async move {
                rows_told(wellsky.caregivers().cached().list(filter)).await
            },
        ),
        Operation::call(
            "cached.caregivers.get",
            "cached_caregiver",
            "One caregiver, out of the cache where it has them; kept as clients are.",
            |wellsky, asked: OneCaregiver| async move {
                told(wellsky.caregivers().cached().get(&asked.caregiver_id)).await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
    ]
}

fn shifts() -> Vec<Operation> {
    vec![
        Operation::call(
            "cached.shifts.open",
            "cached_open_shifts",
            "Every shift without a caregiver that overlaps the span, by start; out of the cache where it has them. Fresh for 5 minutes. Never offer or assign by it: read the shift.",
            |wellsky, asked: SpanAsked| async move {
                let span = window("cached.shifts.open", asked.start, asked.end)?;
                rows_told(wellsky.shifts().cached().open(span)).await
            },
        ),
        Operation::call(
            "cached.shifts.list",
            "cached_shifts",
            "Every shift that meets all conditions given, by start, then id; out of the cache where it has them. Fresh for 15 minutes.",
            |wellsky, asked: ShiftsAsked| async move {
                let filter = asked.filter("cached.shifts.list")?;
                rows_told(wellsky.shifts().cached().list(filter)).await
            },
        ),
        Operation::call(
            "cached.caregivers.schedule",
            "cached_caregiver_schedule",
            "The shifts of a caregiver that overlap the span, by start; out of the cache where it has them. Fresh for 15 minutes.",
            |wellsky, asked: ScheduleAsked| async move {
                let span = window("cached.caregivers.schedule", asked.start, asked.end)?;
                let shifts = wellsky.shifts().cached();
                rows_told(shifts.of_caregiver(&asked.caregiver_id, span)).await
            },
        )
        .raises(ErrorKind::NotFound, "there is no such caregiver"),
    ]
}

fn upkeep() -> Vec<Operation> {
    vec![
        Operation::call(
            "cached.refresh",
            "refresh_cached",
            "Reads every list of clients and caregivers that is kept anew, and tells how many there were. Those who ask meanwhile get what is held.",
            |wellsky, _: Nothing| async move { Ok(HostReading::from(wellsky.refresh().await?)) },
        ),
        Operation::call(
            "cached.expire",
            "expire_cached",
            "Takes everything kept for out of date: the next cached reads are made anew, and what is held is shown, marked stale, only while WellSky is down.",
            |wellsky, _: Nothing| async move {
                wellsky.expire_cached();
                Ok(())
            },
        ),
        Operation::handle::<Nothing>(
            "cached.run_refresh",
            "start_refresh",
            "Reads people anew each day at 03:00 in the agency's zone, before somebody asks, until it is stopped.",
        )
        .raises(
            ErrorKind::Config,
            "the client has no zone, or its cache is off: nothing would be refreshed",
        ),
    ]
}
