//! From a latch that is armed to a client or a caregiver.

use careweave_messaging::forms::FormId;
use careweave_sync_core::{Latch, LatchState, PlannedAction, PlannedChange};
use careweave_types::{ErrorKind, Result};

use super::person::Person;
use super::planner::waits_for;
use super::runner::{PacketFlow, broken, digest};
use super::{Becomes, Finding, examine};
use crate::flow::{Converting, FlowReport};

/// How many latches are looked at in a run.
const LATCHES: u32 = 1_000;

impl PacketFlow {
    /// Converts everybody whose packet is signed and who is ready by its rule. The form is fetched once more first: one that was opened
    /// again, or voided, converts nobody. Nobody is converted twice, and a conversion that was cut off is taken up.
    ///
    /// # Errors
    /// Failures of the store. What fails for one of them is in the report.
    pub async fn convert(&self) -> Result<FlowReport> {
        let began = self.context.clock.monotonic();
        let mut report = FlowReport::new("packets", self.context.is_dry_run());
        if self.context.may_read("form", "forms.get", &mut report).await? {
            let prefix = format!("{}/", self.context.connection());
            for latch in self.context.store.unfired(LATCHES).await? {
                let Some(person) = latch.subject.strip_prefix(&prefix) else {
                    continue;
                };
                if latch.evidence.source != self.forms.name() {
                    continue;
                }
                report.read += 1;
                match self.convert_one(&latch, person, &mut report).await {
                    Ok(()) => {}
                    Err(error) if error.kind() == ErrorKind::Storage => return Err(error),
                    Err(error) => report.fail(&format!("form/{}", latch.evidence.document), &error),
                }
                self.context.tell(&report);
            }
        }
        report.duration = self.context.clock.monotonic().saturating_sub(began);
        Ok(report)
    }

    async fn convert_one(&self, latch: &Latch, person: &str, report: &mut FlowReport) -> Result<()> {
        let document = latch.evidence.document.as_str();
        let form = match self.forms.form(&FormId::new(document)?).await {
            Ok(form) => form,
            Err(error) if error.kind() == ErrorKind::NotFound && latch.state == LatchState::Armed => {
                report.waiting += 1;
                return self.waits(&latch.subject, document, "form_gone").await;
            }
            Err(error) => return Err(error),
        };
        let now = self.context.clock.now();
        let (rule, named, day) = match examine(&self.maps, &form) {
            Finding::Names { rule, id, day } => (rule, Some(id), day),
            // What is under way already is brought to its end, whatever became of the form.
            Finding::Refused(_) if latch.state == LatchState::Firing => {
                match self.maps.rule(&form.template) {
                    Some(rule) => (rule, None, None),
                    None => {
                        return Err(broken(
                            "the template of a packet that is under way is not allowed any more",
                        ));
                    }
                }
            }
            Finding::Refused(reason) => {
                report.waiting += 1;
                return self.waits(&latch.subject, document, reason).await;
            }
        };
        if rule.becomes.latch() != latch.kind {
            return Err(broken(
                "the rule of the template makes something else of people than when the packet was signed",
            ));
        }
        let person = match &named {
            Some(id) if latch.state == LatchState::Armed => {
                Person::find(&self.wellsky, rule.becomes, rule.named_by, id).await?
            }
            _ => Person::of_latch(&self.wellsky, rule, person).await?,
        };
        let Some(person) = person else {
            report.waiting += 1;
            return self.waits(&latch.subject, document, "unknown_person").await;
        };
        if person.subject(self.context.connection()) != latch.subject {
            report.waiting += 1;
            return self.waits(&latch.subject, document, "names_another").await;
        }
        if latch.state == LatchState::Armed {
            let evidence = self.evidence(rule, &form, &latch.subject, now);
            rule.latch_rule().examine(evidence, &latch.subject, now)?;
            if let Some(reason) = waits_for(rule, &person.standing()) {
                report.waiting += 1;
                return self.waits(&latch.subject, document, reason).await;
            }
        }
        let conversion = person.conversion(day);
        let connection = self.context.connection();
        report.planned.push(PlannedChange {
            reference: conversion.reference(),
            field: String::new(),
            action: PlannedAction::Update,
            before: None,
            after: Some(conversion.identity(connection)),
            base: Some(digest(&form)),
            reason: match rule.becomes {
                Becomes::Client => "becomes_client",
                Becomes::Caregiver => "becomes_caregiver",
            }
            .to_owned(),
        });
        let change = conversion.change(connection);
        let remote = Converting {
            context: &self.context,
            wellsky: &self.wellsky,
            conversion: &conversion,
        };
        let carried = self.context.carry_out(&change, &remote).await?;
        report.count(&conversion.reference(), change.operation, carried);
        Ok(())
    }
}
