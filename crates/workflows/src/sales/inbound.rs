//! What WellSky changed: prospects that were edited there, and clients whose status moved.

use std::time::Duration;

use careweave_sync_core::{Action, Cursor, CursorMove, Fingerprint, PlannedAction, PlannedChange};
use careweave_types::{ClientId, ClientStatus, Error, ErrorKind, IdempotencyKey, Pii, Result};
use careweave_wellsky_client::{Api, Client, ClientFilter, Prospect, ProspectFilter};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::record;
use super::runner::settled;
use super::writes::TellDeal;
use super::{DealChange, DealUpdate, FamilyActivity, SalesFlow};
use crate::flow::{Carried, FlowChange, FlowReport};

/// How far back a reading begins before what was read.
const OVERLAP: Duration = Duration::from_secs(300);

/// How far the clocks may be apart.
const SKEW: Duration = Duration::from_secs(60);

/// What was seen of a client last: how often the status moved, and where to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeenClient {
    moves: u64,
    status: String,
}

impl SalesFlow {
    /// Carries over what changed in WellSky since the last run, for the prospects and clients of deals; others are left alone.
    ///
    /// # Errors
    /// Failures of the store, and of the readings: one that is not complete changes nobody's status.
    pub async fn inbound(&self) -> Result<FlowReport> {
        let began = self.context.clock.monotonic();
        let mut report = FlowReport::new("sales", self.context.is_dry_run());
        if self
            .context
            .may_read("prospect", "prospects.list", &mut report)
            .await?
        {
            self.changes_there(&mut report).await?;
        }
        report.duration = self.context.clock.monotonic().saturating_sub(began);
        Ok(report)
    }

    async fn changes_there(&self, report: &mut FlowReport) -> Result<()> {
        let stream = format!("{}/sales/wellsky", self.context.connection());
        let cursor = self.context.store.cursor(&stream).await?;
        let high = cursor.as_ref().and_then(|cursor| cursor.high);
        let window = Cursor::next_read(high, OVERLAP, SKEW, self.context.clock.now())?;
        let prospects = ProspectFilter {
            updated_since: window.from,
            ..ProspectFilter::default()
        };
        let clients = ClientFilter {
            updated_since: window.from,
            ..ClientFilter::default()
        };
        // Both whole, before anything is concluded from either.
        let prospects = self.wellsky.prospects().list(prospects).all().await?;
        let clients = self.wellsky.clients().list(clients).all().await?;
        let mut all = true;
        for prospect in &prospects {
            report.read += 1;
            let done = self.prospect(prospect, report).await;
            all &= settled(&format!("prospect/{}", prospect.id), done, report)?;
            self.context.tell(report);
        }
        for client in &clients {
            report.read += 1;
            let done = self.client(client, report).await;
            all &= settled(&format!("client/{}", client.id), done, report)?;
            self.context.tell(report);
        }
        if all && !self.context.is_dry_run() && high != Some(window.until) {
            let cursor = CursorMove {
                stream,
                expected_version: cursor.map_or(0, |cursor| cursor.version),
                high: Some(window.until),
                token: None,
            };
            self.context
                .remember("sales.prospect", Vec::new(), Some(cursor))
                .await?;
        }
        Ok(())
    }

    async fn prospect(&self, prospect: &Prospect, report: &mut FlowReport) -> Result<bool> {
        let name = self.names().prospect(prospect.id.as_str());
        let Some(deal) = self.deal_of(&name).await? else {
            report.unchanged += 1;
            return Ok(true);
        };
        if let Some(client) = &prospect.converted_client_id {
            self.tie_client(client, &deal).await?;
        }
        let values = record::of_prospect(&self.maps, prospect)?;
        let content = record::fingerprint(&self.key().await?, &self.maps.policy()?, &values)?;
        if self.context.known(&name).await? == Some(content) {
            report.unchanged += 1;
            return Ok(true);
        }
        report.lags(prospect.updated_at, self.context.clock.now());
        match self.crm.deal(&deal).await? {
            Some(deal) => self.bring_together(&deal, report).await,
            None => Err(gone(&deal)),
        }
    }

