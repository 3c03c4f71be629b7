//! What a score is made of.

mod continuity;
mod facts;
mod key;
mod row;
mod score;

pub(crate) use continuity::Decay;
pub use continuity::{Continuity, bice_boxerman};
pub(crate) use facts::{Facts, Wish, gender_wish, language_wish};
pub(crate) use key::Key;
pub use row::{Row, Why};
pub(crate) use score::{Scorecard, reliability_points, score, total};
