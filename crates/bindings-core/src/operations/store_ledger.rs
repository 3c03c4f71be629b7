//! The ledger of effects: what is about to be changed elsewhere, written down before it is sent.

use careweave::sync::{Effect, EffectKey};
use careweave::types::ErrorKind;

use super::operation::Operation;
use super::store_ledger_records::{
    Begin, Confirm, EffectsAsked, HostAttempt, HostEffect, HostPlanned, OneAttempt, OneEffect, OneKey, Plan,
    Reject, UnresolvedAsked, WithReason,
};
use super::store_shared::{at, effect_id, limit};

fn each(effects: Vec<Effect>) -> Vec<HostEffect> {
    effects.into_iter().map(HostEffect::from).collect()
}

pub(super) fn rows() -> Vec<Operation> {
    [steps(), ends(), readings()].into_iter().flatten().collect()
}

fn steps() -> Vec<Operation> {
    vec![
        Operation::store(
            "ledger.plan",
            "plan",
            "Claims the key of a change and records it. The first claim wins, among all workers of the store.",
            |store, asked: Plan| async move {
                let intent = asked.intent.read("ledger.plan")?;
                store.plan(&intent, at(asked.now)).await.map(HostPlanned::from)
            },
        )
        .raises(ErrorKind::KeyReuse, "an open or confirmed effect holds the key for other content"),
        Operation::store(
            "ledger.begin",
            "begin",
            "Records that an attempt is about to leave. Of many workers one wins.",
            |store, asked: Begin| async move {
                let id = effect_id("ledger.begin", &asked.effect_id)?;
                let begun = store.begin(id, asked.attempt_expected, asked.deadline, at(asked.now)).await;
                begun.map(HostEffect::from)
            },
        )
        .raises(ErrorKind::Conflict, "another worker was first: send nothing"),
        Operation::store(
            "ledger.confirm",
            "confirm",
            "Records that it happened, from an answer or from positive evidence later. Repeating it is harmless.",
            |store, asked: Confirm| async move {
                let id = effect_id("ledger.confirm", &asked.effect_id)?;
                let remote = asked.remote_id.as_deref();
                store.confirm(id, asked.attempt, remote, at(asked.now)).await.map(HostEffect::from)
            },
        ),
        Operation::store(
            "ledger.reject",
            "reject",
            "Records that the other side refused the attempt: it did not happen.",
            |store, asked: Reject| async move {
                let id = effect_id("ledger.reject", &asked.effect_id)?;
                store.reject(id, asked.attempt, &asked.reason, at(asked.now)).await.map(HostEffect::from)
            },
        ),
        Operation::store(
            "ledger.doubt",
            "doubt",
            "Records that the attempt got no answer; starts the quiet period.",
            |store, asked: OneAttempt| async move {
                let id = effect_id("ledger.doubt", &asked.effect_id)?;
                store.doubt(id, asked.attempt, at(asked.now)).await.map(HostEffect::from)
            },
        ),
        Operation::store(
            "ledger.expire",
            "expire",
            "Moves an attempt whose sender never came back into doubt, once its deadline has passed.",
            |store, asked: OneAttempt| async move {
                let id = effect_id("ledger.expire", &asked.effect_id)?;
                store.expire(id, asked.attempt, at(asked.now)).await.map(HostEffect::from)
            },
        )
        .raises(ErrorKind::InDoubt, "the deadline is still to come"),
        Operation::store(
            "ledger.absent",
            "absent",
            "Records that a look at the other side, made now, shows that it did not happen: it may be sent again.",
            |store, asked: OneAttempt| async move {
                let id = effect_id("ledger.absent", &asked.effect_id)?;
                store.absent(id, asked.attempt, at(asked.now)).await.map(HostEffect::from)
            },
        )
        .raises(ErrorKind::InDoubt, "the quiet period is not over: look again after `not_before`")
        .raises(ErrorKind::Unsupported, "only a person can tell"),
    ]
}

fn ends() -> Vec<Operation> {
    vec![
        Operation::store(
            "ledger.supersede",
            "supersede",
            "Records that the other side shows a confirmed effect undone; frees the key.",
            |store, asked: WithReason| async move {
                let id = effect_id("ledger.supersede", &asked.effect_id)?;
                store
                    .supersede(id, &asked.reason, at(asked.now))
                    .await
                    .map(HostEffect::from)
            },
        ),
        Operation::store(
            "ledger.manual",
            "manual",
            "Hands an effect in doubt to a person, who ends it as confirmed or absent.",
            |store, asked: WithReason| async move {
                let id = effect_id("ledger.manual", &asked.effect_id)?;
                store
                    .manual(id, &asked.reason, at(asked.now))
                    .await
                    .map(HostEffect::from)
            },
        ),
        Operation::store(
            "ledger.abandon",
            "abandon",
            "Gives up an effect that is planned, and not under way or in doubt; frees the key.",
            |store, asked: WithReason| async move {
                let id = effect_id("ledger.abandon", &asked.effect_id)?;
                store
                    .abandon(id, &asked.reason, at(asked.now))
                    .await
                    .map(HostEffect::from)
            },
        ),
    ]
}

fn readings() -> Vec<Operation> {
    vec![
        Operation::store(
            "ledger.get",
            "get",
            "One effect.",
            |store, asked: OneEffect| async move {
                store
                    .get(effect_id("ledger.get", &asked.effect_id)?)
                    .await
                    .map(HostEffect::from)
            },
        )
        .raises(ErrorKind::NotFound, "it was never recorded"),
        Operation::store(
            "ledger.current",
            "current",
            "The latest effect under a key; nothing when there is none.",
            |store, asked: OneKey| async move {
                Ok(store
                    .current(&EffectKey::new(asked.key)?)
                    .await?
                    .map(HostEffect::from))
            },
        ),
        Operation::store(
            "ledger.list",
            "effects",
            "The effects that meet all conditions, in the order in which they were planned first.",
            |store, asked: EffectsAsked| async move { store.list(&asked.filter()?).await.map(each) },
        ),
        Operation::store(
            "ledger.unresolved",
            "unresolved",
            "What has to be looked up: under way past the deadline, or in doubt. Ask at start, and on a timer.",
            |store, asked: UnresolvedAsked| async move {
                store
                    .unresolved(at(asked.now), limit(asked.limit))
                    .await
                    .map(each)
            },
        ),
        Operation::store(
            "ledger.history",
            "history",
            "Every effect under a key, oldest first.",
            |store, asked: OneKey| async move { store.history(&EffectKey::new(asked.key)?).await.map(each) },
        ),
        Operation::store(
            "ledger.attempts",
            "attempts",
            "The attempts at an effect, oldest first.",
            |store, asked: OneEffect| async move {
                let attempts = store
                    .attempts(effect_id("ledger.attempts", &asked.effect_id)?)
                    .await?;
                Ok(attempts.into_iter().map(HostAttempt::from).collect::<Vec<_>>())
            },
        ),
    ]
}
