use std::fmt;
use std::sync::{Arc, OnceLock};

use careweave_sync_core::{Action, Conflict, ConflictState, Fingerprint};
use careweave_types::{Error, ErrorKind, Result};

use super::agreed::Whose;
use super::changes::{Apply, Create, Update, only};
use super::plan::reference;
use super::values::{Values, fingerprint};
use super::{Agreed, Pair, PairPlan, PairState, plan};
use crate::flow::{DigestKey, FlowChange, FlowContext, FlowReport};

/// Records of the host and their pairs, kept in step.
#[derive(Clone)]
pub(crate) struct Pairs<P> {
    pub(crate) context: FlowContext,
    pub(crate) pair: P,
    key: Arc<OnceLock<DigestKey>>,
}

impl<P> fmt::Debug for Pairs<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pairs")
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}

impl<P: Pair> Pairs<P> {
    pub(crate) fn new(context: FlowContext, pair: P) -> Self {
        Self {
            context,
            pair,
            key: Arc::default(),
        }
    }

    /// The key of this connection's digests.
    pub(crate) async fn key(&self) -> Result<DigestKey> {
        if let Some(key) = self.key.get() {
            return Ok(key.clone());
        }
        let key = self.context.digest_key().await?;
        Ok(self.key.get_or_init(|| key).clone())
    }

    /// Whether a record is as it was when it was last in step.
    pub(crate) async fn is_known(&self, here: &P::Here) -> Result<bool> {
        let content = self.content(&self.pair.here_values(here)?).await?;
        Ok(self.context.known(&self.here_name(self.pair.id(here))).await? == Some(content))
    }

    /// The fingerprint of a side.
    async fn content(&self, values: &Values) -> Result<Fingerprint> {
        fingerprint(&self.key().await?, &self.pair.policy()?, values)
    }

    /// A record of WellSky that may have changed there; true when no later run has to look at it.
    pub(crate) async fn changed_there(&self, there: &P::There, report: &mut FlowReport) -> Result<bool> {
        let name = self.there_name(self.pair.there_id(there));
        let Some(owner) = self.owner_of(&name).await? else {
            report.unchanged += 1;
            return Ok(true);
        };
        let content = self.content(&self.pair.there_values(there)?).await?;
        if self.context.known(&name).await? == Some(content) {
            report.unchanged += 1;
            return Ok(true);
        }
        report.lags(self.pair.there_changed_at(there), self.context.clock.now());
        let here = self.here_now(&owner).await?;
        self.bring_together(&here, report).await
    }

    /// A record of the host as it is now.
    async fn here_now(&self, id: &str) -> Result<P::Here> {
        self.pair.here(id).await?.ok_or_else(|| gone::<P>(id))
    }

    /// Merges a record with its pair, as both are now.
    pub(crate) async fn bring_together(&self, here: &P::Here, report: &mut FlowReport) -> Result<bool> {
        let key = self.key().await?;
        let agreed = self.agreed(self.pair.id(here)).await?;
        // What both agreed on has to be older than what is merged with it: another worker may have moved it since this record was
        // read, and an old content would look like a change of it.
        let again = match &agreed {
            Some(_) => Some(self.here_now(self.pair.id(here)).await?),
            None => None,
        };
        let here = again.as_ref().unwrap_or(here);
        let id = self.pair.id(here);
        let mut there = match &agreed {
            Some(agreed) => Some(self.pair.get(&agreed.there).await?),
            None => only(&self.pair, id).await?,
        };
        if there.is_none() {
            let plan = self.plan(&key, here, None, None, &[])?;
            report.planned.extend(plan.rows.iter().cloned());
            if let Some(made) = &plan.create {
                let identity = Fingerprint::of(&[P::NAMES.create, self.context.connection(), id]);
                let change = FlowChange {
                    repeats: false,
                    look_first: true,
                    ..self.change(here, P::NAMES.there, P::NAMES.create, Action::Send, identity)
                };
                let remote = Create {
                    pair: &self.pair,
                    id,
                    new: &made.record,
                };
                let carried = self.context.carry_out(&change, &remote).await?;
                if !report.count(&reference(&self.pair, here), change.operation, carried) {
                    return Ok(false);
                }
            }
            there = only(&self.pair, id).await?;
        }
        match there {
            Some(there) => self.merge(here, &there, agreed.as_ref(), report).await,
            None => Ok(false),
        }
    }

