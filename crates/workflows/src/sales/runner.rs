use std::fmt;
use std::sync::{Arc, OnceLock};

use careweave_sync_core::{Action, Conflict, ConflictState, CursorMove, ExternalRef, Fingerprint};
use careweave_types::{ClientId, Error, ErrorKind, Result};
use careweave_wellsky_client::{NewProspect, Prospect, WellSky};

use super::planner::reference;
use super::record::{self, Agreed};
use super::writes::{CreateProspect, Names, UpdateDeal, UpdateProspect, by_external_id};
use super::{Deal, DealChange, DealPlan, DealState, DealUpdate, SalesCrm, SalesMaps, plan_deal};
use crate::flow::{Carried, DigestKey, FlowChange, FlowContext, FlowReport};

/// The sales flow of one agency.
#[derive(Clone)]
pub struct SalesFlow {
    pub(super) context: FlowContext,
    pub(super) wellsky: WellSky,
    pub(super) crm: Arc<dyn SalesCrm>,
    pub(super) maps: SalesMaps,
    key: Arc<OnceLock<DigestKey>>,
}

impl fmt::Debug for SalesFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SalesFlow")
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}

impl SalesFlow {
    /// A flow between a CRM and a WellSky.
    ///
    /// # Errors
    /// `InvalidInput` for maps that contradict themselves.
    pub fn new(
        context: FlowContext,
        wellsky: WellSky,
        crm: Arc<dyn SalesCrm>,
        maps: SalesMaps,
    ) -> Result<Self> {
        maps.validate()?;
        Ok(Self {
            context,
            wellsky,
            crm,
            maps,
            key: Arc::default(),
        })
    }

    /// Carries over the deals that changed since the last run. One that is as it was costs no request to WellSky.
    ///
    /// A deal that cannot be carried over is a failure of the report and keeps none of the others. What the next run may
    /// achieve (a time-out, a doubt, a gate, a conflict) is read again by it; what only a change of the deal or of the maps
    /// can mend is read again by [`outbound_whole`](Self::outbound_whole).
    ///
    /// # Errors
    /// Failures of the store, and of listing deals: then what was not read is read by the next run.
    pub async fn outbound(&self) -> Result<FlowReport> {
        self.deals(false).await
    }

    /// As [`outbound`](Self::outbound), over all deals from the beginning.
    ///
    /// # Errors
    /// As [`outbound`](Self::outbound).
    pub async fn outbound_whole(&self) -> Result<FlowReport> {
        self.deals(true).await
    }

    async fn deals(&self, whole: bool) -> Result<FlowReport> {
        let began = self.context.clock.monotonic();
        let mut report = FlowReport::new("sales", self.context.is_dry_run());
        if self
            .context
            .may_read("sales.deal", "deals.list", &mut report)
            .await?
        {
            self.each_deal(whole, &mut report).await?;
        }
        report.duration = self.context.clock.monotonic().saturating_sub(began);
        Ok(report)
    }

