//! Conflicts as rows.

use careweave_sync_core::conflicts::machine::{self, body_place};
use careweave_sync_core::merge::ConflictKey;
use careweave_sync_core::{
    Bodies, Chosen, Conflict, ConflictCounts, ConflictFilter, ConflictState, ExternalRef, Fingerprint,
    KeptBody,
};
use careweave_types::Result;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::column::{
    bytes, column, instant, instant_if_any, kept_body, key, micros, number, only, unreadable,
};
use crate::database::{Database, Given};
use crate::transaction::Transaction;

const COLUMNS: &str = "number, connection, kind, external_id, field, base, local, remote, state, chosen, actor, reason, \
                       found, found_at, last_found_at, closed_at, body, sealed_under, wrapped";

/// The number that was given last, which stays so until the transaction ends.
pub(super) async fn last_number(tx: &mut Transaction) -> Result<u64> {
    let sql = format!(
        "SELECT last FROM {} FOR NO KEY UPDATE",
        tx.table("conflict_count")
    );
    let rows = tx.read(&sql, &[]).await?;
    number(only(&rows, "last")?, "last")
}

pub(super) async fn set_last(tx: &mut Transaction, last: u64) -> Result<()> {
    let sql = format!("UPDATE {} SET last = $1", tx.table("conflict_count"));
    tx.write(&sql, &[(&key(last), Type::INT8)]).await.map(drop)
}

pub(super) async fn by_number(
    db: &Database,
    at: &'static str,
    bodies: &Bodies,
    number: u64,
) -> Result<Option<Conflict>> {
    let found = select(db, at, bodies, "number = $1", &[(&key(number), Type::INT8)]).await?;
    Ok(found.into_iter().next())
}

pub(super) async fn for_update(
    tx: &mut Transaction,
    bodies: &Bodies,
    number: u64,
) -> Result<Option<Conflict>> {
    let found = lock(tx, bodies, "number = $1", &[(&key(number), Type::INT8)]).await?;
    Ok(found.into_iter().next())
}

/// Locks the conflicts of a record.
pub(crate) async fn of_record(
    tx: &mut Transaction,
    bodies: &Bodies,
    reference: &ExternalRef,
) -> Result<Vec<Conflict>> {
    let given: [Given<'_>; 3] = [
        (&reference.connection, Type::TEXT),
        (&reference.kind, Type::TEXT),
        (&reference.external_id, Type::TEXT),
    ];
    let condition = "connection = $1 AND kind = $2 AND external_id = $3 ORDER BY number";
    lock(tx, bodies, condition, &given).await
}

pub(super) async fn list(
    db: &Database,
    at: &'static str,
    bodies: &Bodies,
    filter: &ConflictFilter,
) -> Result<Vec<Conflict>> {
    let given: [Given<'_>; 5] = [
        (&filter.connection, Type::TEXT),
        (&filter.kind, Type::TEXT),
        (&filter.state.map(ConflictState::as_str), Type::TEXT),
        (&key(filter.after), Type::INT8),
        (&i64::from(filter.limit), Type::INT8),
    ];
    let condition = "connection = $1 AND ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR state = $3) \
                     AND number > $4 ORDER BY number LIMIT $5";
    select(db, at, bodies, condition, &given).await
}

/// Records a conflict, or what a step changed of it.
pub(crate) async fn put(tx: &mut Transaction, bodies: &Bodies, conflict: &Conflict) -> Result<()> {
    let place = body_place(&conflict.reference.connection);
    let kept = machine::pack(conflict)
        .map(|packed| bodies.keep(&place, conflict.number, &packed))
        .transpose()?;
    let (body, wrapped) = kept.map_or((None, None), |kept| (Some(kept.body), kept.wrapped));
    let (sealed_under, wrapped) = wrapped.unzip();
    let resolution = conflict.resolution.as_ref();
    let sql = format!(
        "INSERT INTO {} ({COLUMNS}) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) \
         ON CONFLICT (number) DO UPDATE SET state = excluded.state, chosen = excluded.chosen, actor = excluded.actor, \
         reason = excluded.reason, found = excluded.found, last_found_at = excluded.last_found_at, \
         closed_at = excluded.closed_at, body = excluded.body, sealed_under = excluded.sealed_under, \
         wrapped = excluded.wrapped",
        tx.table("conflict")
    );
    let given: [Given<'_>; 19] = [
        (&key(conflict.number), Type::INT8),
        (&conflict.reference.connection, Type::TEXT),
        (&conflict.reference.kind, Type::TEXT),
        (&conflict.reference.external_id, Type::TEXT),
        (&conflict.key.field, Type::TEXT),
        (&conflict.key.base.as_bytes().as_slice(), Type::BYTEA),
        (&conflict.key.local.as_bytes().as_slice(), Type::BYTEA),
        (&conflict.key.remote.as_bytes().as_slice(), Type::BYTEA),
        (&conflict.state.as_str(), Type::TEXT),
        (&resolution.map(|one| one.chosen.as_str()), Type::TEXT),
        (&resolution.map(|one| one.actor.as_str()), Type::TEXT),
        (&resolution.map(|one| one.reason.as_str()), Type::TEXT),
        (&i64::from(conflict.found), Type::INT8),
        (&conflict.found_at.timestamp_micros(), Type::INT8),
        (&conflict.last_found_at.timestamp_micros(), Type::INT8),
        (&micros(conflict.closed_at), Type::INT8),
        (&body, Type::BYTEA),
        (&sealed_under, Type::TEXT),
        (&wrapped, Type::BYTEA),
    ];
    tx.write(&sql, &given).await.map(drop)
}

