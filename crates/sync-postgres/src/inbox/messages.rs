//! Messages as rows.

use careweave_sync_core::inbox::machine::body_place;
use careweave_sync_core::{Bodies, Fingerprint, Incoming, KeptBody, Message, MessageClass, MessageState};
use careweave_types::{Pii, Result};
use chrono::{DateTime, Utc};
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use super::tallies;
use crate::column::{
    bytes, column, instant, instant_if_any, kept_body, key, micros, number, only, unreadable,
};
use crate::database::{Database, Given};
use crate::holds::message_is_free;
use crate::transaction::Transaction;

const COLUMNS: &str = "seq, source, class, message_id, event, subject, fingerprint, body, state, reason, deliveries, \
                       sent_at, received_at, last_delivery_at, settled_at, sealed_under, wrapped";

/// The number that was given last, which stays so until the transaction ends, and the message under the id of a delivery.
pub(super) async fn last_number_and(
    tx: &mut Transaction,
    bodies: &Bodies,
    incoming: &Incoming,
) -> Result<(u64, Option<Message>)> {
    let count = format!("SELECT last FROM {} FOR NO KEY UPDATE", tx.table("inbox_count"));
    let find = format!(
        "SELECT {COLUMNS} FROM {} WHERE source = $1 AND class = $2 AND message_id = $3 FOR NO KEY UPDATE",
        tx.table("inbox_message")
    );
    let id: [Given<'_>; 3] = [
        (&incoming.source, Type::TEXT),
        (&incoming.identity.class().as_str(), Type::TEXT),
        (&incoming.message_id(), Type::TEXT),
    ];
    let [last, held] = tx.together([(&count, &[]), (&find, &id)]).await?;
    Ok((
        number(only(&last, "last")?, "last")?,
        held.first().map(|row| message(row, bodies)).transpose()?,
    ))
}

pub(super) async fn by_number(
    db: &Database,
    at: &'static str,
    bodies: &Bodies,
    number: u64,
) -> Result<Option<Message>> {
    let found = select(db, at, bodies, "seq = $1", &[(&key(number), Type::INT8)]).await?;
    Ok(found.into_iter().next())
}

pub(super) async fn for_update(
    tx: &mut Transaction,
    bodies: &Bodies,
    number: u64,
) -> Result<Option<Message>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE seq = $1 FOR NO KEY UPDATE",
        tx.table("inbox_message")
    );
    let rows = tx.read(&sql, &[(&key(number), Type::INT8)]).await?;
    rows.first().map(|row| message(row, bodies)).transpose()
}

/// Records a message under the number after the last, counts it, and ends the transaction.
pub(super) async fn insert(tx: &mut Transaction, bodies: &Bodies, message: &Message) -> Result<()> {
    let place = body_place(&message.source);
    let body = message.body.as_ref().map(Pii::expose);
    let kept = body
        .map(|body| bodies.keep(&place, message.number, body))
        .transpose()?;
    let (body, wrapped) = kept.map_or((None, None), |kept| (Some(kept.body), kept.wrapped));
    let (sealed_under, wrapped) = wrapped.unzip();
    let count = format!("UPDATE {} SET last = $1", tx.table("inbox_count"));
    let sql = format!(
        "INSERT INTO {} ({COLUMNS}) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        tx.table("inbox_message")
    );
    let seq = key(message.number);
    let given: [Given<'_>; 17] = [
        (&seq, Type::INT8),
        (&message.source, Type::TEXT),
        (&message.class.as_str(), Type::TEXT),
        (&message.message_id, Type::TEXT),
        (&message.event, Type::TEXT),
        (&message.subject, Type::TEXT),
        (&message.fingerprint.as_bytes().as_slice(), Type::BYTEA),
        (&body, Type::BYTEA),
        (&message.state.as_str(), Type::TEXT),
        (&message.reason, Type::TEXT),
        (&i64::from(message.deliveries), Type::INT8),
        (&micros(message.sent_at), Type::INT8),
        (&message.received_at.timestamp_micros(), Type::INT8),
        (&message.last_delivery_at.timestamp_micros(), Type::INT8),
        (&micros(message.settled_at), Type::INT8),
        (&sealed_under, Type::TEXT),
        (&wrapped, Type::BYTEA),
    ];
    let tally = tallies::add_sql(&tx.table("inbox_tally"));
    tx.finish([
        (&count, &[(&seq, Type::INT8)]),
        (&sql, &given),
        (
            &tally,
            &[(&message.source, Type::TEXT), (&"accepted", Type::TEXT)],
        ),
    ])
    .await
    .map(drop)
}

