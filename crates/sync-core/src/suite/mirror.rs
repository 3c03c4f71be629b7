//! What every mirror must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Barrier;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::block_on;
use super::dice::Dice;
use crate::lease::{FenceGuard, Leases};
use crate::mirror::{
    Brake, Completion, CursorMove, ExternalRef, LocalId, Mirror, Page, PageReport, ReferenceState, ScanScope,
    ScanState, SeenRecord,
};
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

/// Given a page, what is new, changed and the same is told apart and kept; the same page again writes nothing.
pub async fn a_page_is_applied_and_again_it_changes_nothing(store: &dyn LeasedMirror) {
    let first = apply(store, &[seen("1", "a"), seen("2", "b")]).await;
    assert_eq!((first.new, first.changed, first.same), (2, 0, 0));
    let held = store.reference(&client("1")).await.unwrap().unwrap();
    assert_eq!(held.fingerprint, Some(Fingerprint::of(&["a"])));
    assert_eq!(
        (held.state, held.misses, held.first_seen_at),
        (ReferenceState::Live, 0, t(0))
    );
    assert_eq!(store.body(&client("1")).await.unwrap(), Some(b"a".to_vec()));
    let again = apply(store, &[seen("1", "a"), seen("2", "b")]).await;
    assert_eq!((again.new, again.changed, again.same), (0, 0, 2));
    assert_eq!(store.reference(&client("1")).await.unwrap(), Some(held.clone()));
    let next = store
        .apply_page(&page(&[seen("1", "a2"), seen("2", "b")]), None, t(9))
        .await
        .unwrap();
    assert_eq!((next.new, next.changed, next.same), (0, 1, 1));
    let after = store.reference(&client("1")).await.unwrap().unwrap();
    assert_eq!(
        (after.local, after.first_seen_at, after.changed_at),
        (held.local, t(0), t(9))
    );
    assert!(after.change > held.change);
    assert_eq!(store.body(&client("1")).await.unwrap(), Some(b"a2".to_vec()));
    assert_eq!(store.reference(&client("3")).await.unwrap(), None);
    assert_eq!(store.body(&client("3")).await.unwrap(), None);
}

/// Given a cursor that moved since, nothing of the page is kept.
pub async fn a_page_is_stored_with_its_cursor_or_not_at_all(store: &dyn LeasedMirror) {
    assert_eq!(store.cursor(STREAM).await.unwrap(), None);
    let with = |records: &[SeenRecord], cursor| Page {
        cursor,
        ..page(records)
    };
    store
        .apply_page(&with(&[seen("1", "a")], moved(0, 10)), None, t(0))
        .await
        .unwrap();
    let cursor = store.cursor(STREAM).await.unwrap().unwrap();
    assert_eq!((cursor.high, cursor.version), (Some(t(10)), 1));
    let late = store
        .apply_page(&with(&[seen("2", "b")], moved(0, 20)), None, t(0))
        .await;
    let error = refused(late, ErrorKind::Conflict);
    assert_eq!(error.get("version"), Some("1"));
    assert_eq!(store.reference(&client("2")).await.unwrap(), None);
    let middle = CursorMove {
        high: None,
        token: Some("page-2".to_owned()),
        ..moved(1, 0).unwrap()
    };
    store
        .apply_page(&with(&[seen("2", "b")], Some(middle)), None, t(0))
        .await
        .unwrap();
    let cursor = store.cursor(STREAM).await.unwrap().unwrap();
    assert_eq!(
        (cursor.high, cursor.token.as_deref(), cursor.version),
        (Some(t(10)), Some("page-2"), 2)
    );
}

/// Given a record of an earlier version, by a late event or a slow page, what is known stays.
pub async fn an_earlier_version_leaves_what_is_known(store: &dyn LeasedMirror) {
    apply(store, &[version("1", "new", 7)]).await;
    let late = apply(store, &[version("1", "old", 6)]).await;
    assert_eq!((late.older, late.changed), (1, 0));
    assert_eq!(store.body(&client("1")).await.unwrap(), Some(b"new".to_vec()));
    // An equal version with other content is a change: some vendors date by the second.
    assert_eq!(apply(store, &[version("1", "same second", 7)]).await.changed, 1);
    assert_eq!(apply(store, &[version("1", "newer", 8)]).await.changed, 1);
}

