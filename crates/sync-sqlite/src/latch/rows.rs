//! Latches as rows.

use careweave_sync_core::{EffectId, Latch, LatchState};
use rusqlite::{Connection, Params, Row, params};

use crate::column::{column, instant, instant_if_any, unreadable};
use crate::fault::Fault;

const SELECT: &str =
    "SELECT kind, subject, evidence, state, effect, remote_id, armed_at, fired_at, updated_at FROM latch";

pub(super) fn by_name(conn: &Connection, kind: &str, subject: &str) -> Result<Option<Latch>, Fault> {
    first(conn, "kind = ?1 AND subject = ?2", [kind, subject])
}

pub(super) fn by_document(conn: &Connection, source: &str, document: &str) -> Result<Option<Latch>, Fault> {
    first(conn, "source = ?1 AND document = ?2", [source, document])
}

pub(super) fn unfired(conn: &Connection, limit: u32) -> Result<Vec<Latch>, Fault> {
    let mut select =
        conn.prepare_cached(&format!("{SELECT} WHERE state <> 'fired' ORDER BY seq LIMIT ?1"))?;
    let mut rows = select.query([limit])?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        read.push(latch(row)?);
    }
    Ok(read)
}

pub(super) fn insert(conn: &Connection, latch: &Latch) -> Result<(), Fault> {
    let evidence = serde_json::to_string(&latch.evidence).map_err(|e| unreadable("evidence", e))?;
    conn.prepare_cached(
        "INSERT INTO latch (kind, subject, source, document, evidence, state, effect, remote_id, armed_at, fired_at, \
         updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        latch.kind,
        latch.subject,
        latch.evidence.source,
        latch.evidence.document,
        evidence,
        latch.state.as_str(),
        latch.effect.as_ref().map(EffectId::as_bytes),
        latch.remote_id,
        latch.armed_at.timestamp_micros(),
        latch.fired_at.map(|at| at.timestamp_micros()),
        latch.updated_at.timestamp_micros(),
    ])?;
    Ok(())
}

/// Writes what a step may change.
pub(super) fn update(conn: &Connection, latch: &Latch) -> Result<(), Fault> {
    conn.prepare_cached(
        "UPDATE latch SET state = ?3, effect = ?4, remote_id = ?5, fired_at = ?6, updated_at = ?7 \
         WHERE kind = ?1 AND subject = ?2",
    )?
    .execute(params![
        latch.kind,
        latch.subject,
        latch.state.as_str(),
        latch.effect.as_ref().map(EffectId::as_bytes),
        latch.remote_id,
        latch.fired_at.map(|at| at.timestamp_micros()),
        latch.updated_at.timestamp_micros(),
    ])?;
    Ok(())
}

fn first(conn: &Connection, condition: &str, with: impl Params) -> Result<Option<Latch>, Fault> {
    conn.prepare_cached(&format!("{SELECT} WHERE {condition}"))?
        .query(with)?
        .next()?
        .map(latch)
        .transpose()
}

fn latch(row: &Row<'_>) -> Result<Latch, Fault> {
    let evidence: String = column(row, "evidence")?;
    let state: String = column(row, "state")?;
    Ok(Latch {
        kind: column(row, "kind")?,
        subject: column(row, "subject")?,
        evidence: serde_json::from_str(&evidence).map_err(|e| unreadable("evidence", e))?,
        state: state.parse::<LatchState>().map_err(|e| unreadable("state", e))?,
        effect: column::<Option<[u8; 16]>>(row, "effect")?.map(EffectId::from_bytes),
        remote_id: column(row, "remote_id")?,
        armed_at: instant(row, "armed_at")?,
        fired_at: instant_if_any(row, "fired_at")?,
        updated_at: instant(row, "updated_at")?,
    })
}
