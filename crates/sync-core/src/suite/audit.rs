//! What every audit log must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use careweave_types::{ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::dice::{Dice, calls};
use crate::audit::{Anchor, AuditLog, NewAudit, machine, verify_log};
use crate::{EffectId, Fingerprint, MemoryStore};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! audit_suite {
    ($fresh:expr) => {
        $crate::behaviours! { audit, $fresh =>
            entries_come_back_as_they_were_written
            a_batch_is_appended_whole_or_not_at_all
            chains_do_not_meet
            a_chain_is_verified_from_any_point
            an_anchor_shows_that_an_end_is_missing
            a_long_chain_is_read_page_by_page
            a_random_life_equals_that_of_the_model
        }
    };
}

const CHAIN: &str = "agency-1";
const KEY: &[u8] = b"a key of at least thirty-two bytes";

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn read(n: u32) -> NewAudit {
    NewAudit::new("user-7", "clients.read", format!("client-{n}"))
}

/// Given entries with every part and text of any language, they are read back exactly.
pub async fn entries_come_back_as_they_were_written(store: &dyn AuditLog) {
    let origin = store.audit_head(CHAIN).await.unwrap();
    assert_eq!(origin, machine::origin(CHAIN));
    let written = [
        read(1),
        NewAudit::new("équipe ✓", "latch.fired", "prospect-'1'\"\\")
            .changed(
                Some(Fingerprint::of(&["before"])),
                Some(Fingerprint::of(&["after"])),
            )
            .by_effect(EffectId::from_bytes([0xab; 16]))
            .sealed(vec![0, 1, 0xff]),
    ];
    let head = store.audit(CHAIN, &written, t(0)).await.unwrap();
    let entries = store.audit_entries(CHAIN, 0, 10).await.unwrap();
    assert_eq!(entries, machine::append(origin, &written, t(0)).unwrap());
    assert_eq!((head.seq, head.hash, head.at), (2, entries[1].hash, t(0)));
    assert_eq!(store.audit_head(CHAIN).await.unwrap(), head);
    assert_eq!(store.audit_entries(CHAIN, 1, 10).await.unwrap(), entries[1..]);
    assert_eq!(store.audit_entries(CHAIN, 2, 10).await.unwrap(), []);
}

/// Given a batch with one bad entry, nothing of it is kept; an empty batch changes nothing.
pub async fn a_batch_is_appended_whole_or_not_at_all(store: &dyn AuditLog) {
    let error = store
        .audit(CHAIN, &[read(1), NewAudit::new("u", "not a code", "s")], t(0))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(
        store.audit(CHAIN, &[], t(0)).await.unwrap(),
        machine::origin(CHAIN)
    );
    assert_eq!(store.audit_entries(CHAIN, 0, 10).await.unwrap(), []);
    for (chain, limit) in [("", 10), (CHAIN, 0), (CHAIN, 1_001)] {
        let error = store.audit_entries(chain, 0, limit).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
}

/// Given two chains, each has its own numbers and hashes.
pub async fn chains_do_not_meet(store: &dyn AuditLog) {
    let one = store.audit("agency-1", &[read(1)], t(0)).await.unwrap();
    let other = store.audit("agency-2", &[read(1)], t(0)).await.unwrap();
    assert_eq!((one.seq, other.seq), (1, 1));
    assert_ne!(one.hash, other.hash);
    verify_log(store, "agency-1", None, &[]).await.unwrap();
    verify_log(store, "agency-2", None, &[]).await.unwrap();
}

/// Given a chain that was verified once, only what came since is read; from a wrong head it fails.
pub async fn a_chain_is_verified_from_any_point(store: &dyn AuditLog) {
    for n in 0..5 {
        store.audit(CHAIN, &[read(n), read(n + 100)], t(0)).await.unwrap();
    }
    let first = verify_log(store, CHAIN, None, &[]).await.unwrap();
    assert_eq!((first.entries, first.head.seq), (10, 10));
    store.audit(CHAIN, &[read(7)], t(9)).await.unwrap();
    let since = verify_log(store, CHAIN, Some(first.head), &[]).await.unwrap();
    assert_eq!((since.entries, since.head.seq), (1, 11));
    let mut wrong = first.head;
    wrong.hash = Fingerprint::of(&["another"]);
    let error = verify_log(store, CHAIN, Some(wrong), &[]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
}

/// Given an anchor beyond the end, or with another hash at its place, the chain is found broken.
pub async fn an_anchor_shows_that_an_end_is_missing(store: &dyn AuditLog) {
    let head = store.audit(CHAIN, &[read(1), read(2)], t(0)).await.unwrap();
    let kept = Anchor::sign(CHAIN, head, KEY).unwrap();
    kept.authenticate(KEY).unwrap();
    verify_log(store, CHAIN, None, std::slice::from_ref(&kept))
        .await
        .unwrap();
    let found = async |anchor: &Anchor| {
        let error = verify_log(store, CHAIN, None, std::slice::from_ref(anchor))
            .await
            .unwrap_err();
        let found = error.context().iter().find(|(key, _)| *key == "found").unwrap();
        found.1.to_string()
    };
    let mut beyond = kept.clone();
    beyond.head.seq = 3;
    assert_eq!(found(&beyond).await, "end_cut_off");
    assert!(beyond.authenticate(KEY).is_err());
    let mut anew = kept.clone();
    anew.head.hash = Fingerprint::of(&["another"]);
    assert_eq!(found(&anew).await, "written_anew");
    assert!(
        kept.authenticate(b"another key of thirty-two bytes or so")
            .is_err()
    );
    assert!(kept.authenticate(b"short").is_err());
}

/// Given more entries than one page holds, verification reads them all.
pub async fn a_long_chain_is_read_page_by_page(store: &dyn AuditLog) {
    let batch: Vec<_> = (0..700).map(read).collect();
    for at in 0..3 {
        store.audit(CHAIN, &batch, t(at)).await.unwrap();
    }
    let seen = verify_log(store, CHAIN, None, &[]).await.unwrap();
    assert_eq!(seen.entries, 2_100);
}

/// Given any order of calls with any clocks, the store and the model answer alike.
pub async fn a_random_life_equals_that_of_the_model(store: &dyn AuditLog) {
    let model = MemoryStore::new();
    let mut dice = Dice::new();
    for _ in 0..calls(60) {
        let chain = if dice.roll(2) == 0 { "a" } else { "b" };
        let count = dice.roll(4);
        let at = t(i64::from(dice.roll(1_000)) - 500);
        let batch: Vec<_> = (0..count).map(|_| read(dice.roll(9))).collect();
        same(
            store.audit(chain, &batch, at).await,
            model.audit(chain, &batch, at).await,
        );
        let after = u64::from(dice.roll(20));
        same(
            store.audit_entries(chain, after, 5).await,
            model.audit_entries(chain, after, 5).await,
        );
    }
}

#[track_caller]
fn same<T: PartialEq + std::fmt::Debug>(store: Result<T>, model: Result<T>) {
    assert_eq!(store.map_err(|e| e.kind()), model.map_err(|e| e.kind()));
}