fn set_sql(table: &str) -> String {
    format!(
        "UPDATE {table} SET body = CASE WHEN $2 THEN NULL ELSE body END, \
         sealed_under = CASE WHEN $2 THEN NULL ELSE sealed_under END, wrapped = CASE WHEN $2 THEN NULL ELSE wrapped END, \
         state = $3, reason = $4, deliveries = $5, last_delivery_at = $6, settled_at = $7 WHERE seq = $1"
    )
}

/// Writes what a step may change, counts it, and ends the transaction. A body is only ever erased.
pub(super) async fn update(tx: &mut Transaction, message: &Message, what: &str) -> Result<()> {
    let sql = set_sql(&tx.table("inbox_message"));
    let tally = tallies::add_sql(&tx.table("inbox_tally"));
    let given: [Given<'_>; 7] = [
        (&key(message.number), Type::INT8),
        (&message.body.is_none(), Type::BOOL),
        (&message.state.as_str(), Type::TEXT),
        (&message.reason, Type::TEXT),
        (&i64::from(message.deliveries), Type::INT8),
        (&message.last_delivery_at.timestamp_micros(), Type::INT8),
        (&micros(message.settled_at), Type::INT8),
    ];
    tx.finish([
        (&sql, &given),
        (&tally, &[(&message.source, Type::TEXT), (&what, Type::TEXT)]),
    ])
    .await
    .map(drop)
}

/// Writes what a step may change, in the middle of a transaction.
pub(crate) async fn set(tx: &mut Transaction, message: &Message) -> Result<()> {
    let sql = set_sql(&tx.table("inbox_message"));
    let given: [Given<'_>; 7] = [
        (&key(message.number), Type::INT8),
        (&message.body.is_none(), Type::BOOL),
        (&message.state.as_str(), Type::TEXT),
        (&message.reason, Type::TEXT),
        (&i64::from(message.deliveries), Type::INT8),
        (&message.last_delivery_at.timestamp_micros(), Type::INT8),
        (&micros(message.settled_at), Type::INT8),
    ];
    tx.write(&sql, &given).await.map(drop)
}

/// Locks the messages of a subject that wait.
pub(crate) async fn waiting_about(
    tx: &mut Transaction,
    bodies: &Bodies,
    source: &str,
    subject: &str,
) -> Result<Vec<Message>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE source = $1 AND state = 'received' AND subject = $2 ORDER BY seq \
         FOR NO KEY UPDATE",
        tx.table("inbox_message")
    );
    let rows = tx
        .read(&sql, &[(&source, Type::TEXT), (&subject, Type::TEXT)])
        .await?;
    rows.iter().map(|row| message(row, bodies)).collect()
}

