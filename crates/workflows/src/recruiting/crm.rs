use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::{IdempotencyKey, Result};

use super::{Lead, LeadChange};
use crate::pair::HerePage;

/// Leads in the order in which they changed.
#[derive(Clone, Debug, Default)]
pub struct LeadPage {
    /// The leads.
    pub leads: Vec<Lead>,
    /// What to ask with for the next; `None` when this page is the last. Reading from a token again gives everything that
    /// changed since, at least.
    pub next: Option<String>,
    /// What to ask with in the next run, when this page is the last.
    pub resume: Option<String>,
}

impl From<LeadPage> for HerePage<Lead> {
    fn from(page: LeadPage) -> Self {
        Self {
            records: page.leads,
            next: page.next,
            resume: page.resume,
        }
    }
}

/// The recruiting side: what a host implements over its CRM.
#[async_trait]
pub trait RecruitingCrm: Debug + Send + Sync {
    /// The leads that changed after `after`, a token of an earlier page; from the beginning for `None`.
    ///
    /// # Errors
    /// What the reading failed with: nothing is concluded from it.
    async fn changed_leads(&self, after: Option<&str>) -> Result<LeadPage>;

    /// One lead as it is now; `None` when there is none.
    ///
    /// # Errors
    /// What the reading failed with.
    async fn lead(&self, id: &str) -> Result<Option<Lead>>;

    /// Makes a change. Given the same key again, it does nothing and succeeds. A change of fields changes only what it names.
    ///
    /// # Errors
    /// `NotFound` for an unknown lead; what the writing failed with: the delivery of the error says whether it may have happened.
    async fn apply(&self, change: &LeadChange, key: &IdempotencyKey) -> Result<()>;

    /// Whether a change was made under this key.
    ///
    /// # Errors
    /// What the reading failed with.
    async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool>;
}
