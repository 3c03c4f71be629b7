pub(crate) mod rows;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use careweave_sync_core::outbox::machine::{self, Report};
use careweave_sync_core::{
    ClaimFilter, DeadFilter, Deferral, Dispatch, EffectId, Enqueued, Fence, Intent, Outbox, OutboxCounts,
    OutboxItem, OutboxState, RetrySchedule,
};
use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};
use futures_util::FutureExt;

use crate::ledger::plan_in;
use crate::race::{MAX_RACES, outrun};
use crate::store::PostgresStore;
use crate::transaction::Transaction;

impl PostgresStore {
    async fn report(
        &self,
        number: u64,
        fence: Fence,
        report: Report,
        now: DateTime<Utc>,
    ) -> Result<OutboxItem> {
        let at = report.operation();
        self.transact(at, move |tx| {
            async move {
                let before = rows::for_update(tx, number)
                    .await?
                    .ok_or_else(|| machine::unknown(at, number))?;
                let after = machine::report(&before, fence, &report, now)?;
                if after != before {
                    rows::update(tx, std::slice::from_ref(&after)).await?;
                }
                Ok(after)
            }
            .boxed()
        })
        .await
    }
}

// What is locked, in this order: the effect that is planned, the number that was given last, the items. Claims pass over
// items that others have locked, so workers neither wait for each other nor take the same.
#[async_trait]
impl Outbox for PostgresStore {
    async fn enqueue(&self, intent: &Intent, dispatch: &Dispatch, now: DateTime<Utc>) -> Result<Enqueued> {
        dispatch.validate()?;
        let (intent, dispatch) = (intent.clone(), dispatch.clone());
        self.transact("outbox.enqueue", move |tx| {
            async move {
                let planned = plan_in(tx, &intent, now).await?;
                let effect = planned.effect().id;
                let (last, held) = rows::last_number_and(tx, effect).await?;
                let item = match held {
                    Some(item) => item,
                    None => {
                        let item = machine::enqueue(last + 1, effect, &dispatch, now)?;
                        rows::insert(tx, &item).await?;
                        item
                    }
                };
                Ok(Enqueued { planned, item })
            }
            .boxed()
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
        const AT: &str = "outbox.claim";
        filter.validate()?;
        let now = machine::check_claim(holder, ttl, limit, now)?;
        let (filter, holder, schedule) = (filter.clone(), holder.to_owned(), *schedule);
        self.run(AT, move |db| async move {
            for _ in 0..MAX_RACES {
                let (filter, holder) = (filter.clone(), holder.clone());
                let claimed = Transaction::run(Arc::clone(&db), AT, move |tx| {
                    async move {
                        let turns = rows::turns(tx, &filter, limit, now).await?;
                        claim(tx, turns, &holder, ttl, &schedule, now).await
                    }
                    .boxed()
                });
                match claimed.await {
                    Err(e) if lane_was_taken(&e) => {}
                    ended => return ended,
                }
            }
            Err(outrun(AT))
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
        self.transact(Report::Complete.operation(), move |tx| {
            async move {
                let held = rows::all_for_update(tx, &sent).await?;
                let machine::Completed { answers, changed } = machine::complete_all(held, &sent, now);
                rows::update(tx, &changed).await?;
                Ok(answers)
            }
            .boxed()
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
        self.run(AT, move |db| async move {
            rows::by_number(&db, AT, number)
                .await?
                .ok_or_else(|| machine::unknown(AT, number))
        })
        .await
    }

    async fn item_of(&self, effect: EffectId) -> Result<Option<OutboxItem>> {
        const AT: &str = "outbox.item_of";
        self.run(
            AT,
            move |db| async move { rows::by_effect(&db, AT, effect).await },
        )
        .await
    }

    async fn dead(&self, filter: &DeadFilter, limit: u32) -> Result<Vec<OutboxItem>> {
        const AT: &str = "outbox.dead";
        filter.validate(AT, limit)?;
        let filter = filter.clone();
        self.run(
            AT,
            move |db| async move { rows::dead(&db, AT, &filter, limit).await },
        )
        .await
    }

    async fn redrive(&self, filter: &DeadFilter, limit: u32, now: DateTime<Utc>) -> Result<Vec<OutboxItem>> {
        const AT: &str = "outbox.redrive";
        filter.validate(AT, limit)?;
        let now = careweave_sync_core::ledger::check_now(AT, now)?;
        let filter = filter.clone();
        self.transact(AT, move |tx| {
            async move {
                let dead = rows::dead_for_update(tx, &filter, limit).await?;
                let redriven = dead
                    .iter()
                    .map(|item| machine::redrive(item, now))
                    .collect::<Result<Vec<_>>>()?;
                rows::update(tx, &redriven).await?;
                Ok(redriven)
            }
            .boxed()
        })
        .await
    }

    async fn outbox_counts(&self) -> Result<OutboxCounts> {
        const AT: &str = "outbox.counts";
        self.run(AT, |db| async move { rows::counts(&db, AT).await })
            .await
    }
}

async fn claim(
    tx: &mut Transaction,
    turns: Vec<OutboxItem>,
    holder: &str,
    ttl: Duration,
    schedule: &RetrySchedule,
    now: DateTime<Utc>,
) -> Result<Vec<OutboxItem>> {
    let mut after = Vec::new();
    for item in turns {
        after.push(machine::claim(&item, holder, ttl, schedule, now)?);
    }
    rows::update(tx, &after).await?;
    after.retain(|item| item.state == OutboxState::Claimed);
    Ok(after)
}

/// An item was queued again and claimed in a lane after this claim looked at it: the database lets one be under way.
fn lane_was_taken(error: &Error) -> bool {
    error.get("constraint") == Some("outbox_under_way")
}
