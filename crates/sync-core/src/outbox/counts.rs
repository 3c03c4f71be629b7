use serde::{Deserialize, Serialize};

/// What became of everything that was queued.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxCounts {
    /// Items ever queued.
    pub enqueued: u64,
    /// Items that wait.
    pub waiting: u64,
    /// Items a worker has, or had when its claim ended.
    pub claimed: u64,
    /// Items sent.
    pub done: u64,
    /// Items given up.
    pub dead: u64,
}

impl OutboxCounts {
    /// True when every item is accounted for.
    pub const fn add_up(&self) -> bool {
        self.enqueued == self.waiting + self.claimed + self.done + self.dead
    }
}
