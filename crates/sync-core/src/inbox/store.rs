use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{DirtyMark, InboxCounts, Incoming, Message, Retention, Settlement, Subject};
use crate::lease::FenceGuard;

/// What accepting a delivery found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It was recorded.
    New(Message),
    /// It was recorded before; this is how far it got.
    Repeated(Message),
    /// A message with this id but other content was recorded before. Nothing of this delivery was kept:
    /// acknowledge it, fetch the subject, and find out why the sender uses an id twice.
    Differing(Message),
}

impl Accepted {
    /// The recorded message.
    pub const fn message(&self) -> &Message {
        match self {
            Self::New(message) | Self::Repeated(message) | Self::Differing(message) => message,
        }
    }
}

/// A durable record of what was announced, with the rules of [`machine`](super::machine).
///
/// Every step is one atomic, durable change: when a call returns, it survives a crash, and the delivery may be
/// acknowledged; when a call fails, nothing of it is kept: answer so that the sender tries again. Every method
/// fails with `Storage` when the store does, and with `InvalidInput` that names the field.
///
/// A step given a guard is made only while the lease it names is live under its fence, in one transaction.
#[async_trait]
pub trait Inbox: Debug + Send + Sync {
    /// Records a delivery, the first under its id; later ones are counted.
    ///
    /// # Errors
    /// As above.
    async fn accept(&self, incoming: &Incoming, now: DateTime<Utc>) -> Result<Accepted>;

    /// Says what became of a message, and erases its body. Repeating it is harmless.
    ///
    /// # Errors
    /// `NotFound` for a number that is not recorded (any more); `Conflict` when it was settled otherwise, or
    /// the guard's lease is gone.
    async fn settle(
        &self,
        number: u64,
        settlement: &Settlement,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<Message>;

    /// The message with this number.
    ///
    /// # Errors
    /// `NotFound` for a number that is not recorded (any more).
    async fn message(&self, number: u64) -> Result<Message>;

    /// Messages of a source that wait to be worked on, after `after`, in the order of receipt; 1 to 1000.
    ///
    /// # Errors
    /// As above.
    async fn received(&self, source: &str, after: Option<u64>, limit: u32) -> Result<Vec<Message>>;

    /// Marks a subject dirty. No hint is ever taken for a repeat.
    ///
    /// # Errors
    /// As above.
    async fn hint(&self, subject: &Subject, now: DateTime<Utc>) -> Result<DirtyMark>;

    /// Says that the subject was fetched, and what was found recorded, by a worker that saw the mark at number
    /// `hints` before it fetched. A hint that came since keeps it dirty. Repeating it is harmless.
    ///
    /// # Errors
    /// `NotFound` for a subject nobody named; `InvalidInput` for a number that no hint had yet; `Conflict` when
    /// the guard's lease is gone.
    async fn fetched(
        &self,
        subject: &Subject,
        hints: u64,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<DirtyMark>;

    /// Dirty subjects of a source, the one that has been dirty longest first; 1 to 1000.
    ///
    /// # Errors
    /// As above.
    async fn dirty(&self, source: &str, limit: u32) -> Result<Vec<DirtyMark>>;

    /// Forgets up to `limit` (1 to 1000) settled messages of a source whose last delivery lies further back
    /// than the retention, and tells how many. What waits is never forgotten, nor what a [legal hold](crate::LegalHolds) covers.
    ///
    /// # Errors
    /// As above.
    async fn forget(&self, source: &str, retention: Retention, now: DateTime<Utc>, limit: u32)
    -> Result<u32>;

    /// What became of everything a source announced.
    ///
    /// # Errors
    /// As above.
    async fn inbox_counts(&self, source: &str) -> Result<InboxCounts>;
}
