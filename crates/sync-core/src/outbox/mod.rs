//! The outbox: effects that wait to be sent, in order, with retries that end.
//!
//! [`Outbox::enqueue`] plans an effect and queues it in one transaction: either both are recorded or neither.
//! An item holds no request, only the id of its effect; whoever sends it builds the request anew and goes
//! through the steps of the ledger, which keeps it from being sent twice whatever happens here.
//!
//! ```text
//! Waiting ─► Claimed ─► Done
//!    ▲          ├─────► Waiting     failed: after a growing wait; or deferred, which uses up no attempt
//!    │          └─────► Dead        refused, or no attempt or time left
//!    └─────────────────── redriven, with the same effect id
//! ```
//!
//! Items of one lane (the client, the shift) are sent one after the other in the order of queueing; lanes do not
//! wait for each other. Among lanes the higher priority goes first, then the earlier due time. A dead item
//! does not hold its lane up.
//!
//! Workers may divide the work by operation ([`ClaimFilter`]): the notes of one program need no outbox of their own.
//!
//! A claim ends by itself; then another worker may claim the item, under a higher fence, and what the first
//! still reports is refused. Every claim uses up an attempt, so that an item that kills its workers ends too.
//!
//! The rules are the pure functions of [`machine`]; every store calls them.

mod counts;
mod dispatch;
mod item;
pub mod machine;
mod schedule;
mod store;

pub use counts::OutboxCounts;
pub use dispatch::{ClaimFilter, DeadFilter, Deferral, Dispatch};
pub use item::{OutboxItem, OutboxState};
pub use machine::MAX_CLAIM;
pub use schedule::RetrySchedule;
pub use store::{Enqueued, Outbox};
