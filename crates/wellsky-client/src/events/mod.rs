//! What happens at the vendor, as it becomes known: hints that are received, records that are fetched back, and polling for
//! what has no event.
//!
//! Connect's deliveries say which record changed and nothing more, come at least once or not at all, and in any order. So a
//! delivery is a hint and never a change:
//!
//! ```text
//! POST ─► EventReceiver ─► HintStore ─► Feed ─► Change ─► your ChangeSink
//!         verified,        (type, id)   fetched            Poller ─► Change
//!         answered at once coalesced    back               every 15 minutes, for shifts and for what was lost
//! ```
//!
//! * [`EventReceiver`] checks the shared header, notes a mark and says which status to answer. It never fetches.
//!   [`EventVerifier`] is the check alone.
//! * [`HintStore`] keeps the marks: [`MemoryHints`], or a durable one, see the crate `careweave-workflows`.
//! * [`Feed`] fetches each marked record with credentials and gives a typed [`Change`]; a record that is not there any more is
//!   [`Change::Gone`].
//! * [`Poller`] reads what has no event (shifts, clock-ins) and finds what deliveries missed. A reading with holes never makes
//!   a record gone.
//!
//! A change may come twice, from a hint and from a poll: a [`ChangeSink`] stores what it is given under the record's id.

mod change;
mod feed;
mod hint_store;
mod memory_hints;
mod poll;
mod receiver;
mod record;
#[cfg(any(test, feature = "suite"))]
pub mod suite;
mod verifier;

pub use change::{Change, ChangeSink};
pub use feed::{Drained, Failed, Feed};
pub use hint_store::{HintStore, Mark};
pub use memory_hints::MemoryHints;
pub use poll::{
    Due, Fingerprint, MemorySnapshots, PollPolicy, Polled, Poller, Reach, Seen, Snapshot, SnapshotStore,
    Sweep, Timing, every_poll, next_poll_at, polls_due,
};
pub use receiver::{EventReceiver, Receipt};
pub use record::{Record, RecordKind};
pub use verifier::{Announced, EventVerifier, LARGEST_DELIVERY, Refused};

pub use careweave_webhooks::Ack;
