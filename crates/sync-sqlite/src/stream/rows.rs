//! Heads, events and commands as rows.

use careweave_sync_core::stream::machine;
use careweave_sync_core::{Bodies, Fence, KeptBody, StreamEvent, StreamHead};
use careweave_types::Pii;
use chrono::{DateTime, Utc};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Row, params};

use crate::column::{column, instant, instant_if_any, kept_body, number};
use crate::fault::Fault;

const HEAD: &str =
    "SELECT name, version, deadline, fence, holder, claimed_until, created_at, updated_at FROM stream";

pub(super) fn head(conn: &Connection, stream: &str) -> Result<Option<StreamHead>, Fault> {
    conn.prepare_cached(&format!("{HEAD} WHERE name = ?1"))?
        .query([stream])?
        .next()?
        .map(of_head)
        .transpose()
}

/// Streams of a prefix of which `condition` holds.
pub(super) fn listed(
    conn: &Connection,
    condition: &str,
    prefix: &str,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<StreamHead>, Fault> {
    let sql = format!(
        "{HEAD} WHERE {condition} AND substr(name, 1, length(?1)) = ?1 AND (?2 IS NULL OR name > ?2) \
         ORDER BY name LIMIT ?3"
    );
    select(conn, &sql, &[&prefix, &after, &limit], of_head)
}

/// Streams whose deadline has passed and that nobody is at.
pub(super) fn due(
    conn: &Connection,
    prefix: &str,
    limit: u32,
    now: DateTime<Utc>,
) -> Result<Vec<StreamHead>, Fault> {
    let sql = format!(
        "{HEAD} WHERE deadline <= ?1 AND (claimed_until IS NULL OR claimed_until <= ?1) \
         AND substr(name, 1, length(?2)) = ?2 ORDER BY deadline, name LIMIT ?3"
    );
    select(conn, &sql, &[&now.timestamp_micros(), &prefix, &limit], of_head)
}

pub(super) fn put_head(conn: &Connection, head: &StreamHead) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO stream (name, version, deadline, fence, holder, claimed_until, created_at, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (name) DO UPDATE SET version = excluded.version, \
         deadline = excluded.deadline, fence = excluded.fence, holder = excluded.holder, \
         claimed_until = excluded.claimed_until, updated_at = excluded.updated_at",
    )?
    .execute(params![
        head.stream,
        head.version.cast_signed(),
        head.deadline.map(|at| at.timestamp_micros()),
        head.fence.get().cast_signed(),
        head.holder,
        head.claimed_until.map(|at| at.timestamp_micros()),
        head.created_at.timestamp_micros(),
        head.updated_at.timestamp_micros(),
    ])?;
    Ok(())
}

pub(super) fn insert_event(
    conn: &Connection,
    head: &StreamHead,
    version: u64,
    kept: &KeptBody,
) -> Result<(), Fault> {
    let (under, wrapped) = kept.wrapped.clone().unzip();
    conn.prepare_cached(
        "INSERT INTO stream_event (stream, version, body, sealed_under, wrapped, appended_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        head.stream,
        version.cast_signed(),
        kept.body,
        under,
        wrapped,
        head.updated_at.timestamp_micros(),
    ])?;
    Ok(())
}

