//! Messages, marks and tallies as rows.

use careweave_sync_core::inbox::machine::body_place;
use careweave_sync_core::{
    Bodies, DirtyMark, Fingerprint, InboxCounts, Incoming, KeptBody, Message, MessageClass, MessageState,
    Subject,
};
use careweave_types::Pii;
use chrono::{DateTime, Utc};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Row, params};

use crate::column::{column, instant, instant_if_any, kept_body, number, unreadable};
use crate::fault::Fault;
use crate::holds::MESSAGE_IS_FREE;

const MESSAGE: &str = "SELECT seq, source, class, message_id, event, subject, fingerprint, body, state, reason, \
                       deliveries, sent_at, received_at, last_delivery_at, settled_at, sealed_under, wrapped FROM inbox_message";
const MARK: &str = "SELECT source, kind, id, hints, served, dirty_since, last_hint_at FROM inbox_mark";

pub(super) fn by_id(
    conn: &Connection,
    bodies: &Bodies,
    incoming: &Incoming,
) -> Result<Option<Message>, Fault> {
    conn.prepare_cached(&format!(
        "{MESSAGE} WHERE source = ?1 AND class = ?2 AND message_id = ?3"
    ))?
    .query(params![
        incoming.source,
        incoming.identity.class().as_str(),
        incoming.message_id()
    ])?
    .next()?
    .map(|row| message(row, bodies))
    .transpose()
}

pub(super) fn by_number(conn: &Connection, bodies: &Bodies, number: u64) -> Result<Option<Message>, Fault> {
    let Ok(seq) = i64::try_from(number) else {
        return Ok(None);
    };
    conn.prepare_cached(&format!("{MESSAGE} WHERE seq = ?1"))?
        .query([seq])?
        .next()?
        .map(|row| message(row, bodies))
        .transpose()
}

/// The number of the next message; stays so while the write lock is held.
pub(super) fn next_number(conn: &Connection) -> Result<u64, Fault> {
    conn.prepare_cached(
        "SELECT coalesce(max(seq), 0) + 1 AS next FROM sqlite_sequence WHERE name = 'inbox_message'",
    )?
    .query_row([], |row| Ok(number(row, "next")))?
}

