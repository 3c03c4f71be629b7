//! The other side: a file that gets a line per accepted request.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

pub(crate) use careweave_sync_core::suite::recovery::{OtherSide, recover};

pub(crate) struct Remote(PathBuf);

impl Remote {
    pub(crate) fn of(folder: &Path) -> Self {
        Self(folder.join("remote.txt"))
    }

    /// How often each subject was accepted.
    pub(crate) fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for line in fs::read_to_string(&self.0).unwrap_or_default().lines() {
            *counts.entry(line.to_owned()).or_default() += 1;
        }
        counts
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
        self.counts().get(subject).copied().unwrap_or_default()
    }
}
