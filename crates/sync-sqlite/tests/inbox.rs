//! The inbox in SQLite: the behaviour suite, and receivers and workers that are killed.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;
#[cfg(unix)]
#[path = "fixtures/killed.rs"]
mod killed;

use careweave_sync_sqlite::SqliteStore;

mod in_a_file {
    careweave_sync_core::inbox_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::inbox_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::inbox_suite!(crate::alternating::through_two_handles());
}

/// A process is killed at each step of accept, settle, hint, fetched. What it was told is on disk, what the
/// sender repeats is new or a repeat but never lost, and the counts add up.
#[cfg(unix)]
mod crash {
    use std::path::Path;

    use careweave_sync_core::suite::block_on;
    use careweave_sync_core::{
        Accepted, Inbox, Incoming, MessageIdentity, MessageState, Settlement, Subject,
    };
    use careweave_sync_sqlite::SqliteStore;
    use careweave_types::Pii;
    use chrono::{DateTime, Utc};

    use super::killed::{Orders, assert_whole, kill_at};

    const POINTS: [&str; 8] = [
        "accepting",
        "accepted",
        "settling",
        "settled",
        "hinting",
        "hinted",
        "reporting",
        "reported",
    ];
    const SOURCE: &str = "calendly.agency-1";

    fn t(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn store(folder: &Path) -> SqliteStore {
        block_on(SqliteStore::open(folder.join("careweave.db"))).unwrap()
    }

    fn incoming(trial: usize) -> Incoming {
        Incoming {
            source: SOURCE.to_owned(),
            identity: MessageIdentity::Keyed(format!("evt-{trial}")),
            event: "invitee.created".to_owned(),
            subject: format!("invitee-{trial}"),
            sent_at: None,
            body: Pii::new(b"body".to_vec()),
        }
    }

    fn subject(trial: usize) -> Subject {
        Subject {
            source: SOURCE.to_owned(),
            kind: "Patient".to_owned(),
            id: trial.to_string(),
        }
    }

    #[test]
    #[ignore = "the child process of the test below, which kills it"]
    fn receiver() {
        let orders = Orders::read();
        let (store, trial) = (store(&orders.folder), orders.trial);
        orders.report("accepting");
        let accepted = block_on(store.accept(&incoming(trial), t(0))).unwrap();
        orders.report("accepted");
        orders.report("settling");
        block_on(store.settle(accepted.message().number, &Settlement::Applied, None, t(1))).unwrap();
        orders.report("settled");
        orders.report("hinting");
        let mark = block_on(store.hint(&subject(trial), t(2))).unwrap();
        orders.report("hinted");
        orders.report("reporting");
        block_on(store.fetched(&subject(trial), mark.hints, None, t(3))).unwrap();
        orders.report("reported");
    }

    #[test]
    fn a_receiver_killed_at_any_step_loses_nothing_it_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let mut trial = 0;
        for _ in 0..2 {
            for (reached, point) in POINTS.into_iter().enumerate() {
                for held in [true, false] {
                    kill_at("crash::receiver", folder, trial, point, held);
                    let place = format!("killed at {point}, held: {held}");
                    let store = store(folder);
                    let found = block_on(store.inbox_counts(SOURCE)).unwrap();
                    assert!(found.add_up(), "{place}: {found:?}");
                    // Those of the trials before are all settled and served.
                    let before = trial as u64;
                    let accepted = found.accepted == before + 1;
                    let settled = found.applied == before + 1;
                    let hinted = found.hints == before + 1;
                    let served = found.hints_served == before + 1;
                    for (done, step) in [(accepted, 1), (settled, 3), (hinted, 5), (served, 7)] {
                        // What was reported is on disk; a receiver that stood still did nothing more.
                        assert!(done || reached < step, "{place}: {found:?}");
                        assert!(!(done && reached < step && held), "{place}: {found:?}");
                    }

                    // The sender got no answer and delivers again; a worker takes up what it finds.
                    let again = block_on(store.accept(&incoming(trial), t(60))).unwrap();
                    assert_eq!(matches!(again, Accepted::New(_)), !accepted, "{place}");
                    let message = again.message();
                    assert_eq!(message.state == MessageState::Applied, settled, "{place}");
                    block_on(store.settle(message.number, &Settlement::Applied, None, t(61))).unwrap();
                    if !hinted {
                        block_on(store.hint(&subject(trial), t(62))).unwrap();
                    }
                    block_on(store.fetched(&subject(trial), 1, None, t(63))).unwrap();
                    let after = block_on(store.inbox_counts(SOURCE)).unwrap();
                    assert!(after.add_up(), "{place}: {after:?}");
                    assert_eq!((after.applied, after.received), (before + 1, 0), "{place}");
                    assert_eq!(
                        (after.hints_served, after.hints_waiting),
                        (before + 1, 0),
                        "{place}"
                    );
                    block_on(store.close()).unwrap();
                    assert_whole(folder);
                    trial += 1;
                }
            }
        }
        assert_eq!(trial, 32);
    }
}
