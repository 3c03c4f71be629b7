//! Two handles to one store: every call goes to the other one than the call before, so that nothing may be kept in a handle.

#![allow(clippy::too_many_arguments)]

use std::fmt::Debug;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use careweave_types::{Pii, Result};
use chrono::{DateTime, Utc};

use crate::{
    Accepted, Armed, Attempt, AuditEntry, AuditHead, AuditLog, Brake, ClaimFilter, Completion, Cursor,
    DeadFilter, Deferral, DirtyMark, Dispatch, Effect, EffectFilter, EffectId, EffectKey, EffectLedger,
    Enqueued, ExternalRef, Fence, FenceGuard, GateChange, GateScope, Gates, Inbox, InboxCounts, Incoming,
    Intent, Latch, Latches, Lease, Leases, Level, LocalId, Message, Mirror, NewAudit, Outbox, OutboxCounts,
    OutboxItem, Page, PageReport, Planned, Proven, Reference, Retention, RetrySchedule, Scan, ScanReport,
    ScanScope, Sealed, SecretName, Settlement, StoredSecret, StreamAppend, StreamEvent, StreamHead, Streams,
    Subject, Vault,
};

/// Two stores on the same content, used in turn.
#[derive(Debug)]
pub struct Alternating<S> {
    stores: [S; 2],
    calls: AtomicUsize,
}

impl<S> Alternating<S> {
    /// Both in turn, the first one first.
    pub const fn new(stores: [S; 2]) -> Self {
        Self {
            stores,
            calls: AtomicUsize::new(0),
        }
    }

    fn next(&self) -> &S {
        &self.stores[self.calls.fetch_add(1, Ordering::Relaxed) % 2]
    }
}

type At = DateTime<Utc>;

#[async_trait]
impl<S: EffectLedger> EffectLedger for Alternating<S> {
    async fn plan(&self, intent: &Intent, now: At) -> Result<Planned> {
        self.next().plan(intent, now).await
    }
    async fn begin(&self, id: EffectId, expected: u32, deadline: At, now: At) -> Result<Effect> {
        self.next().begin(id, expected, deadline, now).await
    }
    async fn confirm(&self, id: EffectId, n: u32, remote_id: Option<&str>, now: At) -> Result<Effect> {
        self.next().confirm(id, n, remote_id, now).await
    }
    async fn reject(&self, id: EffectId, n: u32, reason: &str, now: At) -> Result<Effect> {
        self.next().reject(id, n, reason, now).await
    }
    async fn doubt(&self, id: EffectId, n: u32, now: At) -> Result<Effect> {
        self.next().doubt(id, n, now).await
    }
    async fn expire(&self, id: EffectId, n: u32, now: At) -> Result<Effect> {
        self.next().expire(id, n, now).await
    }
    async fn absent(&self, id: EffectId, n: u32, now: At) -> Result<Effect> {
        self.next().absent(id, n, now).await
    }
    async fn supersede(&self, id: EffectId, reason: &str, now: At) -> Result<Effect> {
        self.next().supersede(id, reason, now).await
    }
    async fn manual(&self, id: EffectId, reason: &str, now: At) -> Result<Effect> {
        self.next().manual(id, reason, now).await
    }
    async fn abandon(&self, id: EffectId, reason: &str, now: At) -> Result<Effect> {
        self.next().abandon(id, reason, now).await
    }
    async fn get(&self, id: EffectId) -> Result<Effect> {
        self.next().get(id).await
    }
    async fn current(&self, key: &EffectKey) -> Result<Option<Effect>> {
        self.next().current(key).await
    }
    async fn list(&self, filter: &EffectFilter) -> Result<Vec<Effect>> {
        self.next().list(filter).await
    }
    async fn unresolved(&self, now: At, limit: u32) -> Result<Vec<Effect>> {
        self.next().unresolved(now, limit).await
    }
    async fn history(&self, key: &EffectKey) -> Result<Vec<Effect>> {
        self.next().history(key).await
    }
    async fn attempts(&self, id: EffectId) -> Result<Vec<Attempt>> {
        self.next().attempts(id).await
    }
}

