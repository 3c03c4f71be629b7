use std::sync::Arc;

use careweave_types::{Error, ProspectId, Result};
use chrono::NaiveDate;
use futures_util::FutureExt as _;

use crate::IdempotencyKey;
use crate::decode::decode;
use crate::dialect::Dialect;
use crate::models::{ConvertedProspect, NewProspect, Prospect, ProspectFilter, ProspectPatch};
use crate::pager::Pager;
use crate::resources::Upserted;
use crate::resources::upserted::upsert;
use crate::scope::{Access, Act};

/// The clients to be.
#[derive(Clone, Debug)]
pub struct Prospects {
    dialect: Dialect,
    access: Access,
}

impl Prospects {
    pub(crate) fn new(dialect: Dialect, access: Access) -> Self {
        Self { dialect, access }
    }

    /// The prospect with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &ProspectId) -> Result<Prospect> {
        self.access.permit("prospects.get", Act::ReadProspects)?;
        let found = match &self.dialect {
            Dialect::Rest(session) => session.read(session.requests.get_prospect(id)).await?,
            Dialect::Connect(session) => session.prospect(id).await?,
        };
        Ok(self.access.prospect(found))
    }

    /// The prospect with this id, or nothing when there is none.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn find(&self, id: &ProspectId) -> Result<Option<Prospect>> {
        self.access.permit("prospects.get", Act::ReadProspects)?;
        let found = match &self.dialect {
            Dialect::Rest(session) => session.find(session.requests.get_prospect(id)).await?,
            Dialect::Connect(session) => session.find_prospect(id).await?,
        };
        Ok(found.map(|found| self.access.prospect(found)))
    }

    /// The prospects that meet `filter`, ordered by id. A filter that breaks a rule is the first thing the pager reports.
    pub fn list(&self, filter: ProspectFilter) -> Pager<Prospect> {
        const OPERATION: &str = "prospects.list";
        if let Err(error) = self.access.permit(OPERATION, Act::ReadProspects) {
            return Pager::failed(OPERATION, error);
        }
        let access = self.access;
        let pager = match &self.dialect {
            Dialect::Rest(session) => session.list(OPERATION, "prospects", move |requests, span| {
                requests.list_prospects(&filter, span)
            }),
            Dialect::Connect(session) => {
                let session = Arc::clone(session);
                Pager::whole(OPERATION, move |count| {
                    async move { session.prospects(filter, count).await }.boxed()
                })
            }
        };
        pager.map_rows(move |row| access.prospect(row))
    }

    /// Creates a prospect.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Unsupported` for a field Connect has no place for, `Rejected` with `field`
    /// when the vendor refuses it. A delivery of `MaybeSent` means: look before creating it again.
    pub async fn create(&self, prospect: &NewProspect, key: &IdempotencyKey) -> Result<Prospect> {
        self.access.permit("prospects.create", Act::WriteProspects)?;
        let created = match &self.dialect {
            Dialect::Rest(session) => {
                let request = session.requests.create_prospect(prospect, key);
                session.write(request, decode).await?
            }
            Dialect::Connect(session) => session.create_prospect(prospect, key).await?,
        };
        Ok(self.access.prospect(created))
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
        self.access.permit("prospects.update", Act::WriteProspects)?;
        let updated = match &self.dialect {
            Dialect::Rest(session) => {
                let request = session.requests.update_prospect(id, patch, key);
                session.write(request, decode).await?
            }
            Dialect::Connect(session) => session.update_prospect(id, patch, key).await?,
        };
        Ok(self.access.prospect(updated))
    }

    /// Makes a client of a prospect whose status is `won`.
    ///
    /// Over Connect the record changes in place: the id stays, and doing it again changes nothing.
    ///
    /// # Errors
    /// `Conflict` for another status and, over REST, for a prospect that was converted before.
    pub async fn convert_to_client(
        &self,
        id: &ProspectId,
        start_date: Option<NaiveDate>,
        key: &IdempotencyKey,
    ) -> Result<ConvertedProspect> {
        self.access
            .permit("prospects.convert_to_client", Act::ConvertProspects)?;
        let converted = match &self.dialect {
            Dialect::Rest(session) => {
                let request = session.requests.convert_prospect(id, start_date, key);
                session.write(request, decode).await?
            }
            Dialect::Connect(session) => session.convert_prospect(id, start_date, key).await?,
        };
        Ok(self.access.converted_prospect(converted))
    }

    /// Creates a prospect, or changes the one that has its `external_id` already: done twice, it leaves one record. What is
    /// not named in `prospect` stays as it is; a prospect who has become a client since is given back unchanged.
    ///
    /// The vendor does not keep an `external_id` unique. After creating, the prospects with it are listed again: where
    /// another program created one at the same time, that is told and not hidden.
    ///
    /// # Errors
    /// `InvalidInput` without an `external_id`; `Conflict` when several prospects have it (their ids are in the context
    /// `ids`); otherwise as [`Prospects::create`] and [`Prospects::update`].
    pub async fn upsert(&self, prospect: &NewProspect, key: &IdempotencyKey) -> Result<Upserted<Prospect>> {
        const OPERATION: &str = "prospects.upsert";
        self.access.permit(OPERATION, Act::WriteProspects)?;
        let Some(external_id) = prospect.external_id.clone() else {
            return Err(Error::invalid(OPERATION, "external_id", "is required"));
        };
        prospect.validate()?;
        let filter = ProspectFilter {
            external_id: Some(external_id),
            ..ProspectFilter::default()
        };
        upsert(
            OPERATION,
            || self.list(filter.clone()).all(),
            |found| found.converted_client_id.is_some(),
            |found| async move { self.update(&found.id, &prospect.as_patch(), key).await },
            self.create(prospect, key),
        )
        .await
    }
}
