//! Heads, events and commands as rows.

use careweave_sync_core::stream::machine;
use careweave_sync_core::{Bodies, Fence, KeptBody, StreamEvent, StreamHead};
use careweave_types::{Pii, Result};
use chrono::{DateTime, Utc};
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::batch::batches;
use crate::column::{column, instant, instant_if_any, kept_body, key, micros, number};
use crate::database::{Database, Given};
use crate::transaction::Transaction;

fn head_sql(table: &str, condition: &str) -> String {
    format!(
        "SELECT name, version, deadline, fence, holder, claimed_until, created_at, updated_at FROM {table} \
         WHERE {condition}"
    )
}

pub(super) async fn head(db: &Database, at: &'static str, stream: &str) -> Result<Option<StreamHead>> {
    let sql = head_sql(&db.schema().table("stream"), "name = $1");
    let rows = db.read(at, &sql, &[(&stream, Type::TEXT)]).await?;
    rows.first().map(of_head).transpose()
}

pub(super) async fn for_update(tx: &mut Transaction, stream: &str) -> Result<Option<StreamHead>> {
    let sql = head_sql(&tx.table("stream"), "name = $1 FOR NO KEY UPDATE");
    let rows = tx.read(&sql, &[(&stream, Type::TEXT)]).await?;
    rows.first().map(of_head).transpose()
}

/// Streams of a prefix of which `condition` holds.
pub(super) async fn listed(
    db: &Database,
    at: &'static str,
    condition: &str,
    prefix: &str,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<StreamHead>> {
    let sql = head_sql(
        &db.schema().table("stream"),
        &format!(
            "{condition} AND starts_with(name, $1) AND ($2::text IS NULL OR name > $2) ORDER BY name LIMIT $3"
        ),
    );
    let given: [Given<'_>; 3] = [
        (&prefix, Type::TEXT),
        (&after, Type::TEXT),
        (&i64::from(limit), Type::INT8),
    ];
    db.read(at, &sql, &given).await?.iter().map(of_head).collect()
}

/// Locks streams whose deadline has passed and that nobody is at, without those that others are just working on.
pub(super) async fn due(
    tx: &mut Transaction,
    prefix: &str,
    limit: u32,
    now: DateTime<Utc>,
) -> Result<Vec<StreamHead>> {
    let sql = head_sql(
        &tx.table("stream"),
        "deadline <= $1 AND (claimed_until IS NULL OR claimed_until <= $1) AND starts_with(name, $2) \
         ORDER BY deadline, name LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED",
    );
    let given: [Given<'_>; 3] = [
        (&now.timestamp_micros(), Type::INT8),
        (&prefix, Type::TEXT),
        (&i64::from(limit), Type::INT8),
    ];
    tx.read(&sql, &given).await?.iter().map(of_head).collect()
}

/// Writes a head over the row that was `locked`, or the first one of a stream; false when another worker began it
/// meanwhile.
pub(super) async fn put_head(tx: &mut Transaction, locked: bool, head: &StreamHead) -> Result<bool> {
    let sql = format!(
        "INSERT INTO {} (name, version, deadline, fence, holder, claimed_until, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (name) DO UPDATE SET version = excluded.version, \
         deadline = excluded.deadline, fence = excluded.fence, holder = excluded.holder, \
         claimed_until = excluded.claimed_until, updated_at = excluded.updated_at WHERE $9 RETURNING 1",
        tx.table("stream")
    );
    let given: [Given<'_>; 9] = [
        (&head.stream, Type::TEXT),
        (&key(head.version), Type::INT8),
        (&micros(head.deadline), Type::INT8),
        (&key(head.fence.get()), Type::INT8),
        (&head.holder, Type::TEXT),
        (&micros(head.claimed_until), Type::INT8),
        (&head.created_at.timestamp_micros(), Type::INT8),
        (&head.updated_at.timestamp_micros(), Type::INT8),
        (&locked, Type::BOOL),
    ];
    Ok(!tx.write(&sql, &given).await?.is_empty())
}

/// Writes claims over rows that were locked.
pub(super) async fn claim(tx: &mut Transaction, heads: &[StreamHead]) -> Result<()> {
    if heads.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "UPDATE {} AS s SET fence = r.fence, holder = r.holder, claimed_until = r.claimed_until, \
         updated_at = r.updated_at FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[]) \
         AS r (name, fence, holder, claimed_until, updated_at) WHERE s.name = r.name",
        tx.table("stream")
    );
    let names: Vec<&str> = heads.iter().map(|head| head.stream.as_str()).collect();
    let fences: Vec<i64> = heads.iter().map(|head| key(head.fence.get())).collect();
    let holders: Vec<Option<&str>> = heads.iter().map(|head| head.holder.as_deref()).collect();
    let ends: Vec<Option<i64>> = heads.iter().map(|head| micros(head.claimed_until)).collect();
    let updated: Vec<i64> = heads
        .iter()
        .map(|head| head.updated_at.timestamp_micros())
        .collect();
    let given: [Given<'_>; 5] = [
        (&names, Type::TEXT_ARRAY),
        (&fences, Type::INT8_ARRAY),
        (&holders, Type::TEXT_ARRAY),
        (&ends, Type::INT8_ARRAY),
        (&updated, Type::INT8_ARRAY),
    ];
    tx.write(&sql, &given).await.map(drop)
}

