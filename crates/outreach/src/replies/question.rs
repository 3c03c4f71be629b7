use careweave_types::{Error, Result, Weekday};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::intent::Intent;
use super::selection::Selection;
use crate::ContactId;

/// A question that was asked, by the name the host gave it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QuestionId(Box<str>);

impl QuestionId {
    /// Takes 1 to 600 bytes without control characters.
    ///
    /// # Errors
    /// `InvalidInput` for anything else.
    pub fn new(text: &str) -> Result<Self> {
        if text.is_empty() || text.len() > 600 || text.chars().any(char::is_control) {
            return Err(Error::invalid(
                "question_id.parse",
                "question_id",
                "must be 1 to 600 bytes without control characters",
            ));
        }
        Ok(Self(text.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for QuestionId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for QuestionId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::new(&text).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for QuestionId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "QuestionId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "x-id": true})
    }
}

/// What a question asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// Will you take this shift, or these?
    Offer,
    /// Are you coming to the shift you have?
    Confirmation,
    /// Is the week's schedule right? `ALL GOOD` is its yes.
    WeeklyConfirmation,
    /// Have you arrived?
    ClockIn,
    /// Is the appointment still good?
    Appointment,
}

/// One numbered part of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionItem {
    /// The number it was given, 1 to 32; unique among the open questions of a line unless two have the same numbers.
    pub number: u8,
    /// The day of the week it falls on, where the person is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Weekday>,
}

/// A question somebody was asked and may still answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenQuestion {
    /// Which.
    pub id: QuestionId,
    /// What it asks.
    pub kind: QuestionKind,
    /// Whom.
    pub contact: ContactId,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// From when on it is worth no answer.
    pub expires_at: DateTime<Utc>,
    /// The day of the week it is about, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Weekday>,
    /// Its numbered parts; none for a question of one part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<QuestionItem>,
}

/// An answer to one question, in the question's own numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "answer", rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// Yes to these items; to all of it when it has none.
    Yes {
        /// The items.
        #[serde(default)]
        items: Selection,
    },
    /// No to these items; to all of it when it has none.
    No {
        /// The items.
        #[serde(default)]
        items: Selection,
    },
    /// Yes to some items, no to others, and nothing about the rest.
    Both {
        /// Yes to these.
        yes: Selection,
        /// No to these.
        no: Selection,
    },
    /// They have arrived.
    Arrived,
}

/// One way out of a question of ours about questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Offered {
    /// The number to reply.
    pub number: u8,
    /// The question it stands for.
    pub question: QuestionId,
    /// What that one asks.
    pub kind: QuestionKind,
    /// The day it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Weekday>,
}

/// Which of several questions did you answer? It keeps what was said, so that a number is all it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Clarification {
    /// What was said.
    pub said: Intent,
    /// The questions it may answer.
    pub offered: Vec<Offered>,
    /// When we asked.
    pub asked_at: DateTime<Utc>,
}
