use careweave_types::{CaregiverId, ShiftId};
use serde::{Deserialize, Serialize};

/// One caregiver on one visit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assigned {
    /// The visit.
    pub visit: ShiftId,
    /// Who does it.
    pub caregiver: CaregiverId,
    /// The minute at which it begins; none in a problem without times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
}

/// What a solution costs, part by part; `total` is their sum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objective {
    /// The sum of all other parts.
    pub total: i64,
    /// Penalties of caregivers who are missing.
    pub unfilled: i64,
    /// Costs of pairs: preference, continuity, pay.
    pub pairs: i64,
    /// Costs of more caregivers than asked for.
    pub extra: i64,
    /// The price of the work sets by the law, committed work included.
    pub overtime: i64,
    /// Costs of the way.
    pub travel: i64,
    /// Costs of starting late.
    pub lateness: i64,
    /// The cost of the latest start of all.
    pub max_lateness: i64,
    /// Costs of using caregivers at all.
    pub use_of_caregivers: i64,
    /// The problem's constant.
    pub offset: i64,
}

impl Objective {
    pub(crate) fn summed(mut self) -> Self {
        self.total = self.unfilled
            + self.pairs
            + self.extra
            + self.overtime
            + self.travel
            + self.lateness
            + self.max_lateness
            + self.use_of_caregivers
            + self.offset;
        self
    }
}

/// A visit without all of its caregivers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfilled {
    /// The visit.
    pub visit: ShiftId,
    /// How many are missing.
    pub missing: u32,
}

/// Why the search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// The objective equals the lower bound: nothing better exists.
    Optimal,
    /// The iterations are used up.
    Budget,
    /// The caller raised the cancellation flag; the best solution so far is returned.
    Cancelled,
}

/// An assignment, what it costs, and how much better it could be at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solution {
    /// Who does what, by visit, then caregiver.
    pub assignment: Vec<Assigned>,
    /// What is left open, by visit.
    pub unfilled: Vec<Unfilled>,
    /// What it costs.
    pub objective: Objective,
    /// No solution costs less than this.
    pub lower_bound: i64,
    /// `objective.total − lower_bound`, in the unit of the costs; zero is a proof of optimality.
    pub gap: i64,
    /// The gap in millionths of the objective's magnitude.
    pub gap_ppm: i64,
    /// Iterations done.
    pub iterations: u64,
    /// Why the search ended.
    pub stop_reason: StopReason,
}
