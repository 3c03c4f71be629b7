//! A sender is killed (SIGKILL) at each step of plan, begin, send, confirm. Whoever comes after finds the
//! store whole, loses nothing, and sends nothing twice.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)] // also in what the tests call

#[path = "fixtures/killed.rs"]
mod killed;
#[path = "fixtures/volume.rs"]
mod volume;

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::recovery::{OtherSide, claim, recover, t};
use careweave_sync_core::{AttemptOutcome, EffectLedger, EffectState, Intent};
use careweave_sync_sqlite::SqliteStore;
use chrono::TimeDelta;
use killed::{Orders, assert_whole, kill_at};

/// What the sender reports, in this order.
const POINTS: [&str; 7] = [
    "planning",
    "planned",
    "beginning",
    "begun",
    "sent",
    "confirming",
    "confirmed",
];
/// How often each step is tried, when the environment asks for nothing else.
const ROUNDS: usize = 4;

/// The other side: a file that gets a line per accepted request.
struct Remote(PathBuf);

impl Remote {
    fn of(folder: &Path) -> Self {
        Self(folder.join("remote.txt"))
    }
}

impl OtherSide for Remote {
    fn accept(&self, subject: &str) {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.0)
            .unwrap();
        file.write_all(format!("{subject}\n").as_bytes()).unwrap();
    }

    fn count(&self, subject: &str) -> usize {
        let lines = fs::read_to_string(&self.0).unwrap_or_default();
        lines.lines().filter(|line| *line == subject).count()
    }
}

fn store(folder: &Path) -> SqliteStore {
    block_on(SqliteStore::open(folder.join("careweave.db"))).unwrap()
}

fn subject(trial: usize) -> String {
    format!("shift-{trial}")
}

fn intent(trial: usize) -> Intent {
    claim(&subject(trial), "caregiver-1")
}

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn sender() {
    let orders = Orders::read();
    let (folder, trial) = (&orders.folder, orders.trial);
    let report = |point| orders.report(point);
    let (store, remote, now) = (store(folder), Remote::of(folder), t(0));
    report("planning");
    let effect = block_on(store.plan(&intent(trial), now)).unwrap().into_effect();
    report("planned");
    report("beginning");
    block_on(store.begin(effect.id, 0, now + TimeDelta::seconds(30), now)).unwrap();
    report("begun");
    remote.accept(&subject(trial));
    report("sent");
    report("confirming");
    block_on(store.confirm(effect.id, 1, None, now)).unwrap();
    report("confirmed");
}

#[test]
fn a_sender_killed_at_any_step_loses_nothing_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let remote = Remote::of(folder);
    let mut trials = 0;
    let rounds = volume::trials(ROUNDS * 2 * POINTS.len()).div_ceil(2 * POINTS.len());
    for round in 0..rounds {
        for (reached, point) in POINTS.into_iter().enumerate() {
            for held in [true, false] {
                let trial = trials;
                trials += 1;
                kill_at("sender", folder, trial, point, held);

                let store = store(folder);
                let found = block_on(store.current(&intent(trial).key)).unwrap();
                let state = found.as_ref().map(|effect| effect.state);
                let there = remote.count(&subject(trial));
                let place = format!("round {round}, killed at {point}, held: {held}, found {state:?}");
                // What was reported is on disk; a sender that stood still did nothing more either.
                match POINTS[reached] {
                    "planning" if held => assert_eq!(state, None, "{place}"),
                    "planning" => {}
                    "planned" | "beginning" if held => {
                        assert_eq!(state, Some(EffectState::Planned), "{place}");
                    }
                    "planned" | "beginning" => assert!(state.is_some(), "{place}"),
                    "begun" | "sent" | "confirming" if held => {
                        assert_eq!(state, Some(EffectState::Sending), "{place}");
                        assert_eq!(there, usize::from(point != "begun"), "{place}");
                    }
                    "begun" | "sent" | "confirming" => assert!(
                        matches!(state, Some(EffectState::Sending | EffectState::Confirmed)),
                        "{place}"
                    ),
                    _ => assert_eq!(state, Some(EffectState::Confirmed), "{place}"),
                }
                // Nothing left before its attempt was on disk.
                let may_be_sent = matches!(state, Some(EffectState::Sending | EffectState::Confirmed));
                assert!(there == 0 || may_be_sent, "{place}");

                let sent = recover(&store, &remote, &intent(trial));
                assert_eq!(there + sent, 1, "{place}");
                assert_eq!(remote.count(&subject(trial)), 1, "{place}");
                let done = block_on(store.current(&intent(trial).key)).unwrap().unwrap();
                assert_eq!((done.state, done.version), (EffectState::Confirmed, 1), "{place}");
                let outcomes: Vec<_> = block_on(store.attempts(done.id))
                    .unwrap()
                    .iter()
                    .map(|attempt| attempt.outcome)
                    .collect();
                assert_eq!(outcomes.last(), Some(&AttemptOutcome::Confirmed), "{place}");
                assert!(outcomes.len() <= 2, "{place}");
                block_on(store.close()).unwrap();
                assert_whole(folder);
            }
        }
    }
    eprintln!("{trials} senders killed (SIGKILL) at {} points", POINTS.len());
    assert_eq!(trials, rounds * 2 * POINTS.len());
}
