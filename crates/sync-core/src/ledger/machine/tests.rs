use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::ledger::{EffectKey, Fingerprint};

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn intent(strategy: Reconcile) -> Intent {
    Intent {
        key: EffectKey::new("wellsky/assign/agency-1/shift-1").unwrap(),
        operation: "shifts.assign".to_owned(),
        subject: "shift-1".to_owned(),
        detail: "caregiver-1".to_owned(),
        fingerprint: Fingerprint::of(&["shift-1", "caregiver-1"]),
        strategy,
    }
}

fn fresh(strategy: Reconcile) -> Effect {
    plan(None, &intent(strategy), t(0)).unwrap().into_effect()
}

fn strategies() -> impl Strategy<Value = Reconcile> {
    let seconds = (0_u64..90).prop_map(Duration::from_secs);
    prop_oneof![
        seconds.clone().prop_map(|quiet| Reconcile::ReadBack { quiet }),
        seconds
            .clone()
            .prop_map(|quiet| Reconcile::FindByNaturalKey { quiet }),
        seconds.prop_map(|s| Reconcile::RemoteKey {
            ttl: s + Duration::from_secs(1)
        }),
        Just(Reconcile::Manual),
    ]
}

/// A step, and how its attempt differs from the current one (0 mostly).
fn steps() -> impl Strategy<Value = (u8, i8, i64, i64)> {
    let off = prop_oneof![4 => Just(0_i8), 1 => -2_i8..3];
    // Mostly round and round; an end now and then.
    let kind = prop_oneof![3 => Just(0_u8), 2 => Just(4), 2 => Just(5), 4 => Just(6), 2 => 1_u8..10];
    // Clocks of workers differ, so time also goes back.
    (kind, off, -120_i64..200, -5_i64..100)
}

fn transition(kind: u8, n: u32, deadline: DateTime<Utc>) -> Transition {
    let reason = "because".to_owned();
    match kind {
        0 | 1 => Transition::Begin {
            attempt_expected: n,
            deadline,
        },
        2 => Transition::Confirm {
            attempt: n,
            remote_id: None,
        },
        3 => Transition::Reject { attempt: n, reason },
        4 => Transition::Doubt { attempt: n },
        5 => Transition::Expire { attempt: n },
        6 => Transition::Absent { attempt: n },
        7 => Transition::Manual { reason },
        8 => Transition::Supersede { reason },
        _ => Transition::Abandon { reason },
    }
}

