//! A request that lands after its sender died, and after others looked: senders are killed at every step, every fifth request is
//! late, and nothing is doubled or missing.

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::crash::trials;
use careweave_sync_core::suite::late_landing::{EACH, LateRemote, kill_point, recover, send_all};

use crate::support::fresh::{Fresh, wait_until_left};
use crate::support::sender::{Myself, Sender};

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn sender() {
    let myself = Myself::of_environment();
    let trial = myself.name.parse().unwrap();
    let remote = LateRemote::of(&myself.folder);
    send_all(&myself.store(), &remote, trial, &|point| myself.report(point));
}

#[test]
fn killed_senders_double_nothing_however_late_their_requests_land() {
    let trials = trials(100);
    let fresh = Fresh::new();
    let folder = tempfile::tempdir().unwrap();
    let remote = LateRemote::of(folder.path());
    for trial in 0..trials {
        let (point, held) = kill_point(trial);
        let hold_at = if held { point.as_str() } else { "" };
        let mut sender = Sender::start(
            "late_landing::sender",
            &fresh,
            folder.path(),
            &trial.to_string(),
            hold_at,
        );
        sender.wait_for(&point);
        sender.kill();
        // What it had sent may be committed by the server after it died.
        wait_until_left(&fresh.schema);
        let store = block_on(fresh.store());
        recover(&store, &remote, trial);
        block_on(store.close()).unwrap();
    }
    let (late, (doubled, missing)) = (remote.late(), remote.doubled_and_missing(trials));
    eprintln!(
        "{} creates, {trials} senders killed (SIGKILL), {late} late: {doubled} doubled, {missing} missing",
        trials * EACH
    );
    assert_eq!((doubled, missing), (0, 0));
    assert!(late * 10 > trials, "late requests are what this is about");
}
