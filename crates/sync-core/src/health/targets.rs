use serde::{Deserialize, Serialize};

/// What an integration is to keep to. More than a target is an alarm; ages are seconds.
///
/// The defaults suit webhooks with a poll behind them every quarter of an hour: two polls may be missed before the lag counts,
/// and what a person has to decide may wait for a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Targets {
    /// How far a stream may be behind. Default: 1800, two polls.
    pub sync_lag: u64,
    /// How long a message may wait. Default: 300.
    pub inbox_oldest: u64,
    /// How long a subject may be dirty. Default: 300.
    pub hints_oldest: u64,
    /// How long an item may wait. Default: 900.
    pub outbox_oldest: u64,
    /// How long an effect may be in doubt. Default: 3600; set it to three times the quiet period.
    pub in_doubt_oldest: u64,
    /// How many items may be dead. Default: 0.
    pub dead_letters: u64,
    /// How many effects may wait for a person. Default: 0.
    pub manual: u64,
    /// How many conflicts may wait for a person. Default: 20.
    pub conflicts_open: u64,
    /// How many scans may be held. Default: 0.
    pub scans_held: u64,
    /// How many leases may be lost between two looks. Default: 2.
    pub lease_losses: u64,
    /// How many fetches in a row may fail. Default: 2.
    pub failures: u64,
}

impl Default for Targets {
    fn default() -> Self {
        Self {
            sync_lag: 1_800,
            inbox_oldest: 300,
            hints_oldest: 300,
            outbox_oldest: 900,
            in_doubt_oldest: 3_600,
            dead_letters: 0,
            manual: 0,
            conflicts_open: 20,
            scans_held: 0,
            lease_losses: 2,
            failures: 2,
        }
    }
}
