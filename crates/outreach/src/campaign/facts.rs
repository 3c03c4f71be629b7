//! What a campaign is told about its shift and its candidates.

use careweave_matching::offers::Chance;
use careweave_types::{AgencyZone, CaregiverId, Pii, ShiftId, TimeWindow};
use serde::{Deserialize, Serialize};

use crate::consent::{LinePair, Recipient};
use crate::{Channel, ContactId, Language};

/// The shift that has to be filled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShiftFacts {
    /// Which.
    pub id: ShiftId,
    /// From when to when; elapsed time, whatever the clocks do in between.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Window"))]
    pub window: TimeWindow,
    /// The zone in which people read its times.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub zone: AgencyZone,
    /// What an offer may say of the place: an area, never a street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Pii<String>>,
    /// The coordinator who answers for the client; where nobody is named, the role of the step is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinator: Option<ContactId>,
}

/// Why a shift needs somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The caregiver called off.
    CallOff,
    /// The schedule has a gap.
    Gap,
    /// A client starts service.
    NewStart,
    /// Somebody who had accepted took it back.
    CancelledAcceptance,
}

/// Somebody who must not be asked, and the rule that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Who.
    pub caregiver_id: CaregiverId,
    /// The name of the rule: `"schedule_conflict"`, `"called_off"`.
    pub rule: String,
}

/// A caregiver who may take the shift. The order of a list of candidates is their rank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// Who.
    pub caregiver_id: CaregiverId,
    /// The score of the ranking. It is shown and never decides: the order of the list does, and who must not be asked is
    /// excluded, whatever the score.
    pub score: i64,
    /// The tier of the ranking, 1 is the best.
    #[serde(default = "first")]
    pub tier: u32,
    /// Why the ranking placed them there, for people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// How they are reached, the preferred way of writing first: the next is taken when one fails. A way of calling is
    /// for the follow-up only.
    pub reach: Vec<Reach>,
    /// The language of messages, until an answer shows another.
    #[serde(default = "english")]
    pub language: Language,
    /// The shifts the caregiver works around now: no call is placed into one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::Window>"))]
    pub working: Vec<TimeWindow>,
    /// Minutes of overtime the assignment would cause; 0 for none.
    #[serde(default)]
    pub overtime_minutes: u32,
    /// How likely a yes is; needed only where waves are sized by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<u32>"))]
    pub acceptance: Option<Chance>,
    /// Where they are, what they agreed to, and what they were sent lately.
    pub recipient: Recipient,
}

impl Candidate {
    /// The ways an offer can be written, the preferred one first.
    pub(super) fn writing(&self) -> impl Iterator<Item = &Reach> {
        self.reach.iter().filter(|reach| reach.channel != Channel::Voice)
    }

    /// The lines of a channel.
    pub(super) fn lines(&self, channel: Channel) -> Option<&LinePair> {
        let reach = self.reach.iter().find(|reach| reach.channel == channel)?;
        Some(&reach.lines)
    }
}

/// One way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// How.
    pub channel: Channel,
    /// Over which lines.
    pub lines: LinePair,
}

const fn first() -> u32 {
    1
}

const fn english() -> Language {
    Language::English
}

/// What a candidate answered, by text or on the telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes.
    Accept,
    /// No.
    Decline,
    /// Something they want to know first.
    Question,
    /// Only a part of the shift.
    Partial,
    /// Nobody can tell: a person reads it.
    Unknown,
    /// Not to be written to again.
    OptOut,
}

/// How a message fared, in the words of its provider mapped to these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DeliveryReport {
    /// The provider took it.
    Accepted,
    /// It arrived.
    Delivered,
    /// It did not.
    Failed {
        /// Why not.
        class: FailureClass,
    },
}

/// Why a message did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FailureClass {
    /// The carrier or provider holds an opt-out for this pair of numbers.
    OptedOut,
    /// There is no such number.
    InvalidNumber,
    /// The number takes no texts.
    Landline,
    /// A limit of the provider.
    Throttled,
    /// A filter.
    ContentBlocked,
    /// A fault that passes.
    Transient,
    /// No class is known for the code.
    Unknown,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// They took the shift.
    Accepted,
    /// They did not.
    Declined,
    /// A machine answered.
    Voicemail,
    /// Nobody answered.
    NoAnswer,
    /// Busy.
    Busy,
    /// The call could not be placed.
    Failed,
    /// They asked not to be called again.
    OptOut,
}

/// What a second look at the hard rules found, with fresh facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Verdict {
    /// Nothing stands against it.
    Eligible,
    /// Allowed, at the price of overtime.
    Overtime {
        /// How much.
        minutes: u32,
    },
    /// No longer possible.
    Ineligible {
        /// The rule that says so.
        rule: String,
    },
}

/// Why the agency ends a search, in words a caregiver is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// The client's schedule changed.
    ClientScheduleChanged,
    /// The client cancelled the visit.
    ClientCancelled,
    /// It was covered in another way.
    CoveredOtherwise,
    /// It was opened by mistake.
    OpenedInError,
}
