//! What every store that lets go must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::time::Duration;

use careweave_types::{ErrorKind, Pii};

use super::ledger::{intent, t};
use crate::audit::{Anchor, AuditLog, NewAudit, verify_log};
use crate::conflicts::{ConflictDecision, ConflictState, Conflicts, FoundConflict, Sides};
use crate::inbox::{Inbox, Incoming, MessageIdentity, MessageState, Settlement};
use crate::ledger::{EffectLedger, EffectState};
use crate::merge::ConflictKey;
use crate::mirror::{ExternalRef, LocalId, Mirror, Page, ReferenceState, SeenRecord};
use crate::retention::{Erasure, ErasureReport, Horizons, Kept, LegalHolds, Purge, RetentionRules, machine};
use crate::vault::{Sealed, SecretName, Vault};
use crate::{Fingerprint, PurgeReport};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! retention_suite {
    ($fresh:expr) => {
        $crate::behaviours! { retention, $fresh =>
            a_dry_run_counts_what_would_go_and_changes_nothing
            what_is_old_goes_in_small_steps_and_the_rest_stays
            what_has_no_rule_and_what_still_waits_stays_for_good
            an_audit_chain_stays_whole_when_its_sealed_bytes_go
            an_effect_whose_attempts_are_forgotten_keeps_its_key
            a_person_is_erased_everywhere_and_what_guards_against_doubling_stays
            an_erasure_is_written_down_and_may_be_repeated
            an_erasure_is_seen_by_whoever_polls_for_changes
            bad_erasures_are_refused_and_change_nothing
        }
    };
}

/// A store that lets go, and what there is to let go of.
pub trait PurgedStore:
    Purge + LegalHolds + Inbox + EffectLedger + Mirror + AuditLog + Conflicts + Vault
{
}

impl<T> PurgedStore for T where
    T: Purge + LegalHolds + Inbox + EffectLedger + Mirror + AuditLog + Conflicts + Vault + ?Sized
{
}

pub(super) const DAY: i64 = 86_400;
pub(super) const SOURCE: &str = "wellsky.agency-1";
pub(super) const CHAIN: &str = "agency-1";

fn days(days: u64) -> Duration {
    Duration::from_secs(days * 86_400)
}

pub(super) fn rules() -> RetentionRules {
    let keep = [
        (Kept::Messages, days(35)),
        (Kept::Tombstones, days(40)),
        (Kept::Conflicts, days(30)),
        (Kept::Attempts, days(90)),
        (Kept::AuditSealed, days(365)),
    ];
    RetentionRules::new(keep, Horizons::default()).unwrap()
}

pub(super) fn incoming(id: &str, subject: &str) -> Incoming {
    Incoming {
        source: SOURCE.to_owned(),
        identity: MessageIdentity::Keyed(id.to_owned()),
        event: "changed".to_owned(),
        subject: subject.to_owned(),
        sent_at: None,
        body: Pii::new(b"{\"name\":\"Alpha Testclient\"}".to_vec()),
    }
}

pub(super) fn client(id: &str) -> ExternalRef {
    ExternalRef::new("wellsky/agency-1", "client", id)
}

fn page(ids: &[&str]) -> Page {
    let seen = |id: &&str| SeenRecord {
        external_id: (*id).to_owned(),
        fingerprint: Fingerprint::of(&[id]),
        version: None,
        at: None,
        body: b"Alpha Testclient".to_vec(),
    };
    Page {
        connection: "wellsky/agency-1".to_owned(),
        kind: "client".to_owned(),
        records: ids.iter().map(seen).collect(),
        cursor: None,
        scan: None,
    }
}

pub(super) fn phone(local: &str) -> FoundConflict {
    let text = |text: &str| Some(Pii::new(format!("\"{text}\"")));
    FoundConflict {
        key: ConflictKey {
            field: "phone".to_owned(),
            base: Fingerprint::of(&["base"]),
            local: Fingerprint::of(&[local]),
            remote: Fingerprint::of(&["remote"]),
        },
        sides: Sides {
            base: None,
            local: text(local),
            remote: text("3035550102"),
        },
    }
}

