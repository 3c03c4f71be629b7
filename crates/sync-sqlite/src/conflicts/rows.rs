//! Conflicts as rows.

use careweave_sync_core::conflicts::machine::{self, body_place};
use careweave_sync_core::merge::ConflictKey;
use careweave_sync_core::{
    Bodies, Chosen, Conflict, ConflictCounts, ConflictFilter, ConflictState, ExternalRef, Fingerprint,
    KeptBody,
};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Row, params};

use crate::column::{column, instant, instant_if_any, kept_body, number, unreadable};
use crate::fault::Fault;

const CONFLICT: &str = "SELECT number, connection, kind, external_id, field, base, local, remote, state, chosen, actor, \
                        reason, found, found_at, last_found_at, closed_at, body, sealed_under, wrapped FROM conflict";

/// The number that was given last.
pub(super) fn last_number(conn: &Connection) -> Result<u64, Fault> {
    conn.prepare_cached("SELECT coalesce(max(seq), 0) AS last FROM sqlite_sequence WHERE name = 'conflict'")?
        .query_row([], |row| Ok(number(row, "last")))?
}

pub(super) fn by_number(conn: &Connection, bodies: &Bodies, number: u64) -> Result<Option<Conflict>, Fault> {
    let Ok(number) = i64::try_from(number) else {
        return Ok(None);
    };
    let found = select(conn, bodies, "number = ?1", &[&number])?;
    Ok(found.into_iter().next())
}

pub(crate) fn of_record(
    conn: &Connection,
    bodies: &Bodies,
    reference: &ExternalRef,
) -> Result<Vec<Conflict>, Fault> {
    select(
        conn,
        bodies,
        "connection = ?1 AND kind = ?2 AND external_id = ?3 ORDER BY number",
        &[&reference.connection, &reference.kind, &reference.external_id],
    )
}

pub(super) fn list(
    conn: &Connection,
    bodies: &Bodies,
    filter: &ConflictFilter,
) -> Result<Vec<Conflict>, Fault> {
    let after = i64::try_from(filter.after).unwrap_or(i64::MAX);
    let state = filter.state.map(ConflictState::as_str);
    select(
        conn,
        bodies,
        "connection = ?1 AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR state = ?3) AND number > ?4 \
         ORDER BY number LIMIT ?5",
        &[&filter.connection, &filter.kind, &state, &after, &filter.limit],
    )
}

/// Records a conflict, or what a step changed of it.
pub(crate) fn put(conn: &Connection, bodies: &Bodies, conflict: &Conflict) -> Result<(), Fault> {
    let place = body_place(&conflict.reference.connection);
    let packed = machine::pack(conflict);
    let kept = packed
        .map(|packed| bodies.keep(&place, conflict.number, &packed))
        .transpose()?;
    let (body, wrapped) = kept.map_or((None, None), |kept| (Some(kept.body), kept.wrapped));
    let (sealed_under, wrapped) = wrapped.unzip();
    let resolution = conflict.resolution.as_ref();
    conn.prepare_cached(
        "INSERT INTO conflict (number, connection, kind, external_id, field, base, local, remote, state, chosen, actor, \
         reason, found, found_at, last_found_at, closed_at, body, sealed_under, wrapped) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) \
         ON CONFLICT (number) DO UPDATE SET state = excluded.state, chosen = excluded.chosen, actor = excluded.actor, \
         reason = excluded.reason, found = excluded.found, last_found_at = excluded.last_found_at, \
         closed_at = excluded.closed_at, body = excluded.body, sealed_under = excluded.sealed_under, \
         wrapped = excluded.wrapped",
    )?
    .execute(params![
        conflict.number.cast_signed(),
        conflict.reference.connection,
        conflict.reference.kind,
        conflict.reference.external_id,
        conflict.key.field,
        conflict.key.base.as_bytes(),
        conflict.key.local.as_bytes(),
        conflict.key.remote.as_bytes(),
        conflict.state.as_str(),
        resolution.map(|one| one.chosen.as_str()),
        resolution.map(|one| &one.actor),
        resolution.map(|one| &one.reason),
        conflict.found,
        conflict.found_at.timestamp_micros(),
        conflict.last_found_at.timestamp_micros(),
        conflict.closed_at.map(|at| at.timestamp_micros()),
        body,
        sealed_under,
        wrapped,
    ])?;
    Ok(())
}

pub(super) fn counts(conn: &Connection, connection: &str) -> Result<ConflictCounts, Fault> {
    let count = |state: ConflictState| -> Result<u64, Fault> {
        conn.prepare_cached("SELECT count(*) AS n FROM conflict WHERE connection = ?1 AND state = ?2")?
            .query_row([connection, state.as_str()], |row| Ok(number(row, "n")))?
    };
    Ok(ConflictCounts {
        open: count(ConflictState::Open)?,
        resolved: count(ConflictState::Resolved)?,
        obsolete: count(ConflictState::Obsolete)?,
    })
}

/// Up to `limit` bodies that are not sealed under `current`, with their numbers and connections.
pub(crate) fn other_bodies(
    conn: &Connection,
    current: &str,
    limit: u32,
) -> Result<Vec<(u64, String, KeptBody)>, Fault> {
    let mut select = conn.prepare_cached(
        "SELECT number, connection, body, sealed_under, wrapped FROM conflict \
         WHERE body IS NOT NULL AND sealed_under IS NOT ?1 ORDER BY number LIMIT ?2",
    )?;
    let mut rows = select.query(params![current, limit])?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        let kept = kept_body(row)?.unwrap_or_default();
        read.push((number(row, "number")?, column(row, "connection")?, kept));
    }
    Ok(read)
}

pub(crate) fn put_body(conn: &Connection, number: u64, kept: &KeptBody) -> Result<(), Fault> {
    let (key, wrapped) = kept.wrapped.clone().unzip();
    conn.prepare_cached("UPDATE conflict SET body = ?2, sealed_under = ?3, wrapped = ?4 WHERE number = ?1")?
        .execute(params![number.cast_signed(), kept.body, key, wrapped])?;
    Ok(())
}

fn select(
    conn: &Connection,
    bodies: &Bodies,
    condition: &str,
    given: &[&dyn ToSql],
) -> Result<Vec<Conflict>, Fault> {
    let mut select = conn.prepare_cached(&format!("{CONFLICT} WHERE {condition}"))?;
    let mut rows = select.query(given)?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        read.push(conflict(row, bodies)?);
    }
    Ok(read)
}

fn conflict(row: &Row<'_>, bodies: &Bodies) -> Result<Conflict, Fault> {
    let fingerprint = |name| column::<[u8; 32]>(row, name).map(Fingerprint::from_bytes);
    let state: String = column(row, "state")?;
    let chosen: Option<String> = column(row, "chosen")?;
    let chosen = chosen.map(|chosen| chosen.parse::<Chosen>()).transpose();
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
        found: column(row, "found")?,
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
