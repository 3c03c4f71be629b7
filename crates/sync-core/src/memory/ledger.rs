use std::collections::HashMap;

use async_trait::async_trait;
use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::{MemoryStore, gate, locked};
use crate::gate::{Action, GateScope, machine as gates};
use crate::ledger::machine::{self, Transition};
use crate::ledger::{
    Attempt, Effect, EffectFilter, EffectId, EffectKey, EffectLedger, EffectState, GatedLedger, Intent,
    Planned, check_list_limit, check_now,
};

#[derive(Debug, Default)]
pub(super) struct Effects {
    /// In the order of planning.
    rows: Vec<Row>,
    by_id: HashMap<EffectId, usize>,
    versions: HashMap<EffectKey, Vec<usize>>,
}

#[derive(Debug)]
struct Row {
    effect: Effect,
    attempts: Vec<Attempt>,
}

impl Effects {
    fn find(&self, at: &'static str, id: EffectId) -> Result<usize> {
        self.by_id.get(&id).copied().ok_or_else(|| {
            Error::new(ErrorKind::NotFound, at, "no effect with this id was recorded")
                .with("id", id.to_string())
        })
    }

    pub(super) fn operation_of(&self, id: EffectId) -> Option<&str> {
        let place = self.by_id.get(&id)?;
        Some(&self.rows[*place].effect.operation)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Effect> {
        self.rows.iter().map(|row| &row.effect)
    }

    /// Empties the logs of attempts at effects that ended by `until`, the first `limit` of them; tells how many there are.
    pub(super) fn forget_attempts(&mut self, until: DateTime<Utc>, limit: usize) -> u64 {
        let old = |row: &&mut Row| {
            !row.attempts.is_empty() && row.effect.finished_at.is_some_and(|finished| finished <= until)
        };
        let mut forgotten = 0;
        for row in self.rows.iter_mut().filter(old).take(limit) {
            row.attempts.clear();
            forgotten += 1;
        }
        forgotten
    }

    pub(super) fn old_attempts(&self, until: DateTime<Utc>) -> u64 {
        let old = |row: &&Row| {
            !row.attempts.is_empty() && row.effect.finished_at.is_some_and(|finished| finished <= until)
        };
        self.rows.iter().filter(old).count() as u64
    }

    fn of_key(&self, key: &EffectKey) -> impl DoubleEndedIterator<Item = &Effect> {
        let places = self.versions.get(key).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|&place| &self.rows[place].effect)
    }

    /// Fails as [`plan`](Self::plan) would, and changes nothing.
    pub(super) fn would_plan(&self, intent: &Intent, now: DateTime<Utc>) -> Result<()> {
        let current = self.of_key(&intent.key).next_back();
        machine::plan(current, intent, now).map(drop)
    }

    pub(super) fn plan(&mut self, intent: &Intent, now: DateTime<Utc>) -> Result<Planned> {
        let current = self.of_key(&intent.key).next_back();
        let planned = machine::plan(current, intent, now)?;
        if let Planned::New(effect) = &planned {
            let place = self.rows.len();
            self.by_id.insert(effect.id, place);
            self.versions.entry(effect.key.clone()).or_default().push(place);
            self.rows.push(Row {
                effect: effect.clone(),
                attempts: Vec::new(),
            });
        }
        Ok(planned)
    }

    fn step(&mut self, id: EffectId, transition: &Transition, now: DateTime<Utc>) -> Result<Effect> {
        let place = self.find(transition.operation(), id)?;
        let row = &mut self.rows[place];
        let after = machine::apply(&row.effect, transition, now)?;
        let held = row.attempts.iter().position(|attempt| attempt.n == after.attempt);
        match (
            machine::log(held.map(|i| &row.attempts[i]), &row.effect, &after),
            held,
        ) {
            (Some(entry), Some(i)) => row.attempts[i] = entry,
            (Some(entry), None) => row.attempts.push(entry),
            (None, _) => {}
        }
        row.effect = after.clone();
        Ok(after)
    }

    fn list(&self, filter: &EffectFilter) -> Result<Vec<Effect>> {
        filter.validate()?;
        let first = match filter.after_id {
            Some(id) => self.find("ledger.list", id)? + 1,
            None => 0,
        };
        let fits = |effect: &&Effect| {
            (filter.states.is_empty() || filter.states.contains(&effect.state))
                && filter
                    .operation
                    .as_ref()
                    .is_none_or(|operation| *operation == effect.operation)
                && filter
                    .subject_prefix
                    .as_ref()
                    .is_none_or(|prefix| effect.subject.starts_with(prefix.as_str()))
        };
        Ok(self.rows[first..]
            .iter()
            .map(|row| &row.effect)
            .filter(fits)
            .take(filter.limit as usize)
            .cloned()
            .collect())
    }

