use careweave_types::Result;
use serde::{Deserialize, Serialize};

use super::intent::ParsedReply;
use super::phrase_book::{PhraseBook, tongue};
use super::reading::Reading;
use super::rules::decide;
use super::symbol::Symbol;
use crate::Language;

/// What a phrase of the host's own means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Yes.
    Accept,
    /// No.
    Decline,
    /// Perhaps.
    Tentative,
    /// All is as planned.
    ConfirmAll,
    /// A shift is given up.
    CallOff,
    /// Running late.
    Late,
    /// On the way.
    OnTheWay,
    /// Arrived.
    Arrived,
    /// Call me.
    CallMe,
    /// Do not write to me.
    OptOut,
    /// Says nothing by itself.
    Nothing,
}

/// A phrase the tables do not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtraPhrase {
    /// The words, as people write them; one to ten.
    pub text: String,
    /// What they mean.
    pub meaning: Meaning,
    /// The language they belong to.
    pub language: Language,
}

/// Reads answers. Build it once: it holds the tables of all languages in a form that is looked up quickly.
#[derive(Debug)]
pub struct ReplyParser {
    book: PhraseBook,
}

impl ReplyParser {
    /// With the tables of this crate.
    ///
    /// # Errors
    /// `InvalidInput` when a table contradicts itself, which a test rules out.
    pub fn new() -> Result<Self> {
        Self::with_phrases(&[])
    }

    /// With phrases of the host's own besides.
    ///
    /// # Errors
    /// `InvalidInput` for a phrase that is empty or too long, or that means something else already in its language.
    pub fn with_phrases(extra: &[ExtraPhrase]) -> Result<Self> {
        let phrases = extra.iter().map(|phrase| {
            let symbol = match phrase.meaning {
                Meaning::Accept => Symbol::Yes,
                Meaning::Decline => Symbol::No,
                Meaning::Tentative => Symbol::Tentative,
                Meaning::ConfirmAll => Symbol::AllGood,
                Meaning::CallOff => Symbol::CallOff,
                Meaning::Late => Symbol::Late,
                Meaning::OnTheWay => Symbol::OnTheWay,
                Meaning::Arrived => Symbol::Arrived,
                Meaning::CallMe => Symbol::CallMe,
                Meaning::OptOut => Symbol::StopText,
                Meaning::Nothing => Symbol::Filler,
            };
            (phrase.text.as_str(), symbol, tongue(&phrase.language))
        });
        Ok(Self {
            book: PhraseBook::new(phrases)?,
        })
    }

    /// Reads a message.
    pub fn parse(&self, text: &str) -> ParsedReply {
        self.read(text, 0)
    }

    /// Reads a message of somebody who writes in `language`: a word that means different things in different languages is
    /// read in theirs. `k` is short for "ok" in English and for "no" in Vietnamese.
    pub fn parse_in(&self, text: &str, language: &Language) -> ParsedReply {
        self.read(text, tongue(language))
    }

    fn read(&self, text: &str, hint: u16) -> ParsedReply {
        let reading = Reading::of(&self.book, text, hint);
        let finding = decide(&reading);
        ParsedReply {
            intent: finding.intent,
            confidence: finding.confidence,
            rule: finding.rule,
            language: reading.language(),
            spans: finding.spans,
        }
    }
}
