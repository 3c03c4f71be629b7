use careweave_types::{CaregiverId, Error, Result, ShiftId};

use super::chance::Chance;
use super::round::Rerank;
use super::shift::{Candidacy, OfferedShift, Taken};
use crate::roster::{Roster, Shift};
use crate::{Policy, rank};

impl OfferedShift {
    /// The offer of a roster's shift; `value` is what it is worth that somebody takes it, in minor units.
    ///
    /// # Errors
    /// `InvalidInput` when the shift does not end after it starts.
    pub fn of(shift: &Shift, value: i64) -> Result<Self> {
        let window =
            careweave_types::TimeWindow::new(shift.scheduled_start, shift.scheduled_end).map_err(|_| {
                Error::invalid("offers.shift", "scheduled_end", "must be after scheduled_start")
                    .with("shift_id", shift.id.as_str())
            })?;
        Ok(Self {
            id: shift.id.clone(),
            client_id: shift.client_id.clone(),
            window,
            value,
        })
    }
}

/// Ranks by the engine: the roster with the taken shifts booked, eligibility and all.
#[derive(Clone, Copy, Debug)]
pub struct RosterRanking<'a, F> {
    roster: &'a Roster,
    policy: &'a Policy,
    acceptance: F,
}

impl<'a, F: Fn(&CaregiverId, &ShiftId) -> Chance> RosterRanking<'a, F> {
    /// Ranks the roster's caregivers by `policy`; `acceptance` says how likely each is to take a shift.
    pub const fn new(roster: &'a Roster, policy: &'a Policy, acceptance: F) -> Self {
        Self {
            roster,
            policy,
            acceptance,
        }
    }
}

impl<F: Fn(&CaregiverId, &ShiftId) -> Chance> Rerank for RosterRanking<'_, F> {
    fn rerank(&self, open: &[&OfferedShift], taken: &[Taken]) -> Result<Vec<Candidacy>> {
        let mut roster = self.roster.clone();
        for taken in taken {
            roster = roster.with_assignment(&taken.shift_id, &taken.caregiver_id)?;
        }
        let mut candidacies = Vec::new();
        for shift in open {
            for candidate in rank(&roster, &shift.id, self.policy)?.candidates {
                candidacies.push(Candidacy {
                    acceptance: (self.acceptance)(&candidate.caregiver_id, &shift.id),
                    caregiver_id: candidate.caregiver_id,
                    shift_id: shift.id.clone(),
                    score: candidate.score,
                });
            }
        }
        Ok(candidacies)
    }
}
