use async_trait::async_trait;
use careweave_sync_core::health::{age, machine};
use careweave_sync_core::ledger::check_now;
use careweave_sync_core::{
    Health, Integration, IntegrationEvent, IntegrationState, IntegrationStatus, Vitals,
};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Row, params};

use crate::column::{column, instant, instant_if_any, number, unreadable};
use crate::fault::Fault;
use crate::store::SqliteStore;
use crate::transaction::{snapshot, write};

#[async_trait]
impl Health for SqliteStore {
    async fn vitals(&self, integration: &Integration, now: DateTime<Utc>) -> Result<Vitals> {
        const AT: &str = "health.vitals";
        integration.validate(AT)?;
        let now = check_now(AT, now)?;
        let integration = integration.clone();
        // One snapshot, so that the numbers belong together.
        self.run(AT, move |conn| count(&*snapshot(conn)?, &integration, now))
            .await
    }

    async fn observe(
        &self,
        name: &str,
        event: &IntegrationEvent,
        now: DateTime<Utc>,
    ) -> Result<IntegrationStatus> {
        let (name, event) = (name.to_owned(), event.clone());
        self.run("health.observe", move |conn| {
            let tx = write(conn)?;
            let after = machine::observe(by_name(&tx, &name)?.as_ref(), &name, &event, now)?;
            put(&tx, &after)?;
            tx.commit()?;
            Ok(after)
        })
        .await
    }

    async fn integration(&self, name: &str) -> Result<Option<IntegrationStatus>> {
        const AT: &str = "health.integration";
        machine::check_name(AT, name)?;
        let name = name.to_owned();
        self.run(AT, move |conn| by_name(conn, &name)).await
    }
}

fn count(conn: &Connection, integration: &Integration, now: DateTime<Utc>) -> Result<Vitals, Fault> {
    // Lists go to SQLite as JSON: they may be longer than its parameters.
    let list = |names: &[String]| serde_json::to_string(names).map_err(|e| unreadable("integration", e));
    let (streams, operations, leases) = (
        list(&integration.streams)?,
        list(&integration.operations)?,
        list(&integration.leases)?,
    );
    let micros = now.timestamp_micros();
    let one = |sql: &str, given: &[&dyn ToSql]| -> Result<(u64, Option<u64>), Fault> {
        conn.prepare_cached(sql)?.query_row(given, |row| {
            Ok(number(row, "n").and_then(|n| {
                let oldest = instant_if_any(row, "oldest")?;
                Ok((n, oldest.map(|at| age(now, at))))
            }))
        })?
    };
    let (read, sync_lag) = one(
        "SELECT count(*) AS n, min(high) AS oldest FROM mirror_cursor JOIN json_each(?1) ON stream = value \
         WHERE high IS NOT NULL",
        &[&streams],
    )?;
    let (inbox_waiting, inbox_oldest) = one(
        "SELECT count(*) AS n, min(received_at) AS oldest FROM inbox_message WHERE source = ?1 AND state = 'received'",
        &[&integration.source],
    )?;
    let (hints_waiting, hints_oldest) = one(
        "SELECT coalesce(sum(hints - served), 0) AS n, min(dirty_since) AS oldest FROM inbox_mark \
         WHERE source = ?1 AND hints > served",
        &[&integration.source],
    )?;
    let (outbox_waiting, outbox_oldest) = one(
        "SELECT count(*) AS n, min(enqueued_at) AS oldest FROM outbox JOIN effect USING (effect_id) \
         WHERE outbox.state IN ('waiting', 'claimed') AND operation IN (SELECT value FROM json_each(?1))",
        &[&operations],
    )?;
    let (dead_letters, _) = one(
        "SELECT count(*) AS n, NULL AS oldest FROM outbox JOIN effect USING (effect_id) \
         WHERE outbox.state = 'dead' AND operation IN (SELECT value FROM json_each(?1))",
        &[&operations],
    )?;
    let (in_doubt, in_doubt_oldest) = one(
        "SELECT count(*) AS n, min(last_sent_at) AS oldest FROM effect \
         WHERE state IN ('sending', 'in_doubt') AND (state = 'in_doubt' OR deadline_at <= ?2) \
         AND operation IN (SELECT value FROM json_each(?1))",
        &[&operations, &micros],
    )?;
    let (manual, _) = one(
        "SELECT count(*) AS n, NULL AS oldest FROM effect \
         WHERE state = 'manual' AND operation IN (SELECT value FROM json_each(?1))",
        &[&operations],
    )?;
    let (lease_losses, _) = one(
        "SELECT coalesce(sum(losses), 0) AS n, NULL AS oldest FROM lease \
         WHERE name IN (SELECT value FROM json_each(?1))",
        &[&leases],
    )?;
    let (conflicts_open, _) = one(
        "SELECT count(*) AS n, NULL AS oldest FROM conflict WHERE connection = ?1 AND state = 'open'",
        &[&integration.connection],
    )?;
    let (scans_held, _) = one(
        "SELECT count(*) AS n, NULL AS oldest FROM mirror_scan JOIN mirror_source ON mirror_source.id = source \
         WHERE connection = ?1 AND mirror_scan.state = 'held'",
        &[&integration.connection],
    )?;
    Ok(Vitals {
        at: now,
        sync_lag,
        streams_unread: (integration.streams.len() as u64).saturating_sub(read),
        inbox_waiting,
        inbox_oldest,
        hints_waiting,
        hints_oldest,
        outbox_waiting,
        outbox_oldest,
        dead_letters,
        in_doubt,
        in_doubt_oldest,
        manual,
        lease_losses,
        conflicts_open,
        scans_held,
    })
}

fn by_name(conn: &Connection, name: &str) -> Result<Option<IntegrationStatus>, Fault> {
    conn.prepare_cached(
        "SELECT name, state, since, failures, reason, last_success_at, last_failure_at, updated_at \
         FROM integration WHERE name = ?1",
    )?
    .query([name])?
    .next()?
    .map(status)
    .transpose()
}

fn put(conn: &Connection, status: &IntegrationStatus) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO integration (name, state, since, failures, reason, last_success_at, last_failure_at, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (name) DO UPDATE SET state = excluded.state, \
         since = excluded.since, failures = excluded.failures, reason = excluded.reason, \
         last_success_at = excluded.last_success_at, last_failure_at = excluded.last_failure_at, \
         updated_at = excluded.updated_at",
    )?
    .execute(params![
        status.name,
        status.state.as_str(),
        status.since.timestamp_micros(),
        status.failures,
        status.reason,
        status.last_success_at.map(|at| at.timestamp_micros()),
        status.last_failure_at.map(|at| at.timestamp_micros()),
        status.updated_at.timestamp_micros(),
    ])?;
    Ok(())
}

fn status(row: &Row<'_>) -> Result<IntegrationStatus, Fault> {
    let state: String = column(row, "state")?;
    Ok(IntegrationStatus {
        name: column(row, "name")?,
        state: state
            .parse::<IntegrationState>()
            .map_err(|e| unreadable("state", e))?,
        since: instant(row, "since")?,
        failures: column(row, "failures")?,
        reason: column(row, "reason")?,
        last_success_at: instant_if_any(row, "last_success_at")?,
        last_failure_at: instant_if_any(row, "last_failure_at")?,
        updated_at: instant(row, "updated_at")?,
    })
}
