//! Cursors as rows.

use careweave_sync_core::Cursor;
use careweave_types::Result;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::column::{column, instant, instant_if_any, key, micros, number};
use crate::database::{Database, Given};
use crate::race::{MAX_RACES, outrun};
use crate::transaction::Transaction;

fn cursor_sql(table: &str) -> String {
    format!("SELECT stream, high, token, version, updated_at FROM {table} WHERE stream = $1")
}

pub(super) async fn cursor(db: &Database, at: &'static str, stream: &str) -> Result<Option<Cursor>> {
    let sql = cursor_sql(&db.schema().table("mirror_cursor"));
    let rows = db.read(at, &sql, &[(&stream, Type::TEXT)]).await?;
    rows.first().map(cursor_of).transpose()
}

/// Locks a cursor and moves it as decided; of many that make it one does, and the others decide anew.
pub(super) async fn step(
    tx: &mut Transaction,
    stream: &str,
    decide: impl Fn(Option<&Cursor>) -> Result<Cursor>,
) -> Result<Cursor> {
    let lock = format!("{} FOR NO KEY UPDATE", cursor_sql(&tx.table("mirror_cursor")));
    for _ in 0..MAX_RACES {
        let rows = tx.read(&lock, &[(&stream, Type::TEXT)]).await?;
        let held = rows.first().map(cursor_of).transpose()?;
        let after = decide(held.as_ref())?;
        if put(tx, &after).await? {
            return Ok(after);
        }
    }
    Err(outrun(tx.at()).with("stream", stream.to_owned()))
}

/// Writes a cursor over the version before it; false when another is there.
async fn put(tx: &mut Transaction, cursor: &Cursor) -> Result<bool> {
    let sql = format!(
        "INSERT INTO {} AS c (stream, high, token, version, updated_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (stream) DO UPDATE SET high = excluded.high, token = excluded.token, version = excluded.version, \
         updated_at = excluded.updated_at WHERE c.version = excluded.version - 1 RETURNING c.id",
        tx.table("mirror_cursor")
    );
    let given: [Given<'_>; 5] = [
        (&cursor.stream, Type::TEXT),
        (&micros(cursor.high), Type::INT8),
        (&cursor.token, Type::TEXT),
        (&key(cursor.version), Type::INT8),
        (&cursor.updated_at.timestamp_micros(), Type::INT8),
    ];
    Ok(!tx.write(&sql, &given).await?.is_empty())
}

/// Keeps who took a cursor elsewhere, and why, and ends the transaction.
pub(super) async fn record_rewind(
    tx: &mut Transaction,
    to: &Cursor,
    actor: &str,
    reason: &str,
) -> Result<()> {
    let sql = format!(
        "INSERT INTO {} (stream, version, high, actor, reason, at) VALUES ($1, $2, $3, $4, $5, $6)",
        tx.table("mirror_rewind")
    );
    let given: [Given<'_>; 6] = [
        (&to.stream, Type::TEXT),
        (&key(to.version), Type::INT8),
        (&micros(to.high), Type::INT8),
        (&actor, Type::TEXT),
        (&reason, Type::TEXT),
        (&to.updated_at.timestamp_micros(), Type::INT8),
    ];
    tx.finish([(&sql, &given)]).await.map(drop)
}

fn cursor_of(row: &Row) -> Result<Cursor> {
    Ok(Cursor {
        stream: column(row, "stream")?,
        high: instant_if_any(row, "high")?,
        token: column(row, "token")?,
        version: number(row, "version")?,
        updated_at: instant(row, "updated_at")?,
    })
}