pub(super) async fn counts(db: &Database, at: &'static str, connection: &str) -> Result<ConflictCounts> {
    let sql = format!(
        "SELECT count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE state = 'resolved') AS resolved, \
         count(*) FILTER (WHERE state = 'obsolete') AS obsolete FROM {} WHERE connection = $1",
        db.schema().table("conflict")
    );
    let rows = db.read(at, &sql, &[(&connection, Type::TEXT)]).await?;
    let row = only(&rows, "open")?;
    Ok(ConflictCounts {
        open: number(row, "open")?,
        resolved: number(row, "resolved")?,
        obsolete: number(row, "obsolete")?,
    })
}

/// Locks up to `limit` bodies that are not sealed under `current`, with their numbers and connections.
pub(crate) async fn other_bodies(
    tx: &mut Transaction,
    current: &str,
    limit: u32,
) -> Result<Vec<(u64, String, KeptBody)>> {
    let sql = format!(
        "SELECT number, connection, body, sealed_under, wrapped FROM {} \
         WHERE body IS NOT NULL AND sealed_under IS DISTINCT FROM $1 ORDER BY number LIMIT $2 \
         FOR NO KEY UPDATE SKIP LOCKED",
        tx.table("conflict")
    );
    let given: [Given<'_>; 2] = [(&current, Type::TEXT), (&i64::from(limit), Type::INT8)];
    let rows = tx.read(&sql, &given).await?;
    let body = |row| {
        Ok((
            number(row, "number")?,
            column(row, "connection")?,
            kept_body(row)?.unwrap_or_default(),
        ))
    };
    rows.iter().map(body).collect()
}

pub(crate) async fn put_body(tx: &mut Transaction, number: u64, kept: &KeptBody) -> Result<()> {
    let (under, wrapped) = kept.wrapped.clone().unzip();
    let sql = format!(
        "UPDATE {} SET body = $2, sealed_under = $3, wrapped = $4 WHERE number = $1",
        tx.table("conflict")
    );
    let given: [Given<'_>; 4] = [
        (&key(number), Type::INT8),
        (&kept.body, Type::BYTEA),
        (&under, Type::TEXT),
        (&wrapped, Type::BYTEA),
    ];
    tx.write(&sql, &given).await.map(drop)
}

async fn select(
    db: &Database,
    at: &'static str,
    bodies: &Bodies,
    condition: &str,
    given: &[Given<'_>],
) -> Result<Vec<Conflict>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE {condition}",
        db.schema().table("conflict")
    );
    let rows = db.read(at, &sql, given).await?;
    rows.iter().map(|row| conflict(row, bodies)).collect()
}

async fn lock(
    tx: &mut Transaction,
    bodies: &Bodies,
    condition: &str,
    given: &[Given<'_>],
) -> Result<Vec<Conflict>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE {condition} FOR NO KEY UPDATE",
        tx.table("conflict")
    );
    let rows = tx.read(&sql, given).await?;
    rows.iter().map(|row| conflict(row, bodies)).collect()
}

fn conflict(row: &Row, bodies: &Bodies) -> Result<Conflict> {
    let fingerprint = |name| bytes(row, name).map(Fingerprint::from_bytes);
    let state: &str = column(row, "state")?;
    let chosen: Option<&str> = column(row, "chosen")?;
    let chosen = chosen.map(str::parse::<Chosen>).transpose();
    let mut conflict = Conflict {
        number: number(row, "number")?,
        reference: ExternalRef {
            connection: column(row, "connection")?,
            kind: column(row, "kind")?,
            external_id: column(row, "external_id")?,
        },
        key: ConflictKey {
            field: column(row, "field")?,
            base: fingerprint("base")?,
            local: fingerprint("local")?,
            remote: fingerprint("remote")?,
        },
        state: state
            .parse::<ConflictState>()
            .map_err(|e| unreadable("state", e))?,
        sides: None,
        resolution: machine::resolution(
            chosen.map_err(|e| unreadable("chosen", e))?,
            column(row, "actor")?,
            column(row, "reason")?,
        )?,
        found: number(row, "found")?,
        found_at: instant(row, "found_at")?,
        last_found_at: instant(row, "last_found_at")?,
        closed_at: instant_if_any(row, "closed_at")?,
    };
    if let Some(kept) = kept_body(row)? {
        let place = body_place(&conflict.reference.connection);
        let packed = bodies.open(&place, conflict.number, kept)?;
        machine::unpack(&mut conflict, &packed)?;
    }
    Ok(conflict)
}
