//! Bad input, stale fences, and any life against the model.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

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
    for step in 0..calls(400) {
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