/// Given one id twice in a page, the later version counts; without versions the first does, and the doubt is told.
pub async fn a_record_twice_in_a_page_is_kept_once(store: &dyn LeasedMirror) {
    let report = apply(
        store,
        &[
            version("1", "late", 2),
            version("1", "early", 1),
            seen("2", "x"),
            seen("2", "y"),
            seen("3", "z"),
            seen("3", "z"),
            version("4", "early", 1),
            version("4", "late", 2),
        ],
    )
    .await;
    assert_eq!(
        (
            report.new,
            report.older,
            report.ambiguous,
            report.same,
            report.changed
        ),
        (4, 1, 1, 1, 1)
    );
    let body = async |id| store.body(&client(id)).await.unwrap().unwrap();
    assert_eq!(body("1").await, b"late");
    assert_eq!(body("2").await, b"x");
    assert_eq!(body("4").await, b"late");
}

/// Given ids that look alike, each is a record of its own and comes back as it was.
pub async fn external_ids_are_compared_byte_by_byte(store: &dyn LeasedMirror) {
    let ids = [
        "1",
        "01",
        " 1",
        "1 ",
        "a",
        "A",
        "é",
        "e\u{301}",
        "😀",
        "'\"\\;--",
        "%_",
        "\u{200f}1",
    ];
    let records: Vec<_> = ids.iter().map(|id| seen(id, id)).collect();
    assert_eq!(apply(store, &records).await.new, 12);
    for id in ids {
        let held = store.reference(&client(id)).await.unwrap().unwrap();
        assert_eq!(
            (held.external.external_id.as_str(), held.fingerprint),
            (id, Some(Fingerprint::of(&[id])))
        );
    }
    let elsewhere = ExternalRef::new("wellsky/agency-2", "client", "1");
    let another = ExternalRef::new(AGENCY, "caregiver", "1");
    assert_eq!(store.reference(&elsewhere).await.unwrap(), None);
    assert_eq!(store.reference(&another).await.unwrap(), None);
}

/// Given sixteen workers that see a record at once, there is one id for it.
pub async fn of_many_workers_all_are_given_one_id(store: &dyn LeasedMirror) {
    let start = Barrier::new(16);
    let mut given: Vec<u64> = std::thread::scope(|scope| {
        let link = |_| {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                block_on(store.link(&client("1"), None, t(0)))
                    .unwrap()
                    .local
                    .get()
            })
        };
        let workers: Vec<_> = (0..16).map(link).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    given.dedup();
    assert_eq!(given.len(), 1);
    // Seen afterwards, it is the same record.
    assert_eq!(apply(store, &[seen("1", "a")]).await.changed, 1);
    assert_eq!(
        store.reference(&client("1")).await.unwrap().unwrap().local.get(),
        given[0]
    );
}

