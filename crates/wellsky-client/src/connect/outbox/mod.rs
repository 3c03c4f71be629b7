//! What could not be written now and is to be written later, without being written twice.

mod memory;
mod redeliver;
#[cfg(any(test, feature = "suite"))]
pub mod suite;

use std::fmt;

use async_trait::async_trait;
use careweave_types::ids::DocumentId;
use careweave_types::{ClientId, Delivery, EncounterId, Error, Result, TimeWindow};

use super::models::{NewDocument, NewTaskLog};
use crate::IdempotencyKey;

pub use memory::MemoryOutbox;
pub use redeliver::{Redelivered, RedeliveryOutcome};

/// What could not be written now and is to be written later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutboxItem {
    /// A note on a client's visit.
    Note {
        /// Whose visit.
        client_id: ClientId,
        /// In which the visit began.
        window: TimeWindow,
        /// The note.
        note: NewTaskLog,
        /// The key it is written under.
        key: IdempotencyKey,
        /// How far the attempt came that failed: unless it was not sent, it is looked for before it is sent again.
        sent: Delivery,
    },
    /// A document.
    Document {
        /// The document.
        document: NewDocument,
        /// The key it is written under.
        key: IdempotencyKey,
        /// How far the attempt came that failed.
        sent: Delivery,
    },
}

impl OutboxItem {
    /// The key it is written under.
    pub const fn key(&self) -> &IdempotencyKey {
        match self {
            Self::Note { key, .. } | Self::Document { key, .. } => key,
        }
    }

    /// How far the attempt came that failed before it was kept.
    pub const fn sent(&self) -> Delivery {
        match self {
            Self::Note { sent, .. } | Self::Document { sent, .. } => *sent,
        }
    }

    /// True when both would write the same under the same key, however far an earlier attempt came.
    pub fn is_the_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Note {
                    client_id: a,
                    window: b,
                    note: c,
                    key: d,
                    ..
                },
                Self::Note {
                    client_id: w,
                    window: x,
                    note: y,
                    key: z,
                    ..
                },
            ) => (a, b, c, d) == (w, x, y, z),
            (
                Self::Document {
                    document: a, key: b, ..
                },
                Self::Document {
                    document: y, key: z, ..
                },
            ) => (a, b) == (y, z),
            _ => false,
        }
    }
}

/// What an outbox calls an item it keeps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxTicket(pub String);

/// An item that somebody works on. The claim ends by itself; then another may have it, and what the first still says of it
/// is refused.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Which.
    pub ticket: OutboxTicket,
    /// What is to be written.
    pub item: OutboxItem,
    /// What is known of attempts before.
    pub earlier: Earlier,
    /// The number of the claim, higher with each.
    pub fence: u64,
}

/// What is known of the attempts to write an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// None, or none that can have landed.
    Nothing,
    /// One may have landed: look before sending.
    MayHaveLanded {
        /// Whether a look that finds nothing proves that nothing landed. Not before a quiet period is over: a request that
        /// outlived its sender may land late.
        absence_counts: bool,
    },
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is there, under this id: written now, or found to have landed before.
    Delivered {
        /// The vendor's id of what it was attached to or filed as.
        id: String,
    },
    /// It was not written; it is tried again later.
    Failed {
        /// Why: a reason code.
        reason: &'static str,
    },
    /// It may have been written; it is looked for later.
    InDoubt,
    /// It cannot be written: a person has to see to it.
    Refused {
        /// Why: a reason code.
        reason: &'static str,
    },
}

/// Keeps what could not be written, and hands it out again until it is. `connect::outbox_suite` is the behaviour every
/// implementation has.
///
/// [`Connect::redeliver`](super::Connect::redeliver) is who works through it.
#[async_trait]
pub trait Outbox: Send + Sync + fmt::Debug {
    /// Keeps an item: when this has answered, the item is as safe as the outbox is. The same item under the same key
    /// is one item, and has one ticket.
    ///
    /// # Errors
    /// `KeyReuse` for another item under a key that is in use; `Storage` when it could not be kept: then nothing was
    /// promised to anybody.
    async fn keep(&self, item: OutboxItem) -> Result<OutboxTicket>;

    /// An item whose time has come; nothing when there is none. Items of one client or caregiver come one after the other,
    /// in the order in which they were kept.
    ///
    /// # Errors
    /// `Storage`.
    async fn claim(&self) -> Result<Option<Claimed>>;

    /// Writes down that the item is about to be sent. Nothing is sent before this has answered.
    ///
    /// # Errors
    /// `Conflict` when the claim has ended, `InDoubt` when an earlier attempt may still land, `Storage`.
    async fn sending(&self, claimed: &Claimed) -> Result<()>;

    /// Writes down what came of it.
    ///
    /// # Errors
    /// `Conflict` when the claim has ended, `Storage`.
    async fn settle(&self, claimed: &Claimed, settled: &Settled) -> Result<()>;
}

/// What became of a note. None of these is an error, and only `Attached` is a success.
#[derive(Debug)]
#[must_use = "a note may not have been written"]
pub enum NoteOutcome {
    /// It is in the task log of this encounter.
    Attached {
        /// Which.
        encounter: EncounterId,
    },
    /// The client has no visit in the window: there is nothing a note could be attached to.
    NoEncounter,
    /// Every encounter that was tried refused it.
    Rejected {
        /// How many were tried.
        tried: usize,
        /// What the last one said.
        error: Error,
    },
    /// The vendor failed; the outbox keeps it.
    Queued {
        /// Under what.
        ticket: OutboxTicket,
        /// What the vendor failed with.
        error: Error,
    },
}

/// What became of a document.
#[derive(Debug)]
#[must_use = "a document may not have been filed"]
pub enum DocumentOutcome {
    /// It is filed.
    Filed {
        /// Under what.
        id: DocumentId,
    },
    /// The vendor failed; the outbox keeps it.
    Queued {
        /// Under what.
        ticket: OutboxTicket,
        /// What the vendor failed with.
        error: Error,
    },
}
