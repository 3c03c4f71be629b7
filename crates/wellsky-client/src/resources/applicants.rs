use std::sync::Arc;

use careweave_types::{ApplicantId, Error, Result};
use chrono::NaiveDate;
use futures_util::FutureExt as _;

use crate::IdempotencyKey;
use crate::decode::decode;
use crate::dialect::Dialect;
use crate::models::{Applicant, ApplicantFilter, ApplicantPatch, ConvertedApplicant, NewApplicant};
use crate::pager::Pager;
use crate::resources::Upserted;
use crate::resources::upserted::upsert;
use crate::scope::{Access, Act};

/// The caregivers to be.
#[derive(Clone, Debug)]
pub struct Applicants {
    dialect: Dialect,
    access: Access,
}

impl Applicants {
    pub(crate) fn new(dialect: Dialect, access: Access) -> Self {
        Self { dialect, access }
    }

    /// The applicant with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &ApplicantId) -> Result<Applicant> {
        self.access.permit("applicants.get", Act::ReadApplicants)?;
        let found = match &self.dialect {
            Dialect::Rest(session) => session.read(session.requests.get_applicant(id)).await?,
            Dialect::Connect(session) => session.applicant(id).await?,
        };
        Ok(self.access.applicant(found))
    }

    /// The applicant with this id, or nothing when there is none.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn find(&self, id: &ApplicantId) -> Result<Option<Applicant>> {
        self.access.permit("applicants.get", Act::ReadApplicants)?;
        let found = match &self.dialect {
            Dialect::Rest(session) => session.find(session.requests.get_applicant(id)).await?,
            Dialect::Connect(session) => session.find_applicant(id).await?,
        };
        Ok(found.map(|found| self.access.applicant(found)))
    }

    /// The applicants that meet `filter`, ordered by id. A filter that breaks a rule is the first thing the pager reports.
    pub fn list(&self, filter: ApplicantFilter) -> Pager<Applicant> {
        const OPERATION: &str = "applicants.list";
        if let Err(error) = self.access.permit(OPERATION, Act::ReadApplicants) {
            return Pager::failed(OPERATION, error);
        }
        let access = self.access;
        let pager = match &self.dialect {
            Dialect::Rest(session) => session.list(OPERATION, "applicants", move |requests, span| {
                requests.list_applicants(&filter, span)
            }),
            Dialect::Connect(session) => {
                let session = Arc::clone(session);
                Pager::whole(OPERATION, move |count| {
                    async move { session.applicants(filter, count).await }.boxed()
                })
            }
        };
        pager.map_rows(move |row| access.applicant(row))
    }

    /// Creates an applicant.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Unsupported` for a field Connect has no place for, `Rejected` with `field`
    /// when the vendor refuses it. A delivery of `MaybeSent` means: look before creating it again.
    pub async fn create(&self, applicant: &NewApplicant, key: &IdempotencyKey) -> Result<Applicant> {
        self.access.permit("applicants.create", Act::WriteApplicants)?;
        let created = match &self.dialect {
            Dialect::Rest(session) => {
                let request = session.requests.create_applicant(applicant, key);
                session.write(request, decode).await?
            }
            Dialect::Connect(session) => session.create_applicant(applicant, key).await?,
        };
        Ok(self.access.applicant(created))
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
        self.access.permit("applicants.update", Act::WriteApplicants)?;
        let updated = match &self.dialect {
            Dialect::Rest(session) => {
                let request = session.requests.update_applicant(id, patch, key);
                session.write(request, decode).await?
            }
            Dialect::Connect(session) => session.update_applicant(id, patch, key).await?,
        };
        Ok(self.access.applicant(updated))
    }

    /// Makes a caregiver of an applicant whose status is `hired`.
    ///
    /// Over Connect the record changes in place: the id stays, and doing it again changes nothing.
    ///
    /// # Errors
    /// `Conflict` for another status and, over REST, for an applicant who was converted before.
    pub async fn convert_to_caregiver(
        &self,
        id: &ApplicantId,
        hire_date: Option<NaiveDate>,
        key: &IdempotencyKey,
    ) -> Result<ConvertedApplicant> {
        self.access
            .permit("applicants.convert_to_caregiver", Act::ConvertApplicants)?;
        let converted = match &self.dialect {
            Dialect::Rest(session) => {
                let request = session.requests.convert_applicant(id, hire_date, key);
                session.write(request, decode).await?
            }
            Dialect::Connect(session) => session.convert_applicant(id, hire_date, key).await?,
        };
        Ok(self.access.converted_applicant(converted))
    }

    /// Creates an applicant, or changes the one that has its `external_id` already: done twice, it leaves one record. What is
    /// not named in `applicant` stays as it is; a applicant who has become a caregiver since is given back unchanged.
    ///
    /// The vendor does not keep an `external_id` unique. After creating, the applicants with it are listed again: where
    /// another program created one at the same time, that is told and not hidden.
    ///
    /// # Errors
    /// `InvalidInput` without an `external_id`; `Conflict` when several applicants have it (their ids are in the context
    /// `ids`); otherwise as [`Applicants::create`] and [`Applicants::update`].
    pub async fn upsert(
        &self,
        applicant: &NewApplicant,
        key: &IdempotencyKey,
    ) -> Result<Upserted<Applicant>> {
        const OPERATION: &str = "applicants.upsert";
        self.access.permit(OPERATION, Act::WriteApplicants)?;
        let Some(external_id) = applicant.external_id.clone() else {
            return Err(Error::invalid(OPERATION, "external_id", "is required"));
        };
        applicant.validate()?;
        let filter = ApplicantFilter {
            external_id: Some(external_id),
            ..ApplicantFilter::default()
        };
        upsert(
            OPERATION,
            || self.list(filter.clone()).all(),
            |found| found.converted_caregiver_id.is_some(),
            |found| async move { self.update(&found.id, &applicant.as_patch(), key).await },
            self.create(applicant, key),
        )
        .await
    }
}
