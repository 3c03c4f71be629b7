//! Who holds a key, and until when.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

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