/// At t(0): two settled messages and one that waits; one record that is gone and one that lives; a closed conflict and an open
/// one; a confirmed effect and one under way; two audit entries with sealed bytes and one without.
pub(super) async fn fill(store: &dyn PurgedStore) {
    for id in ["m-1", "m-2", "m-3"] {
        store.accept(&incoming(id, "client-1"), t(0)).await.unwrap();
    }
    for message in store.received(SOURCE, None, 2).await.unwrap() {
        store
            .settle(message.number, &Settlement::Applied, None, t(0))
            .await
            .unwrap();
    }
    store
        .apply_page(&page(&["c-1", "c-2"]), None, t(0))
        .await
        .unwrap();
    store.gone(&client("c-2"), None, t(0)).await.unwrap();
    store
        .record_conflicts(&client("c-1"), &[phone("3035550101")], None, t(0))
        .await
        .unwrap();
    let closed = store
        .record_conflicts(&client("c-2"), &[phone("3035550103")], None, t(0))
        .await
        .unwrap();
    let number = closed.conflicts[0].number;
    store
        .resolve_conflict(number, &ConflictDecision::Local, "user-7", "called", t(0))
        .await
        .unwrap();
    for shift in ["shift-1", "shift-2"] {
        let effect = store
            .plan(&intent(shift, "caregiver-1"), t(0))
            .await
            .unwrap()
            .into_effect();
        store.begin(effect.id, 0, t(30), t(0)).await.unwrap();
        if shift == "shift-1" {
            store.confirm(effect.id, 1, Some("remote-1"), t(1)).await.unwrap();
        }
    }
    let entry = |subject: &str| NewAudit::new("worker-1", "clients.read", subject);
    let entries = [
        entry("token-1").sealed(vec![1; 30]),
        entry("token-1"),
        entry("token-2").sealed(vec![2; 30]),
    ];
    store.audit(CHAIN, &entries, t(0)).await.unwrap();
}

pub(super) fn counted(report: &PurgeReport) -> Vec<u64> {
    Kept::ALL
        .iter()
        .map(|kept| report.counts.get(kept).copied().unwrap_or(99))
        .collect()
}

/// Given old things, a dry run names how many of each, as often as one asks; a day too early it names none.
pub async fn a_dry_run_counts_what_would_go_and_changes_nothing(store: &dyn PurgedStore) {
    fill(store).await;
    let early = store.purge_preview(&rules(), t(29 * DAY)).await.unwrap();
    assert_eq!((counted(&early), early.total()), (vec![0; 5], 0));
    for _ in 0..2 {
        let report = store.purge_preview(&rules(), t(366 * DAY)).await.unwrap();
        assert_eq!(counted(&report), [2, 1, 1, 1, 2]);
        assert!(!report.more);
    }
    let later = store.purge_preview(&rules(), t(36 * DAY)).await.unwrap();
    assert_eq!(counted(&later), [2, 0, 1, 0, 0]);
}

