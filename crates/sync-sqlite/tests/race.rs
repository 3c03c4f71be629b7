//! Several writers on one file: threads with two connections, and two processes.
#![allow(clippy::unwrap_used)] // also in what the tests call

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Barrier;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::recovery::{self, t};
use careweave_sync_core::{EffectLedger, Intent, Planned};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::{ErrorKind, Result};

const FILE: &str = "CAREWEAVE_RACE_FILE";
const NAME: &str = "CAREWEAVE_RACE_NAME";
const SHIFTS: usize = 150;

fn claim(shift: usize, caregiver: &str) -> Intent {
    recovery::claim(&format!("shift-{shift}"), caregiver)
}

#[test]
fn of_eight_threads_on_two_handles_one_claims_each_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let handles = [
        block_on(SqliteStore::open(&path)).unwrap(),
        block_on(SqliteStore::open(&path)).unwrap(),
    ];
    for shift in 0..25 {
        let start = Barrier::new(8);
        let outcomes: Vec<Result<Planned>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|n| {
                    let (start, store) = (&start, &handles[n % 2]);
                    scope.spawn(move || {
                        let claim = claim(shift, &format!("caregiver-{n}"));
                        start.wait();
                        block_on(store.plan(&claim, t(0)))
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let new = outcomes
            .iter()
            .filter(|o| o.as_ref().is_ok_and(Planned::is_new))
            .count();
        let refused = outcomes
            .iter()
            .filter(|o| o.as_ref().is_err_and(|e| e.kind() == ErrorKind::KeyReuse))
            .count();
        assert_eq!((new, refused), (1, 7), "{outcomes:?}");
    }
}

#[test]
#[ignore = "the child process of the test below"]
fn claimant() {
    let store = block_on(SqliteStore::open(PathBuf::from(std::env::var(FILE).unwrap()))).unwrap();
    let name = std::env::var(NAME).unwrap();
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nready").unwrap();
    out.flush().unwrap();
    std::io::stdin().read_line(&mut String::new()).unwrap();
    for shift in 0..SHIFTS {
        match block_on(store.plan(&claim(shift, &name), t(0))) {
            Ok(planned) => {
                assert!(planned.is_new());
                let effect = planned.into_effect();
                block_on(store.begin(effect.id, 0, t(30), t(1))).unwrap();
                writeln!(out, "won {shift}").unwrap();
            }
            Err(error) => assert_eq!(error.kind(), ErrorKind::KeyReuse, "{error:#}"),
        }
    }
    writeln!(out, "done").unwrap();
}

fn spawn(file: &Path, name: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "claimant", "--ignored", "--nocapture"])
        .env(FILE, file)
        .env(NAME, name)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn of_two_processes_one_claims_each_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let mut children = ["caregiver-1", "caregiver-2"].map(|name| spawn(&path, name));
    let mut outputs = children
        .each_mut()
        .map(|child| BufReader::new(child.stdout.take().unwrap()).lines());
    for lines in &mut outputs {
        assert!(lines.any(|line| line.unwrap() == "ready"));
    }
    for child in &mut children {
        child.stdin.take().unwrap().write_all(b"go\n").unwrap();
    }
    let mut won: Vec<(usize, &str)> = Vec::new();
    for (lines, name) in outputs.iter_mut().zip(["caregiver-1", "caregiver-2"]) {
        let lines: Vec<String> = lines.map(|line| line.unwrap()).collect();
        assert!(lines.iter().any(|line| line == "done"), "{name}: {lines:?}");
        let shifts = lines.iter().filter_map(|line| line.strip_prefix("won "));
        won.extend(shifts.map(|shift| (shift.parse::<usize>().unwrap(), name)));
    }
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    won.sort_unstable();
    let shifts: Vec<usize> = won.iter().map(|(shift, _)| *shift).collect();
    assert_eq!(shifts, (0..SHIFTS).collect::<Vec<_>>());
    let store = block_on(SqliteStore::open(&path)).unwrap();
    for (shift, name) in won {
        let history = block_on(store.history(&claim(shift, name).key)).unwrap();
        assert_eq!(history.len(), 1);
        assert_eq!((history[0].detail.as_str(), history[0].attempt), (name, 1));
    }
}
