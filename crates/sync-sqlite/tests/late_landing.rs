//! The hardest case of all: a request that lands after its sender died, and after others looked. Six hundred creates, three
//! hundred senders that are killed (SIGKILL), every fifth request late: nothing is doubled, nothing is missing. A sender that only
//! notes what it has done, under the same script, doubles more than a hundred.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // also in what the tests call

#[path = "fixtures/killed.rs"]
mod killed;

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::crash::trials;
use careweave_sync_core::suite::recovery::{claim, t};
use careweave_sync_core::{EffectLedger, EffectState, Fingerprint};
use careweave_sync_sqlite::SqliteStore;
use chrono::{DateTime, TimeDelta, Utc};
use killed::{Orders, assert_whole, kill_at};

/// Creates of one sender.
const EACH: usize = 2;
/// What it reports of each, in this order.
const POINTS: [&str; 4] = ["planned", "begun", "sent", "confirmed"];
/// How long a sender waits for an answer.
const DEADLINE: i64 = 30;
/// How long after that a late request lands; the quiet period of the intents is longer.
const LATE: i64 = 45;

/// The other side: what it did, and what it will do.
struct Remote(PathBuf);

impl Remote {
    fn of(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    fn note(&self, file: &str, line: &str) {
        let place = self.0.join(file);
        let mut file = OpenOptions::new().create(true).append(true).open(place).unwrap();
        file.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    fn lines(&self, file: &str) -> Vec<String> {
        let text = fs::read_to_string(self.0.join(file)).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Takes a request; true when it is answered.
    fn send(&self, subject: &str, now: DateTime<Utc>) -> bool {
        if is_late(subject) {
            let lands = now.timestamp() + DEADLINE + LATE;
            self.note("under_way.txt", &format!("{lands} {subject}"));
            return false;
        }
        self.note("done.txt", subject);
        true
    }

    /// What is seen there at `now`: how often it was done.
    fn look(&self, subject: &str, now: DateTime<Utc>) -> usize {
        let landed = self.lines("under_way.txt").into_iter().filter(|line| {
            let (lands, of) = line.split_once(' ').unwrap();
            of == subject && lands.parse::<i64>().unwrap() <= now.timestamp()
        });
        let done = self.lines("done.txt").into_iter().filter(|line| line == subject);
        landed.count() + done.count()
    }
}

/// Every fifth request of a subject that was not sent before.
fn is_late(subject: &str) -> bool {
    Fingerprint::of(&[subject]).as_bytes()[0].is_multiple_of(5)
}

fn subject(trial: usize, n: usize) -> String {
    format!("prospect-{trial}-{n}")
}

fn store(folder: &Path) -> SqliteStore {
    block_on(SqliteStore::open(folder.join("careweave.db"))).unwrap()
}

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn sender() {
    let orders = Orders::read();
    let (store, remote, now) = (store(&orders.folder), Remote::of(&orders.folder), t(0));
    for n in 0..EACH {
        let subject = subject(orders.trial, n);
        let effect = block_on(store.plan(&claim(&subject, "agency-1"), now))
            .unwrap()
            .into_effect();
        orders.report(&format!("planned {n}"));
        let begun = block_on(store.begin(effect.id, 0, now + TimeDelta::seconds(DEADLINE), now)).unwrap();
        orders.report(&format!("begun {n}"));
        let answered = remote.send(&subject, now);
        orders.report(&format!("sent {n}"));
        if answered {
            block_on(store.confirm(effect.id, begun.attempt, None, now)).unwrap();
        } else {
            block_on(store.doubt(effect.id, begun.attempt, now + TimeDelta::seconds(DEADLINE))).unwrap();
        }
        orders.report(&format!("confirmed {n}"));
    }
}

/// What any worker does that finds the effect: it looks at once, and again when the quiet period is over.
fn recover(store: &SqliteStore, remote: &Remote, subject: &str) {
    let mut now = t(1);
    let mut effect = block_on(store.plan(&claim(subject, "agency-1"), now))
        .unwrap()
        .into_effect();
    loop {
        let (id, n) = (effect.id, effect.attempt);
        effect = match effect.state {
            EffectState::Planned => {
                let begun = block_on(store.begin(id, n, now + TimeDelta::seconds(DEADLINE), now)).unwrap();
                // The second request of a subject is answered.
                remote.note("done.txt", subject);
                block_on(store.confirm(id, begun.attempt, None, now)).unwrap()
            }
            EffectState::Sending => {
                now = now.max(effect.deadline_at.unwrap());
                block_on(store.expire(id, n, now)).unwrap()
            }
            EffectState::InDoubt if remote.look(subject, now) > 0 => {
                block_on(store.confirm(id, n, None, now)).unwrap()
            }
            EffectState::InDoubt => match block_on(store.absent(id, n, now)) {
                Ok(planned) => planned,
                Err(early) => {
                    assert!(early.retry_after().is_some(), "{early:#}");
                    now = effect.not_before.unwrap();
                    effect
                }
            },
            EffectState::Confirmed => return,
            other => panic!("a killed sender cannot leave {other}"),
        };
    }
}

/// How many were done more than once, and how many never, when everything has landed.
fn doubled_and_missing(remote: &Remote, trials: usize) -> (usize, usize) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in remote.lines("under_way.txt") {
        *counts
            .entry(line.split_once(' ').unwrap().1.to_owned())
            .or_default() += 1;
    }
    for line in remote.lines("done.txt") {
        *counts.entry(line).or_default() += 1;
    }
    let all = (0..trials).flat_map(|trial| (0..EACH).map(move |n| subject(trial, n)));
    let missing = all.filter(|subject| !counts.contains_key(subject)).count();
    (counts.values().filter(|count| **count > 1).count(), missing)
}

/// Where the sender of a trial is killed.
fn place(trial: usize) -> (String, bool) {
    let point = POINTS[trial % POINTS.len()];
    let n = trial / POINTS.len() % EACH;
    (format!("{point} {n}"), !trial.is_multiple_of(3))
}

#[test]
fn three_hundred_killed_senders_double_nothing_however_late_their_requests_land() {
    let trials = trials(300);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let remote = Remote::of(folder);
    for trial in 0..trials {
        let (point, held) = place(trial);
        kill_at("sender", folder, trial, &point, held);
        let store = store(folder);
        for n in 0..EACH {
            recover(&store, &remote, &subject(trial, n));
        }
        block_on(store.close()).unwrap();
    }
    assert_whole(folder);
    let late = remote.lines("under_way.txt").len();
    let (doubled, missing) = doubled_and_missing(&remote, trials);
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
    let remote = Remote::of(folder.path());
    let trials = 300;
    for trial in 0..trials {
        let (point, _) = place(trial);
        let (at, killed_at) = point.split_once(' ').unwrap();
        let killed_at: usize = killed_at.parse().unwrap();
        for n in 0..EACH {
            let subject = subject(trial, n);
            // What it got to before it was killed.
            let (sent, noted) = match n.cmp(&killed_at) {
                std::cmp::Ordering::Less => (true, !is_late(&subject)),
                std::cmp::Ordering::Greater => (false, false),
                std::cmp::Ordering::Equal => (
                    matches!(at, "sent" | "confirmed"),
                    at == "confirmed" && !is_late(&subject),
                ),
            };
            if sent {
                remote.send(&subject, t(0));
            }
            if !noted {
                remote.note("done.txt", &subject);
            }
        }
    }
    let (doubled, missing) = doubled_and_missing(&remote, trials);
    assert_eq!(missing, 0);
    assert!(doubled > 100, "{doubled} doubled");
}
