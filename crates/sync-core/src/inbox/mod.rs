//! The inbox: what other systems announce, written down before it is acknowledged.
//!
//! A delivery is verified first (that is not done here), then recorded, then answered; the work comes later.
//! What is recorded depends on how deliveries can be told apart, and there are three classes:
//!
//! * **keyed**: the sender gives every event an id and repeats it on every retry. [`Inbox::accept`] records the
//!   first delivery of an id and counts the others;
//! * **stamped**: no id, but the sender says when the event was. The same, under a digest of event, subject and stamp;
//! * **hint**: nothing tells two deliveries apart, and equal bytes may be two changes. [`Inbox::hint`] never drops
//!   one: it marks the subject dirty. A worker notes the number of the mark, fetches the subject, and reports the
//!   number back ([`Inbox::fetched`]); a hint that came meanwhile has raised it, so the subject stays dirty.
//!
//! ```text
//! Received ─► Applied        its change is in our records
//!     ├─────► Superseded     a later state was known already
//!     ├─────► Ignored        nothing of ours depends on it
//!     └─────► Rejected       verified, but it cannot be understood
//! ```
//!
//! Nothing is lost without a trace: every source keeps [`InboxCounts`], which add up.
//!
//! The rules are the pure functions of [`machine`]; every store calls them.

mod counts;
mod dirty;
pub mod machine;
mod message;
mod retention;
mod store;

pub use counts::InboxCounts;
pub use dirty::{DirtyMark, Subject};
pub use machine::{MAX_BODY_BYTES, Settlement};
pub use message::{Incoming, Message, MessageClass, MessageIdentity, MessageState};
pub use retention::{MAX_RETENTION, Retention};
pub use store::{Accepted, Inbox};
