//! Scans as rows, and what they find gone.

use careweave_sync_core::mirror::machine;
use careweave_sync_core::{Brake, Completion, Scan, ScanReport, ScanScope, ScanState};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, params};

use super::records;
use crate::column::{column, instant, instant_if_any, number, unreadable};
use crate::fault::Fault;

/// The number of the scan that began last; 0 before the first.
pub(super) fn newest(conn: &Connection) -> Result<i64, Fault> {
    Ok(conn
        .prepare_cached("SELECT coalesce(max(number), 0) FROM mirror_scan")?
        .query_row([], |row| row.get(0))?)
}

pub(super) fn begin(conn: &Connection, scope: &ScanScope, now: DateTime<Utc>) -> Result<Scan, Fault> {
    let source = records::source(conn, &scope.connection, &scope.kind)?;
    conn.execute(
        "UPDATE mirror_scan SET state = 'partial' WHERE source = ?1 AND state = 'open'",
        [source],
    )?;
    let number = newest(conn)? + 1;
    conn.execute(
        "INSERT INTO mirror_scan (number, source, window_from, window_until, state, started_at) \
         VALUES (?1, ?2, ?3, ?4, 'open', ?5)",
        params![
            number,
            source,
            scope.window.map(|(from, _)| from.timestamp_micros()),
            scope.window.map(|(_, until)| until.timestamp_micros()),
            now.timestamp_micros(),
        ],
    )?;
    by_number(
        conn,
        "scan.begin",
        u64::try_from(number).map_err(|e| unreadable("number", e))?,
    )
}

pub(super) fn by_number(conn: &Connection, at: &'static str, number: u64) -> Result<Scan, Fault> {
    let held = conn
        .prepare_cached(
            "SELECT number, connection, kind, window_from, window_until, state, started_at, approved_by \
             FROM mirror_scan JOIN mirror_source ON mirror_source.id = source WHERE number = ?1",
        )?
        .query([i64::try_from(number).unwrap_or(i64::MAX)])?
        .next()?
        .map(scan)
        .transpose()?;
    held.ok_or_else(|| machine::unknown_scan(at, number).into())
}

/// Ends an open scan.
pub(super) fn end(
    conn: &Connection,
    scan: &Scan,
    completion: Completion,
    brake: Brake,
    now: DateTime<Utc>,
) -> Result<ScanReport, Fault> {
    let (live, missed) = seen_and_missed(conn, scan)?;
    let count = missed.len() as u64;
    let state = match completion {
        Completion::Partial => ScanState::Partial,
        Completion::Complete => machine::braked(brake, live, count),
    };
    conn.execute(
        "UPDATE mirror_scan SET state = ?2 WHERE number = ?1",
        params![scan.number.cast_signed(), state.as_str()],
    )?;
    let gone = match state {
        ScanState::Complete => {
            let mut count = conn.prepare_cached(
                "UPDATE mirror_record SET misses = misses + 1 WHERE id = ?1 RETURNING misses",
            )?;
            let mut gone = Vec::new();
            for id in missed {
                let misses: u32 = count.query_row([id], |row| row.get(0))?;
                if misses >= brake.misses {
                    gone.push(id);
                }
            }
            bury(conn, &gone, now)?
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
pub(super) fn approve(
    conn: &Connection,
    scan: &Scan,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<ScanReport, Fault> {
    let (live, missed) = seen_and_missed(conn, scan)?;
    let gone = bury(conn, &missed, now)?;
    conn.execute(
        "UPDATE mirror_scan SET state = 'complete', approved_by = ?2 WHERE number = ?1",
        params![scan.number.cast_signed(), actor],
    )?;
    Ok(ScanReport {
        state: ScanState::Complete,
        live,
        missed: gone,
        gone,
    })
}

/// How many live records lie in the scope, and the rows of those that were not seen since the scan began.
fn seen_and_missed(conn: &Connection, scan: &Scan) -> Result<(u64, Vec<i64>), Fault> {
    let scope = &scan.scope;
    let mut select = conn.prepare_cached(
        "SELECT id, touched < ?5 FROM mirror_record \
         WHERE source = (SELECT id FROM mirror_source WHERE connection = ?1 AND kind = ?2) AND state = 'live' \
         AND (?3 IS NULL OR (at >= ?3 AND at < ?4)) ORDER BY id",
    )?;
    let mut rows = select.query(params![
        scope.connection,
        scope.kind,
        scope.window.map(|(from, _)| from.timestamp_micros()),
        scope.window.map(|(_, until)| until.timestamp_micros()),
        scan.number.cast_signed(),
    ])?;
    let (mut live, mut missed) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        live += 1;
        if row.get::<_, bool>(1)? {
            missed.push(row.get(0)?);
        }
    }
    Ok((live, missed))
}

fn bury(conn: &Connection, ids: &[i64], now: DateTime<Utc>) -> Result<u64, Fault> {
    let mut update = conn.prepare_cached(
        "UPDATE mirror_record SET state = 'tombstone', change = ?2, changed_at = max(changed_at, ?3) WHERE id = ?1",
    )?;
    for id in ids {
        let change = records::next_change(conn)?;
        update.execute(params![id, change, now.timestamp_micros()])?;
    }
    Ok(ids.len() as u64)
}

fn scan(row: &Row<'_>) -> Result<Scan, Fault> {
    let state: String = column(row, "state")?;
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

/// Whether a scan of a connection and kind is open: what is read meanwhile counts as seen by it.
pub(super) fn is_open(conn: &Connection, source: i64) -> Result<bool, Fault> {
    Ok(conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM mirror_scan WHERE source = ?1 AND state = 'open')")?
        .query_row([source], |row| row.get(0))?)
}
