//! Cursors as rows.

use careweave_sync_core::Cursor;
use rusqlite::{Connection, params};

use crate::column::{column, instant, instant_if_any, number};
use crate::fault::Fault;

pub(super) fn cursor(conn: &Connection, stream: &str) -> Result<Option<Cursor>, Fault> {
    conn.prepare_cached(
        "SELECT stream, high, token, version, updated_at FROM mirror_cursor WHERE stream = ?1",
    )?
    .query([stream])?
    .next()?
    .map(|row| {
        Ok(Cursor {
            stream: column(row, "stream")?,
            high: instant_if_any(row, "high")?,
            token: column(row, "token")?,
            version: number(row, "version")?,
            updated_at: instant(row, "updated_at")?,
        })
    })
    .transpose()
}

pub(super) fn put(conn: &Connection, cursor: &Cursor) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO mirror_cursor (stream, high, token, version, updated_at) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (stream) DO UPDATE SET high = excluded.high, token = excluded.token, version = excluded.version, \
         updated_at = excluded.updated_at",
    )?
    .execute(params![
        cursor.stream,
        cursor.high.map(|high| high.timestamp_micros()),
        cursor.token,
        cursor.version.cast_signed(),
        cursor.updated_at.timestamp_micros(),
    ])?;
    Ok(())
}

/// Keeps who took a cursor elsewhere, and why.
pub(super) fn record_rewind(conn: &Connection, to: &Cursor, actor: &str, reason: &str) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO mirror_rewind (stream, version, high, actor, reason, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        to.stream,
        to.version.cast_signed(),
        to.high.map(|high| high.timestamp_micros()),
        actor,
        reason,
        to.updated_at.timestamp_micros(),
    ])?;
    Ok(())
}