#[async_trait]
impl<S: Leases> Leases for Alternating<S> {
    async fn acquire(&self, name: &str, holder: &str, ttl: Duration, now: At) -> Result<Lease> {
        self.next().acquire(name, holder, ttl, now).await
    }
    async fn renew(&self, name: &str, fence: Fence, ttl: Duration, now: At) -> Result<Lease> {
        self.next().renew(name, fence, ttl, now).await
    }
    async fn release(&self, name: &str, fence: Fence, now: At) -> Result<Lease> {
        self.next().release(name, fence, now).await
    }
    async fn check_fence(&self, name: &str, fence: Fence, now: At) -> Result<()> {
        self.next().check_fence(name, fence, now).await
    }
    async fn lease(&self, name: &str) -> Result<Option<Lease>> {
        self.next().lease(name).await
    }
}

#[async_trait]
impl<S: Inbox> Inbox for Alternating<S> {
    async fn accept(&self, incoming: &Incoming, now: At) -> Result<Accepted> {
        self.next().accept(incoming, now).await
    }
    async fn settle(
        &self,
        number: u64,
        settlement: &Settlement,
        guard: Option<&FenceGuard>,
        now: At,
    ) -> Result<Message> {
        self.next().settle(number, settlement, guard, now).await
    }
    async fn message(&self, number: u64) -> Result<Message> {
        self.next().message(number).await
    }
    async fn received(&self, source: &str, after: Option<u64>, limit: u32) -> Result<Vec<Message>> {
        self.next().received(source, after, limit).await
    }
    async fn hint(&self, subject: &Subject, now: At) -> Result<DirtyMark> {
        self.next().hint(subject, now).await
    }
    async fn fetched(
        &self,
        subject: &Subject,
        hints: u64,
        guard: Option<&FenceGuard>,
        now: At,
    ) -> Result<DirtyMark> {
        self.next().fetched(subject, hints, guard, now).await
    }
    async fn dirty(&self, source: &str, limit: u32) -> Result<Vec<DirtyMark>> {
        self.next().dirty(source, limit).await
    }
    async fn forget(&self, source: &str, retention: Retention, now: At, limit: u32) -> Result<u32> {
        self.next().forget(source, retention, now, limit).await
    }
    async fn inbox_counts(&self, source: &str) -> Result<InboxCounts> {
        self.next().inbox_counts(source).await
    }
}

#[async_trait]
impl<S: Outbox> Outbox for Alternating<S> {
    async fn enqueue(&self, intent: &Intent, dispatch: &Dispatch, now: At) -> Result<Enqueued> {
        self.next().enqueue(intent, dispatch, now).await
    }
    async fn claim(
        &self,
        holder: &str,
        ttl: Duration,
        schedule: &RetrySchedule,
        limit: u32,
        now: At,
    ) -> Result<Vec<OutboxItem>> {
        self.next().claim(holder, ttl, schedule, limit, now).await
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
        let store = self.next();
        store.claim_only(filter, holder, ttl, schedule, limit, now).await
    }
    async fn extend(&self, number: u64, fence: Fence, ttl: Duration, now: At) -> Result<OutboxItem> {
        self.next().extend(number, fence, ttl, now).await
    }
    async fn complete(&self, number: u64, fence: Fence, now: At) -> Result<OutboxItem> {
        self.next().complete(number, fence, now).await
    }
    async fn complete_all(&self, sent: &[(u64, Fence)], now: At) -> Result<Vec<Result<OutboxItem>>> {
        self.next().complete_all(sent, now).await
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
        self.next().fail(number, fence, reason, schedule, draw, now).await
    }
    async fn defer(&self, number: u64, fence: Fence, deferral: Deferral, now: At) -> Result<OutboxItem> {
        self.next().defer(number, fence, deferral, now).await
    }
    async fn bury(&self, number: u64, fence: Fence, reason: &str, now: At) -> Result<OutboxItem> {
        self.next().bury(number, fence, reason, now).await
    }
    async fn item(&self, number: u64) -> Result<OutboxItem> {
        self.next().item(number).await
    }
    async fn item_of(&self, effect: EffectId) -> Result<Option<OutboxItem>> {
        self.next().item_of(effect).await
    }
    async fn dead(&self, filter: &DeadFilter, limit: u32) -> Result<Vec<OutboxItem>> {
        self.next().dead(filter, limit).await
    }
    async fn redrive(&self, filter: &DeadFilter, limit: u32, now: At) -> Result<Vec<OutboxItem>> {
        self.next().redrive(filter, limit, now).await
    }
    async fn outbox_counts(&self) -> Result<OutboxCounts> {
        self.next().outbox_counts().await
    }
}

