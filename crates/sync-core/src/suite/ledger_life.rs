//! A long life of random calls, compared with the model after every one.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use careweave_types::Result;
use chrono::{DateTime, TimeDelta, Utc};

use super::dice::{Dice, calls};
use super::ledger::{intent, key, t};
use crate::MemoryStore;
use crate::ledger::{Effect, EffectFilter, EffectLedger, EffectState, Intent, Reconcile};

/// Given a long random sequence of calls, every answer and the final content equal those of [`MemoryStore`].
pub async fn a_long_random_life_equals_that_of_the_model(store: &dyn EffectLedger) {
    let model = MemoryStore::new();
    let mut dice = Dice::new();
    let mut seconds = 0;
    let mut seen = Vec::new();
    for call in 0..calls(1_500) {
        // Clocks of workers differ, so time also goes back a little.
        seconds += i64::from(dice.roll(40)) - 8;
        let now = t(seconds.max(0));
        let command = Command::random(&mut dice);
        let (given, expected) = (command.run(store, now).await, command.run(&model, now).await);
        seen.extend(expected.iter().flatten().map(|effect| effect.state));
        match (given, expected) {
            (Ok(given), Ok(expected)) => assert_eq!(given, expected, "call {call}: {command:?}"),
            (Err(given), Err(expected)) => {
                assert_eq!(
                    given.to_string(),
                    expected.to_string(),
                    "call {call}: {command:?}"
                );
                assert_eq!(given.retry_after(), expected.retry_after());
            }
            (given, expected) => panic!("call {call}: {command:?}: {given:?}, the model {expected:?}"),
        }
    }
    // A life in which something never happened would prove little.
    for state in EffectState::ALL {
        assert!(seen.contains(state), "no effect was ever {state}");
    }
    let everything = EffectFilter {
        limit: 1_000,
        ..EffectFilter::default()
    };
    let effects = store.list(&everything).await.unwrap();
    assert_eq!(effects, model.list(&everything).await.unwrap());
    for effect in effects {
        assert_eq!(
            store.attempts(effect.id).await.unwrap(),
            model.attempts(effect.id).await.unwrap()
        );
        assert_eq!(
            store.history(&effect.key).await.unwrap(),
            model.history(&effect.key).await.unwrap()
        );
    }
}

#[derive(Debug)]
enum Step {
    Begin,
    Confirm,
    Reject,
    Doubt,
    Expire,
    Absent,
    Supersede,
    Manual,
    Abandon,
}

#[derive(Debug)]
enum Command {
    Plan(Intent),
    Step {
        shift: u32,
        attempt: Option<u32>,
        step: Step,
    },
    Unresolved,
}

impl Command {
    fn random(dice: &mut Dice) -> Self {
        let shift = dice.roll(24);
        let step = match dice.roll(14) {
            0..=2 => {
                let strategy = match shift % 4 {
                    0 => Reconcile::ReadBack {
                        quiet: Duration::from_secs(60),
                    },
                    1 => Reconcile::FindByNaturalKey {
                        quiet: Duration::from_millis(90_500),
                    },
                    2 => Reconcile::RemoteKey {
                        ttl: Duration::from_secs(900),
                    },
                    _ => Reconcile::Manual,
                };
                let claim = intent(&format!("shift-{shift}"), &format!("caregiver-{}", dice.roll(2)));
                return Self::Plan(Intent { strategy, ..claim });
            }
            3 => return Self::Unresolved,
            4 | 5 => Step::Begin,
            6 => Step::Confirm,
            7 => Step::Reject,
            8 => Step::Doubt,
            9 => Step::Expire,
            10 => Step::Absent,
            11 => Step::Supersede,
            12 => Step::Manual,
            _ => Step::Abandon,
        };
        // Mostly the present attempt, sometimes a stale or invented one.
        let attempt = (dice.roll(5) == 0).then(|| dice.roll(4));
        Self::Step { shift, attempt, step }
    }

    async fn run(&self, store: &dyn EffectLedger, now: DateTime<Utc>) -> Result<Vec<Effect>> {
        let (shift, attempt, step) = match self {
            Self::Plan(intent) => return Ok(vec![store.plan(intent, now).await?.into_effect()]),
            Self::Unresolved => return store.unresolved(now, 50).await,
            Self::Step { shift, attempt, step } => (shift, attempt, step),
        };
        let Some(effect) = store.current(&key(&format!("shift-{shift}"))).await? else {
            return Ok(Vec::new());
        };
        let (id, n) = (effect.id, attempt.unwrap_or(effect.attempt));
        let after = match step {
            Step::Begin => store.begin(id, n, now + TimeDelta::seconds(30), now).await,
            Step::Confirm => store.confirm(id, n, Some("remote-1"), now).await,
            Step::Reject => store.reject(id, n, "not_eligible", now).await,
            Step::Doubt => store.doubt(id, n, now).await,
            Step::Expire => store.expire(id, n, now).await,
            Step::Absent => store.absent(id, n, now).await,
            Step::Supersede => store.supersede(id, "open_again", now).await,
            Step::Manual => store.manual(id, "asked", now).await,
            Step::Abandon => store.abandon(id, "not_needed", now).await,
        };
        Ok(vec![after?])
    }
}
