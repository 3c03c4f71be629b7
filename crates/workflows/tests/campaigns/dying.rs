//! A store that stops answering after so many calls, as a worker sees it that is killed there.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use careweave_sync_core::{
    Attempt, ClaimFilter, DeadFilter, Deferral, Dispatch, Effect, EffectFilter, EffectId, EffectKey,
    EffectLedger, Enqueued, Fence, Intent, Outbox, OutboxCounts, OutboxItem, Planned, RetrySchedule,
    StreamAppend, StreamEvent, StreamHead, Streams,
};
use careweave_types::{Error, ErrorKind, Pii, Result};
use chrono::{DateTime, Utc};

use crate::killed;

type At = DateTime<Utc>;

/// Whether the last call still reached the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Last {
    /// It was killed before the call.
    NotMade,
    /// It was killed after the call, before it saw the answer.
    Made,
}

/// What it is to be killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// From there on every call fails: the worker lets go of everything.
    Calls,
    /// The process says that it is there; whoever started it kills it while it stands.
    Standing,
    /// The same, and it runs on until then.
    Running,
}

/// The store of a worker that is killed at its call of this number, from 0.
#[derive(Debug)]
pub(crate) struct Dying {
    store: Arc<dyn Streams>,
    left: AtomicI64,
    last: Last,
    end: End,
}

impl Dying {
    pub(crate) fn new(store: Arc<dyn Streams>, calls: i64, last: Last) -> Self {
        Self {
            store,
            left: AtomicI64::new(calls),
            last,
            end: End::Calls,
        }
    }

    /// The same in a process that is killed.
    pub(crate) fn of_a_process(store: Arc<dyn Streams>, calls: i64, last: Last, end: End) -> Self {
        Self {
            end,
            ..Self::new(store, calls, last)
        }
    }

    /// True once it was killed.
    pub(crate) fn is_dead(&self) -> bool {
        self.left.load(Ordering::SeqCst) < 0
    }

    async fn call<T>(&self, work: impl Future<Output = Result<T>> + Send) -> Result<T> {
        let left = self.left.fetch_sub(1, Ordering::SeqCst);
        if self.end != End::Calls {
            if left == 0 && self.last == Last::NotMade {
                killed::stand(self.end);
            }
            let answer = work.await;
            if left == 0 && self.last == Last::Made {
                killed::stand(self.end);
            }
            return answer;
        }
        if left > 0 {
            return work.await;
        }
        if left == 0 && self.last == Last::Made {
            work.await?;
        }
        Err(Error::new(
            ErrorKind::Storage,
            "test.killed",
            "the worker was killed",
        ))
    }
}

#[async_trait]
impl EffectLedger for Dying {
    async fn plan(&self, intent: &Intent, now: At) -> Result<Planned> {
        self.call(self.store.plan(intent, now)).await
    }
    async fn begin(&self, id: EffectId, expected: u32, deadline: At, now: At) -> Result<Effect> {
        self.call(self.store.begin(id, expected, deadline, now)).await
    }
    async fn confirm(&self, id: EffectId, n: u32, remote_id: Option<&str>, now: At) -> Result<Effect> {
        self.call(self.store.confirm(id, n, remote_id, now)).await
    }
    async fn reject(&self, id: EffectId, n: u32, reason: &str, now: At) -> Result<Effect> {
        self.call(self.store.reject(id, n, reason, now)).await
    }
    async fn doubt(&self, id: EffectId, n: u32, now: At) -> Result<Effect> {
        self.call(self.store.doubt(id, n, now)).await
    }
    async fn expire(&self, id: EffectId, n: u32, now: At) -> Result<Effect> {
        self.call(self.store.expire(id, n, now)).await
    }
    async fn absent(&self, id: EffectId, n: u32, now: At) -> Result<Effect> {
        self.call(self.store.absent(id, n, now)).await
    }
    async fn supersede(&self, id: EffectId, reason: &str, now: At) -> Result<Effect> {
        self.call(self.store.supersede(id, reason, now)).await
    }
    async fn manual(&self, id: EffectId, reason: &str, now: At) -> Result<Effect> {
        self.call(self.store.manual(id, reason, now)).await
    }
    async fn abandon(&self, id: EffectId, reason: &str, now: At) -> Result<Effect> {
        self.call(self.store.abandon(id, reason, now)).await
    }
    async fn get(&self, id: EffectId) -> Result<Effect> {
        self.call(self.store.get(id)).await
    }
    async fn current(&self, key: &EffectKey) -> Result<Option<Effect>> {
        self.call(self.store.current(key)).await
    }
    async fn list(&self, filter: &EffectFilter) -> Result<Vec<Effect>> {
        self.call(self.store.list(filter)).await
    }
    async fn unresolved(&self, now: At, limit: u32) -> Result<Vec<Effect>> {
        self.call(self.store.unresolved(now, limit)).await
    }
    async fn history(&self, key: &EffectKey) -> Result<Vec<Effect>> {
        self.call(self.store.history(key)).await
    }
    async fn attempts(&self, id: EffectId) -> Result<Vec<Attempt>> {
        self.call(self.store.attempts(id)).await
    }
}