pub(super) fn insert_command(
    conn: &Connection,
    stream: &str,
    item: u64,
    kept: &KeptBody,
) -> Result<(), Fault> {
    let (under, wrapped) = kept.wrapped.clone().unzip();
    conn.prepare_cached(
        "INSERT INTO stream_command (item, stream, body, sealed_under, wrapped) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![item.cast_signed(), stream, kept.body, under, wrapped])?;
    Ok(())
}

pub(super) fn events(
    conn: &Connection,
    bodies: &Bodies,
    stream: &str,
    after: u64,
    limit: u32,
) -> Result<Vec<StreamEvent>, Fault> {
    let place = machine::event_place(stream);
    select(
        conn,
        "SELECT version, body, sealed_under, wrapped, appended_at FROM stream_event \
         WHERE stream = ?1 AND version > ?2 ORDER BY version LIMIT ?3",
        &[&stream, &i64::try_from(after).unwrap_or(i64::MAX), &limit],
        |row| {
            let version = number(row, "version")?;
            let kept = kept_body(row)?.unwrap_or_default();
            Ok(StreamEvent {
                version,
                body: Pii::new(bodies.open(&place, version, kept)?),
                appended_at: instant(row, "appended_at")?,
            })
        },
    )
}

pub(super) fn command(conn: &Connection, bodies: &Bodies, item: u64) -> Result<Option<Pii<Vec<u8>>>, Fault> {
    let found = select(
        conn,
        "SELECT stream, body, sealed_under, wrapped FROM stream_command WHERE item = ?1",
        &[&i64::try_from(item).unwrap_or(i64::MAX)],
        |row| {
            let stream: String = column(row, "stream")?;
            let kept = kept_body(row)?.unwrap_or_default();
            Ok(Pii::new(bodies.open(
                &machine::command_place(&stream),
                item,
                kept,
            )?))
        },
    )?;
    Ok(found.into_iter().next())
}

/// A body that is not sealed under the current key: the row, the stream, the number it is sealed for, the body.
pub(crate) struct OtherBody {
    pub(crate) row: u64,
    pub(crate) stream: String,
    pub(crate) number: u64,
    pub(crate) kept: KeptBody,
}

pub(crate) fn other_event_bodies(
    conn: &Connection,
    current: &str,
    limit: u32,
) -> Result<Vec<OtherBody>, Fault> {
    other_bodies(
        conn,
        "SELECT seq AS place, stream, version AS number, body, sealed_under, wrapped FROM stream_event \
         WHERE sealed_under IS NOT ?1 ORDER BY seq LIMIT ?2",
        current,
        limit,
    )
}

pub(crate) fn other_command_bodies(
    conn: &Connection,
    current: &str,
    limit: u32,
) -> Result<Vec<OtherBody>, Fault> {
    other_bodies(
        conn,
        "SELECT item AS place, stream, item AS number, body, sealed_under, wrapped FROM stream_command \
         WHERE sealed_under IS NOT ?1 ORDER BY item LIMIT ?2",
        current,
        limit,
    )
}

fn other_bodies(conn: &Connection, sql: &str, current: &str, limit: u32) -> Result<Vec<OtherBody>, Fault> {
    select(conn, sql, &[&current, &limit], |row| {
        Ok(OtherBody {
            row: number(row, "place")?,
            stream: column(row, "stream")?,
            number: number(row, "number")?,
            kept: kept_body(row)?.unwrap_or_default(),
        })
    })
}

pub(crate) fn put_event_body(conn: &Connection, row: u64, kept: &KeptBody) -> Result<(), Fault> {
    put_body(
        conn,
        "UPDATE stream_event SET body = ?2, sealed_under = ?3, wrapped = ?4 WHERE seq = ?1",
        row,
        kept,
    )
}

pub(crate) fn put_command_body(conn: &Connection, row: u64, kept: &KeptBody) -> Result<(), Fault> {
    put_body(
        conn,
        "UPDATE stream_command SET body = ?2, sealed_under = ?3, wrapped = ?4 WHERE item = ?1",
        row,
        kept,
    )
}

fn put_body(conn: &Connection, sql: &str, row: u64, kept: &KeptBody) -> Result<(), Fault> {
    let (under, wrapped) = kept.wrapped.clone().unzip();
    conn.prepare_cached(sql)?
        .execute(params![row.cast_signed(), kept.body, under, wrapped])?;
    Ok(())
}

fn select<T>(
    conn: &Connection,
    sql: &str,
    given: &[&dyn ToSql],
    of: impl Fn(&Row<'_>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(given)?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        read.push(of(row)?);
    }
    Ok(read)
}

fn of_head(row: &Row<'_>) -> Result<StreamHead, Fault> {
    Ok(StreamHead {
        stream: column(row, "name")?,
        version: number(row, "version")?,
        deadline: instant_if_any(row, "deadline")?,
        fence: Fence::new(number(row, "fence")?),
        holder: column(row, "holder")?,
        claimed_until: instant_if_any(row, "claimed_until")?,
        created_at: instant(row, "created_at")?,
        updated_at: instant(row, "updated_at")?,
    })
}
