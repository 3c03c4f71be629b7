use std::collections::HashMap;
use std::time::Duration;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::MemoryStore;
use crate::lease::Fence;
use crate::ledger::{EffectId, Intent};
use crate::outbox::machine::{self, Report};
use crate::outbox::{
    ClaimFilter, DeadFilter, Deferral, Dispatch, Enqueued, Outbox, OutboxCounts, OutboxItem, OutboxState,
    RetrySchedule,
};

#[derive(Debug, Default)]
pub(super) struct Items {
    /// In the order of queueing; number n is at n - 1.
    pub(super) rows: Vec<OutboxItem>,
}

impl Items {
    fn find(&mut self, at: &'static str, number: u64) -> Result<&mut OutboxItem> {
        number
            .checked_sub(1)
            .and_then(|place| usize::try_from(place).ok())
            .and_then(|place| self.rows.get_mut(place))
            .ok_or_else(|| machine::unknown(at, number))
    }

    /// The one item of each lane whose turn it is, its claim first, then what waits longest.
    fn turns(&self) -> impl Iterator<Item = &OutboxItem> {
        let mut turns: HashMap<&str, &OutboxItem> = HashMap::new();
        for item in &self.rows {
            match item.state {
                OutboxState::Claimed => drop(turns.insert(&item.lane, item)),
                OutboxState::Waiting => drop(turns.entry(&item.lane).or_insert(item)),
                OutboxState::Done | OutboxState::Dead => {}
            }
        }
        turns.into_values()
    }

    fn claim(
        &mut self,
        takes: impl Fn(&OutboxItem) -> bool,
        holder: &str,
        ttl: Duration,
        schedule: &RetrySchedule,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<OutboxItem>> {
        let now = machine::check_claim(holder, ttl, limit, now)?;
        let mut due: Vec<&OutboxItem> = self
            .turns()
            .filter(|item| machine::is_due(item, now) && takes(item))
            .collect();
        due.sort_by_key(|item| (u8::MAX - item.priority, item.due_at, item.number));
        let after = due
            .into_iter()
            .take(limit as usize)
            .map(|item| machine::claim(item, holder, ttl, schedule, now))
            .collect::<Result<Vec<_>>>()?;
        for item in &after {
            *self.find("outbox.claim", item.number)? = item.clone();
        }
        Ok(after
            .into_iter()
            .filter(|item| item.state == OutboxState::Claimed)
            .collect())
    }

    fn dead(&self, filter: &DeadFilter, limit: u32) -> Vec<OutboxItem> {
        let fits = |item: &&OutboxItem| {
            item.state == OutboxState::Dead
                && filter.lane.as_ref().is_none_or(|lane| *lane == item.lane)
                && (filter.reason.is_none() || filter.reason == item.reason)
        };
        self.rows
            .iter()
            .filter(fits)
            .take(limit as usize)
            .cloned()
            .collect()
    }
}

impl MemoryStore {
    fn report(&self, number: u64, fence: Fence, report: &Report, now: DateTime<Utc>) -> Result<OutboxItem> {
        let mut items = self.items();
        let item = items.find(report.operation(), number)?;
        *item = machine::report(item, fence, report, now)?;
        Ok(item.clone())
    }
}

#[async_trait]
impl Outbox for MemoryStore {
    async fn enqueue(&self, intent: &Intent, dispatch: &Dispatch, now: DateTime<Utc>) -> Result<Enqueued> {
        dispatch.validate()?;
        let mut effects = self.effects();
        let mut items = self.items();
        let planned = effects.plan(intent, now)?;
        let effect = planned.effect().id;
        let held = items.rows.iter().find(|item| item.effect == effect).cloned();
        let item = match held {
            Some(item) => item,
            None => {
                let item = machine::enqueue(items.rows.len() as u64 + 1, effect, dispatch, now)?;
                items.rows.push(item.clone());
                item
            }
        };
        Ok(Enqueued { planned, item })
    }

