use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Fence;
use crate::words::words;

/// The last grant under a name. Instants are UTC in whole microseconds, in the time of the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// What it is for: `"poll/wellsky/agency-1"`.
    pub name: String,
    /// The worker it was granted to.
    pub holder: String,
    /// The number of the grant.
    pub fence: Fence,
    /// Whether the holder gave it back.
    pub state: LeaseState,
    /// When it was granted.
    pub granted_at: DateTime<Utc>,
    /// When it ends unless it is renewed.
    pub expires_at: DateTime<Utc>,
    /// When it last changed. Time under this name is never reckoned from before it.
    pub updated_at: DateTime<Utc>,
}

impl Lease {
    /// True while nobody else can have it.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.state == LeaseState::Held && now < self.expires_at
    }
}

/// Where a lease stands. Whether one that is held has ended is for the time to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeaseState {
    /// Granted and not given back.
    Held,
    /// Given back.
    Released,
}

words!(LeaseState, "lease.state", "state", "must be held or released":
    Held = "held", Released = "released");
