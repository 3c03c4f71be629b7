use careweave_scheduling_providers::webhook::WebhookEventKind;
use careweave_sync_core::Subject;
use careweave_types::ids::ExternalId;
use careweave_types::{ErrorKind, Result};
use careweave_webhooks::Delivery;

use super::model::KIND;
use super::runner::AppointmentSync;
use super::settle::{Attention, Round};
use crate::flow::FlowReport;

/// What a delivery came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HintReport {
    /// How many events it brought.
    pub events: u32,
    /// How many records were marked: each is fetched, and what the delivery says of it is not believed.
    pub marked: u32,
}

impl AppointmentSync {
    /// Takes a delivery of the service: who sent it is checked, and what it names is marked. Once this returns, answer the sender;
    /// repeats and any order are harmless. [`serve`](Self::serve) fetches.
    ///
    /// # Errors
    /// `Unauthenticated`: answer 401; `Decode`: put it aside; `Storage`: answer so that the sender tries again.
    pub async fn accept(&self, delivery: &Delivery<'_>) -> Result<HintReport> {
        let now = self.clock.now();
        self.provider.verify_webhook(delivery, now)?;
        let mut report = HintReport::default();
        for event in self.provider.parse_webhook(delivery, now)? {
            report.events += 1;
            if matches!(event.kind, WebhookEventKind::Ping | WebhookEventKind::TypeChanged) {
                continue;
            }
            let named = [Some(event.external_id), event.links.old, event.links.new];
            for id in named.into_iter().flatten() {
                self.store.hint(&self.subject(&id), now).await?;
                report.marked += 1;
            }
        }
        Ok(report)
    }

    /// Fetches what was marked, up to `limit` (1 to 1000) records, and brings their tasks up to date. A record the service does not
    /// have is left to the next complete reading.
    ///
    /// # Errors
    /// As [`sync`](Self::sync).
    pub async fn serve(&self, limit: u32) -> Result<FlowReport> {
        let began = self.clock.monotonic();
        self.may_read().await?;
        let mut round = Round::new(self);
        for mark in self.store.dirty(&self.integration(), limit).await? {
            let id = ExternalId::new(&*mark.subject.id)?;
            let token = round.source(&id).token();
            let failed = round.report.failed.len();
            match self.provider.get(&id).await {
                Ok(appointment) => {
                    round.report.lags(mark.dirty_since, self.clock.now());
                    round.all(vec![appointment], Attention::Always).await?;
                }
                Err(error) if error.kind() == ErrorKind::NotFound => round.report.waiting += 1,
                Err(error) => {
                    self.failed(&error).await?;
                    round.report.fail(&token, &error);
                }
            }
            let open = round.report.failed.len() > failed || self.context.is_dry_run();
            if !open {
                self.store
                    .fetched(&mark.subject, mark.hints, None, self.clock.now())
                    .await?;
            }
        }
        let mut report = round.report;
        report.duration = self.clock.monotonic().saturating_sub(began);
        Ok(report)
    }

    pub(super) fn subject(&self, id: &ExternalId) -> Subject {
        Subject {
            source: self.integration(),
            kind: KIND.to_owned(),
            id: id.to_string(),
        }
    }
}