/// Locks up to `limit` bodies that are not sealed under `current`, with their numbers and sources.
pub(crate) async fn other_bodies(
    tx: &mut Transaction,
    current: &str,
    limit: u32,
) -> Result<Vec<(u64, String, KeptBody)>> {
    let sql = format!(
        "SELECT seq, source, body, sealed_under, wrapped FROM {} \
         WHERE body IS NOT NULL AND sealed_under IS DISTINCT FROM $1 ORDER BY seq LIMIT $2 \
         FOR NO KEY UPDATE SKIP LOCKED",
        tx.table("inbox_message")
    );
    let given: [Given<'_>; 2] = [(&current, Type::TEXT), (&i64::from(limit), Type::INT8)];
    let rows = tx.read(&sql, &given).await?;
    let body = |row| {
        Ok((
            number(row, "seq")?,
            column(row, "source")?,
            kept_body(row)?.unwrap_or_default(),
        ))
    };
    rows.iter().map(body).collect()
}

pub(crate) async fn put_body(tx: &mut Transaction, number: u64, kept: &KeptBody) -> Result<()> {
    let (under, wrapped) = kept.wrapped.clone().unzip();
    let sql = format!(
        "UPDATE {} SET body = $2, sealed_under = $3, wrapped = $4 WHERE seq = $1",
        tx.table("inbox_message")
    );
    let given: [Given<'_>; 4] = [
        (&key(number), Type::INT8),
        (&kept.body, Type::BYTEA),
        (&under, Type::TEXT),
        (&wrapped, Type::BYTEA),
    ];
    tx.write(&sql, &given).await.map(drop)
}

pub(super) async fn received(
    db: &Database,
    at: &'static str,
    bodies: &Bodies,
    source: &str,
    after: Option<u64>,
    limit: u32,
) -> Result<Vec<Message>> {
    let given: [Given<'_>; 3] = [
        (&source, Type::TEXT),
        (&key(after.unwrap_or(0)), Type::INT8),
        (&i64::from(limit), Type::INT8),
    ];
    let condition = "source = $1 AND state = 'received' AND seq > $2 ORDER BY seq LIMIT $3";
    select(db, at, bodies, condition, &given).await
}

/// Forgets, of what no other worker is just changing.
pub(super) async fn forget(
    tx: &mut Transaction,
    source: &str,
    until: DateTime<Utc>,
    limit: u32,
) -> Result<u32> {
    let sql = format!(
        "DELETE FROM {message} WHERE seq IN (SELECT seq FROM {message} m WHERE source = $1 AND state <> 'received' \
         AND last_delivery_at <= $2 AND {free} ORDER BY seq LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING seq",
        message = tx.table("inbox_message"),
        free = message_is_free(tx.schema()),
    );
    let given: [Given<'_>; 3] = [
        (&source, Type::TEXT),
        (&until.timestamp_micros(), Type::INT8),
        (&i64::from(limit), Type::INT8),
    ];
    let forgotten = tx.write(&sql, &given).await?.len();
    u32::try_from(forgotten).map_err(|e| unreadable("seq", e))
}

async fn select(
    db: &Database,
    at: &'static str,
    bodies: &Bodies,
    condition: &str,
    given: &[Given<'_>],
) -> Result<Vec<Message>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE {condition}",
        db.schema().table("inbox_message")
    );
    let rows = db.read(at, &sql, given).await?;
    rows.iter().map(|row| message(row, bodies)).collect()
}

fn message(row: &Row, bodies: &Bodies) -> Result<Message> {
    let class: &str = column(row, "class")?;
    let state: &str = column(row, "state")?;
    let (number_of, source): (u64, String) = (number(row, "seq")?, column(row, "source")?);
    let body = kept_body(row)?
        .map(|kept| bodies.open(&body_place(&source), number_of, kept))
        .transpose()?;
    Ok(Message {
        number: number_of,
        source,
        class: class
            .parse::<MessageClass>()
            .map_err(|e| unreadable("class", e))?,
        message_id: column(row, "message_id")?,
        event: column(row, "event")?,
        subject: column(row, "subject")?,
        fingerprint: Fingerprint::from_bytes(bytes(row, "fingerprint")?),
        body: body.map(Pii::new),
        state: state
            .parse::<MessageState>()
            .map_err(|e| unreadable("state", e))?,
        reason: column(row, "reason")?,
        deliveries: number(row, "deliveries")?,
        sent_at: instant_if_any(row, "sent_at")?,
        received_at: instant(row, "received_at")?,
        last_delivery_at: instant(row, "last_delivery_at")?,
        settled_at: instant_if_any(row, "settled_at")?,
    })
}
