//! The second check: the plan on the roster itself, by the rules that judge single shifts.

use careweave_types::{Error, ErrorKind, Result};

use super::{OPERATION, Staffing};
use crate::assignment::Assigned;
use crate::eligibility::{ShiftContext, collect};

impl Staffing<'_> {
    /// Books everything, then looks at each shift as if it alone were open: its caregiver has to be eligible for it beside
    /// all the others.
    pub(super) fn check(&self, assignment: &[Assigned]) -> Result<()> {
        let mut roster = self.world.roster().clone();
        let defect = |what: &'static str, assigned: &Assigned| {
            Error::new(ErrorKind::Internal, OPERATION, what)
                .with("shift_id", assigned.visit.as_str())
                .with("caregiver_id", assigned.caregiver.as_str())
        };
        let mut booked = Vec::with_capacity(assignment.len());
        for assigned in assignment {
            let shift = roster.shift_position(&assigned.visit);
            let (Some(shift), Some(who)) = (shift, roster.position(&assigned.caregiver)) else {
                return Err(defect("the plan names what the roster does not hold", assigned));
            };
            roster.book(shift, Some(who))?;
            booked.push((assigned, shift, who));
        }
        let gates = &self.world.policy().gates;
        for (assigned, shift, who) in booked {
            roster.book(shift, None)?;
            let open = roster.data().shifts[shift].clone();
            let context = ShiftContext::new(&roster, &open)?;
            let found = collect(&roster, who, &context, gates)?.all();
            if let Some(reason) = found.first() {
                let error = defect("the plan breaks a gate of the policy", assigned);
                return Err(error.with("reason", reason.describe()));
            }
            roster.book(shift, Some(who))?;
        }
        Ok(())
    }
}
