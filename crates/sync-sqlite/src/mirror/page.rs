//! A page as one transaction: what is unchanged is read and not written.

use careweave_sync_core::mirror::machine::{self, InPage, Observation};
use careweave_sync_core::{Page, PageReport};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use super::{records, scans, streams};
use crate::fault::Fault;

pub(super) fn apply(
    conn: &Connection,
    at: &'static str,
    page: &Page,
    now: DateTime<Utc>,
) -> Result<PageReport, Fault> {
    if let Some(number) = page.scan {
        machine::check_open(at, &scans::by_number(conn, at, number)?)?;
    }
    let source = records::source(conn, &page.connection, &page.kind)?;
    let newest = scans::newest(conn)?;
    let scanned = scans::is_open(conn, source)?;
    let (mut local, mut change) = records::counts(conn)?;
    let before = (local, change);
    let mut report = PageReport::default();
    let mut in_page = InPage::default();
    {
        let mut find = conn.prepare_cached(
            "SELECT id, state, fingerprint, version FROM mirror_record \
             WHERE source = ?1 AND external_id = ?2",
        )?;
        let mut insert = conn.prepare_cached(
            "INSERT INTO mirror_record (source, external_id, local, state, fingerprint, version, misses, change, touched, \
             at, first_seen_at, changed_at, body) VALUES (?1, ?2, ?3, 'live', ?4, ?5, 0, ?6, ?7, ?8, ?9, ?9, ?10)",
        )?;
        let mut update = conn.prepare_cached(
            "UPDATE mirror_record SET state = 'live', fingerprint = ?2, version = ?3, misses = 0, change = ?4, \
             touched = ?5, at = ?6, changed_at = max(changed_at, ?7), body = ?8 WHERE id = ?1",
        )?;
        let mut touch =
            conn.prepare_cached("UPDATE mirror_record SET touched = ?2, misses = 0 WHERE id = ?1")?;
        for seen in &page.records {
            if !in_page.is_next(seen, &mut report) {
                continue;
            }
            let held = find
                .query(params![source, seen.external_id])?
                .next()?
                .map(records::known)
                .transpose()?;
            let place = seen.at.map(|at| at.timestamp_micros());
            match (machine::observe(held.map(|(_, known)| known), seen), held) {
                (Observation::New, _) | (_, None) => {
                    report.new += 1;
                    local += 1;
                    change += 1;
                    insert.execute(params![
                        source,
                        seen.external_id,
                        local,
                        seen.fingerprint.as_bytes(),
                        seen.version,
                        change,
                        newest,
                        place,
                        now.timestamp_micros(),
                        seen.body,
                    ])?;
                }
                (Observation::Changed, Some((id, _))) => {
                    report.changed += 1;
                    change += 1;
                    update.execute(params![
                        id,
                        seen.fingerprint.as_bytes(),
                        seen.version,
                        change,
                        newest,
                        place,
                        now.timestamp_micros(),
                        seen.body,
                    ])?;
                }
                (Observation::Older, _) => report.older += 1,
                (Observation::Same, Some((id, _))) => {
                    report.same += 1;
                    if scanned {
                        touch.execute(params![id, newest])?;
                    }
                }
            }
        }
    }
    if (local, change) != before {
        records::set_counts(conn, local, change)?;
    }
    if let Some(step) = &page.cursor {
        let held = streams::cursor(conn, &step.stream)?;
        streams::put(conn, &machine::advance(held.as_ref(), step, now)?)?;
    }
    Ok(report)
}
