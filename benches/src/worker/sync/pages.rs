//! Pages into our mirror.

use std::collections::BTreeMap;
use std::time::Instant;

use careweave_sync_core::{CursorMove, Fingerprint, Mirror, Page, PageReport, SeenRecord};

use super::kept::{Kept, require};
use super::{count, t};
use crate::failure::Failure;
use crate::sync::{Content, Database, WRITTEN, rows};
use crate::task::{Answer, Place};

/// Ids and bodies.
pub(super) type Rows = Vec<(String, Vec<u8>)>;

const STREAM: &str = "wellsky/agency-1/clients";

/// Rows `from..until` of a generation.
pub(super) fn material(from: usize, until: usize, generation: u32) -> Rows {
    (from..until)
        .map(|n| (rows::id(n), rows::body(n, generation).into_bytes()))
        .collect()
}

/// The generations of what is there already and of what comes.
pub(super) fn generations(content: Content) -> (Option<u32>, u32) {
    match content {
        Content::New => (None, 0),
        Content::Same => (Some(0), 0),
        Content::Changed => (Some(0), 1),
    }
}

/// A reader of the source, with its cursor.
pub(super) struct Reader<'s> {
    mirror: &'s dyn Mirror,
    version: u64,
    /// What became of all records.
    pub(super) report: PageReport,
}

impl<'s> Reader<'s> {
    pub(super) fn new(mirror: &'s dyn Mirror) -> Self {
        Self {
            mirror,
            version: 0,
            report: PageReport::default(),
        }
    }

    /// Stores a page and moves the cursor to `high`.
    pub(super) async fn store(
        &mut self,
        records: Vec<SeenRecord>,
        high: chrono::DateTime<chrono::Utc>,
    ) -> Result<(), Failure> {
        let page = Page {
            connection: "wellsky/agency-1".to_owned(),
            kind: "client".to_owned(),
            records,
            cursor: Some(CursorMove {
                stream: STREAM.to_owned(),
                expected_version: self.version,
                high: Some(high),
                token: None,
            }),
            scan: None,
        };
        let report = self.mirror.apply_page(&page, None, high).await?;
        self.version += 1;
        self.report.new += report.new;
        self.report.changed += report.changed;
        self.report.same += report.same;
        self.report.older += report.older;
        self.report.ambiguous += report.ambiguous;
        Ok(())
    }

    /// Stores rows by pages, with their fingerprints.
    pub(super) async fn store_all(&mut self, rows: Rows, page: usize) -> Result<(), Failure> {
        let mut rows = rows.into_iter().peekable();
        let mut high = i64::try_from(self.version).unwrap_or(0);
        while rows.peek().is_some() {
            high += 1;
            let records = rows.by_ref().take(page).map(record).collect();
            self.store(records, t(high)).await?;
        }
        Ok(())
    }
}

fn record((external_id, body): (String, Vec<u8>)) -> SeenRecord {
    SeenRecord {
        fingerprint: Fingerprint::of_bytes(&body),
        external_id,
        version: None,
        at: None,
        body,
    }
}

pub(super) async fn apply(
    place: &Place,
    database: Database,
    content: Content,
    rows: usize,
    page: usize,
) -> Result<Answer, Failure> {
    let kept = Kept::fresh(place, database)?;
    let store = kept.open().await?;
    let mut reader = Reader::new(&*store);
    let (before, now) = generations(content);
    if let Some(before) = before {
        reader.store_all(material(0, rows, before), page).await?;
    }
    let watch = match content {
        Content::Same => Some(Watch::begin(&kept).await?),
        Content::New | Content::Changed => None,
    };
    let material = material(0, rows, now);
    reader.report = PageReport::default();
    let begun = Instant::now();
    reader.store_all(material, page).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let PageReport {
        new, changed, same, ..
    } = reader.report;
    let came_out = match content {
        Content::New => new,
        Content::Same => same,
        Content::Changed => changed,
    };
    if usize::try_from(came_out).ok() != Some(rows) {
        return Err(Failure::new(format!(
            "{rows} rows came out as {:?}",
            reader.report
        )));
    }
    let mut counted = BTreeMap::new();
    if let Some(watch) = watch {
        counted.insert(WRITTEN.to_owned(), watch.written(&kept).await?);
    }
    drop(store);
    let parts = require(kept.rows().await?, rows)?;
    kept.end().await?;
    Ok(Answer {
        seconds,
        parts,
        sample: None,
        counted,
    })
}

/// Counts the rows of the mirror that are written, in the database itself.
enum Watch {
    /// By triggers.
    File,
    /// By where each row lies, who wrote it and who locked it.
    Schema,
}

const PLACES: &str = "SELECT id, ctid::text AS place, xmin::text AS writer, xmax::text AS locker FROM";

impl Watch {
    async fn begin(kept: &Kept) -> Result<Self, Failure> {
        match kept {
            Kept::File(_) => {
                let path = kept.file().unwrap_or_default();
                let mut sql =
                    "CREATE TABLE bench_written (n INTEGER NOT NULL); INSERT INTO bench_written VALUES (0);"
                        .to_owned();
                for event in ["INSERT", "UPDATE", "DELETE"] {
                    sql += &format!(
                        "CREATE TRIGGER bench_{event} AFTER {event} ON mirror_record \
                         BEGIN UPDATE bench_written SET n = n + 1; END;"
                    );
                }
                rusqlite::Connection::open(path)?.execute_batch(&sql)?;
                Ok(Self::File)
            }
            Kept::Schema(schema) => {
                let sql = format!(
                    "CREATE TABLE {} AS {PLACES} {}",
                    schema.table("bench_before"),
                    schema.table("mirror_record")
                );
                schema.connect().await?.batch_execute(&sql).await?;
                Ok(Self::Schema)
            }
        }
    }

    async fn written(self, kept: &Kept) -> Result<f64, Failure> {
        let written: i64 = match (self, kept) {
            (Self::Schema, Kept::Schema(schema)) => {
                let sql = format!(
                    "SELECT count(*) FROM ({PLACES} {}) AS now FULL JOIN {} AS before USING (id) \
                     WHERE (now.place, now.writer, now.locker) IS DISTINCT FROM (before.place, before.writer, before.locker)",
                    schema.table("mirror_record"),
                    schema.table("bench_before")
                );
                schema.connect().await?.query_one(&sql, &[]).await?.try_get(0)?
            }
            _ => rusqlite::Connection::open(kept.file().unwrap_or_default())?.query_row(
                "SELECT n FROM bench_written",
                [],
                |row| row.get(0),
            )?,
        };
        Ok(count(usize::try_from(written).unwrap_or(usize::MAX)))
    }
}
