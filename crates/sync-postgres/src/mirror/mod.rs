mod counts;
mod page;
mod records;
mod scans;
pub(crate) mod sources;
mod streams;

use async_trait::async_trait;
use careweave_sync_core::ledger::{check_list_limit, check_now};
use careweave_sync_core::mirror::machine::{self, Succession};
use careweave_sync_core::{
    Brake, Completion, Cursor, ExternalRef, FenceGuard, LocalId, Mirror, Page, PageReport, Reference, Scan,
    ScanReport, ScanScope,
};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;

pub(crate) use counts::take_changes;

use crate::lease::check_guard;
use crate::store::PostgresStore;
use crate::transaction::Transaction;

// What is locked, in this order: the lease of the guard, the sources that are written about (in the order of their rows),
// the scan, the cursor, the numbers that were given last. So pages of two sources are compared at the same time and
// written one after the other, and no two steps wait for each other.
#[async_trait]
impl Mirror for PostgresStore {
    async fn apply_page(
        &self,
        page: &Page,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<PageReport> {
        const AT: &str = "mirror.apply_page";
        machine::check_page(page)?;
        let now = check_now(AT, now)?;
        let (page, guard) = (page.clone(), guard.cloned());
        self.transact(AT, move |tx| {
            async move {
                check_guard(tx, guard.as_ref(), now).await?;
                page::apply(tx, &page, now).await
            }
            .boxed()
        })
        .await
    }

    async fn link(
        &self,
        external: &ExternalRef,
        local: Option<LocalId>,
        now: DateTime<Utc>,
    ) -> Result<Reference> {
        const AT: &str = "mirror.link";
        external.validate(AT)?;
        let now = check_now(AT, now)?;
        let external = external.clone();
        self.transact(AT, move |tx| {
            async move {
                let source = sources::lock(tx, &external.connection, &external.kind).await?;
                // Ids are tied under this lock only, so none is tied elsewhere meanwhile.
                counts::lock(tx).await?;
                let held = records::by_external(tx, &external).await?;
                let tied = match local {
                    Some(local) => records::tied(tx, local).await?,
                    None => Vec::new(),
                };
                let beside = tied
                    .iter()
                    .find(|other| records::is_live_beside(other, &external));
                machine::check_link(held.as_ref(), local, beside)?;
                if let Some(held) = held {
                    return Ok(held);
                }
                let local = match local {
                    Some(local) if tied.is_empty() => return Err(machine::unknown_local(AT, local)),
                    Some(local) => local,
                    None => counts::fresh_local(tx).await?,
                };
                records::insert(tx, source, &external, local, now).await
            }
            .boxed()
        })
        .await
    }

    async fn succeed(&self, old: &ExternalRef, new: &ExternalRef, now: DateTime<Utc>) -> Result<Reference> {
        const AT: &str = "mirror.succeed";
        machine::check_succession(old, new)?;
        let now = check_now(AT, now)?;
        let (old, new) = (old.clone(), new.clone());
        self.transact(AT, move |tx| {
            async move { succeed(tx, AT, &old, &new, now).await }.boxed()
        })
        .await
    }

    async fn gone(
        &self,
        external: &ExternalRef,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<Reference> {
        const AT: &str = "mirror.gone";
        external.validate(AT)?;
        let now = check_now(AT, now)?;
        let (external, guard) = (external.clone(), guard.cloned());
        self.transact(AT, move |tx| {
            async move {
                check_guard(tx, guard.as_ref(), now).await?;
                sources::lock(tx, &external.connection, &external.kind).await?;
                records::bury(tx, &external, now).await?;
                let held = records::by_external(tx, &external).await?;
                held.ok_or_else(|| machine::unseen(AT))
            }
            .boxed()
        })
        .await
    }

    async fn reference(&self, external: &ExternalRef) -> Result<Option<Reference>> {
        const AT: &str = "mirror.reference";
        external.validate(AT)?;
        let external = external.clone();
        self.run(AT, move |db| async move {
            records::reference_to(&db, AT, &external).await
        })
        .await
    }

    async fn body(&self, external: &ExternalRef) -> Result<Option<Vec<u8>>> {
        const AT: &str = "mirror.body";
        external.validate(AT)?;
        let external = external.clone();
        self.run(
            AT,
            move |db| async move { records::body(&db, AT, &external).await },
        )
        .await
    }

    async fn references_of(&self, local: LocalId) -> Result<Vec<Reference>> {
        const AT: &str = "mirror.references_of";
        self.run(
            AT,
            move |db| async move { records::of_local(&db, AT, local).await },
        )
        .await
    }

    async fn changed(&self, connection: &str, kind: &str, after: u64, limit: u32) -> Result<Vec<Reference>> {
        const AT: &str = "mirror.changed";
        // Any id will do to check the other two.
        let of_kind = ExternalRef::new(connection, kind, "-");
        of_kind.validate(AT)?;
        check_list_limit(AT, limit)?;
        self.run(AT, move |db| async move {
            records::changed(&db, AT, &of_kind, after, limit).await
        })
        .await
    }

    async fn cursor(&self, stream: &str) -> Result<Option<Cursor>> {
        const AT: &str = "cursor.cursor";
        machine::check_stream(AT, stream)?;
        let stream = stream.to_owned();
        self.run(
            AT,
            move |db| async move { streams::cursor(&db, AT, &stream).await },
        )
        .await
    }

    async fn rewind(
        &self,
        stream: &str,
        expected_version: u64,
        high: Option<DateTime<Utc>>,
        actor: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Cursor> {
        const AT: &str = "cursor.rewind";
        machine::check_stream(AT, stream)?;
        let (stream, actor, reason) = (stream.to_owned(), actor.to_owned(), reason.to_owned());
        self.transact(AT, move |tx| {
            async move {
                let after = streams::step(tx, &stream, |held| {
                    machine::rewind(held, &stream, expected_version, high, &actor, &reason, now)
                })
                .await?;
                streams::record_rewind(tx, &after, &actor, &reason).await?;
                Ok(after)
            }
            .boxed()
        })
        .await
    }

    async fn begin_scan(&self, scope: &ScanScope, now: DateTime<Utc>) -> Result<Scan> {
        const AT: &str = "scan.begin";
        machine::check_scope(scope)?;
        let now = check_now(AT, now)?;
        let scope = scope.clone();
        self.transact(AT, move |tx| {
            async move { scans::begin(tx, &scope, now).await }.boxed()
        })
        .await
    }

    async fn end_scan(
        &self,
        number: u64,
        completion: Completion,
        brake: Brake,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<ScanReport> {
        const AT: &str = "scan.end";
        machine::check_brake(AT, brake)?;
        let now = check_now(AT, now)?;
        let guard = guard.cloned();
        self.transact(AT, move |tx| {
            async move {
                check_guard(tx, guard.as_ref(), now).await?;
                let scan = scans::for_update(tx, number).await?;
                machine::check_open(AT, &scan)?;
                scans::end(tx, &scan, completion, brake, now).await
            }
            .boxed()
        })
        .await
    }

    async fn approve_scan(&self, number: u64, actor: &str, now: DateTime<Utc>) -> Result<ScanReport> {
        const AT: &str = "scan.approve";
        machine::check_actor(AT, actor)?;
        let now = check_now(AT, now)?;
        let actor = actor.to_owned();
        self.transact(AT, move |tx| {
            async move {
                let scan = scans::for_update(tx, number).await?;
                machine::check_held(AT, &scan)?;
                scans::approve(tx, &scan, &actor, now).await
            }
            .boxed()
        })
        .await
    }

    async fn scan(&self, number: u64) -> Result<Scan> {
        const AT: &str = "scan.scan";
        self.run(
            AT,
            move |db| async move { scans::by_number(&db, AT, number).await },
        )
        .await
    }
}

async fn succeed(
    tx: &mut Transaction,
    at: &'static str,
    old: &ExternalRef,
    new: &ExternalRef,
    now: DateTime<Utc>,
) -> Result<Reference> {
    let (of_old, of_new) = sources::lock_two(tx, old, new).await?;
    // Ids are tied under this lock only, so none is tied elsewhere meanwhile.
    counts::lock(tx).await?;
    let before = records::by_external(tx, old).await?;
    let after = records::by_external(tx, new).await?;
    let others = match &after {
        Some(after) => records::tied(tx, after.local)
            .await?
            .iter()
            .any(|tied| tied.external != *new),
        None => false,
    };
    let local = match machine::succession(before.as_ref(), after.as_ref(), &new.external_id, others)? {
        Succession::Before => None,
        Succession::Keep(local) => Some(local),
        Succession::Fresh => Some(counts::fresh_local(tx).await?),
    };
    if let Some(local) = local {
        if before.is_none() {
            records::insert(tx, of_old, old, local, now).await?;
        }
        records::close(tx, old, &new.external_id, now).await?;
        match after {
            None => {
                records::insert(tx, of_new, new, local, now).await?;
            }
            Some(after) if after.local != local => records::tie(tx, new, local, now).await?,
            Some(_) => {}
        }
    }
    records::by_external(tx, new)
        .await?
        .ok_or_else(|| machine::unseen(at))
}