/// Bodies with the numbers they are sealed for.
type Numbered = (u64, KeptBody);

pub(super) async fn insert_events(
    tx: &mut Transaction,
    head: &StreamHead,
    events: &[Numbered],
) -> Result<()> {
    let sql = format!(
        "INSERT INTO {} (stream, version, body, sealed_under, wrapped, appended_at) \
         SELECT $1, r.version, r.body, r.sealed_under, r.wrapped, $6 \
         FROM unnest($2::bigint[], $3::bytea[], $4::text[], $5::bytea[]) AS r (version, body, sealed_under, wrapped) \
         ORDER BY r.version",
        tx.table("stream_event")
    );
    let at = head.updated_at.timestamp_micros();
    insert_bodies(tx, &sql, &head.stream, events, Some(&at)).await
}

pub(super) async fn insert_commands(tx: &mut Transaction, stream: &str, commands: &[Numbered]) -> Result<()> {
    let sql = format!(
        "INSERT INTO {} (stream, item, body, sealed_under, wrapped) \
         SELECT $1, r.item, r.body, r.sealed_under, r.wrapped \
         FROM unnest($2::bigint[], $3::bytea[], $4::text[], $5::bytea[]) AS r (item, body, sealed_under, wrapped)",
        tx.table("stream_command")
    );
    insert_bodies(tx, &sql, stream, commands, None).await
}

async fn insert_bodies(
    tx: &mut Transaction,
    sql: &str,
    stream: &str,
    bodies: &[Numbered],
    at: Option<&i64>,
) -> Result<()> {
    for group in batches(bodies, |(_, kept)| kept.body.len()) {
        let numbers: Vec<i64> = group.iter().map(|(number, _)| key(*number)).collect();
        let contents: Vec<&[u8]> = group.iter().map(|(_, kept)| kept.body.as_slice()).collect();
        let wrapping = |(_, kept): &'_ Numbered| kept.wrapped.clone().unzip();
        let (unders, wrapped): (Vec<Option<String>>, Vec<Option<Vec<u8>>>) =
            group.iter().map(wrapping).unzip();
        let mut given: Vec<Given<'_>> = vec![
            (&stream, Type::TEXT),
            (&numbers, Type::INT8_ARRAY),
            (&contents, Type::BYTEA_ARRAY),
            (&unders, Type::TEXT_ARRAY),
            (&wrapped, Type::BYTEA_ARRAY),
        ];
        if let Some(at) = at {
            given.push((at, Type::INT8));
        }
        tx.write(sql, &given).await?;
    }
    Ok(())
}

