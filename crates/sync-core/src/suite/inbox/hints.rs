//! Deliveries that cannot: marks on what has to be fetched.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

/// Given equal hints, each raises the number; a fetch cleans only what it saw.
pub async fn every_hint_is_kept_and_one_during_a_fetch_keeps_it_dirty(store: &dyn GuardedInbox) {
    store.hint(&subject("1"), t(0)).await.unwrap();
    let seen = store.hint(&subject("1"), t(1)).await.unwrap();
    assert_eq!((seen.hints, seen.served, seen.dirty_since), (2, 0, t(0)));
    // The worker fetches; meanwhile the subject changes again.
    store.hint(&subject("1"), t(2)).await.unwrap();
    let mark = store
        .fetched(&subject("1"), seen.hints, None, t(3))
        .await
        .unwrap();
    assert_eq!((mark.hints, mark.served, mark.is_dirty()), (3, 2, true));
    assert_eq!(store.dirty(SOURCE, 10).await.unwrap(), [mark]);
    let clean = store.fetched(&subject("1"), 3, None, t(4)).await.unwrap();
    assert!(!clean.is_dirty());
    assert_eq!(store.dirty(SOURCE, 10).await.unwrap(), []);
    let counts_now = counts(store).await;
    assert_eq!(
        (
            counts_now.hints,
            counts_now.hints_served,
            counts_now.hints_waiting
        ),
        (3, 3, 0)
    );
    let dirty = store.hint(&subject("1"), t(9)).await.unwrap();
    assert_eq!((dirty.hints, dirty.dirty_since), (4, t(9)));
    assert_eq!(counts(store).await.hints_waiting, 1);
}

/// Given two fetches that end in the other order, the older one takes nothing back.
pub async fn a_late_report_of_an_old_fetch_cleans_nothing(store: &dyn GuardedInbox) {
    for n in 0..3 {
        store.hint(&subject("1"), t(n)).await.unwrap();
    }
    store.fetched(&subject("1"), 2, None, t(5)).await.unwrap();
    let late = store.fetched(&subject("1"), 1, None, t(6)).await.unwrap();
    assert_eq!((late.served, late.is_dirty()), (2, true));
    let error = refused(
        store.fetched(&subject("1"), 4, None, t(7)).await,
        ErrorKind::InvalidInput,
    );
    assert_eq!(error.get("field"), Some("hints"));
    refused(
        store.fetched(&subject("2"), 1, None, t(7)).await,
        ErrorKind::NotFound,
    );
    assert_eq!(counts(store).await.hints_waiting, 1);
}

/// Given several dirty subjects, they are listed by how long they have been dirty, and only their source's.
pub async fn the_longest_dirty_subject_comes_first(store: &dyn GuardedInbox) {
    for (id, at) in [("b", 5), ("a", 3), ("c", 5), ("d", 1), ("a", 9)] {
        store.hint(&subject(id), t(at)).await.unwrap();
    }
    let elsewhere = Subject {
        source: "acuity.agency-1".to_owned(),
        ..subject("a")
    };
    store.hint(&elsewhere, t(0)).await.unwrap();
    store.fetched(&subject("d"), 1, None, t(9)).await.unwrap();
    let ids = |marks: Vec<crate::inbox::DirtyMark>| -> Vec<String> {
        marks.into_iter().map(|mark| mark.subject.id).collect()
    };
    assert_eq!(ids(store.dirty(SOURCE, 10).await.unwrap()), ["a", "b", "c"]);
    assert_eq!(ids(store.dirty(SOURCE, 2).await.unwrap()), ["a", "b"]);
}

/// Given many hints at once on one subject, the mark counts each.
pub async fn of_many_hints_at_once_none_is_lost(store: &dyn GuardedInbox) {
    let start = Barrier::new(6);
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                start.wait();
                for _ in 0..10 {
                    block_on(store.hint(&subject("1"), t(0))).unwrap();
                }
            });
        }
    });
    assert_eq!(store.dirty(SOURCE, 10).await.unwrap()[0].hints, 60);
    assert_eq!(counts(store).await.hints, 60);
}
