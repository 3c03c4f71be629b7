use std::sync::atomic::{AtomicU32, Ordering};

use careweave_types::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

/// What retries cost and what successes give back, in tokens.
///
/// While most calls succeed the bucket stays full. When the other side is down it runs dry after a hundred retries or
/// fewer, and from then on each call is sent once: the retries of many callers do not add up to a storm. The figures
/// are those of the AWS SDKs ("standard" retry mode).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RetryBudgetPolicy {
    /// How many tokens there are at most, and at the start.
    pub capacity: u32,
    /// What a retry costs.
    pub retry_cost: u32,
    /// What a retry after a time-out or a broken connection costs.
    pub lost_cost: u32,
    /// What a success at the first attempt gives back. One after retries gives back what the last of them cost.
    pub reward: u32,
}

impl Default for RetryBudgetPolicy {
    /// 500 tokens; 5 for a retry, 10 after a time-out; 1 back for a success.
    fn default() -> Self {
        Self {
            capacity: 500,
            retry_cost: 5,
            lost_cost: 10,
            reward: 1,
        }
    }
}

impl RetryBudgetPolicy {
    /// Checks that at least one retry can be paid.
    ///
    /// # Errors
    /// `InvalidInput` naming the field.
    pub fn validate(&self) -> Result<()> {
        if self.capacity < self.retry_cost.max(self.lost_cost) {
            return Err(Error::invalid(
                "retry_budget.validate",
                "retry_budget.capacity",
                "must pay for at least one retry",
            ));
        }
        Ok(())
    }
}

/// The tokens that the retries of all callers are paid from.
#[derive(Debug)]
pub struct RetryBudget {
    policy: RetryBudgetPolicy,
    tokens: AtomicU32,
}

impl RetryBudget {
    /// A full budget.
    ///
    /// # Errors
    /// As [`RetryBudgetPolicy::validate`].
    pub fn new(policy: RetryBudgetPolicy) -> Result<Self> {
        policy.validate()?;
        Ok(Self {
            policy,
            tokens: AtomicU32::new(policy.capacity),
        })
    }

    /// A budget from which nothing is ever taken.
    pub fn unlimited() -> Self {
        let policy = RetryBudgetPolicy {
            capacity: u32::MAX,
            retry_cost: 0,
            lost_cost: 0,
            reward: 0,
        };
        Self {
            policy,
            tokens: AtomicU32::new(policy.capacity),
        }
    }

    /// The tokens left.
    pub fn tokens(&self) -> u32 {
        self.tokens.load(Ordering::Acquire)
    }

    /// Pays for a retry after `error`; gives the price, or nothing when there are too few tokens.
    pub fn pay(&self, error: &Error) -> Option<u32> {
        let price = match error.kind() {
            ErrorKind::Timeout | ErrorKind::Unreachable => self.policy.lost_cost,
            _ => self.policy.retry_cost,
        };
        self.tokens
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |tokens| {
                tokens.checked_sub(price)
            })
            .is_ok()
            .then_some(price)
    }

    /// Gives back for a success, whose last retry cost `paid`.
    pub fn succeed(&self, paid: Option<u32>) {
        let back = paid.unwrap_or(self.policy.reward);
        // It always succeeds: the closure gives a value for every other.
        let _ = self
            .tokens
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |tokens| {
                Some(tokens.saturating_add(back).min(self.policy.capacity))
            });
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        let policy = RetryBudgetPolicy::default();
        Self {
            policy,
            tokens: AtomicU32::new(policy.capacity),
        }
    }
}
