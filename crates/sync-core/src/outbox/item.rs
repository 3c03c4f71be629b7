use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::lease::Fence;
use crate::ledger::EffectId;
use crate::words::words;

/// One queued effect. Instants are UTC in whole microseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxItem {
    /// Its number, growing in the order of queueing; never given twice.
    pub number: u64,
    /// The effect to be sent; no other item has it.
    pub effect: EffectId,
    /// What it keeps its order with.
    pub lane: String,
    /// The higher one goes first, between lanes.
    pub priority: u8,
    /// Where it stands.
    pub state: OutboxState,
    /// Not before this instant.
    pub due_at: DateTime<Utc>,
    /// Attempts used up since it was queued or redriven.
    pub attempts: u32,
    /// How often it went back unsent through no fault of its own.
    pub deferrals: u32,
    /// The number of its last claim; 0 before the first.
    pub fence: Fence,
    /// The worker that claimed it last, while claimed.
    pub holder: Option<String>,
    /// When the claim ends by itself, while claimed.
    pub claimed_until: Option<DateTime<Utc>>,
    /// When the first attempt that counts began.
    pub began_at: Option<DateTime<Utc>>,
    /// Why it last went back, or is dead: a reason code.
    pub reason: Option<String>,
    /// When it was queued.
    pub enqueued_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// It waits for its turn and its time.
    Waiting,
    /// A worker has it.
    Claimed,
    /// It was sent.
    Done,
    /// It was given up; a person may redrive it.
    Dead,
}

words!(OutboxState, "outbox.state", "state", "must be waiting, claimed, done or dead":
    Waiting = "waiting", Claimed = "claimed", Done = "done", Dead = "dead");
