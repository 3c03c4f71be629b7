//! Notes and documents that are written now, or kept in a store until they can be.

use std::process;
use std::sync::Arc;

use careweave::http::SystemClock;
use careweave::types::{EncounterId, ErrorKind, Result};
use careweave::wellsky::connect::{
    DocumentId, DocumentOutcome, OutboxTicket, Redelivered, RedeliveryOutcome,
};
use careweave::wellsky::{IdempotencyKey, WellSky};
use careweave::workflows::{NoteStore, QueuedNotes};
use chrono::{DateTime, Utc};

use super::arguments::{arguments, window};
use super::connect_care::CreateDocument;
use super::connect_visits::AttachNote;
use super::operation::Operation;
use super::results::{AttachedNote, HostError, results};
use crate::StoreHandle;

/// How many items are worked through, or listed, unless the caller says.
const AT_ONCE: u32 = 100;

arguments! {
    /// How many.
    ManyAsked {
        /// The most, 1 to 1000; 100 by default.
        limit: Option<u32>,
    }

    /// Which item.
    OneTicket {
        /// The ticket, as it was given when the item was kept.
        ticket: String,
    }
}

results! {
    /// What became of a document. Only ``filed`` is a success.
    FiledDocument as "DocumentOutcome" {
        /// filed: WellSky has it. queued: WellSky failed, and the store keeps it under `ticket`.
        outcome: &'static str,
        /// The document's id.
        document_id: Option<DocumentId>,
        /// What the store calls it.
        ticket: Option<String>,
        /// What WellSky failed with.
        error: Option<HostError>,
    }

    /// What came of an item that waited.
    DeliveredItem as "Redelivered" {
        /// Which.
        ticket: String,
        /// The key it is written under.
        idempotency_key: IdempotencyKey,
        /// attached: the note is in the task log of `encounter_id`. filed: the document is there. found: an earlier attempt
        /// had landed, and nothing was sent. waiting: not written, and tried again later. in_doubt: it may have been written,
        /// and is looked for before anything is sent again. no_encounter, refused: given up, a person has to see to it.
        outcome: &'static str,
        /// The encounter that has the note.
        encounter_id: Option<EncounterId>,
        /// The document's id.
        document_id: Option<DocumentId>,
        /// Of what was found: the id of the encounter or of the document.
        found_id: Option<String>,
        /// Why it waits, or was refused.
        error: Option<HostError>,
    }

    /// An item that was given up and waits for a person.
    GivenUpItem as "GivenUp" {
        /// Which.
        ticket: String,
        /// Why: no_encounter, rejected.
        reason: Option<String>,
        /// Since when.
        at: DateTime<Utc>,
    }
}

impl From<DocumentOutcome> for FiledDocument {
    fn from(outcome: DocumentOutcome) -> Self {
        match outcome {
            DocumentOutcome::Filed { id } => Self {
                outcome: "filed",
                document_id: Some(id),
                ticket: None,
                error: None,
            },
            DocumentOutcome::Queued { ticket, error } => Self {
                outcome: "queued",
                document_id: None,
                ticket: Some(ticket.0),
                error: Some(HostError::from(&error)),
            },
        }
    }
}

impl From<Redelivered> for DeliveredItem {
    fn from(done: Redelivered) -> Self {
        let none = Self {
            ticket: done.ticket.0,
            idempotency_key: done.key,
            outcome: "waiting",
            encounter_id: None,
            document_id: None,
            found_id: None,
            error: None,
        };
        let failed = |outcome, error| (outcome, Some(HostError::from(error)));
        match &done.outcome {
            RedeliveryOutcome::Attached { encounter } => Self {
                outcome: "attached",
                encounter_id: Some(encounter.clone()),
                ..none
            },
            RedeliveryOutcome::Filed { id } => Self {
                outcome: "filed",
                document_id: Some(id.clone()),
                ..none
            },
            RedeliveryOutcome::Found { id } => Self {
                outcome: "found",
                found_id: Some(id.clone()),
                ..none
            },
            other => {
                let (outcome, error) = match other {
                    RedeliveryOutcome::Waiting { error } => failed("waiting", error),
                    RedeliveryOutcome::Refused { error } => failed("refused", error),
                    RedeliveryOutcome::NoEncounter => ("no_encounter", None),
                    // What is not known to be written is in doubt, also what a later version tells apart.
                    _ => ("in_doubt", None),
                };
                Self {
                    outcome,
                    error,
                    ..none
                }
            }
        }
    }
}

