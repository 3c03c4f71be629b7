//! What a cache gives out, how old, and how often it reads.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod support;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use careweave_http::{
    CacheClass, CachePolicy, Cached, Clock, Freshness, InMemoryMetrics, ManualClock, ReadCache, StaleReason,
};
use careweave_types::{AgencyZone, Error, ErrorKind, Result};
use chrono::TimeDelta;
use support::{clock, settle};
use tokio::sync::Semaphore;

const KEY: &str = "client 41";

fn minutes(count: u64) -> Duration {
    Duration::from_secs(60 * count)
}

fn hours(count: u64) -> Duration {
    minutes(60 * count)
}

/// A vendor that hands out one value after another, or fails, and counts how often it was asked.
#[derive(Clone)]
struct Vendor {
    asked: Arc<AtomicU32>,
    failing: Arc<Mutex<Option<ErrorKind>>>,
    gate: Arc<Semaphore>,
}

impl Vendor {
    fn open() -> Self {
        Self {
            asked: Arc::default(),
            failing: Arc::default(),
            gate: Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)),
        }
    }

    /// One that answers only as often as it is let.
    fn gated() -> Self {
        Self {
            gate: Arc::new(Semaphore::new(0)),
            ..Self::open()
        }
    }

    fn fails(&self, kind: Option<ErrorKind>) {
        *self.failing.lock().unwrap() = kind;
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::Acquire)
    }

    async fn read(self) -> Result<u32> {
        let number = self.asked.fetch_add(1, Ordering::AcqRel) + 1;
        self.gate.acquire().await.unwrap().forget();
        match *self.failing.lock().unwrap() {
            Some(kind) => Err(Error::new(kind, "clients.get", "scripted")),
            None => Ok(number),
        }
    }
}

/// Without early reads, so that times are exact.
fn exact(class: CacheClass) -> CachePolicy {
    CachePolicy {
        early_percent: 0,
        ..CachePolicy::of(class)
    }
}

fn cache(policy: CachePolicy) -> (ReadCache<&'static str, u32>, Arc<ManualClock>) {
    let clock = clock();
    let cache = ReadCache::new(policy, Arc::clone(&clock) as Arc<dyn Clock>, 7).unwrap();
    (cache, clock)
}

async fn get(cache: &ReadCache<&'static str, u32>, vendor: &Vendor) -> Result<Cached<u32>> {
    let vendor = vendor.clone();
    cache.get(&KEY, move || vendor.read()).await
}

#[tokio::test]
async fn each_class_is_fresh_for_its_time_and_not_longer() {
    for (class, fresh) in [
        (CacheClass::People, hours(24)),
        (CacheClass::OpenShifts, minutes(5)),
        (CacheClass::Schedule, minutes(15)),
    ] {
        let (cache, clock) = cache(exact(class));
        let vendor = Vendor::open();
        assert_eq!(get(&cache, &vendor).await.unwrap().fresh(), Some(&1));
        clock.advance(fresh - Duration::from_secs(1));
        assert_eq!(get(&cache, &vendor).await.unwrap().fresh(), Some(&1), "{class:?}");
        assert_eq!(vendor.asked(), 1);
        clock.advance(Duration::from_secs(1));
        let stale = get(&cache, &vendor).await.unwrap();
        assert_eq!((stale.fresh(), *stale.value()), (None, 1), "{class:?}");
        settle().await;
        assert_eq!(get(&cache, &vendor).await.unwrap().fresh(), Some(&2), "{class:?}");
        assert_eq!(vendor.asked(), 2);
    }
}

#[tokio::test]
async fn a_stale_value_is_given_out_at_once_while_a_new_one_is_read() {
    let (cache, clock) = cache(exact(CacheClass::OpenShifts));
    let vendor = Vendor::gated();
    vendor.gate.add_permits(1);
    get(&cache, &vendor).await.unwrap();
    clock.advance(minutes(5));
    for _ in 0..10 {
        let stale = get(&cache, &vendor).await.unwrap();
        let expected = Freshness::Stale {
            age: minutes(5),
            reason: StaleReason::Revalidating,
        };
        assert_eq!(stale.freshness(), expected);
        settle().await;
    }
    assert_eq!(vendor.asked(), 2, "one read for all ten");
    vendor.gate.add_permits(1);
    settle().await;
    assert_eq!(get(&cache, &vendor).await.unwrap().fresh(), Some(&2));
}

