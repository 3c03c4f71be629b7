//! What every mirror must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod input;
mod pages;
mod references;
mod scans;

pub use input::*;
pub use pages::*;
pub use references::*;
pub use scans::*;

use std::sync::Barrier;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use crate::lease::{FenceGuard, Leases};
use crate::mirror::{
    Brake, Completion, CursorMove, ExternalRef, LocalId, Mirror, Page, PageReport, ReferenceState, ScanScope,
    ScanState, SeenRecord,
};
use crate::suite::block_on;
use crate::suite::dice::{Dice, calls};
use crate::{Fingerprint, MemoryStore};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! mirror_suite {
    ($fresh:expr) => {
        $crate::behaviours! { mirror, $fresh =>
            a_page_is_applied_and_again_it_changes_nothing
            a_page_is_stored_with_its_cursor_or_not_at_all
            an_earlier_version_leaves_what_is_known
            a_record_twice_in_a_page_is_kept_once
            external_ids_are_compared_byte_by_byte
            of_many_workers_all_are_given_one_id
            links_to_other_ids_are_refused
            a_succession_keeps_the_id_in_either_order
            what_changed_is_read_in_order
            a_cursor_never_goes_back_by_itself
            what_is_missed_twice_is_gone
            a_partial_scan_proves_nothing
            what_is_read_beside_an_open_scan_counts_as_seen_by_it
            the_brake_holds_a_scan_until_somebody_looks
            a_window_touches_only_what_lies_in_it
            a_tombstone_rises_only_by_a_later_version_or_a_new_sight
            a_stale_fence_writes_nothing
            bad_input_is_refused_and_leaves_no_trace
            a_long_random_life_equals_that_of_the_model
        }
    };
}

/// What the suite asks of a store: guards need leases.
pub trait LeasedMirror: Mirror + Leases {}

impl<T: Mirror + Leases> LeasedMirror for T {}

const AGENCY: &str = "wellsky/agency-1";
const STREAM: &str = "wellsky/agency-1/clients";

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn client(id: &str) -> ExternalRef {
    ExternalRef::new(AGENCY, "client", id)
}

fn seen(id: &str, content: &str) -> SeenRecord {
    SeenRecord {
        external_id: id.to_owned(),
        fingerprint: Fingerprint::of(&[content]),
        version: None,
        at: None,
        body: content.as_bytes().to_vec(),
    }
}

fn version(id: &str, content: &str, version: i64) -> SeenRecord {
    SeenRecord {
        version: Some(version),
        ..seen(id, content)
    }
}

fn page(records: &[SeenRecord]) -> Page {
    Page {
        connection: AGENCY.to_owned(),
        kind: "client".to_owned(),
        records: records.to_vec(),
        cursor: None,
        scan: None,
    }
}

fn moved(expected_version: u64, high: i64) -> Option<CursorMove> {
    Some(CursorMove {
        stream: STREAM.to_owned(),
        expected_version,
        high: Some(t(high)),
        token: None,
    })
}

fn whole() -> ScanScope {
    ScanScope {
        connection: AGENCY.to_owned(),
        kind: "client".to_owned(),
        window: None,
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>, kind: ErrorKind) -> Error {
    let error = result.expect_err("this had to be refused");
    assert_eq!(error.kind(), kind, "{error}");
    error
}

async fn apply(store: &dyn LeasedMirror, records: &[SeenRecord]) -> PageReport {
    store.apply_page(&page(records), None, t(0)).await.unwrap()
}

async fn state(store: &dyn LeasedMirror, id: &str) -> ReferenceState {
    store.reference(&client(id)).await.unwrap().unwrap().state
}

/// A scan that sees `records`.
async fn scan(store: &dyn LeasedMirror, records: &[SeenRecord], brake: Brake) -> crate::mirror::ScanReport {
    let scan = store.begin_scan(&whole(), t(0)).await.unwrap();
    let page = Page {
        scan: Some(scan.number),
        ..page(records)
    };
    store.apply_page(&page, None, t(0)).await.unwrap();
    store
        .end_scan(scan.number, Completion::Complete, brake, None, t(0))
        .await
        .unwrap()
}

#[track_caller]
fn same<T: PartialEq + std::fmt::Debug>(step: u32, store: Result<T>, model: Result<T>) {
    let told = |error: Error| error.to_string();
    assert_eq!(store.map_err(told), model.map_err(told), "step {step}");
}
