use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::{IdempotencyKey, Result};

use super::{Deal, DealChange};
use crate::pair::HerePage;

/// Deals in the order in which they changed.
#[derive(Clone, Debug, Default)]
pub struct DealPage {
    /// The deals.
    pub deals: Vec<Deal>,
    /// What to ask with for the next; `None` when this page is the last. Reading from a token again gives everything that
    /// changed since, at least.
    pub next: Option<String>,
    /// What to ask with in the next run, when this page is the last.
    pub resume: Option<String>,
}

impl From<DealPage> for HerePage<Deal> {
    fn from(page: DealPage) -> Self {
        Self {
            records: page.deals,
            next: page.next,
            resume: page.resume,
        }
    }
}

/// The sales side: what a host implements over its CRM.
#[async_trait]
pub trait SalesCrm: Debug + Send + Sync {
    /// The deals that changed after `after`, a token of an earlier page; from the beginning for `None`.
    ///
    /// # Errors
    /// What the reading failed with: nothing is concluded from it.
    async fn changed_deals(&self, after: Option<&str>) -> Result<DealPage>;

    /// One deal as it is now; `None` when there is none.
    ///
    /// # Errors
    /// What the reading failed with.
    async fn deal(&self, id: &str) -> Result<Option<Deal>>;

    /// Makes a change. Given the same key again, it does nothing and succeeds. A change of stage or of fields changes only
    /// what it names.
    ///
    /// # Errors
    /// What the writing failed with; the delivery of the error says whether it may have happened.
    async fn apply(&self, change: &DealChange, key: &IdempotencyKey) -> Result<()>;

    /// Whether a change was made under this key.
    ///
    /// # Errors
    /// What the reading failed with.
    async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool>;
}
