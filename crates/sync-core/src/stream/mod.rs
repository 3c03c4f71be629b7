//! Streams: what happened to one subject, in order, with what follows from it and when to look again.
//!
//! A stream is a log with a version. [`Streams::append`] adds events under the version they were decided at, queues the
//! commands they cause in the [outbox](crate::outbox), and sets the instant at which the stream is looked at next: all
//! of it or nothing. Of two that decided at the same version one appends; the other reads on and decides anew. So
//! whatever a pure decider promises of its log holds over any number of workers.
//!
//! ```text
//! events, version ─► decide ─► append(version) ─► version + n, commands queued, deadline set
//!                                   └ Conflict: somebody appended meanwhile
//! deadline passed ─► claim_due ─► decide(tick) ─► append(version, under the fence of the claim)
//! ```
//!
//! A claim of what is due divides the work: it ends by itself, and with every append. The version is what guards; the fence
//! of the claim refuses a worker that slept past its end before it even decides.
//!
//! Bodies of events and of commands are bytes to the store. They may be about persons, so a store that was given keys seals
//! them.
//!
//! The rules are the pure functions of [`machine`]; every store calls them.

mod append;
mod head;
pub mod machine;
mod store;

pub use append::{NewCommand, StreamAppend};
pub use head::{StreamEvent, StreamHead};
pub use machine::{MAX_BODY_BYTES, MAX_EVENTS, MAX_STREAM_CLAIM};
pub use store::Streams;
