//! What WellSky changed: prospects that were edited there, and clients whose status moved.

use careweave_sync_core::{Fingerprint, PlannedAction, PlannedChange};
use careweave_types::{ClientId, ClientStatus, Error, ErrorKind, Pii, Result};
use careweave_wellsky_client::{Api, Client, ClientFilter, Prospect, ProspectFilter};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{DealUpdate, FamilyActivity, SalesFlow};
use crate::flow::{Carried, FlowReport};
use crate::pair::settled;

/// The stream of what changed in WellSky.
const STREAM: &str = "sales/wellsky";

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
        let began = self.pairs.context.clock.monotonic();
        let mut report = FlowReport::new("sales", self.pairs.context.is_dry_run());
        if self
            .pairs
            .context
            .may_read("prospect", "prospects.list", &mut report)
            .await?
        {
            self.changes_there(&mut report).await?;
        }
        report.duration = self.pairs.context.clock.monotonic().saturating_sub(began);
        Ok(report)
    }

    async fn changes_there(&self, report: &mut FlowReport) -> Result<()> {
        let (window, cursor) = self.pairs.window(STREAM).await?;
        let prospects = ProspectFilter {
            updated_since: window.from,
            ..ProspectFilter::default()
        };
        let clients = ClientFilter {
            updated_since: window.from,
            ..ClientFilter::default()
        };
        // Both whole, before anything is concluded from either.
        let prospects = self.pairs.pair.wellsky.prospects().list(prospects).all().await?;
        let clients = self.pairs.pair.wellsky.clients().list(clients).all().await?;
        let mut all = true;
        for prospect in &prospects {
            report.read += 1;
            let done = self.prospect(prospect, report).await;
            all &= settled(&format!("prospect/{}", prospect.id), done, report)?;
            self.pairs.context.tell(report);
        }
        for client in &clients {
            report.read += 1;
            let done = self.client(client, report).await;
            all &= settled(&format!("client/{}", client.id), done, report)?;
            self.pairs.context.tell(report);
        }
        if all {
            self.pairs.read(STREAM, &window, cursor).await?;
        }
        Ok(())
    }

    async fn prospect(&self, prospect: &Prospect, report: &mut FlowReport) -> Result<bool> {
        let name = self.pairs.there_name(prospect.id.as_str());
        if let (Some(client), Some(deal)) = (&prospect.converted_client_id, self.pairs.owner_of(&name).await?)
        {
            let client = self.client_name(client.as_str());
            self.pairs.tie_new(&client, &deal).await?;
        }
        self.pairs.changed_there(prospect, report).await
    }

    async fn client(&self, client: &Client, report: &mut FlowReport) -> Result<bool> {
        let name = self.client_name(client.id.as_str());
        let Some(deal) = self.pairs.owner_of(&name).await? else {
            report.unchanged += 1;
            return Ok(true);
        };
        let before: SeenClient = match self.pairs.context.store.body(&name).await? {
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
        report.lags(client.updated_at, self.pairs.context.clock.now());
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
            let carried = self.pairs.tell(&deal, &event, &update).await?;
            if !report.count(&format!("client/{}", client.id), operation, carried) {
                return Ok(false);
            }
        }
        if !self.pairs.context.is_dry_run() {
            let body = serde_json::to_vec(&now)
                .map_err(|_| Error::new(ErrorKind::Internal, "sales.client", "could not be written"))?;
            let content = Fingerprint::of_bytes(&body);
            self.pairs
                .context
                .see("sales.client", client.id.as_str(), content, body)
                .await?;
        }
        Ok(true)
    }

    /// Why a client was discharged, where WellSky says so.
    async fn reason(&self, client: &ClientId, changed: DateTime<Utc>) -> Result<Option<Pii<String>>> {
        if self.pairs.pair.wellsky.config().api() == Api::Connect {
            return Ok(None);
        }
        let since = changed - TimeDelta::days(1);
        let changes = self
            .pairs
            .pair
            .wellsky
            .clients()
            .status_changes(since)
            .all()
            .await?;
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
        let name = self.client_name(activity.client.as_str());
        let Some(deal) = self.pairs.owner_of(&name).await? else {
            return Err(Error::new(
                ErrorKind::NotFound,
                "sales.family_activity",
                "the client belongs to no deal",
            ));
        };
        let update = DealUpdate::Note {
            text: activity.text.clone(),
        };
        self.pairs
            .tell(&deal, &format!("family/{}", activity.id), &update)
            .await
    }
}
