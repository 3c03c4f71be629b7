//! What changed since a state, for services that can tell and for those that cannot.

mod by_comparison;
mod state;

pub use by_comparison::by_comparison;
pub(crate) use by_comparison::read_all;
pub use state::{AppointmentChange, ChangeKind, Changes, Seen, SyncMark, SyncState, Tombstone};
