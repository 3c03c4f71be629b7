//! Items as rows.

use careweave_sync_core::{ClaimFilter, DeadFilter, EffectId, Fence, OutboxCounts, OutboxItem, OutboxState};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::column::{bytes, column, instant, instant_if_any, key, micros, number, only, unreadable};
use crate::database::{Database, Given};
use crate::transaction::Transaction;

const COLUMNS: &str = "seq, effect_id, lane, priority, state, due_at, attempts, deferrals, fence, holder, \
                       claimed_until, began_at, reason, enqueued_at, updated_at";

fn item_sql(table: &str, condition: &str) -> String {
    format!("SELECT {COLUMNS} FROM {table} AS item WHERE {condition}")
}

pub(super) async fn by_number(db: &Database, at: &'static str, number: u64) -> Result<Option<OutboxItem>> {
    let found = select(db, at, "seq = $1", &[(&key(number), Type::INT8)]).await?;
    Ok(found.into_iter().next())
}

pub(super) async fn for_update(tx: &mut Transaction, number: u64) -> Result<Option<OutboxItem>> {
    let found = lock(tx, "seq = $1 FOR NO KEY UPDATE", &[(&key(number), Type::INT8)]).await?;
    Ok(found.into_iter().next())
}

/// Locks the items of these numbers, in their order.
pub(super) async fn all_for_update(tx: &mut Transaction, sent: &[(u64, Fence)]) -> Result<Vec<OutboxItem>> {
    let numbers: Vec<i64> = sent.iter().map(|(number, _)| key(*number)).collect();
    lock(
        tx,
        "seq = ANY ($1) ORDER BY seq FOR NO KEY UPDATE",
        &[(&numbers, Type::INT8_ARRAY)],
    )
    .await
}

pub(super) async fn by_effect(
    db: &Database,
    at: &'static str,
    effect: EffectId,
) -> Result<Option<OutboxItem>> {
    let found = select(
        db,
        at,
        "effect_id = $1",
        &[(&effect.as_bytes().as_slice(), Type::BYTEA)],
    )
    .await?;
    Ok(found.into_iter().next())
}

