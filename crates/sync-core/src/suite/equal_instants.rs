//! A source whose rows all changed at one instant, as after a bulk import: they all lie under one cursor value, and every one of
//! them lies in the overlap of the next reading. The store's tests count what it does meanwhile.

#![allow(clippy::unwrap_used)] // also in what the tests call

use std::time::Duration;

use super::block_on;
use super::recovery::t;
use crate::{
    Brake, Completion, Cursor, CursorMove, Fingerprint, Mirror, Page, PageReport, ScanScope, ScanState,
    SeenRecord,
};

/// Rows of a page.
pub const PAGE: u32 = 500;

const CONNECTION: &str = "wellsky/agency-1";
const KIND: &str = "client";
const STREAM: &str = "wellsky/agency-1/clients";
/// When they all changed.
const CHANGED: i64 = -60;

/// Reads all `rows` by their cursor and stores them page by page.
pub fn read_first(mirror: &dyn Mirror, rows: u32) {
    let report = read(mirror, rows, 0, None, "as it was imported");
    assert_eq!((report.new, report.same, report.changed), (rows, 0, 0));
}

/// Reads on five minutes before what is stored, so all `rows` once more, and none has changed.
pub fn read_again(mirror: &dyn Mirror, rows: u32) {
    let report = scan(mirror, rows, "as it was imported");
    assert_eq!((report.new, report.same, report.changed), (0, rows, 0));
}

/// As [`read_again`], and all of them have changed.
pub fn read_changed(mirror: &dyn Mirror, rows: u32) {
    let report = scan(mirror, rows, "as it was changed");
    assert_eq!((report.new, report.same, report.changed), (0, 0, rows));
}

/// Reads the overlap, in a scan that looks for what is missing.
fn scan(mirror: &dyn Mirror, rows: u32, content: &str) -> PageReport {
    let cursor = block_on(mirror.cursor(STREAM)).unwrap().unwrap();
    let window = Cursor::next_read(cursor.high, Duration::from_secs(300), Duration::ZERO, t(60)).unwrap();
    assert!(window.from.unwrap() <= t(CHANGED), "the rows lie in the overlap");
    let scope = ScanScope {
        connection: CONNECTION.to_owned(),
        kind: KIND.to_owned(),
        window: Some((window.from.unwrap(), window.until)),
    };
    let scan = block_on(mirror.begin_scan(&scope, t(60))).unwrap().number;
    let report = read(mirror, rows, cursor.version, Some(scan), content);
    let end = mirror.end_scan(scan, Completion::Complete, Brake::default(), None, t(61));
    let ended = block_on(end).unwrap();
    assert_eq!(
        (ended.state, ended.live, ended.missed),
        (ScanState::Complete, u64::from(rows), 0)
    );
    report
}

/// Stores all rows; the last page moves the cursor past them.
fn read(mirror: &dyn Mirror, rows: u32, mut version: u64, scan: Option<u64>, content: &str) -> PageReport {
    let mut all = PageReport::default();
    for first in (0..rows).step_by(PAGE as usize) {
        let end = (first + PAGE).min(rows);
        let page = Page {
            connection: CONNECTION.to_owned(),
            kind: KIND.to_owned(),
            records: (first..end).map(|n| row(n, content)).collect(),
            cursor: Some(CursorMove {
                stream: STREAM.to_owned(),
                expected_version: version,
                high: (end == rows).then(|| t(0)),
                token: (end < rows).then(|| end.to_string()),
            }),
            scan,
        };
        let report = block_on(mirror.apply_page(&page, None, t(0))).unwrap();
        all.new += report.new;
        all.same += report.same;
        all.changed += report.changed;
        version += 1;
    }
    all
}

fn row(n: u32, content: &str) -> SeenRecord {
    // A vendor's order within one instant is no order of ours.
    let id = format!("client-{:08x}", n.wrapping_mul(0x9e37_79b1));
    SeenRecord {
        fingerprint: Fingerprint::of(&[&id, content]),
        external_id: id,
        version: None,
        at: Some(t(CHANGED)),
        body: b"{}".to_vec(),
    }
}
