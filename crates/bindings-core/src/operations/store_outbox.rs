//! The outbox: effects that wait to be sent, in order, with retries that end.

use std::time::Duration;

use careweave::sync::{
    DeadFilter, Deferral, Dispatch, Enqueued, Fence, OsEntropy, OutboxCounts, OutboxItem, RetrySchedule,
};
use careweave::types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use serde::{Deserialize, Serialize};

use super::arguments::{Nothing, arguments};
use super::operation::Operation;
use super::providers_shared::shared;
use super::results::{HostError, results};
use super::store_ledger_records::{EffectIntent, HostEffect};
use super::store_shared::{at, effect_id, limit, span};

shared! {
    /// How an effect is to be queued.
    OutboxDispatch as "OutboxDispatch" {
        /// What it must keep its order with: the opaque id of a client or a shift.
        lane: String,
        /// Not before this instant; the present by default.
        due_at: Option<DateTime<Utc>>,
        /// 0 to 255, 0 by default: the higher one goes first, between lanes.
        priority: Option<u8>,
    }

    /// An item that was sent, with the fence of the claim.
    SentItem as "SentItem" {
        /// The number of the item.
        number: u64,
        /// The fence of the claim.
        fence: u64,
    }

    /// When a failed item is tried again: after a random part of a span that doubles.
    OutboxSchedule as "RetrySchedule" {
        /// The span after the first attempt, in seconds.
        base_seconds: f64,
        /// The longest span.
        cap_seconds: f64,
        /// How long after the first attempt the last may begin.
        horizon_seconds: f64,
        /// How many attempts there are.
        max_attempts: u32,
    }
}

impl OutboxDispatch {
    pub(crate) fn read(self, now: DateTime<Utc>) -> Dispatch {
        Dispatch {
            lane: self.lane,
            due_at: self.due_at.unwrap_or(now),
            priority: self.priority.unwrap_or(0),
        }
    }
}

fn schedule(operation: &'static str, given: Option<OutboxSchedule>) -> Result<RetrySchedule> {
    let Some(given) = given else {
        return Ok(RetrySchedule::default());
    };
    RetrySchedule::new(
        span(operation, "schedule.base_seconds", given.base_seconds)?,
        span(operation, "schedule.cap_seconds", given.cap_seconds)?,
        span(operation, "schedule.horizon_seconds", given.horizon_seconds)?,
        given.max_attempts,
    )
}

