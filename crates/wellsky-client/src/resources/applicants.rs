use std::sync::Arc;

use careweave_types::{ApplicantId, Result};
use chrono::NaiveDate;

use crate::models::{Applicant, ApplicantFilter, ApplicantPatch, ConvertedApplicant, NewApplicant};
use crate::pager::Pager;
use crate::session::Session;
use crate::{IdempotencyKey, rest};

/// The caregivers to be.
#[derive(Clone, Debug)]
pub struct Applicants {
    session: Arc<Session>,
}

impl Applicants {
    pub(crate) fn new(session: Arc<Session>) -> Self {
        Self { session }
    }

    /// The applicant with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &ApplicantId) -> Result<Applicant> {
        self.session.read(self.session.requests.get_applicant(id)).await
    }

    /// The applicant with this id, or nothing when there is none.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn find(&self, id: &ApplicantId) -> Result<Option<Applicant>> {
        self.session.find(self.session.requests.get_applicant(id)).await
    }

    /// The applicants that meet `filter`, ordered by id. A filter that breaks a rule is the first thing the pager reports.
    pub fn list(&self, filter: ApplicantFilter) -> Pager<Applicant> {
        self.session
            .list("applicants.list", "applicants", move |requests, span| {
                requests.list_applicants(&filter, span)
            })
    }

    /// Creates an applicant.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Rejected` with `field` when the vendor refuses it. A delivery of
    /// `MaybeSent` means: look before creating it again.
    pub async fn create(&self, applicant: &NewApplicant, key: &IdempotencyKey) -> Result<Applicant> {
        let request = self.session.requests.create_applicant(applicant, key);
        self.session.write(request, rest::decode).await
    }

    /// Changes the named fields of an applicant and leaves the others as they are.
    ///
    /// # Errors
    /// `InvalidInput` for a patch that names nothing or breaks a rule, `NotFound`, `Rejected` with `field`.
    pub async fn update(
        &self,
        id: &ApplicantId,
        patch: &ApplicantPatch,
        key: &IdempotencyKey,
    ) -> Result<Applicant> {
        let request = self.session.requests.update_applicant(id, patch, key);
        self.session.write(request, rest::decode).await
    }

    /// Makes a caregiver of an applicant whose status is `hired`.
    ///
    /// # Errors
    /// `Conflict` for another status and for an applicant who was converted before.
    pub async fn convert_to_caregiver(
        &self,
        id: &ApplicantId,
        hire_date: Option<NaiveDate>,
        key: &IdempotencyKey,
    ) -> Result<ConvertedApplicant> {
        let request = self.session.requests.convert_applicant(id, hire_date, key);
        self.session.write(request, rest::decode).await
    }
}
