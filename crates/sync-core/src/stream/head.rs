use careweave_types::Pii;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::lease::Fence;

/// Where a stream stands. Instants are UTC in whole microseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamHead {
    /// Its name.
    pub stream: String,
    /// How many events it has.
    pub version: u64,
    /// When it is looked at next; never when absent.
    pub deadline: Option<DateTime<Utc>>,
    /// The number of its last claim; 0 before the first.
    pub fence: Fence,
    /// The worker that claimed it, until it appends or the claim ends.
    pub holder: Option<String>,
    /// When that claim ends by itself.
    pub claimed_until: Option<DateTime<Utc>>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// One event of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamEvent {
    /// Its place in the stream, from 1.
    pub version: u64,
    /// What happened, as it was given.
    pub body: Pii<Vec<u8>>,
    /// When it was appended.
    pub appended_at: DateTime<Utc>,
}
