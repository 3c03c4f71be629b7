//! Pages: applied whole, once, with their cursor.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

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
