use careweave_types::{CaregiverId, Pii, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::command::{Note, Notice, Task};
use super::facts::{Answer, CallOutcome, Candidate, Cause, DeliveryReport, Exclusion, ShiftFacts};
use super::policy::{Delivery, Role};
use super::state::{ApprovalKind, ClosedReason, Origin, Told};
use crate::consent::{Recipient, Revocation};
use crate::{Channel, CommandKey, ContactId, Language};

/// The schema of the events this version writes.
pub const SCHEMA: u32 = 2;

/// One line of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Recorded<E = Event> {
    /// The schema it was written in: [`SCHEMA`], or older until it is read by [`super::read_log`].
    pub schema: u32,
    /// Its place in the stream, from 1.
    pub version: u64,
    /// When it happened; never before the event before it.
    pub at: DateTime<Utc>,
    /// What happened.
    pub event: E,
}

/// What happened. A state is the fold of these and of nothing else; so are the commands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// A generation of filling the shift began.
    Opened {
        /// Which, from 1.
        generation: u32,
        /// What has to be filled.
        shift: ShiftFacts,
        /// Why.
        cause: Cause,
        /// Who must not be asked.
        excluded: Vec<Exclusion>,
        /// True for a rehearsal.
        shadow: bool,
        /// The version of the policy.
        policy_version: u32,
        /// People who may be asked.
        budget: u32,
        /// When the office is told first.
        escalate_at: DateTime<Utc>,
        /// When somebody is paged because the start is near.
        page_at: DateTime<Utc>,
    },
    /// People who can be asked, after those already there.
    CandidatesAdded {
        /// Best first.
        candidates: Vec<Candidate>,
    },
    /// Somebody must not be asked.
    Excluded {
        /// Who, and by which rule.
        exclusion: Exclusion,
    },
    /// A wave went out.
    WaveStarted {
        /// Which, from 1.
        wave: u32,
    },
    /// When the next wave goes was settled.
    NextWaveSet {
        /// When; not before somebody joins when absent.
        at: Option<DateTime<Utc>>,
    },
    /// Everybody was asked, or the limit is reached.
    OutreachExhausted,
    /// Somebody was asked.
    OfferMade {
        /// Who.
        caregiver_id: CaregiverId,
        /// On which channel.
        channel: Channel,
        /// How.
        delivery: Delivery,
        /// When it is decided whether to call, if they stay silent.
        call_at: Option<DateTime<Utc>>,
    },
    /// Somebody may be asked later only.
    ContactDeferred {
        /// Who.
        caregiver_id: CaregiverId,
        /// From when.
        until: DateTime<Utc>,
        /// The rule that says so.
        rule: String,
    },
    /// Somebody is not asked.
    ContactSkipped {
        /// Who.
        caregiver_id: CaregiverId,
        /// The rule that says so.
        rule: String,
    },
    /// News of an offer.
    OfferReported {
        /// To whom.
        caregiver_id: CaregiverId,
        /// How it fared.
        report: DeliveryReport,
    },
    /// Somebody answered.
    Answered {
        /// Who.
        caregiver_id: CaregiverId,
        /// The provider's id of the message; none for a call.
        message_id: Option<String>,
        /// The provider's time, for reports only.
        received_at: DateTime<Utc>,
        /// What they meant.
        answer: Answer,
        /// The digest or bundle it belongs to.
        group: Option<CommandKey>,
    },
    /// Somebody wrote in another language than expected.
    LanguageObserved {
        /// Who.
        caregiver_id: CaregiverId,
        /// Which.
        language: Language,
    },
    /// A call was commanded.
    CallPlanned {
        /// To whom.
        caregiver_id: CaregiverId,
        /// Not before.
        at: DateTime<Utc>,
    },
    /// A call that lay ahead was taken back.
    CallWithdrawn {
        /// To whom.
        caregiver_id: CaregiverId,
        /// When it is decided anew; not at all when absent.
        again_at: Option<DateTime<Utc>>,
    },
    /// There will be no call.
    CallRefused {
        /// To whom.
        caregiver_id: CaregiverId,
        /// The rule that says so.
        rule: String,
    },
    /// A call is over.
    CallEnded {
        /// With whom.
        caregiver_id: CaregiverId,
        /// How it ended.
        outcome: CallOutcome,
    },
    /// The first yes opened a window in which others may say yes too.
    CollectingStarted {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The window is over, and nobody who said yes in it is left.
    CollectingEnded,
    /// Somebody who said yes waits.
    Waitlisted {
        /// Who.
        caregiver_id: CaregiverId,
        /// Who put them there.
        origin: Origin,
    },
    /// Somebody waits no longer.
    WaitlistLeft {
        /// Who.
        caregiver_id: CaregiverId,
    },
    /// Somebody is about to get the shift. At most one at a time.
    Claimed {
        /// Who.
        caregiver_id: CaregiverId,
        /// The version of the stream, by which every answer names the claim.
        fence: u64,
        /// Who made it.
        origin: Origin,
    },
    /// A person was asked.
    ApprovalRequested {
        /// Of which claim.
        fence: u64,
        /// Which request of this claim, from 1.
        attempt: u32,
        /// For what.
        about: ApprovalKind,
        /// The overtime, in minutes.
        overtime_minutes: u32,
        /// When the office is told again.
        remind_at: DateTime<Utc>,
    },
    /// An approval has waited too long; it goes on waiting.
    ApprovalOverdue {
        /// Of which claim.
        fence: u64,
    },
    /// A person said yes.
    Approved {
        /// To which claim.
        fence: u64,
        /// Who.
        by: ContactId,
    },
    /// The hard rules are being looked at again.
    RevalidationRequested {
        /// Of which claim.
        fence: u64,
        /// Which try, from 1.
        attempt: u32,
        /// When the answer counts as lost.
        due_at: DateTime<Utc>,
    },
    /// The assignment was sent.
    AssignmentRequested {
        /// Of which claim.
        fence: u64,
        /// Which try, from 1.
        attempt: u32,
        /// Not before.
        not_before: DateTime<Utc>,
        /// When the answer counts as lost.
        due_at: DateTime<Utc>,
    },
    /// It is not known whether the assignment took: the shift is read back.
    ReadBackRequested {
        /// Of which claim.
        fence: u64,
        /// Which try of reading, from 1.
        attempt: u32,
        /// When the answer counts as lost.
        due_at: DateTime<Utc>,
    },
    /// A claim whose assignment is under way is no longer wanted by the caregiver.
    ClaimWithdrawn {
        /// Which.
        fence: u64,
    },
    /// A claim did not hold.
    ClaimReleased {
        /// Whose.
        caregiver_id: CaregiverId,
        /// Which.
        fence: u64,
        /// Why.
        rule: String,
        /// True when the agency system may have the assignment: it is taken back.
        unassign: bool,
    },
    /// Somebody has the shift.
    Filled {
        /// Who.
        caregiver_id: CaregiverId,
        /// By which claim; none for an assignment seen in the agency system.
        fence: Option<u64>,
        /// Whether the client is told.
        client_told: bool,
    },
    /// Nobody is looked for any more.
    Closed {
        /// Why.
        reason: ClosedReason,
        /// A coordinator's note.
        note: Option<Pii<String>>,
    },
    /// An assignment of a claim that was given up took after all: it is taken back.
    StrayAssignmentFound {
        /// Whose.
        caregiver_id: CaregiverId,
        /// Of which claim.
        fence: u64,
    },
    /// An assignment of a claim that was given up is settled: it did not take.
    AbandonedSettled {
        /// Which claim.
        fence: u64,
    },
    /// The office was told.
    Escalated {
        /// The step; 0 for a page and for what is outside the ladder.
        level: u32,
        /// Whom.
        role: Role,
        /// By which way.
        channel: Channel,
        /// Why.
        notice: Notice,
        /// When it is told next; not at all when absent.
        next_at: Option<DateTime<Utc>>,
    },
    /// Somebody looks after it.
    Acked {
        /// Who.
        by: ContactId,
    },
    /// Outreach was paused.
    Paused {
        /// By whom.
        by: ContactId,
    },
    /// Outreach goes on; all that was due is due so much later.
    Resumed {
        /// By whom.
        by: ContactId,
        /// How long the pause was.
        #[serde(with = "seconds")]
        #[cfg_attr(feature = "schema", schemars(with = "i64"))]
        paused_seconds: TimeDelta,
    },
    /// What somebody agreed to changed.
    RecipientChanged {
        /// Who.
        caregiver_id: CaregiverId,
        /// The facts from now on.
        recipient: Recipient,
    },
    /// Somebody asked not to be written to.
    Suppressed {
        /// Who.
        caregiver_id: CaregiverId,
        /// On which channel they said so.
        channel: Channel,
        /// What is recorded; nothing when one in force says the same.
        revocation: Option<Revocation>,
    },
    /// A candidate's own shifts changed.
    WorkChanged {
        /// Who.
        caregiver_id: CaregiverId,
        /// Their shifts from now on.
        #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::Window>"))]
        working: Vec<TimeWindow>,
    },
    /// Somebody was told something beside an offer.
    ContactTold {
        /// Who.
        caregiver_id: CaregiverId,
        /// What.
        told: Told,
        /// On which channel; none when it is reported to a desk.
        channel: Option<Channel>,
        /// Not before.
        not_before: Option<DateTime<Utc>>,
    },
    /// A person was asked to do something.
    TaskRaised {
        /// What.
        task: Task,
        /// About whom.
        caregiver_id: Option<CaregiverId>,
    },
    /// A note was written on the shift.
    NoteAdded {
        /// What about.
        note: Note,
    },
    /// An input did not fit and changed nothing.
    InputRejected {
        /// The kind of input.
        input: String,
        /// Why.
        why: Rejection,
    },
}