    async fn claim(
        &self,
        holder: &str,
        ttl: Duration,
        schedule: &RetrySchedule,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<OutboxItem>> {
        self.items().claim(|_| true, holder, ttl, schedule, limit, now)
    }

    async fn claim_only(
        &self,
        filter: &ClaimFilter,
        holder: &str,
        ttl: Duration,
        schedule: &RetrySchedule,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<OutboxItem>> {
        filter.validate()?;
        let effects = self.effects();
        let takes = |item: &OutboxItem| {
            let operation = effects.operation_of(item.effect);
            operation.is_some_and(|operation| filter.takes(operation))
        };
        self.items().claim(takes, holder, ttl, schedule, limit, now)
    }

    async fn extend(
        &self,
        number: u64,
        fence: Fence,
        ttl: Duration,
        now: DateTime<Utc>,
    ) -> Result<OutboxItem> {
        self.report(number, fence, &Report::Extend { ttl }, now)
    }

    async fn complete(&self, number: u64, fence: Fence, now: DateTime<Utc>) -> Result<OutboxItem> {
        self.report(number, fence, &Report::Complete, now)
    }

    async fn complete_all(
        &self,
        sent: &[(u64, Fence)],
        now: DateTime<Utc>,
    ) -> Result<Vec<Result<OutboxItem>>> {
        machine::check_sent(sent, now)?;
        let at = Report::Complete.operation();
        let mut items = self.items();
        let held = sent
            .iter()
            .filter_map(|(number, _)| items.find(at, *number).ok().map(|item| item.clone()))
            .collect();
        let machine::Completed { answers, changed } = machine::complete_all(held, sent, now);
        for item in changed {
            let number = item.number;
            *items.find(at, number)? = item;
        }
        Ok(answers)
    }

    async fn fail(
        &self,
        number: u64,
        fence: Fence,
        reason: &str,
        schedule: &RetrySchedule,
        draw: u64,
        now: DateTime<Utc>,
    ) -> Result<OutboxItem> {
        let fail = Report::Fail {
            reason: reason.to_owned(),
            schedule: *schedule,
            draw,
        };
        self.report(number, fence, &fail, now)
    }

    async fn defer(
        &self,
        number: u64,
        fence: Fence,
        deferral: Deferral,
        now: DateTime<Utc>,
    ) -> Result<OutboxItem> {
        self.report(number, fence, &Report::Defer(deferral), now)
    }

    async fn bury(&self, number: u64, fence: Fence, reason: &str, now: DateTime<Utc>) -> Result<OutboxItem> {
        let reason = reason.to_owned();
        self.report(number, fence, &Report::Bury { reason }, now)
    }

    async fn item(&self, number: u64) -> Result<OutboxItem> {
        self.items().find("outbox.item", number).cloned()
    }

    async fn item_of(&self, effect: EffectId) -> Result<Option<OutboxItem>> {
        let items = self.items();
        Ok(items.rows.iter().find(|item| item.effect == effect).cloned())
    }

    async fn dead(&self, filter: &DeadFilter, limit: u32) -> Result<Vec<OutboxItem>> {
        filter.validate("outbox.dead", limit)?;
        Ok(self.items().dead(filter, limit))
    }

    async fn redrive(&self, filter: &DeadFilter, limit: u32, now: DateTime<Utc>) -> Result<Vec<OutboxItem>> {
        const AT: &str = "outbox.redrive";
        filter.validate(AT, limit)?;
        let now = crate::rules::instant(AT, "now", now)?;
        let mut items = self.items();
        let dead = items.dead(filter, limit);
        let after = dead
            .iter()
            .map(|item| machine::redrive(item, now))
            .collect::<Result<Vec<_>>>()?;
        for item in &after {
            *items.find(AT, item.number)? = item.clone();
        }
        Ok(after)
    }

    async fn outbox_counts(&self) -> Result<OutboxCounts> {
        let items = self.items();
        let count = |state| items.rows.iter().filter(|item| item.state == state).count() as u64;
        Ok(OutboxCounts {
            enqueued: items.rows.len() as u64,
            waiting: count(OutboxState::Waiting),
            claimed: count(OutboxState::Claimed),
            done: count(OutboxState::Done),
            dead: count(OutboxState::Dead),
        })
    }
}
