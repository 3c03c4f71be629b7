pub(crate) mod rows;

use async_trait::async_trait;
use careweave_sync_core::conflicts::machine;
use careweave_sync_core::{
    Conflict, ConflictCounts, ConflictDecision, ConflictFilter, ConflictReport, Conflicts, ExternalRef,
    FenceGuard, FoundConflict,
};
use careweave_types::Result;
use chrono::{DateTime, Utc};

use crate::lease::check_guard;
use crate::store::SqliteStore;
use crate::transaction::{snapshot, write};

#[async_trait]
impl Conflicts for SqliteStore {
    async fn record_conflicts(
        &self,
        reference: &ExternalRef,
        found: &[FoundConflict],
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<ConflictReport> {
        machine::check_found(reference, found)?;
        let (reference, found, guard) = (reference.clone(), found.to_vec(), guard.cloned());
        let bodies = self.bodies();
        self.run("conflict.record", move |conn| {
            let tx = write(conn)?;
            check_guard(&tx, guard.as_ref(), now)?;
            let held = rows::of_record(&tx, &bodies, &reference)?;
            let recorded = machine::record(&held, &reference, &found, rows::last_number(&tx)?, now)?;
            for conflict in &recorded.written {
                rows::put(&tx, &bodies, conflict)?;
            }
            tx.commit()?;
            Ok(recorded.report)
        })
        .await
    }

    async fn conflict(&self, number: u64) -> Result<Conflict> {
        const AT: &str = "conflict.conflict";
        let bodies = self.bodies();
        self.run(AT, move |conn| {
            Ok(rows::by_number(conn, &bodies, number)?.ok_or_else(|| machine::unknown(AT, number))?)
        })
        .await
    }

    async fn conflicts(&self, filter: &ConflictFilter) -> Result<Vec<Conflict>> {
        filter.validate()?;
        let (filter, bodies) = (filter.clone(), self.bodies());
        self.run("conflict.list", move |conn| rows::list(conn, &bodies, &filter))
            .await
    }

    async fn resolve_conflict(
        &self,
        number: u64,
        decision: &ConflictDecision,
        actor: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Conflict> {
        const AT: &str = "conflict.resolve";
        let (decision, actor, reason) = (decision.clone(), actor.to_owned(), reason.to_owned());
        let bodies = self.bodies();
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            let held = rows::by_number(&tx, &bodies, number)?.ok_or_else(|| machine::unknown(AT, number))?;
            let after = machine::resolve(&held, &decision, &actor, &reason, now)?;
            rows::put(&tx, &bodies, &after)?;
            tx.commit()?;
            Ok(after)
        })
        .await
    }

    async fn conflict_counts(&self, connection: &str) -> Result<ConflictCounts> {
        ConflictFilter::open(connection).validate()?;
        let connection = connection.to_owned();
        self.run("conflict.counts", move |conn| {
            rows::counts(&*snapshot(conn)?, &connection)
        })
        .await
    }
}
