use careweave_types::{CaregiverId, ShiftId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::command::{Message, ShiftOutcome, Terms};
use crate::CommandKey;
use crate::consent::Recipient;

/// Where a desk stands: the fold of its log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeskState {
    /// How many events were folded.
    pub version: u64,
    /// When the last of them happened.
    pub last_at: Option<DateTime<Utc>>,
    /// Whose desk it is, once something was offered.
    pub caregiver_id: Option<CaregiverId>,
    /// What is known about them.
    pub recipient: Option<Recipient>,
    /// How they are written to: the last message's channel, lines and language.
    pub manner: Option<Message>,
    /// What waits to be written about.
    pub queue: Vec<Item>,
    /// When the next list goes out.
    pub due_at: Option<DateTime<Utc>>,
    /// The list that can be answered.
    pub letter: Option<Letter>,
    /// Lists sent so far.
    pub letters: u32,
    /// Answers that are not settled, and those settled last.
    pub settling: Vec<Settling>,
    /// Results told so far.
    pub results: u32,
    /// Messages read, by the provider's ids.
    pub messages: Vec<String>,
}

/// One choice of a list: a shift, or several that go together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The shifts, in the order of their ids.
    pub shifts: Vec<Terms>,
}

/// A list that went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Which, from 1.
    pub number: u32,
    /// When.
    pub sent_at: DateTime<Utc>,
    /// What it offers, by number.
    pub items: Vec<Item>,
}

/// An answer and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Settling {
    /// The name of the answer.
    pub group: CommandKey,
    /// The provider's id of the message.
    pub message_id: String,
    /// The items chosen.
    pub items: Vec<SettlingItem>,
    /// When it is reported at the latest; nothing once it was.
    pub due_at: Option<DateTime<Utc>>,
}

/// One chosen item and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SettlingItem {
    /// Its number in the list.
    pub number: u32,
    /// Its shifts, in the order of their ids.
    pub shifts: Vec<Terms>,
    /// How many of them were claimed.
    pub claimed: u32,
    /// What became of those.
    pub outcomes: Vec<ShiftOutcome>,
    /// True once what was taken of it was given back.
    pub released: bool,
}

impl SettlingItem {
    /// What became of a shift.
    pub fn outcome(&self, id: &ShiftId) -> Option<&ShiftOutcome> {
        self.outcomes.iter().find(|outcome| outcome.shift_id == *id)
    }

    /// True when nothing more is awaited.
    pub fn is_settled(&self) -> bool {
        self.released || self.outcomes.len() == self.shifts.len()
    }
}

impl Settling {
    /// True when nothing more is awaited.
    pub fn is_settled(&self) -> bool {
        self.items.iter().all(SettlingItem::is_settled)
    }
}
