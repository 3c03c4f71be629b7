//! The hardest case of all: a request that lands after its sender died, and after others looked. Six hundred creates, three
//! hundred senders that are killed (SIGKILL), every fifth request late: nothing is doubled, nothing is missing. A sender that only
//! notes what it has done, under the same script, doubles more than a hundred.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // also in what the tests call

#[path = "fixtures/killed.rs"]
mod killed;

use std::cmp::Ordering;
use std::path::Path;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::crash::trials;
use careweave_sync_core::suite::late_landing::{
    EACH, LateRemote, is_late, kill_point, place, recover, send_all, subject,
};
use careweave_sync_core::suite::recovery::t;
use careweave_sync_sqlite::SqliteStore;
use killed::{Orders, assert_whole, kill_at};

fn store(folder: &Path) -> SqliteStore {
    block_on(SqliteStore::open(folder.join("careweave.db"))).unwrap()
}

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn sender() {
    let orders = Orders::read();
    let (store, remote) = (store(&orders.folder), LateRemote::of(&orders.folder));
    send_all(&store, &remote, orders.trial, &|point| orders.report(point));
}

#[test]
fn three_hundred_killed_senders_double_nothing_however_late_their_requests_land() {
    let trials = trials(300);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let remote = LateRemote::of(folder);
    for trial in 0..trials {
        let (point, held) = kill_point(trial);
        kill_at("sender", folder, trial, &point, held);
        let store = store(folder);
        recover(&store, &remote, trial);
        block_on(store.close()).unwrap();
    }
    assert_whole(folder);
    let (late, (doubled, missing)) = (remote.late(), remote.doubled_and_missing(trials));
    eprintln!(
        "{} creates, {trials} senders killed (SIGKILL), {late} late: {doubled} doubled, {missing} missing",
        trials * EACH
    );
    assert_eq!((doubled, missing), (0, 0));
    assert!(late * 10 > trials, "late requests are what this is about");
}

/// The same script for a sender that notes what it has done after it was answered, and sends again what it has not noted.
#[test]
fn a_sender_that_only_notes_what_it_did_doubles_more_than_a_hundred() {
    let folder = tempfile::tempdir().unwrap();
    let remote = LateRemote::of(folder.path());
    let trials = 300;
    for trial in 0..trials {
        let (at, killed_at) = place(trial);
        for n in 0..EACH {
            let subject = subject(trial, n);
            // What it got to before it was killed.
            let (sent, noted) = match n.cmp(&killed_at) {
                Ordering::Less => (true, !is_late(&subject)),
                Ordering::Greater => (false, false),
                Ordering::Equal => (
                    matches!(at, "sent" | "confirmed"),
                    at == "confirmed" && !is_late(&subject),
                ),
            };
            if sent {
                remote.send(&subject, t(0));
            }
            if !noted {
                remote.answer(&subject);
            }
        }
    }
    let (doubled, missing) = remote.doubled_and_missing(trials);
    assert_eq!(missing, 0);
    assert!(doubled > 100, "{doubled} doubled");
}
