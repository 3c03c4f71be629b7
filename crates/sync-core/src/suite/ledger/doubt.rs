//! Lost answers: what is done until it is known what became of them.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

/// Given an attempt under way, it expires at its deadline and not before; anyone may do it.
pub async fn only_a_passed_deadline_expires(store: &dyn EffectLedger) {
    let effect = sending(store, &intent("shift-1", "caregiver-1")).await;
    let error = refused(store.expire(effect.id, 1, t(30)).await, ErrorKind::InDoubt);
    assert_eq!(error.get("deadline_at"), Some("2027-01-15T08:00:31.000000Z"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    assert!(error.is_retryable());
    assert_eq!(store.get(effect.id).await.unwrap(), effect);
    let expired = store.expire(effect.id, 1, t(31)).await.unwrap();
    assert_eq!(expired.state, EffectState::InDoubt);
    assert_eq!(expired.not_before, Some(t(31) + QUIET));
}

/// Given an effect in doubt, absence is refused until `not_before`, and recorded from then on.
pub async fn absence_counts_only_after_the_quiet_period(store: &dyn EffectLedger) {
    let effect = sending(store, &intent("shift-1", "caregiver-1")).await;
    refused(store.absent(effect.id, 1, t(10_000)).await, ErrorKind::Conflict);
    let effect = store.doubt(effect.id, 1, t(2)).await.unwrap();
    // Doubt came early, but the request may be worked on until the deadline, and land until the quiet is over.
    assert_eq!(effect.not_before, Some(t(151)));
    for early in [2, 31, 150] {
        let error = refused(store.absent(effect.id, 1, t(early)).await, ErrorKind::InDoubt);
        assert_eq!(error.get("not_before"), Some("2027-01-15T08:02:31.000000Z"));
        assert_eq!(
            error.retry_after(),
            Some(Duration::from_secs(u64::try_from(151 - early).unwrap()))
        );
    }
    refused(
        store.begin(effect.id, 1, t(200), t(160)).await,
        ErrorKind::Conflict,
    );
    let again = store.absent(effect.id, 1, t(151)).await.unwrap();
    assert_eq!((again.state, again.attempt), (EffectState::Planned, 1));
    assert_eq!((again.planned_at, again.created_at), (t(151), t(0)));
    assert_eq!(again.deadline_at, None);
}

/// Given two attempts of which the second has a nearer end, the later `not_before` stays.
pub async fn the_quiet_period_is_never_moved_back(store: &dyn EffectLedger) {
    let effect = in_doubt(store, &intent("shift-1", "caregiver-1")).await;
    store.absent(effect.id, 1, t(151)).await.unwrap();
    // A worker whose clock is behind takes the second attempt.
    let second = store.begin(effect.id, 1, t(20), t(10)).await.unwrap();
    assert_eq!(second.not_before, Some(t(151)));
    let second = store.expire(effect.id, 2, t(20)).await.unwrap();
    assert_eq!(second.not_before, Some(t(151)));
    refused(store.absent(effect.id, 2, t(150)).await, ErrorKind::InDoubt);
    store.absent(effect.id, 2, t(151)).await.unwrap();
    let third = store.begin(effect.id, 2, t(400), t(300)).await.unwrap();
    let third = store.doubt(third.id, 3, t(301)).await.unwrap();
    assert_eq!(third.not_before, Some(t(400) + QUIET));
}

/// Given an effect in doubt or with a person, positive evidence confirms it, even before `not_before`.
pub async fn late_evidence_confirms_at_any_time(store: &dyn EffectLedger) {
    let early = in_doubt(store, &intent("shift-1", "caregiver-1")).await;
    let done = store.confirm(early.id, 1, None, t(6)).await.unwrap();
    assert_eq!((done.state, done.remote_id), (EffectState::Confirmed, None));
    let asked = in_doubt(store, &intent("shift-2", "caregiver-1")).await;
    store.manual(asked.id, "two_found", t(200)).await.unwrap();
    let done = store
        .confirm(asked.id, 1, Some("remote-9"), t(9_000))
        .await
        .unwrap();
    assert_eq!(done.state, EffectState::Confirmed);
    assert_eq!(done.note, None);
    // An answer that was never waited for is no evidence: nothing was sent, or its absence was recorded.
    let unsent = planned(store, &intent("shift-3", "caregiver-1")).await;
    refused(store.confirm(unsent.id, 0, None, t(6)).await, ErrorKind::Conflict);
}

/// Given the strategy `Manual`, absence is accepted from a person only.
pub async fn a_person_decides_what_no_look_can_show(store: &dyn EffectLedger) {
    let by_hand = Intent {
        strategy: Reconcile::Manual,
        ..intent("shift-1", "caregiver-1")
    };
    let effect = in_doubt(store, &by_hand).await;
    assert_eq!(effect.not_before, Some(t(31)));
    let error = refused(store.absent(effect.id, 1, t(9_000)).await, ErrorKind::Unsupported);
    assert_eq!(error.get("strategy"), Some("manual"));
    let asked = store.manual(effect.id, "no_lookup", t(40)).await.unwrap();
    assert_eq!(
        (asked.state, asked.note.as_deref()),
        (EffectState::Manual, Some("no_lookup"))
    );
    refused(store.absent(effect.id, 1, t(30)).await, ErrorKind::InDoubt);
    let again = store.absent(effect.id, 1, t(9_000)).await.unwrap();
    assert_eq!((again.state, again.note), (EffectState::Planned, None));
    let sent = planned(store, &intent("shift-2", "caregiver-1")).await;
    refused(store.manual(sent.id, "asked", t(40)).await, ErrorKind::Conflict);
}

/// Given the strategy `RemoteKey`, a further attempt may begin from doubt while the other side knows the key.
pub async fn a_remote_key_is_sent_again_only_inside_its_lifetime(store: &dyn EffectLedger) {
    let keyed = Intent {
        strategy: Reconcile::RemoteKey {
            ttl: Duration::from_secs(600),
        },
        ..intent("shift-1", "caregiver-1")
    };
    let effect = in_doubt(store, &keyed).await;
    refused(store.absent(effect.id, 1, t(9_000)).await, ErrorKind::Unsupported);
    // The first attempt may be under way until its deadline.
    refused(store.begin(effect.id, 1, t(60), t(30)).await, ErrorKind::InDoubt);
    let second = store.begin(effect.id, 1, t(60), t(31)).await.unwrap();
    assert_eq!((second.attempt, second.first_sent_at), (2, Some(t(1))));
    store.doubt(effect.id, 2, t(61)).await.unwrap();
    let error = refused(
        store.begin(effect.id, 2, t(602), t(590)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(error.get("key_forgotten_at"), Some("2027-01-15T08:10:01.000000Z"));
    let third = store.begin(effect.id, 2, t(601), t(590)).await.unwrap();
    assert_eq!(third.attempt, 3);
    store.expire(effect.id, 3, t(602)).await.unwrap();
    store.manual(effect.id, "key_forgotten", t(603)).await.unwrap();
    store.absent(effect.id, 3, t(604)).await.unwrap();
}

/// Given effects in every state, those in doubt and those past their deadline are unresolved.
pub async fn unresolved_names_what_must_be_looked_up(store: &dyn EffectLedger) {
    planned(store, &intent("shift-1", "caregiver-1")).await;
    let under_way = sending(store, &intent("shift-2", "caregiver-1")).await.id;
    let doubted = in_doubt(store, &intent("shift-3", "caregiver-1")).await.id;
    confirmed(store, &intent("shift-4", "caregiver-1")).await;
    let asked = in_doubt(store, &intent("shift-5", "caregiver-1")).await.id;
    store.manual(asked, "asked", t(6)).await.unwrap();
    let ids = async |now, limit| -> Vec<EffectId> {
        let effects = store.unresolved(now, limit).await.unwrap();
        effects.iter().map(|effect| effect.id).collect()
    };
    assert_eq!(ids(t(30), 10).await, [doubted]);
    assert_eq!(ids(t(31), 10).await, [under_way, doubted]);
    assert_eq!(ids(t(31), 1).await, [under_way]);
}
