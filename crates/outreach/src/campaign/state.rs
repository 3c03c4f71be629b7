use careweave_types::CaregiverId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::facts::{
    Answer, CallOutcome, CancelReason, Candidate, Cause, Exclusion, FailureClass, ShiftFacts,
};
use crate::{Channel, CommandKey, ContactId, Language};

/// Where the filling of one shift stands: the fold of its log.
///
/// A state that no event has touched is [`State::default`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct State {
    /// How many events were folded: the version a store compares on append.
    pub version: u64,
    /// When the last of them happened. Time never runs behind it.
    pub last_at: Option<DateTime<Utc>>,
    /// What is being filled, once it was opened.
    pub run: Option<Run>,
}

/// One generation of filling a shift: it rises each time the shift opens anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Which generation, from 1.
    pub generation: u32,
    /// True when commands are marked as a rehearsal.
    pub shadow: bool,
    /// The version of the policy it was opened under.
    pub policy_version: u32,
    /// What has to be filled.
    pub shift: ShiftFacts,
    /// Why.
    pub cause: Cause,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// Does the shift have somebody?
    pub coverage: Coverage,
    /// Is anybody being asked?
    pub outreach: Outreach,
    /// Does anybody in the office know?
    pub escalation: Escalation,
    /// Everybody who can be asked, by rank.
    pub contacts: Vec<Contact>,
    /// Everybody who must not be asked.
    pub excluded: Vec<Exclusion>,
    /// Those who said yes and wait, in the order of the log.
    pub waitlist: Vec<Waiting>,
    /// Claims that were given up while their assignment was under way.
    pub abandoned: Vec<Abandoned>,
    /// People who can still be asked under the policy's limit.
    pub budget_left: u32,
    /// Tasks raised so far.
    pub tasks: u32,
}

/// Does the shift have somebody?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
pub enum Coverage {
    /// Nobody.
    Open {
        /// Until when yeses are collected, before the best of them gets it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        collecting_until: Option<DateTime<Utc>>,
    },
    /// Somebody said yes, and it is being made true.
    Claiming {
        /// By whom, and how far it is.
        claim: Claim,
    },
    /// Somebody has it.
    Filled {
        /// Who.
        by: CaregiverId,
        /// The claim it came from; none for an assignment seen in the agency system.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fence: Option<u64>,
        /// Since when.
        at: DateTime<Utc>,
    },
    /// Nobody is looked for any more.
    Closed {
        /// Why.
        reason: ClosedReason,
        /// Since when.
        at: DateTime<Utc>,
    },
}

/// Why a search is over without a fill of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClosedReason {
    /// A coordinator ended it.
    Cancelled {
        /// What those who were asked are told; nothing when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notify: Option<CancelReason>,
    },
    /// The shift has started.
    Expired,
    /// The agency system has somebody else.
    FilledElsewhere,
}

/// A yes that is being made true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Whose.
    pub caregiver_id: CaregiverId,
    /// The version of the stream the claim was made at: answers to its commands name it.
    pub fence: u64,
    /// Who made it.
    pub origin: Origin,
    /// How far it is.
    pub step: ClaimStep,
    /// Approvals asked for so far.
    pub approvals: u32,
    /// Revalidations asked for so far.
    pub revalidations: u32,
    /// Assignments sent so far.
    pub assignments: u32,
    /// Read-backs sent so far.
    pub read_backs: u32,
    /// When the present step is looked after if no answer came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// True once a person said yes to it.
    pub approved: bool,
    /// True when the caregiver took it back while the assignment was under way.
    pub withdrawn: bool,
}

/// Who made a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The caregiver, by answering.
    Caregiver,
    /// A coordinator, by assigning.
    Coordinator,
}

/// How far a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "at", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClaimStep {
    /// A person has been asked.
    Approval {
        /// For what.
        about: ApprovalKind,
    },
    /// The hard rules are being looked at again.
    Revalidation,
    /// The assignment has been sent.
    Assignment,
    /// It is not known whether the assignment took: the shift is being read back.
    ReadBack,
}

impl ClaimStep {
    /// True while the agency system may already have the assignment.
    pub const fn in_flight(self) -> bool {
        matches!(self, Self::Assignment | Self::ReadBack)
    }
}

/// What a person is asked to approve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApprovalKind {
    /// That this caregiver gets the shift.
    Claim,
    /// That the assignment causes overtime.
    Overtime,
}

/// A claim that was given up while its assignment was under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Abandoned {
    /// Whose.
    pub caregiver_id: CaregiverId,
    /// Which.
    pub fence: u64,
    /// True once the shift was read back to learn what became of it.
    pub read_back: bool,
}

/// Somebody who said yes and waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Waiting {
    /// Who.
    pub caregiver_id: CaregiverId,
    /// Who put them there.
    pub origin: Origin,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Is anybody being asked?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
pub enum Outreach {
    /// Nobody was asked yet.
    NotStarted,
    /// Waves go out.
    Running {
        /// The last wave that went out.
        wave: u32,
        /// When the next one goes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_at: Option<DateTime<Utc>>,
    },
    /// A coordinator has paused it.
    Paused {
        /// The last wave that went out.
        wave: u32,
        /// When the next one would have gone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_at: Option<DateTime<Utc>>,
        /// Since when.
        since: DateTime<Utc>,
    },
    /// Everybody who may be asked was asked, or the limit is reached. Answers still count.
    Exhausted {
        /// The last wave that went out.
        wave: u32,
    },
    /// The shift is filled or closed.
    Stopped,
}

