use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Kept;

/// What went, or would go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgeReport {
    /// How much of what, for everything that has a rule.
    pub counts: BTreeMap<Kept, u64>,
    /// True when the limit was reached: there may be more.
    pub more: bool,
}

impl PurgeReport {
    /// All of it together.
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }
}
