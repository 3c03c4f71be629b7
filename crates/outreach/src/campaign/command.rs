use careweave_types::{AgencyZone, CaregiverId, Pii, ShiftId, TimeWindow};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::facts::Answer;
use super::policy::Role;
use super::state::{ApprovalKind, Told};
use crate::consent::{LinePair, Revocation};
use crate::{Channel, CommandKey, ContactId, Language, MessageClass};

/// Something the host has to do. The same log gives the same commands with the same keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// The name it goes by: whoever carries commands out drops one whose key was seen.
    pub key: CommandKey,
    /// The stream it belongs to: `"shift/41"`.
    pub correlation: String,
    /// The generation of the shift.
    pub generation: u32,
    /// True for a rehearsal: record it, do not carry it out.
    pub dry_run: bool,
    /// Not to be carried out earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<DateTime<Utc>>,
    /// Of no use from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// What.
    pub action: Action,
}

/// What a command asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Send a text message.
    SendSms {
        /// What it says.
        message: Message,
    },
    /// Send a WhatsApp message by an approved template.
    SendWhatsAppTemplate {
        /// What it says.
        message: Message,
    },
    /// Send an e-mail.
    SendEmail {
        /// What it says.
        message: Message,
    },
    /// Hand an offer to the caregiver's desk, which writes one message about several shifts.
    QueueOffer {
        /// What is offered.
        message: Message,
    },
    /// Tell the caregiver's desk what became of an answer that came through it.
    ReportOutcome {
        /// Of which shift.
        shift_id: ShiftId,
        /// Whose answer.
        caregiver_id: CaregiverId,
        /// The digest or bundle it belongs to.
        group: CommandKey,
        /// What became of it.
        told: Told,
    },
    /// Pass an answer on to the stream of a shift, as `reply_received`.
    ForwardAnswer {
        /// Which shift.
        shift_id: ShiftId,
        /// Whose answer.
        caregiver_id: CaregiverId,
        /// The provider's id of the message.
        message_id: String,
        /// What they meant for this shift.
        answer: Answer,
        /// The answer it is part of.
        group: CommandKey,
    },
    /// Tell the stream of a shift, as `group_released`, that the bundle it was taken in fell apart.
    ReleaseShift {
        /// Which shift.
        shift_id: ShiftId,
        /// The answer it was part of.
        group: CommandKey,
    },
    /// Call.
    PlaceCall {
        /// What the voice agent is for.
        message: Message,
    },
    /// Do not carry out a command that was to be carried out later.
    CancelScheduled {
        /// Which.
        command: CommandKey,
    },
    /// Rank candidates, and answer with `candidates_ranked`.
    RequestCandidates {
        /// The generation that asks.
        generation: u32,
        /// Who must not be among them.
        exclude: Vec<CaregiverId>,
        /// At most so many.
        limit: u32,
    },
    /// Look at the hard rules again with fresh facts, and answer with `revalidated`.
    Revalidate {
        /// Who.
        caregiver_id: CaregiverId,
        /// Of which claim.
        fence: u64,
    },
    /// Assign the shift if nobody has it, and answer with `assign_succeeded`, `assign_conflict`, `assign_failed` or
    /// `assign_unknown`.
    AssignShift {
        /// Which.
        shift_id: ShiftId,
        /// To whom.
        caregiver_id: CaregiverId,
        /// Of which claim.
        fence: u64,
        /// The write must fail when somebody has the shift; where the agency system cannot promise that, the host reads
        /// the shift back before it answers.
        expected_unassigned: bool,
    },
    /// Take the assignment back.
    UnassignShift {
        /// Which.
        shift_id: ShiftId,
        /// From whom.
        caregiver_id: CaregiverId,
        /// Of which claim.
        fence: u64,
    },
    /// Read who has the shift, and answer with `assignment_read`.
    ReadAssignment {
        /// Which.
        shift_id: ShiftId,
        /// Of which claim.
        fence: u64,
    },
    /// Ask a person, and answer with their action.
    RequestApproval {
        /// For what.
        about: ApprovalKind,
        /// Who wants the shift.
        caregiver_id: CaregiverId,
        /// Of which claim.
        fence: u64,
        /// The overtime the assignment would cause, in minutes.
        overtime_minutes: u32,
    },
    /// Tell the office.
    NotifyCoordinator {
        /// The coordinator of the client, where one is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<ContactId>,
        /// Whom to tell where nobody is named.
        role: Role,
        /// By which way.
        channel: Channel,
        /// The step of the ladder; 0 for a page.
        level: u32,
        /// Why.
        notice: Notice,
    },
    /// Tell the client who comes.
    NotifyClient {
        /// Which shift.
        shift_id: ShiftId,
        /// Who comes.
        caregiver_id: CaregiverId,
    },
    /// Tell somebody who answered that they do not get the shift.
    NotifyLoser {
        /// What they are told.
        message: Message,
    },
    /// Make a task for a person.
    CreateTask {
        /// What it is about.
        task: Task,
        /// Whom it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caregiver_id: Option<CaregiverId>,
    },
    /// Write a note on the shift.
    AddNote {
        /// What about.
        note: Note,
        /// What a person wrote.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Pii<String>>,
    },
    /// Remember, for every flow, that somebody does not want to be written to.
    RecordSuppression {
        /// Who.
        contact: ContactId,
        /// What they took back, and how far it reaches.
        revocation: Revocation,
    },
    /// Count something.
    EmitMetric {
        /// What.
        metric: Metric,
    },
}

