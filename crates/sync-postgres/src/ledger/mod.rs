mod rows;

use async_trait::async_trait;
use careweave_sync_core::ledger::machine::{self, Transition};
use careweave_sync_core::ledger::{MAX_DEADLINE, check_list_limit, check_now};
use careweave_sync_core::{
    Action, Attempt, Effect, EffectFilter, EffectId, EffectKey, EffectLedger, GateScope, GatedLedger, Intent,
    Planned, gate,
};
use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};
use futures_util::FutureExt;

use crate::database::{Committing, Session};
use crate::race::{MAX_RACES, outrun};
use crate::store::PostgresStore;
use rows::Inserted;

impl PostgresStore {
    /// As [`unresolved`](EffectLedger::unresolved), but for many workers at once: each gets effects that no other has
    /// claimed, and keeps them until `until`. A claim only divides the work. It guards nothing, the attempt does; it
    /// ends by itself, so what a killed worker had claimed is found again at `until`.
    ///
    /// # Errors
    /// `InvalidInput` names the field: `until` must be after `now`, and at most 24 hours.
    pub async fn claim_unresolved(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Effect>> {
        const AT: &str = "ledger.claim_unresolved";
        check_list_limit(AT, limit)?;
        let now = check_now(AT, now)?;
        if until <= now {
            return Err(Error::invalid(AT, "until", "must be after now"));
        }
        if (until - now).to_std().is_ok_and(|ahead| ahead > MAX_DEADLINE) {
            return Err(Error::invalid(
                AT,
                "until",
                "must not be more than 24 hours ahead",
            ));
        }
        self.run(AT, move |db| async move {
            rows::claim_unresolved(&db, AT, now, until, limit).await
        })
        .await
    }

    async fn step(&self, id: EffectId, transition: Transition, now: DateTime<Utc>) -> Result<Effect> {
        let at = transition.operation();
        self.run(at, move |db| async move {
            step_in(&mut Committing { db: &db, at }, id, &transition, now).await
        })
        .await
    }
}

#[async_trait]
impl GatedLedger for PostgresStore {
    async fn begin_gated(
        &self,
        id: EffectId,
        attempt_expected: u32,
        scope: &GateScope,
        action: Action,
        deadline: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Effect> {
        const AT: &str = "ledger.begin";
        scope.validate(AT)?;
        let scope = scope.clone();
        self.transact(AT, move |tx| {
            async move {
                // Shared with other senders; whoever sets a level waits until this is committed.
                crate::gate::share(tx, &scope.connection).await?;
                rows::by_id(tx, id).await?.ok_or_else(|| not_found(AT, id))?;
                gate::machine::check(&scope, crate::gate::level_in(tx, &scope).await?, action)?;
                let begin = Transition::Begin {
                    attempt_expected,
                    deadline,
                };
                step_in(tx, id, &begin, now).await
            }
            .boxed()
        })
        .await
    }
}

/// Makes a step in a session.
async fn step_in(
    session: &mut impl Session,
    id: EffectId,
    transition: &Transition,
    now: DateTime<Utc>,
) -> Result<Effect> {
    let at = session.at();
    for _ in 0..MAX_RACES {
        let held = rows::by_id(session, id).await?.ok_or_else(|| not_found(at, id))?;
        let after = machine::apply(&held.effect, transition, now)?;
        if after == held.effect {
            return Ok(after);
        }
        let logged = held.attempt.as_ref().filter(|entry| entry.n == after.attempt);
        let entry = machine::log(logged, &held.effect, &after);
        if rows::update(session, &held, &after, entry.as_ref()).await? {
            return Ok(after);
        }
    }
    Err(outrun(at).with("id", id.to_string()))
}

#[async_trait]
impl EffectLedger for PostgresStore {
    async fn plan(&self, intent: &Intent, now: DateTime<Utc>) -> Result<Planned> {
        const AT: &str = "ledger.plan";
        let intent = intent.clone();
        self.run(AT, move |db| async move {
            plan_in(&mut Committing { db: &db, at: AT }, &intent, now).await
        })
        .await
    }

