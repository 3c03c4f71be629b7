//! A worker of each primitive is killed (SIGKILL) at each of its steps. Whoever comes after finds the store whole, loses nothing,
//! and does nothing twice.

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::crash::{INBOX, LATCH, LEASE, LEDGER, MIRROR, OUTBOX, Script, Trial};

use crate::support::fresh::{Fresh, wait_until_left};
use crate::support::remote::Remote;
use crate::support::sender::{Myself, Sender};

/// The child of a test: does the steps of its script.
fn child(script: &Script) {
    let myself = Myself::of_environment();
    let trial = Trial {
        store: &myself.store(),
        other: &Remote::of(&myself.folder),
        number: myself.name.parse().unwrap(),
    };
    (script.run)(&trial, &|point| myself.report(point));
}

/// Kills the ignored test `child` at every point of its script, `rounds` times or as often as the environment asks, and has each
/// trial checked.
fn kill_everywhere(child: &str, script: &Script, rounds: usize) {
    let fresh = Fresh::new();
    let folder = tempfile::tempdir().unwrap();
    script.kill_everywhere(child, rounds, |number, point, killed| {
        let hold_at = if killed.held { point } else { "" };
        let mut sender = Sender::start(child, &fresh, folder.path(), &number.to_string(), hold_at);
        sender.wait_for(point);
        sender.kill();
        // What it had sent may be committed by the server after it died.
        wait_until_left(&fresh.schema);
        let store = block_on(fresh.store());
        let trial = Trial {
            store: &store,
            other: &Remote::of(folder.path()),
            number,
        };
        (script.check)(&trial, killed);
        block_on(store.close()).unwrap();
    });
}

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn sender() {
    child(&LEDGER);
}

#[test]
fn a_sender_killed_at_any_step_loses_nothing_and_doubles_nothing() {
    kill_everywhere("crash::sender", &LEDGER, 4);
}

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn worker() {
    child(&OUTBOX);
}

#[test]
fn a_worker_killed_at_any_step_loses_no_item() {
    kill_everywhere("crash::worker", &OUTBOX, 3);
}

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn receiver() {
    child(&INBOX);
}

#[test]
fn a_receiver_killed_at_any_step_loses_nothing_it_acknowledged() {
    kill_everywhere("crash::receiver", &INBOX, 2);
}

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn converter() {
    child(&LATCH);
}

#[test]
fn a_worker_killed_at_any_step_converts_exactly_once() {
    kill_everywhere("crash::converter", &LATCH, 4);
}

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn holder() {
    child(&LEASE);
}

#[test]
fn a_worker_killed_at_any_step_leaves_a_lease_that_ends_and_a_fence_that_grows() {
    kill_everywhere("crash::holder", &LEASE, 3);
}

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn reader() {
    child(&MIRROR);
}

#[test]
fn a_reader_killed_at_any_page_loses_nothing_and_doubles_nothing() {
    kill_everywhere("crash::reader", &MIRROR, 3);
}