    async fn merge(
        &self,
        here: &P::Here,
        there: &P::There,
        agreed: Option<&Agreed>,
        report: &mut FlowReport,
    ) -> Result<bool> {
        let key = self.key().await?;
        let id = self.pair.id(here);
        let mut plan = self.plan(&key, here, Some(there), agreed, &[])?;
        if !self.context.is_dry_run() {
            let now = self.context.clock.now();
            let store = &self.context.store;
            let recorded = store
                .record_conflicts(&self.here_name(id), &plan.conflicts, None, now)
                .await?
                .conflicts;
            if recorded
                .iter()
                .any(|conflict| conflict.state == ConflictState::Resolved)
            {
                plan = self.plan(&key, here, Some(there), agreed, &recorded)?;
            }
        }
        report.planned.extend(plan.rows.iter().cloned());
        report.conflicts += plan.conflicts.len() as u64;
        for error in &plan.refused {
            report.fail(&reference(&self.pair, here), error);
        }
        report.waiting += plan.waiting;
        let whose = Whose {
            key: &key,
            flow: P::NAMES.flow,
            id,
        };
        let sends = !plan.pushed.is_empty() || !plan.applied.is_empty();
        if sends && !self.context.is_dry_run() {
            let there = self.pair.there_id(there);
            let mut begun = agreed
                .cloned()
                .unwrap_or_else(|| Agreed::nothing(there.to_owned()));
            begun.begin(whose, &plan.pushed, &plan.applied);
            self.write_agreed(id, &begun).await?;
        }
        let pushed = match &plan.push {
            Some(patch) => {
                let remote = Update {
                    pair: &self.pair,
                    key: &key,
                    there: self.pair.there_id(there),
                    patch,
                };
                let change = self.change(
                    here,
                    P::NAMES.there,
                    P::NAMES.update,
                    Action::Send,
                    plan.push_outcome,
                );
                let carried = self.context.carry_out(&change, &remote).await?;
                report.count(&reference(&self.pair, here), change.operation, carried)
            }
            None => true,
        };
        let applied = match &plan.apply {
            Some(fields) => {
                let remote = Apply {
                    pair: &self.pair,
                    key: &key,
                    id,
                    fields,
                };
                let (kind, operation) = (P::NAMES.gate_kind, P::NAMES.apply);
                let change = self.change(here, kind, operation, Action::Apply, plan.apply_outcome);
                let carried = self.context.carry_out(&change, &remote).await?;
                report.count(&reference(&self.pair, here), change.operation, carried)
            }
            None => true,
        };
        let all = pushed && applied && plan.conflicts.is_empty();
        if !self.context.is_dry_run() {
            let there = self.pair.there_id(there);
            // Another worker may have settled other fields meanwhile.
            let latest = self.agreed(id).await?.filter(|latest| latest.there == there);
            let mut agreed = latest.unwrap_or_else(|| Agreed::nothing(there.to_owned()));
            let done = [
                (&plan.adopted, true),
                (&plan.pushed, pushed),
                (&plan.applied, applied),
            ];
            for (path, value) in done.into_iter().filter(|(_, done)| *done).flat_map(|(of, _)| of) {
                agreed.settle(whose, path, value.as_ref());
            }
            self.keep(here, &agreed, &plan, all).await?;
        }
        Ok(all)
    }

    fn plan(
        &self,
        key: &DigestKey,
        here: &P::Here,
        there: Option<&P::There>,
        agreed: Option<&Agreed>,
        resolved: &[Conflict],
    ) -> Result<PairPlan<P>> {
        let state = PairState {
            key,
            here,
            there,
            agreed,
            resolved,
        };
        plan(&self.pair, &state)
    }

    /// A change of a record: one at a time, the newest content last.
    fn change(
        &self,
        here: &P::Here,
        kind: &'static str,
        operation: &'static str,
        action: Action,
        outcome: Fingerprint,
    ) -> FlowChange {
        let (flow, id) = (P::NAMES.flow, self.pair.id(here));
        FlowChange {
            kind,
            operation,
            action,
            key: format!("{flow}/{}/{operation}/{id}", self.context.connection()),
            subject: reference(&self.pair, here),
            outcome,
            repeats: true,
            look_first: false,
        }
    }
}

/// The record of the host that something belongs to is not there any more.
pub(crate) fn gone<P: Pair>(id: &str) -> Error {
    let here = P::NAMES.here;
    Error::new(
        ErrorKind::NotFound,
        P::NAMES.gate_kind,
        format!("the {here} is gone"),
    )
    .with(here, id.to_owned())
}
