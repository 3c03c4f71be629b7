//! What every effect ledger must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Barrier;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, TimeDelta, Utc};

use super::block_on;
pub use super::ledger_life::a_long_random_life_equals_that_of_the_model;
use crate::ledger::{
    AttemptOutcome, Effect, EffectFilter, EffectId, EffectKey, EffectLedger, EffectState, Fingerprint,
    Intent, Planned, Reconcile,
};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! ledger_suite {
    ($fresh:expr) => {
        $crate::behaviours! { ledger, $fresh =>
            planning_again_gives_the_same_effect
            the_first_claim_of_a_key_wins
            a_confirmed_effect_holds_its_key
            a_terminal_effect_frees_its_key_for_the_next_version
            an_attempt_can_be_begun_once
            a_stale_sender_cannot_finish_another_attempt
            confirming_again_is_harmless_and_contradicting_is_not
            repeating_a_step_changes_nothing
            only_a_passed_deadline_expires
            absence_counts_only_after_the_quiet_period
            the_quiet_period_is_never_moved_back
            late_evidence_confirms_at_any_time
            a_person_decides_what_no_look_can_show
            a_remote_key_is_sent_again_only_inside_its_lifetime
            only_a_confirmed_effect_is_superseded
            only_a_planned_effect_is_abandoned
            a_rejected_attempt_is_final
            listings_filter_and_page_in_order_of_planning
            unresolved_names_what_must_be_looked_up
            history_has_every_version
            attempts_are_logged_with_their_outcome
            unknown_effects_are_not_found
            bad_intents_are_refused_and_leave_no_trace
            bad_steps_are_refused_and_change_nothing
            bad_listings_are_refused
            any_text_a_key_may_hold_comes_back_exactly
            instants_are_kept_to_the_microsecond
            of_many_planners_one_wins
            of_many_senders_one_begins
            a_long_random_life_equals_that_of_the_model
        }
    };
}

const QUIET: TimeDelta = TimeDelta::minutes(2);

pub(super) fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

pub(super) fn key(name: &str) -> EffectKey {
    EffectKey::new(format!("wellsky/assign/agency-1/{name}")).unwrap()
}

pub(super) fn intent(shift: &str, caregiver: &str) -> Intent {
    Intent {
        key: key(shift),
        operation: "shifts.assign".to_owned(),
        subject: shift.to_owned(),
        detail: caregiver.to_owned(),
        fingerprint: Fingerprint::of(&["shifts.assign", shift, caregiver]),
        strategy: Reconcile::ReadBack {
            quiet: QUIET.to_std().unwrap(),
        },
    }
}

async fn planned(store: &dyn EffectLedger, intent: &Intent) -> Effect {
    match store.plan(intent, t(0)).await.unwrap() {
        Planned::New(effect) => effect,
        Planned::Existing(effect) => panic!("held already: {effect:?}"),
    }
}

/// Planned at 0, begun at 1 with its deadline at 31.
async fn sending(store: &dyn EffectLedger, intent: &Intent) -> Effect {
    let effect = planned(store, intent).await;
    store.begin(effect.id, 0, t(31), t(1)).await.unwrap()
}

/// As [`sending`], doubted at 5: absence counts from 151.
async fn in_doubt(store: &dyn EffectLedger, intent: &Intent) -> Effect {
    let effect = sending(store, intent).await;
    store.doubt(effect.id, 1, t(5)).await.unwrap()
}

async fn confirmed(store: &dyn EffectLedger, intent: &Intent) -> Effect {
    let effect = sending(store, intent).await;
    store.confirm(effect.id, 1, Some("remote-1"), t(2)).await.unwrap()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>, kind: ErrorKind) -> Error {
    let error = result.expect_err("this had to be refused");
    assert_eq!(error.kind(), kind, "{error}");
    error
}

