use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use careweave::http::Clock;
use careweave::sync::Fingerprint;
use careweave::types::{Error, ErrorKind, IdempotencyKey, Result};
use chrono::{DateTime, SubsecRound as _, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::index::{Index, Noted};
use super::lines::{self, failed};

/// One line of the file of changes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line<C> {
    /// When it was written.
    pub(super) at: DateTime<Utc>,
    /// The name of the decision: the same key never changes anything twice.
    pub(super) key: String,
    /// What is to change.
    pub(super) change: C,
}

/// A file that changes are appended to until somebody takes them in.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    pub(super) index: Index,
}

/// What is appended for a change.
pub(super) struct Entry<'a, C> {
    pub(super) key: &'a IdempotencyKey,
    /// What tells this change from another under the same key.
    pub(super) content: Fingerprint,
    /// The record it makes or changes, and its version then, where versions are kept.
    pub(super) record: Option<(String, u64)>,
    pub(super) change: C,
}

const AT: &str = "sync.changes";

impl Journal {
    pub(super) fn open(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            index: Index::beside(path),
        }
    }

    /// The changes nobody has taken in yet. A line that a crash cut off was not written.
    pub(super) fn pending<C: DeserializeOwned>(&self) -> Result<Vec<Line<C>>> {
        let mut text = String::new();
        match File::open(&self.path) {
            Ok(mut file) => file.read_to_string(&mut text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
        .map_err(|error| failed(AT, &self.path, &error))?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        lines::read(AT, &self.path, &text[..whole])
    }

    /// Whether a change was made under a key, in any run.
    ///
    /// # Errors
    /// `KeyReuse` where it was another change; failures of the files.
    pub(super) fn has(&mut self, key: &IdempotencyKey, content: Option<Fingerprint>) -> Result<bool> {
        // A crash between the two files leaves the change in this one alone.
        let pending: Vec<Line<serde_json::Value>> = self.pending()?;
        let written = pending.iter().any(|line| line.key == key.as_str());
        match (self.index.hold()?.content(key.as_str()), content) {
            (Some(before), Some(content)) if before != content => Err(Error::new(
                ErrorKind::KeyReuse,
                AT,
                "the key was used for another change",
            )),
            (noted, _) => Ok(noted.is_some() || written),
        }
    }

    /// Appends a change, durably: first here, then in the index.
    pub(super) fn append<C: Serialize>(&mut self, entry: Entry<'_, C>, clock: &dyn Clock) -> Result<()> {
        let mut index = self.index.hold()?;
        let line = Line {
            at: clock.now().trunc_subsecs(6),
            key: entry.key.to_string(),
            change: entry.change,
        };
        let mut text = serde_json::to_string(&line)
            .map_err(|_| Error::new(ErrorKind::Internal, AT, "a change could not be written"))?;
        text.push('\n');
        let written = File::options()
            .read(true)
            .append(true)
            .create(true)
            .open(&self.path)
            .and_then(|mut file| {
                drop_cut_line(&mut file)?;
                file.write_all(text.as_bytes())?;
                file.sync_data()
            });
        written.map_err(|error| failed(AT, &self.path, &error))?;
        let (record, version) = entry.record.unzip();
        index.note(Noted {
            key: Some(line.key),
            content: Some(entry.content),
            record,
            version,
        })
    }
}

/// Removes what a crash left of a line.
fn drop_cut_line(file: &mut File) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let whole = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1);
    if whole < bytes.len() {
        file.set_len(whole as u64)?;
    }
    Ok(())
}