/// Why an input did not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// The shift was never opened.
    NotOpened,
    /// The shift is already being filled: one stream, one set of offers.
    AlreadyOpen,
    /// The stream is of another shift.
    AnotherShift,
    /// The shift starts too soon to be filled: it has started.
    AlreadyStarted,
    /// It speaks of an earlier generation.
    StaleGeneration,
    /// It speaks of a claim that is not the present one.
    StaleFence,
    /// The claim is not at that step.
    WrongStep,
    /// Nobody of that id is among the candidates.
    UnknownCaregiver,
    /// No command of that key is known.
    UnknownCommand,
    /// The same message, or the same news, was read before.
    Duplicate,
    /// Nobody is looked for any more.
    NotLive,
    /// The shift has somebody.
    AlreadyFilled,
    /// Outreach is not in the state that needs.
    NotRunning,
    /// The caregiver is excluded from this shift.
    ExcludedCaregiver,
}

mod seconds {
    use chrono::TimeDelta;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &TimeDelta, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_i64(value.num_seconds())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<TimeDelta, D::Error> {
        let seconds = i64::deserialize(d)?;
        TimeDelta::try_seconds(seconds).ok_or_else(|| serde::de::Error::custom("out of range"))
    }
}

impl Event {
    /// The caregiver it is about, where it is about one.
    pub const fn caregiver(&self) -> Option<&CaregiverId> {
        match self {
            Self::OfferMade { caregiver_id, .. }
            | Self::ContactDeferred { caregiver_id, .. }
            | Self::ContactSkipped { caregiver_id, .. }
            | Self::OfferReported { caregiver_id, .. }
            | Self::Answered { caregiver_id, .. }
            | Self::LanguageObserved { caregiver_id, .. }
            | Self::CallPlanned { caregiver_id, .. }
            | Self::CallWithdrawn { caregiver_id, .. }
            | Self::CallRefused { caregiver_id, .. }
            | Self::CallEnded { caregiver_id, .. }
            | Self::Waitlisted { caregiver_id, .. }
            | Self::WaitlistLeft { caregiver_id }
            | Self::Claimed { caregiver_id, .. }
            | Self::ClaimReleased { caregiver_id, .. }
            | Self::Filled { caregiver_id, .. }
            | Self::StrayAssignmentFound { caregiver_id, .. }
            | Self::RecipientChanged { caregiver_id, .. }
            | Self::Suppressed { caregiver_id, .. }
            | Self::WorkChanged { caregiver_id, .. }
            | Self::ContactTold { caregiver_id, .. } => Some(caregiver_id),
            Self::Excluded { exclusion } => Some(&exclusion.caregiver_id),
            Self::TaskRaised { caregiver_id, .. } => caregiver_id.as_ref(),
            _ => None,
        }
    }
}