pub(super) async fn events(
    db: &Database,
    at: &'static str,
    bodies: &Bodies,
    stream: &str,
    after: u64,
    limit: u32,
) -> Result<Vec<StreamEvent>> {
    let sql = format!(
        "SELECT version, body, sealed_under, wrapped, appended_at FROM {} \
         WHERE stream = $1 AND version > $2 ORDER BY version LIMIT $3",
        db.schema().table("stream_event")
    );
    let given: [Given<'_>; 3] = [
        (&stream, Type::TEXT),
        (&key(after), Type::INT8),
        (&i64::from(limit), Type::INT8),
    ];
    let place = machine::event_place(stream);
    let event = |row| {
        let version = number(row, "version")?;
        let kept = kept_body(row)?.unwrap_or_default();
        Ok(StreamEvent {
            version,
            body: Pii::new(bodies.open(&place, version, kept)?),
            appended_at: instant(row, "appended_at")?,
        })
    };
    db.read(at, &sql, &given).await?.iter().map(event).collect()
}

pub(super) async fn command(
    db: &Database,
    at: &'static str,
    bodies: &Bodies,
    item: u64,
) -> Result<Option<Pii<Vec<u8>>>> {
    let sql = format!(
        "SELECT stream, body, sealed_under, wrapped FROM {} WHERE item = $1",
        db.schema().table("stream_command")
    );
    let rows = db.read(at, &sql, &[(&key(item), Type::INT8)]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let stream: &str = column(row, "stream")?;
    let kept = kept_body(row)?.unwrap_or_default();
    let body = bodies.open(&machine::command_place(stream), item, kept)?;
    Ok(Some(Pii::new(body)))
}

/// A body that is not sealed under the current key: the row, the stream, the number it is sealed for, the body.
pub(crate) struct OtherBody {
    pub(crate) row: u64,
    pub(crate) stream: String,
    pub(crate) number: u64,
    pub(crate) kept: KeptBody,
}

pub(crate) async fn other_event_bodies(
    tx: &mut Transaction,
    current: &str,
    limit: u32,
) -> Result<Vec<OtherBody>> {
    let sql = format!(
        "SELECT seq AS place, stream, version AS number, body, sealed_under, wrapped FROM {} \
         WHERE sealed_under IS DISTINCT FROM $1 ORDER BY seq LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED",
        tx.table("stream_event")
    );
    other_bodies(tx, &sql, current, limit).await
}

pub(crate) async fn other_command_bodies(
    tx: &mut Transaction,
    current: &str,
    limit: u32,
) -> Result<Vec<OtherBody>> {
    let sql = format!(
        "SELECT item AS place, stream, item AS number, body, sealed_under, wrapped FROM {} \
         WHERE sealed_under IS DISTINCT FROM $1 ORDER BY item LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED",
        tx.table("stream_command")
    );
    other_bodies(tx, &sql, current, limit).await
}

async fn other_bodies(tx: &mut Transaction, sql: &str, current: &str, limit: u32) -> Result<Vec<OtherBody>> {
    let given: [Given<'_>; 2] = [(&current, Type::TEXT), (&i64::from(limit), Type::INT8)];
    let other = |row| {
        Ok(OtherBody {
            row: number(row, "place")?,
            stream: column(row, "stream")?,
            number: number(row, "number")?,
            kept: kept_body(row)?.unwrap_or_default(),
        })
    };
    tx.read(sql, &given).await?.iter().map(other).collect()
}

pub(crate) async fn put_event_body(tx: &mut Transaction, row: u64, kept: &KeptBody) -> Result<()> {
    let sql = format!(
        "UPDATE {} SET body = $2, sealed_under = $3, wrapped = $4 WHERE seq = $1",
        tx.table("stream_event")
    );
    put_body(tx, &sql, row, kept).await
}

pub(crate) async fn put_command_body(tx: &mut Transaction, row: u64, kept: &KeptBody) -> Result<()> {
    let sql = format!(
        "UPDATE {} SET body = $2, sealed_under = $3, wrapped = $4 WHERE item = $1",
        tx.table("stream_command")
    );
    put_body(tx, &sql, row, kept).await
}

async fn put_body(tx: &mut Transaction, sql: &str, row: u64, kept: &KeptBody) -> Result<()> {
    let (under, wrapped) = kept.wrapped.clone().unzip();
    let given: [Given<'_>; 4] = [
        (&key(row), Type::INT8),
        (&kept.body, Type::BYTEA),
        (&under, Type::TEXT),
        (&wrapped, Type::BYTEA),
    ];
    tx.write(sql, &given).await.map(drop)
}

fn of_head(row: &Row) -> Result<StreamHead> {
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