#[tokio::test]
async fn when_the_other_side_is_down_the_last_value_serves_for_a_day_and_shows_its_age() {
    for (kind, reason) in [
        (ErrorKind::Unreachable, StaleReason::Unreachable),
        (ErrorKind::Timeout, StaleReason::Timeout),
        (ErrorKind::Server, StaleReason::ServerError),
        (ErrorKind::RateLimited, StaleReason::RateLimited),
    ] {
        let (cache, clock) = cache(exact(CacheClass::OpenShifts));
        let vendor = Vendor::open();
        get(&cache, &vendor).await.unwrap();
        vendor.fails(Some(kind));
        clock.advance(hours(3));
        let stale = get(&cache, &vendor).await.unwrap();
        assert_eq!(
            stale.freshness(),
            Freshness::Stale {
                age: hours(3),
                reason
            }
        );
        let error = stale.into_fresh().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Incomplete);
        assert_eq!(error.get("age_seconds"), Some("10800"));
        assert_eq!(error.get("reason"), Some(reason.code()));
        // For a while it is not asked again.
        let asked = vendor.asked();
        clock.advance(Duration::from_secs(14));
        assert!(get(&cache, &vendor).await.is_ok());
        assert_eq!(vendor.asked(), asked);
        clock.advance(hours(21) + minutes(4));
        assert!(get(&cache, &vendor).await.is_ok());
        clock.advance(minutes(1));
        assert_eq!(get(&cache, &vendor).await.unwrap_err().kind(), kind);
        // The error did not take the place of anything, and the next success is kept.
        vendor.fails(None);
        assert!(get(&cache, &vendor).await.unwrap().fresh().is_some());
    }
}

#[tokio::test]
async fn a_refusal_is_not_covered_up_with_an_old_value() {
    for kind in [
        ErrorKind::Forbidden,
        ErrorKind::Unauthenticated,
        ErrorKind::Decode,
    ] {
        let (cache, clock) = cache(exact(CacheClass::OpenShifts));
        let vendor = Vendor::open();
        get(&cache, &vendor).await.unwrap();
        vendor.fails(Some(kind));
        clock.advance(minutes(5));
        // Given out while it is read anew; after that, no more.
        assert!(get(&cache, &vendor).await.is_ok());
        settle().await;
        assert_eq!(get(&cache, &vendor).await.unwrap_err().kind(), kind);
        // Nor did the refusal take its place: in an outage it is there.
        vendor.fails(Some(ErrorKind::Unreachable));
        assert_eq!(*get(&cache, &vendor).await.unwrap().value(), 1);
    }
}