/// Given more than one step takes, steps take all of it, and a further one finds nothing.
pub async fn what_is_old_goes_in_small_steps_and_the_rest_stays(store: &dyn PurgedStore) {
    fill(store).await;
    let now = t(366 * DAY);
    let first = store.purge(&rules(), 1, now).await.unwrap();
    assert_eq!((counted(&first), first.more), (vec![1; 5], true));
    let mut total = BTreeMap::<Kept, u64>::new();
    loop {
        let step = store.purge(&rules(), 1, now).await.unwrap();
        for (kept, count) in &step.counts {
            *total.entry(*kept).or_default() += count;
        }
        if !step.more {
            break;
        }
    }
    let total: Vec<u64> = total.into_values().collect();
    assert_eq!(total, [1, 0, 0, 0, 1]);
    let none = store.purge(&rules(), 1_000, now).await.unwrap();
    assert_eq!((none.total(), none.more), (0, false));
    // What still counts is there; what went is not.
    let waiting = store.received(SOURCE, None, 10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert!(waiting[0].body.is_some());
    assert!(store.reference(&client("c-1")).await.unwrap().is_some());
    assert_eq!(store.reference(&client("c-2")).await.unwrap(), None);
    assert!(store.inbox_counts(SOURCE).await.unwrap().add_up());
    let filter = crate::ConflictFilter {
        state: None,
        ..crate::ConflictFilter::open("wellsky/agency-1")
    };
    let conflicts = store.conflicts(&filter).await.unwrap();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].state, ConflictState::Open);
    // A record that comes again is a new one with an id of its own.
    let before = store.reference(&client("c-1")).await.unwrap().unwrap().local;
    store.apply_page(&page(&["c-2"]), None, now).await.unwrap();
    let again = store.reference(&client("c-2")).await.unwrap().unwrap();
    assert!(again.local > before && again.local.get() > 2, "{again:?}");
}

/// Given no rules, nothing goes, however old; given all rules, what waits, lives or guards stays, however old.
pub async fn what_has_no_rule_and_what_still_waits_stays_for_good(store: &dyn PurgedStore) {
    fill(store).await;
    let none = RetentionRules::new([], Horizons::default()).unwrap();
    let report = store.purge(&none, 1_000, t(5_000 * DAY)).await.unwrap();
    assert_eq!((report.total(), report.counts.len()), (0, 0));
    store.purge(&rules(), 1_000, t(5_000 * DAY)).await.unwrap();
    assert_eq!(store.received(SOURCE, None, 10).await.unwrap().len(), 1);
    let effects = store.list(&crate::EffectFilter::default()).await.unwrap();
    assert_eq!(effects.len(), 2);
    let open = effects
        .iter()
        .find(|effect| effect.state == EffectState::Sending)
        .unwrap();
    assert_eq!(store.attempts(open.id).await.unwrap().len(), 1);
    assert!(store.purge(&rules(), 0, t(0)).await.is_err());
}

/// Given a chain with sealed bytes, after they went it verifies to the same head and against the anchor from before.
pub async fn an_audit_chain_stays_whole_when_its_sealed_bytes_go(store: &dyn PurgedStore) {
    fill(store).await;
    let head = store.audit_head(CHAIN).await.unwrap();
    let anchor = Anchor::sign(CHAIN, head, &[7; 32]).unwrap();
    store.purge(&rules(), 1_000, t(366 * DAY)).await.unwrap();
    let entries = store.audit_entries(CHAIN, 0, 10).await.unwrap();
    assert!(entries.iter().all(|entry| entry.written.sealed.is_empty()));
    let tombstones: Vec<bool> = entries.iter().map(|entry| entry.erased.is_some()).collect();
    assert_eq!(tombstones, [true, false, true]);
    let verified = verify_log(as_log(store), CHAIN, None, &[anchor]).await.unwrap();
    assert_eq!(verified.head, head);
}

pub(super) fn as_log(store: &dyn PurgedStore) -> &dyn AuditLog {
    store
}

/// Given a confirmed effect whose log is gone, it is still there, and whoever plans the same again is told so.
pub async fn an_effect_whose_attempts_are_forgotten_keeps_its_key(store: &dyn PurgedStore) {
    fill(store).await;
    store.purge(&rules(), 1_000, t(366 * DAY)).await.unwrap();
    let again = store
        .plan(&intent("shift-1", "caregiver-1"), t(366 * DAY))
        .await
        .unwrap();
    assert!(!again.is_new());
    assert_eq!(again.effect().state, EffectState::Confirmed);
    assert_eq!(store.attempts(again.effect().id).await.unwrap(), []);
    let other = store.plan(&intent("shift-1", "caregiver-2"), t(366 * DAY)).await;
    assert_eq!(other.unwrap_err().kind(), ErrorKind::KeyReuse);
}

