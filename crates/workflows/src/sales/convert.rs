//! From a won deal with signed paperwork to a client, once.

use careweave_sync_core::{PlannedAction, PlannedChange};
use careweave_types::{Error, ProspectId, ProspectStatus, Result};
use careweave_wellsky_client::Api;

use super::SalesFlow;
use crate::flow::{CONVERT_LATCH, Carried, Conversion, Converting, FlowReport};
use crate::pair::settled;

impl SalesFlow {
    /// Makes clients of the prospects whose paperwork is proved to be signed and whose deal is won.
    ///
    /// # Errors
    /// Failures of the store. What fails for one prospect is in the report.
    pub async fn convert(&self) -> Result<FlowReport> {
        let began = self.pairs.context.clock.monotonic();
        let mut report = FlowReport::new("sales", self.pairs.context.is_dry_run());
        let prefix = format!("{}/", self.pairs.context.connection());
        for latch in self.pairs.context.store.unfired(1000).await? {
            let Some(prospect) = latch.subject.strip_prefix(&prefix) else {
                continue;
            };
            if latch.kind != CONVERT_LATCH {
                continue;
            }
            report.read += 1;
            let done = self.convert_one(prospect, &mut report).await;
            settled(&format!("prospect/{prospect}"), done, &mut report)?;
            self.pairs.context.tell(&report);
        }
        report.duration = self.pairs.context.clock.monotonic().saturating_sub(began);
        Ok(report)
    }

    async fn convert_one(&self, prospect: &str, report: &mut FlowReport) -> Result<bool> {
        let id = ProspectId::new(prospect)?;
        let deal = match self.pairs.owner_of(&self.pairs.there_name(prospect)).await? {
            Some(deal) => self.pairs.pair.crm.deal(&deal).await?,
            None => None,
        };
        let Some(deal) = deal else {
            report.waiting += 1;
            return Ok(false);
        };
        let found = self.pairs.pair.wellsky.prospects().get(&id).await?;
        let won = self.pairs.pair.maps.stages.status_of(&deal.stage)? == &ProspectStatus::Won;
        let there = found.status == ProspectStatus::Won || found.converted_client_id.is_some();
        if !(won && there) {
            report.waiting += 1;
            return Ok(false);
        }
        let start_date = match (self.pairs.pair.wellsky.config().api(), deal.start_date) {
            (_, None) => {
                return Err(Error::invalid(
                    "sales.convert",
                    "start_date",
                    "is required of a deal that was won",
                ));
            }
            (Api::Connect, Some(_)) => None,
            (_, given) => given,
        };
        let conversion = Conversion::Client {
            prospect: id,
            start_date,
        };
        let remote = Converting {
            context: &self.pairs.context,
            wellsky: &self.pairs.pair.wellsky,
            conversion: &conversion,
        };
        let connection = self.pairs.context.connection();
        let change = conversion.change(connection);
        report.planned.push(PlannedChange {
            reference: conversion.reference(),
            field: String::new(),
            action: PlannedAction::Update,
            before: None,
            after: Some(conversion.identity(connection)),
            base: None,
            reason: "paperwork_signed".to_owned(),
        });
        let carried = self.pairs.context.carry_out(&change, &remote).await?;
        if let Carried::Written {
            remote_id: Some(client),
        }
        | Carried::Already {
            remote_id: Some(client),
        } = &carried
        {
            self.pairs.tie(&self.client_name(client), &deal.id).await?;
        }
        Ok(report.count(&conversion.reference(), change.operation, carried))
    }
}
