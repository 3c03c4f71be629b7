use careweave_types::{CaregiverId, Error, ErrorKind, Result, ShiftId, ShiftStatus};
use serde::{Deserialize, Serialize};

use super::IndexedWorld;
use crate::roster::{unknown_shift, window_of};

/// Something that happened to a shift after the snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// An open shift was given to a caregiver.
    Booked {
        /// Which.
        shift_id: ShiftId,
        /// To whom.
        caregiver_id: CaregiverId,
    },
    /// Its caregiver gave it back: it is open again.
    Released {
        /// Which.
        shift_id: ShiftId,
    },
    /// It will not take place.
    Cancelled {
        /// Which.
        shift_id: ShiftId,
    },
    /// The caregiver has clocked in.
    ClockedIn {
        /// Which.
        shift_id: ShiftId,
    },
    /// The visit took place. It counts for continuity when it started at or before the snapshot.
    Completed {
        /// Which.
        shift_id: ShiftId,
    },
}

impl IndexedWorld {
    /// Brings the world up to date with one event. Afterwards every answer equals that of a world built anew.
    ///
    /// # Errors
    /// `NotFound` for an unknown shift or caregiver; `Conflict` for an event that the shift's state rules out. The world is then
    /// unchanged.
    pub fn apply(&mut self, event: &Event) -> Result<()> {
        let id = match event {
            Event::Booked { shift_id, .. }
            | Event::Released { shift_id }
            | Event::Cancelled { shift_id }
            | Event::ClockedIn { shift_id }
            | Event::Completed { shift_id } => shift_id,
        };
        let roster = self.world.roster();
        let at = roster.shift_position(id).ok_or_else(|| unknown_shift(id))?;
        let shift = &roster.data().shifts[at];
        let window = window_of(shift)?;
        let held = match &shift.caregiver_id {
            Some(caregiver) => Some(self.world.position(caregiver)?),
            None => None,
        };
        let refuse = |rule: &str| {
            Err(Error::new(ErrorKind::Conflict, "world.apply", rule)
                .with("shift_id", id.as_str())
                .with("status", shift.status.as_str()))
        };
        let mut whom = held;
        match event {
            Event::Booked { caregiver_id, .. } => {
                if !shift.is_open() {
                    return refuse("only an open shift can be booked");
                }
                let who = self.world.position(caregiver_id)?;
                whom = Some(who);
                self.world.roster_mut().book(at, Some(who))?;
            }
            Event::Released { .. } => {
                if held.is_none() || shift.status != ShiftStatus::Scheduled {
                    return refuse("only a scheduled shift that somebody has can be released");
                }
                if shift.scheduled_end <= roster.as_of() {
                    return refuse("the shift is over");
                }
                self.world.roster_mut().book(at, None)?;
            }
            Event::Cancelled { .. } => self.world.roster_mut().restate(at, ShiftStatus::Cancelled)?,
            Event::ClockedIn { .. } | Event::Completed { .. } if held.is_none() => {
                return refuse("nobody has the shift");
            }
            Event::ClockedIn { .. } => self.world.roster_mut().restate(at, ShiftStatus::InProgress)?,
            Event::Completed { .. } => self.world.roster_mut().restate(at, ShiftStatus::Completed)?,
        }
        if let Some(who) = whom {
            self.refresh(who, &window);
        }
        Ok(())
    }
}