pub(super) fn erasure(local: Option<LocalId>) -> Erasure {
    Erasure {
        token: "token-1".to_owned(),
        chain: CHAIN.to_owned(),
        local,
        references: vec![ExternalRef::new("calendly/agency-1", "invitee", "i-1")],
        announced: vec![(SOURCE.to_owned(), "client-1".to_owned())],
        keys: vec![SecretName::new("persons", "token-1")],
        actor: "user-7".to_owned(),
    }
}

/// Given somebody who is known in two systems, with messages, conflicts, audit entries and a key: their contents are gone, those
/// of others are not, and ids, counts and chains are whole.
pub async fn a_person_is_erased_everywhere_and_what_guards_against_doubling_stays(store: &dyn PurgedStore) {
    fill(store).await;
    let local = store.reference(&client("c-1")).await.unwrap().unwrap().local;
    store.accept(&incoming("m-9", "client-9"), t(0)).await.unwrap();
    let third = ConflictDecision::Value(Pii::from("\"3035550109\""));
    let open = store
        .conflicts(&crate::ConflictFilter::open("wellsky/agency-1"))
        .await
        .unwrap();
    store
        .resolve_conflict(open[0].number, &third, "user-7", "called", t(0))
        .await
        .unwrap();
    let again = store
        .record_conflicts(&client("c-1"), &[phone("3035550104")], None, t(1))
        .await
        .unwrap();
    let sealed = Sealed {
        key: "2026-11".to_owned(),
        wrapped: vec![1; 72],
        secret: vec![2; 72],
    };
    store
        .put_secret(&SecretName::new("persons", "token-1"), 0, &sealed, t(0))
        .await
        .unwrap();
    let report = store.erase(&erasure(Some(local)), t(10)).await.unwrap();
    let expected = ErasureReport {
        references: 1,
        bodies: 1,
        messages: 1,
        conflicts: 2,
        audit_entries: 1,
        audit_left: 0,
        keys: 1,
    };
    assert_eq!(report, expected);
    assert_eq!(store.body(&client("c-1")).await.unwrap(), None);
    let held = store.reference(&client("c-1")).await.unwrap().unwrap();
    assert_eq!(
        (held.local, held.state, held.fingerprint),
        (local, ReferenceState::Live, None)
    );
    assert_eq!(
        store.body(&client("c-2")).await.unwrap().as_deref(),
        Some(&b"Alpha Testclient"[..])
    );
    let waiting = store.received(SOURCE, None, 10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].subject, "client-9");
    // A late delivery of what was erased is no new message.
    let late = store.accept(&incoming("m-3", "client-1"), t(20)).await.unwrap();
    assert_eq!(late.message().state, MessageState::Rejected);
    assert_eq!(late.message().reason.as_deref(), Some(machine::ERASED));
    let counts = store.inbox_counts(SOURCE).await.unwrap();
    assert!(counts.add_up());
    assert_eq!(counts.rejected, 1);
    let closed = store.conflict(again.conflicts[0].number).await.unwrap();
    assert_eq!((closed.state, closed.sides), (ConflictState::Obsolete, None));
    let decided = store.conflict(open[0].number).await.unwrap().resolution.unwrap();
    assert_eq!((decided.value, decided.actor.as_str()), (None, "user-7"));
    assert_eq!(
        store
            .secret(&SecretName::new("persons", "token-1"))
            .await
            .unwrap(),
        None
    );
    let entries = store.audit_entries(CHAIN, 0, 10).await.unwrap();
    let sealed: Vec<bool> = entries
        .iter()
        .map(|entry| entry.written.sealed.is_empty())
        .collect();
    assert_eq!(sealed, [true, true, false, true]);
    verify_log(as_log(store), CHAIN, None, &[]).await.unwrap();
}

