use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Observation;

/// Which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleId {
    /// Requests are slow.
    SlowRequests,
    /// Too few calls succeed.
    LowSuccess,
    /// Following the other side takes too long.
    SyncLag,
    /// Caches are asked in vain too often.
    LowCacheHits,
    /// Many calls fail.
    HighErrorRate,
    /// No call succeeds.
    ApiDown,
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Severity {
    /// An objective is missed.
    Warning,
    /// Somebody should look today.
    High,
    /// Somebody should look now.
    Critical,
}

/// What must hold for things to be well. Shares are in tenths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "condition")]
pub enum Condition {
    /// The 95th percentile of request times is under `under`.
    P95 {
        /// The limit, itself not allowed.
        under: Duration,
    },
    /// More than `over` of calls succeed.
    Success {
        /// The limit, itself not allowed.
        over_per_mille: u16,
    },
    /// The lag is under `under`.
    Lag {
        /// The limit, itself not allowed.
        under: Duration,
    },
    /// More than `over` of questions to caches are hits.
    CacheHits {
        /// The limit, itself not allowed.
        over_per_mille: u16,
    },
    /// Not more than `most` of calls fail.
    Errors {
        /// The limit, itself allowed.
        most_per_mille: u16,
    },
    /// Not all of them fail.
    SomeSucceed,
}

/// One rule, as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertRule {
    /// Which.
    pub id: RuleId,
    /// How much it matters.
    pub severity: Severity,
    /// What must hold.
    pub condition: Condition,
    /// How many calls, requests or questions an observation must hold to say anything.
    pub min_volume: u64,
    /// How long the condition must have been broken before the alert fires.
    pub broken_for: Duration,
    /// How long it must have held before the alert is resolved.
    pub well_for: Duration,
}

const MINUTE: u64 = 60;

/// The rules of the portal's service objectives: requests under 2 s at the 95th percentile, more than 99.5 % success,
/// less than 5 min of lag, more than 80 % cache hits; more than 5 % errors for 10 min is HIGH, no success for 5 min is
/// CRITICAL. The objectives must be missed for 5 min, and all must hold for 5 min to be resolved.
pub const ALERT_RULES: [AlertRule; 6] = [
    objective(
        RuleId::SlowRequests,
        Condition::P95 {
            under: Duration::from_secs(2),
        },
        20,
    ),
    objective(RuleId::LowSuccess, Condition::Success { over_per_mille: 995 }, 20),
    objective(
        RuleId::SyncLag,
        Condition::Lag {
            under: Duration::from_secs(5 * MINUTE),
        },
        0,
    ),
    objective(
        RuleId::LowCacheHits,
        Condition::CacheHits { over_per_mille: 800 },
        20,
    ),
    AlertRule {
        id: RuleId::HighErrorRate,
        severity: Severity::High,
        condition: Condition::Errors { most_per_mille: 50 },
        min_volume: 20,
        broken_for: Duration::from_secs(10 * MINUTE),
        well_for: Duration::from_secs(5 * MINUTE),
    },
    AlertRule {
        id: RuleId::ApiDown,
        severity: Severity::Critical,
        condition: Condition::SomeSucceed,
        min_volume: 3,
        broken_for: Duration::from_secs(5 * MINUTE),
        // One success proves that it is up again.
        well_for: Duration::ZERO,
    },
];

const fn objective(id: RuleId, condition: Condition, min_volume: u64) -> AlertRule {
    AlertRule {
        id,
        severity: Severity::Warning,
        condition,
        min_volume,
        broken_for: Duration::from_secs(5 * MINUTE),
        well_for: Duration::from_secs(5 * MINUTE),
    }
}

/// What an observation says of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The condition holds.
    Well,
    /// It is broken.
    Broken,
    /// Too little was seen.
    Unknown,
}

impl AlertRule {
    /// What `seen` says of this rule.
    pub fn judge(&self, seen: &Observation) -> Verdict {
        let calls = seen.answered.saturating_add(seen.failed);
        let holds = match self.condition {
            Condition::P95 { under } => seen
                .p95
                .filter(|_| seen.timed >= self.min_volume)
                .map(|p95| p95 < under),
            Condition::Success { over_per_mille } => {
                share(seen.answered, calls, self.min_volume).map(|share| share > over_per_mille.into())
            }
            Condition::Lag { under } => seen.sync_lag.map(|lag| lag < under),
            Condition::CacheHits { over_per_mille } => {
                share(seen.cache_hits, seen.cache_lookups, self.min_volume)
                    .map(|share| share > over_per_mille.into())
            }
            Condition::Errors { most_per_mille } => {
                share(seen.failed, calls, self.min_volume).map(|share| share <= Share::from(most_per_mille))
            }
            Condition::SomeSucceed if seen.answered > 0 => Some(true),
            Condition::SomeSucceed => (seen.failed >= self.min_volume.max(1)).then_some(false),
        };
        match holds {
            Some(true) => Verdict::Well,
            Some(false) => Verdict::Broken,
            None => Verdict::Unknown,
        }
    }
}

/// A share without rounding, so that 995 of 1000 is not more than 99.5 %.
#[derive(Clone, Copy, Debug)]
struct Share {
    part: u64,
    whole: u64,
}

impl From<u16> for Share {
    fn from(per_mille: u16) -> Self {
        Self {
            part: per_mille.into(),
            whole: 1_000,
        }
    }
}

impl PartialEq for Share {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(std::cmp::Ordering::Equal)
    }
}

impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        let left = u128::from(self.part) * u128::from(other.whole);
        left.partial_cmp(&(u128::from(other.part) * u128::from(self.whole)))
    }
}

fn share(part: u64, whole: u64, at_least: u64) -> Option<Share> {
    (whole > 0 && whole >= at_least).then_some(Share { part, whole })
}
