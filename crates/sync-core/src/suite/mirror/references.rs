//! Which record is which here.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

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