/// Given an erasure, the chain says who asked for whose; asked again, nothing is left to remove and that is written down too.
pub async fn an_erasure_is_written_down_and_may_be_repeated(store: &dyn PurgedStore) {
    fill(store).await;
    let local = store.reference(&client("c-1")).await.unwrap().unwrap().local;
    let first = store.erase(&erasure(Some(local)), t(10)).await.unwrap();
    assert_eq!((first.bodies, first.messages), (1, 1));
    let again = store.erase(&erasure(Some(local)), t(20)).await.unwrap();
    let nothing = ErasureReport {
        references: 1,
        ..ErasureReport::default()
    };
    assert_eq!(again, nothing);
    let entries = store.audit_entries(CHAIN, 3, 10).await.unwrap();
    let told: Vec<_> = entries
        .iter()
        .map(|entry| {
            let written = &entry.written;
            (
                written.actor.as_str(),
                written.action.as_str(),
                written.subject.as_str(),
            )
        })
        .collect();
    assert_eq!(told, [("user-7", "subject.erased", "token-1"); 2]);
    verify_log(as_log(store), CHAIN, None, &[]).await.unwrap();
}

/// Given somebody who reads what changed after a number, an erasure comes with a new number and without a fingerprint, also of a
/// record that was gone; repeated, it is no change.
pub async fn an_erasure_is_seen_by_whoever_polls_for_changes(store: &dyn PurgedStore) {
    fill(store).await;
    let changed = async |after| {
        store
            .changed("wellsky/agency-1", "client", after, 10)
            .await
            .unwrap()
    };
    let seen = changed(0).await.last().unwrap().change;
    let everybody = Erasure {
        references: vec![client("c-1"), client("c-2"), client("c-3")],
        ..erasure(None)
    };
    let report = store.erase(&everybody, t(10)).await.unwrap();
    assert_eq!((report.references, report.bodies), (2, 2));
    let told: Vec<_> = changed(seen)
        .await
        .into_iter()
        .map(|held| (held.external, held.state, held.fingerprint, held.changed_at))
        .collect();
    assert_eq!(
        told,
        [
            (client("c-1"), ReferenceState::Live, None, t(10)),
            (client("c-2"), ReferenceState::Tombstone, None, t(10)),
        ]
    );
    let seen = changed(0).await.last().unwrap().change;
    store.erase(&everybody, t(20)).await.unwrap();
    assert_eq!(changed(seen).await, []);
    // Read again at the other side, it is a change like any other.
    store.apply_page(&page(&["c-1"]), None, t(30)).await.unwrap();
    assert_eq!(changed(seen).await.len(), 1);
}

/// Given an erasure that breaks a rule, the field is named and nothing is removed or written down.
pub async fn bad_erasures_are_refused_and_change_nothing(store: &dyn PurgedStore) {
    fill(store).await;
    let good = || erasure(None);
    let bad = [
        (
            "token",
            Erasure {
                token: String::new(),
                ..good()
            },
        ),
        (
            "chain",
            Erasure {
                chain: "a\nb".to_owned(),
                ..good()
            },
        ),
        (
            "actor",
            Erasure {
                actor: String::new(),
                ..good()
            },
        ),
        (
            "source",
            Erasure {
                announced: vec![(String::new(), "x".to_owned())],
                ..good()
            },
        ),
        (
            "subject",
            Erasure {
                announced: vec![(SOURCE.to_owned(), String::new())],
                ..good()
            },
        ),
        (
            "name",
            Erasure {
                keys: vec![SecretName::new("persons", "not a code")],
                ..good()
            },
        ),
    ];
    for (field, bad) in bad {
        let error = store.erase(&bad, t(10)).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(field))
        );
    }
    assert_eq!(store.received(SOURCE, None, 10).await.unwrap().len(), 1);
    assert_eq!(store.audit_head(CHAIN).await.unwrap().seq, 3);
}
