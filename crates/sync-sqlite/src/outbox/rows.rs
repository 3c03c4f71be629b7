//! Items as rows.

use careweave_sync_core::{ClaimFilter, DeadFilter, EffectId, Fence, OutboxCounts, OutboxItem, OutboxState};
use chrono::{DateTime, Utc};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Row, params};

use crate::column::{column, instant, instant_if_any, number, unreadable};
use crate::fault::Fault;

const ITEM: &str = "SELECT seq, effect_id, lane, priority, state, due_at, attempts, deferrals, fence, holder, \
                    claimed_until, began_at, reason, enqueued_at, updated_at FROM outbox AS item";

pub(super) fn by_number(conn: &Connection, number: u64) -> Result<Option<OutboxItem>, Fault> {
    let Ok(seq) = i64::try_from(number) else {
        return Ok(None);
    };
    conn.prepare_cached(&format!("{ITEM} WHERE seq = ?1"))?
        .query([seq])?
        .next()?
        .map(item)
        .transpose()
}

pub(crate) fn by_effect(conn: &Connection, effect: EffectId) -> Result<Option<OutboxItem>, Fault> {
    conn.prepare_cached(&format!("{ITEM} WHERE effect_id = ?1"))?
        .query([effect.as_bytes()])?
        .next()?
        .map(item)
        .transpose()
}

/// The number of the next item; stays so while the write lock is held.
pub(crate) fn next_number(conn: &Connection) -> Result<u64, Fault> {
    Ok(last_number(conn)? + 1)
}

fn last_number(conn: &Connection) -> Result<u64, Fault> {
    conn.prepare_cached("SELECT coalesce(max(seq), 0) AS last FROM sqlite_sequence WHERE name = 'outbox'")?
        .query_row([], |row| Ok(number(row, "last")))?
}

/// Items whose turn and time have come: a claim that ended, or what has waited longest in a lane where
/// nothing is under way.
pub(super) fn turns(
    conn: &Connection,
    filter: &ClaimFilter,
    limit: u32,
    now: DateTime<Utc>,
) -> Result<Vec<OutboxItem>, Fault> {
    let now = now.timestamp_micros();
    let mut given: Vec<&dyn ToSql> = vec![&now, &limit];
    given.extend(filter.operations.iter().map(|operation| operation as &dyn ToSql));
    let taken = match filter.operations.len() {
        0 => String::new(),
        count => {
            let marks: Vec<String> = (0..count).map(|n| format!("?{}", n + 3)).collect();
            format!(
                "AND EXISTS (SELECT 1 FROM effect WHERE effect.effect_id = item.effect_id \
                 AND effect.operation IN ({}))",
                marks.join(", ")
            )
        }
    };
    let sql = format!(
        "{ITEM} WHERE state IN ('waiting', 'claimed') AND ( \
             (state = 'claimed' AND claimed_until <= ?1) OR \
             (state = 'waiting' AND due_at <= ?1 \
              AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.lane = item.lane \
                              AND other.state = 'claimed') \
              AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.lane = item.lane \
                              AND other.state = 'waiting' AND other.seq < item.seq))) \
         {taken} ORDER BY priority DESC, due_at, seq LIMIT ?2"
    );
    select(conn, &sql, &given)
}

pub(super) fn dead(conn: &Connection, filter: &DeadFilter, limit: u32) -> Result<Vec<OutboxItem>, Fault> {
    let sql = format!(
        "{ITEM} WHERE state = 'dead' AND (?1 IS NULL OR lane = ?1) AND (?2 IS NULL OR reason = ?2) \
         ORDER BY seq LIMIT ?3"
    );
    select(conn, &sql, &[&filter.lane, &filter.reason, &limit])
}

pub(crate) fn insert(conn: &Connection, item: &OutboxItem) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO outbox (seq, effect_id, lane, priority, state, due_at, attempts, deferrals, fence, \
         enqueued_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        item.number.cast_signed(),
        item.effect.as_bytes(),
        item.lane,
        item.priority,
        item.state.as_str(),
        item.due_at.timestamp_micros(),
        item.attempts,
        item.deferrals,
        item.fence.get().cast_signed(),
        item.enqueued_at.timestamp_micros(),
        item.updated_at.timestamp_micros(),
    ])?;
    Ok(())
}

/// Writes what a step may change; effect, lane and priority never do.
pub(super) fn update(conn: &Connection, item: &OutboxItem) -> Result<(), Fault> {
    conn.prepare_cached(
        "UPDATE outbox SET state = ?2, due_at = ?3, attempts = ?4, deferrals = ?5, fence = ?6, holder = ?7, \
         claimed_until = ?8, began_at = ?9, reason = ?10, updated_at = ?11 WHERE seq = ?1",
    )?
    .execute(params![
        item.number.cast_signed(),
        item.state.as_str(),
        item.due_at.timestamp_micros(),
        item.attempts,
        item.deferrals,
        item.fence.get().cast_signed(),
        item.holder,
        item.claimed_until.map(|at| at.timestamp_micros()),
        item.began_at.map(|at| at.timestamp_micros()),
        item.reason,
        item.updated_at.timestamp_micros(),
    ])?;
    Ok(())
}

pub(super) fn counts(conn: &Connection) -> Result<OutboxCounts, Fault> {
    let count = |state: OutboxState| -> Result<u64, Fault> {
        conn.prepare_cached("SELECT count(*) AS n FROM outbox WHERE state = ?1")?
            .query_row([state.as_str()], |row| Ok(number(row, "n")))?
    };
    Ok(OutboxCounts {
        enqueued: last_number(conn)?,
        waiting: count(OutboxState::Waiting)?,
        claimed: count(OutboxState::Claimed)?,
        done: count(OutboxState::Done)?,
        dead: count(OutboxState::Dead)?,
    })
}

fn select(conn: &Connection, sql: &str, given: &[&dyn ToSql]) -> Result<Vec<OutboxItem>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(given)?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(item(row)?);
    }
    Ok(items)
}

fn item(row: &Row<'_>) -> Result<OutboxItem, Fault> {
    let state: String = column(row, "state")?;
    Ok(OutboxItem {
        number: number(row, "seq")?,
        effect: EffectId::from_bytes(column(row, "effect_id")?),
        lane: column(row, "lane")?,
        priority: column(row, "priority")?,
        state: state.parse::<OutboxState>().map_err(|e| unreadable("state", e))?,
        due_at: instant(row, "due_at")?,
        attempts: column(row, "attempts")?,
        deferrals: column(row, "deferrals")?,
        fence: Fence::new(number(row, "fence")?),
        holder: column(row, "holder")?,
        claimed_until: instant_if_any(row, "claimed_until")?,
        began_at: instant_if_any(row, "began_at")?,
        reason: column(row, "reason")?,
        enqueued_at: instant(row, "enqueued_at")?,
        updated_at: instant(row, "updated_at")?,
    })
}