    async fn each_deal(&self, whole: bool, report: &mut FlowReport) -> Result<()> {
        let stream = format!("{}/sales/deals", self.context.connection());
        let cursor = self.context.store.cursor(&stream).await?;
        let mut version = cursor.as_ref().map_or(0, |cursor| cursor.version);
        let mut stored = cursor.and_then(|cursor| cursor.token);
        let mut after = if whole { None } else { stored.clone() };
        let mut moves = !self.context.is_dry_run();
        loop {
            let page = self.crm.changed_deals(after.as_deref()).await?;
            for deal in &page.deals {
                report.read += 1;
                let done = self.deal(deal, report).await;
                moves &= settled(&reference(deal), done, report)?;
                self.context.tell(report);
            }
            let token = page.next.clone().or(page.resume);
            if moves && token.is_some() && token != stored {
                let cursor = CursorMove {
                    stream: stream.clone(),
                    expected_version: version,
                    high: None,
                    token: token.clone(),
                };
                // Where another worker moved it, it is his to move.
                moves = self
                    .context
                    .remember("sales.deal", Vec::new(), Some(cursor))
                    .await?;
                (version, stored) = (version + 1, token);
            }
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(()),
            }
        }
    }

    /// One deal; true when no later run has to look at it.
    async fn deal(&self, deal: &Deal, report: &mut FlowReport) -> Result<bool> {
        deal.validate()?;
        let values = record::of_deal(&self.maps, deal)?;
        let content = record::fingerprint(&self.key().await?, &self.maps.policy()?, &values)?;
        if self.context.known(&self.names().deal(&deal.id)).await? == Some(content) {
            report.unchanged += 1;
            return Ok(true);
        }
        report.lags(deal.updated_at, self.context.clock.now());
        self.bring_together(deal, report).await
    }

    /// Merges a deal with its prospect, as both are now.
    pub(super) async fn bring_together(&self, deal: &Deal, report: &mut FlowReport) -> Result<bool> {
        let key = self.key().await?;
        let agreed = self.agreed(&deal.id).await?;
        let mut prospect = match &agreed {
            Some(agreed) => Some(self.wellsky.prospects().get(&agreed.prospect).await?),
            None => by_external_id(&self.wellsky, &deal.id).await?,
        };
        if prospect.is_none() {
            let plan = self.plan(&key, deal, None, None, &[])?;
            report.planned.extend(plan.rows.iter().cloned());
            if let Some(create) = &plan.create {
                let carried = self.create(deal, create).await?;
                if !report.count(&reference(deal), "prospects.create", carried) {
                    return Ok(false);
                }
            }
            prospect = by_external_id(&self.wellsky, &deal.id).await?;
        }
        let Some(prospect) = prospect else {
            return Ok(false);
        };
        self.merge(deal, &prospect, agreed, report).await
    }

    async fn merge(
        &self,
        deal: &Deal,
        prospect: &Prospect,
        agreed: Option<Agreed>,
        report: &mut FlowReport,
    ) -> Result<bool> {
        let key = self.key().await?;
        let mut plan = self.plan(&key, deal, Some(prospect), agreed.as_ref(), &[])?;
        if !self.context.is_dry_run() {
            let now = self.context.clock.now();
            let of = self.names().deal(&deal.id);
            let store = &self.context.store;
            let recorded = store
                .record_conflicts(&of, &plan.conflicts, None, now)
                .await?
                .conflicts;
            if recorded
                .iter()
                .any(|conflict| conflict.state == ConflictState::Resolved)
            {
                plan = self.plan(&key, deal, Some(prospect), agreed.as_ref(), &recorded)?;
            }
        }
        report.planned.extend(plan.rows.iter().cloned());
        report.conflicts += plan.conflicts.len() as u64;
        for error in &plan.refused {
            report.fail(&reference(deal), error);
        }
        report.waiting += plan.waiting;
        let pushed = match &plan.push {
            Some(patch) => {
                let remote = UpdateProspect {
                    wellsky: &self.wellsky,
                    key: &key,
                    maps: &self.maps,
                    id: &prospect.id,
                    patch,
                };
                let change = self.change(
                    deal,
                    "prospect",
                    "prospects.update",
                    Action::Send,
                    plan.push_outcome,
                );
                let carried = self.context.carry_out(&change, &remote).await?;
                report.count(&reference(deal), change.operation, carried)
            }
            None => true,
        };
        let applied = match &plan.apply {
            Some(fields) => {
                let change = DealChange {
                    deal: deal.id.clone(),
                    update: DealUpdate::Fields(Box::new(fields.clone())),
                };
                let remote = UpdateDeal {
                    crm: &*self.crm,
                    key: &key,
                    maps: &self.maps,
                    change: &change,
                };
                let flow = self.change(
                    deal,
                    "sales.deal",
                    "deals.update",
                    Action::Apply,
                    plan.apply_outcome,
                );
                let carried = self.context.carry_out(&flow, &remote).await?;
                report.count(&reference(deal), flow.operation, carried)
            }
            None => true,
        };
        let all = pushed && applied && plan.conflicts.is_empty();
        if !self.context.is_dry_run() {
            let mut agreed = agreed.unwrap_or_else(|| Agreed::nothing(prospect.id.clone()));
            for (path, value) in &plan.adopted {
                agreed.settle(&key, &deal.id, path, value.as_ref());
            }
            for (path, value) in plan.pushed.iter().filter(|_| pushed) {
                agreed.settle(&key, &deal.id, path, value.as_ref());
            }
            for (path, value) in plan.applied.iter().filter(|_| applied) {
                agreed.settle(&key, &deal.id, path, value.as_ref());
            }
            self.keep(deal, &agreed, &plan, all).await?;
        }
        Ok(all)
    }

    async fn create(&self, deal: &Deal, prospect: &NewProspect) -> Result<Carried> {
        let identity = Fingerprint::of(&["prospects.create", self.context.connection(), &deal.id]);
        let change = FlowChange {
            repeats: false,
            look_first: true,
            ..self.change(deal, "prospect", "prospects.create", Action::Send, identity)
        };
        let remote = CreateProspect {
            wellsky: &self.wellsky,
            deal: &deal.id,
            prospect,
        };
        self.context.carry_out(&change, &remote).await
    }

    /// The key of this connection's digests.
    pub(super) async fn key(&self) -> Result<DigestKey> {
        if let Some(key) = self.key.get() {
            return Ok(key.clone());
        }
        let key = self.context.digest_key().await?;
        Ok(self.key.get_or_init(|| key).clone())
    }

    fn plan(
        &self,
        key: &DigestKey,
        deal: &Deal,
        prospect: Option<&Prospect>,
        agreed: Option<&Agreed>,
        resolved: &[Conflict],
    ) -> Result<DealPlan> {
        let state = DealState {
            key,
            deal,
            prospect,
            agreed,
            resolved,
        };
        plan_deal(&self.maps, &state)
    }

    /// A change of a record of a deal: one at a time, the newest content last.
    pub(super) fn change(
        &self,
        deal: &Deal,
        kind: &'static str,
        operation: &'static str,
        action: Action,
        outcome: Fingerprint,
    ) -> FlowChange {
        FlowChange {
            kind,
            operation,
            action,
            key: format!("sales/{}/{operation}/{}", self.context.connection(), deal.id),
            subject: reference(deal),
            outcome,
            repeats: true,
            look_first: false,
        }
    }

    pub(super) fn names(&self) -> Names<'_> {
        Names(self.context.connection())
    }

    async fn agreed(&self, deal: &str) -> Result<Option<Agreed>> {
        let Some(body) = self.context.store.body(&self.names().agreed(deal)).await? else {
            return Ok(None);
        };
        serde_json::from_slice(&body).map(Some).map_err(|_| {
            Error::new(
                ErrorKind::Storage,
                "sales.agreed",
                "what was kept of a deal cannot be read",
            )
        })
    }

    /// The id of the deal a record belongs to.
    pub(super) async fn deal_of(&self, record: &ExternalRef) -> Result<Option<String>> {
        let Some(found) = self.context.store.reference(record).await? else {
            return Ok(None);
        };
        let all = self.context.store.references_of(found.local).await?;
        Ok(all
            .into_iter()
            .find(|one| one.external.kind == "sales.deal")
            .map(|one| one.external.external_id))
    }

    /// Says that a record belongs to a deal.
    pub(super) async fn tie(&self, record: &ExternalRef, deal: &str) -> Result<()> {
        let (now, store) = (self.context.clock.now(), &self.context.store);
        let local = store.link(&self.names().deal(deal), None, now).await?.local;
        store.link(record, Some(local), now).await.map(drop)
    }

    /// Keeps what was agreed on; and, where nothing is left to do, what both sides are then.
    async fn keep(&self, deal: &Deal, agreed: &Agreed, plan: &DealPlan, all: bool) -> Result<()> {
        let names = self.names();
        self.tie(&names.prospect(agreed.prospect.as_str()), &deal.id)
            .await?;
        let body = serde_json::to_vec(agreed)
            .map_err(|_| Error::new(ErrorKind::Internal, "sales.agreed", "could not be written"))?;
        self.context
            .see("sales.agreed", &deal.id, Fingerprint::of_bytes(&body), body)
            .await?;
        if !all {
            return Ok(());
        }
        self.context
            .see(
                "sales.prospect",
                agreed.prospect.as_str(),
                plan.push_outcome,
                Vec::new(),
            )
            .await?;
        if plan.refused.is_empty() {
            self.context
                .see("sales.deal", &deal.id, plan.apply_outcome, Vec::new())
                .await?;
        }
        Ok(())
    }

    /// The client that a prospect has become, tied to its deal.
    pub(super) async fn tie_client(&self, client: &ClientId, deal: &str) -> Result<()> {
        let record = self.names().client(client.as_str());
        if self.context.is_dry_run() || self.context.store.reference(&record).await?.is_some() {
            return Ok(());
        }
        self.tie(&record, deal).await
    }
}

/// Counts a failure. True when no later run can do better with nothing changed.
pub(super) fn settled(of: &str, done: Result<bool>, report: &mut FlowReport) -> Result<bool> {
    match done {
        Ok(settled) => Ok(settled),
        // Without its store a flow does nothing.
        Err(error) if error.kind() == ErrorKind::Storage => Err(error),
        Err(error) => {
            report.fail(of, &error);
            Ok(matches!(
                error.kind(),
                ErrorKind::InvalidInput | ErrorKind::Rejected | ErrorKind::Unsupported | ErrorKind::NotFound
            ))
        }
    }
}