#[async_trait]
impl Outbox for Dying {
    async fn enqueue(&self, intent: &Intent, dispatch: &Dispatch, now: At) -> Result<Enqueued> {
        self.call(self.store.enqueue(intent, dispatch, now)).await
    }
    async fn claim(
        &self,
        holder: &str,
        ttl: Duration,
        schedule: &RetrySchedule,
        limit: u32,
        now: At,
    ) -> Result<Vec<OutboxItem>> {
        self.call(self.store.claim(holder, ttl, schedule, limit, now))
            .await
    }
    async fn claim_only(
        &self,
        filter: &ClaimFilter,
        holder: &str,
        ttl: Duration,
        schedule: &RetrySchedule,
        limit: u32,
        now: At,
    ) -> Result<Vec<OutboxItem>> {
        self.call(self.store.claim_only(filter, holder, ttl, schedule, limit, now))
            .await
    }
    async fn extend(&self, number: u64, fence: Fence, ttl: Duration, now: At) -> Result<OutboxItem> {
        self.call(self.store.extend(number, fence, ttl, now)).await
    }
    async fn complete(&self, number: u64, fence: Fence, now: At) -> Result<OutboxItem> {
        self.call(self.store.complete(number, fence, now)).await
    }
    async fn complete_all(&self, sent: &[(u64, Fence)], now: At) -> Result<Vec<Result<OutboxItem>>> {
        self.call(self.store.complete_all(sent, now)).await
    }
    async fn fail(
        &self,
        number: u64,
        fence: Fence,
        reason: &str,
        schedule: &RetrySchedule,
        draw: u64,
        now: At,
    ) -> Result<OutboxItem> {
        self.call(self.store.fail(number, fence, reason, schedule, draw, now))
            .await
    }
    async fn defer(&self, number: u64, fence: Fence, deferral: Deferral, now: At) -> Result<OutboxItem> {
        self.call(self.store.defer(number, fence, deferral, now)).await
    }
    async fn bury(&self, number: u64, fence: Fence, reason: &str, now: At) -> Result<OutboxItem> {
        self.call(self.store.bury(number, fence, reason, now)).await
    }
    async fn item(&self, number: u64) -> Result<OutboxItem> {
        self.call(self.store.item(number)).await
    }
    async fn item_of(&self, effect: EffectId) -> Result<Option<OutboxItem>> {
        self.call(self.store.item_of(effect)).await
    }
    async fn dead(&self, filter: &DeadFilter, limit: u32) -> Result<Vec<OutboxItem>> {
        self.call(self.store.dead(filter, limit)).await
    }
    async fn redrive(&self, filter: &DeadFilter, limit: u32, now: At) -> Result<Vec<OutboxItem>> {
        self.call(self.store.redrive(filter, limit, now)).await
    }
    async fn outbox_counts(&self) -> Result<OutboxCounts> {
        self.call(self.store.outbox_counts()).await
    }
}

#[async_trait]
impl Streams for Dying {
    async fn append(&self, append: &StreamAppend, now: At) -> Result<StreamHead> {
        self.call(self.store.append(append, now)).await
    }
    async fn stream(&self, stream: &str) -> Result<Option<StreamHead>> {
        self.call(self.store.stream(stream)).await
    }
    async fn stream_events(&self, stream: &str, after: u64, limit: u32) -> Result<Vec<StreamEvent>> {
        self.call(self.store.stream_events(stream, after, limit)).await
    }
    async fn command_body(&self, number: u64) -> Result<Option<Pii<Vec<u8>>>> {
        self.call(self.store.command_body(number)).await
    }
    async fn waiting_streams(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<StreamHead>> {
        self.call(self.store.waiting_streams(prefix, after, limit)).await
    }
    async fn all_streams(&self, prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<StreamHead>> {
        self.call(self.store.all_streams(prefix, after, limit)).await
    }
    async fn claim_due(
        &self,
        prefix: &str,
        holder: &str,
        ttl: Duration,
        limit: u32,
        now: At,
    ) -> Result<Vec<StreamHead>> {
        self.call(self.store.claim_due(prefix, holder, ttl, limit, now))
            .await
    }
}
