use careweave_types::{CaregiverId, Result, ShiftId};

use super::compare::{Comparison, compare_judged};
use super::counterfactual::{Counterfactual, counterfactuals};
use crate::eligibility::{Exclusion, ShiftContext};
use crate::ranking::Candidate;
use crate::world::World;

/// Where a caregiver stands for a shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Ranked.
    Ranked {
        /// The candidate, with the rank.
        candidate: Box<Candidate>,
        /// The best candidate against this one; `None` for the best one.
        behind: Option<Box<Comparison>>,
        /// Single changes that would make this one the best. Empty for the best one, and where no single change would.
        would_be_first: Vec<Counterfactual>,
    },
    /// Not ranked, for every one of these reasons.
    Excluded(Vec<Exclusion>),
}

impl World {
    /// "Why not this one?": the reasons, or the rank and what separates it from the first.
    ///
    /// # Errors
    /// `NotFound` for an unknown shift or caregiver; `InvalidInput` for a shift that is not open.
    pub fn why_not(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<Standing> {
        let who = self.position(caregiver)?;
        let context = ShiftContext::new(self.roster(), self.shift_of(shift)?)?;
        let (judged, excluded) = self.judge_all(&context)?;
        let Some(at) = judged.iter().position(|(position, _)| *position == who) else {
            let found = excluded.into_iter().find(|e| e.caregiver_id == *caregiver);
            return Ok(Standing::Excluded(found.map(|e| e.reasons).unwrap_or_default()));
        };
        let (_, own) = &judged[at];
        let candidate = Candidate {
            rank: at as u32 + 1,
            ..self.candidate(&context, who, own)?
        };
        let best = judged.first().filter(|_| at > 0);
        Ok(Standing::Ranked {
            candidate: Box::new(candidate),
            behind: best.map(|(first, judged)| Box::new(compare_judged(self, (*first, judged), (who, own)))),
            would_be_first: best.map_or_else(Vec::new, |(_, best)| counterfactuals(self, who, own, best)),
        })
    }
}