/// Given an intent, planning it again gives the same effect and records nothing.
pub async fn planning_again_gives_the_same_effect(store: &dyn EffectLedger) {
    let first = store.plan(&intent("shift-1", "caregiver-1"), t(0)).await.unwrap();
    assert!(first.is_new());
    let effect = first.into_effect();
    assert_eq!(effect.id, EffectId::of(&key("shift-1"), 1));
    assert_eq!((effect.version, effect.attempt), (1, 0));
    assert_eq!(effect.state, EffectState::Planned);
    assert_eq!(
        (effect.created_at, effect.planned_at, effect.updated_at),
        (t(0), t(0), t(0))
    );

    let again = store.plan(&intent("shift-1", "caregiver-1"), t(9)).await.unwrap();
    assert_eq!(again, Planned::Existing(effect.clone()));
    assert_eq!(store.get(effect.id).await.unwrap(), effect);
    assert_eq!(
        store.current(&key("shift-1")).await.unwrap(),
        Some(effect.clone())
    );
    assert_eq!(store.history(&key("shift-1")).await.unwrap(), [effect]);
    assert_eq!(store.current(&key("shift-2")).await.unwrap(), None);
}

/// Given a claim, another fingerprint under the key is refused and told who holds it, in every open state.
pub async fn the_first_claim_of_a_key_wins(store: &dyn EffectLedger) {
    let first = planned(store, &intent("shift-1", "caregiver-1")).await;
    let rival = intent("shift-1", "caregiver-2");
    let steps = ["planned", "sending", "in_doubt", "manual"];
    for state in steps {
        let error = refused(store.plan(&rival, t(2)).await, ErrorKind::KeyReuse);
        assert_eq!(error.operation(), "ledger.plan");
        assert_eq!(error.get("key"), Some(rival.key.as_str()));
        assert_eq!(
            error.get("held_fingerprint"),
            Some(first.fingerprint.to_string().as_str())
        );
        assert_eq!(
            error.get("given_fingerprint"),
            Some(rival.fingerprint.to_string().as_str())
        );
        assert_eq!(error.get("held_detail"), Some("caregiver-1"));
        assert_eq!(error.get("state"), Some(state));
        match state {
            "planned" => store.begin(first.id, 0, t(31), t(1)).await.map(drop).unwrap(),
            "sending" => store.doubt(first.id, 1, t(5)).await.map(drop).unwrap(),
            "in_doubt" => store.manual(first.id, "asked", t(5)).await.map(drop).unwrap(),
            _ => {}
        }
    }
    assert_eq!(store.history(&rival.key).await.unwrap().len(), 1);
}

/// Given a confirmed effect, its key stays held: for the same intent it is found, for another refused.
pub async fn a_confirmed_effect_holds_its_key(store: &dyn EffectLedger) {
    let done = confirmed(store, &intent("shift-1", "caregiver-1")).await;
    assert_eq!(done.state, EffectState::Confirmed);
    assert_eq!(done.remote_id.as_deref(), Some("remote-1"));
    assert_eq!(done.finished_at, Some(t(2)));
    let again = store
        .plan(&intent("shift-1", "caregiver-1"), t(900_000))
        .await
        .unwrap();
    assert_eq!(again, Planned::Existing(done.clone()));
    refused(
        store.plan(&intent("shift-1", "caregiver-2"), t(900_000)).await,
        ErrorKind::KeyReuse,
    );
    refused(
        store.begin(done.id, 1, t(900_031), t(900_001)).await,
        ErrorKind::Conflict,
    );
}

/// Given a rejected, superseded or abandoned effect, anyone may claim the key anew, as the next version.
pub async fn a_terminal_effect_frees_its_key_for_the_next_version(store: &dyn EffectLedger) {
    let rejected = sending(store, &intent("shift-1", "caregiver-1")).await;
    store.reject(rejected.id, 1, "not_eligible", t(3)).await.unwrap();
    let abandoned = planned(store, &intent("shift-2", "caregiver-1")).await;
    store.abandon(abandoned.id, "not_needed", t(3)).await.unwrap();
    let superseded = confirmed(store, &intent("shift-3", "caregiver-1")).await;
    store.supersede(superseded.id, "open_again", t(3)).await.unwrap();
    for shift in ["shift-1", "shift-2", "shift-3"] {
        let next = store.plan(&intent(shift, "caregiver-2"), t(4)).await.unwrap();
        assert!(next.is_new(), "{shift}");
        let next = next.into_effect();
        assert_eq!(
            (next.version, next.attempt, next.state),
            (2, 0, EffectState::Planned)
        );
        assert_eq!(next.id, EffectId::of(&key(shift), 2));
        assert_eq!(next.detail, "caregiver-2");
        assert_eq!(store.current(&key(shift)).await.unwrap(), Some(next));
    }
}

