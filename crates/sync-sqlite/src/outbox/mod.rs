pub(crate) mod rows;

use std::time::Duration;

use async_trait::async_trait;
use careweave_sync_core::outbox::machine::{self, Report};
use careweave_sync_core::{
    ClaimFilter, DeadFilter, Deferral, Dispatch, EffectId, Enqueued, Fence, Intent, Outbox, OutboxCounts,
    OutboxItem, OutboxState, RetrySchedule,
};
use careweave_types::Result;
use chrono::{DateTime, Utc};

use crate::ledger::plan_in;
use crate::store::SqliteStore;
use crate::transaction::{snapshot, write};

impl SqliteStore {
    async fn report(
        &self,
        number: u64,
        fence: Fence,
        report: Report,
        now: DateTime<Utc>,
    ) -> Result<OutboxItem> {
        let at = report.operation();
        self.run(at, move |conn| {
            let tx = write(conn)?;
            let before = rows::by_number(&tx, number)?.ok_or_else(|| machine::unknown(at, number))?;
            let after = machine::report(&before, fence, &report, now)?;
            if after != before {
                rows::update(&tx, &after)?;
                tx.commit()?;
            }
            Ok(after)
        })
        .await
    }
}

#[async_trait]
impl Outbox for SqliteStore {
    async fn enqueue(&self, intent: &Intent, dispatch: &Dispatch, now: DateTime<Utc>) -> Result<Enqueued> {
        dispatch.validate()?;
        let (intent, dispatch) = (intent.clone(), dispatch.clone());
        self.run("outbox.enqueue", move |conn| {
            let tx = write(conn)?;
            let planned = plan_in(&tx, &intent, now)?;
            let effect = planned.effect().id;
            let item = match rows::by_effect(&tx, effect)? {
                Some(item) => item,
                None => {
                    let item = machine::enqueue(rows::next_number(&tx)?, effect, &dispatch, now)?;
                    rows::insert(&tx, &item)?;
                    tx.commit()?;
                    item
                }
            };
            Ok(Enqueued { planned, item })
        })
        .await
    }

    async fn claim(
        &self,
        holder: &str,
        ttl: Duration,
        schedule: &RetrySchedule,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<OutboxItem>> {
        self.claim_only(&ClaimFilter::default(), holder, ttl, schedule, limit, now)
            .await
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
        let now = machine::check_claim(holder, ttl, limit, now)?;
        let (filter, holder, schedule) = (filter.clone(), holder.to_owned(), *schedule);
        self.run("outbox.claim", move |conn| {
            let tx = write(conn)?;
            let mut claimed = Vec::new();
            for item in rows::turns(&tx, &filter, limit, now)? {
                let after = machine::claim(&item, &holder, ttl, &schedule, now)?;
                rows::update(&tx, &after)?;
                if after.state == OutboxState::Claimed {
                    claimed.push(after);
                }
            }
            tx.commit()?;
            Ok(claimed)
        })
        .await
    }

    async fn extend(
        &self,
        number: u64,
        fence: Fence,
        ttl: Duration,
        now: DateTime<Utc>,
    ) -> Result<OutboxItem> {
        self.report(number, fence, Report::Extend { ttl }, now).await
    }

    async fn complete(&self, number: u64, fence: Fence, now: DateTime<Utc>) -> Result<OutboxItem> {
        self.report(number, fence, Report::Complete, now).await
    }

    async fn complete_all(
        &self,
        sent: &[(u64, Fence)],
        now: DateTime<Utc>,
    ) -> Result<Vec<Result<OutboxItem>>> {
        machine::check_sent(sent, now)?;
        let sent = sent.to_vec();
        self.run(Report::Complete.operation(), move |conn| {
            let tx = write(conn)?;
            let mut held = Vec::with_capacity(sent.len());
            for (number, _) in &sent {
                held.extend(rows::by_number(&tx, *number)?);
            }
            let machine::Completed { answers, changed } = machine::complete_all(held, &sent, now);
            for item in &changed {
                rows::update(&tx, item)?;
            }
            tx.commit()?;
            Ok(answers)
        })
        .await
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
        self.report(number, fence, fail, now).await
    }

    async fn defer(
        &self,
        number: u64,
        fence: Fence,
        deferral: Deferral,
        now: DateTime<Utc>,
    ) -> Result<OutboxItem> {
        self.report(number, fence, Report::Defer(deferral), now).await
    }

    async fn bury(&self, number: u64, fence: Fence, reason: &str, now: DateTime<Utc>) -> Result<OutboxItem> {
        let reason = reason.to_owned();
        self.report(number, fence, Report::Bury { reason }, now).await
    }

    async fn item(&self, number: u64) -> Result<OutboxItem> {
        const AT: &str = "outbox.item";
        self.run(AT, move |conn| {
            Ok(rows::by_number(conn, number)?.ok_or_else(|| machine::unknown(AT, number))?)
        })
        .await
    }

    async fn item_of(&self, effect: EffectId) -> Result<Option<OutboxItem>> {
        self.run("outbox.item_of", move |conn| rows::by_effect(conn, effect))
            .await
    }

    async fn dead(&self, filter: &DeadFilter, limit: u32) -> Result<Vec<OutboxItem>> {
        const AT: &str = "outbox.dead";
        filter.validate(AT, limit)?;
        let filter = filter.clone();
        self.run(AT, move |conn| rows::dead(conn, &filter, limit)).await
    }

    async fn redrive(&self, filter: &DeadFilter, limit: u32, now: DateTime<Utc>) -> Result<Vec<OutboxItem>> {
        const AT: &str = "outbox.redrive";
        filter.validate(AT, limit)?;
        let now = careweave_sync_core::ledger::check_now(AT, now)?;
        let filter = filter.clone();
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            let mut redriven = Vec::new();
            for item in rows::dead(&tx, &filter, limit)? {
                let after = machine::redrive(&item, now)?;
                rows::update(&tx, &after)?;
                redriven.push(after);
            }
            tx.commit()?;
            Ok(redriven)
        })
        .await
    }

    async fn outbox_counts(&self) -> Result<OutboxCounts> {
        self.run("outbox.counts", |conn| {
            // One snapshot, so that the numbers belong together.
            rows::counts(&*snapshot(conn)?)
        })
        .await
    }
}
