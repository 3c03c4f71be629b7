use careweave_types::{CaregiverId, Error, Result, ShiftId};

use crate::eligibility::ShiftContext;
use crate::rank::{Row, Why};
use crate::ranking::Rule;
use crate::world::{Judged, Verdict, World};

/// Two candidates, rule by rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The one.
    pub one: CaregiverId,
    /// The other.
    pub other: CaregiverId,
    /// True when the one comes before the other.
    pub one_is_first: bool,
    /// What the scores differ by: the sum of the differences.
    pub points: i64,
    /// Rules in which they differ, in order of the rules.
    pub differences: Vec<Difference>,
}

/// One rule in which two candidates differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The rule.
    pub rule: Rule,
    /// Points of the one less points of the other.
    pub points: i64,
    /// Why the one has theirs.
    pub one: Why,
    /// Why the other has theirs.
    pub other: Why,
}

impl World {
    /// "Why one over the other?": the difference of two explanations.
    ///
    /// # Errors
    /// `NotFound` for an unknown shift or caregiver; `InvalidInput` for a shift that is not open, and for a caregiver who may not
    /// take it.
    pub fn compare(&self, shift: &ShiftId, one: &CaregiverId, other: &CaregiverId) -> Result<Comparison> {
        let context = ShiftContext::new(self.roster(), self.shift_of(shift)?)?;
        let mut law = crate::overtime::Scratch::default();
        let mut judge = |id: &CaregiverId| {
            let who = self.position(id)?;
            match self.verdict(shift, id)? {
                Verdict::Eligible(_) => Ok((who, self.judge(&context, who, &mut law)?)),
                _ => Err(Error::invalid(
                    "world.compare",
                    "caregiver_id",
                    "only caregivers who may take the shift can be compared; ask why_not for the others",
                )
                .with("caregiver_id", id.as_str())),
            }
        };
        let (one, other) = (judge(one)?, judge(other)?);
        Ok(compare_judged(self, (one.0, &one.1), (other.0, &other.1)))
    }
}

pub(super) fn compare_judged(world: &World, one: (usize, &Judged), other: (usize, &Judged)) -> Comparison {
    let id = |who: usize| world.roster().caregivers()[who].id.clone();
    let pairs = one.1.card.rows().zip(other.1.card.rows());
    let differences: Vec<_> = pairs
        .filter(|(a, b)| a != b)
        .map(|(a, b): (&Row, &Row)| Difference {
            rule: a.rule,
            points: a.points - b.points,
            one: a.why,
            other: b.why,
        })
        .collect();
    Comparison {
        one: id(one.0),
        other: id(other.0),
        one_is_first: one.1.key < other.1.key,
        points: one.1.card.total - other.1.card.total,
        differences,
    }
}
