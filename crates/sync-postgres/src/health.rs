use async_trait::async_trait;
use careweave_sync_core::health::{age, machine};
use careweave_sync_core::ledger::check_now;
use careweave_sync_core::{
    Health, Integration, IntegrationEvent, IntegrationState, IntegrationStatus, Vitals,
};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::column::{column, instant, instant_if_any, micros, number, only, unreadable};
use crate::database::{Database, Given};
use crate::race::{MAX_RACES, outrun};
use crate::store::PostgresStore;
use crate::transaction::Transaction;

#[async_trait]
impl Health for PostgresStore {
    async fn vitals(&self, integration: &Integration, now: DateTime<Utc>) -> Result<Vitals> {
        const AT: &str = "health.vitals";
        integration.validate(AT)?;
        let now = check_now(AT, now)?;
        let integration = integration.clone();
        self.run(
            AT,
            move |db| async move { count(&db, AT, &integration, now).await },
        )
        .await
    }

    async fn observe(
        &self,
        name: &str,
        event: &IntegrationEvent,
        now: DateTime<Utc>,
    ) -> Result<IntegrationStatus> {
        const AT: &str = "health.observe";
        machine::check_name(AT, name)?;
        let (name, event) = (name.to_owned(), event.clone());
        self.transact(AT, move |tx| {
            async move {
                for _ in 0..MAX_RACES {
                    let before = for_update(tx, &name).await?;
                    let after = machine::observe(before.as_ref(), &name, &event, now)?;
                    if put(tx, before.is_some(), &after).await? {
                        return Ok(after);
                    }
                }
                Err(outrun(AT))
            }
            .boxed()
        })
        .await
    }

    async fn integration(&self, name: &str) -> Result<Option<IntegrationStatus>> {
        const AT: &str = "health.integration";
        machine::check_name(AT, name)?;
        let name = name.to_owned();
        self.run(AT, move |db| async move {
            let sql = by_name_sql(&db.schema().table("integration"));
            let rows = db.read(AT, &sql, &[(&name, Type::TEXT)]).await?;
            rows.first().map(status).transpose()
        })
        .await
    }
}

/// All numbers from one statement, so that they belong together.
async fn count(
    db: &Database,
    at: &'static str,
    integration: &Integration,
    now: DateTime<Utc>,
) -> Result<Vitals> {
    let table = |name| db.schema().table(name);
    let sql = format!(
        "WITH mine AS NOT MATERIALIZED (SELECT effect_id, state, deadline_at, last_sent_at FROM {effect} \
                                        WHERE operation = ANY ($4)), \
              doubtful AS (SELECT last_sent_at FROM mine WHERE state IN ('sending', 'in_doubt') \
                           AND (state = 'in_doubt' OR deadline_at <= $7)), \
              waiting AS (SELECT enqueued_at FROM {outbox} o JOIN mine USING (effect_id) \
                          WHERE o.state IN ('waiting', 'claimed')), \
              read AS (SELECT high FROM {cursor} WHERE stream = ANY ($3) AND high IS NOT NULL), \
              message AS (SELECT received_at FROM {message} WHERE source = $2 AND state = 'received'), \
              mark AS (SELECT hints - served AS n, dirty_since FROM {mark} WHERE source = $2 AND hints > served) \
         SELECT (SELECT count(*) FROM read) AS streams_read, (SELECT min(high) FROM read) AS sync_lag, \
                (SELECT count(*) FROM message) AS inbox_waiting, (SELECT min(received_at) FROM message) AS inbox_oldest, \
                (SELECT coalesce(sum(n), 0)::bigint FROM mark) AS hints_waiting, \
                (SELECT min(dirty_since) FROM mark) AS hints_oldest, \
                (SELECT count(*) FROM waiting) AS outbox_waiting, (SELECT min(enqueued_at) FROM waiting) AS outbox_oldest, \
                (SELECT count(*) FROM {outbox} o JOIN mine USING (effect_id) WHERE o.state = 'dead') AS dead_letters, \
                (SELECT count(*) FROM doubtful) AS in_doubt, (SELECT min(last_sent_at) FROM doubtful) AS in_doubt_oldest, \
                (SELECT count(*) FROM mine WHERE state = 'manual') AS manual, \
                (SELECT coalesce(sum(losses), 0)::bigint FROM {lease} WHERE name = ANY ($5)) AS lease_losses, \
                (SELECT count(*) FROM {conflict} WHERE connection = $1 AND state = 'open') AS conflicts_open, \
                (SELECT count(*) FROM {scan} s JOIN {source} m ON m.id = s.source \
                 WHERE m.connection = $1 AND s.state = 'held') AS scans_held, \
                $6::bigint AS at",
        effect = table("effect"),
        outbox = table("outbox"),
        cursor = table("mirror_cursor"),
        message = table("inbox_message"),
        mark = table("inbox_mark"),
        lease = table("lease"),
        conflict = table("conflict"),
        scan = table("mirror_scan"),
        source = table("mirror_source"),
    );
    let micros = now.timestamp_micros();
    let given: [Given<'_>; 7] = [
        (&integration.connection, Type::TEXT),
        (&integration.source, Type::TEXT),
        (&integration.streams, Type::TEXT_ARRAY),
        (&integration.operations, Type::TEXT_ARRAY),
        (&integration.leases, Type::TEXT_ARRAY),
        (&micros, Type::INT8),
        (&micros, Type::INT8),
    ];
    let rows = db.read(at, &sql, &given).await?;
    let row = only(&rows, "at")?;
    let oldest = |name| Ok(instant_if_any(row, name)?.map(|at| age(now, at)));
    let read: u64 = number(row, "streams_read")?;
    Ok(Vitals {
        at: now,
        sync_lag: oldest("sync_lag")?,
        streams_unread: (integration.streams.len() as u64).saturating_sub(read),
        inbox_waiting: number(row, "inbox_waiting")?,
        inbox_oldest: oldest("inbox_oldest")?,
        hints_waiting: number(row, "hints_waiting")?,
        hints_oldest: oldest("hints_oldest")?,
        outbox_waiting: number(row, "outbox_waiting")?,
        outbox_oldest: oldest("outbox_oldest")?,
        dead_letters: number(row, "dead_letters")?,
        in_doubt: number(row, "in_doubt")?,
        in_doubt_oldest: oldest("in_doubt_oldest")?,
        manual: number(row, "manual")?,
        lease_losses: number(row, "lease_losses")?,
        conflicts_open: number(row, "conflicts_open")?,
        scans_held: number(row, "scans_held")?,
    })
}

