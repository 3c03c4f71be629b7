use careweave_types::open_enum;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::hot::HotReason;
use crate::{Channel, CommandKey, MessageClass};

/// How far a lead has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeadStage {
    /// Nobody has spoken to them.
    New,
    /// They were spoken to, or a message is known to have reached them.
    Contacted,
    /// They are a fit.
    Qualified,
    /// They have an appointment.
    Booked,
    /// They confirmed it.
    Confirmed,
    /// They came.
    Showed,
    /// They did not come, and somebody or something saw that.
    NoShow,
    /// They became a client.
    Converted,
    /// They will not.
    Lost,
}

/// How soon to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Temperature {
    /// Leave them be.
    Cold,
    /// In its turn.
    Warm,
    /// At once.
    Hot,
}

/// What is scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "sequence", rename_all = "snake_case", deny_unknown_fields)]
pub enum Sequence {
    /// Nothing.
    Idle,
    /// A first follow-up.
    FollowUp {
        /// When.
        at: DateTime<Utc>,
    },
    /// A call they asked for.
    Callback {
        /// When.
        at: DateTime<Utc>,
    },
    /// Winning them back, step by step.
    Reactivation {
        /// The step that comes next, from 0.
        step: u8,
        /// When.
        at: DateTime<Utc>,
    },
    /// Nothing, and nothing to come: they asked for that.
    Suppressed,
}

open_enum! {
    /// Where a lead came from.
    pub enum LeadSource {
        /// Somebody sent them.
        Referral = "referral",
        /// They found us.
        Website = "website",
        /// An advertisement.
        Advertisement = "advertisement",
        /// They telephoned.
        Telephone = "telephone",
        /// Nobody knows; that is a source as well.
        Unknown = "unknown",
    }
}

/// What shows that somebody came, or did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Somebody at the agency said so.
    StaffReport,
    /// The scheduling service has it.
    ProviderStatus,
    /// The lead said so.
    LeadReport,
    /// A visit or a call is on record.
    Record,
}

/// What happened to a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "input", rename_all = "snake_case", deny_unknown_fields)]
pub enum LeadInput {
    /// It came in.
    Created {
        /// From where.
        source: LeadSource,
        /// The class another system gave it: `HOT`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        class: Option<String>,
        /// Its tags.
        #[serde(default)]
        tags: Vec<String>,
    },
    /// Class and tags changed.
    Reclassified {
        /// The class.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        class: Option<String>,
        /// The tags.
        #[serde(default)]
        tags: Vec<String>,
    },
    /// A call was placed or a message sent; nobody is known to have noticed.
    Attempted {
        /// How.
        channel: Channel,
    },
    /// A message is known to have reached them.
    Delivered {
        /// How.
        channel: Channel,
    },
    /// They were spoken to, or wrote.
    Conversed {
        /// How.
        channel: Channel,
    },
    /// They are a fit.
    Qualified,
    /// They have an appointment.
    Booked {
        /// Which, at the scheduling service.
        appointment: String,
        /// When it starts.
        start: DateTime<Utc>,
    },
    /// It moved.
    Moved {
        /// To when.
        start: DateTime<Utc>,
    },
    /// It was cancelled.
    AppointmentCancelled,
    /// They confirmed it.
    Confirmed,
    /// They want to be called.
    CallbackRequested {
        /// At this time, where they gave one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<DateTime<Utc>>,
    },
    /// They came.
    Attended {
        /// What shows it.
        evidence: Evidence,
    },
    /// They did not come.
    Missed {
        /// What shows it.
        evidence: Evidence,
    },
    /// They became a client.
    Converted,
    /// They will not become one.
    Lost {
        /// Why, in the host's code.
        reason: String,
    },
    /// They are not interested.
    NotInterested,
    /// They do not want to be contacted.
    OptedOut,
    /// Time went by.
    Tick,
}

/// Why an input changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// It came in before.
    AlreadyCreated,
    /// It has not come in.
    NotCreated,
    /// There is no appointment it could be about.
    NoAppointment,
    /// The grace after the start is not over.
    WithinGrace,
    /// The appointment has not begun.
    NotBegun,
    /// They are a client already.
    AlreadyConverted,
    /// A time that has passed.
    InThePast,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum LeadEvent {
    /// It came in.
    Created {
        /// When.
        at: DateTime<Utc>,
        /// From where.
        source: LeadSource,
    },
    /// Class and tags.
    Classified {
        /// The class.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        class: Option<String>,
        /// The tags.
        tags: Vec<String>,
    },
    /// A stage was reached.
    StageReached {
        /// Which.
        stage: LeadStage,
        /// When.
        at: DateTime<Utc>,
    },
    /// It became warmer or colder.
    TemperatureChanged {
        /// How warm it is.
        temperature: Temperature,
        /// Why it is hot; none unless it is.
        reasons: Vec<HotReason>,
    },
    /// What is scheduled changed.
    SequenceChanged {
        /// To this.
        to: Sequence,
    },
    /// An appointment was made or moved.
    AppointmentSet {
        /// Which.
        appointment: String,
        /// When it starts.
        start: DateTime<Utc>,
    },
    /// There is no appointment any more.
    AppointmentCleared,
    /// Somebody was asked whether they came.
    AttendanceAsked,
    /// An input changed nothing.
    InputRejected {
        /// Why.
        why: Rejection,
    },
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum LeadAction {
    /// Call them, where their consent and the hours allow it.
    Call {
        /// The class of the call.
        class: MessageClass,
    },
    /// Write to them, where their consent and the hours allow it.
    Message {
        /// How.
        channel: Channel,
        /// The template.
        template: String,
        /// The class of the message.
        class: MessageClass,
    },
    /// Tell a person that the lead is hot, and why.
    AlertPerson {
        /// Why.
        reasons: Vec<HotReason>,
    },
    /// Ask somebody whether they came: nothing on record says so.
    AskAttendance,
    /// Take back what is scheduled at providers.
    CancelScheduled,
    /// Record the suppression.
    Suppress,
}

/// Something to do, under a name that a repeat shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LeadCommand {
    /// Its key.
    pub key: CommandKey,
    /// What to do.
    pub action: LeadAction,
}
