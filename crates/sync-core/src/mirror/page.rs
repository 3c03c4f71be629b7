use std::fmt;

use chrono::{DateTime, Utc};

use super::CursorMove;
use crate::Fingerprint;

/// A record as it was read.
#[derive(Clone, PartialEq, Eq)]
pub struct SeenRecord {
    /// Its id there.
    pub external_id: String,
    /// What counts of it: see [`canonical`](crate::canonical).
    pub fingerprint: Fingerprint,
    /// Its version, where the other system counts or dates them: of two, the higher one is later.
    pub version: Option<i64>,
    /// Where it lies in time (the start of an appointment), for scans of a window.
    pub at: Option<DateTime<Utc>>,
    /// What is to be kept of it, up to 1 MiB; sealed by the caller where it is about a person.
    pub body: Vec<u8>,
}

impl fmt::Debug for SeenRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeenRecord")
            .field("fingerprint", &self.fingerprint)
            .field("version", &self.version)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Records that were read together, and what is known once they are stored.
#[derive(Clone, Debug)]
pub struct Page {
    /// One tenant's account at one source.
    pub connection: String,
    /// The kind of all the records.
    pub kind: String,
    /// The records, up to 10,000.
    pub records: Vec<SeenRecord>,
    /// Where reading goes on; stored with the records or not at all.
    pub cursor: Option<CursorMove>,
    /// The scan this page is a part of.
    pub scan: Option<u64>,
}

/// What became of the records of a page. The counts add up to the records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageReport {
    /// Seen for the first time.
    pub new: u32,
    /// With other content than before.
    pub changed: u32,
    /// As before: nothing was written about them.
    pub same: u32,
    /// Of an earlier version than is known, or given another id since: left as it is.
    pub older: u32,
    /// Twice in this page with different contents and no version to tell which is later: the first was kept.
    pub ambiguous: u32,
}
