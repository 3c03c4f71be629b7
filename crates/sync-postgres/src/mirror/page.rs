//! A page as one transaction: what is known is read at once, what is unchanged is not written.

use std::collections::HashMap;

use careweave_sync_core::mirror::machine::{self, InPage, Known, Observation};
use careweave_sync_core::{Page, PageReport, ReferenceState, SeenRecord};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use tokio_postgres::types::Type;

use super::counts::{self, Counts, Taken};
use super::{records, scans, sources, streams};
use crate::batch::batches;
use crate::column::{column, micros};
use crate::database::Given;
use crate::transaction::Transaction;

pub(super) async fn apply(tx: &mut Transaction, page: &Page, now: DateTime<Utc>) -> Result<PageReport> {
    // Whoever writes about records of the source waits here, so that what is read below stays so.
    let source = sources::lock(tx, &page.connection, &page.kind).await?;
    if let Some(number) = page.scan {
        machine::check_open(tx.at(), &scans::for_share(tx, number).await?)?;
    }
    let held = held(tx, source, page).await?;
    let plan = Plan::of(page, &held);
    if let Some(step) = &page.cursor {
        streams::step(tx, &step.stream, |cursor| machine::advance(cursor, step, now)).await?;
    }
    if scans::is_open(tx, source).await? {
        touch(tx, &plan.seen_again).await?;
    }
    if plan.taken.changes > 0 {
        let last = counts::take(tx, plan.taken).await?;
        let before = Counts {
            locals: last.locals - plan.taken.locals,
            changes: last.changes - plan.taken.changes,
            scans: last.scans,
        };
        insert(tx, source, &plan.new, before, now).await?;
        update(tx, &plan.changed, before, now).await?;
    }
    Ok(plan.report)
}

/// A row and as much of it as decides.
type Held = HashMap<String, (i64, Known)>;

async fn held(tx: &mut Transaction, source: i64, page: &Page) -> Result<Held> {
    let mut ids: Vec<&str> = page
        .records
        .iter()
        .map(|seen| seen.external_id.as_str())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    // One look for each id, whatever the server believes of the table: while it has no statistics, as after a bulk import, it takes a
    // list of ids for most of the rows and reads them all, for every page anew.
    let sql = format!(
        "SELECT r.* FROM unnest($2::text[]) AS w (external_id) CROSS JOIN LATERAL (SELECT id, external_id, state, fingerprint, \
         version FROM {} WHERE source = $1 AND external_id = w.external_id LIMIT 1) AS r",
        tx.table("mirror_record")
    );
    let rows = tx
        .read(&sql, &[(&source, Type::INT8), (&ids, Type::TEXT_ARRAY)])
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                column(row, "external_id")?,
                (column(row, "id")?, records::known(row)?),
            ))
        })
        .collect()
}

/// A record to be stored, once however often the page has it. Numbers count from those given last.
#[derive(Debug)]
struct Write<'p> {
    /// The row where there is one, else the number of its id here.
    row_or_local: i64,
    change: i64,
    seen: &'p SeenRecord,
}

/// What a page comes to.
#[derive(Debug, Default)]
struct Plan<'p> {
    report: PageReport,
    taken: Taken,
    /// In the order of the page, which is that of their rows.
    new: Vec<Write<'p>>,
    changed: Vec<Write<'p>>,
    /// Rows of records that are as they were.
    seen_again: Vec<i64>,
}

/// Where a record of the page was planned to be written.
#[derive(Clone, Copy, Debug)]
enum Place {
    New(usize),
    Changed(usize),
}

impl<'p> Plan<'p> {
    fn of(page: &'p Page, held: &Held) -> Self {
        let mut plan = Self::default();
        let mut in_page = InPage::default();
        let mut places: HashMap<&str, Place> = HashMap::new();
        for seen in &page.records {
            let id = seen.external_id.as_str();
            if in_page.is_next(seen, &mut plan.report) {
                let place = places.get(id).copied();
                if let Some(place) = plan.observe(place, held.get(id).copied(), seen) {
                    places.insert(id, place);
                }
            }
        }
        plan
    }

    fn observe(
        &mut self,
        place: Option<Place>,
        held: Option<(i64, Known)>,
        seen: &'p SeenRecord,
    ) -> Option<Place> {
        let planned = place.map(|place| Known {
            state: ReferenceState::Live,
            fingerprint: Some(self.at(place).seen.fingerprint),
            version: self.at(place).seen.version,
        });
        match machine::observe(planned.or(held.map(|(_, known)| known)), seen) {
            Observation::Older => self.report.older += 1,
            Observation::Same => {
                self.report.same += 1;
                self.seen_again
                    .extend(held.filter(|_| place.is_none()).map(|(row, _)| row));
            }
            Observation::New => {
                self.report.new += 1;
                self.taken.locals += 1;
                self.taken.changes += 1;
                self.new.push(Write {
                    row_or_local: self.taken.locals,
                    change: self.taken.changes,
                    seen,
                });
                return Some(Place::New(self.new.len() - 1));
            }
            Observation::Changed => {
                self.report.changed += 1;
                self.taken.changes += 1;
                let change = self.taken.changes;
                if let Some(place) = place {
                    let write = self.at(place);
                    (write.change, write.seen) = (change, seen);
                } else if let Some((row, _)) = held {
                    self.changed.push(Write {
                        row_or_local: row,
                        change,
                        seen,
                    });
                    return Some(Place::Changed(self.changed.len() - 1));
                }
            }
        }
        None
    }

