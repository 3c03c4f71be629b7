use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use careweave::sync::Fingerprint;
use careweave::types::Result;
use serde::{Deserialize, Serialize};

use super::lines::{self, failed};

/// One thing that is remembered.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Noted {
    /// The key of a change that was written out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    /// The digest of that change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) content: Option<Fingerprint>,
    /// A record that changed, by whatever hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) record: Option<String>,
    /// Which version of it this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<u64>,
}

/// What outlives the emptying of the file of changes: the keys that were used, and the order in which records changed. It names
/// nobody. The number of a line is the number of a change.
#[derive(Debug)]
pub(super) struct Index {
    path: PathBuf,
    read_to: u64,
    keys: HashMap<String, Fingerprint>,
    /// The last change of each record, and its version.
    last: BTreeMap<String, (u64, u64)>,
    changes: u64,
}

const AT: &str = "sync.index";

impl Index {
    /// The index beside a file of changes.
    pub(super) fn beside(out: &Path) -> Self {
        let mut name = out.file_name().unwrap_or_default().to_owned();
        name.push(".index");
        Self {
            path: out.with_file_name(name),
            read_to: 0,
            keys: HashMap::new(),
            last: BTreeMap::new(),
            changes: 0,
        }
    }

    /// Opens the file and holds it against other processes until it is dropped.
    pub(super) fn hold(&mut self) -> Result<Held<'_>> {
        let file = File::options()
            .read(true)
            .append(true)
            .create(true)
            .open(&self.path)
            .and_then(|file| file.lock().map(|()| file))
            .map_err(|error| failed(AT, &self.path, &error))?;
        let mut held = Held { index: self, file };
        held.catch_up()?;
        Ok(held)
    }

    pub(super) fn changes(&self) -> u64 {
        self.changes
    }

    /// Records after change `after`, by their last change.
    pub(super) fn changed(&self, after: u64) -> Vec<(u64, &str)> {
        let mut changed: Vec<(u64, &str)> = self
            .last
            .iter()
            .filter(|(_, (change, _))| *change > after)
            .map(|(record, (change, _))| (*change, record.as_str()))
            .collect();
        changed.sort_unstable();
        changed
    }

    fn take(&mut self, noted: Noted) {
        self.changes += 1;
        if let (Some(key), Some(content)) = (noted.key, noted.content) {
            self.keys.insert(key, content);
        }
        if let (Some(record), Some(version)) = (noted.record, noted.version) {
            self.last.insert(record, (self.changes, version));
        }
    }
}

/// The index while no other process can change it.
pub(super) struct Held<'i> {
    index: &'i mut Index,
    file: File,
}

impl Held<'_> {
    /// The digest of the change that was made under a key.
    pub(super) fn content(&self, key: &str) -> Option<Fingerprint> {
        self.index.keys.get(key).copied()
    }

    /// The version of a record that was noted last.
    pub(super) fn version(&self, record: &str) -> Option<u64> {
        self.index.last.get(record).map(|(_, version)| *version)
    }

    /// Appends, durably.
    pub(super) fn note(&mut self, noted: Noted) -> Result<()> {
        // Texts and numbers: this cannot fail.
        let mut line = serde_json::to_string(&noted).unwrap_or_default();
        line.push('\n');
        self.write(line.as_bytes())?;
        self.index.read_to += line.len() as u64;
        self.index.take(noted);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let done = self.file.write_all(bytes).and_then(|()| self.file.sync_data());
        done.map_err(|error| failed(AT, &self.index.path, &error))
    }

    /// Reads what other processes noted. A line that a crash cut off was not noted, and goes.
    fn catch_up(&mut self) -> Result<()> {
        let mut text = String::new();
        let read = self
            .file
            .seek(SeekFrom::Start(self.index.read_to))
            .and_then(|_| self.file.read_to_string(&mut text));
        read.map_err(|error| failed(AT, &self.index.path, &error))?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        for noted in lines::read(AT, &self.index.path, &text[..whole])? {
            self.index.take(noted);
        }
        self.index.read_to += whole as u64;
        if whole < text.len() {
            let cut = self.file.set_len(self.index.read_to);
            cut.map_err(|error| failed(AT, &self.index.path, &error))?;
        }
        Ok(())
    }
}
