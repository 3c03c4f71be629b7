use async_trait::async_trait;
use careweave_types::{CaregiverId, Error, ErrorKind, Result, ShiftId};

use super::hands::{AssignReply, ShiftBook};
use crate::assign::{AssignOutcome, AssignmentDesk};

/// The schedule of WellSky. An assignment is made at most once, through the effect ledger, and read back before it is called
/// made. WellSky has no way to take an assignment back: that is the office's.
#[derive(Clone, Debug)]
pub struct WellSkyShiftBook {
    desk: AssignmentDesk,
}

impl WellSkyShiftBook {
    /// The book over a desk.
    pub const fn new(desk: AssignmentDesk) -> Self {
        Self { desk }
    }
}

#[async_trait]
impl ShiftBook for WellSkyShiftBook {
    async fn assign(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<AssignReply> {
        // A shift that was assigned before and is open again is given anew.
        if let Some(held_by) = self.desk.reconsider(shift).await? {
            return Ok(if held_by == *caregiver {
                AssignReply::Assigned
            } else {
                AssignReply::Taken
            });
        }
        Ok(match self.desk.assign(shift, caregiver).await? {
            AssignOutcome::Assigned { .. } | AssignOutcome::AlreadyAssigned { .. } => AssignReply::Assigned,
            AssignOutcome::Taken { .. } => AssignReply::Taken,
            AssignOutcome::Refused { .. } => AssignReply::Refused {
                retryable: false,
                reason: "refused".to_owned(),
            },
            AssignOutcome::InDoubt { .. } => AssignReply::Unknown,
        })
    }

    async fn read(&self, shift: &ShiftId) -> Result<Option<CaregiverId>> {
        self.desk.look(shift).await
    }

    async fn unassign(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<()> {
        if self.desk.look(shift).await?.as_ref() != Some(caregiver) {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Unsupported,
            "campaign.unassign",
            "WellSky documents no way to take an assignment back: a person has to",
        )
        .with("shift_id", shift.as_str()))
    }
}
