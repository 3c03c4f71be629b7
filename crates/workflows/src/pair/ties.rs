//! Which records belong together, and what is kept of them.

use careweave_sync_core::{Action, ExternalRef, Fingerprint};
use careweave_types::{Error, ErrorKind, IdempotencyKey, Result};

use super::changes::Tell;
use super::{Agreed, Pair, PairPlan, Pairs};
use crate::flow::{Carried, FlowChange};

impl<P: Pair> Pairs<P> {
    /// A record of the host, as the store knows it.
    pub(crate) fn here_name(&self, id: &str) -> ExternalRef {
        ExternalRef::new(self.context.connection(), P::NAMES.here_kind, id)
    }

    /// A record of WellSky, as the store knows it.
    pub(crate) fn there_name(&self, id: &str) -> ExternalRef {
        ExternalRef::new(self.context.connection(), P::NAMES.there_kind, id)
    }

    pub(super) async fn agreed(&self, id: &str) -> Result<Option<Agreed>> {
        let name = ExternalRef::new(self.context.connection(), P::NAMES.agreed_kind, id);
        let Some(body) = self.context.store.body(&name).await? else {
            return Ok(None);
        };
        serde_json::from_slice(&body).map(Some).map_err(|_| {
            Error::new(
                ErrorKind::Storage,
                "flow.agreed",
                "what was kept of a record cannot be read",
            )
        })
    }

    /// The id of the host's record that a record belongs to.
    pub(crate) async fn owner_of(&self, record: &ExternalRef) -> Result<Option<String>> {
        let Some(found) = self.context.store.reference(record).await? else {
            return Ok(None);
        };
        let all = self.context.store.references_of(found.local).await?;
        Ok(all
            .into_iter()
            .find(|one| one.external.kind == P::NAMES.here_kind)
            .map(|one| one.external.external_id))
    }

    /// Says that a record belongs to one of the host.
    pub(crate) async fn tie(&self, record: &ExternalRef, id: &str) -> Result<()> {
        let (now, store) = (self.context.clock.now(), &self.context.store);
        let local = store.link(&self.here_name(id), None, now).await?.local;
        store.link(record, Some(local), now).await.map(drop)
    }

    /// As [`tie`](Self::tie), where nobody said so yet and something may be written.
    pub(crate) async fn tie_new(&self, record: &ExternalRef, id: &str) -> Result<()> {
        if self.context.is_dry_run() || self.context.store.reference(record).await?.is_some() {
            return Ok(());
        }
        self.tie(record, id).await
    }

    /// Tells a record here of an event, once.
    pub(crate) async fn tell(&self, id: &str, event: &str, update: &P::Update) -> Result<Carried> {
        let operation = self.pair.operation(update);
        let key = format!("{}/{}/{event}", P::NAMES.flow, self.context.connection());
        let remote = Tell {
            pair: &self.pair,
            id,
            update,
            key: IdempotencyKey::new(&key)?,
        };
        let change = FlowChange {
            kind: P::NAMES.gate_kind,
            operation,
            action: Action::Apply,
            outcome: Fingerprint::of(&[operation, &key]),
            key,
            subject: format!("{}/{id}", P::NAMES.here),
            repeats: false,
            look_first: true,
        };
        self.context.carry_out(&change, &remote).await
    }

    pub(super) async fn write_agreed(&self, id: &str, agreed: &Agreed) -> Result<()> {
        let body = serde_json::to_vec(agreed)
            .map_err(|_| Error::new(ErrorKind::Internal, "flow.agreed", "could not be written"))?;
        let content = Fingerprint::of_bytes(&body);
        self.context.see(P::NAMES.agreed_kind, id, content, body).await
    }

    /// Keeps what was agreed on; and, where nothing is left to do, what both sides are then.
    pub(super) async fn keep(
        &self,
        here: &P::Here,
        agreed: &Agreed,
        plan: &PairPlan<P>,
        all: bool,
    ) -> Result<()> {
        let id = self.pair.id(here);
        self.tie(&self.there_name(&agreed.there), id).await?;
        self.write_agreed(id, agreed).await?;
        let context = &self.context;
        if !all {
            return Ok(());
        }
        let (there, outcome) = (&agreed.there, plan.push_outcome);
        context
            .see(P::NAMES.there_kind, there, outcome, Vec::new())
            .await?;
        if plan.refused.is_empty() {
            let outcome = plan.apply_outcome;
            context.see(P::NAMES.here_kind, id, outcome, Vec::new()).await?;
        }
        Ok(())
    }
}
