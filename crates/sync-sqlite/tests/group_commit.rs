//! Steps that wait at the same time are written as one transaction; each has its own result, and what was acknowledged is there
//! after any crash.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)] // also in what the tests call

#[path = "fixtures/killed.rs"]
#[allow(dead_code, reason = "a child is killed between its reports here, not at them")]
mod killed;

use std::future::Future;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::{Command, Stdio};
use std::task::{Context, Waker};

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::crash::trials;
use careweave_sync_core::suite::recovery::{claim, t};
use careweave_sync_core::{
    CursorMove, EffectFilter, EffectLedger, EffectState, Fingerprint, Mirror, Page, SeenRecord,
};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::{ErrorKind, Result};

const FOLDER: &str = "CAREWEAVE_GROUP_FOLDER";
const TRIAL: &str = "CAREWEAVE_GROUP_TRIAL";
const CALLERS: usize = 8;

fn open(folder: &Path) -> SqliteStore {
    block_on(SqliteStore::open(folder.join("careweave.db"))).unwrap()
}

/// How many transactions are in the write-ahead log: frames that end one name the size of the file.
fn commits(folder: &Path) -> usize {
    let log = std::fs::read(folder.join("careweave.db-wal")).unwrap();
    let page = u32::from_be_bytes(log[8..12].try_into().unwrap()) as usize;
    log[32..]
        .chunks_exact(24 + page)
        .filter(|frame| frame[4..8] != [0; 4])
        .count()
}

/// Hands a call to the store's thread without waiting for its answer.
fn start<F: Future + ?Sized>(mut call: Pin<&mut F>) {
    let polled = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(polled.is_pending());
}

fn record(id: &str) -> SeenRecord {
    SeenRecord {
        external_id: id.to_owned(),
        fingerprint: Fingerprint::of(&[id]),
        version: None,
        at: None,
        body: Vec::new(),
    }
}

#[test]
fn two_hundred_calls_that_wait_are_one_commit_and_each_has_its_own_result() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let blocker = rusqlite::Connection::open(folder.path().join("careweave.db")).unwrap();
    blocker.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    block_on(store.plan(&claim("shift-first", "caregiver-1"), t(0))).unwrap();
    let before = commits(folder.path());
    // Whatever comes waits behind the first call, which waits for the lock.
    blocker.execute_batch("BEGIN IMMEDIATE").unwrap();
    // Every fourth claims a key that the one before has.
    let intents: Vec<_> = (0..200)
        .map(|n| match n % 4 {
            3 => claim(&format!("shift-{}", n - 1), "caregiver-2"),
            _ => claim(&format!("shift-{n}"), "caregiver-1"),
        })
        .collect();
    let mut plans: Vec<_> = intents.iter().map(|intent| store.plan(intent, t(0))).collect();
    plans.iter_mut().for_each(|plan| start(plan.as_mut()));
    // A page whose records are written before its cursor is refused: it is undone alone, in the middle of the group.
    let stale = Page {
        connection: "wellsky/agency-1".to_owned(),
        kind: "client".to_owned(),
        records: vec![record("c-1")],
        cursor: Some(CursorMove {
            stream: "clients".to_owned(),
            expected_version: 7,
            high: None,
            token: None,
        }),
        scan: None,
    };
    let mut undone = store.apply_page(&stale, None, t(0));
    start(undone.as_mut());
    let last = claim("shift-last", "caregiver-1");
    let mut after = store.plan(&last, t(0));
    start(after.as_mut());
    blocker.execute_batch("ROLLBACK").unwrap();

    let told: Vec<Result<_>> = plans.into_iter().map(block_on).collect();
    for (n, outcome) in told.iter().enumerate() {
        match outcome {
            Ok(planned) => assert!(planned.is_new() && n % 4 != 3, "{n}"),
            Err(error) => assert_eq!((error.kind(), n % 4), (ErrorKind::KeyReuse, 3), "{n}"),
        }
    }
    assert_eq!(block_on(undone).unwrap_err().kind(), ErrorKind::Conflict);
    assert!(block_on(after).unwrap().is_new());
    assert_eq!(
        commits(folder.path()) - before,
        1,
        "one transaction for all of them"
    );
    let client = careweave_sync_core::ExternalRef::new("wellsky/agency-1", "client", "c-1");
    assert_eq!(block_on(store.reference(&client)).unwrap(), None);
    let filter = EffectFilter {
        limit: 1_000,
        ..EffectFilter::default()
    };
    assert_eq!(block_on(store.list(&filter)).unwrap().len(), 152);
}

