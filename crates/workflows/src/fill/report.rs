//! What the job says: offers, answers, outcomes, counts. Plain data, the same bytes in every language.

use careweave_matching::{Candidate, Exclusion, Ranking};
use careweave_types::{CaregiverId, ShiftId};
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::assign::AssignOutcome;

/// Whom to ask for one shift, best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// The shift on offer.
    pub shift_id: ShiftId,
    /// 1 for the first round.
    pub wave: u32,
    /// Whom to ask, best first.
    pub caregiver_ids: Vec<CaregiverId>,
}

/// What became of a caregiver's yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum ClaimOutcome {
    /// The claim went to WellSky, or was decided by the ledger.
    Decided(AssignOutcome),
    /// The caregiver may not take the shift any more, because of what was assigned since the offer.
    NoLongerEligible {
        /// `"no_longer_eligible"`.
        result: NoLongerEligible,
        /// Why.
        reasons: Vec<Exclusion>,
    },
}

/// The word `no_longer_eligible` in serialised outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoLongerEligible {
    /// The only value.
    NoLongerEligible,
}

impl ClaimOutcome {
    /// True when this caregiver has the shift.
    pub fn is_assigned(&self) -> bool {
        matches!(self, Self::Decided(outcome) if outcome.is_assigned())
    }
}

/// What was said to an offer, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Who answered.
    pub caregiver_id: CaregiverId,
    /// `yes` or `no`.
    pub answer: YesNo,
    /// For a yes: what became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ClaimOutcome>,
}

/// A caregiver's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum YesNo {
    /// Takes the shift.
    Yes,
    /// Does not.
    No,
}

/// Where an open shift ended up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ShiftOutcome {
    /// Assigned in this run, verified in WellSky, recorded.
    Assigned {
        /// Who has it.
        caregiver_id: CaregiverId,
    },
    /// WellSky shows somebody has it already.
    AlreadyAssigned {
        /// Who has it, where known.
        caregiver_id: Option<CaregiverId>,
    },
    /// Nobody may take it; the ranking says why for each caregiver.
    NobodyEligible,
    /// Everybody who may take it was asked; none took it.
    NobodyAccepted,
    /// Not everybody was asked yet.
    Waiting,
    /// A claim was sent and its fate is not known; look again at or after the instant.
    InDoubt {
        /// Whose claim it is.
        caregiver_id: CaregiverId,
        /// From when on a look can tell that nothing happened.
        until: DateTime<Utc>,
    },
}

/// Everything that happened to one open shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShiftReport {
    /// Who could take it and who could not, at the start of the job.
    pub ranking: Ranking,
    /// Who was asked, round by round.
    pub offers: Vec<Vec<CaregiverId>>,
    /// What was answered, in order.
    pub answers: Vec<Answer>,
    /// The winner's score and hours at the moment of the claim, with what was assigned earlier in this job: the hours may
    /// be more than in `ranking`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub winner: Option<Candidate>,
    /// Where it ended up.
    pub outcome: ShiftOutcome,
}

/// A claim of an earlier run, as this run found it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EarlierClaim {
    /// The shift.
    pub shift_id: ShiftId,
    /// What is known of it now.
    #[serde(flatten)]
    pub outcome: AssignOutcome,
}

/// The counts of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FillCounts {
    /// Open shifts found.
    pub open: usize,
    /// Assigned and verified in this run.
    pub assigned: usize,
    /// Without anybody eligible.
    pub nobody_eligible: usize,
    /// Asked everybody, nobody took it.
    pub nobody_accepted: usize,
    /// Not known yet.
    pub in_doubt: usize,
    /// Caregivers asked, over all shifts and rounds.
    pub asked: usize,
    /// Claims of earlier runs that stand.
    pub earlier: usize,
}

/// What the job did. The same job over the same data gives the same text, byte for byte, in every language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FillReport {
    /// The instant of the roster.
    pub as_of: DateTime<Utc>,
    /// The agency's zone.
    pub zone: String,
    /// The open shifts by start.
    pub shifts: Vec<ShiftReport>,
    /// Claims that earlier runs made, oldest first.
    pub earlier: Vec<EarlierClaim>,
    /// The counts.
    pub counts: FillCounts,
}

impl FillReport {
    /// The report as one line of JSON.
    pub fn to_json(&self) -> String {
        // Plain data with text keys: serialising it to a string cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}
