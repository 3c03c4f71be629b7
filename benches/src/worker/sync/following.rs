//! A source that is read by its cursor.

use std::time::{Duration, Instant};

use careweave_sync_core::{Cursor, Fingerprint, SeenRecord};
use chrono::{DateTime, Utc};

use super::kept::{Kept, require};
use super::pages::{Reader, material};
use super::t;
use crate::failure::Failure;
use crate::sync::{Database, Spread};
use crate::task::{Answer, Place};

/// What is read again.
const OVERLAP: Duration = Duration::from_secs(300);

/// A row as the source gives it.
#[derive(Clone)]
struct Row {
    id: String,
    body: Vec<u8>,
    updated_at: DateTime<Utc>,
}

pub(super) async fn follow(
    place: &Place,
    rows: usize,
    page: usize,
    spread: Spread,
) -> Result<Answer, Failure> {
    let kept = Kept::fresh(place, Database::Sqlite)?;
    let store = kept.open().await?;
    let last = i64::try_from(rows).unwrap_or(i64::MAX);
    let source: Vec<Row> = (0..last)
        .zip(material(0, rows, 0))
        .map(|(n, (id, body))| Row {
            id,
            body,
            updated_at: match spread {
                Spread::Equal => t(0),
                Spread::Unique => t(n),
            },
        })
        .collect();
    let mut reader = Reader::new(&*store);
    let begun = Instant::now();
    let mut high = None;
    for _ in 0..2 {
        // A clock of the source that stands just behind its last row, so that all of the overlap is in the window.
        let end = source.last().map_or(t(0), |row| row.updated_at);
        let window = Cursor::next_read(high, OVERLAP, Duration::ZERO, end + chrono::TimeDelta::seconds(1))?;
        let from = source.partition_point(|row| window.from.is_some_and(|from| row.updated_at < from));
        for page in source[from..].chunks(page) {
            let reached = page.last().map_or(window.until, |row| row.updated_at);
            let records = page.iter().cloned().map(seen).collect();
            reader
                .store(
                    records,
                    high.map_or(reached, |high: DateTime<Utc>| high.max(reached)),
                )
                .await?;
        }
        high = Some(end);
    }
    let seconds = begun.elapsed().as_secs_f64();
    drop(store);
    let parts = require(kept.rows().await?, rows)?;
    kept.end().await?;
    Ok(Answer {
        seconds,
        parts,
        ..Answer::default()
    })
}

fn seen(row: Row) -> SeenRecord {
    SeenRecord {
        fingerprint: Fingerprint::of_bytes(&row.body),
        external_id: row.id,
        version: Some(row.updated_at.timestamp_micros()),
        at: Some(row.updated_at),
        body: row.body,
    }
}
