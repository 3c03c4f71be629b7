//! The words of answers, a table per language. Phrases are separated by `|` and written as people write them: building
//! the book folds them.

mod creole;
mod english;
mod mandarin;
mod portuguese;
mod russian;
mod spanish;
mod tagalog;
mod vietnamese;

use super::symbol::Symbol;
use crate::Language;

pub(super) type Table = &'static [(Symbol, &'static str)];

/// In the order in which a phrase that two languages share is read when nothing else decides.
pub(super) const TABLES: [(Language, Table); 8] = [
    (Language::English, english::PHRASES),
    (Language::Spanish, spanish::PHRASES),
    (Language::Portuguese, portuguese::PHRASES),
    (Language::Tagalog, tagalog::PHRASES),
    (Language::HaitianCreole, creole::PHRASES),
    (Language::Vietnamese, vietnamese::PHRASES),
    (Language::Mandarin, mandarin::PHRASES),
    (Language::Russian, russian::PHRASES),
];