#[test]
fn when_a_group_cannot_be_committed_everybody_in_it_is_told_and_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let store = open(folder.path());
    // A constraint that is checked at the commit only, which no step of ours breaks by itself.
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch(
        "CREATE TABLE late (effect BLOB REFERENCES never (id) DEFERRABLE INITIALLY DEFERRED); \
         CREATE TABLE never (id BLOB PRIMARY KEY); \
         CREATE TRIGGER too_late AFTER INSERT ON effect WHEN new.subject = 'shift-poison' \
         BEGIN INSERT INTO late (effect) VALUES (new.effect_id); END",
    )
    .unwrap();
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    let intents = ["shift-1", "shift-poison", "shift-2"].map(|shift| claim(shift, "caregiver-1"));
    let mut plans: Vec<_> = intents.iter().map(|intent| store.plan(intent, t(0))).collect();
    plans.iter_mut().for_each(|plan| start(plan.as_mut()));
    raw.execute_batch("ROLLBACK").unwrap();
    for plan in plans {
        assert_eq!(block_on(plan).unwrap_err().kind(), ErrorKind::Storage);
    }
    assert_eq!(block_on(store.list(&EffectFilter::default())).unwrap(), []);
    // The thread goes on.
    assert!(block_on(store.plan(&intents[0], t(0))).unwrap().is_new());
}

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn writers() {
    let folder = PathBuf::from(std::env::var(FOLDER).unwrap());
    let trial = std::env::var(TRIAL).unwrap();
    let store = open(&folder);
    std::thread::scope(|scope| {
        for caller in 0..CALLERS {
            let (store, trial) = (&store, &trial);
            scope.spawn(move || {
                for n in 0.. {
                    let shift = format!("shift-{trial}-{caller}-{n}");
                    let effect = block_on(store.plan(&claim(&shift, "caregiver-1"), t(0)))
                        .unwrap()
                        .into_effect();
                    let begun = block_on(store.begin(effect.id, 0, t(30), t(0)));
                    assert_eq!(begun.unwrap().state, EffectState::Sending);
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "acknowledged {shift}").unwrap();
                    out.flush().unwrap();
                }
            });
        }
    });
}

#[test]
fn what_was_acknowledged_out_of_a_group_is_there_after_the_process_was_killed() {
    let trials = trials(60);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut acknowledged = 0;
    for trial in 0..trials {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writers", "--ignored", "--nocapture"])
            .env(FOLDER, folder)
            .env(TRIAL, trial.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut told = Vec::new();
        // Another place each time.
        let kill_after = 1 + trial * 7 % 40;
        while told.len() < kill_after {
            let line = lines
                .next()
                .expect("the child writes on until it is killed")
                .unwrap();
            told.extend(line.strip_prefix("acknowledged ").map(str::to_owned));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines.map_while(std::result::Result::ok) {
            // The last line may be cut off in the middle.
            let whole = line
                .strip_prefix("acknowledged ")
                .filter(|shift| shift.split('-').count() == 4);
            told.extend(whole.map(str::to_owned));
        }
        let store = open(folder);
        for shift in &told {
            let held = block_on(store.current(&claim(shift, "caregiver-1").key)).unwrap();
            let state = held.map(|effect| effect.state);
            // A number that was cut off is the beginning of another that was acknowledged too, or just under way.
            assert!(state.is_some(), "trial {trial}: {shift} was acknowledged");
        }
        acknowledged += told.len();
        block_on(store.close()).unwrap();
        killed::assert_whole(folder);
    }
    eprintln!("{trials} children killed (SIGKILL), {acknowledged} acknowledged steps, none lost");
    assert!(acknowledged >= trials);
}
