//! Records of other systems as rows.

use careweave_sync_core::mirror::machine::Known;
use careweave_sync_core::{ExternalRef, Fingerprint, LocalId, Reference, ReferenceState};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use super::counts;
use crate::column::{bytes_if_any, column, instant, key, number, unreadable};
use crate::database::{Database, Given};
use crate::schema::Schema;
use crate::transaction::Transaction;

const BY_EXTERNAL: &str = "connection = $1 AND kind = $2 AND external_id = $3";

/// Makes a record that was not seen yet.
pub(super) async fn insert(
    tx: &mut Transaction,
    source: i64,
    external: &ExternalRef,
    local: LocalId,
    now: DateTime<Utc>,
) -> Result<Reference> {
    let given_last = counts::next_change(tx).await?;
    let sql = format!(
        "INSERT INTO {} (source, external_id, local, state, misses, change, touched, first_seen_at, changed_at) \
         VALUES ($1, $2, $3, 'live', 0, $4, $5, $6, $6)",
        tx.table("mirror_record")
    );
    let given: [Given<'_>; 6] = [
        (&source, Type::INT8),
        (&external.external_id, Type::TEXT),
        (&key(local.get()), Type::INT8),
        (&given_last.changes, Type::INT8),
        (&given_last.scans, Type::INT8),
        (&now.timestamp_micros(), Type::INT8),
    ];
    tx.write(&sql, &given).await?;
    Ok(Reference {
        external: external.clone(),
        local,
        state: ReferenceState::Live,
        superseded_by: None,
        fingerprint: None,
        version: None,
        misses: 0,
        change: u64::try_from(given_last.changes).map_err(|e| unreadable("changes", e))?,
        first_seen_at: now,
        changed_at: now,
    })
}

/// Closes a record that has another id now.
pub(super) async fn close(
    tx: &mut Transaction,
    external: &ExternalRef,
    new: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    set(
        tx,
        external,
        "state = 'superseded', superseded_by = $6",
        now,
        Some((&new, Type::TEXT)),
    )
    .await
}

/// Ties a record to another id.
pub(super) async fn tie(
    tx: &mut Transaction,
    external: &ExternalRef,
    local: LocalId,
    now: DateTime<Utc>,
) -> Result<()> {
    let local = key(local.get());
    set(tx, external, "local = $6", now, Some((&local, Type::INT8))).await
}

/// Makes a tombstone of a live record; of any other nothing.
pub(super) async fn bury(tx: &mut Transaction, external: &ExternalRef, now: DateTime<Utc>) -> Result<()> {
    let held = by_external(tx, external).await?;
    if held.is_none_or(|held| held.state != ReferenceState::Live) {
        return Ok(());
    }
    set(tx, external, "state = 'tombstone'", now, None).await
}

async fn set(
    tx: &mut Transaction,
    external: &ExternalRef,
    columns: &str,
    now: DateTime<Utc>,
    value: Option<Given<'_>>,
) -> Result<()> {
    let change = counts::next_change(tx).await?.changes;
    let sql = format!(
        "UPDATE {} SET change = $4, changed_at = greatest(changed_at, $5), {columns} WHERE external_id = $3 \
         AND source = (SELECT id FROM {} WHERE connection = $1 AND kind = $2)",
        tx.table("mirror_record"),
        tx.table("mirror_source"),
    );
    let now = now.timestamp_micros();
    let mut given: Vec<Given<'_>> = vec![
        (&external.connection, Type::TEXT),
        (&external.kind, Type::TEXT),
        (&external.external_id, Type::TEXT),
        (&change, Type::INT8),
        (&now, Type::INT8),
    ];
    given.extend(value);
    tx.write(&sql, &given).await.map(drop)
}

pub(super) async fn by_external(tx: &mut Transaction, external: &ExternalRef) -> Result<Option<Reference>> {
    let sql = reference_sql(tx.schema(), BY_EXTERNAL);
    let rows = tx.read(&sql, &named(external)).await?;
    rows.first().map(reference).transpose()
}

