use careweave_types::{CaregiverId, Pii, TimeWindow};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::facts::{
    Answer, CallOutcome, CancelReason, Candidate, Cause, DeliveryReport, Exclusion, ShiftFacts, Verdict,
};
use crate::consent::Recipient;
use crate::{CommandKey, ContactId, Language};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Input {
    /// A shift needs somebody. In the agency system nobody has it: what a caregiver who called off held was taken back there.
    ShiftOpened {
        /// Which.
        shift: ShiftFacts,
        /// Why.
        cause: Cause,
        /// Who must not be asked.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        excluded: Vec<Exclusion>,
    },
    /// The answer to a request for candidates.
    CandidatesRanked {
        /// The generation that asked.
        generation: u32,
        /// Best first.
        candidates: Vec<Candidate>,
    },
    /// A candidate wrote back, and what they meant is known.
    ReplyReceived {
        /// Who.
        caregiver_id: CaregiverId,
        /// The provider's id of the message: the same one twice is one answer.
        message_id: String,
        /// The provider's time, for reports only: order is the order of the log.
        received_at: DateTime<Utc>,
        /// What they meant.
        answer: Answer,
        /// The language they wrote in, where it was recognised.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<Language>,
        /// The digest or bundle this is part of: what becomes of it is reported there and not texted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<CommandKey>,
    },
    /// News of a message.
    DeliveryUpdated {
        /// The command that sent it.
        command: CommandKey,
        /// How it fared.
        report: DeliveryReport,
    },
    /// A call is over.
    CallEnded {
        /// The command that placed it.
        command: CommandKey,
        /// How it ended.
        outcome: CallOutcome,
    },
    /// The answer to a revalidation.
    Revalidated {
        /// Of which claim.
        fence: u64,
        /// What was found.
        verdict: Verdict,
    },
    /// The agency system took the assignment.
    AssignSucceeded {
        /// Of which claim.
        fence: u64,
    },
    /// Somebody else has the shift there.
    AssignConflict {
        /// Of which claim.
        fence: u64,
    },
    /// The agency system did not take it.
    AssignFailed {
        /// Of which claim.
        fence: u64,
        /// True when another try can help.
        retryable: bool,
        /// What it said: a code, not a sentence about a person.
        reason: String,
    },
    /// Nobody knows whether it took it: the answer was lost.
    AssignUnknown {
        /// Of which claim.
        fence: u64,
    },
    /// The answer to a read-back.
    AssignmentRead {
        /// Of which claim.
        fence: u64,
        /// Who has the shift; nobody when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        assigned_to: Option<CaregiverId>,
    },
    /// A coordinator did something.
    CoordinatorActed {
        /// Who.
        by: ContactId,
        /// What.
        action: CoordinatorAction,
    },
    /// Somebody filled the shift in the agency system.
    ExternalAssignmentSeen {
        /// Whom they put there, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caregiver_id: Option<CaregiverId>,
    },
    /// A caregiver took their yes back, or called off.
    CaregiverCancelled {
        /// Who.
        caregiver_id: CaregiverId,
        /// The rule by which they are not asked again for this shift: `"called_off"`.
        reason: String,
    },
    /// What somebody agreed to changed, or where they are, or what they were sent.
    ConsentChanged {
        /// Who.
        caregiver_id: CaregiverId,
        /// The facts from now on.
        recipient: Recipient,
    },
    /// A candidate's own shifts changed.
    WorkChanged {
        /// Who.
        caregiver_id: CaregiverId,
        /// Their shifts from now on.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::Window>"))]
        working: Vec<TimeWindow>,
    },
    /// A bundle fell apart after this shift of it was assigned: it is given back.
    GroupReleased {
        /// Which bundle.
        group: CommandKey,
    },
    /// Time has passed.
    Tick,
}

/// What a coordinator can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum CoordinatorAction {
    /// Nobody is written to until it is resumed; answers still count.
    Pause,
    /// Go on; what was due is due as much later as the pause was long.
    Resume,
    /// End the search.
    Cancel {
        /// What those who were asked are told; nothing when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notify: Option<CancelReason>,
        /// A note for the agency's own record.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Pii<String>>,
    },
    /// Give the shift to this caregiver.
    ManualAssign {
        /// To whom.
        caregiver_id: CaregiverId,
    },
    /// Yes to what was asked for this claim.
    Approve {
        /// Which claim.
        fence: u64,
    },
    /// No.
    Deny {
        /// Which claim.
        fence: u64,
    },
    /// Somebody looks after it: no further escalation.
    Ack,
    /// More people to ask.
    AddCandidates {
        /// Best first, after those already there.
        candidates: Vec<Candidate>,
    },
    /// Do not ask this one.
    Exclude {
        /// Who.
        caregiver_id: CaregiverId,
        /// The rule, for the record.
        rule: String,
    },
}

impl Input {
    /// The name of the kind, as on the wire.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ShiftOpened { .. } => "shift_opened",
            Self::CandidatesRanked { .. } => "candidates_ranked",
            Self::ReplyReceived { .. } => "reply_received",
            Self::DeliveryUpdated { .. } => "delivery_updated",
            Self::CallEnded { .. } => "call_ended",
            Self::Revalidated { .. } => "revalidated",
            Self::AssignSucceeded { .. } => "assign_succeeded",
            Self::AssignConflict { .. } => "assign_conflict",
            Self::AssignFailed { .. } => "assign_failed",
            Self::AssignUnknown { .. } => "assign_unknown",
            Self::AssignmentRead { .. } => "assignment_read",
            Self::CoordinatorActed { .. } => "coordinator_acted",
            Self::ExternalAssignmentSeen { .. } => "external_assignment_seen",
            Self::CaregiverCancelled { .. } => "caregiver_cancelled",
            Self::ConsentChanged { .. } => "consent_changed",
            Self::WorkChanged { .. } => "work_changed",
            Self::GroupReleased { .. } => "group_released",
            Self::Tick => "tick",
        }
    }
}
