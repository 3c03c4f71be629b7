//! What an answer means, and which question it answers.
//!
//! [`ReplyParser`] reads a message by tables of words, one per language, and says what it is: a typed [`Intent`] with a
//! [`Confidence`], the rule that decided and the spans it decided by; never the text. What no rule reads is
//! [`Intent::Unknown`] and belongs to a person. [`route`] then finds the question it answers among those that are open, and
//! asks when there are several: it never guesses.
//!
//! ```
//! use careweave_outreach::replies::{Confidence, Intent, ReplyParser};
//!
//! let parser = ReplyParser::new()?;
//! assert!(matches!(parser.parse("No problem!").intent, Intent::Accept { .. }));
//! assert!(matches!(parser.parse("I absolutely cannot").intent, Intent::Decline { .. }));
//! assert!(matches!(parser.parse("STOP.").intent, Intent::OptOut { .. }));
//! assert!(matches!(parser.parse("cancel my shift tomorrow").intent, Intent::CallOff));
//! # Ok::<(), careweave_types::Error>(())
//! ```

mod intent;
pub(crate) mod lexeme;
mod parser;
mod phrase_book;
mod phrases;
mod plain;
mod polarity;
mod question;
mod reading;
mod route;
mod rules;
mod selection;
mod symbol;

pub use intent::{Confidence, Intent, Lean, OptOutBy, ParsedReply, ReplyRule, Span, Spans};
pub use parser::{ExtraPhrase, Meaning, ReplyParser};
pub use question::{Answer, Clarification, Offered, OpenQuestion, QuestionId, QuestionItem, QuestionKind};
pub use route::{HandOver, IgnoredBecause, Report, Route, Thread, route};
pub use selection::{Days, Items, Selection};
