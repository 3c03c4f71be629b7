//! The behaviour of a [`HintStore`], run by every implementation of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a suite fails by panicking"
)]

use std::future::Future;

use careweave_types::ErrorKind;
use careweave_webhooks::Ack;
use chrono::{DateTime, TimeDelta, Utc};

use super::{HintStore, Record, RecordKind};

fn at(second: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_775_476_800 + second)
}

fn patient(id: &str) -> Record {
    Record::new(RecordKind::Patient, id).unwrap()
}

/// Runs everything a store of hints promises; `fresh` gives an empty store each time.
///
/// # Panics
/// When a promise is broken.
pub async fn hint_store<S, F>(fresh: impl Fn() -> F)
where
    S: HintStore,
    F: Future<Output = S>,
{
    many_hints_are_one_fetch(&fresh().await).await;
    the_longest_waiting_comes_first(&fresh().await).await;
    a_hint_during_the_fetch_keeps_the_record_dirty(&fresh().await).await;
    what_was_not_fetched_is_found_again(&fresh().await).await;
    a_fetch_of_long_ago_cleans_nothing(&fresh().await).await;
    the_same_id_of_two_types_is_two_records(&fresh().await).await;
    a_limit_outside_its_bounds_is_refused(&fresh().await).await;
}

async fn many_hints_are_one_fetch(store: &impl HintStore) {
    for second in 0..5 {
        store.mark(&patient("1"), at(second)).await.unwrap();
    }
    let waiting = store.waiting(1000).await.unwrap();
    assert_eq!(waiting.len(), 1, "hints for one record are one mark");
    assert_eq!(waiting[0].record, patient("1"));
    assert_eq!(store.fetched(&waiting[0], at(9)).await.unwrap(), Ack::Clean);
    assert!(store.waiting(1000).await.unwrap().is_empty());
    assert_eq!(
        store.fetched(&waiting[0], at(9)).await.unwrap(),
        Ack::Clean,
        "told twice"
    );
}

async fn the_longest_waiting_comes_first(store: &impl HintStore) {
    for (second, id) in ["9", "1", "5", "9"].into_iter().enumerate() {
        store.mark(&patient(id), at(second as i64)).await.unwrap();
    }
    let ids = |marks: Vec<super::Mark>| marks.into_iter().map(|m| m.record.id).collect::<Vec<_>>();
    assert_eq!(ids(store.waiting(1000).await.unwrap()), ["9", "1", "5"]);
    assert_eq!(ids(store.waiting(2).await.unwrap()), ["9", "1"]);
}

async fn a_hint_during_the_fetch_keeps_the_record_dirty(store: &impl HintStore) {
    store.mark(&patient("1"), at(0)).await.unwrap();
    let seen = store.waiting(1000).await.unwrap().remove(0);
    store.mark(&patient("1"), at(1)).await.unwrap();
    assert_eq!(store.fetched(&seen, at(2)).await.unwrap(), Ack::StillDirty);
    let again = store.waiting(1000).await.unwrap().remove(0);
    assert_eq!(again.record, seen.record);
    assert_ne!(again.seen, seen.seen);
    assert_eq!(store.fetched(&again, at(3)).await.unwrap(), Ack::Clean);
}

async fn what_was_not_fetched_is_found_again(store: &impl HintStore) {
    store.mark(&patient("1"), at(0)).await.unwrap();
    let first = store.waiting(1000).await.unwrap();
    assert_eq!(
        store.waiting(1000).await.unwrap(),
        first,
        "asking changes nothing"
    );
}

async fn a_fetch_of_long_ago_cleans_nothing(store: &impl HintStore) {
    store.mark(&patient("1"), at(0)).await.unwrap();
    let old = store.waiting(1000).await.unwrap().remove(0);
    assert_eq!(store.fetched(&old, at(1)).await.unwrap(), Ack::Clean);
    store.mark(&patient("1"), at(2)).await.unwrap();
    assert_eq!(store.fetched(&old, at(3)).await.unwrap(), Ack::StillDirty);
    assert_eq!(store.waiting(1000).await.unwrap().len(), 1);
}

async fn the_same_id_of_two_types_is_two_records(store: &impl HintStore) {
    store.mark(&patient("1"), at(0)).await.unwrap();
    let caregiver = Record::new(RecordKind::Practitioner, "1").unwrap();
    store.mark(&caregiver, at(1)).await.unwrap();
    let waiting = store.waiting(1000).await.unwrap();
    assert_eq!(waiting.len(), 2);
    assert_eq!(store.fetched(&waiting[0], at(2)).await.unwrap(), Ack::Clean);
    let left = store.waiting(1000).await.unwrap();
    assert_eq!((left.len(), &left[0].record), (1, &caregiver));
}

async fn a_limit_outside_its_bounds_is_refused(store: &impl HintStore) {
    for limit in [0, 1001] {
        let error = store.waiting(limit).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some("limit"))
        );
    }
}