pub(super) fn insert(conn: &Connection, bodies: &Bodies, message: &Message) -> Result<(), Fault> {
    let place = body_place(&message.source);
    let body = message.body.as_ref().map(Pii::expose);
    let kept = body
        .map(|body| bodies.keep(&place, message.number, body))
        .transpose()?;
    let (body, wrapped) = kept.map_or((None, None), |kept| (Some(kept.body), kept.wrapped));
    let (sealed_under, wrapped) = wrapped.unzip();
    conn.prepare_cached(
        "INSERT INTO inbox_message (seq, source, class, message_id, event, subject, fingerprint, body, state, \
         reason, deliveries, sent_at, received_at, last_delivery_at, settled_at, sealed_under, wrapped) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?
    .execute(params![
        message.number.cast_signed(),
        message.source,
        message.class.as_str(),
        message.message_id,
        message.event,
        message.subject,
        message.fingerprint.as_bytes(),
        body,
        message.state.as_str(),
        message.reason,
        message.deliveries,
        message.sent_at.map(|at| at.timestamp_micros()),
        message.received_at.timestamp_micros(),
        message.last_delivery_at.timestamp_micros(),
        message.settled_at.map(|at| at.timestamp_micros()),
        sealed_under,
        wrapped,
    ])?;
    Ok(())
}

/// Writes what a step may change: a body is only ever erased.
pub(crate) fn update(conn: &Connection, message: &Message) -> Result<(), Fault> {
    conn.prepare_cached(
        "UPDATE inbox_message SET body = CASE WHEN ?2 THEN NULL ELSE body END, \
         sealed_under = CASE WHEN ?2 THEN NULL ELSE sealed_under END, \
         wrapped = CASE WHEN ?2 THEN NULL ELSE wrapped END, state = ?3, reason = ?4, deliveries = ?5, last_delivery_at = ?6, settled_at = ?7 WHERE seq = ?1",
    )?
    .execute(params![
        message.number.cast_signed(),
        message.body.is_none(),
        message.state.as_str(),
        message.reason,
        message.deliveries,
        message.last_delivery_at.timestamp_micros(),
        message.settled_at.map(|at| at.timestamp_micros()),
    ])?;
    Ok(())
}

/// Messages of a subject that wait.
pub(crate) fn waiting_about(
    conn: &Connection,
    bodies: &Bodies,
    source: &str,
    subject: &str,
) -> Result<Vec<Message>, Fault> {
    let sql = format!("{MESSAGE} WHERE source = ?1 AND state = 'received' AND subject = ?2 ORDER BY seq");
    select(conn, &sql, &[&source, &subject], |row| message(row, bodies))
}

/// Up to `limit` bodies that are not sealed under `current`, with their numbers and sources.
pub(crate) fn other_bodies(
    conn: &Connection,
    current: &str,
    limit: u32,
) -> Result<Vec<(u64, String, KeptBody)>, Fault> {
    select(
        conn,
        "SELECT seq, source, body, sealed_under, wrapped FROM inbox_message \
         WHERE body IS NOT NULL AND sealed_under IS NOT ?1 ORDER BY seq LIMIT ?2",
        &[&current, &limit],
        |row| {
            Ok((
                number(row, "seq")?,
                column(row, "source")?,
                kept_body(row)?.unwrap_or_default(),
            ))
        },
    )
}

pub(crate) fn put_body(conn: &Connection, number: u64, kept: &KeptBody) -> Result<(), Fault> {
    let (key, wrapped) = kept.wrapped.clone().unzip();
    conn.prepare_cached(
        "UPDATE inbox_message SET body = ?2, sealed_under = ?3, wrapped = ?4 WHERE seq = ?1",
    )?
    .execute(params![number.cast_signed(), kept.body, key, wrapped])?;
    Ok(())
}

pub(super) fn received(
    conn: &Connection,
    bodies: &Bodies,
    source: &str,
    after: Option<u64>,
    limit: u32,
) -> Result<Vec<Message>, Fault> {
    let after = after.map_or(0, |after| i64::try_from(after).unwrap_or(i64::MAX));
    let sql =
        format!("{MESSAGE} WHERE source = ?1 AND state = 'received' AND seq > ?2 ORDER BY seq LIMIT ?3");
    select(conn, &sql, &[&source, &after, &limit], |row| message(row, bodies))
}

pub(super) fn forget(
    conn: &Connection,
    source: &str,
    until: DateTime<Utc>,
    limit: u32,
) -> Result<u32, Fault> {
    let forgotten = conn
        .prepare_cached(&format!(
            "DELETE FROM inbox_message WHERE seq IN (SELECT seq FROM inbox_message WHERE source = ?1 \
             AND state <> 'received' AND last_delivery_at <= ?2 AND {MESSAGE_IS_FREE} ORDER BY seq LIMIT ?3)"
        ))?
        .execute(params![source, until.timestamp_micros(), limit])?;
    u32::try_from(forgotten).map_err(|e| unreadable("seq", e))
}

pub(super) fn mark(conn: &Connection, subject: &Subject) -> Result<Option<DirtyMark>, Fault> {
    conn.prepare_cached(&format!("{MARK} WHERE source = ?1 AND kind = ?2 AND id = ?3"))?
        .query([&subject.source, &subject.kind, &subject.id])?
        .next()?
        .map(mark_of)
        .transpose()
}

pub(super) fn put_mark(conn: &Connection, mark: &DirtyMark) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO inbox_mark (source, kind, id, hints, served, dirty_since, last_hint_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (source, kind, id) DO UPDATE SET hints = excluded.hints, served = excluded.served, \
         dirty_since = excluded.dirty_since, last_hint_at = excluded.last_hint_at",
    )?
    .execute(params![
        mark.subject.source,
        mark.subject.kind,
        mark.subject.id,
        mark.hints.cast_signed(),
        mark.served.cast_signed(),
        mark.dirty_since.timestamp_micros(),
        mark.last_hint_at.timestamp_micros(),
    ])?;
    Ok(())
}