/// The notes of the client's agency in a store.
async fn notes(wellsky: &WellSky, store: &StoreHandle) -> Result<QueuedNotes<dyn NoteStore>> {
    wellsky.connect()?;
    let holder = format!("host-{}", process::id());
    let agency = wellsky.config().agency_id().clone();
    QueuedNotes::new(store.notes().await?, agency, holder, Arc::new(SystemClock::new()))
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::with_store(
            "notes.write",
            "write_note",
            "Writes a note where a client has a visit in the span, or keeps it in the store when WellSky fails: then the outcome is queued, and deliver_queued writes it later, once. Over Connect.",
            |wellsky, store, asked: AttachNote| async move {
                let span = window("notes.write", asked.start, asked.end)?;
                let (logs, key) = (wellsky.connect()?.task_logs(), &asked.idempotency_key);
                let queue = notes(&wellsky, &store).await?;
                let outcome = logs.attach(&asked.client_id, span, &asked.note, key, &queue).await?;
                Ok(AttachedNote::of_any(outcome))
            },
        )
        .raises(ErrorKind::Storage, "the store failed: then the note is nowhere")
        .raises(ErrorKind::KeyReuse, "another note is kept under this key"),
        Operation::with_store(
            "notes.file_document",
            "file_document",
            "Files a document, or keeps it in the store when WellSky fails: then the outcome is queued, and deliver_queued files it later, once. Over Connect.",
            |wellsky, store, new: CreateDocument| async move {
                let (document, key) = new.document("notes.file_document")?;
                let documents = wellsky.connect()?.documents();
                let queue = notes(&wellsky, &store).await?;
                documents.file(&document, &key, &queue).await.map(FiledDocument::from)
            },
        )
        .raises(ErrorKind::Storage, "the store failed: then the document is nowhere"),
        Operation::with_store(
            "notes.deliver",
            "deliver_queued",
            "Works through what the store keeps and whose time has come, one after the other, each under the key it was first written under. One that may have landed is looked for before it is sent again.",
            |wellsky, store, asked: ManyAsked| async move {
                let queue = notes(&wellsky, &store).await?;
                let limit = asked.limit.unwrap_or(AT_ONCE) as usize;
                let done = wellsky.connect()?.redeliver(&queue, limit).await?;
                Ok(done.into_iter().map(DeliveredItem::from).collect::<Vec<_>>())
            },
        )
        .raises(ErrorKind::Storage, "the store failed"),
        Operation::with_store(
            "notes.given_up",
            "given_up_notes",
            "What was given up and waits for a person.",
            |wellsky, store, asked: ManyAsked| async move {
                let queue = notes(&wellsky, &store).await?;
                let dead = queue.given_up(asked.limit.unwrap_or(AT_ONCE)).await?;
                let told = dead.into_iter().map(|item| GivenUpItem {
                    ticket: item.ticket.0,
                    reason: item.reason,
                    at: item.at,
                });
                Ok(told.collect::<Vec<_>>())
            },
        ),
        Operation::with_store(
            "notes.discard",
            "discard_note",
            "Erases the content of what was given up: it will not be written.",
            |wellsky, store, asked: OneTicket| async move {
                notes(&wellsky, &store).await?.discard(&OutboxTicket(asked.ticket)).await
            },
        )
        .raises(ErrorKind::NotFound, "no item has this ticket")
        .raises(ErrorKind::Conflict, "the item is not given up"),
    ]
}