    async fn begin(
        &self,
        id: EffectId,
        attempt_expected: u32,
        deadline: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Effect> {
        let begin = Transition::Begin {
            attempt_expected,
            deadline,
        };
        self.step(id, begin, now).await
    }

    async fn confirm(
        &self,
        id: EffectId,
        attempt: u32,
        remote_id: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Effect> {
        let remote_id = remote_id.map(str::to_owned);
        self.step(id, Transition::Confirm { attempt, remote_id }, now)
            .await
    }

    async fn reject(&self, id: EffectId, attempt: u32, reason: &str, now: DateTime<Utc>) -> Result<Effect> {
        let reason = reason.to_owned();
        self.step(id, Transition::Reject { attempt, reason }, now).await
    }

    async fn doubt(&self, id: EffectId, attempt: u32, now: DateTime<Utc>) -> Result<Effect> {
        self.step(id, Transition::Doubt { attempt }, now).await
    }

    async fn expire(&self, id: EffectId, attempt: u32, now: DateTime<Utc>) -> Result<Effect> {
        self.step(id, Transition::Expire { attempt }, now).await
    }

    async fn absent(&self, id: EffectId, attempt: u32, now: DateTime<Utc>) -> Result<Effect> {
        self.step(id, Transition::Absent { attempt }, now).await
    }

    async fn supersede(&self, id: EffectId, reason: &str, now: DateTime<Utc>) -> Result<Effect> {
        let reason = reason.to_owned();
        self.step(id, Transition::Supersede { reason }, now).await
    }

    async fn manual(&self, id: EffectId, reason: &str, now: DateTime<Utc>) -> Result<Effect> {
        let reason = reason.to_owned();
        self.step(id, Transition::Manual { reason }, now).await
    }

    async fn abandon(&self, id: EffectId, reason: &str, now: DateTime<Utc>) -> Result<Effect> {
        let reason = reason.to_owned();
        self.step(id, Transition::Abandon { reason }, now).await
    }

    async fn get(&self, id: EffectId) -> Result<Effect> {
        const AT: &str = "ledger.get";
        self.run(AT, move |db| async move {
            let held = rows::by_id(&mut Committing { db: &db, at: AT }, id)
                .await?
                .ok_or_else(|| not_found(AT, id))?;
            Ok(held.effect)
        })
        .await
    }

    async fn current(&self, key: &EffectKey) -> Result<Option<Effect>> {
        const AT: &str = "ledger.current";
        let key = key.clone();
        self.run(AT, move |db| async move { rows::current(&db, AT, &key).await })
            .await
    }

    /// In the order in which recording began; an effect that is just being recorded beside others may show up a moment
    /// after some that follow it.
    async fn list(&self, filter: &EffectFilter) -> Result<Vec<Effect>> {
        const AT: &str = "ledger.list";
        filter.validate()?;
        let filter = filter.clone();
        self.run(AT, move |db| async move {
            let after = match filter.after_id {
                Some(id) => {
                    let held = rows::by_id(&mut Committing { db: &db, at: AT }, id).await?;
                    held.ok_or_else(|| not_found(AT, id))?.seq
                }
                None => 0,
            };
            rows::list(&db, AT, &filter, after).await
        })
        .await
    }

    async fn unresolved(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Effect>> {
        const AT: &str = "ledger.unresolved";
        check_list_limit(AT, limit)?;
        let now = check_now(AT, now)?;
        self.run(AT, move |db| async move {
            rows::unresolved(&db, AT, now, limit).await
        })
        .await
    }

    async fn history(&self, key: &EffectKey) -> Result<Vec<Effect>> {
        const AT: &str = "ledger.history";
        let key = key.clone();
        self.run(AT, move |db| async move { rows::history(&db, AT, &key).await })
            .await
    }

    async fn attempts(&self, id: EffectId) -> Result<Vec<Attempt>> {
        const AT: &str = "ledger.attempts";
        self.run(AT, move |db| async move {
            rows::attempts(&db, AT, id)
                .await?
                .ok_or_else(|| not_found(AT, id))
        })
        .await
    }
}

fn not_found(at: &'static str, id: EffectId) -> Error {
    Error::new(ErrorKind::NotFound, at, "no effect with this id was recorded").with("id", id.to_string())
}

/// Plans in a session, for whoever writes more with it.
pub(crate) async fn plan_in(
    session: &mut impl Session,
    intent: &Intent,
    now: DateTime<Utc>,
) -> Result<Planned> {
    // Most keys are new: the first version is tried before anything is known of the key.
    let mut planned = machine::plan(None, intent, now)?;
    for _ in 0..MAX_RACES {
        let Planned::New(effect) = planned else {
            return Ok(planned);
        };
        match rows::insert(session, &effect).await? {
            Inserted::Yes => return Ok(Planned::New(effect)),
            Inserted::No(current) => planned = machine::plan(current.as_deref(), intent, now)?,
        }
    }
    Err(outrun(session.at()).with("key", intent.key.as_str()))
}
