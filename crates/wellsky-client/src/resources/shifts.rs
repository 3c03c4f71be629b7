use std::sync::Arc;

use careweave_types::{
    CaregiverId, Delivery, Error, ErrorKind, Pii, Result, ShiftId, ShiftStatus, TimeWindow,
};
use futures_util::FutureExt as _;

use crate::IdempotencyKey;
use crate::caller::absent_is_none;
use crate::capabilities::{Feature, unsupported};
use crate::dialect::Dialect;
use crate::models::{Assignment, Evv, Shift, ShiftFilter};
use crate::pager::Pager;
use crate::reading::Reading;
use crate::resources::CachedShifts;
use crate::rest;
use crate::scope::{Access, Act};

/// The scheduled work. The vendor's REST surface lists and assigns shifts; it does not create or change them. Over Connect
/// a shift is an occurrence of an appointment with its encounter, and its id names both the appointment and the start.
#[derive(Clone, Debug)]
pub struct Shifts {
    pub(super) dialect: Dialect,
    pub(super) access: Access,
}

impl Shifts {
    pub(crate) fn new(dialect: Dialect, access: Access) -> Self {
        Self { dialect, access }
    }

    /// The reads that may be answered by what an earlier one brought.
    pub fn cached(&self) -> CachedShifts {
        CachedShifts::new(self.clone())
    }

    /// The shift with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &ShiftId) -> Result<Shift> {
        self.access.permit("shifts.get", Act::ReadShifts)?;
        let shift = match &self.dialect {
            Dialect::Rest(session) => session.read(session.requests.get_shift(id)).await?,
            Dialect::Connect(session) => session.shift("shifts.get", id).await?,
        };
        Ok(self.access.shift(shift))
    }

    /// The shift with this id, or nothing when there is none.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn find(&self, id: &ShiftId) -> Result<Option<Shift>> {
        absent_is_none(self.get(id).await)
    }

    /// The shifts that meet `filter`, by start, then id. A filter that breaks a rule is the first thing the pager
    /// reports. Connect needs a window, and is asked client by client: where one of them cannot be read the list fails
    /// with `Incomplete`; [`Shifts::read`] gives what was found.
    pub fn list(&self, filter: ShiftFilter) -> Pager<Shift> {
        const OPERATION: &str = "shifts.list";
        if let Err(error) = self.access.permit(OPERATION, Act::ReadShifts) {
            return Pager::failed(OPERATION, error);
        }
        let access = self.access;
        let pager = match &self.dialect {
            Dialect::Rest(session) => session.list(OPERATION, "shifts", move |requests, span| {
                requests.list_shifts(&filter, span)
            }),
            Dialect::Connect(session) => {
                let session = Arc::clone(session);
                Pager::whole(OPERATION, move |_| {
                    async move { session.shifts(OPERATION, filter).await?.complete(OPERATION) }.boxed()
                })
            }
        };
        pager.map_rows(move |shift| access.shift(shift))
    }

    /// The shifts that meet `filter`, by start, then id, with the clients that could not be read where the vendor has to be
    /// asked client by client.
    ///
    /// # Errors
    /// `InvalidInput` for a filter that breaks a rule; what a request failed with that is not about one client alone.
    pub async fn read(&self, filter: ShiftFilter) -> Result<Reading<Vec<Shift>>> {
        const OPERATION: &str = "shifts.read";
        self.access.permit(OPERATION, Act::ReadShifts)?;
        let access = self.access;
        let reading = match &self.dialect {
            Dialect::Rest(_) => return self.list(filter).all().await.map(Reading::Complete),
            Dialect::Connect(session) => session.shifts(OPERATION, filter).await?,
        };
        Ok(reading.map(|shifts| shifts.into_iter().map(|shift| access.shift(shift)).collect()))
    }

    /// The shifts that overlap `window` and have no caregiver, by start.
    pub fn open(&self, window: TimeWindow) -> Pager<Shift> {
        const OPERATION: &str = "shifts.open";
        if let Err(error) = self.access.permit(OPERATION, Act::ReadShifts) {
            return Pager::failed(OPERATION, error);
        }
        let access = self.access;
        let pager = match &self.dialect {
            Dialect::Rest(session) => session.list(OPERATION, "shifts", move |requests, span| {
                requests.open_shifts(window, span)
            }),
            Dialect::Connect(session) => {
                let session = Arc::clone(session);
                let filter = ShiftFilter {
                    status: Some(ShiftStatus::Open),
                    ..ShiftFilter::in_window(window)
                };
                Pager::whole(OPERATION, move |_| {
                    async move { session.shifts(OPERATION, filter).await?.complete(OPERATION) }.boxed()
                })
            }
        };
        pager.map_rows(move |shift| access.shift(shift))
    }

    /// Gives an open shift to a caregiver.
    ///
    /// # Errors
    /// `Unsupported` over a Connect that is known not to offer it (see [`Capabilities`](crate::Capabilities)); `Conflict`
    /// when somebody has it or the caregiver has an overlapping shift, `NotFound` for an unknown shift,
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
        const OPERATION: &str = "shifts.assign";
        self.access.permit(OPERATION, Act::AssignShifts)?;
        let assignment = match &self.dialect {
            Dialect::Rest(session) => {
                let request = session.requests.assign_shift(id, caregiver_id, notes, key);
                session.write(request, rest::assignment).await?
            }
            Dialect::Connect(_) if notes.is_some() => {
                return Err(unsupported(
                    crate::Api::Connect,
                    OPERATION,
                    Feature::AssignmentNotes,
                ));
            }
            Dialect::Connect(session) => session.assign_shift(id, caregiver_id, key).await?,
        };
        let as_asked = assignment.shift_id == *id
            && assignment.caregiver_id == *caregiver_id
            && assignment.shift.id == *id
            && assignment.shift.caregiver_id.as_ref() == Some(caregiver_id);
        if as_asked {
            return Ok(self.access.assignment(assignment));
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
        self.access.permit("shifts.evv", Act::ReadShifts)?;
        match &self.dialect {
            Dialect::Rest(session) => session.find(session.requests.evv(id)).await,
            Dialect::Connect(session) => session.evv(id).await,
        }
    }
}
