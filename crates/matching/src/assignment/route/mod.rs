//! Search for timed problems: ruin and recreate over the caregivers' days.

mod insertion;
mod jobs;
mod ruin;
mod schedule;
mod search;

pub(super) use search::search;
