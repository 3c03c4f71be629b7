//! Scans as rows, and what they find gone.

use careweave_sync_core::mirror::machine;
use careweave_sync_core::{Brake, Completion, Scan, ScanReport, ScanScope, ScanState};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use super::counts::{self, Taken};
use super::sources;
use crate::column::{column, instant, instant_if_any, key, micros, number, only, unreadable};
use crate::database::{Database, Given};
use crate::schema::Schema;
use crate::transaction::Transaction;

pub(super) async fn begin(tx: &mut Transaction, scope: &ScanScope, now: DateTime<Utc>) -> Result<Scan> {
    let source = sources::lock(tx, &scope.connection, &scope.kind).await?;
    let end = format!(
        "UPDATE {} SET state = 'partial' WHERE source = $1 AND state = 'open'",
        tx.table("mirror_scan")
    );
    tx.write(&end, &[(&source, Type::INT8)]).await?;
    let one = Taken {
        scans: 1,
        ..Taken::default()
    };
    let number = counts::take(tx, one).await?.scans;
    let sql = format!(
        "INSERT INTO {} (number, source, window_from, window_until, state, started_at) \
         VALUES ($1, $2, $3, $4, 'open', $5)",
        tx.table("mirror_scan")
    );
    let (from, until) = window(scope);
    let given: [Given<'_>; 5] = [
        (&number, Type::INT8),
        (&source, Type::INT8),
        (&from, Type::INT8),
        (&until, Type::INT8),
        (&now.timestamp_micros(), Type::INT8),
    ];
    tx.write(&sql, &given).await?;
    let sql = scan_sql(tx.schema());
    let rows = tx.read(&sql, &[(&number, Type::INT8)]).await?;
    scan(only(&rows, "number")?)
}

pub(super) async fn by_number(db: &Database, at: &'static str, number: u64) -> Result<Scan> {
    let sql = scan_sql(db.schema());
    let rows = db.read(at, &sql, &[(&key(number), Type::INT8)]).await?;
    rows.first()
        .map_or_else(|| Err(machine::unknown_scan(at, number)), scan)
}

/// A scan that stays as it is until the transaction ends.
pub(super) async fn for_share(tx: &mut Transaction, number: u64) -> Result<Scan> {
    let sql = format!("{} FOR SHARE OF n", scan_sql(tx.schema()));
    let rows = tx.read(&sql, &[(&key(number), Type::INT8)]).await?;
    rows.first()
        .map_or_else(|| Err(machine::unknown_scan(tx.at(), number)), scan)
}

