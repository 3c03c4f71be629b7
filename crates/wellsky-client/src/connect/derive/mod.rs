//! What Connect does not say, worked out from what it does. Nothing here does I/O or reads a clock.

mod status_changes;
mod visits;

pub use status_changes::{ClientSnapshot, Differences, status_changes};
pub use visits::{Joined, join_visits, shift_status};
