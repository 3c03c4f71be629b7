use std::sync::Arc;

use careweave_types::{AvailabilityWindow, CaregiverId, Result, TimeWindow};

use crate::models::{Caregiver, CaregiverFilter, CaregiverPatch, NewCaregiver, Shift};
use crate::pager::Pager;
use crate::session::Session;
use crate::{IdempotencyKey, rest};

/// The people who give care.
#[derive(Clone, Debug)]
pub struct Caregivers {
    session: Arc<Session>,
}

impl Caregivers {
    pub(crate) fn new(session: Arc<Session>) -> Self {
        Self { session }
    }

    /// The caregiver with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &CaregiverId) -> Result<Caregiver> {
        self.session.read(self.session.requests.get_caregiver(id)).await
    }

    /// The caregiver with this id, or nothing when there is none.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn find(&self, id: &CaregiverId) -> Result<Option<Caregiver>> {
        self.session.find(self.session.requests.get_caregiver(id)).await
    }

    /// The caregivers that meet `filter`, ordered by id. A filter that breaks a rule is the first thing the pager reports.
    pub fn list(&self, filter: CaregiverFilter) -> Pager<Caregiver> {
        self.session
            .list("caregivers.list", "caregivers", move |requests, span| {
                requests.list_caregivers(&filter, span)
            })
    }

    /// Creates a caregiver.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Rejected` with `field` when the vendor refuses it. A delivery of
    /// `MaybeSent` means: look before creating it again.
    pub async fn create(&self, caregiver: &NewCaregiver, key: &IdempotencyKey) -> Result<Caregiver> {
        let request = self.session.requests.create_caregiver(caregiver, key);
        self.session.write(request, rest::decode).await
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
        let request = self.session.requests.update_caregiver(id, patch, key);
        self.session.write(request, rest::decode).await
    }

    /// Replaces a caregiver's weekly availability.
    ///
    /// # Errors
    /// `NotFound`, `Rejected` with `field`.
    pub async fn set_availability(
        &self,
        id: &CaregiverId,
        availability: &[AvailabilityWindow],
        key: &IdempotencyKey,
    ) -> Result<Caregiver> {
        let request = self.session.requests.set_availability(id, availability, key);
        self.session.write(request, rest::decode).await
    }

    /// The shifts of a caregiver that overlap `window`, by start.
    pub fn schedule(&self, id: &CaregiverId, window: TimeWindow) -> Pager<Shift> {
        let id = id.clone();
        self.session
            .list("caregivers.schedule", "shifts", move |requests, span| {
                requests.caregiver_schedule(&id, window, span)
            })
    }
}
