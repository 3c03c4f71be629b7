//! The hardest case of all: a request that lands after its sender died, and after others looked. Senders of [`EACH`] creates are
//! killed, every fifth request is late, and whoever comes after [recovers](recover) what they left. The store's tests bring the
//! process that is killed.

#![allow(clippy::unwrap_used, clippy::panic)] // also in what the tests call

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

use super::block_on;
use super::recovery::{claim, t};
use crate::{EffectLedger, EffectState, Fingerprint};

/// Creates of one sender.
pub const EACH: usize = 2;
/// What it reports of each, in this order.
const POINTS: [&str; 4] = ["planned", "begun", "sent", "confirmed"];
/// How long a sender waits for an answer.
const DEADLINE: i64 = 30;
/// How long after that a late request lands; the quiet period of the intents is longer.
const LATE: i64 = 45;

/// The other side, in a folder that outlives the senders: what it did, and what it will do.
#[derive(Debug)]
pub struct LateRemote(PathBuf);

impl LateRemote {
    /// The one that keeps its notes in `folder`.
    pub fn of(folder: &Path) -> Self {
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
    pub fn send(&self, subject: &str, now: DateTime<Utc>) -> bool {
        if is_late(subject) {
            let lands = now.timestamp() + DEADLINE + LATE;
            self.note("under_way.txt", &format!("{lands} {subject}"));
            return false;
        }
        self.answer(subject);
        true
    }

    /// Takes a request that is answered at once.
    pub fn answer(&self, subject: &str) {
        self.note("done.txt", subject);
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

    /// How many requests were late.
    pub fn late(&self) -> usize {
        self.lines("under_way.txt").len()
    }

    /// How many of the creates of so many senders were done more than once, and how many never, when everything has landed.
    pub fn doubled_and_missing(&self, trials: usize) -> (usize, usize) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for line in self.lines("under_way.txt") {
            *counts
                .entry(line.split_once(' ').unwrap().1.to_owned())
                .or_default() += 1;
        }
        for line in self.lines("done.txt") {
            *counts.entry(line).or_default() += 1;
        }
        let all = (0..trials).flat_map(|trial| (0..EACH).map(move |n| subject(trial, n)));
        let missing = all.filter(|subject| !counts.contains_key(subject)).count();
        (counts.values().filter(|count| **count > 1).count(), missing)
    }
}

/// Every fifth request of a subject that was not sent before.
pub fn is_late(subject: &str) -> bool {
    Fingerprint::of(&[subject]).as_bytes()[0].is_multiple_of(5)
}

/// The person that a sender creates.
pub fn subject(trial: usize, n: usize) -> String {
    format!("prospect-{trial}-{n}")
}

/// Where the sender of a trial is killed: the point, and of which of its creates.
pub fn place(trial: usize) -> (&'static str, usize) {
    (POINTS[trial % POINTS.len()], trial / POINTS.len() % EACH)
}

/// As [`place`], in the words of the sender's report; true where it stands there until it is killed.
pub fn kill_point(trial: usize) -> (String, bool) {
    let (point, n) = place(trial);
    (format!("{point} {n}"), !trial.is_multiple_of(3))
}

/// The sender: plans, begins, sends, confirms, and reports each.
pub fn send_all(store: &dyn EffectLedger, remote: &LateRemote, trial: usize, report: &dyn Fn(&str)) {
    let now = t(0);
    for n in 0..EACH {
        let subject = subject(trial, n);
        let effect = block_on(store.plan(&claim(&subject, "agency-1"), now))
            .unwrap()
            .into_effect();
        report(&format!("planned {n}"));
        let begun = block_on(store.begin(effect.id, 0, now + TimeDelta::seconds(DEADLINE), now)).unwrap();
        report(&format!("begun {n}"));
        let answered = remote.send(&subject, now);
        report(&format!("sent {n}"));
        if answered {
            block_on(store.confirm(effect.id, begun.attempt, None, now)).unwrap();
        } else {
            block_on(store.doubt(effect.id, begun.attempt, now + TimeDelta::seconds(DEADLINE))).unwrap();
        }
        report(&format!("confirmed {n}"));
    }
}

/// What any worker does with what a sender left: it looks at once, and again when the quiet period is over.
pub fn recover(store: &dyn EffectLedger, remote: &LateRemote, trial: usize) {
    for n in 0..EACH {
        finish(store, remote, &subject(trial, n));
    }
}

fn finish(store: &dyn EffectLedger, remote: &LateRemote, subject: &str) {
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
                remote.answer(subject);
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