impl Outreach {
    /// The last wave that went out.
    pub const fn wave(self) -> u32 {
        match self {
            Self::Running { wave, .. } | Self::Paused { wave, .. } | Self::Exhausted { wave } => wave,
            Self::NotStarted | Self::Stopped => 0,
        }
    }

    /// True while a coordinator has paused it.
    pub const fn is_paused(self) -> bool {
        matches!(self, Self::Paused { .. })
    }
}

/// Does anybody in the office know?
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// The highest step raised; 0 for none.
    pub level: u32,
    /// Notices given, repeats included.
    pub notices: u32,
    /// When the next one is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<DateTime<Utc>>,
    /// When somebody is paged because the start is near.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_at: Option<DateTime<Utc>>,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acked_by: Option<ContactId>,
}

/// One candidate and what passed between us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Who, as the ranking gave them, with consent as it is now.
    pub candidate: Candidate,
    /// The language they are written to in.
    pub language: Language,
    /// How far asking them is.
    pub standing: Standing,
    /// The wave they were asked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wave: Option<u32>,
    /// When they were asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_at: Option<DateTime<Utc>>,
    /// The channel of the last offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_on: Option<Channel>,
    /// Offers sent: more than one only after one failed.
    pub offers: u32,
    /// The command of the last offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer_key: Option<CommandKey>,
    /// The call that follows an offer nobody answers.
    pub call: Call,
    /// Calls commanded so far, withdrawn ones included.
    pub calls: u32,
    /// What they were told beside the offer, in order; nothing twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
    /// The messages already read from them, by the provider's ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<String>,
    /// The digest or bundle their last answer belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<CommandKey>,
}

/// How far asking somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
pub enum Standing {
    /// Not asked yet.
    Queued,
    /// May be asked from an instant on.
    Deferred {
        /// From when.
        until: DateTime<Utc>,
        /// The rule that says so.
        rule: String,
    },
    /// Asked.
    Sent,
    /// Asked, and it arrived.
    Delivered,
    /// They answered.
    Replied {
        /// What.
        answer: Answer,
    },
    /// No channel reaches them.
    Failed {
        /// Why the last one did not.
        class: FailureClass,
    },
    /// They asked not to be written to.
    OptedOut,
    /// Not asked, by a rule.
    Skipped {
        /// Which.
        rule: String,
    },
    /// Out of the running: a claim that did not hold, or a yes taken back.
    Withdrawn {
        /// Why.
        rule: String,
    },
}

impl Standing {
    /// True when they were asked and have not answered.
    pub const fn is_silent(&self) -> bool {
        matches!(self, Self::Sent | Self::Delivered)
    }
}

/// The call that follows an offer nobody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
pub enum Call {
    /// None is meant.
    None,
    /// It is decided at an instant, if they are still silent.
    Waiting {
        /// When.
        due_at: DateTime<Utc>,
    },
    /// It has been commanded.
    Planned {
        /// Not before.
        at: DateTime<Utc>,
    },
    /// It is over.
    Ended {
        /// How.
        outcome: CallOutcome,
    },
    /// No call, by a rule.
    Refused,
}

/// What a candidate is told beside the offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// We have your yes and are looking.
    Checking,
    /// You are next in line.
    Waitlisted,
    /// The shift is yours.
    Confirmed,
    /// Somebody else has it.
    Filled,
    /// It could not be given to you.
    NotPossible,
    /// The client's schedule changed.
    ClientScheduleChanged,
    /// The client cancelled the visit.
    ClientCancelled,
    /// It was covered in another way.
    CoveredOtherwise,
    /// It was opened by mistake.
    OpenedInError,
    /// The search is over.
    Closed,
    /// Your assignment was taken back.
    Released,
    /// You will not be written to again.
    OptedOut,
}

impl Run {
    /// The contact of a caregiver.
    pub fn contact(&self, id: &CaregiverId) -> Option<&Contact> {
        self.contacts.iter().find(|c| c.candidate.caregiver_id == *id)
    }

    pub(super) fn contact_mut(&mut self, id: &CaregiverId) -> Option<&mut Contact> {
        self.contacts.iter_mut().find(|c| c.candidate.caregiver_id == *id)
    }

    /// The claim that is being made true.
    pub const fn claim(&self) -> Option<&Claim> {
        match &self.coverage {
            Coverage::Claiming { claim } => Some(claim),
            _ => None,
        }
    }

    /// True while somebody is looked for: open or claiming.
    pub const fn is_live(&self) -> bool {
        matches!(self.coverage, Coverage::Open { .. } | Coverage::Claiming { .. })
    }

    /// True when nobody has claimed it.
    pub const fn is_open(&self) -> bool {
        matches!(self.coverage, Coverage::Open { .. })
    }

    /// Those who wait because they said yes, in order; not those a coordinator put there.
    pub(super) fn said_yes(&self) -> Vec<CaregiverId> {
        let waiting = self
            .waitlist
            .iter()
            .filter(|waiting| waiting.origin == Origin::Caregiver);
        waiting.map(|waiting| waiting.caregiver_id.clone()).collect()
    }

    /// The position of a caregiver in the ranking.
    pub(super) fn rank(&self, id: &CaregiverId) -> usize {
        let found = self.contacts.iter().position(|c| c.candidate.caregiver_id == *id);
        found.unwrap_or(usize::MAX)
    }

    /// The name of the stream.
    pub(super) fn stream(&self) -> String {
        format!("shift/{}", self.shift.id)
    }
}
