//! Records of other systems as rows.

use careweave_sync_core::mirror::machine::Known;
use careweave_sync_core::{ExternalRef, Fingerprint, LocalId, Reference, ReferenceState};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, Params, Row, params};

use super::scans;
use crate::column::{column, instant, number, unreadable};
use crate::fault::Fault;

const SELECT: &str = "SELECT connection, kind, external_id, local, state, superseded_by, fingerprint, version, misses, \
     change, first_seen_at, changed_at FROM mirror_record JOIN mirror_source ON mirror_source.id = source";

/// The row of a connection and kind, made if it is missing.
pub(super) fn source(conn: &Connection, connection: &str, kind: &str) -> Result<i64, Fault> {
    let held = conn
        .prepare_cached("SELECT id FROM mirror_source WHERE connection = ?1 AND kind = ?2")?
        .query_row([connection, kind], |row| row.get(0))
        .optional()?;
    match held {
        Some(id) => Ok(id),
        None => Ok(conn
            .prepare_cached("INSERT INTO mirror_source (connection, kind) VALUES (?1, ?2) RETURNING id")?
            .query_row([connection, kind], |row| row.get(0))?),
    }
}

/// The id and the change that were given last.
pub(super) fn counts(conn: &Connection) -> Result<(i64, i64), Fault> {
    Ok(conn
        .prepare_cached("SELECT locals, changes FROM mirror_count")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

pub(super) fn set_counts(conn: &Connection, locals: i64, changes: i64) -> Result<(), Fault> {
    conn.prepare_cached("UPDATE mirror_count SET locals = ?1, changes = ?2")?
        .execute([locals, changes])?;
    Ok(())
}

/// Gives a new id.
pub(super) fn fresh_local(conn: &Connection) -> Result<LocalId, Fault> {
    let local: i64 = conn
        .prepare_cached("UPDATE mirror_count SET locals = locals + 1 RETURNING locals")?
        .query_row([], |row| row.get(0))?;
    u64::try_from(local)
        .map(LocalId::new)
        .map_err(|e| unreadable("locals", e))
}

/// Gives the number of a change.
pub(crate) fn next_change(conn: &Connection) -> Result<i64, Fault> {
    Ok(conn
        .prepare_cached("UPDATE mirror_count SET changes = changes + 1 RETURNING changes")?
        .query_row([], |row| row.get(0))?)
}

/// Makes a record that was not seen yet.
pub(super) fn insert(
    conn: &Connection,
    source: i64,
    external: &ExternalRef,
    local: LocalId,
    now: DateTime<Utc>,
) -> Result<Reference, Fault> {
    let change = next_change(conn)?;
    conn.prepare_cached(
        "INSERT INTO mirror_record (source, external_id, local, state, misses, change, touched, first_seen_at, \
         changed_at) VALUES (?1, ?2, ?3, 'live', 0, ?4, ?5, ?6, ?6)",
    )?
    .execute(params![
        source,
        external.external_id,
        local.get().cast_signed(),
        change,
        scans::newest(conn)?,
        now.timestamp_micros(),
    ])?;
    Ok(Reference {
        external: external.clone(),
        local,
        state: ReferenceState::Live,
        superseded_by: None,
        fingerprint: None,
        version: None,
        misses: 0,
        change: u64::try_from(change).map_err(|e| unreadable("changes", e))?,
        first_seen_at: now,
        changed_at: now,
    })
}

/// Closes a record that has another id now.
pub(super) fn close(
    conn: &Connection,
    external: &ExternalRef,
    new: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let change = next_change(conn)?;
    set(
        conn,
        "state = 'superseded', superseded_by = ?4, change = ?5, changed_at = max(changed_at, ?6)",
        params![
            external.connection,
            external.kind,
            external.external_id,
            new,
            change,
            now.timestamp_micros()
        ],
    )
}

/// Ties a record to another id.
pub(super) fn tie(
    conn: &Connection,
    external: &ExternalRef,
    local: LocalId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let change = next_change(conn)?;
    set(
        conn,
        "local = ?4, change = ?5, changed_at = max(changed_at, ?6)",
        params![
            external.connection,
            external.kind,
            external.external_id,
            local.get().cast_signed(),
            change,
            now.timestamp_micros()
        ],
    )
}

/// Makes a tombstone of a live record; of any other nothing.
pub(super) fn bury(conn: &Connection, external: &ExternalRef, now: DateTime<Utc>) -> Result<(), Fault> {
    if by_external(conn, external)?.is_none_or(|held| held.state != ReferenceState::Live) {
        return Ok(());
    }
    let change = next_change(conn)?;
    set(
        conn,
        "state = 'tombstone', change = ?4, changed_at = max(changed_at, ?5)",
        params![
            external.connection,
            external.kind,
            external.external_id,
            change,
            now.timestamp_micros()
        ],
    )
}

fn set(conn: &Connection, columns: &str, with: impl Params) -> Result<(), Fault> {
    conn.prepare_cached(&format!(
        "UPDATE mirror_record SET {columns} WHERE external_id = ?3 AND \
         source = (SELECT id FROM mirror_source WHERE connection = ?1 AND kind = ?2)"
    ))?
    .execute(with)?;
    Ok(())
}

pub(super) fn by_external(conn: &Connection, external: &ExternalRef) -> Result<Option<Reference>, Fault> {
    let found = listed(
        conn,
        "WHERE connection = ?1 AND kind = ?2 AND external_id = ?3",
        params![external.connection, external.kind, external.external_id],
    )?;
    Ok(found.into_iter().next())
}

pub(super) fn of_local(conn: &Connection, local: LocalId) -> Result<Vec<Reference>, Fault> {
    match i64::try_from(local.get()) {
        Ok(local) => listed(conn, "WHERE local = ?1 ORDER BY mirror_record.id", [local]),
        Err(_) => Ok(Vec::new()),
    }
}

pub(super) fn changed(
    conn: &Connection,
    of_kind: &ExternalRef,
    after: u64,
    limit: u32,
) -> Result<Vec<Reference>, Fault> {
    listed(
        conn,
        "WHERE source = (SELECT id FROM mirror_source WHERE connection = ?1 AND kind = ?2) AND change > ?3 \
         ORDER BY change LIMIT ?4",
        params![
            of_kind.connection,
            of_kind.kind,
            i64::try_from(after).unwrap_or(i64::MAX),
            limit
        ],
    )
}

pub(super) fn body(conn: &Connection, external: &ExternalRef) -> Result<Option<Vec<u8>>, Fault> {
    let body = conn
        .prepare_cached(
            "SELECT body FROM mirror_record JOIN mirror_source ON mirror_source.id = source \
             WHERE connection = ?1 AND kind = ?2 AND external_id = ?3",
        )?
        .query_row(
            params![external.connection, external.kind, external.external_id],
            |row| row.get(0),
        )
        .optional()?;
    Ok(body.flatten())
}

/// True for a live record of the same connection and kind.
pub(super) fn is_live_beside(other: &Reference, external: &ExternalRef) -> bool {
    other.state == ReferenceState::Live
        && other.external.connection == external.connection
        && other.external.kind == external.kind
}

/// The row of a record, and as much of it as decides what is to be done with one that was read.
pub(super) fn known(row: &Row<'_>) -> Result<(i64, Known), Fault> {
    Ok((
        column(row, "id")?,
        Known {
            state: state(row)?,
            fingerprint: fingerprint(row)?,
            version: column(row, "version")?,
        },
    ))
}

fn listed(conn: &Connection, condition: &str, with: impl Params) -> Result<Vec<Reference>, Fault> {
    let mut select = conn.prepare_cached(&format!("{SELECT} {condition}"))?;
    let mut rows = select.query(with)?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        read.push(reference(row)?);
    }
    Ok(read)
}

fn reference(row: &Row<'_>) -> Result<Reference, Fault> {
    Ok(Reference {
        external: ExternalRef {
            connection: column(row, "connection")?,
            kind: column(row, "kind")?,
            external_id: column(row, "external_id")?,
        },
        local: LocalId::new(number(row, "local")?),
        state: state(row)?,
        superseded_by: column(row, "superseded_by")?,
        fingerprint: fingerprint(row)?,
        version: column(row, "version")?,
        misses: column(row, "misses")?,
        change: number(row, "change")?,
        first_seen_at: instant(row, "first_seen_at")?,
        changed_at: instant(row, "changed_at")?,
    })
}

fn state(row: &Row<'_>) -> Result<ReferenceState, Fault> {
    let state: String = column(row, "state")?;
    state
        .parse()
        .map_err(|e: careweave_types::Error| unreadable("state", e))
}

fn fingerprint(row: &Row<'_>) -> Result<Option<Fingerprint>, Fault> {
    Ok(column::<Option<[u8; 32]>>(row, "fingerprint")?.map(Fingerprint::from_bytes))
}
