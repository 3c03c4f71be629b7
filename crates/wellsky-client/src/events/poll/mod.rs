//! Reading what has no event, and finding what deliveries missed.

mod diff;
mod planner;
mod policy;
mod poller;
mod snapshot;

pub use planner::{Due, Reach, every_poll, next_poll_at, polls_due};
pub use policy::PollPolicy;
pub use poller::{Polled, Poller};
pub use snapshot::{Fingerprint, MemorySnapshots, Seen, Snapshot, SnapshotStore, Sweep, Timing};
