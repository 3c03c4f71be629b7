use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::words::words;

/// What a scan reads all of: a kind of record, or those of them that lie in a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanScope {
    /// One tenant's account at one source.
    pub connection: String,
    /// The kind of record.
    pub kind: String,
    /// From the first instant on and before the second; `None`: all of them. Records without a place in time lie in no window.
    pub window: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// A scan as the store holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Its number.
    pub number: u64,
    /// What it reads.
    pub scope: ScanScope,
    /// Where it stands.
    pub state: ScanState,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// Who let it through, where it was held.
    pub approved_by: Option<String>,
}

/// Where a scan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScanState {
    /// Pages are being read.
    Open,
    /// It saw everything, and what it did not see was dealt with.
    Complete,
    /// A part of it failed: it proves nothing about what it did not see.
    Partial,
    /// It is complete, but more is gone than the brake lets through: a person has to look.
    Held,
}

words!(ScanState, "scan.state", "state", "must be open, complete, partial or held":
    Open = "open", Complete = "complete", Partial = "partial", Held = "held");

/// Whether a scan saw all of its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Completion {
    /// Every slice was read to its end, none was cut off, and no error was passed over.
    Complete,
    /// Anything else.
    Partial,
}

/// How much may be gone at once, and how often it has to be missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brake {
    /// How many complete scans in a row have to miss a record; 1 or more.
    pub misses: u32,
    /// This many may always be gone.
    pub count: u32,
    /// So may this share of what is live in the scope, in percent.
    pub percent: u8,
}

impl Default for Brake {
    /// Missed twice; five records or five percent.
    fn default() -> Self {
        Self {
            misses: 2,
            count: 5,
            percent: 5,
        }
    }
}

/// What a scan came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanReport {
    /// Where it stands now.
    pub state: ScanState,
    /// Live records of the scope before.
    pub live: u64,
    /// Of those, not seen, and known before the scan began.
    pub missed: u64,
    /// Of those, gone now: missed often enough. Where it is [`Held`](ScanState::Held): gone if somebody approves.
    pub gone: u64,
}