pub(super) fn dirty(conn: &Connection, source: &str, limit: u32) -> Result<Vec<DirtyMark>, Fault> {
    let sql = format!("{MARK} WHERE source = ?1 AND hints > served ORDER BY dirty_since, seq LIMIT ?2");
    select(conn, &sql, &[&source, &limit], mark_of)
}

pub(crate) fn tally(conn: &Connection, source: &str, what: &str) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO inbox_tally (source, what, n) VALUES (?1, ?2, 1) \
         ON CONFLICT (source, what) DO UPDATE SET n = n + 1",
    )?
    .execute([source, what])?;
    Ok(())
}

pub(super) fn counts(conn: &Connection, source: &str) -> Result<InboxCounts, Fault> {
    let tallied = |what: &str| -> Result<u64, Fault> {
        conn.prepare_cached(
            "SELECT coalesce(sum(n), 0) AS n FROM inbox_tally WHERE source = ?1 AND what = ?2",
        )?
        .query_row([source, what], |row| Ok(number(row, "n")))?
    };
    let counted = |sql: &str| -> Result<u64, Fault> {
        conn.prepare_cached(sql)?
            .query_row([source], |row| Ok(number(row, "n")))?
    };
    Ok(InboxCounts {
        accepted: tallied("accepted")?,
        repeated: tallied("repeated")?,
        differing: tallied("differing")?,
        received: counted(
            "SELECT count(*) AS n FROM inbox_message WHERE source = ?1 AND state = 'received'",
        )?,
        applied: tallied("applied")?,
        superseded: tallied("superseded")?,
        ignored: tallied("ignored")?,
        rejected: tallied("rejected")?,
        hints: tallied("hints")?,
        hints_served: counted("SELECT coalesce(sum(served), 0) AS n FROM inbox_mark WHERE source = ?1")?,
        hints_waiting: counted(
            "SELECT coalesce(sum(hints - served), 0) AS n FROM inbox_mark WHERE source = ?1",
        )?,
    })
}

fn select<T>(
    conn: &Connection,
    sql: &str,
    given: &[&dyn ToSql],
    read: impl Fn(&Row<'_>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(given)?;
    let mut read_so_far = Vec::new();
    while let Some(row) = rows.next()? {
        read_so_far.push(read(row)?);
    }
    Ok(read_so_far)
}

fn message(row: &Row<'_>, bodies: &Bodies) -> Result<Message, Fault> {
    let class: String = column(row, "class")?;
    let state: String = column(row, "state")?;
    let (number, source): (u64, String) = (number(row, "seq")?, column(row, "source")?);
    let body = kept_body(row)?
        .map(|kept| bodies.open(&body_place(&source), number, kept))
        .transpose()?;
    Ok(Message {
        number,
        source,
        class: class
            .parse::<MessageClass>()
            .map_err(|e| unreadable("class", e))?,
        message_id: column(row, "message_id")?,
        event: column(row, "event")?,
        subject: column(row, "subject")?,
        fingerprint: Fingerprint::from_bytes(column(row, "fingerprint")?),
        body: body.map(Pii::new),
        state: state
            .parse::<MessageState>()
            .map_err(|e| unreadable("state", e))?,
        reason: column(row, "reason")?,
        deliveries: column(row, "deliveries")?,
        sent_at: instant_if_any(row, "sent_at")?,
        received_at: instant(row, "received_at")?,
        last_delivery_at: instant(row, "last_delivery_at")?,
        settled_at: instant_if_any(row, "settled_at")?,
    })
}

fn mark_of(row: &Row<'_>) -> Result<DirtyMark, Fault> {
    Ok(DirtyMark {
        subject: Subject {
            source: column(row, "source")?,
            kind: column(row, "kind")?,
            id: column(row, "id")?,
        },
        hints: number(row, "hints")?,
        served: number(row, "served")?,
        dirty_since: instant(row, "dirty_since")?,
        last_hint_at: instant(row, "last_hint_at")?,
    })
}