/// The attempt number a step must know.
fn number(step: &Transition) -> Option<u32> {
    match step {
        Transition::Begin {
            attempt_expected: n, ..
        }
        | Transition::Confirm { attempt: n, .. }
        | Transition::Reject { attempt: n, .. }
        | Transition::Doubt { attempt: n }
        | Transition::Expire { attempt: n }
        | Transition::Absent { attempt: n } => Some(*n),
        Transition::Manual { .. } | Transition::Supersede { .. } | Transition::Abandon { .. } => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_path_sends_twice_without_a_recorded_absence(
        strategy in strategies(),
        path in proptest::collection::vec(steps(), 1..100),
    ) {
        let quiet = match strategy {
            Reconcile::ReadBack { quiet } | Reconcile::FindByNaturalKey { quiet } => quiet,
            _ => Duration::ZERO,
        };
        let mut effect = fresh(strategy);
        let mut seconds = 0;
        // The deadline of the attempt that may have had its effect and was not shown absent.
        let mut unproved: Option<DateTime<Utc>> = None;
        for (kind, off, pass, ahead) in path {
            seconds = (seconds + pass).max(0);
            let now = t(seconds);
            let n = effect.attempt.saturating_add_signed(i32::from(off));
            let step = transition(kind, n, now + TimeDelta::seconds(ahead));
            let Ok(after) = apply(&effect, &step, now) else { continue };
            prop_assert_eq!(after.attempt.checked_sub(effect.attempt), Some(u32::from(
                matches!(step, Transition::Begin { .. }))));
            prop_assert!(after.not_before >= effect.not_before);
            prop_assert!(number(&step).is_none_or(|n| n == effect.attempt));
            prop_assert!(!effect.state.is_terminal() || after == effect);
            if effect.state == EffectState::Confirmed {
                prop_assert!(after == effect || after.state == EffectState::Superseded);
            }
            match &step {
                Transition::Begin { deadline, .. } => {
                    prop_assert!(*deadline > now);
                    if let Some(last_deadline) = unproved {
                        let Reconcile::RemoteKey { ttl } = strategy else {
                            return Err(TestCaseError::fail(format!("sent twice: {effect:?}")));
                        };
                        prop_assert!(now >= last_deadline);
                        prop_assert!(*deadline <= effect.first_sent_at.unwrap() + ttl);
                    }
                    unproved = Some(*deadline);
                }
                Transition::Absent { .. } => {
                    prop_assert!(now >= unproved.unwrap() + quiet);
                    unproved = None;
                }
                // The other side said no: nothing happened.
                Transition::Reject { .. } => unproved = None,
                Transition::Abandon { .. } => prop_assert!(unproved.is_none()),
                _ => {}
            }
            // A new version may follow only where nothing of this one can be outstanding.
            if after.state.is_terminal() && after.state != EffectState::Superseded {
                prop_assert!(unproved.is_none());
            }
            effect = after;
        }
    }

    #[test]
    fn every_step_from_every_state_at_every_time_is_answered(
        state in proptest::sample::select(EffectState::ALL),
        strategy in strategies(),
        attempt in prop_oneof![0_u32..3, Just(u32::MAX)],
        stamps in proptest::array::uniform4(proptest::option::of(-1_000_i64..1_000)),
        (kind, off, _, _) in steps(),
        seconds in any::<i64>(),
        ahead in any::<i64>(),
    ) {
        let [deadline_at, not_before, first_sent_at, last_sent_at] = stamps.map(|s| s.map(t));
        let effect = Effect {
            state, attempt, deadline_at, not_before, first_sent_at, last_sent_at, ..fresh(strategy)
        };
        let clamp = |s: i64| DateTime::from_timestamp(s, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let n = attempt.saturating_add_signed(i32::from(off));
        let step = transition(kind, n, clamp(ahead));
        for now in [clamp(seconds), t(seconds % 1_000)] {
            // Neither a panic nor an error without a kind that a caller can act on.
            if let Err(error) = apply(&effect, &step, now) {
                prop_assert!(matches!(
                    error.kind(),
                    ErrorKind::InvalidInput | ErrorKind::Conflict | ErrorKind::InDoubt
                        | ErrorKind::Unsupported | ErrorKind::Storage
                ));
            }
        }
    }
}

#[test]
fn the_table_of_steps_is_exactly_as_documented() {
    use EffectState::{Abandoned, Confirmed, InDoubt, Manual, Planned, Rejected, Sending, Superseded};
    let quiet = Duration::ZERO;
    let mut allowed = Vec::new();
    for &state in EffectState::ALL {
        for kind in 1..10 {
            let effect = Effect {
                state,
                attempt: 1,
                deadline_at: Some(t(10)),
                not_before: Some(t(10)),
                first_sent_at: Some(t(1)),
                last_sent_at: Some(t(1)),
                ..fresh(Reconcile::ReadBack { quiet })
            };
            let step = transition(kind, 1, t(100));
            if let Ok(after) = apply(&effect, &step, t(50))
                && after.state != state
            {
                allowed.push((state, step.operation(), after.state));
            }
        }
    }
    assert_eq!(
        allowed,
        [
            (Planned, "ledger.begin", Sending),
            (Planned, "ledger.abandon", Abandoned),
            (Sending, "ledger.confirm", Confirmed),
            (Sending, "ledger.reject", Rejected),
            (Sending, "ledger.doubt", InDoubt),
            (Sending, "ledger.expire", InDoubt),
            (InDoubt, "ledger.confirm", Confirmed),
            (InDoubt, "ledger.absent", Planned),
            (InDoubt, "ledger.manual", Manual),
            (Manual, "ledger.confirm", Confirmed),
            (Manual, "ledger.absent", Planned),
            (Confirmed, "ledger.supersede", Superseded),
        ]
    );
}

#[test]
fn the_serialised_form_of_an_effect_does_not_change_by_accident() {
    let quiet = Duration::from_secs(120);
    let effect = fresh(Reconcile::ReadBack { quiet });
    let begin = Transition::Begin {
        attempt_expected: 0,
        deadline: t(31),
    };
    let effect = apply(&effect, &begin, t(1)).unwrap();
    let effect = apply(&effect, &Transition::Doubt { attempt: 1 }, t(5)).unwrap();
    let json = serde_json::to_value(&effect).unwrap();
    let expected = serde_json::json!({
        "id": "b8e2f3a12ca7f2d61fd0291b133dfdd2",
        "key": "wellsky/assign/agency-1/shift-1",
        "version": 1,
        "operation": "shifts.assign",
        "subject": "shift-1",
        "detail": "caregiver-1",
        "fingerprint": "efdeea07045275204fee613ce373a48e2b2b876e83471fe2b2e0498e6bfc3503",
        "strategy": { "by": "read_back", "quiet_micros": 120_000_000 },
        "state": "in_doubt",
        "attempt": 1,
        "deadline_at": "2027-01-15T08:00:31Z",
        "not_before": "2027-01-15T08:02:31Z",
        "remote_id": null,
        "note": null,
        "planned_at": "2027-01-15T08:00:00Z",
        "first_sent_at": "2027-01-15T08:00:01Z",
        "last_sent_at": "2027-01-15T08:00:01Z",
        "finished_at": null,
        "created_at": "2027-01-15T08:00:00Z",
        "updated_at": "2027-01-15T08:00:05Z",
    });
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_value::<Effect>(json).unwrap(), effect);
    for (strategy, json) in [
        (
            Reconcile::RemoteKey { ttl: quiet },
            r#"{"by":"remote_key","ttl_micros":120000000}"#,
        ),
        (
            Reconcile::FindByNaturalKey { quiet },
            r#"{"by":"find_by_natural_key","quiet_micros":120000000}"#,
        ),
        (Reconcile::Manual, r#"{"by":"manual"}"#),
    ] {
        assert_eq!(serde_json::to_string(&strategy).unwrap(), json);
        assert_eq!(serde_json::from_str::<Reconcile>(json).unwrap(), strategy);
    }
}
