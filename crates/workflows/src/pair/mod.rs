//! A record of the host and a record of WellSky, kept in step field by field.
//!
//! What such flows have in common: a pure [`plan`] out of both sides and what they agreed on last, and [`Pairs`], which reads what
//! changed, carries plans out and keeps what was agreed on. What a record is made of, a [`Pair`] says.

mod agreed;
mod changes;
mod listing;
mod pairs;
mod plan;
mod side;
pub(crate) mod suite;
mod ties;
pub(crate) mod values;

pub(crate) use agreed::Agreed;
pub(crate) use listing::{EachHere, settled};
pub(crate) use pairs::Pairs;
pub(crate) use plan::{PairPlan, PairState, plan};
pub(crate) use side::{Creation, HerePage, Names, Pair};