fn by_name_sql(table: &str) -> String {
    format!(
        "SELECT name, state, since, failures, reason, last_success_at, last_failure_at, updated_at FROM {table} \
         WHERE name = $1"
    )
}

async fn for_update(tx: &mut Transaction, name: &str) -> Result<Option<IntegrationStatus>> {
    let sql = format!("{} FOR NO KEY UPDATE", by_name_sql(&tx.table("integration")));
    let rows = tx.read(&sql, &[(&name, Type::TEXT)]).await?;
    rows.first().map(status).transpose()
}

/// Writes over the row that was locked, or records the first of a name; false when another worker did meanwhile.
async fn put(tx: &mut Transaction, held: bool, status: &IntegrationStatus) -> Result<bool> {
    let sql = format!(
        "INSERT INTO {} AS i (name, state, since, failures, reason, last_success_at, last_failure_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (name) DO UPDATE SET state = excluded.state, \
         since = excluded.since, failures = excluded.failures, reason = excluded.reason, \
         last_success_at = excluded.last_success_at, last_failure_at = excluded.last_failure_at, \
         updated_at = excluded.updated_at WHERE $9 RETURNING i.id",
        tx.table("integration")
    );
    let given: [Given<'_>; 9] = [
        (&status.name, Type::TEXT),
        (&status.state.as_str(), Type::TEXT),
        (&status.since.timestamp_micros(), Type::INT8),
        (&i64::from(status.failures), Type::INT8),
        (&status.reason, Type::TEXT),
        (&micros(status.last_success_at), Type::INT8),
        (&micros(status.last_failure_at), Type::INT8),
        (&status.updated_at.timestamp_micros(), Type::INT8),
        (&held, Type::BOOL),
    ];
    Ok(!tx.write(&sql, &given).await?.is_empty())
}

fn status(row: &Row) -> Result<IntegrationStatus> {
    let state: &str = column(row, "state")?;
    Ok(IntegrationStatus {
        name: column(row, "name")?,
        state: state
            .parse::<IntegrationState>()
            .map_err(|e| unreadable("state", e))?,
        since: instant(row, "since")?,
        failures: number(row, "failures")?,
        reason: column(row, "reason")?,
        last_success_at: instant_if_any(row, "last_success_at")?,
        last_failure_at: instant_if_any(row, "last_failure_at")?,
        updated_at: instant(row, "updated_at")?,
    })
}
