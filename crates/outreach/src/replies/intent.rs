use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::selection::Selection;
use crate::Language;

/// Which way an answer leans that is not a plain one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Lean {
    /// Towards yes.
    Yes,
    /// Towards no.
    No,
    /// Neither way.
    Open,
}

/// How an opt-out was worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OptOutBy {
    /// One of the words that count by themselves, alone.
    Keyword,
    /// In the sender's own words: suppress at once, and let a person read it.
    FreeText,
}

/// What somebody meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Intent {
    /// Yes.
    Accept {
        /// To what.
        #[serde(default)]
        which: Selection,
    },
    /// No.
    Decline {
        /// To what.
        #[serde(default)]
        which: Selection,
    },
    /// Yes to some and no to others.
    Mixed {
        /// Yes to these; all others when empty.
        accept: Selection,
        /// No to these; all others when empty.
        decline: Selection,
    },
    /// Numbers or days and no word: what they mean depends on what was asked.
    Choose {
        /// Which.
        which: Selection,
    },
    /// Yes within limits: until four, only in the morning.
    Partial,
    /// A question of theirs.
    Question {
        /// What it sounds like.
        lean: Lean,
    },
    /// Perhaps; or yes if.
    Tentative,
    /// Everything is as planned.
    ConfirmAll,
    /// They give up a shift they have.
    CallOff,
    /// They will be late.
    Late {
        /// By so many minutes, where they say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<u16>,
    },
    /// They are on their way.
    OnTheWay,
    /// They have arrived or clocked in.
    Arrived,
    /// They want to be called.
    CallMe,
    /// Thanks, a greeting, a smile: no answer is needed.
    Acknowledge,
    /// A telephone's note that they marked our message. It quotes us and is never an answer.
    Reaction,
    /// The number belongs to somebody else, or they have left.
    WrongPerson,
    /// They do not want to be written to.
    OptOut {
        /// How they said so.
        by: OptOutBy,
    },
    /// They want to be written to again.
    OptIn,
    /// They ask who we are.
    Help,
    /// No rule reads it: for a person.
    Unknown,
}

/// How sure a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A person should look.
    Low,
    /// Some words are not in the tables.
    Medium,
    /// The tables read it all, or as good as.
    High,
}

/// The rule that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReplyRule {
    /// There is nothing to read.
    Empty,
    /// It is a reaction to a message of ours.
    Reaction,
    /// A word that counts by itself, alone.
    Keyword,
    /// A sentence that asks for no more messages.
    StopPhrase,
    /// Wrong number, no longer here.
    WrongPerson,
    /// A shift is given up.
    CallOff,
    /// Late.
    Late,
    /// Call me.
    CallMe,
    /// Only numbers, ordinals or days.
    OnlyItems,
    /// A question mark, or a word that stands for one.
    QuestionMark,
    /// It opens with a question word.
    QuestionWord,
    /// Until, after, from, a time: the answer has limits.
    Limits,
    /// Perhaps.
    Perhaps,
    /// Yes if.
    Condition,
    /// Arrived.
    Arrived,
    /// On the way.
    OnTheWay,
    /// All good.
    AllGood,
    /// Yes and no, each with its own part.
    Parts,
    /// Yes and no with nothing to tell them apart: no is stronger.
    NoBeatsYes,
    /// A no, and no yes.
    No,
    /// A yes, and no no.
    Yes,
    /// A pictograph alone.
    Emoji,
    /// Thanks and the like alone.
    Courtesy,
    /// Something negated that is neither yes nor no.
    OnlyNegation,
    /// Nothing in it is in a table that decides.
    NoRule,
}

/// Bytes of a message, from `start` up to, and without, `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// At most four spans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Spans {
    len: u8,
    spans: [Span; 4],
}

impl Spans {
    pub(super) fn push(&mut self, span: Span) {
        if let Some(slot) = self.spans.get_mut(usize::from(self.len)) {
            *slot = span;
            self.len += 1;
        }
    }

    /// The spans, in the order the rule looked at them.
    pub fn as_slice(&self) -> &[Span] {
        &self.spans[..usize::from(self.len)]
    }
}

impl Serialize for Spans {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.as_slice())
    }
}

impl<'de> Deserialize<'de> for Spans {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let list = Vec::<Span>::deserialize(d)?;
        if list.len() > 4 {
            return Err(serde::de::Error::custom(
                "a rule looks at no more than four spans",
            ));
        }
        let mut spans = Self::default();
        list.into_iter().for_each(|span| spans.push(span));
        Ok(spans)
    }
}

/// A message, read. It holds nothing of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ParsedReply {
    /// What was meant.
    pub intent: Intent,
    /// How sure that is.
    pub confidence: Confidence,
    /// The rule that decided.
    pub rule: ReplyRule,
    /// The language most of the words belong to; absent when that is not clear (`ok`, `no`, `1`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What the rule decided by.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Span>"))]
    pub spans: Spans,
}
