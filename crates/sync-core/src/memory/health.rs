use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{MemoryStore, locked};
use crate::conflicts::ConflictState;
use crate::health::{Health, Integration, IntegrationEvent, IntegrationStatus, Vitals, age, machine};
use crate::inbox::MessageState;
use crate::ledger::EffectState;
use crate::mirror::ScanState;
use crate::outbox::OutboxState;
use crate::rules;

#[async_trait]
impl Health for MemoryStore {
    async fn vitals(&self, integration: &Integration, now: DateTime<Utc>) -> Result<Vitals> {
        const AT: &str = "health.vitals";
        integration.validate(AT)?;
        let now = rules::instant(AT, "now", now)?;
        let oldest = |at: Option<DateTime<Utc>>| at.map(|at| age(now, at));
        let mut vitals = Vitals {
            at: now,
            ..Vitals::default()
        };
        {
            let lost = locked(&self.losses);
            vitals.lease_losses = integration.leases.iter().filter_map(|name| lost.get(name)).sum();
        }
        {
            let effects = self.effects();
            let mine = || {
                effects
                    .all()
                    .filter(|effect| integration.operations.contains(&effect.operation))
            };
            let doubtful = || {
                mine().filter(|effect| match effect.state {
                    EffectState::InDoubt => true,
                    EffectState::Sending => effect.deadline_at.is_none_or(|deadline| deadline <= now),
                    _ => false,
                })
            };
            vitals.in_doubt = doubtful().count() as u64;
            vitals.in_doubt_oldest = oldest(doubtful().filter_map(|effect| effect.last_sent_at).min());
            vitals.manual = mine()
                .filter(|effect| effect.state == EffectState::Manual)
                .count() as u64;
            let items = self.items();
            let mine = || {
                items.rows.iter().filter(|item| {
                    let operation = effects.operation_of(item.effect);
                    operation
                        .is_some_and(|operation| integration.operations.iter().any(|one| one == operation))
                })
            };
            let waiting =
                || mine().filter(|item| matches!(item.state, OutboxState::Waiting | OutboxState::Claimed));
            vitals.outbox_waiting = waiting().count() as u64;
            vitals.outbox_oldest = oldest(waiting().map(|item| item.enqueued_at).min());
            vitals.dead_letters = mine().filter(|item| item.state == OutboxState::Dead).count() as u64;
        }
        {
            let messages = self.messages();
            let waiting = || {
                let mine = messages
                    .rows
                    .values()
                    .filter(|one| one.source == integration.source);
                mine.filter(|one| one.state == MessageState::Received)
            };
            vitals.inbox_waiting = waiting().count() as u64;
            vitals.inbox_oldest = oldest(waiting().map(|one| one.received_at).min());
            let dirty = || {
                let mine = messages.marks.values();
                mine.filter(|one| one.subject.source == integration.source && one.is_dirty())
            };
            vitals.hints_waiting = dirty().map(|one| one.hints - one.served).sum();
            vitals.hints_oldest = oldest(dirty().map(|one| one.dirty_since).min());
        }
        {
            let records = self.records();
            let read = |stream: &String| records.cursors.get(stream).and_then(|cursor| cursor.high);
            let read: Vec<_> = integration.streams.iter().filter_map(read).collect();
            vitals.sync_lag = oldest(read.iter().min().copied());
            vitals.streams_unread = (integration.streams.len() - read.len()) as u64;
            let held = records.scans.iter().filter(|scan| {
                scan.state == ScanState::Held && scan.scope.connection == integration.connection
            });
            vitals.scans_held = held.count() as u64;
        }
        let conflicts = locked(&self.conflicts);
        let open = conflicts.rows.iter().filter(|one| {
            one.state == ConflictState::Open && one.reference.connection == integration.connection
        });
        vitals.conflicts_open = open.count() as u64;
        Ok(vitals)
    }

    async fn observe(
        &self,
        name: &str,
        event: &IntegrationEvent,
        now: DateTime<Utc>,
    ) -> Result<IntegrationStatus> {
        let mut integrations = locked(&self.integrations);
        let after = machine::observe(integrations.get(name), name, event, now)?;
        integrations.insert(name.to_owned(), after.clone());
        Ok(after)
    }

    async fn integration(&self, name: &str) -> Result<Option<IntegrationStatus>> {
        machine::check_name("health.integration", name)?;
        Ok(locked(&self.integrations).get(name).cloned())
    }
}
