use careweave_types::{CaregiverId, Money, ShiftId};
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::assignment::{Objective, StopReason};
use crate::eligibility::Exclusion;
use crate::ranking::{Excluded, Part, PolicyName, ShiftSummary};

/// Who gets what, what it comes to, and how much better it could be at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The instant of the roster.
    pub as_of: DateTime<Utc>,
    /// The policy that judged.
    pub policy: PolicyName,
    /// Every open shift that has not begun, by start, then id.
    pub shifts: Vec<ShiftPlan>,
    /// Everybody who is given something, by id.
    pub caregivers: Vec<CaregiverPlan>,
    /// Sums over all of them.
    pub totals: Totals,
    /// What the assignment costs, part by part, in thousandths of a point; `overtime` includes new faces. Shifts nobody may take
    /// are no part of it.
    pub objective: Objective,
    /// No assignment under these costs has a lower total.
    pub lower_bound: i64,
    /// `objective.total − lower_bound`; zero is a proof that nothing better exists.
    pub gap: i64,
    /// The gap in millionths of the total's magnitude.
    pub gap_ppm: i64,
    /// Iterations done.
    pub iterations: u64,
    /// Why the search ended.
    pub stop_reason: StopReason,
}

/// One open shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShiftPlan {
    /// The shift.
    pub shift: ShiftSummary,
    /// Who gets it; `null` when it stays open.
    pub caregiver_id: Option<CaregiverId>,
    /// Their place in the ranking for this shift alone; `null` when it stays open.
    pub rank: Option<u32>,
    /// Their score for it without its overtime row, in the policy's unit; `null` when it stays open.
    pub score: Option<i64>,
    /// What the score is made of.
    pub parts: Vec<Part>,
    /// How many may take it.
    pub candidates: u32,
    /// How many may not.
    pub excluded: u32,
    /// Those who rank higher, or everybody who may take it when it stays open, and why they do not get it; by rank.
    pub passed_over: Vec<PassedOver>,
    /// When it stays open: who may not take it, and every reason, by id.
    pub reasons: Vec<Excluded>,
}

/// Somebody who may take a shift and does not get it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PassedOver {
    /// Who.
    pub caregiver_id: CaregiverId,
    /// Their place in the ranking for this shift alone.
    pub rank: u32,
    /// Why not they.
    #[serde(flatten)]
    pub standing: Standing,
}

/// Why somebody does not get a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Standing {
    /// They are given other shifts with which this one does not go.
    Busy {
        /// What stands in the way.
        reasons: Vec<Exclusion>,
    },
    /// They could have it as well; all in all that costs more.
    Costlier {
        /// By how much, in thousandths of a point. Zero is a tie; less than zero says that the search ended too early.
        by: i64,
    },
}

/// One caregiver's share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaregiverPlan {
    /// Who.
    pub caregiver_id: CaregiverId,
    /// What they get, by start.
    pub shift_ids: Vec<ShiftId>,
    /// Minutes of it.
    pub minutes: i64,
    /// Minutes of overtime that it adds to their weeks as a whole; negative where it lowers them.
    pub overtime_minutes: i64,
    /// What their overtime premiums rise by.
    pub premium: Money,
    /// What their pay rises by.
    pub pay: Money,
    /// Their weeks before and after, for people.
    pub explanation: String,
    /// Minutes on the way between visits of a day that it adds; negative where it saves some.
    pub travel_minutes: i64,
    /// Clients among them where they have never been.
    pub new_clients: u32,
}

/// Sums over a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Open shifts.
    pub shifts: u32,
    /// Those that are given to somebody.
    pub filled: u32,
    /// Those that stay open though somebody may take them.
    pub left_open: u32,
    /// Those that nobody may take.
    pub impossible: u32,
    /// Minutes of the shifts given.
    pub minutes: i64,
    /// Minutes of overtime added.
    pub overtime_minutes: i64,
    /// Overtime premiums added.
    pub premium: Money,
    /// Pay added.
    pub pay: Money,
    /// Minutes on the way between visits added.
    pub travel_minutes: i64,
    /// Caregivers at clients where they have never been.
    pub new_clients: u32,
}

impl Plan {
    /// The plan as one line of JSON, the same bytes in every language.
    pub fn to_json(&self) -> String {
        // Plain data with text keys: serialising it to a string cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}