/// A message: never final text, so that wording and translation stay outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// To whom.
    pub contact: ContactId,
    /// How.
    pub channel: Channel,
    /// Over which lines: those the rules of sending were asked about.
    pub lines: LinePair,
    /// Which rules of sending apply.
    pub class: MessageClass,
    /// The name of the template.
    pub template: TemplateName,
    /// In which language.
    pub language: Language,
    /// What the template may speak of; numbered from 1 where there are several to choose from.
    pub terms: Vec<Terms>,
    /// What became of an answer to several shifts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<ShiftOutcome>,
}

/// What became of one shift of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShiftOutcome {
    /// Which shift.
    pub shift_id: ShiftId,
    /// What became of it.
    pub told: Told,
}

/// What a message may say of a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Which shift.
    pub shift_id: ShiftId,
    /// From when to when.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Window"))]
    pub window: TimeWindow,
    /// The zone in which people read its times.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub zone: AgencyZone,
    /// The area, where offers may name one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Pii<String>>,
}

macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $vdoc:literal])* $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[doc = $vdoc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

words! {
    /// The templates a campaign uses. Which words they hold is the host's, or of the templates of this crate.
    TemplateName {
        /// Would you take this shift?
        ShiftOffer = "shift_offer",
        /// Which of these shifts would you take?
        ShiftDigest = "shift_digest",
        /// What became of an answer to several shifts.
        DigestResult = "digest_result",
        /// The voice agent's call about a shift.
        ShiftOfferCall = "shift_offer_call",
        /// We have your yes and are looking.
        OfferChecking = "offer_checking",
        /// You are next in line.
        OfferWaitlisted = "offer_waitlisted",
        /// The shift is yours.
        ShiftConfirmed = "shift_confirmed",
        /// Somebody else has it.
        ShiftFilled = "shift_filled",
        /// It could not be given to you.
        ShiftNotPossible = "shift_not_possible",
        /// The client's schedule changed.
        ShiftCancelledScheduleChanged = "shift_cancelled_schedule_changed",
        /// The client cancelled the visit.
        ShiftCancelledByClient = "shift_cancelled_by_client",
        /// It was covered in another way.
        ShiftCoveredOtherwise = "shift_covered_otherwise",
        /// It was opened by mistake.
        ShiftOpenedInError = "shift_opened_in_error",
        /// The search is over.
        ShiftClosed = "shift_closed",
        /// Your assignment was taken back.
        ShiftReleased = "shift_released",
        /// You will not be written to again.
        OptOutConfirmed = "opt_out_confirmed",
    }
}

impl Told {
    /// The template that says it.
    pub const fn template(self) -> TemplateName {
        match self {
            Self::Checking => TemplateName::OfferChecking,
            Self::Waitlisted => TemplateName::OfferWaitlisted,
            Self::Confirmed => TemplateName::ShiftConfirmed,
            Self::Filled => TemplateName::ShiftFilled,
            Self::NotPossible => TemplateName::ShiftNotPossible,
            Self::ClientScheduleChanged => TemplateName::ShiftCancelledScheduleChanged,
            Self::ClientCancelled => TemplateName::ShiftCancelledByClient,
            Self::CoveredOtherwise => TemplateName::ShiftCoveredOtherwise,
            Self::OpenedInError => TemplateName::ShiftOpenedInError,
            Self::Closed => TemplateName::ShiftClosed,
            Self::Released => TemplateName::ShiftReleased,
            Self::OptedOut => TemplateName::OptOutConfirmed,
        }
    }

    /// True for what tells somebody that they do not get the shift.
    pub const fn is_loss(self) -> bool {
        !matches!(
            self,
            Self::Checking | Self::Waitlisted | Self::Confirmed | Self::OptedOut
        )
    }
}

words! {
    /// Why the office is told.
    Notice {
        /// Nobody has taken the shift for so long.
        Unfilled = "unfilled",
        /// Nobody is left who could be asked.
        NobodyToAsk = "nobody_to_ask",
        /// The start is near.
        StartIsNear = "start_is_near",
        /// The shift has started and nobody has it.
        Expired = "expired",
        /// An approval is waiting.
        ApprovalWaits = "approval_waits",
        /// It cannot be found out whether an assignment took.
        AssignmentInDoubt = "assignment_in_doubt",
    }
}

words! {
    /// What a person is asked to do.
    Task {
        /// Answer a question.
        AnswerQuestion = "answer_question",
        /// See whether a part of the shift helps.
        ConsiderPartial = "consider_partial",
        /// Read an answer nobody could tell the meaning of.
        ReadReply = "read_reply",
        /// Tell somebody in person what may not be texted to them.
        TellInPerson = "tell_in_person",
        /// Somebody who works for the agency cannot be texted any more.
        OptedOut = "opted_out",
        /// Somebody who has the shift seems not to want it.
        CheckAssignment = "check_assignment",
    }
}

words! {
    /// What is noted on a shift.
    Note {
        /// It was filled by outreach.
        Filled = "filled",
        /// The search was ended.
        Cancelled = "cancelled",
        /// The search ended at the start of the shift.
        Expired = "expired",
        /// It was filled in the agency system.
        FilledElsewhere = "filled_elsewhere",
    }
}

/// What is counted. Never who.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum Metric {
    /// A shift was filled.
    Filled {
        /// Seconds since it was opened.
        seconds: i64,
        /// People asked until then.
        asked: u32,
        /// People who said yes and did not get it.
        surplus: u32,
    },
    /// A shift started without anybody.
    Expired {
        /// People asked until then.
        asked: u32,
    },
}
