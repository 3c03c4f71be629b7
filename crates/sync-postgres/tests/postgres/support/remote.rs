//! The other side: a file that gets a line per accepted request.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{EffectLedger, EffectState, Intent};
use chrono::TimeDelta;

use super::t;

pub(crate) struct Remote(PathBuf);

impl Remote {
    pub(crate) fn of(folder: &Path) -> Self {
        Self(folder.join("remote.txt"))
    }

    pub(crate) fn accept(&self, subject: &str) {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.0)
            .unwrap();
        file.write_all(format!("{subject}\n").as_bytes()).unwrap();
    }

    /// How often each subject was accepted.
    pub(crate) fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for line in fs::read_to_string(&self.0).unwrap_or_default().lines() {
            *counts.entry(line.to_owned()).or_default() += 1;
        }
        counts
    }

    pub(crate) fn count(&self, subject: &str) -> usize {
        self.counts().get(subject).copied().unwrap_or_default()
    }
}

/// What any worker does that finds the effect, with the clock moved on as the ledger asks. Returns how often it had to
/// send.
pub(crate) fn recover(store: &dyn EffectLedger, remote: &Remote, intent: &Intent) -> usize {
    let mut now = t(1);
    let mut sent = 0;
    let mut effect = block_on(store.plan(intent, now)).unwrap().into_effect();
    loop {
        let (id, n) = (effect.id, effect.attempt);
        effect = match effect.state {
            EffectState::Planned => {
                let begun = block_on(store.begin(id, n, now + TimeDelta::seconds(30), now)).unwrap();
                remote.accept(&intent.subject);
                sent += 1;
                block_on(store.confirm(id, begun.attempt, None, now)).unwrap()
            }
            EffectState::Sending => {
                now = now.max(effect.deadline_at.unwrap());
                block_on(store.expire(id, n, now)).unwrap()
            }
            EffectState::InDoubt if remote.count(&intent.subject) > 0 => {
                block_on(store.confirm(id, n, None, now)).unwrap()
            }
            EffectState::InDoubt => {
                now = now.max(effect.not_before.unwrap());
                block_on(store.absent(id, n, now)).unwrap()
            }
            EffectState::Confirmed => return sent,
            other => panic!("a killed sender cannot leave {other}"),
        };
    }
}
