//! What every store of leases must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashMap;
use std::sync::Barrier;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result, Status};
use chrono::{DateTime, TimeDelta, Utc};

use super::block_on;
use super::dice::{Dice, calls};
use crate::MemoryStore;
use crate::lease::{Fence, Lease, LeaseState, Leases};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! lease_suite {
    ($fresh:expr) => {
        $crate::behaviours! { lease, $fresh =>
            a_free_lease_is_granted_with_the_first_fence
            a_live_lease_is_refused_to_others_until_it_ends
            every_grant_has_a_higher_fence
            a_holder_that_started_again_fences_off_what_it_left
            only_the_last_fence_renews_releases_and_passes
            a_renewal_moves_the_end_ahead_and_never_back
            a_lease_that_ended_is_not_renewed
            releasing_frees_at_once_and_again_is_harmless
            a_clock_that_goes_back_does_not_free_a_lease
            leases_of_other_names_do_not_meet
            unknown_leases_are_not_found
            bad_input_is_refused_and_leaves_no_trace
            any_text_comes_back_exactly
            of_many_workers_one_is_granted
            a_long_random_life_equals_that_of_the_model
        }
    };
}

const POLL: &str = "poll/wellsky/agency-1";
const TTL: Duration = Duration::from_secs(60);

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>, kind: ErrorKind) -> Error {
    let error = result.expect_err("this had to be refused");
    assert_eq!(error.kind(), kind, "{error}");
    error
}

/// Given a name nobody used, it is granted, kept and passes the check.
pub async fn a_free_lease_is_granted_with_the_first_fence(store: &dyn Leases) {
    assert_eq!(store.lease(POLL).await.unwrap(), None);
    let lease = store.acquire(POLL, "worker-1", TTL, t(0)).await.unwrap();
    assert_eq!(
        lease,
        Lease {
            name: POLL.to_owned(),
            holder: "worker-1".to_owned(),
            fence: Fence::FIRST,
            state: LeaseState::Held,
            granted_at: t(0),
            expires_at: t(60),
            updated_at: t(0),
        }
    );
    assert_eq!(store.lease(POLL).await.unwrap(), Some(lease.clone()));
    store.check_fence(POLL, lease.fence, t(59)).await.unwrap();
}

/// Given a live lease, another worker is told who has it and how long to wait; at its end it is free.
pub async fn a_live_lease_is_refused_to_others_until_it_ends(store: &dyn Leases) {
    store.acquire(POLL, "worker-1", TTL, t(0)).await.unwrap();
    let error = refused(
        store.acquire(POLL, "worker-2", TTL, t(45)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(error.status(), Status::Temporary);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(15)));
    assert_eq!(
        (error.get("lease"), error.get("holder"), error.get("fence")),
        (Some(POLL), Some("worker-1"), Some("1"))
    );
    assert_eq!(error.get("expires_at"), Some("2027-01-15T08:01:00.000000Z"));
    let late = t(60) - TimeDelta::microseconds(1);
    refused(
        store.acquire(POLL, "worker-2", TTL, late).await,
        ErrorKind::Conflict,
    );
    let lease = store.acquire(POLL, "worker-2", TTL, t(60)).await.unwrap();
    assert_eq!((lease.holder.as_str(), lease.fence), ("worker-2", Fence::new(2)));
}

/// Given grants after release, after the end and to the same holder, each fence is one higher.
pub async fn every_grant_has_a_higher_fence(store: &dyn Leases) {
    for n in 1..=6 {
        let now = t(i64::try_from(n).unwrap() * 100);
        let holder = format!("worker-{}", n % 2);
        let lease = store.acquire(POLL, &holder, TTL, now).await.unwrap();
        assert_eq!(lease.fence, Fence::new(n));
        if n % 3 == 0 {
            store.release(POLL, lease.fence, now).await.unwrap();
        }
    }
}

