mod rows;

use async_trait::async_trait;
use careweave_sync_core::ledger::machine::{self, Transition};
use careweave_sync_core::ledger::{check_list_limit, check_now};
use careweave_sync_core::{
    Action, Attempt, Effect, EffectFilter, EffectId, EffectKey, EffectLedger, GateScope, GatedLedger, Intent,
    Planned, gate,
};
use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};
use rusqlite::Connection;

use crate::fault::Fault;
use crate::gate::level_of;
use crate::store::SqliteStore;
use crate::transaction::write;

impl SqliteStore {
    async fn step(&self, id: EffectId, transition: Transition, now: DateTime<Utc>) -> Result<Effect> {
        let at = transition.operation();
        self.run(at, move |conn| {
            let tx = write(conn)?;
            let after = step_in(&tx, id, &transition, now)?;
            tx.commit()?;
            Ok(after)
        })
        .await
    }
}

#[async_trait]
impl GatedLedger for SqliteStore {
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
        self.run(AT, move |conn| {
            // The write lock is held: a level that is set meanwhile waits.
            let tx = write(conn)?;
            rows::by_id(&tx, id)?.ok_or_else(|| not_found(AT, id))?;
            gate::machine::check(&scope, level_of(&tx, &scope)?, action)?;
            let begin = Transition::Begin {
                attempt_expected,
                deadline,
            };
            let after = step_in(&tx, id, &begin, now)?;
            tx.commit()?;
            Ok(after)
        })
        .await
    }
}

/// Makes a step within a transaction of the caller, who commits it.
fn step_in(
    tx: &Connection,
    id: EffectId,
    transition: &Transition,
    now: DateTime<Utc>,
) -> Result<Effect, Fault> {
    let (seq, before) = rows::by_id(tx, id)?.ok_or_else(|| not_found(transition.operation(), id))?;
    let after = machine::apply(&before, transition, now)?;
    if after == before {
        return Ok(after);
    }
    let held = rows::attempt(tx, seq, after.attempt)?;
    if let Some(entry) = machine::log(held.as_ref(), &before, &after) {
        rows::put_attempt(tx, seq, &entry)?;
    }
    rows::update(tx, seq, &after)?;
    Ok(after)
}

#[async_trait]
impl EffectLedger for SqliteStore {
    async fn plan(&self, intent: &Intent, now: DateTime<Utc>) -> Result<Planned> {
        let intent = intent.clone();
        self.run("ledger.plan", move |conn| {
            let tx = write(conn)?;
            let planned = plan_in(&tx, &intent, now)?;
            if planned.is_new() {
                tx.commit()?;
            }
            Ok(planned)
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
        self.run(AT, move |conn| {
            let (_, effect) = rows::by_id(conn, id)?.ok_or_else(|| not_found(AT, id))?;
            Ok(effect)
        })
        .await
    }

    async fn current(&self, key: &EffectKey) -> Result<Option<Effect>> {
        let key = key.clone();
        self.run("ledger.current", move |conn| rows::current(conn, &key))
            .await
    }

    async fn list(&self, filter: &EffectFilter) -> Result<Vec<Effect>> {
        const AT: &str = "ledger.list";
        filter.validate()?;
        let filter = filter.clone();
        self.run(AT, move |conn| {
            let after = match filter.after_id {
                Some(id) => rows::by_id(conn, id)?.ok_or_else(|| not_found(AT, id))?.0,
                None => 0,
            };
            rows::list(conn, &filter, after)
        })
        .await
    }

    async fn unresolved(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Effect>> {
        const AT: &str = "ledger.unresolved";
        check_list_limit(AT, limit)?;
        let now = check_now(AT, now)?;
        self.run(AT, move |conn| rows::unresolved(conn, now, limit)).await
    }

    async fn history(&self, key: &EffectKey) -> Result<Vec<Effect>> {
        let key = key.clone();
        self.run("ledger.history", move |conn| rows::history(conn, &key))
            .await
    }

    async fn attempts(&self, id: EffectId) -> Result<Vec<Attempt>> {
        const AT: &str = "ledger.attempts";
        self.run(AT, move |conn| {
            let (seq, _) = rows::by_id(conn, id)?.ok_or_else(|| not_found(AT, id))?;
            rows::attempts(conn, seq)
        })
        .await
    }
}

/// Plans within a transaction of the caller, who commits it.
pub(crate) fn plan_in(tx: &Connection, intent: &Intent, now: DateTime<Utc>) -> Result<Planned, Fault> {
    let current = rows::current(tx, &intent.key)?;
    let planned = machine::plan(current.as_ref(), intent, now)?;
    if let Planned::New(effect) = &planned {
        rows::insert(tx, effect)?;
    }
    Ok(planned)
}

fn not_found(at: &'static str, id: EffectId) -> Error {
    Error::new(ErrorKind::NotFound, at, "no effect with this id was recorded").with("id", id.to_string())
}