/// The number that was given last, which stays so until the transaction ends, and which of these effects have an item.
pub(crate) async fn last_number_and_queued(
    tx: &mut Transaction,
    effects: &[EffectId],
) -> Result<(u64, Vec<EffectId>)> {
    let count = format!("SELECT last FROM {} FOR NO KEY UPDATE", tx.table("outbox_count"));
    let find = format!(
        "SELECT effect_id FROM {} WHERE effect_id = ANY ($1)",
        tx.table("outbox")
    );
    let ids: Vec<&[u8]> = effects.iter().map(|id| id.as_bytes().as_slice()).collect();
    let given: [Given<'_>; 1] = [(&ids, Type::BYTEA_ARRAY)];
    let [last, held] = tx.together([(&count, &[]), (&find, &given)]).await?;
    let queued = held
        .iter()
        .map(|row| Ok(EffectId::from_bytes(bytes(row, "effect_id")?)));
    Ok((
        number(only(&last, "last")?, "last")?,
        queued.collect::<Result<_>>()?,
    ))
}

/// Queues new items, all at one instant, under the numbers after the last.
pub(crate) async fn insert_all(tx: &mut Transaction, items: &[OutboxItem]) -> Result<()> {
    let Some(last) = items.last() else { return Ok(()) };
    let count = format!("UPDATE {} SET last = $1", tx.table("outbox_count"));
    tx.write(&count, &[(&key(last.number), Type::INT8)]).await?;
    let sql = format!(
        "INSERT INTO {} (seq, effect_id, lane, priority, state, due_at, attempts, deferrals, fence, enqueued_at, \
         updated_at) SELECT r.seq, r.effect_id, r.lane, r.priority, $5, r.due_at, 0, 0, 0, $6, $6 \
         FROM unnest($1::bigint[], $2::bytea[], $3::text[], $4::bigint[], $7::bigint[]) \
         AS r (seq, effect_id, lane, priority, due_at)",
        tx.table("outbox")
    );
    let effects: Vec<&[u8]> = items
        .iter()
        .map(|item| item.effect.as_bytes().as_slice())
        .collect();
    let lanes: Vec<&str> = items.iter().map(|item| item.lane.as_str()).collect();
    let given: [Given<'_>; 7] = [
        (
            &items.iter().map(|item| key(item.number)).collect::<Vec<_>>(),
            Type::INT8_ARRAY,
        ),
        (&effects, Type::BYTEA_ARRAY),
        (&lanes, Type::TEXT_ARRAY),
        (
            &items
                .iter()
                .map(|item| i64::from(item.priority))
                .collect::<Vec<_>>(),
            Type::INT8_ARRAY,
        ),
        (&last.state.as_str(), Type::TEXT),
        (&last.enqueued_at.timestamp_micros(), Type::INT8),
        (
            &items
                .iter()
                .map(|item| item.due_at.timestamp_micros())
                .collect::<Vec<_>>(),
            Type::INT8_ARRAY,
        ),
    ];
    tx.write(&sql, &given).await.map(drop)
}

/// The number that was given last, which stays so until the transaction ends, and the item of an effect.
pub(super) async fn last_number_and(
    tx: &mut Transaction,
    effect: EffectId,
) -> Result<(u64, Option<OutboxItem>)> {
    let count = format!("SELECT last FROM {} FOR NO KEY UPDATE", tx.table("outbox_count"));
    let find = item_sql(&tx.table("outbox"), "effect_id = $1");
    let effect = effect.as_bytes().as_slice();
    let given: [Given<'_>; 1] = [(&effect, Type::BYTEA)];
    let [last, held] = tx.together([(&count, &[]), (&find, &given)]).await?;
    Ok((
        number(only(&last, "last")?, "last")?,
        held.first().map(item).transpose()?,
    ))
}

/// Locks items whose turn and time have come, without those that others are just claiming: a claim that ended, or what has
/// waited longest in a lane where nothing is under way.
pub(super) async fn turns(
    tx: &mut Transaction,
    filter: &ClaimFilter,
    limit: u32,
    now: DateTime<Utc>,
) -> Result<Vec<OutboxItem>> {
    let taken = match filter.operations.is_empty() {
        true => String::new(),
        false => format!(
            "AND EXISTS (SELECT 1 FROM {} e WHERE e.effect_id = item.effect_id AND e.operation = ANY ($3))",
            tx.table("effect")
        ),
    };
    let condition = format!(
        "state IN ('waiting', 'claimed') AND ( \
             (state = 'claimed' AND claimed_until <= $1) OR \
             (state = 'waiting' AND due_at <= $1 \
              AND NOT EXISTS (SELECT 1 FROM {outbox} AS other WHERE other.lane = item.lane \
                              AND other.state = 'claimed') \
              AND NOT EXISTS (SELECT 1 FROM {outbox} AS other WHERE other.lane = item.lane \
                              AND other.state = 'waiting' AND other.seq < item.seq))) \
         {taken} ORDER BY priority DESC, due_at, seq LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED",
        outbox = tx.table("outbox")
    );
    let given: [Given<'_>; 3] = [
        (&now.timestamp_micros(), Type::INT8),
        (&i64::from(limit), Type::INT8),
        (&filter.operations, Type::TEXT_ARRAY),
    ];
    let used = if filter.operations.is_empty() { 2 } else { 3 };
    let sql = item_sql(&tx.table("outbox"), &condition);
    let [_, turns] = tx.together([(IN_ORDER, &[]), (&sql, &given[..used])]).await?;
    turns.iter().map(item).collect()
}

/// Of a queue that filled up since the server last counted its rows it would look at all, and sort them; in the order of the
/// index it looks at those it locks.
const IN_ORDER: &str = "SET LOCAL enable_sort = off";

const DEAD: &str = "state = 'dead' AND ($1::text IS NULL OR lane = $1) AND ($2::text IS NULL OR reason = $2) \
                    ORDER BY seq LIMIT $3";

pub(super) async fn dead(
    db: &Database,
    at: &'static str,
    filter: &DeadFilter,
    limit: u32,
) -> Result<Vec<OutboxItem>> {
    let given: [Given<'_>; 3] = [
        (&filter.lane, Type::TEXT),
        (&filter.reason, Type::TEXT),
        (&i64::from(limit), Type::INT8),
    ];
    select(db, at, DEAD, &given).await
}

pub(super) async fn dead_for_update(
    tx: &mut Transaction,
    filter: &DeadFilter,
    limit: u32,
) -> Result<Vec<OutboxItem>> {
    let given: [Given<'_>; 3] = [
        (&filter.lane, Type::TEXT),
        (&filter.reason, Type::TEXT),
        (&i64::from(limit), Type::INT8),
    ];
    lock(tx, &format!("{DEAD} FOR NO KEY UPDATE"), &given).await
}

/// Queues an item under the number after the last, and ends the transaction.
pub(super) async fn insert(tx: &mut Transaction, item: &OutboxItem) -> Result<()> {
    let count = format!("UPDATE {} SET last = $1", tx.table("outbox_count"));
    let sql = format!(
        "INSERT INTO {} (seq, effect_id, lane, priority, state, due_at, attempts, deferrals, fence, enqueued_at, \
         updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        tx.table("outbox")
    );
    let seq = key(item.number);
    let given: [Given<'_>; 11] = [
        (&seq, Type::INT8),
        (&item.effect.as_bytes().as_slice(), Type::BYTEA),
        (&item.lane, Type::TEXT),
        (&i64::from(item.priority), Type::INT8),
        (&item.state.as_str(), Type::TEXT),
        (&item.due_at.timestamp_micros(), Type::INT8),
        (&i64::from(item.attempts), Type::INT8),
        (&i64::from(item.deferrals), Type::INT8),
        (&key(item.fence.get()), Type::INT8),
        (&item.enqueued_at.timestamp_micros(), Type::INT8),
        (&item.updated_at.timestamp_micros(), Type::INT8),
    ];
    tx.finish([(&count, &[(&seq, Type::INT8)]), (&sql, &given)])
        .await
        .map(drop)
}

/// Writes what steps may change, and ends the transaction; effect, lane and priority never do.
pub(super) async fn update(tx: &mut Transaction, items: &[OutboxItem]) -> Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "UPDATE {} AS o SET state = r.state, due_at = r.due_at, attempts = r.attempts, deferrals = r.deferrals, \
         fence = r.fence, holder = r.holder, claimed_until = r.claimed_until, began_at = r.began_at, \
         reason = r.reason, updated_at = r.updated_at \
         FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], \
         $8::bigint[], $9::bigint[], $10::text[], $11::bigint[]) AS r (seq, state, due_at, attempts, deferrals, fence, \
         holder, claimed_until, began_at, reason, updated_at) WHERE o.seq = r.seq",
        tx.table("outbox")
    );
    fn numbers(items: &[OutboxItem], of: impl Fn(&OutboxItem) -> i64) -> Vec<i64> {
        items.iter().map(of).collect()
    }
    fn instants(items: &[OutboxItem], of: impl Fn(&OutboxItem) -> Option<DateTime<Utc>>) -> Vec<Option<i64>> {
        items.iter().map(|item| micros(of(item))).collect()
    }
    let given: [Given<'_>; 11] = [
        (&numbers(items, |item| key(item.number)), Type::INT8_ARRAY),
        (
            &items.iter().map(|item| item.state.as_str()).collect::<Vec<_>>(),
            Type::TEXT_ARRAY,
        ),
        (
            &numbers(items, |item| item.due_at.timestamp_micros()),
            Type::INT8_ARRAY,
        ),
        (&numbers(items, |item| item.attempts.into()), Type::INT8_ARRAY),
        (&numbers(items, |item| item.deferrals.into()), Type::INT8_ARRAY),
        (&numbers(items, |item| key(item.fence.get())), Type::INT8_ARRAY),
        (
            &items
                .iter()
                .map(|item| item.holder.as_deref())
                .collect::<Vec<_>>(),
            Type::TEXT_ARRAY,
        ),
        (&instants(items, |item| item.claimed_until), Type::INT8_ARRAY),
        (&instants(items, |item| item.began_at), Type::INT8_ARRAY),
        (
            &items
                .iter()
                .map(|item| item.reason.as_deref())
                .collect::<Vec<_>>(),
            Type::TEXT_ARRAY,
        ),
        (
            &numbers(items, |item| item.updated_at.timestamp_micros()),
            Type::INT8_ARRAY,
        ),
    ];
    tx.finish([(&sql, &given)]).await.map(drop)
}