/// Given a live lease, its holder may take it anew; what it held before is refused.
pub async fn a_holder_that_started_again_fences_off_what_it_left(store: &dyn Leases) {
    let before = store.acquire(POLL, "worker-1", TTL, t(0)).await.unwrap();
    let after = store.acquire(POLL, "worker-1", TTL, t(10)).await.unwrap();
    assert_eq!((after.fence, after.expires_at), (Fence::new(2), t(70)));
    let error = refused(
        store.check_fence(POLL, before.fence, t(11)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(error.get("given_fence"), Some("1"));
    store.check_fence(POLL, after.fence, t(11)).await.unwrap();
}

/// Given a lease that moved on, a late worker can do nothing under its old fence, nor under an invented one.
pub async fn only_the_last_fence_renews_releases_and_passes(store: &dyn Leases) {
    let old = store.acquire(POLL, "worker-1", TTL, t(0)).await.unwrap();
    let new = store.acquire(POLL, "worker-2", TTL, t(60)).await.unwrap();
    for fence in [old.fence, Fence::new(3), Fence::new(0)] {
        refused(store.renew(POLL, fence, TTL, t(61)).await, ErrorKind::Conflict);
        refused(store.release(POLL, fence, t(61)).await, ErrorKind::Conflict);
        refused(store.check_fence(POLL, fence, t(61)).await, ErrorKind::Conflict);
    }
    assert_eq!(store.lease(POLL).await.unwrap(), Some(new));
}

/// Given a renewal, the end is a time to live from now, or stays where it was when that is later.
pub async fn a_renewal_moves_the_end_ahead_and_never_back(store: &dyn Leases) {
    let lease = store.acquire(POLL, "worker-1", TTL, t(0)).await.unwrap();
    let renewed = store.renew(POLL, lease.fence, TTL, t(20)).await.unwrap();
    assert_eq!((renewed.fence, renewed.expires_at), (lease.fence, t(80)));
    assert_eq!(renewed.granted_at, t(0));
    let shorter = store
        .renew(POLL, lease.fence, Duration::from_secs(5), t(30))
        .await
        .unwrap();
    assert_eq!(shorter.expires_at, t(80));
    assert_eq!(store.lease(POLL).await.unwrap(), Some(shorter));
}

/// Given a lease whose time is over, its holder has to acquire it anew, even if nobody else did.
pub async fn a_lease_that_ended_is_not_renewed(store: &dyn Leases) {
    let lease = store.acquire(POLL, "worker-1", TTL, t(0)).await.unwrap();
    let error = refused(
        store.renew(POLL, lease.fence, TTL, t(60)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(error.get("state"), Some("held"));
    refused(
        store.check_fence(POLL, lease.fence, t(60)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(store.lease(POLL).await.unwrap(), Some(lease));
}

/// Given a release, anyone is granted the lease at once; releasing again changes nothing.
pub async fn releasing_frees_at_once_and_again_is_harmless(store: &dyn Leases) {
    let lease = store.acquire(POLL, "worker-1", TTL, t(0)).await.unwrap();
    let released = store.release(POLL, lease.fence, t(5)).await.unwrap();
    assert_eq!(
        (released.state, released.updated_at),
        (LeaseState::Released, t(5))
    );
    assert_eq!(store.release(POLL, lease.fence, t(9)).await.unwrap(), released);
    refused(
        store.check_fence(POLL, lease.fence, t(5)).await,
        ErrorKind::Conflict,
    );
    refused(
        store.renew(POLL, lease.fence, TTL, t(5)).await,
        ErrorKind::Conflict,
    );
    let next = store.acquire(POLL, "worker-2", TTL, t(5)).await.unwrap();
    assert_eq!(next.fence, Fence::new(2));
    refused(store.release(POLL, lease.fence, t(6)).await, ErrorKind::Conflict);
}

/// Given a clock an hour behind the one the lease was granted by, the lease is as live as it was, and a new
/// grant reckons from the later instant.
pub async fn a_clock_that_goes_back_does_not_free_a_lease(store: &dyn Leases) {
    let lease = store.acquire(POLL, "worker-1", TTL, t(3_600)).await.unwrap();
    let error = refused(
        store.acquire(POLL, "worker-2", TTL, t(0)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(error.retry_after(), Some(TTL));
    let renewed = store.renew(POLL, lease.fence, TTL, t(1)).await.unwrap();
    assert_eq!(
        (renewed.expires_at, renewed.updated_at),
        (t(3_660), t(3_600)),
        "the end is not moved back"
    );
    store.release(POLL, lease.fence, t(2)).await.unwrap();
    let next = store.acquire(POLL, "worker-2", TTL, t(3)).await.unwrap();
    assert_eq!((next.granted_at, next.expires_at), (t(3_600), t(3_660)));
}

/// Given two names that differ by a letter's case, each is granted by itself.
pub async fn leases_of_other_names_do_not_meet(store: &dyn Leases) {
    let one = store.acquire("poll/A", "worker-1", TTL, t(0)).await.unwrap();
    let two = store.acquire("poll/a", "worker-2", TTL, t(0)).await.unwrap();
    assert_eq!((one.fence, two.fence), (Fence::FIRST, Fence::FIRST));
    store.release("poll/A", one.fence, t(1)).await.unwrap();
    store.check_fence("poll/a", two.fence, t(1)).await.unwrap();
}

/// Given a name nobody was granted, every step says so.
pub async fn unknown_leases_are_not_found(store: &dyn Leases) {
    let fence = Fence::FIRST;
    let error = refused(store.renew(POLL, fence, TTL, t(0)).await, ErrorKind::NotFound);
    assert_eq!(error.get("lease"), Some(POLL));
    refused(store.release(POLL, fence, t(0)).await, ErrorKind::NotFound);
    refused(store.check_fence(POLL, fence, t(0)).await, ErrorKind::NotFound);
    assert_eq!(store.lease(POLL).await.unwrap(), None);
}

/// Given a bad name, holder, time to live or time, the field is named and nothing is kept.
pub async fn bad_input_is_refused_and_leaves_no_trace(store: &dyn Leases) {
    let long = "x".repeat(513);
    let named = |result: Result<Lease>, field| {
        let error = refused(result, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some(field), "{error}");
    };
    for bad in ["", "a\nb", "a\0b", long.as_str()] {
        named(store.acquire(bad, "worker-1", TTL, t(0)).await, "lease");
        named(store.acquire(POLL, bad, TTL, t(0)).await, "holder");
        named(store.renew(bad, Fence::FIRST, TTL, t(0)).await, "lease");
        named(store.release(bad, Fence::FIRST, t(0)).await, "lease");
        let error = refused(store.lease(bad).await, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some("lease"));
        let error = refused(
            store.check_fence(bad, Fence::FIRST, t(0)).await,
            ErrorKind::InvalidInput,
        );
        assert_eq!(error.get("field"), Some("lease"));
    }
    for ttl in [
        Duration::ZERO,
        Duration::from_nanos(999),
        Duration::from_secs(86_401),
        Duration::MAX,
    ] {
        named(store.acquire(POLL, "worker-1", ttl, t(0)).await, "ttl");
        named(store.renew(POLL, Fence::FIRST, ttl, t(0)).await, "ttl");
    }
    for now in [
        DateTime::<Utc>::MIN_UTC,
        DateTime::<Utc>::MAX_UTC,
        t(-1_800_000_001),
    ] {
        named(store.acquire(POLL, "worker-1", TTL, now).await, "now");
    }
    assert_eq!(store.lease(POLL).await.unwrap(), None);
    let lease = store.acquire(POLL, "worker-1", TTL, t(0)).await.unwrap();
    assert_eq!(lease.fence, Fence::FIRST);
}

/// Given text of any script, with quotes and wildcards, it comes back as it was.
pub async fn any_text_comes_back_exactly(store: &dyn Leases) {
    for (n, text) in [" a ", "'; --", "%_", "é", "e\u{301}", "日本", "🙂"]
        .iter()
        .enumerate()
    {
        let lease = store.acquire(text, text, TTL, t(0)).await.unwrap();
        assert_eq!((lease.name.as_str(), lease.holder.as_str()), (*text, *text));
        assert_eq!(lease.fence, Fence::FIRST, "text {n} met another");
        assert_eq!(store.lease(text).await.unwrap(), Some(lease));
    }
}

/// Given many workers at the same instant, one is granted the lease, again and again.
pub async fn of_many_workers_one_is_granted(store: &dyn Leases) {
    for round in 0..12_i64 {
        let start = Barrier::new(6);
        let granted: Vec<Lease> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..6)
                .map(|n| {
                    let start = &start;
                    scope.spawn(move || {
                        let holder = format!("worker-{n}");
                        start.wait();
                        block_on(store.acquire(POLL, &holder, TTL, t(round * 60)))
                    })
                })
                .collect();
            threads
                .into_iter()
                .filter_map(|thread| match thread.join().unwrap() {
                    Ok(lease) => Some(lease),
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::Conflict, "{error}");
                        None
                    }
                })
                .collect()
        });
        assert_eq!(granted.len(), 1, "{granted:?}");
        assert_eq!(granted[0].fence.get(), round.unsigned_abs() + 1);
    }
}

/// Given a long random sequence of calls, every answer and the final content equal those of [`MemoryStore`].
pub async fn a_long_random_life_equals_that_of_the_model(store: &dyn Leases) {
    let model = MemoryStore::new();
    let mut dice = Dice::new();
    let mut seconds = 0;
    let mut happened: HashMap<&str, u32> = HashMap::new();
    for call in 0..calls(1_000) {
        seconds += i64::from(dice.roll(30)) - 10;
        let now = t(seconds.max(0));
        let name = format!("poll/{}", dice.roll(5));
        let holder = format!("worker-{}", dice.roll(3));
        let ttl = Duration::from_millis(u64::from(1 + dice.roll(90_000)));
        let top = model
            .lease(&name)
            .await
            .unwrap()
            .map_or(1, |lease| lease.fence.get());
        let fence = Fence::new(top.saturating_sub(u64::from(dice.roll(4) / 3)));
        let step = dice.roll(4);
        let (word, given, expected) = match step {
            0 => (
                "acquire",
                store.acquire(&name, &holder, ttl, now).await,
                model.acquire(&name, &holder, ttl, now).await,
            ),
            1 => (
                "renew",
                store.renew(&name, fence, ttl, now).await,
                model.renew(&name, fence, ttl, now).await,
            ),
            2 => (
                "release",
                store.release(&name, fence, now).await,
                model.release(&name, fence, now).await,
            ),
            _ => {
                let given = store.check_fence(&name, fence, now).await;
                let expected = model.check_fence(&name, fence, now).await;
                assert_eq!(
                    given.map_err(|e| e.to_string()),
                    expected.map_err(|e| e.to_string()),
                    "call {call}"
                );
                continue;
            }
        };
        match (given, expected) {
            (Ok(given), Ok(expected)) => {
                assert_eq!(given, expected, "call {call}: {word}");
                *happened.entry(word).or_default() += 1;
            }
            (Err(given), Err(expected)) => {
                assert_eq!(given.to_string(), expected.to_string(), "call {call}: {word}");
                assert_eq!(given.retry_after(), expected.retry_after(), "call {call}: {word}");
                *happened.entry("refused").or_default() += 1;
            }
            (given, expected) => panic!("call {call}: {word}: {given:?}, the model {expected:?}"),
        }
    }
    for word in ["acquire", "renew", "release", "refused"] {
        assert!(
            happened.get(word).is_some_and(|n| *n > 20),
            "{word}: {happened:?}"
        );
    }
    for n in 0..5 {
        let name = format!("poll/{n}");
        assert_eq!(
            store.lease(&name).await.unwrap(),
            model.lease(&name).await.unwrap()
        );
    }
}
