//! Runs cases: every competitor once per round, the order turned by one each time.

mod case;
mod figures;
mod judge;
mod lane;
mod machine;
mod playback;
mod process_usage;
mod programs;
mod report;
mod run;
mod server;

pub(crate) use case::{Case, Conditions, Depth, Entry, Measure, Rounds, Scale, Target};
pub(crate) use programs::{Lane, Programs};
pub(crate) use run::run;
