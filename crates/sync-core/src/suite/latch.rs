//! What every store of latches must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Barrier;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::block_on;
use super::dice::{Dice, calls};
use crate::latch::{Armed, Evidence, Latch, LatchRule, LatchState, Latches, Proven};
use crate::{EffectId, Fingerprint, MemoryStore};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! latch_suite {
    ($fresh:expr) => {
        $crate::behaviours! { latch, $fresh =>
            a_latch_is_armed_fired_and_stays
            the_first_document_counts_and_arms_one_latch
            one_effect_fires_and_only_it_ends_it
            a_misfire_arms_again_and_what_fired_never_does
            everything_comes_back_exactly
            what_did_not_fire_is_listed_in_order
            unknown_latches_and_bad_input_are_refused
            of_many_workers_one_fires
            a_long_random_life_equals_that_of_the_model
        }
    };
}

const KIND: &str = "prospect.convert";

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn set(id: &str) -> BTreeSet<String> {
    BTreeSet::from([id.to_owned()])
}

fn proven(kind: &str, subject: &str, document: &str) -> Proven {
    let rule = LatchRule {
        kind: kind.to_owned(),
        templates: set("template-1"),
        complete: set("complete"),
        signatures: set("client_signature"),
        max_age: Duration::from_secs(600),
    };
    let evidence = Evidence {
        source: "goformz".to_owned(),
        document: document.to_owned(),
        template: "template-1".to_owned(),
        status: "complete".to_owned(),
        signatures: BTreeMap::from([
            ("client_signature".to_owned(), true),
            ("initials".to_owned(), false),
        ]),
        subject: subject.to_owned(),
        fetched_at: t(0),
        digest: Fingerprint::of(&[document]),
    };
    rule.examine(evidence, subject, t(1)).unwrap()
}

fn effect(n: u8) -> EffectId {
    EffectId::from_bytes([n; 16])
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>, kind: ErrorKind) -> Error {
    let error = result.expect_err("this had to be refused");
    assert_eq!(error.kind(), kind, "{error}");
    error
}

/// Given proof, the latch is armed, fires once and keeps its result; every step may be repeated.
pub async fn a_latch_is_armed_fired_and_stays(store: &dyn Latches) {
    assert_eq!(store.latch(KIND, "p-1").await.unwrap(), None);
    let proof = proven(KIND, "p-1", "form-1");
    assert!(matches!(store.arm(&proof, t(1)).await.unwrap(), Armed::New(_)));
    assert!(matches!(store.arm(&proof, t(2)).await.unwrap(), Armed::Before(_)));
    for at in [t(3), t(4)] {
        let firing = store.fire(KIND, "p-1", effect(1), at).await.unwrap();
        assert_eq!(
            (firing.state, firing.effect),
            (LatchState::Firing, Some(effect(1)))
        );
    }
    for at in [t(5), t(6)] {
        let fired = store
            .fired(KIND, "p-1", effect(1), Some("client-9"), at)
            .await
            .unwrap();
        assert_eq!((fired.state, fired.fired_at), (LatchState::Fired, Some(t(5))));
    }
    let held = store.latch(KIND, "p-1").await.unwrap().unwrap();
    assert_eq!(held.remote_id.as_deref(), Some("client-9"));
    assert!(matches!(store.arm(&proof, t(7)).await.unwrap(), Armed::Before(latch) if latch == held));
    let other = store.fired(KIND, "p-1", effect(1), Some("client-8"), t(7)).await;
    refused(other, ErrorKind::Conflict);
    assert_eq!(store.latch(KIND, "p-1").await.unwrap(), Some(held));
}

