use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What waits in the store for one integration, and for how long. Ages are whole seconds; `None` where nothing waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vitals {
    /// When it was counted.
    pub at: DateTime<Utc>,
    /// How far the stream that is furthest behind is read: from there to now. Streams that were never read do not count.
    pub sync_lag: Option<u64>,
    /// Streams that were never read.
    pub streams_unread: u64,
    /// Messages that wait.
    pub inbox_waiting: u64,
    /// How long the oldest of them has.
    pub inbox_oldest: Option<u64>,
    /// Hints that wait for a fetch.
    pub hints_waiting: u64,
    /// How long the subject that has been dirty longest is.
    pub hints_oldest: Option<u64>,
    /// Items that wait, or are being sent.
    pub outbox_waiting: u64,
    /// How long ago the oldest of them was queued.
    pub outbox_oldest: Option<u64>,
    /// Items given up.
    pub dead_letters: u64,
    /// Effects of which nobody knows whether they happened: in doubt, or under way beyond their deadline.
    pub in_doubt: u64,
    /// How long the oldest of them is: since its last attempt began.
    pub in_doubt_oldest: Option<u64>,
    /// Effects that a person has to look up.
    pub manual: u64,
    /// How often a lease ended without a word from its holder, ever.
    pub lease_losses: u64,
    /// Conflicts that wait for a person.
    pub conflicts_open: u64,
    /// Scans that are held until somebody looks.
    pub scans_held: u64,
}

impl Vitals {
    /// Every number under its name, for a metrics library: the names are these and no others, and an age that is not there
    /// is left out.
    pub fn gauges(&self) -> Vec<(&'static str, u64)> {
        let ages = [
            ("sync_lag_seconds", self.sync_lag),
            ("inbox_oldest_seconds", self.inbox_oldest),
            ("hints_oldest_seconds", self.hints_oldest),
            ("outbox_oldest_seconds", self.outbox_oldest),
            ("in_doubt_oldest_seconds", self.in_doubt_oldest),
        ];
        let counts = [
            ("streams_unread", self.streams_unread),
            ("inbox_waiting", self.inbox_waiting),
            ("hints_waiting", self.hints_waiting),
            ("outbox_waiting", self.outbox_waiting),
            ("dead_letters", self.dead_letters),
            ("in_doubt", self.in_doubt),
            ("manual", self.manual),
            ("lease_losses", self.lease_losses),
            ("conflicts_open", self.conflicts_open),
            ("scans_held", self.scans_held),
        ];
        let given = ages.into_iter().filter_map(|(name, age)| Some((name, age?)));
        given.chain(counts).collect()
    }
}

/// How many whole seconds ago an instant was; 0 for one that lies ahead.
pub fn age(now: DateTime<Utc>, at: DateTime<Utc>) -> u64 {
    u64::try_from((now - at).num_seconds()).unwrap_or(0)
}
