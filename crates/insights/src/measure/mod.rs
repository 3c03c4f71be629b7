//! What a report is made of: shares with their parts and intervals, quotients, amounts, curves of survival.
//!
//! None of them is ever infinite or not a number: what has no value says why.

mod difference;
mod rate;
mod ratio;
mod spread;
mod survival;

pub use difference::RiskDifference;
pub use rate::{Rate, Tally, Verdict, WhyNull};
pub(crate) use ratio::rounded;
pub use ratio::{Amount, Ratio};
pub use spread::{Spread, gini};
pub use survival::{Spell, Step, Survival};
