pub(crate) mod rows;

use async_trait::async_trait;
use careweave_sync_core::conflicts::machine;
use careweave_sync_core::{
    Conflict, ConflictCounts, ConflictDecision, ConflictFilter, ConflictReport, Conflicts, ExternalRef,
    FenceGuard, FoundConflict,
};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;

use crate::lease::check_guard;
use crate::store::PostgresStore;

// What is locked, in this order: the lease of the guard, the number that was given last, the conflicts of the record. The number
// is locked first, so that of two syncs of one record one decides after the other.
#[async_trait]
impl Conflicts for PostgresStore {
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
        self.transact("conflict.record", move |tx| {
            async move {
                check_guard(tx, guard.as_ref(), now).await?;
                let last = rows::last_number(tx).await?;
                let held = rows::of_record(tx, &bodies, &reference).await?;
                let recorded = machine::record(&held, &reference, &found, last, now)?;
                let highest = recorded.written.iter().map(|conflict| conflict.number).max();
                if let Some(highest) = highest.filter(|highest| *highest > last) {
                    rows::set_last(tx, highest).await?;
                }
                for conflict in &recorded.written {
                    rows::put(tx, &bodies, conflict).await?;
                }
                Ok(recorded.report)
            }
            .boxed()
        })
        .await
    }

    async fn conflict(&self, number: u64) -> Result<Conflict> {
        const AT: &str = "conflict.conflict";
        let bodies = self.bodies();
        self.run(AT, move |db| async move {
            rows::by_number(&db, AT, &bodies, number)
                .await?
                .ok_or_else(|| machine::unknown(AT, number))
        })
        .await
    }

    async fn conflicts(&self, filter: &ConflictFilter) -> Result<Vec<Conflict>> {
        const AT: &str = "conflict.list";
        filter.validate()?;
        let (filter, bodies) = (filter.clone(), self.bodies());
        self.run(AT, move |db| async move {
            rows::list(&db, AT, &bodies, &filter).await
        })
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
        self.transact(AT, move |tx| {
            async move {
                let held = rows::for_update(tx, &bodies, number)
                    .await?
                    .ok_or_else(|| machine::unknown(AT, number))?;
                let after = machine::resolve(&held, &decision, &actor, &reason, now)?;
                if after != held {
                    rows::put(tx, &bodies, &after).await?;
                }
                Ok(after)
            }
            .boxed()
        })
        .await
    }

    async fn conflict_counts(&self, connection: &str) -> Result<ConflictCounts> {
        const AT: &str = "conflict.counts";
        ConflictFilter::open(connection).validate()?;
        let connection = connection.to_owned();
        self.run(
            AT,
            move |db| async move { rows::counts(&db, AT, &connection).await },
        )
        .await
    }
}