/// A scan, with its source locked, and then itself.
pub(super) async fn for_update(tx: &mut Transaction, number: u64) -> Result<Scan> {
    let source = format!(
        "SELECT 1 FROM {} WHERE id = (SELECT source FROM {} WHERE number = $1) FOR NO KEY UPDATE",
        tx.table("mirror_source"),
        tx.table("mirror_scan"),
    );
    let read = format!("{} FOR NO KEY UPDATE OF n", scan_sql(tx.schema()));
    let given: [Given<'_>; 1] = [(&key(number), Type::INT8)];
    let [_, rows] = tx.together([(&source, &given), (&read, &given)]).await?;
    rows.first()
        .map_or_else(|| Err(machine::unknown_scan(tx.at(), number)), scan)
}

/// Ends an open scan.
pub(super) async fn end(
    tx: &mut Transaction,
    scan: &Scan,
    completion: Completion,
    brake: Brake,
    now: DateTime<Utc>,
) -> Result<ScanReport> {
    let (live, missed) = seen_and_missed(tx, scan).await?;
    let count = missed.len() as u64;
    let state = match completion {
        Completion::Partial => ScanState::Partial,
        Completion::Complete => machine::braked(brake, live, count),
    };
    let sql = format!(
        "UPDATE {} SET state = $2 WHERE number = $1",
        tx.table("mirror_scan")
    );
    let given: [Given<'_>; 2] = [(&key(scan.number), Type::INT8), (&state.as_str(), Type::TEXT)];
    tx.write(&sql, &given).await?;
    let gone = match state {
        ScanState::Complete => {
            let gone = miss(tx, &missed, brake).await?;
            bury(tx, &gone, now).await?
        }
        ScanState::Held => count,
        _ => 0,
    };
    Ok(ScanReport {
        state,
        live,
        missed: count,
        gone,
    })
}

/// Lets a held scan through.
pub(super) async fn approve(
    tx: &mut Transaction,
    scan: &Scan,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<ScanReport> {
    let (live, missed) = seen_and_missed(tx, scan).await?;
    let sql = format!(
        "UPDATE {} SET state = 'complete', approved_by = $2 WHERE number = $1",
        tx.table("mirror_scan")
    );
    let given: [Given<'_>; 2] = [(&key(scan.number), Type::INT8), (&actor, Type::TEXT)];
    tx.write(&sql, &given).await?;
    let gone = bury(tx, &missed, now).await?;
    Ok(ScanReport {
        state: ScanState::Complete,
        live,
        missed: gone,
        gone,
    })
}

/// How many live records lie in the scope, and the rows of those that were not seen since the scan began.
async fn seen_and_missed(tx: &mut Transaction, scan: &Scan) -> Result<(u64, Vec<i64>)> {
    let scope = &scan.scope;
    let sql = format!(
        "SELECT count(*) AS live, coalesce(array_agg(id ORDER BY id) FILTER (WHERE touched < $5), '{{}}') AS missed \
         FROM {} WHERE source = (SELECT id FROM {} WHERE connection = $1 AND kind = $2) AND state = 'live' \
         AND ($3::bigint IS NULL OR (at >= $3 AND at < $4))",
        tx.table("mirror_record"),
        tx.table("mirror_source"),
    );
    let (from, until) = window(scope);
    let given: [Given<'_>; 5] = [
        (&scope.connection, Type::TEXT),
        (&scope.kind, Type::TEXT),
        (&from, Type::INT8),
        (&until, Type::INT8),
        (&key(scan.number), Type::INT8),
    ];
    let rows = tx.read(&sql, &given).await?;
    let row = only(&rows, "missed")?;
    Ok((number(row, "live")?, column(row, "missed")?))
}

/// Counts that records were missed; gives those that were missed often enough, in the order of their rows.
async fn miss(tx: &mut Transaction, missed: &[i64], brake: Brake) -> Result<Vec<i64>> {
    let sql = format!(
        "UPDATE {} SET misses = misses + 1 WHERE id = ANY ($1) RETURNING id, misses",
        tx.table("mirror_record")
    );
    let mut gone = Vec::new();
    for row in tx.write(&sql, &[(&missed, Type::INT8_ARRAY)]).await? {
        if number::<u32>(&row, "misses")? >= brake.misses {
            gone.push(column(&row, "id")?);
        }
    }
    gone.sort_unstable();
    Ok(gone)
}

async fn bury(tx: &mut Transaction, ids: &[i64], now: DateTime<Utc>) -> Result<u64> {
    if ids.is_empty() {
        return Ok(0);
    }
    let before = counts::take_changes(tx, ids.len()).await?;
    let sql = format!(
        "UPDATE {} AS r SET state = 'tombstone', change = $2 + g.n, changed_at = greatest(r.changed_at, $3) \
         FROM unnest($1::bigint[]) WITH ORDINALITY AS g (id, n) WHERE r.id = g.id",
        tx.table("mirror_record")
    );
    let given: [Given<'_>; 3] = [
        (&ids, Type::INT8_ARRAY),
        (&before, Type::INT8),
        (&now.timestamp_micros(), Type::INT8),
    ];
    tx.write(&sql, &given).await?;
    Ok(ids.len() as u64)
}

fn window(scope: &ScanScope) -> (Option<i64>, Option<i64>) {
    let (from, until) = scope.window.unzip();
    (micros(from), micros(until))
}

fn scan_sql(schema: &Schema) -> String {
    format!(
        "SELECT number, connection, kind, window_from, window_until, state, started_at, approved_by \
         FROM {} n JOIN {} s ON s.id = n.source WHERE number = $1",
        schema.table("mirror_scan"),
        schema.table("mirror_source"),
    )
}

fn scan(row: &Row) -> Result<Scan> {
    let state: &str = column(row, "state")?;
    let window = instant_if_any(row, "window_from")?.zip(instant_if_any(row, "window_until")?);
    Ok(Scan {
        number: number(row, "number")?,
        scope: ScanScope {
            connection: column(row, "connection")?,
            kind: column(row, "kind")?,
            window,
        },
        state: state.parse::<ScanState>().map_err(|e| unreadable("state", e))?,
        started_at: instant(row, "started_at")?,
        approved_by: column(row, "approved_by")?,
    })
}

/// Whether a scan of a connection and kind is open: what is read meanwhile counts as seen by it. Stays so while the row of
/// the two is locked.
pub(super) async fn is_open(tx: &mut Transaction, source: i64) -> Result<bool> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM {} WHERE source = $1 AND state = 'open') AS open",
        tx.table("mirror_scan")
    );
    let rows = tx.read(&sql, &[(&source, Type::INT8)]).await?;
    column(only(&rows, "open")?, "open")
}