    async fn client(&self, client: &Client, report: &mut FlowReport) -> Result<bool> {
        let name = self.names().client(client.id.as_str());
        let Some(deal) = self.deal_of(&name).await? else {
            report.unchanged += 1;
            return Ok(true);
        };
        let before: SeenClient = match self.context.store.body(&name).await? {
            Some(body) if !body.is_empty() => serde_json::from_slice(&body).map_err(|_| {
                Error::new(
                    ErrorKind::Storage,
                    "sales.client",
                    "what was kept of a client cannot be read",
                )
            })?,
            _ => SeenClient::default(),
        };
        if before.status == client.status.as_str() {
            report.unchanged += 1;
            return Ok(true);
        }
        report.lags(client.updated_at, self.context.clock.now());
        let now = SeenClient {
            moves: before.moves + 1,
            status: client.status.as_str().to_owned(),
        };
        let update = match &client.status {
            ClientStatus::Active => Some(DealUpdate::ClientActive {
                client: client.id.clone(),
                start_date: client.start_date,
            }),
            ClientStatus::OnHold => Some(DealUpdate::RetentionTask {
                client: client.id.clone(),
            }),
            ClientStatus::Discharged => Some(DealUpdate::Discharged {
                client: client.id.clone(),
                date: client.discharge_date,
                reason: self.reason(&client.id, client.updated_at).await?,
            }),
            _ => None,
        };
        if let Some(update) = update {
            let event = format!("client/{}/status/{}", client.id, now.moves);
            let operation = update.operation();
            report.planned.push(PlannedChange {
                reference: format!("deal/{deal}"),
                field: format!("client/{}", client.id),
                action: PlannedAction::Update,
                before: Some(Fingerprint::of(&[&before.status])),
                after: Some(Fingerprint::of(&[&now.status])),
                base: None,
                reason: "status_changed_there".to_owned(),
            });
            let carried = self.tell(&deal, &event, update).await?;
            if !report.count(&format!("client/{}", client.id), operation, carried) {
                return Ok(false);
            }
        }
        if !self.context.is_dry_run() {
            let body = serde_json::to_vec(&now)
                .map_err(|_| Error::new(ErrorKind::Internal, "sales.client", "could not be written"))?;
            let content = Fingerprint::of_bytes(&body);
            self.context
                .see("sales.client", client.id.as_str(), content, body)
                .await?;
        }
        Ok(true)
    }

    /// Why a client was discharged, where WellSky says so.
    async fn reason(&self, client: &ClientId, changed: DateTime<Utc>) -> Result<Option<Pii<String>>> {
        if self.wellsky.config().api() == Api::Connect {
            return Ok(None);
        }
        let since = changed - TimeDelta::days(1);
        let changes = self.wellsky.clients().status_changes(since).all().await?;
        Ok(changes
            .into_iter()
            .filter(|change| change.client_id == *client && change.to == ClientStatus::Discharged)
            .max_by_key(|change| change.changed_at)
            .and_then(|change| change.reason))
    }

    /// Writes what a family did as a note of the deal, once.
    ///
    /// # Errors
    /// `InvalidInput` for an id that is none, `NotFound` for a client who belongs to no deal, and what the CRM refused it with.
    pub async fn family_activity(&self, activity: &FamilyActivity) -> Result<Carried> {
        if !(1..=200).contains(&activity.id.len()) || !activity.id.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Error::invalid(
                "sales.family_activity",
                "id",
                "must be 1 to 200 visible ASCII characters",
            ));
        }
        let name = self.names().client(activity.client.as_str());
        let Some(deal) = self.deal_of(&name).await? else {
            return Err(Error::new(
                ErrorKind::NotFound,
                "sales.family_activity",
                "the client belongs to no deal",
            ));
        };
        let update = DealUpdate::Note {
            text: activity.text.clone(),
        };
        self.tell(&deal, &format!("family/{}", activity.id), update).await
    }

    /// Tells a deal of an event, once.
    async fn tell(&self, deal: &str, event: &str, update: DealUpdate) -> Result<Carried> {
        let operation = update.operation();
        let change = DealChange {
            deal: deal.to_owned(),
            update,
        };
        let key = format!("sales/{}/{event}", self.context.connection());
        let remote = TellDeal {
            crm: &*self.crm,
            change: &change,
            key: IdempotencyKey::new(&key)?,
        };
        let flow = FlowChange {
            kind: "sales.deal",
            operation,
            action: Action::Apply,
            outcome: Fingerprint::of(&[operation, &key]),
            key,
            subject: format!("deal/{deal}"),
            repeats: false,
            look_first: true,
        };
        self.context.carry_out(&flow, &remote).await
    }
}

fn gone(deal: &str) -> Error {
    Error::new(ErrorKind::NotFound, "sales.deal", "the deal is gone").with("deal", deal.to_owned())
}