    fn unresolved(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Effect>> {
        const AT: &str = "ledger.unresolved";
        check_list_limit(AT, limit)?;
        let now = check_now(AT, now)?;
        let waits = |effect: &&Effect| match effect.state {
            EffectState::InDoubt => true,
            EffectState::Sending => effect.deadline_at.is_none_or(|deadline| deadline <= now),
            _ => false,
        };
        Ok(self
            .rows
            .iter()
            .map(|row| &row.effect)
            .filter(waits)
            .take(limit as usize)
            .cloned()
            .collect())
    }
}

#[async_trait]
impl EffectLedger for MemoryStore {
    async fn plan(&self, intent: &Intent, now: DateTime<Utc>) -> Result<Planned> {
        self.effects().plan(intent, now)
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
        self.effects().step(id, &begin, now)
    }

    async fn confirm(
        &self,
        id: EffectId,
        attempt: u32,
        remote_id: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Effect> {
        let confirm = Transition::Confirm {
            attempt,
            remote_id: remote_id.map(str::to_owned),
        };
        self.effects().step(id, &confirm, now)
    }

    async fn reject(&self, id: EffectId, attempt: u32, reason: &str, now: DateTime<Utc>) -> Result<Effect> {
        let reason = reason.to_owned();
        self.effects()
            .step(id, &Transition::Reject { attempt, reason }, now)
    }

    async fn doubt(&self, id: EffectId, attempt: u32, now: DateTime<Utc>) -> Result<Effect> {
        self.effects().step(id, &Transition::Doubt { attempt }, now)
    }

    async fn expire(&self, id: EffectId, attempt: u32, now: DateTime<Utc>) -> Result<Effect> {
        self.effects().step(id, &Transition::Expire { attempt }, now)
    }

    async fn absent(&self, id: EffectId, attempt: u32, now: DateTime<Utc>) -> Result<Effect> {
        self.effects().step(id, &Transition::Absent { attempt }, now)
    }

    async fn supersede(&self, id: EffectId, reason: &str, now: DateTime<Utc>) -> Result<Effect> {
        let reason = reason.to_owned();
        self.effects().step(id, &Transition::Supersede { reason }, now)
    }

    async fn manual(&self, id: EffectId, reason: &str, now: DateTime<Utc>) -> Result<Effect> {
        let reason = reason.to_owned();
        self.effects().step(id, &Transition::Manual { reason }, now)
    }

    async fn abandon(&self, id: EffectId, reason: &str, now: DateTime<Utc>) -> Result<Effect> {
        let reason = reason.to_owned();
        self.effects().step(id, &Transition::Abandon { reason }, now)
    }

    async fn get(&self, id: EffectId) -> Result<Effect> {
        let effects = self.effects();
        let place = effects.find("ledger.get", id)?;
        Ok(effects.rows[place].effect.clone())
    }

    async fn current(&self, key: &EffectKey) -> Result<Option<Effect>> {
        Ok(self.effects().of_key(key).next_back().cloned())
    }

    async fn list(&self, filter: &EffectFilter) -> Result<Vec<Effect>> {
        self.effects().list(filter)
    }

    async fn unresolved(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Effect>> {
        self.effects().unresolved(now, limit)
    }

    async fn history(&self, key: &EffectKey) -> Result<Vec<Effect>> {
        Ok(self.effects().of_key(key).cloned().collect())
    }

    async fn attempts(&self, id: EffectId) -> Result<Vec<Attempt>> {
        let effects = self.effects();
        let place = effects.find("ledger.attempts", id)?;
        Ok(effects.rows[place].attempts.clone())
    }
}

#[async_trait]
impl GatedLedger for MemoryStore {
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
        // Held until the step is made: a level that is set meanwhile waits.
        let changes = locked(&self.gates);
        let mut effects = self.effects();
        effects.find(AT, id)?;
        gates::check(scope, gate::level_of(&changes, scope), action)?;
        let begin = Transition::Begin {
            attempt_expected,
            deadline,
        };
        effects.step(id, &begin, now)
    }
}