/// Given a planned effect, one begin wins; whoever believes in the same attempt number loses.
pub async fn an_attempt_can_be_begun_once(store: &dyn EffectLedger) {
    let effect = planned(store, &intent("shift-1", "caregiver-1")).await;
    let begun = store.begin(effect.id, 0, t(31), t(1)).await.unwrap();
    assert_eq!((begun.state, begun.attempt), (EffectState::Sending, 1));
    assert_eq!(begun.deadline_at, Some(t(31)));
    assert_eq!(
        (begun.first_sent_at, begun.last_sent_at),
        (Some(t(1)), Some(t(1)))
    );
    for expected in [0, 1, 2] {
        let error = refused(
            store.begin(effect.id, expected, t(31), t(1)).await,
            ErrorKind::Conflict,
        );
        assert_eq!(error.get("state"), Some("sending"));
        assert_eq!(error.get("attempt"), Some("1"));
    }
    assert_eq!(store.get(effect.id).await.unwrap(), begun);
}

/// Given a second attempt, the sender of the first can change nothing any more.
pub async fn a_stale_sender_cannot_finish_another_attempt(store: &dyn EffectLedger) {
    let effect = in_doubt(store, &intent("shift-1", "caregiver-1")).await;
    store.absent(effect.id, 1, t(151)).await.unwrap();
    let second = store.begin(effect.id, 1, t(190), t(160)).await.unwrap();
    assert_eq!(second.attempt, 2);
    assert_eq!(
        (second.first_sent_at, second.last_sent_at),
        (Some(t(1)), Some(t(160)))
    );
    let id = effect.id;
    refused(store.confirm(id, 1, None, t(161)).await, ErrorKind::Conflict);
    refused(store.reject(id, 1, "late", t(161)).await, ErrorKind::Conflict);
    refused(store.doubt(id, 1, t(161)).await, ErrorKind::Conflict);
    refused(store.expire(id, 1, t(500)).await, ErrorKind::Conflict);
    let error = refused(store.absent(id, 1, t(500)).await, ErrorKind::Conflict);
    assert_eq!(error.get("given_attempt"), Some("1"));
    assert_eq!(store.get(id).await.unwrap(), second);
}

