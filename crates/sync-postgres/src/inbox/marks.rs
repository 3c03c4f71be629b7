//! Marks as rows.

use careweave_sync_core::{DirtyMark, Subject};
use careweave_types::Result;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::column::{column, instant, key, number};
use crate::database::{Database, Given};
use crate::transaction::Transaction;

const COLUMNS: &str = "source, kind, id, hints, served, dirty_since, last_hint_at";

pub(super) async fn for_update(tx: &mut Transaction, subject: &Subject) -> Result<Option<DirtyMark>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE source = $1 AND kind = $2 AND id = $3 FOR NO KEY UPDATE",
        tx.table("inbox_mark")
    );
    let given: [Given<'_>; 3] = [
        (&subject.source, Type::TEXT),
        (&subject.kind, Type::TEXT),
        (&subject.id, Type::TEXT),
    ];
    tx.read(&sql, &given).await?.first().map(mark).transpose()
}

/// Writes the mark that was locked, or records the first of a subject; false when another worker did meanwhile.
pub(super) async fn put(tx: &mut Transaction, before: Option<&DirtyMark>, after: &DirtyMark) -> Result<bool> {
    let sql = format!(
        "INSERT INTO {} AS m ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (source, kind, id) DO UPDATE SET hints = excluded.hints, served = excluded.served, \
         dirty_since = excluded.dirty_since, last_hint_at = excluded.last_hint_at WHERE $8 RETURNING m.seq",
        tx.table("inbox_mark")
    );
    let given: [Given<'_>; 8] = [
        (&after.subject.source, Type::TEXT),
        (&after.subject.kind, Type::TEXT),
        (&after.subject.id, Type::TEXT),
        (&key(after.hints), Type::INT8),
        (&key(after.served), Type::INT8),
        (&after.dirty_since.timestamp_micros(), Type::INT8),
        (&after.last_hint_at.timestamp_micros(), Type::INT8),
        (&before.is_some(), Type::BOOL),
    ];
    Ok(!tx.write(&sql, &given).await?.is_empty())
}

pub(super) async fn dirty(
    db: &Database,
    at: &'static str,
    source: &str,
    limit: u32,
) -> Result<Vec<DirtyMark>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE source = $1 AND hints > served ORDER BY dirty_since, seq LIMIT $2",
        db.schema().table("inbox_mark")
    );
    let given: [Given<'_>; 2] = [(&source, Type::TEXT), (&i64::from(limit), Type::INT8)];
    db.read(at, &sql, &given).await?.iter().map(mark).collect()
}

fn mark(row: &Row) -> Result<DirtyMark> {
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