#[async_trait]
impl<S: Mirror> Mirror for Alternating<S> {
    async fn apply_page(&self, page: &Page, guard: Option<&FenceGuard>, now: At) -> Result<PageReport> {
        self.next().apply_page(page, guard, now).await
    }
    async fn link(&self, external: &ExternalRef, local: Option<LocalId>, now: At) -> Result<Reference> {
        self.next().link(external, local, now).await
    }
    async fn succeed(&self, old: &ExternalRef, new: &ExternalRef, now: At) -> Result<Reference> {
        self.next().succeed(old, new, now).await
    }
    async fn gone(&self, external: &ExternalRef, guard: Option<&FenceGuard>, now: At) -> Result<Reference> {
        self.next().gone(external, guard, now).await
    }
    async fn reference(&self, external: &ExternalRef) -> Result<Option<Reference>> {
        self.next().reference(external).await
    }
    async fn body(&self, external: &ExternalRef) -> Result<Option<Vec<u8>>> {
        self.next().body(external).await
    }
    async fn references_of(&self, local: LocalId) -> Result<Vec<Reference>> {
        self.next().references_of(local).await
    }
    async fn changed(&self, connection: &str, kind: &str, after: u64, limit: u32) -> Result<Vec<Reference>> {
        self.next().changed(connection, kind, after, limit).await
    }
    async fn cursor(&self, stream: &str) -> Result<Option<Cursor>> {
        self.next().cursor(stream).await
    }
    async fn rewind(
        &self,
        stream: &str,
        expected_version: u64,
        high: Option<At>,
        actor: &str,
        reason: &str,
        now: At,
    ) -> Result<Cursor> {
        self.next()
            .rewind(stream, expected_version, high, actor, reason, now)
            .await
    }
    async fn begin_scan(&self, scope: &ScanScope, now: At) -> Result<Scan> {
        self.next().begin_scan(scope, now).await
    }
    async fn end_scan(
        &self,
        number: u64,
        completion: Completion,
        brake: Brake,
        guard: Option<&FenceGuard>,
        now: At,
    ) -> Result<ScanReport> {
        self.next().end_scan(number, completion, brake, guard, now).await
    }
    async fn approve_scan(&self, number: u64, actor: &str, now: At) -> Result<ScanReport> {
        self.next().approve_scan(number, actor, now).await
    }
    async fn scan(&self, number: u64) -> Result<Scan> {
        self.next().scan(number).await
    }
}

