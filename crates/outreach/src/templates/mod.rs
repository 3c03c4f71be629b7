//! What messages say: templates with typed variables, in eight languages, that give away no more than is needed.
//!
//! A body names [`Variable`]s; each has a [`FieldClass`], and the [`Exposure`] of a template says which classes it may hold.
//! Before somebody has a shift that is the area, the day and the hours, and at most an initial; afterwards a name or a
//! street as well, over a provider that may hold them. What a client suffers from and how to get into the house are in no
//! message. [`lint`] holds a catalogue to this and to what carriers and the law ask of texts and calls; [`render`] refuses
//! what lint would refuse, and gives a `Pii<String>`.
//!
//! Only the English was written by people who speak it natively; the other languages await such a reader and say so.

mod body;
mod catalogue;
mod lint;
mod render;
mod values;
mod variable;
mod wording;

pub use body::Body;
pub use catalogue::{Catalogue, Medium, Review, Template};
pub use lint::{Finding, LintRule, lint};
pub use render::{ProviderTrust, Rendered, render};
pub use values::{OptionLine, Value, Values};
pub use variable::{Exposure, FieldClass, Variable};
