//! What every ledger that keeps the gate too must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Barrier;

use careweave_types::ErrorKind;

use super::block_on;
use super::ledger::{intent, t};
use crate::gate::{Action, GateScope, Level};
use crate::ledger::{EffectState, GatedLedger};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! gated_suite {
    ($fresh:expr) => {
        $crate::behaviours! { gated, $fresh =>
            a_closed_gate_leaves_the_effect_planned
            a_lowered_level_stops_what_was_planned_already
            what_the_ledger_refuses_the_gate_does_not_let_through
            of_a_level_lowered_beside_many_senders_nothing_begins_after_it
        }
    };
}

fn agency() -> GateScope {
    GateScope::connection("wellsky/agency-1")
}

fn assign() -> GateScope {
    agency().kind("shift").operation("shifts.assign")
}

async fn set(store: &dyn GatedLedger, level: Level) {
    store
        .set_level(&agency(), level, "user-7", "rollout", t(0))
        .await
        .unwrap();
}

/// Given no level, or one that only reads, nothing begins and the effect is as it was; raised, it begins.
pub async fn a_closed_gate_leaves_the_effect_planned(store: &dyn GatedLedger) {
    let planned = store
        .plan(&intent("shift-1", "caregiver-1"), t(0))
        .await
        .unwrap()
        .into_effect();
    for level in [None, Some(Level::ReadOnly), Some(Level::Inbound)] {
        if let Some(level) = level {
            set(store, level).await;
        }
        let error = store
            .begin_gated(planned.id, 0, &assign(), Action::Send, t(30), t(1))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Forbidden, "{level:?}");
        assert!(error.is_retryable());
        assert_eq!(store.get(planned.id).await.unwrap(), planned);
    }
    set(store, Level::TwoWay).await;
    let automate = store
        .begin_gated(planned.id, 0, &assign(), Action::Automate, t(30), t(1))
        .await;
    assert_eq!(automate.unwrap_err().kind(), ErrorKind::Forbidden);
    let begun = store
        .begin_gated(planned.id, 0, &assign(), Action::Send, t(30), t(1))
        .await
        .unwrap();
    assert_eq!((begun.state, begun.attempt), (EffectState::Sending, 1));
}

/// Given a thousand effects that were planned while sending was allowed, after the level is lowered none of them begins.
pub async fn a_lowered_level_stops_what_was_planned_already(store: &dyn GatedLedger) {
    set(store, Level::Automation).await;
    let mut planned = Vec::new();
    for shift in 0..1_000 {
        let intent = intent(&format!("shift-{shift}"), "caregiver-1");
        planned.push(store.plan(&intent, t(0)).await.unwrap().into_effect());
    }
    set(store, Level::ReadOnly).await;
    for effect in &planned {
        let refused = store
            .begin_gated(effect.id, 0, &assign(), Action::Send, t(30), t(1))
            .await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Forbidden);
    }
    assert_eq!(store.unresolved(t(1_000), 1_000).await.unwrap(), []);
}

/// Given an open gate, the rules of the ledger are as they are without one.
pub async fn what_the_ledger_refuses_the_gate_does_not_let_through(store: &dyn GatedLedger) {
    set(store, Level::TwoWay).await;
    let planned = store
        .plan(&intent("shift-1", "caregiver-1"), t(0))
        .await
        .unwrap()
        .into_effect();
    let scope = assign();
    let begin =
        |attempt, deadline| store.begin_gated(planned.id, attempt, &scope, Action::Send, deadline, t(1));
    assert_eq!(begin(7, t(30)).await.unwrap_err().kind(), ErrorKind::Conflict);
    assert_eq!(begin(0, t(1)).await.unwrap_err().get("field"), Some("deadline"));
    begin(0, t(30)).await.unwrap();
    assert_eq!(begin(0, t(30)).await.unwrap_err().kind(), ErrorKind::Conflict);
    let unknown = crate::EffectId::from_bytes([7; 16]);
    let unknown = store
        .begin_gated(unknown, 0, &assign(), Action::Send, t(30), t(1))
        .await;
    assert_eq!(unknown.unwrap_err().kind(), ErrorKind::NotFound);
    let bad = GateScope::connection("");
    let bad = store
        .begin_gated(planned.id, 0, &bad, Action::Send, t(30), t(1))
        .await;
    assert_eq!(bad.unwrap_err().get("field"), Some("connection"));
}

/// Given senders at work while a level is lowered: once that call has returned, nobody begins any more.
pub async fn of_a_level_lowered_beside_many_senders_nothing_begins_after_it(store: &dyn GatedLedger) {
    const SENDERS: usize = 4;
    const EACH: usize = 30;
    set(store, Level::TwoWay).await;
    let mut effects = Vec::new();
    for shift in 0..SENDERS * EACH {
        let intent = intent(&format!("shift-{shift}"), "caregiver-1");
        effects.push(store.plan(&intent, t(0)).await.unwrap().into_effect().id);
    }
    let start = Barrier::new(SENDERS + 1);
    let lowered = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for mine in effects.chunks(EACH) {
            let (start, lowered) = (&start, &lowered);
            scope.spawn(move || {
                start.wait();
                for id in mine {
                    let after = lowered.load(std::sync::atomic::Ordering::SeqCst);
                    let begun = block_on(store.begin_gated(*id, 0, &assign(), Action::Send, t(30), t(1)));
                    assert!(begun.is_err() || !after, "it began after the level was lowered");
                }
            });
        }
        start.wait();
        block_on(set(store, Level::ReadOnly));
        lowered.store(true, std::sync::atomic::Ordering::SeqCst);
    });
    let begun = store.unresolved(t(10_000), 1_000).await.unwrap().len();
    for id in &effects {
        let again = store
            .begin_gated(*id, 0, &assign(), Action::Send, t(30), t(1))
            .await;
        assert!(again.is_err());
    }
    assert_eq!(store.unresolved(t(10_000), 1_000).await.unwrap().len(), begun);
}