arguments! {
    /// What is to be done, and when.
    Enqueue {
        /// What is to be done.
        intent: EffectIntent,
        /// How it is queued.
        dispatch: OutboxDispatch,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Who asks for work.
    Claim {
        /// The worker, unique among those that run.
        holder: String,
        /// For how long it has the items, up to 24 hours.
        ttl_seconds: f64,
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
        /// When attempts and time are used up; 64 attempts in three days by default.
        schedule: Option<OutboxSchedule>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A claim that takes longer.
    Extend {
        /// The number of the item.
        number: u64,
        /// The fence of the claim.
        fence: u64,
        /// For how long from now, up to 24 hours; never to an earlier instant.
        ttl_seconds: f64,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A claimed item.
    ClaimedItem {
        /// The number of the item.
        number: u64,
        /// The fence of the claim.
        fence: u64,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Claimed items whose effects were sent.
    SentItems {
        /// The items, up to 1000.
        sent: Vec<SentItem>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A claimed item that could not be sent.
    Fail {
        /// The number of the item.
        number: u64,
        /// The fence of the claim.
        fence: u64,
        /// Why: a code.
        reason: String,
        /// When it is tried again; 2 seconds doubled up to 6 hours, for three days by default.
        schedule: Option<OutboxSchedule>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A claimed item that is not tried now.
    Defer {
        /// The number of the item.
        number: u64,
        /// The fence of the claim.
        fence: u64,
        /// rate_limited: the other side has enough for now. breaker_open: its circuit breaker is open.
        reason: String,
        /// How long to wait, 1 second to a day: what the other side asked for. Of rate_limited 60 by default.
        wait_seconds: Option<f64>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// A claimed item that is given up.
    Bury {
        /// The number of the item.
        number: u64,
        /// The fence of the claim.
        fence: u64,
        /// Why: a code.
        reason: String,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Which item.
    OneItem {
        /// The number of the item.
        number: u64,
    }

    /// Of which effect.
    ItemOf {
        /// The id of the effect.
        effect_id: String,
    }

    /// Which dead items.
    Dead {
        /// Only this lane.
        lane: Option<String>,
        /// Only this reason.
        reason: Option<String>,
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
    }

    /// Which dead items are queued again.
    Redrive {
        /// Only this lane.
        lane: Option<String>,
        /// Only this reason.
        reason: Option<String>,
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }
}

results! {
    /// One queued effect.
    HostItem as "OutboxItem" {
        /// Its number, growing in the order of queueing.
        number: u64,
        /// The id of the effect to be sent.
        effect_id: String,
        /// What it keeps its order with.
        lane: String,
        /// The higher one goes first, between lanes.
        priority: u8,
        /// waiting, claimed, done, dead.
        state: &'static str,
        /// Not before this instant.
        due_at: DateTime<Utc>,
        /// Attempts used up since it was queued or redriven.
        attempts: u32,
        /// How often it went back unsent through no fault of its own.
        deferrals: u32,
        /// The number of its last claim.
        fence: u64,
        /// The worker that claimed it, while claimed.
        holder: Option<String>,
        /// When the claim ends by itself, while claimed.
        claimed_until: Option<DateTime<Utc>>,
        /// When the first attempt that counts began.
        began_at: Option<DateTime<Utc>>,
        /// Why it last went back, or is dead: a code.
        reason: Option<String>,
        /// When it was queued.
        enqueued_at: DateTime<Utc>,
        /// When it last changed.
        updated_at: DateTime<Utc>,
    }

    /// What became of one item of a report of several.
    HostCompleted as "CompletedItem" {
        /// The number of the item.
        number: u64,
        /// The item, when it is done.
        item: Option<HostItem>,
        /// Why it is not: it is not claimed under this fence (any more), or its number was never given.
        error: Option<HostError>,
    }

    /// What queueing found.
    HostEnqueued as "EnqueuedEffect" {
        /// True when this call recorded the effect.
        is_new: bool,
        /// The effect.
        effect: HostEffect,
        /// Its item; one that was there before is as it was.
        item: HostItem,
    }

    /// What became of everything that was queued.
    HostOutboxCounts as "OutboxCounts" {
        /// Items ever queued: the sum of the others.
        enqueued: u64,
        /// Items that wait.
        waiting: u64,
        /// Items a worker has, or had when its claim ended.
        claimed: u64,
        /// Items sent.
        done: u64,
        /// Items given up.
        dead: u64,
    }
}

impl From<OutboxItem> for HostItem {
    fn from(item: OutboxItem) -> Self {
        Self {
            number: item.number,
            effect_id: item.effect.to_string(),
            lane: item.lane,
            priority: item.priority,
            state: item.state.as_str(),
            due_at: item.due_at,
            attempts: item.attempts,
            deferrals: item.deferrals,
            fence: item.fence.get(),
            holder: item.holder,
            claimed_until: item.claimed_until,
            began_at: item.began_at,
            reason: item.reason,
            enqueued_at: item.enqueued_at,
            updated_at: item.updated_at,
        }
    }
}

impl From<((u64, Fence), Result<OutboxItem>)> for HostCompleted {
    fn from(((number, _), answer): ((u64, Fence), Result<OutboxItem>)) -> Self {
        let (item, error) = match answer {
            Ok(item) => (Some(item.into()), None),
            Err(error) => (None, Some(HostError::from(&error))),
        };
        Self { number, item, error }
    }
}

impl From<Enqueued> for HostEnqueued {
    fn from(queued: Enqueued) -> Self {
        Self {
            is_new: queued.planned.is_new(),
            effect: queued.planned.into_effect().into(),
            item: queued.item.into(),
        }
    }
}

impl From<OutboxCounts> for HostOutboxCounts {
    fn from(counts: OutboxCounts) -> Self {
        Self {
            enqueued: counts.enqueued,
            waiting: counts.waiting,
            claimed: counts.claimed,
            done: counts.done,
            dead: counts.dead,
        }
    }
}

impl Defer {
    fn read(&self) -> Result<Deferral> {
        const AT: &str = "outbox.defer";
        let wait = self
            .wait_seconds
            .map(|seconds| span(AT, "wait_seconds", seconds))
            .transpose()?;
        match (self.reason.as_str(), wait) {
            ("rate_limited", retry_after) => Ok(Deferral::RateLimited { retry_after }),
            ("breaker_open", Some(wait)) => Ok(Deferral::BreakerOpen { wait }),
            ("breaker_open", None) => Err(Error::invalid(
                AT,
                "wait_seconds",
                "is required where the breaker is open",
            )),
            _ => Err(Error::invalid(
                AT,
                "reason",
                "must be rate_limited or breaker_open",
            )),
        }
    }
}

fn each(items: Vec<OutboxItem>) -> Vec<HostItem> {
    items.into_iter().map(HostItem::from).collect()
}

pub(super) fn rows() -> Vec<Operation> {
    [queueing(), reports(), readings()]
        .into_iter()
        .flatten()
        .collect()
}

fn queueing() -> Vec<Operation> {
    vec![
        Operation::store(
            "outbox.enqueue",
            "enqueue",
            "Plans an effect and queues it, both or neither. The same effect is queued once. To queue in a transaction of your own see the statements for that.",
            |store, asked: Enqueue| async move {
                let now = at(asked.now);
                let intent = asked.intent.read("outbox.enqueue")?;
                store.enqueue(&intent, &asked.dispatch.read(now), now).await.map(HostEnqueued::from)
            },
        )
        .raises(ErrorKind::KeyReuse, "an open or confirmed effect holds the key for other content; nothing is queued"),
        Operation::store(
            "outbox.claim",
            "claim",
            "Claims items whose turn and time have come; no other worker is given the same.",
            |store, asked: Claim| async move {
                const AT: &str = "outbox.claim";
                let ttl = span(AT, "ttl_seconds", asked.ttl_seconds)?;
                let schedule = schedule(AT, asked.schedule)?;
                store.claim(&asked.holder, ttl, &schedule, limit(asked.limit), at(asked.now)).await.map(each)
            },
        ),
    ]
}

const LOST: &str = "the item is not claimed under this fence (any more)";

fn reports() -> Vec<Operation> {
    vec![
        Operation::store(
            "outbox.extend",
            "extend",
            "Moves the end of a live claim.",
            |store, asked: Extend| async move {
                let ttl: Duration = span("outbox.extend", "ttl_seconds", asked.ttl_seconds)?;
                store.extend(asked.number, Fence::new(asked.fence), ttl, at(asked.now)).await.map(HostItem::from)
            },
        )
        .raises(ErrorKind::Conflict, LOST),
        Operation::store(
            "outbox.complete",
            "complete",
            "Says that the effect was sent. Repeating it is harmless.",
            |store, asked: ClaimedItem| async move {
                store.complete(asked.number, Fence::new(asked.fence), at(asked.now)).await.map(HostItem::from)
            },
        )
        .raises(ErrorKind::Conflict, LOST),
        Operation::store(
            "outbox.complete_all",
            "complete_all",
            "Says of several items at once that their effects were sent: a batch that one claim gave costs one step, not one for each. \
             The answers are in the order of what was given; what is refused of one item is its own answer, and the others are done.",
            |store, asked: SentItems| async move {
                let sent: Vec<(u64, Fence)> =
                    asked.sent.iter().map(|item| (item.number, Fence::new(item.fence))).collect();
                let answers = store.complete_all(&sent, at(asked.now)).await?;
                Ok(sent.into_iter().zip(answers).map(HostCompleted::from).collect::<Vec<_>>())
            },
        ),
        Operation::store(
            "outbox.fail",
            "fail",
            "Says that the attempt failed: it waits as the schedule says, or is dead when no attempt or time is left.",
            |store, asked: Fail| async move {
                let schedule = schedule("outbox.fail", asked.schedule)?;
                let (fence, draw) = (Fence::new(asked.fence), OsEntropy.draw()?);
                let failed = store.fail(asked.number, fence, &asked.reason, &schedule, draw, at(asked.now)).await;
                failed.map(HostItem::from)
            },
        )
        .raises(ErrorKind::Conflict, LOST),
        Operation::store(
            "outbox.defer",
            "defer",
            "Gives the item back unsent, and its attempt with it.",
            |store, asked: Defer| async move {
                let deferral = asked.read()?;
                store.defer(asked.number, Fence::new(asked.fence), deferral, at(asked.now)).await.map(HostItem::from)
            },
        )
        .raises(ErrorKind::Conflict, LOST),
        Operation::store(
            "outbox.bury",
            "bury",
            "Gives the item up at once. Repeating it is harmless.",
            |store, asked: Bury| async move {
                let fence = Fence::new(asked.fence);
                store.bury(asked.number, fence, &asked.reason, at(asked.now)).await.map(HostItem::from)
            },
        )
        .raises(ErrorKind::Conflict, LOST),
    ]
}

fn readings() -> Vec<Operation> {
    vec![
        Operation::store(
            "outbox.item",
            "item",
            "One item.",
            |store, asked: OneItem| async move { store.item(asked.number).await.map(HostItem::from) },
        )
        .raises(ErrorKind::NotFound, "its number was never given"),
        Operation::store(
            "outbox.item_of",
            "item_of",
            "The item of an effect; nothing when it was not queued.",
            |store, asked: ItemOf| async move {
                let found = store
                    .item_of(effect_id("outbox.item_of", &asked.effect_id)?)
                    .await?;
                Ok(found.map(HostItem::from))
            },
        ),
        Operation::store(
            "outbox.dead",
            "dead",
            "Dead items in the order of queueing: what a redrive would take.",
            |store, asked: Dead| async move {
                let filter = DeadFilter {
                    lane: asked.lane,
                    reason: asked.reason,
                };
                store.dead(&filter, limit(asked.limit)).await.map(each)
            },
        ),
        Operation::store(
            "outbox.redrive",
            "redrive",
            "Queues dead items again, with all their attempts and the effects they had: what happened is not done again.",
            |store, asked: Redrive| async move {
                let filter = DeadFilter {
                    lane: asked.lane,
                    reason: asked.reason,
                };
                store
                    .redrive(&filter, limit(asked.limit), at(asked.now))
                    .await
                    .map(each)
            },
        ),
        Operation::store(
            "outbox.counts",
            "counts",
            "What became of everything that was queued.",
            |store, _: Nothing| async move { store.outbox_counts().await.map(HostOutboxCounts::from) },
        ),
    ]
}
