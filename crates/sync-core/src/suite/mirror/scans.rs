//! What a scan did not see.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

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

/// Given a record that the scan's own pages leave out, but that a webhook's fetch or a delta reads while the scan is open: it is
/// there, so it is not missed; read before the scan began, or of another kind, it is.
pub async fn what_is_read_beside_an_open_scan_counts_as_seen_by_it(store: &dyn LeasedMirror) {
    let all = [seen("c-1", "a"), seen("c-2", "b"), seen("c-3", "c")];
    apply(store, &all).await;
    let at_once = Brake {
        misses: 1,
        ..Brake::default()
    };
    apply(store, &all).await;
    let scan = store.begin_scan(&whole(), t(10)).await.unwrap();
    let part = Page {
        scan: Some(scan.number),
        ..page(&all[..1])
    };
    store.apply_page(&part, None, t(11)).await.unwrap();
    // As it was, read without naming the scan.
    let report = apply(store, &all[1..2]).await;
    assert_eq!((report.same, report.changed), (1, 0));
    let other_kind = Page {
        kind: "caregiver".to_owned(),
        ..page(&all[2..])
    };
    store.apply_page(&other_kind, None, t(12)).await.unwrap();
    let report = store
        .end_scan(scan.number, Completion::Complete, at_once, None, t(13))
        .await
        .unwrap();
    assert_eq!((report.live, report.missed, report.gone), (3, 1, 1));
    assert_eq!(state(store, "c-2").await, ReferenceState::Live);
    assert_eq!(state(store, "c-3").await, ReferenceState::Tombstone);
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
