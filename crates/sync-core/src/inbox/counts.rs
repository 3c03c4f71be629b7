use serde::{Deserialize, Serialize};

/// What became of everything one source announced. Only `received` and `hints_waiting` ever fall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxCounts {
    /// Messages recorded.
    pub accepted: u64,
    /// Deliveries of a message that was recorded before.
    pub repeated: u64,
    /// Deliveries under the id of a recorded message but with other content: nothing of them was kept.
    pub differing: u64,
    /// Messages that wait to be worked on.
    pub received: u64,
    /// Messages applied, forgotten ones too.
    pub applied: u64,
    /// Messages superseded, forgotten ones too.
    pub superseded: u64,
    /// Messages ignored, forgotten ones too.
    pub ignored: u64,
    /// Messages rejected, forgotten ones too.
    pub rejected: u64,
    /// Hints taken.
    pub hints: u64,
    /// Hints followed by a fetch.
    pub hints_served: u64,
    /// Hints that wait for a fetch.
    pub hints_waiting: u64,
}

impl InboxCounts {
    /// True when every message and every hint is accounted for.
    pub const fn add_up(&self) -> bool {
        self.accepted == self.received + self.applied + self.superseded + self.ignored + self.rejected
            && self.hints == self.hints_served + self.hints_waiting
    }
}