    fn at(&mut self, place: Place) -> &mut Write<'p> {
        match place {
            Place::New(n) => &mut self.new[n],
            Place::Changed(n) => &mut self.changed[n],
        }
    }
}

/// Notes that a scan saw records that are as they were.
async fn touch(tx: &mut Transaction, rows: &[i64]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let newest = counts::newest_scan(tx).await?;
    let sql = format!(
        "UPDATE {} SET touched = $2, misses = 0 WHERE id = ANY ($1) AND (touched <> $2 OR misses <> 0)",
        tx.table("mirror_record")
    );
    let given: [Given<'_>; 2] = [(&rows, Type::INT8_ARRAY), (&newest, Type::INT8)];
    tx.write(&sql, &given).await.map(drop)
}

async fn insert(
    tx: &mut Transaction,
    source: i64,
    new: &[Write<'_>],
    before: Counts,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = format!(
        "INSERT INTO {} (source, external_id, local, state, fingerprint, version, misses, change, touched, at, \
         first_seen_at, changed_at, body) \
         SELECT $1, w.external_id, $2 + w.local, 'live', w.fingerprint, w.version, 0, $3 + w.change, $4, w.at, $5, $5, \
         w.body FROM unnest($6::text[], $7::bigint[], $8::bytea[], $9::bigint[], $10::bigint[], $11::bigint[], \
         $12::bytea[]) WITH ORDINALITY AS w (external_id, local, fingerprint, version, change, at, body, n) ORDER BY w.n",
        tx.table("mirror_record")
    );
    for group in batches(new, |write| write.seen.body.len()) {
        let columns = Columns::of(group);
        let ids: Vec<&str> = group
            .iter()
            .map(|write| write.seen.external_id.as_str())
            .collect();
        let given: [Given<'_>; 12] = [
            (&source, Type::INT8),
            (&before.locals, Type::INT8),
            (&before.changes, Type::INT8),
            (&before.scans, Type::INT8),
            (&now.timestamp_micros(), Type::INT8),
            (&ids, Type::TEXT_ARRAY),
            (&columns.rows_or_locals, Type::INT8_ARRAY),
            (&columns.fingerprints, Type::BYTEA_ARRAY),
            (&columns.versions, Type::INT8_ARRAY),
            (&columns.changes, Type::INT8_ARRAY),
            (&columns.places, Type::INT8_ARRAY),
            (&columns.bodies, Type::BYTEA_ARRAY),
        ];
        tx.write(&sql, &given).await?;
    }
    Ok(())
}

async fn update(
    tx: &mut Transaction,
    changed: &[Write<'_>],
    before: Counts,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = format!(
        "UPDATE {} AS r SET state = 'live', fingerprint = w.fingerprint, version = w.version, misses = 0, \
         change = $1 + w.change, touched = $2, at = w.at, changed_at = greatest(r.changed_at, $3), body = w.body \
         FROM unnest($4::bigint[], $5::bytea[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bytea[]) \
         AS w (id, fingerprint, version, change, at, body) WHERE r.id = w.id",
        tx.table("mirror_record")
    );
    for group in batches(changed, |write| write.seen.body.len()) {
        let columns = Columns::of(group);
        let given: [Given<'_>; 9] = [
            (&before.changes, Type::INT8),
            (&before.scans, Type::INT8),
            (&now.timestamp_micros(), Type::INT8),
            (&columns.rows_or_locals, Type::INT8_ARRAY),
            (&columns.fingerprints, Type::BYTEA_ARRAY),
            (&columns.versions, Type::INT8_ARRAY),
            (&columns.changes, Type::INT8_ARRAY),
            (&columns.places, Type::INT8_ARRAY),
            (&columns.bodies, Type::BYTEA_ARRAY),
        ];
        tx.write(&sql, &given).await?;
    }
    Ok(())
}

/// Records as arrays, one a column.
struct Columns<'p> {
    rows_or_locals: Vec<i64>,
    fingerprints: Vec<&'p [u8]>,
    versions: Vec<Option<i64>>,
    changes: Vec<i64>,
    places: Vec<Option<i64>>,
    bodies: Vec<&'p [u8]>,
}

impl<'p> Columns<'p> {
    fn of(writes: &[Write<'p>]) -> Self {
        let seen = || writes.iter().map(|write| write.seen);
        Self {
            rows_or_locals: writes.iter().map(|write| write.row_or_local).collect(),
            fingerprints: seen()
                .map(|seen| seen.fingerprint.as_bytes().as_slice())
                .collect(),
            versions: seen().map(|seen| seen.version).collect(),
            changes: writes.iter().map(|write| write.change).collect(),
            places: seen().map(|seen| micros(seen.at)).collect(),
            bodies: seen().map(|seen| seen.body.as_slice()).collect(),
        }
    }
}
