#[cfg(test)]
mod equal_instants;
mod page;
mod records;
mod scans;
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

pub(crate) use records::next_change;

use crate::lease::check_guard;
use crate::store::SqliteStore;
use crate::transaction::write;

#[async_trait]
impl Mirror for SqliteStore {
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
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            check_guard(&tx, guard.as_ref(), now)?;
            let report = page::apply(&tx, AT, &page, now)?;
            tx.commit()?;
            Ok(report)
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
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            let source = records::source(&tx, &external.connection, &external.kind)?;
            let held = records::by_external(&tx, &external)?;
            let tied = match local {
                Some(local) => records::of_local(&tx, local)?,
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
                Some(local) if tied.is_empty() => return Err(machine::unknown_local(AT, local).into()),
                Some(local) => local,
                None => records::fresh_local(&tx)?,
            };
            let made = records::insert(&tx, source, &external, local, now)?;
            tx.commit()?;
            Ok(made)
        })
        .await
    }

    async fn succeed(&self, old: &ExternalRef, new: &ExternalRef, now: DateTime<Utc>) -> Result<Reference> {
        const AT: &str = "mirror.succeed";
        machine::check_succession(old, new)?;
        let now = check_now(AT, now)?;
        let (old, new) = (old.clone(), new.clone());
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            let before = records::by_external(&tx, &old)?;
            let after = records::by_external(&tx, &new)?;
            let others = match &after {
                Some(after) => records::of_local(&tx, after.local)?
                    .iter()
                    .any(|tied| tied.external != new),
                None => false,
            };
            let local = match machine::succession(before.as_ref(), after.as_ref(), &new.external_id, others)?
            {
                Succession::Before => None,
                Succession::Keep(local) => Some(local),
                Succession::Fresh => Some(records::fresh_local(&tx)?),
            };
            if let Some(local) = local {
                if before.is_none() {
                    let source = records::source(&tx, &old.connection, &old.kind)?;
                    records::insert(&tx, source, &old, local, now)?;
                }
                records::close(&tx, &old, &new.external_id, now)?;
                match after {
                    None => {
                        let source = records::source(&tx, &new.connection, &new.kind)?;
                        records::insert(&tx, source, &new, local, now)?;
                    }
                    Some(after) if after.local != local => records::tie(&tx, &new, local, now)?,
                    Some(_) => {}
                }
            }
            let kept = records::by_external(&tx, &new)?.ok_or_else(|| machine::unseen(AT))?;
            tx.commit()?;
            Ok(kept)
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
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            check_guard(&tx, guard.as_ref(), now)?;
            records::bury(&tx, &external, now)?;
            let held = records::by_external(&tx, &external)?.ok_or_else(|| machine::unseen(AT))?;
            tx.commit()?;
            Ok(held)
        })
        .await
    }

    async fn reference(&self, external: &ExternalRef) -> Result<Option<Reference>> {
        const AT: &str = "mirror.reference";
        external.validate(AT)?;
        let external = external.clone();
        self.run(AT, move |conn| records::by_external(conn, &external))
            .await
    }

    async fn body(&self, external: &ExternalRef) -> Result<Option<Vec<u8>>> {
        const AT: &str = "mirror.body";
        external.validate(AT)?;
        let external = external.clone();
        self.run(AT, move |conn| records::body(conn, &external)).await
    }

    async fn references_of(&self, local: LocalId) -> Result<Vec<Reference>> {
        self.run("mirror.references_of", move |conn| records::of_local(conn, local))
            .await
    }

    async fn changed(&self, connection: &str, kind: &str, after: u64, limit: u32) -> Result<Vec<Reference>> {
        const AT: &str = "mirror.changed";
        // Any id will do to check the other two.
        let of_kind = ExternalRef::new(connection, kind, "-");
        of_kind.validate(AT)?;
        check_list_limit(AT, limit)?;
        self.run(AT, move |conn| records::changed(conn, &of_kind, after, limit))
            .await
    }

    async fn cursor(&self, stream: &str) -> Result<Option<Cursor>> {
        const AT: &str = "cursor.cursor";
        machine::check_stream(AT, stream)?;
        let stream = stream.to_owned();
        self.run(AT, move |conn| streams::cursor(conn, &stream)).await
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
        let (stream, actor, reason) = (stream.to_owned(), actor.to_owned(), reason.to_owned());
        self.run("cursor.rewind", move |conn| {
            let tx = write(conn)?;
            let held = streams::cursor(&tx, &stream)?;
            let after = machine::rewind(
                held.as_ref(),
                &stream,
                expected_version,
                high,
                &actor,
                &reason,
                now,
            )?;
            streams::put(&tx, &after)?;
            streams::record_rewind(&tx, &after, &actor, &reason)?;
            tx.commit()?;
            Ok(after)
        })
        .await
    }

    async fn begin_scan(&self, scope: &ScanScope, now: DateTime<Utc>) -> Result<Scan> {
        const AT: &str = "scan.begin";
        machine::check_scope(scope)?;
        let now = check_now(AT, now)?;
        let scope = scope.clone();
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            let scan = scans::begin(&tx, &scope, now)?;
            tx.commit()?;
            Ok(scan)
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
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            check_guard(&tx, guard.as_ref(), now)?;
            let scan = scans::by_number(&tx, AT, number)?;
            machine::check_open(AT, &scan)?;
            let report = scans::end(&tx, &scan, completion, brake, now)?;
            tx.commit()?;
            Ok(report)
        })
        .await
    }

    async fn approve_scan(&self, number: u64, actor: &str, now: DateTime<Utc>) -> Result<ScanReport> {
        const AT: &str = "scan.approve";
        machine::check_actor(AT, actor)?;
        let now = check_now(AT, now)?;
        let actor = actor.to_owned();
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            let scan = scans::by_number(&tx, AT, number)?;
            machine::check_held(AT, &scan)?;
            let report = scans::approve(&tx, &scan, &actor, now)?;
            tx.commit()?;
            Ok(report)
        })
        .await
    }

    async fn scan(&self, number: u64) -> Result<Scan> {
        const AT: &str = "scan.scan";
        self.run(AT, move |conn| scans::by_number(conn, AT, number)).await
    }
}
