//! Attempts: begun once, finished by whoever began them, logged.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

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
