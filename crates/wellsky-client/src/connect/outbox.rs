use std::fmt;

use async_trait::async_trait;
use careweave_types::ids::DocumentId;
use careweave_types::{ClientId, EncounterId, Error, Result};

use super::models::{NewDocument, NewTaskLog};
use crate::IdempotencyKey;

/// What could not be written now and is to be written later.
#[derive(Clone, Debug)]
pub enum OutboxItem {
    /// A note on a client's visit.
    Note {
        /// Whose visit.
        client_id: ClientId,
        /// The note.
        note: NewTaskLog,
        /// The key it is written under.
        key: IdempotencyKey,
    },
    /// A document.
    Document {
        /// The document.
        document: NewDocument,
        /// The key it is written under.
        key: IdempotencyKey,
    },
}

/// What an outbox calls an item it keeps.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OutboxTicket(pub String);

/// Keeps what could not be written, durably: when `keep` has answered, the item is not lost.
#[async_trait]
pub trait Outbox: Send + Sync + fmt::Debug {
    /// Keeps an item. The same key twice is one item.
    ///
    /// # Errors
    /// `Storage` when it could not be kept: then nothing was promised to anybody.
    async fn keep(&self, item: OutboxItem) -> Result<OutboxTicket>;
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
