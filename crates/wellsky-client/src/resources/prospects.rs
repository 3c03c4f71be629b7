use std::sync::Arc;

use careweave_types::{ProspectId, Result};
use chrono::NaiveDate;

use crate::models::{ConvertedProspect, NewProspect, Prospect, ProspectFilter, ProspectPatch};
use crate::pager::Pager;
use crate::session::Session;
use crate::{IdempotencyKey, rest};

/// The clients to be.
#[derive(Clone, Debug)]
pub struct Prospects {
    session: Arc<Session>,
}

impl Prospects {
    pub(crate) fn new(session: Arc<Session>) -> Self {
        Self { session }
    }

    /// The prospect with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &ProspectId) -> Result<Prospect> {
        self.session.read(self.session.requests.get_prospect(id)).await
    }

    /// The prospect with this id, or nothing when there is none.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn find(&self, id: &ProspectId) -> Result<Option<Prospect>> {
        self.session.find(self.session.requests.get_prospect(id)).await
    }

    /// The prospects that meet `filter`, ordered by id. A filter that breaks a rule is the first thing the pager reports.
    pub fn list(&self, filter: ProspectFilter) -> Pager<Prospect> {
        self.session
            .list("prospects.list", "prospects", move |requests, span| {
                requests.list_prospects(&filter, span)
            })
    }

    /// Creates a prospect.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Rejected` with `field` when the vendor refuses it. A delivery of
    /// `MaybeSent` means: look before creating it again.
    pub async fn create(&self, prospect: &NewProspect, key: &IdempotencyKey) -> Result<Prospect> {
        let request = self.session.requests.create_prospect(prospect, key);
        self.session.write(request, rest::decode).await
    }

    /// Changes the named fields of a prospect and leaves the others as they are.
    ///
    /// # Errors
    /// `InvalidInput` for a patch that names nothing or breaks a rule, `NotFound`, `Rejected` with `field`.
    pub async fn update(
        &self,
        id: &ProspectId,
        patch: &ProspectPatch,
        key: &IdempotencyKey,
    ) -> Result<Prospect> {
        let request = self.session.requests.update_prospect(id, patch, key);
        self.session.write(request, rest::decode).await
    }

    /// Makes a client of a prospect whose status is `won`.
    ///
    /// # Errors
    /// `Conflict` for another status and for a prospect that was converted before.
    pub async fn convert_to_client(
        &self,
        id: &ProspectId,
        start_date: Option<NaiveDate>,
        key: &IdempotencyKey,
    ) -> Result<ConvertedProspect> {
        let request = self.session.requests.convert_prospect(id, start_date, key);
        self.session.write(request, rest::decode).await
    }
}
