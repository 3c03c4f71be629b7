use std::sync::Arc;

use careweave_types::{CaregiverId, Delivery, Error, ErrorKind, Pii, Result, ShiftId, TimeWindow};

use crate::models::{Assignment, Evv, Shift, ShiftFilter};
use crate::pager::Pager;
use crate::session::Session;
use crate::{IdempotencyKey, rest};

/// The scheduled work. The vendor's REST surface lists and assigns shifts; it does not create or change them.
#[derive(Clone, Debug)]
pub struct Shifts {
    session: Arc<Session>,
}

impl Shifts {
    pub(crate) fn new(session: Arc<Session>) -> Self {
        Self { session }
    }

    /// The shift with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &ShiftId) -> Result<Shift> {
        self.session.read(self.session.requests.get_shift(id)).await
    }

    /// The shift with this id, or nothing when there is none.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn find(&self, id: &ShiftId) -> Result<Option<Shift>> {
        self.session.find(self.session.requests.get_shift(id)).await
    }

    /// The shifts that meet `filter`, by start, then id. A filter that breaks a rule is the first thing the pager
    /// reports.
    pub fn list(&self, filter: ShiftFilter) -> Pager<Shift> {
        self.session.list("shifts.list", "shifts", move |requests, span| {
            requests.list_shifts(&filter, span)
        })
    }

    /// The shifts that overlap `window` and have no caregiver, by start.
    pub fn open(&self, window: TimeWindow) -> Pager<Shift> {
        self.session.list("shifts.open", "shifts", move |requests, span| {
            requests.open_shifts(window, span)
        })
    }

    /// Gives an open shift to a caregiver.
    ///
    /// # Errors
    /// `Conflict` when somebody has it or the caregiver has an overlapping shift, `NotFound` for an unknown shift,
    /// `Rejected` with `field` for an unknown or inactive caregiver. A delivery of `MaybeSent`, and the kind `InDoubt`
    /// (the vendor's answer speaks of another shift or caregiver), mean: read the shift before assigning it again.
    pub async fn assign(
        &self,
        id: &ShiftId,
        caregiver_id: &CaregiverId,
        key: &IdempotencyKey,
    ) -> Result<Assignment> {
        self.assign_with(id, caregiver_id, None, key).await
    }

    /// As [`Shifts::assign`], with a note for the schedulers.
    ///
    /// # Errors
    /// As [`Shifts::assign`].
    pub async fn assign_with_notes(
        &self,
        id: &ShiftId,
        caregiver_id: &CaregiverId,
        notes: &Pii<String>,
        key: &IdempotencyKey,
    ) -> Result<Assignment> {
        self.assign_with(id, caregiver_id, Some(notes), key).await
    }

    async fn assign_with(
        &self,
        id: &ShiftId,
        caregiver_id: &CaregiverId,
        notes: Option<&Pii<String>>,
        key: &IdempotencyKey,
    ) -> Result<Assignment> {
        let request = self.session.requests.assign_shift(id, caregiver_id, notes, key);
        let assignment = self.session.write(request, rest::assignment).await?;
        let as_asked = assignment.shift_id == *id
            && assignment.caregiver_id == *caregiver_id
            && assignment.shift.id == *id
            && assignment.shift.caregiver_id.as_ref() == Some(caregiver_id);
        if as_asked {
            return Ok(assignment);
        }
        Err(Error::new(
            ErrorKind::InDoubt,
            "shifts.assign",
            "the answer speaks of another shift or caregiver than was asked for: read the shift",
        )
        .with("shift", id.as_str())
        .with("caregiver", caregiver_id.as_str())
        .with_delivery(Delivery::MaybeSent))
    }

    /// The electronic verification of a shift's visit; nothing before the first clock-in. The vendor answers the same
    /// for a shift that does not exist.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn evv(&self, id: &ShiftId) -> Result<Option<Evv>> {
        self.session.find(self.session.requests.evv(id)).await
    }
}
