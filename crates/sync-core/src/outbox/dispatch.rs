use std::time::Duration;

use careweave_types::Result;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::rules;

/// How an effect is to be queued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatch {
    /// What it must keep its order with: the opaque id of a client or a shift. 1 to 512 bytes.
    pub lane: String,
    /// Not before this instant.
    pub due_at: DateTime<Utc>,
    /// The higher one goes first, between lanes.
    pub priority: u8,
}

impl Dispatch {
    /// Checks every field. A store calls this when it queues.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const AT: &str = "outbox.enqueue";
        rules::reference(AT, "lane", &self.lane)?;
        rules::limit(AT, "due_at", self.due_at).map(drop)
    }
}

/// Why an item goes back unsent, through no fault of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deferral {
    /// The other side has enough for now (429). Without a Retry-After: 60 seconds.
    RateLimited {
        /// What the other side asked for; more than a day counts as a day, less than a second as a second.
        retry_after: Option<Duration>,
    },
    /// The circuit breaker of the other side is open.
    BreakerOpen {
        /// When the breaker lets something through again, from now; with the same bounds.
        wait: Duration,
    },
}

impl Deferral {
    /// How long the item waits.
    pub fn wait(self) -> Duration {
        let asked = match self {
            Self::RateLimited { retry_after } => retry_after.unwrap_or(Duration::from_secs(60)),
            Self::BreakerOpen { wait } => wait,
        };
        asked.clamp(Duration::from_secs(1), Duration::from_secs(86_400))
    }

    /// The reason code: `"rate_limited"`, `"breaker_open"`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RateLimited { .. } => "rate_limited",
            Self::BreakerOpen { .. } => "breaker_open",
        }
    }
}

/// Which items a worker takes; the default is all. An item that is not among them keeps its place: those behind it in its lane
/// wait until somebody takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimFilter {
    /// Only effects of these operations, as codes: a queue of its own for each. Empty: of all.
    pub operations: Vec<String>,
}

impl ClaimFilter {
    /// Only effects of one operation.
    pub fn operation(operation: impl Into<String>) -> Self {
        Self {
            operations: vec![operation.into()],
        }
    }

    /// Checks the operations, of which there may be 100. A store calls this.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const AT: &str = "outbox.claim";
        if self.operations.len() > 100 {
            return Err(careweave_types::Error::invalid(
                AT,
                "operations",
                "must be at most 100",
            ));
        }
        self.operations
            .iter()
            .try_for_each(|operation| rules::code(AT, "operations", operation))
    }

    /// Whether an item of this operation is taken.
    pub fn takes(&self, operation: &str) -> bool {
        self.operations.is_empty() || self.operations.iter().any(|one| one == operation)
    }
}

/// Which dead items are meant; the default is all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeadFilter {
    /// Only this lane.
    pub lane: Option<String>,
    /// Only this reason code.
    pub reason: Option<String>,
}

impl DeadFilter {
    /// Checks every field and the limit of a listing, 1 to 1000. A store calls this.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self, at: &'static str, limit: u32) -> Result<()> {
        rules::check_list_limit(at, limit)?;
        if let Some(lane) = &self.lane {
            rules::reference(at, "lane", lane)?;
        }
        if let Some(reason) = &self.reason {
            rules::code(at, "reason", reason)?;
        }
        Ok(())
    }
}
