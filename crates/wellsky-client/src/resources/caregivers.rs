use std::sync::Arc;

use careweave_types::{AvailabilityWindow, CaregiverId, Result, TimeWindow};
use futures_util::FutureExt as _;

use crate::capabilities::{Feature, unsupported};
use crate::decode::decode;
use crate::dialect::Dialect;
use crate::models::{Caregiver, CaregiverFilter, CaregiverPatch, NewCaregiver, Shift};
use crate::pager::Pager;
use crate::resources::CachedCaregivers;
use crate::scope::{Access, Act};
use crate::{Api, IdempotencyKey};

/// The people who give care.
#[derive(Clone, Debug)]
pub struct Caregivers {
    pub(super) dialect: Dialect,
    pub(super) access: Access,
}

impl Caregivers {
    pub(crate) fn new(dialect: Dialect, access: Access) -> Self {
        Self { dialect, access }
    }

    /// The reads that may be answered by what an earlier one brought.
    pub fn cached(&self) -> CachedCaregivers {
        CachedCaregivers::new(self.clone())
    }

    /// The caregiver with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &CaregiverId) -> Result<Caregiver> {
        self.access.permit("caregivers.get", Act::ReadCaregivers)?;
        let found = match &self.dialect {
            Dialect::Rest(session) => session.read(session.requests.get_caregiver(id)).await?,
            Dialect::Connect(session) => session.caregiver(id).await?,
        };
        Ok(self.access.caregiver(found))
    }

    /// The caregiver with this id, or nothing when there is none.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn find(&self, id: &CaregiverId) -> Result<Option<Caregiver>> {
        self.access.permit("caregivers.get", Act::ReadCaregivers)?;
        let found = match &self.dialect {
            Dialect::Rest(session) => session.find(session.requests.get_caregiver(id)).await?,
            Dialect::Connect(session) => session.find_caregiver(id).await?,
        };
        Ok(found.map(|found| self.access.caregiver(found)))
    }

    /// The caregivers that meet `filter`, ordered by id. A filter that breaks a rule is the first thing the pager reports.
    pub fn list(&self, filter: CaregiverFilter) -> Pager<Caregiver> {
        const OPERATION: &str = "caregivers.list";
        if let Err(error) = self.access.permit(OPERATION, Act::ReadCaregivers) {
            return Pager::failed(OPERATION, error);
        }
        let access = self.access;
        let pager = match &self.dialect {
            Dialect::Rest(session) => session.list(OPERATION, "caregivers", move |requests, span| {
                requests.list_caregivers(&filter, span)
            }),
            Dialect::Connect(session) => {
                let session = Arc::clone(session);
                Pager::whole(OPERATION, move |count| {
                    async move { session.caregivers(filter, count).await }.boxed()
                })
            }
        };
        pager.map_rows(move |row| access.caregiver(row))
    }

    /// Creates a caregiver.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Unsupported` for a field Connect has no place for, `Rejected` with `field`
    /// when the vendor refuses it. A delivery of `MaybeSent` means: look before creating it again.
    pub async fn create(&self, caregiver: &NewCaregiver, key: &IdempotencyKey) -> Result<Caregiver> {
        self.access.permit("caregivers.create", Act::WriteCaregivers)?;
        let created = match &self.dialect {
            Dialect::Rest(session) => {
                let request = session.requests.create_caregiver(caregiver, key);
                session.write(request, decode).await?
            }
            Dialect::Connect(session) => session.create_caregiver(caregiver, key).await?,
        };
        Ok(self.access.caregiver(created))
    }

    /// Changes the named fields of a caregiver and leaves the others as they are.
    ///
    /// # Errors
    /// `InvalidInput` for a patch that names nothing or breaks a rule, `NotFound`, `Rejected` with `field`.
    pub async fn update(
        &self,
        id: &CaregiverId,
        patch: &CaregiverPatch,
        key: &IdempotencyKey,
    ) -> Result<Caregiver> {
        self.access.permit("caregivers.update", Act::WriteCaregivers)?;
        let updated = match &self.dialect {
            Dialect::Rest(session) => {
                let request = session.requests.update_caregiver(id, patch, key);
                session.write(request, decode).await?
            }
            Dialect::Connect(session) => session.update_caregiver(id, patch, key).await?,
        };
        Ok(self.access.caregiver(updated))
    }

    /// Replaces a caregiver's weekly availability. Connect knows of none.
    ///
    /// # Errors
    /// `Unsupported` over Connect, `NotFound`, `Rejected` with `field`.
    pub async fn set_availability(
        &self,
        id: &CaregiverId,
        availability: &[AvailabilityWindow],
        key: &IdempotencyKey,
    ) -> Result<Caregiver> {
        const OPERATION: &str = "caregivers.set_availability";
        self.access.permit(OPERATION, Act::WriteCaregivers)?;
        match &self.dialect {
            Dialect::Rest(session) => {
                let request = session.requests.set_availability(id, availability, key);
                let updated = session.write(request, decode).await?;
                Ok(self.access.caregiver(updated))
            }
            Dialect::Connect(_) => Err(unsupported(Api::Connect, OPERATION, Feature::Availability)),
        }
    }

    /// The shifts of a caregiver that overlap `window`, by start.
    pub fn schedule(&self, id: &CaregiverId, window: TimeWindow) -> Pager<Shift> {
        const OPERATION: &str = "caregivers.schedule";
        if let Err(error) = self.access.permit(OPERATION, Act::ReadShifts) {
            return Pager::failed(OPERATION, error);
        }
        let (id, access) = (id.clone(), self.access);
        let pager = match &self.dialect {
            Dialect::Rest(session) => session.list(OPERATION, "shifts", move |requests, span| {
                requests.caregiver_schedule(&id, window, span)
            }),
            Dialect::Connect(session) => {
                let session = Arc::clone(session);
                Pager::whole(OPERATION, move |_| {
                    async move { session.caregiver_shifts(OPERATION, &id, window).await }.boxed()
                })
            }
        };
        pager.map_rows(move |shift| access.shift(shift))
    }
}
