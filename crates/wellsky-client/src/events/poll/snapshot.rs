use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What one reading is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Sweep {
    /// Clients and prospects.
    Patients,
    /// Caregivers and applicants.
    Practitioners,
    /// Family, doctors, neighbours.
    RelatedPersons,
    /// Shifts with what was clocked: there is no event of either.
    Shifts,
}

impl Sweep {
    /// Every sweep.
    pub const ALL: &'static [Self] = &[
        Self::Patients,
        Self::Practitioners,
        Self::RelatedPersons,
        Self::Shifts,
    ];

    /// The stable word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Patients => "patients",
            Self::Practitioners => "practitioners",
            Self::RelatedPersons => "related_persons",
            Self::Shifts => "shifts",
        }
    }
}

/// When a sweep was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Timing {
    /// When the last reading began, whatever came of it.
    pub attempted_at: Option<DateTime<Utc>>,
    /// When the last reading began that was complete and whose changes were all applied: the watermark.
    pub complete_at: Option<DateTime<Utc>>,
    /// When the last of those began that read everything.
    pub whole_at: Option<DateTime<Utc>>,
}

/// What the records of a sweep were when they were last applied: fingerprints, and no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Of what.
    pub sweep: Sweep,
    /// When it was read.
    pub timing: Timing,
    /// The records by id.
    pub records: BTreeMap<String, Seen>,
}

/// A record as it was last applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// What tells its content from another.
    pub fingerprint: Fingerprint,
    /// When it is to start, for a shift: outside the window that is read it is not missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<DateTime<Utc>>,
}

impl Snapshot {
    /// Of a sweep that was never made.
    pub fn empty(sweep: Sweep) -> Self {
        Self {
            sweep,
            timing: Timing::default(),
            records: BTreeMap::new(),
        }
    }
}

/// A digest of a record's content: equal content, equal fingerprint. SHA-256 of its JSON, in hexadecimal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(Box<str>);

impl Fingerprint {
    /// The fingerprint of a record.
    ///
    /// # Errors
    /// `Internal` for a record that has no JSON.
    pub fn of(record: &impl Serialize) -> Result<Self> {
        use std::fmt::Write as _;
        let json = serde_json::to_vec(record).map_err(|_| {
            Error::new(
                ErrorKind::Internal,
                "events.poll",
                "a record could not be written as JSON",
            )
        })?;
        let mut text = String::with_capacity(64);
        for byte in Sha256::digest(&json) {
            let _ = write!(text, "{byte:02x}");
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({})", self.0)
    }
}

/// Keeps the snapshots between polls. One that forgets is safe: the next reading then gives every record once more, but what
/// vanished in between is not noticed.
#[async_trait]
pub trait SnapshotStore: fmt::Debug + Send + Sync {
    /// The snapshot of a sweep; nothing when there is none.
    ///
    /// # Errors
    /// `Storage`.
    async fn load(&self, sweep: Sweep) -> Result<Option<Snapshot>>;

    /// Keeps a snapshot in place of the one before.
    ///
    /// # Errors
    /// `Storage`.
    async fn save(&self, snapshot: &Snapshot) -> Result<()>;
}

/// Snapshots in memory.
#[derive(Debug, Default)]
pub struct MemorySnapshots {
    snapshots: Mutex<BTreeMap<Sweep, Snapshot>>,
}

impl MemorySnapshots {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }
}

#[async_trait]
impl SnapshotStore for MemorySnapshots {
    async fn load(&self, sweep: Sweep) -> Result<Option<Snapshot>> {
        let snapshots = self.snapshots.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(snapshots.get(&sweep).cloned())
    }

    async fn save(&self, snapshot: &Snapshot) -> Result<()> {
        let mut snapshots = self.snapshots.lock().unwrap_or_else(PoisonError::into_inner);
        snapshots.insert(snapshot.sweep, snapshot.clone());
        Ok(())
    }
}