#[tokio::test]
async fn that_there_is_nothing_is_remembered_for_a_minute() {
    let (cache, clock) = cache(exact(CacheClass::People));
    let vendor = Vendor::open();
    vendor.fails(Some(ErrorKind::NotFound));
    for _ in 0..5 {
        assert_eq!(
            get(&cache, &vendor).await.unwrap_err().kind(),
            ErrorKind::NotFound
        );
        clock.advance(Duration::from_secs(11));
    }
    assert_eq!(vendor.asked(), 1);
    clock.advance(Duration::from_secs(5));
    vendor.fails(None);
    assert_eq!(get(&cache, &vendor).await.unwrap().fresh(), Some(&2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_tasks_at_once_make_one_read_and_share_its_outcome() {
    for kind in [None, Some(ErrorKind::Unreachable)] {
        let (cache, _) = cache(exact(CacheClass::People));
        let vendor = Vendor::gated();
        vendor.fails(kind);
        let barrier = Arc::new(tokio::sync::Barrier::new(101));
        let tasks: Vec<_> = (0..100)
            .map(|_| {
                let (cache, vendor, barrier) = (cache.clone(), vendor.clone(), Arc::clone(&barrier));
                tokio::spawn(async move {
                    barrier.wait().await;
                    let mut asking = std::pin::pin!(get(&cache, &vendor));
                    // Everybody has asked before anything is answered.
                    let first = futures_util::poll!(&mut asking);
                    barrier.wait().await;
                    match first {
                        std::task::Poll::Ready(outcome) => outcome,
                        std::task::Poll::Pending => asking.await,
                    }
                })
            })
            .collect();
        barrier.wait().await;
        barrier.wait().await;
        vendor.gate.add_permits(1);
        for task in tasks {
            let outcome = task.await.unwrap();
            assert_eq!(
                outcome
                    .map(Cached::into_value)
                    .map_err(|e| Some(e.kind()))
                    .map_or_else(|k| k, |_| None),
                kind
            );
        }
        assert_eq!(vendor.asked(), 1);
    }
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_take_the_read_with_it() {
    let (cache, _) = cache(exact(CacheClass::People));
    let vendor = Vendor::gated();
    let first = tokio::spawn({
        let (cache, vendor) = (cache.clone(), vendor.clone());
        async move { get(&cache, &vendor).await }
    });
    settle().await;
    first.abort();
    settle().await;
    vendor.gate.add_permits(1);
    settle().await;
    assert_eq!(get(&cache, &vendor).await.unwrap().fresh(), Some(&1));
    assert_eq!(vendor.asked(), 1);
}

#[test]
fn without_a_runtime_the_next_caller_takes_over_from_one_that_went_away() {
    use futures_util::FutureExt as _;
    let (cache, clock) = cache(exact(CacheClass::OpenShifts));
    let vendor = Vendor::gated();
    let mut first = Box::pin(get(&cache, &vendor));
    assert!(first.as_mut().now_or_never().is_none());
    let mut second = Box::pin(get(&cache, &vendor));
    assert!(second.as_mut().now_or_never().is_none());
    drop(first);
    vendor.gate.add_permits(10);
    assert_eq!(second.now_or_never().unwrap().unwrap().fresh(), Some(&2));
    // What is stale is read anew at once, because nobody would do it later.
    clock.advance(minutes(5));
    assert_eq!(
        get(&cache, &vendor).now_or_never().unwrap().unwrap().fresh(),
        Some(&3)
    );
    vendor.fails(Some(ErrorKind::Server));
    clock.advance(minutes(5));
    assert_eq!(*get(&cache, &vendor).now_or_never().unwrap().unwrap().value(), 3);
}

#[tokio::test]
async fn a_read_that_panics_is_an_error_and_makes_room() {
    let (cache, _) = cache(exact(CacheClass::People));
    let error = cache
        .get(&KEY, || async { panic!("scripted") })
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal);
    assert!(get(&cache, &Vendor::open()).await.is_ok());
}

#[tokio::test]
async fn what_is_written_meanwhile_is_not_undone_by_a_read_that_began_before() {
    let (cache, _) = cache(exact(CacheClass::People));
    let vendor = Vendor::gated();
    let before = tokio::spawn({
        let (cache, vendor) = (cache.clone(), vendor.clone());
        async move { get(&cache, &vendor).await }
    });
    settle().await;
    cache.invalidate(&KEY);
    let after = tokio::spawn({
        let (cache, vendor) = (cache.clone(), vendor.clone());
        async move { get(&cache, &vendor).await }
    });
    settle().await;
    vendor.gate.add_permits(2);
    assert_eq!(before.await.unwrap().unwrap().into_value(), 1);
    assert_eq!(after.await.unwrap().unwrap().into_value(), 2);
    assert_eq!(*get(&cache, &vendor).await.unwrap().value(), 2);
}

#[tokio::test]
async fn a_decision_gets_what_was_read_after_it_was_asked() {
    let (cache, _) = cache(exact(CacheClass::People));
    let vendor = Vendor::gated();
    let live = |vendor: &Vendor| {
        let (cache, vendor) = (cache.clone(), vendor.clone());
        tokio::spawn(async move { cache.live(&KEY, move || vendor.read()).await })
    };
    let under_way = live(&vendor);
    settle().await;
    let deciding = [live(&vendor), live(&vendor), live(&vendor)];
    settle().await;
    assert_eq!(vendor.asked(), 1);
    vendor.gate.add_permits(2);
    assert_eq!(*under_way.await.unwrap().unwrap(), 1);
    for decision in deciding {
        assert_eq!(
            *decision.await.unwrap().unwrap(),
            2,
            "a new read, shared by all three"
        );
    }
    assert_eq!(vendor.asked(), 2);
    // And never an old value.
    vendor.fails(Some(ErrorKind::Unreachable));
    vendor.gate.add_permits(1);
    assert_eq!(
        live(&vendor).await.unwrap().unwrap_err().kind(),
        ErrorKind::Unreachable
    );
    assert_eq!(
        get(&cache, &vendor).await.unwrap().fresh(),
        Some(&2),
        "which is still held"
    );
}

#[tokio::test]
async fn people_are_read_anew_at_three_in_the_agencys_zone() {
    let denver = AgencyZone::new("America/Denver").unwrap();
    let (cache, clock) = cache(CachePolicy::of(CacheClass::People).refreshed_daily_in(denver));
    let vendor = Vendor::open();
    // It is 06:00 in Denver; 03:00 is 21 hours away.
    get(&cache, &vendor).await.unwrap();
    clock.advance(hours(21) - Duration::from_secs(1));
    assert!(get(&cache, &vendor).await.unwrap().fresh().is_some());
    settle().await;
    assert_eq!(vendor.asked(), 1, "not a little before three, and then again");
    clock.advance(Duration::from_secs(1));
    assert!(get(&cache, &vendor).await.unwrap().fresh().is_none());
}

#[tokio::test]
async fn a_wall_clock_that_jumps_changes_no_age() {
    let denver = AgencyZone::new("America/Denver").unwrap();
    for jump in [TimeDelta::days(-400), TimeDelta::hours(-5), TimeDelta::hours(5)] {
        let (cache, clock) = cache(exact(CacheClass::People).refreshed_daily_in(denver.clone()));
        let vendor = Vendor::open();
        get(&cache, &vendor).await.unwrap();
        clock.set_wall(clock.now() + jump);
        assert!(get(&cache, &vendor).await.unwrap().fresh().is_some(), "{jump}");
        clock.advance(hours(21));
        let stale = get(&cache, &vendor).await.unwrap();
        let expected = Freshness::Stale {
            age: hours(21),
            reason: StaleReason::Revalidating,
        };
        assert_eq!(stale.freshness(), expected, "{jump}");
    }
    // Forward past three, it is read anew, and the age is still that of the monotonic clock.
    let (cache, clock) = cache(exact(CacheClass::People).refreshed_daily_in(denver));
    let vendor = Vendor::open();
    get(&cache, &vendor).await.unwrap();
    clock.set_wall(clock.now() + TimeDelta::days(3));
    let stale = get(&cache, &vendor).await.unwrap();
    let expected = Freshness::Stale {
        age: Duration::ZERO,
        reason: StaleReason::Revalidating,
    };
    assert_eq!(stale.freshness(), expected);
}

#[tokio::test]
async fn the_seed_spreads_the_next_reads_of_values_read_together() {
    let spread = |seed: u64| async move {
        let clock = clock();
        let policy = CachePolicy::of(CacheClass::Schedule);
        let cache = ReadCache::new(policy, Arc::clone(&clock) as Arc<dyn Clock>, seed).unwrap();
        let reads: Arc<Mutex<Vec<(u32, u64)>>> = Arc::default();
        for second in 0..15 * 60 {
            for key in 0..20_u32 {
                let (reads, clock) = (Arc::clone(&reads), Arc::clone(&clock));
                let read = move || async move {
                    reads.lock().unwrap().push((key, clock.monotonic().as_secs()));
                    Ok(key)
                };
                assert!(cache.get(&key, read).await.unwrap().fresh().is_some(), "{second}");
            }
            tokio::task::yield_now().await;
            clock.advance(Duration::from_secs(1));
        }
        let reads = reads.lock().unwrap();
        reads.iter().skip(20).copied().collect::<Vec<_>>()
    };
    let early = spread(1).await;
    let at: std::collections::BTreeSet<u64> = early.iter().map(|(_, at)| *at).collect();
    assert!(early.len() >= 15 && at.len() >= 10, "{early:?}");
    // Within the last tenth of 15 min.
    assert!(at.iter().all(|at| (810..900).contains(at)), "{early:?}");
    assert_eq!(early, spread(1).await);
    assert_ne!(early, spread(2).await);
}

#[tokio::test]
async fn no_more_is_held_than_fits_and_what_was_not_asked_for_longest_goes() {
    let (cache, clock) = cache(CachePolicy {
        capacity: 3,
        ..exact(CacheClass::OpenShifts)
    });
    let ask = |key: &'static str| {
        let cache = cache.clone();
        async move { cache.get(&key, || async { Ok(1) }).await.unwrap() }
    };
    for key in ["a", "b", "c", "a", "d"] {
        ask(key).await;
    }
    assert_eq!(cache.len(), 3);
    let is_held = |key: &'static str| {
        let cache = cache.clone();
        async move {
            let kind = ErrorKind::Conflict;
            cache
                .get(
                    &key,
                    move || async move { Err(Error::new(kind, "x", "not held")) },
                )
                .await
                .is_ok()
        }
    };
    assert!(is_held("a").await && !is_held("b").await && is_held("c").await && is_held("d").await);
    assert_eq!(cache.purge(), 0);
    clock.advance(hours(24) + minutes(5));
    assert_eq!((cache.purge(), cache.is_empty()), (3, true));
}

#[tokio::test]
async fn questions_are_counted_by_class_and_by_what_was_there() {
    let (clock, metrics) = (clock(), Arc::new(InMemoryMetrics::new()));
    let cache = ReadCache::with_metrics(
        exact(CacheClass::OpenShifts),
        Arc::clone(&clock) as Arc<dyn Clock>,
        7,
        Arc::clone(&metrics) as _,
    )
    .unwrap();
    let vendor = Vendor::open();
    get(&cache, &vendor).await.unwrap();
    get(&cache, &vendor).await.unwrap();
    clock.advance(minutes(5));
    get(&cache, &vendor).await.unwrap();
    let counted = metrics.snapshot().cache[&CacheClass::OpenShifts];
    assert_eq!(
        (counted.miss, counted.fresh, counted.stale, counted.absent),
        (1, 1, 1, 0)
    );
    assert_eq!((counted.hits(), counted.total()), (2, 3));
}

#[test]
fn a_policy_that_cannot_work_is_refused_by_field() {
    let good = || CachePolicy::of(CacheClass::People);
    for (policy, field) in [
        (
            CachePolicy {
                fresh_for: Duration::ZERO,
                ..good()
            },
            "cache.fresh_for",
        ),
        (
            CachePolicy {
                stale_if_error: hours(25),
                ..good()
            },
            "cache.stale_if_error",
        ),
        (
            CachePolicy {
                while_revalidating: hours(25),
                ..good()
            },
            "cache.while_revalidating",
        ),
        (
            CachePolicy {
                early_percent: 91,
                ..good()
            },
            "cache.early_percent",
        ),
        (
            CachePolicy {
                capacity: 0,
                ..good()
            },
            "cache.capacity",
        ),
    ] {
        assert_eq!(policy.validate().unwrap_err().get("field"), Some(field));
    }
    let policy = good().refreshed_daily_in(AgencyZone::new("America/Denver").unwrap());
    let written = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<CachePolicy>(&written).unwrap(), policy);
}

