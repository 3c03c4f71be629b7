//! How fast the disk says that it has written.

use std::fmt;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use serde::Serialize;

use super::figures::Figures;
use crate::failure::Failure;

/// How often it is asked.
const PROBES: usize = 64;
/// What is appended each time.
const BLOCK: [u8; 4_096] = [7; 4_096];

/// What appending a block and syncing it took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Fsync {
    pub(crate) median_ms: f64,
    pub(crate) most_ms: f64,
}

impl Fsync {
    /// Asks the disk of a folder.
    pub(crate) fn probe(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join("fsync.probe");
        let mut file = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(true)
            .open(&path)?;
        let mut took = Vec::with_capacity(PROBES);
        for _ in 0..PROBES {
            let begun = Instant::now();
            file.write_all(&BLOCK)?;
            file.sync_data()?;
            took.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        std::fs::remove_file(path)?;
        let took = Figures::of(took);
        Ok(Self {
            median_ms: took.median(),
            most_ms: took.most(),
        })
    }
}

impl fmt::Display for Fsync {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} ms (at most {:.2})", self.median_ms, self.most_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_asked_and_nothing_stays_behind() {
        let folder = tempfile::tempdir().unwrap();
        let fsync = Fsync::probe(folder.path()).unwrap();
        assert!(
            fsync.median_ms > 0.0 && fsync.most_ms >= fsync.median_ms,
            "{fsync}"
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(Fsync::probe(&folder.path().join("missing")).is_err());
    }
}