/// All numbers from one statement, so that they belong together.
pub(super) async fn counts(db: &Database, at: &'static str) -> Result<OutboxCounts> {
    let sql = format!(
        "SELECT (SELECT last FROM {count}) AS enqueued, count(*) FILTER (WHERE state = 'waiting') AS waiting, \
         count(*) FILTER (WHERE state = 'claimed') AS claimed, count(*) FILTER (WHERE state = 'done') AS done, \
         count(*) FILTER (WHERE state = 'dead') AS dead FROM {outbox}",
        count = db.schema().table("outbox_count"),
        outbox = db.schema().table("outbox"),
    );
    let rows = db.read(at, &sql, &[]).await?;
    let row = only(&rows, "enqueued")?;
    Ok(OutboxCounts {
        enqueued: number(row, "enqueued")?,
        waiting: number(row, "waiting")?,
        claimed: number(row, "claimed")?,
        done: number(row, "done")?,
        dead: number(row, "dead")?,
    })
}

async fn select(
    db: &Database,
    at: &'static str,
    condition: &str,
    given: &[Given<'_>],
) -> Result<Vec<OutboxItem>> {
    let sql = item_sql(&db.schema().table("outbox"), condition);
    db.read(at, &sql, given).await?.iter().map(item).collect()
}

async fn lock(tx: &mut Transaction, condition: &str, given: &[Given<'_>]) -> Result<Vec<OutboxItem>> {
    let sql = item_sql(&tx.table("outbox"), condition);
    tx.read(&sql, given).await?.iter().map(item).collect()
}

fn item(row: &Row) -> Result<OutboxItem> {
    let state: &str = column(row, "state")?;
    let priority: u32 = number(row, "priority")?;
    Ok(OutboxItem {
        number: number(row, "seq")?,
        effect: EffectId::from_bytes(bytes(row, "effect_id")?),
        lane: column(row, "lane")?,
        priority: u8::try_from(priority).map_err(|e| unreadable("priority", e))?,
        state: state.parse::<OutboxState>().map_err(|e| unreadable("state", e))?,
        due_at: instant(row, "due_at")?,
        attempts: number(row, "attempts")?,
        deferrals: number(row, "deferrals")?,
        fence: Fence::new(number(row, "fence")?),
        holder: column(row, "holder")?,
        claimed_until: instant_if_any(row, "claimed_until")?,
        began_at: instant_if_any(row, "began_at")?,
        reason: column(row, "reason")?,
        enqueued_at: instant(row, "enqueued_at")?,
        updated_at: instant(row, "updated_at")?,
    })
}
