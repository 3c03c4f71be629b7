//! One caregiver's desk: several shifts in one message, one answer for several shifts, one message back.
//!
//! Shifts are filled each in its own stream. What one person is asked about, and answers, crosses them: this is the stream
//! for that, one per caregiver. Offers that come within a few minutes, or while the person may not be written to again,
//! go out as one numbered list; the answer ("1 3") is passed on to each shift; what became of it comes back as one
//! message.
//!
//! Shifts that are only worth taking together form one item of the list. They are claimed one after the other in the order
//! of their ids; as soon as one is lost, those already assigned are given back, and the one message says so.
//!
//! Which shifts belong together, and at what price, is [`careweave_matching::offers`]' to say.

mod decide;
mod evolve;
mod react;
mod state;

use careweave_types::{CaregiverId, Error, Result, ShiftId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use decide::{DeskDecision, desk_advance, desk_deadline, desk_decide};
pub use evolve::desk_evolve;
pub use react::desk_commands;
pub use state::{DeskState, Item, Letter, Settling, SettlingItem};

use super::command::{Message, Terms};
use super::event::Recorded;
use super::state::Told;
use crate::CommandKey;
use crate::consent::{Recipient, Revocation, SendPolicy};

/// How a desk works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeskPolicy {
    /// Minutes during which offers are collected before they are written about, 1 to 60.
    pub window_minutes: u32,
    /// Items in one message, 1 to 9: the answer is a digit each.
    pub max_items: u32,
    /// Minutes after which an answer is reported even though some of it is not settled, 1 to 1440.
    pub settle_minutes: u32,
    /// When messages may go at all.
    pub sending: SendPolicy,
}

impl DeskPolicy {
    /// Two minutes, nine items, ten minutes to settle.
    ///
    /// # Errors
    /// As [`SendPolicy::united_states`].
    pub fn standard() -> Result<Self> {
        Ok(Self {
            window_minutes: 2,
            max_items: 9,
            settle_minutes: 10,
            sending: SendPolicy::united_states()?,
        })
    }

    /// Refuses what is out of range.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn check(&self) -> Result<()> {
        for (field, value, to) in [
            ("window_minutes", self.window_minutes, 60),
            ("max_items", self.max_items, 9),
            ("settle_minutes", self.settle_minutes, 1_440),
        ] {
            if !(1..=to).contains(&value) {
                return Err(Error::invalid(
                    "outreach.desk_policy",
                    field,
                    format!("must be 1 to {to}"),
                ));
            }
        }
        self.sending.check()
    }
}

/// Whether shifts that are offered together can be taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Together {
    /// Each is an item of its own.
    Partial,
    /// All of them or none.
    Atomic,
}

/// Something that happened to a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DeskInput {
    /// Shifts to offer: the message of a `queue_offer`, or a bundle of several.
    Offered {
        /// To whom.
        caregiver_id: CaregiverId,
        /// What is known about them now.
        recipient: Box<Recipient>,
        /// The channel, lines, language and shifts.
        message: Message,
        /// Whether they can be taken apart.
        together: Together,
    },
    /// A shift is not to be had any more.
    ShiftGone {
        /// Which.
        shift_id: ShiftId,
    },
    /// The caregiver answered the last list.
    Answered {
        /// The provider's id of the message: the same one twice is one answer.
        message_id: String,
        /// What they chose.
        choice: Choice,
    },
    /// What became of an answer, from the stream of a shift.
    OutcomeReported {
        /// Of which answer.
        group: CommandKey,
        /// For which shift.
        shift_id: ShiftId,
        /// What.
        told: Told,
    },
    /// They asked not to be written to: nothing more goes out.
    OptedOut {
        /// What they took back.
        revocation: Revocation,
    },
    /// Time has passed.
    Tick,
}

/// What somebody chose from a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "chosen", rename_all = "snake_case", deny_unknown_fields)]
pub enum Choice {
    /// All.
    All,
    /// These, by their numbers; the others not.
    Items {
        /// The numbers, from 1.
        numbers: Vec<u32>,
    },
    /// None.
    Nothing,
}

/// What happened at a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DeskEvent {
    /// Shifts wait to be written about.
    ItemsQueued {
        /// To whom.
        caregiver_id: CaregiverId,
        /// What is known about them.
        recipient: Box<Recipient>,
        /// How they are written to.
        message: Message,
        /// The items.
        items: Vec<Item>,
        /// When the next list goes out.
        due_at: DateTime<Utc>,
    },
    /// The list goes out later.
    LetterDeferred {
        /// When.
        until: DateTime<Utc>,
        /// The rule that says so.
        rule: String,
    },
    /// A list went out.
    LetterSent {
        /// Which, from 1.
        number: u32,
        /// How many of those that wait it holds, the first of them.
        items: u32,
        /// When the rest goes out, if there is one.
        due_at: Option<DateTime<Utc>>,
    },
    /// What waited is not written about.
    ItemsDropped {
        /// The rule that says so.
        rule: String,
    },
    /// A shift is not to be had any more.
    ShiftWithdrawn {
        /// Which.
        shift_id: ShiftId,
    },
    /// The caregiver answered.
    ChoiceMade {
        /// The provider's id of the message.
        message_id: String,
        /// The name of the answer.
        group: CommandKey,
        /// The numbers chosen.
        numbers: Vec<u32>,
        /// When it is reported at the latest.
        due_at: DateTime<Utc>,
    },
    /// The next shift of a bundle is claimed.
    NextClaimed {
        /// Of which answer.
        group: CommandKey,
        /// The number of the item.
        number: u32,
        /// Which shift.
        shift_id: ShiftId,
    },
    /// What became of one shift.
    OutcomeSeen {
        /// Of which answer.
        group: CommandKey,
        /// Which shift.
        shift_id: ShiftId,
        /// What.
        told: Told,
    },
    /// A bundle fell apart: what was taken of it is given back.
    ItemReleased {
        /// Of which answer.
        group: CommandKey,
        /// The number of the item.
        number: u32,
        /// The shifts that are given back.
        shifts: Vec<ShiftId>,
    },
    /// The caregiver was told what became of an answer.
    ResultTold {
        /// Of which answer.
        group: CommandKey,
        /// The shifts that are spoken of.
        shifts: Vec<ShiftId>,
    },
    /// The caregiver may not be told what became of an answer.
    ResultHeld {
        /// Of which answer.
        group: CommandKey,
        /// The rule that says so.
        rule: String,
    },
    /// They asked not to be written to.
    Suppressed {
        /// What they took back.
        revocation: Revocation,
    },
    /// An input did not fit and changed nothing.
    InputRejected {
        /// Why.
        why: DeskRejection,
    },
}

/// Why an input did not fit a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeskRejection {
    /// It is another caregiver's.
    AnotherCaregiver,
    /// No list is open.
    NoLetter,
    /// A number that is not on the list, or stands twice.
    NoSuchItem,
    /// The same message was read before.
    Duplicate,
    /// No such answer is being settled.
    UnknownGroup,
    /// Nothing is offered.
    Empty,
}

/// One line of a desk's log.
pub type DeskRecorded = Recorded<DeskEvent>;

fn in_order(mut terms: Vec<Terms>) -> Vec<Terms> {
    terms.sort_by(|a, b| a.shift_id.cmp(&b.shift_id));
    terms.dedup_by(|a, b| a.shift_id == b.shift_id);
    terms
}