/// Given two documents for one subject the first counts; given one document for two subjects the second is refused.
pub async fn the_first_document_counts_and_arms_one_latch(store: &dyn Latches) {
    store.arm(&proven(KIND, "p-1", "form-1"), t(1)).await.unwrap();
    let again = store.arm(&proven(KIND, "p-1", "form-2"), t(2)).await.unwrap();
    let Armed::ByAnother(held) = again else {
        panic!("{again:?}")
    };
    assert_eq!(held.evidence.document, "form-1");
    let error = refused(
        store.arm(&proven(KIND, "p-2", "form-1"), t(3)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(error.get("held_subject"), Some("p-1"));
    let error = refused(
        store
            .arm(&proven("applicant.convert", "p-1", "form-1"), t(3))
            .await,
        ErrorKind::Conflict,
    );
    assert_eq!(error.get("held_kind"), Some(KIND));
    assert_eq!(store.latch(KIND, "p-2").await.unwrap(), None);
    // The document that did not count is free to be looked at, and counts nowhere else by itself.
    assert!(matches!(
        store.arm(&proven(KIND, "p-3", "form-2"), t(4)).await.unwrap(),
        Armed::New(_)
    ));
}

/// Given an effect that fires, no other begins or ends it.
pub async fn one_effect_fires_and_only_it_ends_it(store: &dyn Latches) {
    store.arm(&proven(KIND, "p-1", "form-1"), t(1)).await.unwrap();
    refused(
        store.fired(KIND, "p-1", effect(1), None, t(2)).await,
        ErrorKind::Conflict,
    );
    store.fire(KIND, "p-1", effect(1), t(2)).await.unwrap();
    let error = refused(
        store.fire(KIND, "p-1", effect(2), t(3)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(error.get("effect"), Some(effect(1).to_string().as_str()));
    refused(
        store.fired(KIND, "p-1", effect(2), None, t(3)).await,
        ErrorKind::Conflict,
    );
    refused(
        store.misfired(KIND, "p-1", effect(2), t(3)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(
        store.latch(KIND, "p-1").await.unwrap().unwrap().effect,
        Some(effect(1))
    );
}

/// Given an effect that was refused, another may fire; given one that fired, none ever may.
pub async fn a_misfire_arms_again_and_what_fired_never_does(store: &dyn Latches) {
    store.arm(&proven(KIND, "p-1", "form-1"), t(1)).await.unwrap();
    store.fire(KIND, "p-1", effect(1), t(2)).await.unwrap();
    for _ in 0..2 {
        let armed = store.misfired(KIND, "p-1", effect(1), t(3)).await.unwrap();
        assert_eq!((armed.state, armed.effect), (LatchState::Armed, None));
    }
    store.fire(KIND, "p-1", effect(2), t(4)).await.unwrap();
    // A clock that went back does not take the latch back.
    let fired = store.fired(KIND, "p-1", effect(2), None, t(-9)).await.unwrap();
    assert_eq!((fired.fired_at, fired.updated_at), (Some(t(4)), t(4)));
    refused(
        store.misfired(KIND, "p-1", effect(2), t(5)).await,
        ErrorKind::Conflict,
    );
    refused(
        store.fire(KIND, "p-1", effect(3), t(5)).await,
        ErrorKind::Conflict,
    );
}

/// Given ids in any text, they are read back exactly and apart.
pub async fn everything_comes_back_exactly(store: &dyn Latches) {
    for (at, subject) in ["p", "P", "p ", "é'\"\\", "😀", "01", "1"]
        .into_iter()
        .enumerate()
    {
        let proof = proven(KIND, subject, &format!("form-{subject}"));
        let Armed::New(latch) = store.arm(&proof, t(1)).await.unwrap() else {
            panic!("{at}: {subject} was taken for another");
        };
        assert_eq!(latch.evidence, *proof.evidence());
        assert_eq!(store.latch(KIND, subject).await.unwrap(), Some(latch));
    }
}

/// Given latches in every state, those that did not fire are listed in the order of arming.
pub async fn what_did_not_fire_is_listed_in_order(store: &dyn Latches) {
    for n in 1..=4 {
        let (subject, document) = (format!("p-{n}"), format!("form-{n}"));
        store.arm(&proven(KIND, &subject, &document), t(1)).await.unwrap();
    }
    store.fire(KIND, "p-1", effect(1), t(2)).await.unwrap();
    store.fire(KIND, "p-3", effect(3), t(2)).await.unwrap();
    store.fired(KIND, "p-3", effect(3), None, t(3)).await.unwrap();
    let subjects = async |limit| {
        let listed: Vec<Latch> = store.unfired(limit).await.unwrap();
        listed.into_iter().map(|latch| latch.subject).collect::<Vec<_>>()
    };
    assert_eq!(subjects(10).await, ["p-1", "p-2", "p-4"]);
    assert_eq!(subjects(1).await, ["p-1"]);
}

/// Given names that nobody armed or that break a rule, they are refused and leave no trace.
pub async fn unknown_latches_and_bad_input_are_refused(store: &dyn Latches) {
    refused(
        store.fire(KIND, "p-1", effect(1), t(1)).await,
        ErrorKind::NotFound,
    );
    refused(
        store.fired(KIND, "p-1", effect(1), None, t(1)).await,
        ErrorKind::NotFound,
    );
    refused(
        store.misfired(KIND, "p-1", effect(1), t(1)).await,
        ErrorKind::NotFound,
    );
    refused(store.latch("free text", "p-1").await, ErrorKind::InvalidInput);
    refused(store.latch(KIND, "").await, ErrorKind::InvalidInput);
    refused(store.unfired(0).await, ErrorKind::InvalidInput);
    refused(store.unfired(1_001).await, ErrorKind::InvalidInput);
    store.arm(&proven(KIND, "p-1", "form-1"), t(1)).await.unwrap();
    store.fire(KIND, "p-1", effect(1), t(1)).await.unwrap();
    let empty = store.fired(KIND, "p-1", effect(1), Some(""), t(1)).await;
    refused(empty, ErrorKind::InvalidInput);
    assert_eq!(
        store.latch(KIND, "p-1").await.unwrap().unwrap().state,
        LatchState::Firing
    );
}

/// Given eight workers at one latch, each with an effect of its own, one fires it.
pub async fn of_many_workers_one_fires(store: &dyn Latches) {
    store.arm(&proven(KIND, "p-1", "form-1"), t(1)).await.unwrap();
    let start = Barrier::new(8);
    let won = std::thread::scope(|scope| {
        let fire = |n| {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                block_on(store.fire(KIND, "p-1", effect(n), t(2))).is_ok()
            })
        };
        let workers: Vec<_> = (0..8).map(fire).collect();
        workers
            .into_iter()
            .map(|w| w.join().unwrap())
            .filter(|won| *won)
            .count()
    });
    assert_eq!(won, 1);
}

/// Given any order of calls, the store and the model answer alike.
pub async fn a_long_random_life_equals_that_of_the_model(store: &dyn Latches) {
    let model = MemoryStore::new();
    let mut dice = Dice::new();
    for _ in 0..calls(300) {
        let subject = format!("p-{}", dice.roll(3));
        let document = format!("form-{}", dice.roll(4));
        let id = effect(u8::try_from(dice.roll(3)).unwrap());
        let at = t(i64::from(dice.roll(100)));
        match dice.roll(4) {
            0 => {
                let proof = proven(KIND, &subject, &document);
                same(store.arm(&proof, at).await, model.arm(&proof, at).await);
            }
            1 => same(
                store.fire(KIND, &subject, id, at).await,
                model.fire(KIND, &subject, id, at).await,
            ),
            2 if dice.roll(4) == 0 => same(
                store.fired(KIND, &subject, id, Some("r"), at).await,
                model.fired(KIND, &subject, id, Some("r"), at).await,
            ),
            _ => same(
                store.misfired(KIND, &subject, id, at).await,
                model.misfired(KIND, &subject, id, at).await,
            ),
        }
        assert_eq!(store.unfired(9).await.unwrap(), model.unfired(9).await.unwrap());
    }
}

#[track_caller]
fn same<T: PartialEq + std::fmt::Debug>(store: Result<T>, model: Result<T>) {
    assert_eq!(store.map_err(|e| e.to_string()), model.map_err(|e| e.to_string()));
}