/// Given a confirmation, the same one again succeeds and one with another remote id is refused.
pub async fn confirming_again_is_harmless_and_contradicting_is_not(store: &dyn EffectLedger) {
    let done = confirmed(store, &intent("shift-1", "caregiver-1")).await;
    assert_eq!(
        store.confirm(done.id, 1, Some("remote-1"), t(70)).await.unwrap(),
        done
    );
    refused(
        store.confirm(done.id, 1, Some("remote-2"), t(70)).await,
        ErrorKind::Conflict,
    );
    refused(store.confirm(done.id, 1, None, t(70)).await, ErrorKind::Conflict);
    refused(
        store.confirm(done.id, 2, Some("remote-1"), t(70)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(store.get(done.id).await.unwrap(), done);
}

/// Given a step that was taken, taking it again changes nothing, for every step but begin and absent.
pub async fn repeating_a_step_changes_nothing(store: &dyn EffectLedger) {
    let rejected = sending(store, &intent("shift-1", "caregiver-1")).await.id;
    let first = store.reject(rejected, 1, "not_eligible", t(3)).await.unwrap();
    assert_eq!(
        store.reject(rejected, 1, "not_eligible", t(4)).await.unwrap(),
        first
    );
    refused(
        store.reject(rejected, 1, "other", t(4)).await,
        ErrorKind::Conflict,
    );

    let doubted = in_doubt(store, &intent("shift-2", "caregiver-1")).await;
    assert_eq!(store.doubt(doubted.id, 1, t(40)).await.unwrap(), doubted);
    assert_eq!(store.expire(doubted.id, 1, t(40)).await.unwrap(), doubted);
    let manual = store.manual(doubted.id, "asked", t(41)).await.unwrap();
    assert_eq!(store.manual(doubted.id, "asked", t(42)).await.unwrap(), manual);
    store.absent(doubted.id, 1, t(151)).await.unwrap();
    refused(store.absent(doubted.id, 1, t(151)).await, ErrorKind::Conflict);
    let abandoned = store.abandon(doubted.id, "not_needed", t(152)).await.unwrap();
    assert_eq!(
        store.abandon(doubted.id, "not_needed", t(153)).await.unwrap(),
        abandoned
    );

    let done = confirmed(store, &intent("shift-3", "caregiver-1")).await.id;
    let superseded = store.supersede(done, "open_again", t(60)).await.unwrap();
    assert_eq!(
        store.supersede(done, "open_again", t(61)).await.unwrap(),
        superseded
    );
}

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

/// Given any state but confirmed, superseding is refused.
pub async fn only_a_confirmed_effect_is_superseded(store: &dyn EffectLedger) {
    let effect = planned(store, &intent("shift-1", "caregiver-1")).await;
    refused(
        store.supersede(effect.id, "open_again", t(1)).await,
        ErrorKind::Conflict,
    );
    store.begin(effect.id, 0, t(31), t(1)).await.unwrap();
    refused(
        store.supersede(effect.id, "open_again", t(1)).await,
        ErrorKind::Conflict,
    );
    store.doubt(effect.id, 1, t(5)).await.unwrap();
    refused(
        store.supersede(effect.id, "open_again", t(6)).await,
        ErrorKind::Conflict,
    );
    store.confirm(effect.id, 1, Some("remote-1"), t(7)).await.unwrap();
    let after = store.supersede(effect.id, "open_again", t(8)).await.unwrap();
    assert_eq!(
        (after.state, after.note.as_deref()),
        (EffectState::Superseded, Some("open_again"))
    );
    assert_eq!(after.remote_id.as_deref(), Some("remote-1"));
    assert_eq!(after.finished_at, Some(t(8)));
    refused(
        store.confirm(effect.id, 1, Some("remote-1"), t(9)).await,
        ErrorKind::Conflict,
    );
}

/// Given an effect that may have been sent, abandoning is refused; before that, and after absence, it is not.
pub async fn only_a_planned_effect_is_abandoned(store: &dyn EffectLedger) {
    let effect = sending(store, &intent("shift-1", "caregiver-1")).await;
    refused(
        store.abandon(effect.id, "not_needed", t(2)).await,
        ErrorKind::Conflict,
    );
    store.doubt(effect.id, 1, t(5)).await.unwrap();
    refused(
        store.abandon(effect.id, "not_needed", t(9_000)).await,
        ErrorKind::Conflict,
    );
    store.manual(effect.id, "asked", t(6)).await.unwrap();
    refused(
        store.abandon(effect.id, "not_needed", t(9_000)).await,
        ErrorKind::Conflict,
    );
    store.absent(effect.id, 1, t(9_000)).await.unwrap();
    let after = store.abandon(effect.id, "not_needed", t(9_001)).await.unwrap();
    assert_eq!(
        (after.state, after.finished_at),
        (EffectState::Abandoned, Some(t(9_001)))
    );
    refused(
        store.begin(effect.id, 1, t(9_031), t(9_002)).await,
        ErrorKind::Conflict,
    );
}

/// Given a refusal by the other side, the effect is over, and its reason is kept.
pub async fn a_rejected_attempt_is_final(store: &dyn EffectLedger) {
    let effect = sending(store, &intent("shift-1", "caregiver-1")).await;
    let after = store.reject(effect.id, 1, "not_eligible", t(3)).await.unwrap();
    assert_eq!(
        (after.state, after.note.as_deref()),
        (EffectState::Rejected, Some("not_eligible"))
    );
    assert_eq!(after.finished_at, Some(t(3)));
    refused(store.confirm(effect.id, 1, None, t(4)).await, ErrorKind::Conflict);
    refused(store.begin(effect.id, 1, t(40), t(4)).await, ErrorKind::Conflict);
    refused(
        store.supersede(effect.id, "open_again", t(4)).await,
        ErrorKind::Conflict,
    );
}

/// Given effects of several kinds, a listing gives those that fit, oldest first, page by page.
pub async fn listings_filter_and_page_in_order_of_planning(store: &dyn EffectLedger) {
    let mut ids = Vec::new();
    for n in [7, 3, 9, 1, 5] {
        ids.push(
            planned(store, &intent(&format!("shift-{n}"), "caregiver-1"))
                .await
                .id,
        );
    }
    let other = Intent {
        operation: "tasks.create".to_owned(),
        ..intent("visit%1", "caregiver-1")
    };
    ids.push(planned(store, &other).await.id);
    store.begin(ids[1], 0, t(31), t(1)).await.unwrap();
    let page = async |filter: EffectFilter| -> Vec<EffectId> {
        let effects = store.list(&filter).await.unwrap();
        effects.iter().map(|effect| effect.id).collect()
    };
    let all = EffectFilter::default;
    assert_eq!(page(all()).await, ids);
    let two = |after_id| EffectFilter {
        limit: 2,
        after_id,
        ..all()
    };
    assert_eq!(page(two(None)).await, ids[..2]);
    assert_eq!(page(two(Some(ids[1]))).await, ids[2..4]);
    assert_eq!(page(two(Some(ids[3]))).await, ids[4..]);
    assert_eq!(page(two(Some(ids[5]))).await, []);
    let states = |states: &[EffectState]| EffectFilter {
        states: states.to_vec(),
        ..all()
    };
    assert_eq!(page(states(&[EffectState::Sending])).await, [ids[1]]);
    assert_eq!(
        page(states(&[
            EffectState::Sending,
            EffectState::Planned,
            EffectState::Sending
        ]))
        .await,
        ids
    );
    assert_eq!(page(states(&[EffectState::Confirmed])).await, []);
    let operation = |operation: &str| EffectFilter {
        operation: Some(operation.to_owned()),
        ..all()
    };
    assert_eq!(page(operation("tasks.create")).await, [ids[5]]);
    assert_eq!(page(operation("tasks")).await, []);
    let subject = |prefix: &str| EffectFilter {
        subject_prefix: Some(prefix.to_owned()),
        ..all()
    };
    assert_eq!(page(subject("shift-")).await, ids[..5]);
    assert_eq!(page(subject("shift-3")).await, [ids[1]]);
    // The prefix is text, not a pattern, and its case counts.
    assert_eq!(page(subject("visit%")).await, [ids[5]]);
    assert_eq!(page(subject("%")).await, []);
    assert_eq!(page(subject("shift_")).await, []);
    assert_eq!(page(subject("SHIFT-")).await, []);
    let narrow = EffectFilter {
        states: vec![EffectState::Planned],
        operation: Some("shifts.assign".to_owned()),
        subject_prefix: Some("shift-".to_owned()),
        limit: 2,
        after_id: Some(ids[0]),
    };
    assert_eq!(page(narrow).await, ids[2..4]);
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

/// Given several versions of a key, the history has all, oldest first, each as it ended.
pub async fn history_has_every_version(store: &dyn EffectLedger) {
    for version in 1..=3_u32 {
        let caregiver = format!("caregiver-{version}");
        let effect = planned(store, &intent("shift-1", &caregiver)).await;
        assert_eq!(effect.version, version);
        store.abandon(effect.id, "not_needed", t(1)).await.unwrap();
    }
    let last = planned(store, &intent("shift-1", "caregiver-4")).await;
    let history = store.history(&key("shift-1")).await.unwrap();
    let seen: Vec<_> = history
        .iter()
        .map(|e| (e.version, e.detail.as_str(), e.state))
        .collect();
    assert_eq!(
        seen,
        [
            (1, "caregiver-1", EffectState::Abandoned),
            (2, "caregiver-2", EffectState::Abandoned),
            (3, "caregiver-3", EffectState::Abandoned),
            (4, "caregiver-4", EffectState::Planned),
        ]
    );
    assert_eq!(store.current(&key("shift-1")).await.unwrap(), Some(last));
    assert_eq!(store.history(&key("shift-2")).await.unwrap(), []);
}

/// Given attempts, each is logged when it begins, ends, and is found out.
pub async fn attempts_are_logged_with_their_outcome(store: &dyn EffectLedger) {
    let effect = planned(store, &intent("shift-1", "caregiver-1")).await;
    assert_eq!(store.attempts(effect.id).await.unwrap(), []);
    store.begin(effect.id, 0, t(31), t(1)).await.unwrap();
    let log = async || -> Vec<_> {
        let attempts = store.attempts(effect.id).await.unwrap();
        attempts
            .iter()
            .map(|a| (a.n, a.began_at, a.deadline_at, a.ended_at, a.outcome))
            .collect()
    };
    assert_eq!(log().await, [(1, t(1), t(31), None, AttemptOutcome::UnderWay)]);
    store.doubt(effect.id, 1, t(5)).await.unwrap();
    assert_eq!(
        log().await,
        [(1, t(1), t(31), Some(t(5)), AttemptOutcome::InDoubt)]
    );
    store.absent(effect.id, 1, t(151)).await.unwrap();
    store.begin(effect.id, 1, t(190), t(160)).await.unwrap();
    let first = (1, t(1), t(31), Some(t(5)), AttemptOutcome::Absent);
    assert_eq!(
        log().await,
        [first, (2, t(160), t(190), None, AttemptOutcome::UnderWay)]
    );
    store
        .confirm(effect.id, 2, Some("remote-1"), t(161))
        .await
        .unwrap();
    let second = (2, t(160), t(190), Some(t(161)), AttemptOutcome::Confirmed);
    assert_eq!(log().await, [first, second]);
    store.supersede(effect.id, "open_again", t(500)).await.unwrap();
    assert_eq!(log().await, [first, second]);

    let refused = sending(store, &intent("shift-2", "caregiver-1")).await.id;
    store.reject(refused, 1, "not_eligible", t(4)).await.unwrap();
    let attempts = store.attempts(refused).await.unwrap();
    assert_eq!(attempts[0].outcome, AttemptOutcome::Rejected);
    assert_eq!(attempts[0].ended_at, Some(t(4)));
}

/// Given an id that was never recorded, every method says so and names it.
pub async fn unknown_effects_are_not_found(store: &dyn EffectLedger) {
    let id = EffectId::of(&key("nowhere"), 1);
    let listing = EffectFilter {
        after_id: Some(id),
        ..EffectFilter::default()
    };
    let errors = [
        refused(store.begin(id, 0, t(31), t(1)).await, ErrorKind::NotFound),
        refused(store.confirm(id, 1, None, t(1)).await, ErrorKind::NotFound),
        refused(store.reject(id, 1, "late", t(1)).await, ErrorKind::NotFound),
        refused(store.doubt(id, 1, t(1)).await, ErrorKind::NotFound),
        refused(store.expire(id, 1, t(1)).await, ErrorKind::NotFound),
        refused(store.absent(id, 1, t(1)).await, ErrorKind::NotFound),
        refused(store.supersede(id, "late", t(1)).await, ErrorKind::NotFound),
        refused(store.manual(id, "late", t(1)).await, ErrorKind::NotFound),
        refused(store.abandon(id, "late", t(1)).await, ErrorKind::NotFound),
        refused(store.get(id).await, ErrorKind::NotFound),
        refused(store.attempts(id).await, ErrorKind::NotFound),
        refused(store.list(&listing).await, ErrorKind::NotFound),
    ];
    for error in errors {
        assert_eq!(error.get("id"), Some(id.to_string().as_str()), "{error}");
    }
}

/// Given an intent that breaks a rule, planning names the field and records nothing.
pub async fn bad_intents_are_refused_and_leave_no_trace(store: &dyn EffectLedger) {
    let good = intent("shift-1", "caregiver-1");
    let year = Duration::from_secs(367 * 86_400);
    let changed = |change: &dyn Fn(&mut Intent)| {
        let mut intent = good.clone();
        change(&mut intent);
        intent
    };
    let bad = [
        ("operation", changed(&|i| i.operation = String::new())),
        ("operation", changed(&|i| i.operation = "assign shift".to_owned())),
        ("operation", changed(&|i| i.operation = "x".repeat(129))),
        ("subject", changed(&|i| i.subject = String::new())),
        ("subject", changed(&|i| i.subject = "x".repeat(513))),
        ("subject", changed(&|i| i.subject = "a\0b".to_owned())),
        ("detail", changed(&|i| i.detail = "x".repeat(513))),
        ("detail", changed(&|i| i.detail = "a\nb".to_owned())),
        (
            "quiet",
            changed(&|i| i.strategy = Reconcile::ReadBack { quiet: year }),
        ),
        (
            "quiet",
            changed(&|i| i.strategy = Reconcile::FindByNaturalKey { quiet: Duration::MAX }),
        ),
        (
            "ttl",
            changed(&|i| i.strategy = Reconcile::RemoteKey { ttl: year }),
        ),
        (
            "ttl",
            changed(&|i| i.strategy = Reconcile::RemoteKey { ttl: Duration::ZERO }),
        ),
    ];
    for (field, intent) in bad {
        let error = refused(store.plan(&intent, t(0)).await, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some(field), "{error}");
    }
    for now in [
        DateTime::<Utc>::MIN_UTC,
        DateTime::<Utc>::MAX_UTC,
        DateTime::from_timestamp(-1, 0).unwrap(),
    ] {
        let error = refused(store.plan(&good, now).await, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some("now"));
    }
    assert_eq!(store.list(&EffectFilter::default()).await.unwrap(), []);
    planned(store, &good).await;
}

/// Given a step with a bad time, reason or remote id, it names the field and changes nothing.
pub async fn bad_steps_are_refused_and_change_nothing(store: &dyn EffectLedger) {
    let field = |error: Error| error.get("field").map(str::to_owned);
    let effect = planned(store, &intent("shift-1", "caregiver-1")).await;
    let id = effect.id;
    for deadline in [
        t(1),
        t(0),
        t(2 + 86_400),
        DateTime::<Utc>::MAX_UTC,
        DateTime::<Utc>::MIN_UTC,
    ] {
        let error = refused(store.begin(id, 0, deadline, t(1)).await, ErrorKind::InvalidInput);
        assert_eq!(field(error).as_deref(), Some("deadline"));
    }
    for reason in ["", "two words", &"x".repeat(129), "Zoë", "a\0"] {
        let error = refused(store.abandon(id, reason, t(1)).await, ErrorKind::InvalidInput);
        assert_eq!(field(error).as_deref(), Some("reason"));
    }
    assert_eq!(store.get(id).await.unwrap(), effect);
    let effect = store.begin(id, 0, t(1 + 86_400), t(1)).await.unwrap();
    for remote_id in ["", &"x".repeat(513), "a\0b"] {
        let error = refused(
            store.confirm(id, 1, Some(remote_id), t(2)).await,
            ErrorKind::InvalidInput,
        );
        assert_eq!(field(error).as_deref(), Some("remote_id"));
    }
    let error = refused(
        store.doubt(id, 1, DateTime::<Utc>::MAX_UTC).await,
        ErrorKind::InvalidInput,
    );
    assert_eq!(field(error).as_deref(), Some("now"));
    assert_eq!(store.get(id).await.unwrap(), effect);
}

/// Given a listing that breaks a rule, it names the field.
pub async fn bad_listings_are_refused(store: &dyn EffectLedger) {
    let all = EffectFilter::default;
    let bad = [
        ("limit", EffectFilter { limit: 0, ..all() }),
        (
            "limit",
            EffectFilter {
                limit: 1_001,
                ..all()
            },
        ),
        (
            "operation",
            EffectFilter {
                operation: Some(String::new()),
                ..all()
            },
        ),
        (
            "subject_prefix",
            EffectFilter {
                subject_prefix: Some(String::new()),
                ..all()
            },
        ),
    ];
    for (field, filter) in bad {
        let error = refused(store.list(&filter).await, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some(field), "{error}");
    }
    for limit in [0, 1_001, u32::MAX] {
        let error = refused(store.unresolved(t(0), limit).await, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some("limit"));
    }
    refused(
        store.unresolved(DateTime::<Utc>::MAX_UTC, 1).await,
        ErrorKind::InvalidInput,
    );
}

/// Given unusual but allowed text, it comes back byte for byte, and near-equal keys stay apart.
pub async fn any_text_a_key_may_hold_comes_back_exactly(store: &dyn EffectLedger) {
    let texts = [
        "1",
        "01",
        " 1",
        "1 ",
        "a",
        "A",
        "é",
        "e\u{301}",
        "🙂",
        "'; --",
        "%",
        "_",
        "\u{202e}x",
    ];
    let longest = "é".repeat(127);
    for text in texts.into_iter().chain([longest.as_str()]) {
        let odd = Intent {
            key: EffectKey::new(text).unwrap(),
            subject: text.to_owned(),
            detail: String::new(),
            ..intent("shift-1", text)
        };
        let effect = planned(store, &odd).await;
        let held = store.current(&odd.key).await.unwrap().unwrap();
        assert_eq!(held, effect);
        assert_eq!(
            (held.key.as_str(), held.subject.as_str(), held.detail.as_str()),
            (text, text, "")
        );
    }
}

/// Given instants and spans finer than a microsecond, events round down and limits up, in every store alike.
pub async fn instants_are_kept_to_the_microsecond(store: &dyn EffectLedger) {
    let nanos = TimeDelta::nanoseconds;
    let fine = Intent {
        strategy: Reconcile::ReadBack {
            quiet: Duration::from_nanos(2_000_000_001),
        },
        ..intent("shift-1", "caregiver-1")
    };
    let effect = store
        .plan(&fine, t(0) + nanos(1_999))
        .await
        .unwrap()
        .into_effect();
    assert_eq!(effect.created_at, t(0) + nanos(1_000));
    let effect = store
        .begin(effect.id, 0, t(31) + nanos(1), t(1) + nanos(999))
        .await
        .unwrap();
    assert_eq!(effect.last_sent_at, Some(t(1)));
    assert_eq!(effect.deadline_at, Some(t(31) + nanos(1_000)));
    let effect = store.doubt(effect.id, 1, t(2)).await.unwrap();
    assert_eq!(effect.not_before, Some(t(33) + nanos(2_000)));
    assert_eq!(store.get(effect.id).await.unwrap(), effect);
}

/// Given eight threads that claim one key for eight caregivers, one claim is recorded and seven are told so.
pub async fn of_many_planners_one_wins(store: &dyn EffectLedger) {
    const ROUNDS: usize = 20;
    for round in 0..ROUNDS {
        let shift = format!("shift-{round}");
        let start = Barrier::new(8);
        let outcomes: Vec<Result<Planned>> = std::thread::scope(|scope| {
            let planners: Vec<_> = (0..8)
                .map(|n| {
                    let (shift, start) = (&shift, &start);
                    scope.spawn(move || {
                        let claim = intent(shift, &format!("caregiver-{n}"));
                        start.wait();
                        block_on(store.plan(&claim, t(0)))
                    })
                })
                .collect();
            planners.into_iter().map(|p| p.join().unwrap()).collect()
        });
        let won: Vec<&Planned> = outcomes.iter().filter_map(|o| o.as_ref().ok()).collect();
        assert_eq!(won.len(), 1, "{outcomes:?}");
        assert!(won[0].is_new());
        for lost in outcomes.iter().filter_map(|o| o.as_ref().err()) {
            assert_eq!(lost.kind(), ErrorKind::KeyReuse);
            assert_eq!(lost.get("held_detail"), Some(won[0].effect().detail.as_str()));
        }
        assert_eq!(
            store.history(&key(&shift)).await.unwrap(),
            [won[0].effect().clone()]
        );
    }
}

/// Given eight threads that begin one effect, one attempt begins.
pub async fn of_many_senders_one_begins(store: &dyn EffectLedger) {
    const ROUNDS: usize = 20;
    for round in 0..ROUNDS {
        let effect = planned(store, &intent(&format!("shift-{round}"), "caregiver-1")).await;
        let start = Barrier::new(8);
        let begun = std::thread::scope(|scope| {
            let senders: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        block_on(store.begin(effect.id, 0, t(31), t(1)))
                    })
                })
                .collect();
            let outcomes = senders.into_iter().map(|s| s.join().unwrap());
            outcomes
                .filter(|outcome| match outcome {
                    Ok(_) => true,
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::Conflict);
                        false
                    }
                })
                .count()
        });
        assert_eq!(begun, 1);
        assert_eq!(store.attempts(effect.id).await.unwrap().len(), 1);
    }
}