#[tokio::test]
async fn what_a_write_touched_is_read_again_and_shown_only_in_an_outage() {
    let (cache, clock) = cache(exact(CacheClass::People));
    let vendor = Vendor::open();
    get(&cache, &vendor).await.unwrap();
    cache.expire(&KEY);
    assert_eq!(
        get(&cache, &vendor).await.unwrap().fresh(),
        Some(&2),
        "not shown while another is read"
    );
    cache.expire_all();
    vendor.fails(Some(ErrorKind::Unreachable));
    let shown = get(&cache, &vendor).await.unwrap();
    assert_eq!((shown.fresh(), *shown.value()), (None, 2));
    vendor.fails(Some(ErrorKind::Forbidden));
    clock.advance(minutes(1));
    let error = get(&cache, &vendor).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    vendor.fails(None);
    assert_eq!(cache.keys(), [KEY]);
    assert!(get(&cache, &vendor).await.unwrap().fresh().is_some());
}

#[tokio::test]
async fn a_read_that_began_before_a_write_ended_is_not_kept() {
    let (cache, _) = cache(exact(CacheClass::People));
    let vendor = Vendor::gated();
    let reading = tokio::spawn({
        let (cache, vendor) = (cache.clone(), vendor.clone());
        async move { get(&cache, &vendor).await }
    });
    settle().await;
    cache.expire_all();
    vendor.gate.add_permits(2);
    assert_eq!(*reading.await.unwrap().unwrap().value(), 1);
    assert_eq!(get(&cache, &vendor).await.unwrap().fresh(), Some(&2));
}

#[tokio::test]
async fn after_a_write_it_is_no_longer_known_that_there_is_nothing() {
    let (cache, _) = cache(exact(CacheClass::People));
    let vendor = Vendor::open();
    vendor.fails(Some(ErrorKind::NotFound));
    get(&cache, &vendor).await.unwrap_err();
    get(&cache, &vendor).await.unwrap_err();
    assert_eq!(vendor.asked(), 1);
    vendor.fails(None);
    cache.expire_all();
    assert_eq!(get(&cache, &vendor).await.unwrap().fresh(), Some(&2));
}
