//! What every store of levels must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use careweave_types::ErrorKind;
use chrono::{DateTime, Utc};

use super::dice::{Dice, calls};
use crate::MemoryStore;
use crate::gate::{Action, GateScope, Gates, Level};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! gate_suite {
    ($fresh:expr) => {
        $crate::behaviours! { gate, $fresh =>
            nothing_is_allowed_that_nobody_allowed
            the_most_specific_level_counts
            a_level_that_is_lowered_stops_at_once
            every_change_is_kept_with_who_and_why
            bad_names_are_refused
            a_random_life_equals_that_of_the_model
        }
    };
}

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn agency() -> GateScope {
    GateScope::connection("wellsky/agency-1")
}

fn shifts() -> GateScope {
    agency().kind("shift")
}

fn assign() -> GateScope {
    shifts().operation("shifts.assign")
}

async fn set(store: &dyn Gates, scope: &GateScope, level: Level) {
    store
        .set_level(scope, level, "user-7", "rollout", t(0))
        .await
        .unwrap();
}

/// Given a store where no level was set, not even reading is allowed.
pub async fn nothing_is_allowed_that_nobody_allowed(store: &dyn Gates) {
    assert_eq!(store.level(&assign()).await.unwrap(), Level::Off);
    let error = store.check(&assign(), Action::Read).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert_eq!(
        (error.get("level"), error.get("action")),
        (Some("off"), Some("read"))
    );
    assert!(error.is_retryable());
}

/// Given levels for a connection, a kind and an operation, the nearest counts, and other connections know nothing of it.
pub async fn the_most_specific_level_counts(store: &dyn Gates) {
    set(store, &agency(), Level::TwoWay).await;
    set(store, &assign(), Level::ReadOnly).await;
    assert_eq!(store.level(&agency()).await.unwrap(), Level::TwoWay);
    assert_eq!(store.level(&shifts()).await.unwrap(), Level::TwoWay);
    assert_eq!(store.level(&assign()).await.unwrap(), Level::ReadOnly);
    assert_eq!(
        store.level(&shifts().operation("shifts.note")).await.unwrap(),
        Level::TwoWay
    );
    set(store, &shifts(), Level::Off).await;
    assert_eq!(
        store.level(&shifts().operation("shifts.note")).await.unwrap(),
        Level::Off
    );
    assert_eq!(store.level(&assign()).await.unwrap(), Level::ReadOnly);
    assert_eq!(
        store
            .level(&GateScope::connection("wellsky/agency-2"))
            .await
            .unwrap(),
        Level::Off
    );
}

/// Given a level that allowed sending, after it is lowered nothing is sent.
pub async fn a_level_that_is_lowered_stops_at_once(store: &dyn Gates) {
    set(store, &agency(), Level::Automation).await;
    store.check(&assign(), Action::Automate).await.unwrap();
    set(store, &agency(), Level::ReadOnly).await;
    for action in [Action::Apply, Action::Send, Action::Automate] {
        assert_eq!(
            store.check(&assign(), action).await.unwrap_err().kind(),
            ErrorKind::Forbidden
        );
    }
    store.check(&assign(), Action::Read).await.unwrap();
}

/// Given changes by different people, all are kept, the latest first, in an order no clock can turn.
pub async fn every_change_is_kept_with_who_and_why(store: &dyn Gates) {
    store
        .set_level(&agency(), Level::ReadOnly, "user-7", "start", t(5))
        .await
        .unwrap();
    store
        .set_level(&agency(), Level::TwoWay, "user-8", "promoted", t(1))
        .await
        .unwrap();
    store
        .set_level(&shifts(), Level::Off, "user-9", "incident", t(6))
        .await
        .unwrap();
    let changes = store.level_changes("wellsky/agency-1", 10).await.unwrap();
    let told: Vec<_> = changes
        .iter()
        .map(|c| (c.actor.as_str(), c.reason.as_str(), c.level, c.at))
        .collect();
    assert_eq!(
        told,
        [
            ("user-9", "incident", Level::Off, t(6)),
            ("user-8", "promoted", Level::TwoWay, t(5)),
            ("user-7", "start", Level::ReadOnly, t(5)),
        ]
    );
    assert_eq!(store.level_changes("wellsky/agency-1", 1).await.unwrap().len(), 1);
    assert_eq!(store.level_changes("wellsky/agency-2", 10).await.unwrap(), []);
}

/// Given names that break a rule, nothing is kept.
pub async fn bad_names_are_refused(store: &dyn Gates) {
    for scope in [
        GateScope::connection(""),
        agency().kind("not a code"),
        agency().operation("shifts.assign"),
    ] {
        let error = store
            .set_level(&scope, Level::TwoWay, "user-7", "start", t(0))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(store.level(&scope).await.is_err());
    }
    for (actor, reason) in [("", "start"), ("user-7", ""), ("user-7", "free text")] {
        let error = store
            .set_level(&agency(), Level::TwoWay, actor, reason, t(0))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
    assert_eq!(store.level(&agency()).await.unwrap(), Level::Off);
    assert!(store.level_changes("wellsky/agency-1", 0).await.is_err());
}

/// Given any changes, the store and the model answer alike.
pub async fn a_random_life_equals_that_of_the_model(store: &dyn Gates) {
    let model = MemoryStore::new();
    let mut dice = Dice::new();
    let mut scope = || match dice.roll(3) {
        0 => agency(),
        1 => agency().kind(format!("kind-{}", dice.roll(2))),
        _ => {
            let kind = format!("kind-{}", dice.roll(2));
            agency().kind(kind).operation(format!("op-{}", dice.roll(2)))
        }
    };
    let mut more = Dice::new();
    for _ in 0..calls(100) {
        let (changed, asked) = (scope(), scope());
        let level = Level::ALL[usize::try_from(more.roll(6)).unwrap()];
        let at = t(i64::from(more.roll(50)));
        let one = store
            .set_level(&changed, level, "user-7", "random", at)
            .await
            .unwrap();
        assert_eq!(
            one,
            model
                .set_level(&changed, level, "user-7", "random", at)
                .await
                .unwrap()
        );
        assert_eq!(
            store.level(&asked).await.unwrap(),
            model.level(&asked).await.unwrap()
        );
    }
    let changes = store.level_changes("wellsky/agency-1", 1_000).await.unwrap();
    assert_eq!(
        changes,
        model.level_changes("wellsky/agency-1", 1_000).await.unwrap()
    );
}