pub(super) async fn reference_to(
    db: &Database,
    at: &'static str,
    external: &ExternalRef,
) -> Result<Option<Reference>> {
    let sql = reference_sql(db.schema(), BY_EXTERNAL);
    let rows = db.read(at, &sql, &named(external)).await?;
    rows.first().map(reference).transpose()
}

const OF_LOCAL: &str = "local = $1 ORDER BY r.id";

/// The records that are tied to an id.
pub(super) async fn tied(tx: &mut Transaction, local: LocalId) -> Result<Vec<Reference>> {
    let sql = reference_sql(tx.schema(), OF_LOCAL);
    let rows = tx.read(&sql, &[(&key(local.get()), Type::INT8)]).await?;
    rows.iter().map(reference).collect()
}

pub(super) async fn of_local(db: &Database, at: &'static str, local: LocalId) -> Result<Vec<Reference>> {
    let sql = reference_sql(db.schema(), OF_LOCAL);
    let rows = db.read(at, &sql, &[(&key(local.get()), Type::INT8)]).await?;
    rows.iter().map(reference).collect()
}

pub(super) async fn changed(
    db: &Database,
    at: &'static str,
    of_kind: &ExternalRef,
    after: u64,
    limit: u32,
) -> Result<Vec<Reference>> {
    let sql = reference_sql(
        db.schema(),
        "connection = $1 AND kind = $2 AND change > $3 ORDER BY change LIMIT $4",
    );
    let given: [Given<'_>; 4] = [
        (&of_kind.connection, Type::TEXT),
        (&of_kind.kind, Type::TEXT),
        (&key(after), Type::INT8),
        (&i64::from(limit), Type::INT8),
    ];
    db.read(at, &sql, &given).await?.iter().map(reference).collect()
}

pub(super) async fn body(db: &Database, at: &'static str, external: &ExternalRef) -> Result<Option<Vec<u8>>> {
    let sql = format!(
        "SELECT body FROM {} r JOIN {} s ON s.id = r.source WHERE {BY_EXTERNAL}",
        db.schema().table("mirror_record"),
        db.schema().table("mirror_source"),
    );
    let rows = db.read(at, &sql, &named(external)).await?;
    rows.first().map_or(Ok(None), |row| column(row, "body"))
}

fn named(external: &ExternalRef) -> [Given<'_>; 3] {
    [
        (&external.connection, Type::TEXT),
        (&external.kind, Type::TEXT),
        (&external.external_id, Type::TEXT),
    ]
}

/// True for a live record of the same connection and kind.
pub(super) fn is_live_beside(other: &Reference, external: &ExternalRef) -> bool {
    other.state == ReferenceState::Live
        && other.external.connection == external.connection
        && other.external.kind == external.kind
}

fn reference_sql(schema: &Schema, condition: &str) -> String {
    format!(
        "SELECT connection, kind, external_id, local, state, superseded_by, fingerprint, version, misses, change, \
         first_seen_at, changed_at FROM {} r JOIN {} s ON s.id = r.source WHERE {condition}",
        schema.table("mirror_record"),
        schema.table("mirror_source"),
    )
}

fn reference(row: &Row) -> Result<Reference> {
    let Known {
        state,
        fingerprint,
        version,
    } = known(row)?;
    Ok(Reference {
        external: ExternalRef {
            connection: column(row, "connection")?,
            kind: column(row, "kind")?,
            external_id: column(row, "external_id")?,
        },
        local: LocalId::new(number(row, "local")?),
        state,
        superseded_by: column(row, "superseded_by")?,
        fingerprint,
        version,
        misses: number(row, "misses")?,
        change: number(row, "change")?,
        first_seen_at: instant(row, "first_seen_at")?,
        changed_at: instant(row, "changed_at")?,
    })
}

/// As much of a record as decides what is to be done with one that was read.
pub(super) fn known(row: &Row) -> Result<Known> {
    let state: &str = column(row, "state")?;
    Ok(Known {
        state: state
            .parse::<ReferenceState>()
            .map_err(|e| unreadable("state", e))?,
        fingerprint: bytes_if_any(row, "fingerprint")?.map(Fingerprint::from_bytes),
        version: column(row, "version")?,
    })
}