/// Given a record that is tied to an id, another id is refused; an id has one live record of a connection and kind.
pub async fn links_to_other_ids_are_refused(store: &dyn LeasedMirror) {
    let one = store.link(&client("1"), None, t(0)).await.unwrap();
    let two = store.link(&client("2"), None, t(0)).await.unwrap();
    assert_ne!(one.local, two.local);
    let error = refused(
        store.link(&client("1"), Some(two.local), t(0)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(error.get("held"), Some(one.local.to_string().as_str()));
    assert_eq!(
        store.link(&client("1"), Some(one.local), t(5)).await.unwrap(),
        one
    );
    refused(
        store.link(&client("3"), Some(one.local), t(0)).await,
        ErrorKind::Conflict,
    );
    refused(
        store.link(&client("3"), Some(LocalId::new(99)), t(0)).await,
        ErrorKind::NotFound,
    );
    let elsewhere = ExternalRef::new("acuity/main", "appointment", "1");
    let tied = store.link(&elsewhere, Some(one.local), t(0)).await.unwrap();
    assert_eq!(tied.local, one.local);
    let all = store.references_of(one.local).await.unwrap();
    assert_eq!(
        all.iter().map(|r| &r.external).collect::<Vec<_>>(),
        [&client("1"), &elsewhere]
    );
    assert_eq!(store.references_of(LocalId::new(99)).await.unwrap(), []);
}

/// Given a booking that moved, its id here is kept, whichever half is seen first, and however often it is told.
pub async fn a_succession_keeps_the_id_in_either_order(store: &dyn LeasedMirror) {
    // Old seen, then told.
    apply(store, &[seen("a-1", "x")]).await;
    let old = store.reference(&client("a-1")).await.unwrap().unwrap();
    for _ in 0..2 {
        let new = store.succeed(&client("a-1"), &client("a-2"), t(5)).await.unwrap();
        assert_eq!((new.local, new.state), (old.local, ReferenceState::Live));
    }
    let closed = store.reference(&client("a-1")).await.unwrap().unwrap();
    assert_eq!(
        (closed.state, closed.superseded_by.as_deref()),
        (ReferenceState::Superseded, Some("a-2"))
    );
    // A late reading of the old half changes nothing.
    assert_eq!(apply(store, &[seen("a-1", "late")]).await.older, 1);
    // Both seen apart before it is told.
    apply(store, &[seen("b-1", "x"), seen("b-2", "y")]).await;
    let first = store.reference(&client("b-1")).await.unwrap().unwrap();
    let new = store.succeed(&client("b-1"), &client("b-2"), t(5)).await.unwrap();
    assert_eq!(
        (new.local, new.fingerprint),
        (first.local, Some(Fingerprint::of(&["y"])))
    );
    // Told before either is seen.
    let new = store.succeed(&client("c-1"), &client("c-2"), t(5)).await.unwrap();
    apply(store, &[seen("c-2", "y"), seen("c-1", "x")]).await;
    assert_eq!(
        store.reference(&client("c-2")).await.unwrap().unwrap().local,
        new.local
    );
    assert_eq!(state(store, "c-1").await, ReferenceState::Superseded);
    // Only the new half was seen.
    apply(store, &[seen("d-2", "y")]).await;
    let held = store.reference(&client("d-2")).await.unwrap().unwrap();
    assert_eq!(
        store
            .succeed(&client("d-1"), &client("d-2"), t(5))
            .await
            .unwrap()
            .local,
        held.local
    );
    // A chain keeps the first id.
    let third = store.succeed(&client("a-2"), &client("a-3"), t(6)).await.unwrap();
    assert_eq!(third.local, old.local);
    refused(
        store.succeed(&client("a-1"), &client("a-9"), t(7)).await,
        ErrorKind::Conflict,
    );
    // Two records with lives of their own are not made one.
    apply(store, &[seen("e-1", "x"), seen("e-2", "y")]).await;
    let own = store.reference(&client("e-2")).await.unwrap().unwrap();
    let elsewhere = ExternalRef::new("acuity/main", "appointment", "e");
    store.link(&elsewhere, Some(own.local), t(0)).await.unwrap();
    refused(
        store.succeed(&client("e-1"), &client("e-2"), t(7)).await,
        ErrorKind::Conflict,
    );
    refused(
        store.succeed(&client("e-1"), &client("e-1"), t(7)).await,
        ErrorKind::InvalidInput,
    );
    refused(
        store.succeed(&client("e-1"), &elsewhere, t(7)).await,
        ErrorKind::InvalidInput,
    );
}

/// Given changes, they are read page by page after a number; what stayed the same is not among them.
pub async fn what_changed_is_read_in_order(store: &dyn LeasedMirror) {
    apply(store, &[seen("1", "a"), seen("2", "b"), seen("3", "c")]).await;
    let ids = async |after, limit| {
        let changed = store.changed(AGENCY, "client", after, limit).await.unwrap();
        let last = changed.last().map_or(after, |held| held.change);
        let ids: Vec<String> = changed
            .into_iter()
            .map(|held| held.external.external_id)
            .collect();
        (ids, last)
    };
    let (first, last) = ids(0, 2).await;
    assert_eq!(first, ["1", "2"]);
    let (rest, last) = ids(last, 10).await;
    assert_eq!(rest, ["3"]);
    apply(store, &[seen("1", "a"), seen("2", "b2")]).await;
    store.gone(&client("3"), None, t(1)).await.unwrap();
    let (rest, last) = ids(last, 10).await;
    assert_eq!(rest, ["2", "3"]);
    store.gone(&client("3"), None, t(2)).await.unwrap();
    assert_eq!(ids(last, 10).await.0, [""; 0]);
    assert_eq!(store.changed(AGENCY, "caregiver", 0, 10).await.unwrap(), []);
}

/// Given a step back, it is refused; somebody may take it back, with a reason, if it did not move since.
pub async fn a_cursor_never_goes_back_by_itself(store: &dyn LeasedMirror) {
    let step = |cursor| Page { cursor, ..page(&[]) };
    refused(
        store.rewind(STREAM, 0, None, "user-7", "replay", t(0)).await,
        ErrorKind::NotFound,
    );
    store.apply_page(&step(moved(0, 100)), None, t(0)).await.unwrap();
    let error = refused(
        store.apply_page(&step(moved(1, 99)), None, t(0)).await,
        ErrorKind::InvalidInput,
    );
    assert_eq!(error.get("stream"), Some(STREAM));
    let back = store
        .rewind(STREAM, 1, Some(t(50)), "user-7", "replay", t(0))
        .await
        .unwrap();
    assert_eq!((back.high, back.version), (Some(t(50)), 2));
    refused(
        store.rewind(STREAM, 1, None, "user-7", "replay", t(0)).await,
        ErrorKind::Conflict,
    );
    refused(
        store.rewind(STREAM, 2, None, "user-7", "free text", t(0)).await,
        ErrorKind::InvalidInput,
    );
    refused(
        store.apply_page(&step(moved(1, 110)), None, t(0)).await,
        ErrorKind::Conflict,
    );
    store.apply_page(&step(moved(2, 60)), None, t(0)).await.unwrap();
    assert_eq!(store.cursor(STREAM).await.unwrap().unwrap().version, 3);
}

/// Given a record that one complete scan misses, it stays; the second in a row makes it gone; being seen between starts anew.
pub async fn what_is_missed_twice_is_gone(store: &dyn LeasedMirror) {
    let (both, one) = ([seen("1", "a"), seen("2", "b")], [seen("1", "a")]);
    apply(store, &both).await;
    let first = scan(store, &one, Brake::default()).await;
    assert_eq!(
        (first.state, first.live, first.missed, first.gone),
        (ScanState::Complete, 2, 1, 0)
    );
    assert_eq!(state(store, "2").await, ReferenceState::Live);
    scan(store, &both, Brake::default()).await;
    assert_eq!(store.reference(&client("2")).await.unwrap().unwrap().misses, 0);
    scan(store, &one, Brake::default()).await;
    assert_eq!(state(store, "2").await, ReferenceState::Live);
    let last = scan(store, &one, Brake::default()).await;
    assert_eq!((last.missed, last.gone), (1, 1));
    assert_eq!(state(store, "2").await, ReferenceState::Tombstone);
    assert_eq!(scan(store, &one, Brake::default()).await.live, 1);
}

/// Given a scan that failed in a part, that was overtaken, or that began before a record was there, nothing is missed.
pub async fn a_partial_scan_proves_nothing(store: &dyn LeasedMirror) {
    apply(store, &[seen("1", "a"), seen("2", "b")]).await;
    let once = Brake {
        misses: 1,
        ..Brake::default()
    };
    let failed = store.begin_scan(&whole(), t(0)).await.unwrap();
    let report = store
        .end_scan(failed.number, Completion::Partial, once, None, t(0))
        .await
        .unwrap();
    assert_eq!((report.state, report.gone), (ScanState::Partial, 0));
    let again = store
        .end_scan(failed.number, Completion::Complete, once, None, t(0))
        .await;
    refused(again, ErrorKind::Conflict);
    let overtaken = store.begin_scan(&whole(), t(0)).await.unwrap();
    let next = store.begin_scan(&whole(), t(0)).await.unwrap();
    assert_eq!(
        store.scan(overtaken.number).await.unwrap().state,
        ScanState::Partial
    );
    let late = Page {
        scan: Some(overtaken.number),
        ..page(&[seen("1", "a")])
    };
    refused(store.apply_page(&late, None, t(0)).await, ErrorKind::Conflict);
    // Made while it was read: no page of the scan could hold it.
    store.link(&client("3"), None, t(0)).await.unwrap();
    apply(store, &[seen("1", "changed meanwhile")]).await;
    let report = store
        .end_scan(next.number, Completion::Complete, once, None, t(0))
        .await
        .unwrap();
    assert_eq!((report.live, report.missed, report.gone), (3, 1, 1));
    assert_eq!(state(store, "1").await, ReferenceState::Live);
    assert_eq!(state(store, "2").await, ReferenceState::Tombstone);
    assert_eq!(state(store, "3").await, ReferenceState::Live);
}

/// Given a vendor that answers with nothing, nothing is gone until somebody approves, and what is seen meanwhile stays.
pub async fn the_brake_holds_a_scan_until_somebody_looks(store: &dyn LeasedMirror) {
    let all: Vec<_> = (0..40).map(|n| seen(&n.to_string(), "x")).collect();
    apply(store, &all).await;
    for _ in 0..3 {
        let empty = scan(store, &[], Brake::default()).await;
        assert_eq!(
            (empty.state, empty.live, empty.missed, empty.gone),
            (ScanState::Held, 40, 40, 40)
        );
    }
    let open = store.begin_scan(&whole(), t(0)).await.unwrap();
    refused(
        store.approve_scan(open.number, "user-7", t(0)).await,
        ErrorKind::Conflict,
    );
    store
        .end_scan(open.number, Completion::Complete, Brake::default(), None, t(0))
        .await
        .unwrap();
    // Seen again, with other content, before somebody looked.
    apply(store, &[seen("7", "y")]).await;
    refused(
        store.approve_scan(open.number, "", t(0)).await,
        ErrorKind::InvalidInput,
    );
    let approved = store.approve_scan(open.number, "user-7", t(0)).await.unwrap();
    assert_eq!((approved.state, approved.gone), (ScanState::Complete, 39));
    assert_eq!(state(store, "7").await, ReferenceState::Live);
    assert_eq!(state(store, "8").await, ReferenceState::Tombstone);
    let held = store.scan(open.number).await.unwrap();
    assert_eq!(held.approved_by.as_deref(), Some("user-7"));
    refused(
        store.approve_scan(open.number, "user-7", t(0)).await,
        ErrorKind::Conflict,
    );
    refused(store.approve_scan(99, "user-7", t(0)).await, ErrorKind::NotFound);
}

/// Given a scan of a window, what lies outside, or left it, is not missed.
pub async fn a_window_touches_only_what_lies_in_it(store: &dyn LeasedMirror) {
    let at = |id: &str, seconds| SeenRecord {
        at: Some(t(seconds)),
        ..seen(id, id)
    };
    apply(
        store,
        &[
            at("before", -1),
            at("first", 0),
            at("last", 99),
            at("after", 100),
            seen("nowhere", "x"),
        ],
    )
    .await;
    let window = ScanScope {
        window: Some((t(0), t(100))),
        ..whole()
    };
    let scan = store.begin_scan(&window, t(0)).await.unwrap();
    assert_eq!(store.scan(scan.number).await.unwrap(), scan);
    let once = Brake {
        misses: 1,
        ..Brake::default()
    };
    let report = store
        .end_scan(scan.number, Completion::Complete, once, None, t(0))
        .await
        .unwrap();
    assert_eq!((report.live, report.gone), (2, 2));
    for (id, expected) in [
        ("before", ReferenceState::Live),
        ("first", ReferenceState::Tombstone),
        ("last", ReferenceState::Tombstone),
        ("after", ReferenceState::Live),
        ("nowhere", ReferenceState::Live),
    ] {
        assert_eq!(state(store, id).await, expected, "{id}");
    }
}

/// Given a record that is gone, a late event of the same or an earlier version does not bring it back; being there again does.
pub async fn a_tombstone_rises_only_by_a_later_version_or_a_new_sight(store: &dyn LeasedMirror) {
    apply(store, &[version("1", "a", 5), seen("2", "b")]).await;
    for id in ["1", "2"] {
        let gone = store.gone(&client(id), None, t(1)).await.unwrap();
        assert_eq!(gone.state, ReferenceState::Tombstone);
        assert_eq!(store.gone(&client(id), None, t(2)).await.unwrap(), gone);
    }
    assert_eq!(apply(store, &[version("1", "a", 5)]).await.older, 1);
    assert_eq!(apply(store, &[version("1", "a", 4)]).await.older, 1);
    assert_eq!(state(store, "1").await, ReferenceState::Tombstone);
    assert_eq!(
        apply(store, &[version("1", "a", 6), seen("2", "b")])
            .await
            .changed,
        2
    );
    assert_eq!(state(store, "1").await, ReferenceState::Live);
    assert_eq!(state(store, "2").await, ReferenceState::Live);
    refused(store.gone(&client("9"), None, t(0)).await, ErrorKind::NotFound);
}

/// Given a worker whose lease was granted anew, nothing it writes is kept.
pub async fn a_stale_fence_writes_nothing(store: &dyn LeasedMirror) {
    let ttl = Duration::from_secs(60);
    let stale = store.acquire("poll", "worker-1", ttl, t(0)).await.unwrap();
    store
        .apply_page(&page(&[seen("1", "a")]), Some(&FenceGuard::from(&stale)), t(1))
        .await
        .unwrap();
    let fresh = store.acquire("poll", "worker-2", ttl, t(61)).await.unwrap();
    let (stale, fresh) = (FenceGuard::from(&stale), FenceGuard::from(&fresh));
    let scan = store.begin_scan(&whole(), t(61)).await.unwrap();
    let write = store
        .apply_page(&page(&[seen("1", "b")]), Some(&stale), t(62))
        .await;
    refused(write, ErrorKind::Conflict);
    refused(
        store.gone(&client("1"), Some(&stale), t(62)).await,
        ErrorKind::Conflict,
    );
    let end = store
        .end_scan(
            scan.number,
            Completion::Complete,
            Brake::default(),
            Some(&stale),
            t(62),
        )
        .await;
    refused(end, ErrorKind::Conflict);
    assert_eq!(store.body(&client("1")).await.unwrap(), Some(b"a".to_vec()));
    store
        .end_scan(
            scan.number,
            Completion::Complete,
            Brake::default(),
            Some(&fresh),
            t(62),
        )
        .await
        .unwrap();
}

/// Given what breaks a rule anywhere in a page, nothing of it is kept.
pub async fn bad_input_is_refused_and_leaves_no_trace(store: &dyn LeasedMirror) {
    let long = "x".repeat(513);
    for id in ["", "a\0b", "a\nb", long.as_str()] {
        let error = refused(
            store
                .apply_page(&page(&[seen("1", "a"), seen(id, "b")]), None, t(0))
                .await,
            ErrorKind::InvalidInput,
        );
        assert_eq!(error.get("record"), Some("1"));
        refused(store.link(&client(id), None, t(0)).await, ErrorKind::InvalidInput);
    }
    let mut large = seen("2", "b");
    large.body = vec![0; 1024 * 1024 + 1];
    refused(
        store
            .apply_page(&page(&[seen("1", "a"), large]), None, t(0))
            .await,
        ErrorKind::InvalidInput,
    );
    let mut unknown = page(&[seen("1", "a")]);
    unknown.scan = Some(7);
    refused(store.apply_page(&unknown, None, t(0)).await, ErrorKind::NotFound);
    let mut kind = page(&[seen("1", "a")]);
    kind.kind = "not a code".to_owned();
    refused(store.apply_page(&kind, None, t(0)).await, ErrorKind::InvalidInput);
    assert_eq!(store.reference(&client("1")).await.unwrap(), None);
    let backwards = ScanScope {
        window: Some((t(1), t(1))),
        ..whole()
    };
    refused(store.begin_scan(&backwards, t(0)).await, ErrorKind::InvalidInput);
    let scan = store.begin_scan(&whole(), t(0)).await.unwrap();
    for brake in [
        Brake {
            misses: 0,
            ..Brake::default()
        },
        Brake {
            percent: 101,
            ..Brake::default()
        },
    ] {
        let end = store
            .end_scan(scan.number, Completion::Complete, brake, None, t(0))
            .await;
        refused(end, ErrorKind::InvalidInput);
    }
    refused(store.scan(99).await, ErrorKind::NotFound);
    refused(
        store.changed(AGENCY, "client", 0, 0).await,
        ErrorKind::InvalidInput,
    );
    refused(store.cursor("").await, ErrorKind::InvalidInput);
}

/// Given any order of calls, the store and the model answer alike.
pub async fn a_long_random_life_equals_that_of_the_model(store: &dyn LeasedMirror) {
    let model = MemoryStore::new();
    let mut dice = Dice::new();
    let mut scan = 0;
    for step in 0..400 {
        let now = t(i64::from(dice.roll(1_000)));
        let id = |dice: &mut Dice| format!("c-{}", dice.roll(6));
        match dice.roll(9) {
            0..=3 => {
                let records: Vec<_> = (0..dice.roll(5))
                    .map(|_| SeenRecord {
                        version: (dice.roll(2) == 0).then(|| i64::from(dice.roll(4))),
                        at: (dice.roll(3) == 0).then(|| t(i64::from(dice.roll(200)))),
                        ..seen(
                            &id(&mut dice),
                            ["a", "b", "c"][usize::try_from(dice.roll(3)).unwrap()],
                        )
                    })
                    .collect();
                let mut page = page(&records);
                page.scan = (dice.roll(2) == 0 && scan > 0).then_some(scan);
                page.cursor = (dice.roll(3) == 0)
                    .then(|| moved(u64::from(dice.roll(12)), i64::from(dice.roll(2_000))).unwrap());
                same(
                    step,
                    store.apply_page(&page, None, now).await,
                    model.apply_page(&page, None, now).await,
                );
            }
            4 => {
                let external = client(&id(&mut dice));
                let local = (dice.roll(3) == 0).then(|| LocalId::new(u64::from(dice.roll(8))));
                same(
                    step,
                    store.link(&external, local, now).await,
                    model.link(&external, local, now).await,
                );
            }
            5 => {
                let (old, new) = (client(&id(&mut dice)), client(&id(&mut dice)));
                same(
                    step,
                    store.succeed(&old, &new, now).await,
                    model.succeed(&old, &new, now).await,
                );
            }
            6 => {
                let external = client(&id(&mut dice));
                same(
                    step,
                    store.gone(&external, None, now).await,
                    model.gone(&external, None, now).await,
                );
            }
            7 => {
                let window = (dice.roll(2) == 0).then(|| (t(0), t(i64::from(dice.roll(200)) + 1)));
                let scope = ScanScope { window, ..whole() };
                let (one, other) = (
                    store.begin_scan(&scope, now).await,
                    model.begin_scan(&scope, now).await,
                );
                scan = one.as_ref().map_or(scan, |scan| scan.number);
                same(step, one, other);
            }
            _ => {
                let brake = Brake {
                    misses: dice.roll(2) + 1,
                    count: dice.roll(4),
                    percent: 10,
                };
                if dice.roll(4) == 0 {
                    same(
                        step,
                        store.approve_scan(scan, "user-7", now).await,
                        model.approve_scan(scan, "user-7", now).await,
                    );
                } else {
                    let end = Completion::Complete;
                    same(
                        step,
                        store.end_scan(scan, end, brake, None, now).await,
                        model.end_scan(scan, end, brake, None, now).await,
                    );
                }
            }
        }
        let known = store.changed(AGENCY, "client", 0, 100).await.unwrap();
        assert_eq!(
            known,
            model.changed(AGENCY, "client", 0, 100).await.unwrap(),
            "step {step}"
        );
        for held in &known {
            let external = &held.external;
            assert_eq!(
                store.body(external).await.unwrap(),
                model.body(external).await.unwrap()
            );
        }
        assert_eq!(
            store.cursor(STREAM).await.unwrap(),
            model.cursor(STREAM).await.unwrap()
        );
    }
}

#[track_caller]
fn same<T: PartialEq + std::fmt::Debug>(step: u32, store: Result<T>, model: Result<T>) {
    let told = |error: Error| error.to_string();
    assert_eq!(store.map_err(told), model.map_err(told), "step {step}");
}