#[async_trait]
impl<S: Latches> Latches for Alternating<S> {
    async fn arm(&self, proven: &Proven, now: At) -> Result<Armed> {
        self.next().arm(proven, now).await
    }
    async fn fire(&self, kind: &str, subject: &str, effect: EffectId, now: At) -> Result<Latch> {
        self.next().fire(kind, subject, effect, now).await
    }
    async fn fired(
        &self,
        kind: &str,
        subject: &str,
        effect: EffectId,
        remote_id: Option<&str>,
        now: At,
    ) -> Result<Latch> {
        self.next().fired(kind, subject, effect, remote_id, now).await
    }
    async fn misfired(&self, kind: &str, subject: &str, effect: EffectId, now: At) -> Result<Latch> {
        self.next().misfired(kind, subject, effect, now).await
    }
    async fn latch(&self, kind: &str, subject: &str) -> Result<Option<Latch>> {
        self.next().latch(kind, subject).await
    }
    async fn unfired(&self, limit: u32) -> Result<Vec<Latch>> {
        self.next().unfired(limit).await
    }
}

#[async_trait]
impl<S: Gates> Gates for Alternating<S> {
    async fn set_level(
        &self,
        scope: &GateScope,
        level: Level,
        actor: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<GateChange> {
        self.next().set_level(scope, level, actor, reason, now).await
    }
    async fn level(&self, scope: &GateScope) -> Result<Level> {
        self.next().level(scope).await
    }
    async fn level_changes(&self, connection: &str, limit: u32) -> Result<Vec<GateChange>> {
        self.next().level_changes(connection, limit).await
    }
}

#[async_trait]
impl<S: AuditLog> AuditLog for Alternating<S> {
    async fn audit(&self, chain: &str, entries: &[NewAudit], now: DateTime<Utc>) -> Result<AuditHead> {
        self.next().audit(chain, entries, now).await
    }
    async fn audit_head(&self, chain: &str) -> Result<AuditHead> {
        self.next().audit_head(chain).await
    }
    async fn audit_entries(&self, chain: &str, after: u64, limit: u32) -> Result<Vec<AuditEntry>> {
        self.next().audit_entries(chain, after, limit).await
    }
}

#[async_trait]
impl<S: Vault> Vault for Alternating<S> {
    async fn put_secret(
        &self,
        name: &SecretName,
        expected: u64,
        sealed: &Sealed,
        now: DateTime<Utc>,
    ) -> Result<StoredSecret> {
        self.next().put_secret(name, expected, sealed, now).await
    }
    async fn secret(&self, name: &SecretName) -> Result<Option<StoredSecret>> {
        self.next().secret(name).await
    }
    async fn secrets_under(&self, key: &str, limit: u32) -> Result<Vec<StoredSecret>> {
        self.next().secrets_under(key, limit).await
    }
    async fn rewrap_secret(&self, name: &SecretName, version: u64, sealed: &Sealed) -> Result<StoredSecret> {
        self.next().rewrap_secret(name, version, sealed).await
    }
    async fn forget_secret(&self, name: &SecretName, now: DateTime<Utc>) -> Result<bool> {
        self.next().forget_secret(name, now).await
    }
}

#[async_trait]
impl<S: Streams> Streams for Alternating<S> {
    async fn append(&self, append: &StreamAppend, now: At) -> Result<StreamHead> {
        self.next().append(append, now).await
    }
    async fn stream(&self, stream: &str) -> Result<Option<StreamHead>> {
        self.next().stream(stream).await
    }
    async fn stream_events(&self, stream: &str, after: u64, limit: u32) -> Result<Vec<StreamEvent>> {
        self.next().stream_events(stream, after, limit).await
    }
    async fn command_body(&self, number: u64) -> Result<Option<Pii<Vec<u8>>>> {
        self.next().command_body(number).await
    }
    async fn waiting_streams(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<StreamHead>> {
        self.next().waiting_streams(prefix, after, limit).await
    }
    async fn all_streams(&self, prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<StreamHead>> {
        self.next().all_streams(prefix, after, limit).await
    }
    async fn claim_due(
        &self,
        prefix: &str,
        holder: &str,
        ttl: Duration,
        limit: u32,
        now: At,
    ) -> Result<Vec<StreamHead>> {
        self.next().claim_due(prefix, holder, ttl, limit, now).await
    }
}
