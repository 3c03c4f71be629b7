use careweave_types::ids::DocumentId;
use careweave_types::{ClientId, Delivery, EncounterId, Error, ErrorKind, Result, TimeWindow};

use super::{Claimed, Earlier, Outbox, OutboxItem, OutboxTicket, Settled};
use crate::IdempotencyKey;
use crate::connect::concerns_everybody;
use crate::connect::models::{Document, Encounter, NewDocument, NewTaskLog};
use crate::connect::resources::{ENCOUNTERS_TRIED, may_pass};
use crate::connect::{Connect, Documents, TaskLogs};

/// What came of an item of the outbox.
#[derive(Debug)]
pub struct Redelivered {
    /// Which.
    pub ticket: OutboxTicket,
    /// The key it is written under.
    pub key: IdempotencyKey,
    /// What came of it.
    pub outcome: RedeliveryOutcome,
}

/// What came of an attempt to write an item of the outbox.
#[derive(Debug)]
#[non_exhaustive]
pub enum RedeliveryOutcome {
    /// The note is in the task log of this encounter now.
    Attached {
        /// Which.
        encounter: EncounterId,
    },
    /// The document is filed now.
    Filed {
        /// Under what.
        id: DocumentId,
    },
    /// It was there: an earlier attempt had landed, and nothing was sent.
    Found {
        /// The id of the encounter or of the document.
        id: String,
    },
    /// It was not written; the outbox keeps it for later.
    Waiting {
        /// Why.
        error: Error,
    },
    /// It may have been written; the outbox keeps it, and looks before anything is sent again.
    InDoubt,
    /// The client has no visit the note could be attached to. A person has to see to it.
    NoEncounter,
    /// The vendor refuses it. A person has to see to it.
    Refused {
        /// What the vendor said.
        error: Error,
    },
}

impl Connect {
    /// Works through an outbox: up to `limit` items whose time has come, one after the other. Each is written under the key
    /// it was first written under; one that may have landed before is looked for first, and is sent again only when
    /// absence is certain.
    ///
    /// # Errors
    /// Failures of the outbox; `Unauthenticated`, `Forbidden` and `UnknownRoute`, which the next item would meet as well: the
    /// item at hand is kept for later.
    pub async fn redeliver(&self, outbox: &dyn Outbox, limit: usize) -> Result<Vec<Redelivered>> {
        let mut done = Vec::new();
        while done.len() < limit {
            let Some(claimed) = outbox.claim().await? else {
                break;
            };
            let outcome = match &claimed.item {
                OutboxItem::Note {
                    client_id,
                    window,
                    note,
                    key,
                    ..
                } => {
                    let logs = self.task_logs();
                    let note = (client_id, *window, note, key);
                    redeliver_note(&logs, note, &claimed, outbox).await
                }
                OutboxItem::Document { document, key, .. } => {
                    redeliver_document(&self.documents(), document, key, &claimed, outbox).await
                }
            };
            let outcome = outcome?;
            outbox.settle(&claimed, &settled(&outcome)).await?;
            if let RedeliveryOutcome::Waiting { error } = outcome {
                if concerns_everybody(&error) {
                    return Err(error);
                }
                done.push(redelivered(claimed, RedeliveryOutcome::Waiting { error }));
            } else {
                done.push(redelivered(claimed, outcome));
            }
        }
        Ok(done)
    }
}

fn redelivered(claimed: Claimed, outcome: RedeliveryOutcome) -> Redelivered {
    Redelivered {
        key: claimed.item.key().clone(),
        ticket: claimed.ticket,
        outcome,
    }
}

fn settled(outcome: &RedeliveryOutcome) -> Settled {
    match outcome {
        RedeliveryOutcome::Attached { encounter } => Settled::Delivered {
            id: encounter.to_string(),
        },
        RedeliveryOutcome::Filed { id } => Settled::Delivered { id: id.to_string() },
        RedeliveryOutcome::Found { id } => Settled::Delivered { id: id.clone() },
        RedeliveryOutcome::Waiting { error } => Settled::Failed {
            reason: error.kind().code(),
        },
        RedeliveryOutcome::InDoubt => Settled::InDoubt,
        RedeliveryOutcome::NoEncounter => Settled::Refused {
            reason: "no_encounter",
        },
        RedeliveryOutcome::Refused { error } => Settled::Refused {
            reason: error.kind().code(),
        },
    }
}

/// Whether an item has to be sent, after looking for it where an earlier attempt may have landed.
enum Look {
    Send,
    Found(String),
    NotYetKnown,
}

async fn look(claimed: &Claimed, found: impl AsyncFnOnce() -> Result<Option<String>>) -> Result<Look> {
    let Earlier::MayHaveLanded { absence_counts } = claimed.earlier else {
        return Ok(Look::Send);
    };
    Ok(match found().await? {
        Some(id) => Look::Found(id),
        None if absence_counts => Look::Send,
        None => Look::NotYetKnown,
    })
}

async fn redeliver_note(
    logs: &TaskLogs,
    (client, window, note, key): (&ClientId, TimeWindow, &NewTaskLog, &IdempotencyKey),
    claimed: &Claimed,
    outbox: &dyn Outbox,
) -> Result<RedeliveryOutcome> {
    let visits = match logs.visits_for_note(client, window).await {
        Ok(visits) => visits,
        Err(error) => return Ok(RedeliveryOutcome::Waiting { error }),
    };
    match look(claimed, async || note_among(logs, &visits, note).await).await {
        Ok(Look::Send) => {}
        Ok(Look::Found(id)) => return Ok(RedeliveryOutcome::Found { id }),
        Ok(Look::NotYetKnown) => return Ok(RedeliveryOutcome::InDoubt),
        Err(error) => return Ok(RedeliveryOutcome::Waiting { error }),
    }
    if visits.is_empty() {
        return Ok(RedeliveryOutcome::NoEncounter);
    }
    outbox.sending(claimed).await?;
    let mut refusal = None;
    for visit in visits.into_iter().take(ENCOUNTERS_TRIED) {
        match logs.create(&visit.id, note, key).await {
            Ok(_) => return Ok(RedeliveryOutcome::Attached { encounter: visit.id }),
            Err(error) if matches!(error.kind(), ErrorKind::Rejected | ErrorKind::NotFound) => {
                refusal = Some(error);
            }
            Err(error) => return lost(error, async || logs.shows(&visit.id, note).await, &visit.id).await,
        }
    }
    Ok(match refusal {
        Some(error) => RedeliveryOutcome::Refused { error },
        None => RedeliveryOutcome::NoEncounter,
    })
}

async fn note_among(logs: &TaskLogs, visits: &[Encounter], note: &NewTaskLog) -> Result<Option<String>> {
    for visit in visits.iter().take(ENCOUNTERS_TRIED) {
        if logs.shows(&visit.id, note).await? {
            return Ok(Some(visit.id.to_string()));
        }
    }
    Ok(None)
}

async fn redeliver_document(
    documents: &Documents,
    document: &NewDocument,
    key: &IdempotencyKey,
    claimed: &Claimed,
    outbox: &dyn Outbox,
) -> Result<RedeliveryOutcome> {
    match look(claimed, async || document_among(documents, document).await).await {
        Ok(Look::Send) => {}
        Ok(Look::Found(id)) => return Ok(RedeliveryOutcome::Found { id }),
        Ok(Look::NotYetKnown) => return Ok(RedeliveryOutcome::InDoubt),
        Err(error) => return Ok(RedeliveryOutcome::Waiting { error }),
    }
    outbox.sending(claimed).await?;
    match documents.create(document, key).await {
        Ok(id) => Ok(RedeliveryOutcome::Filed { id }),
        Err(error) if error.delivery() == Delivery::NotSent && !may_pass(&error) => {
            Ok(RedeliveryOutcome::Refused { error })
        }
        Err(error) if matches!(error.kind(), ErrorKind::Rejected | ErrorKind::NotFound) => {
            Ok(RedeliveryOutcome::Refused { error })
        }
        Err(error) if error.delivery() == Delivery::NotSent => Ok(RedeliveryOutcome::Waiting { error }),
        Err(_) => match document_among(documents, document).await {
            Ok(Some(id)) => Ok(RedeliveryOutcome::Found { id }),
            // Neither here nor certainly not there.
            Ok(None) | Err(_) => Ok(RedeliveryOutcome::InDoubt),
        },
    }
}

/// A document of the same owner with the same title, kind, media type and size. The vendor shows nothing that tells more.
async fn document_among(documents: &Documents, document: &NewDocument) -> Result<Option<String>> {
    let same = |shown: &Document| {
        let file = shown.content.as_ref().map(|content| &content.attachment);
        let kind = shown.kind.as_ref().and_then(|kind| kind.text.as_deref());
        kind == Some(&document.kind)
            && file.is_some_and(|file| {
                file.title.as_ref() == Some(&document.title)
                    && file.content_type.as_deref() == Some(&document.content_type)
                    && file.size == Some(document.bytes.expose().len() as u64)
            })
    };
    let shown = documents.of(&document.owner).await?;
    Ok(shown
        .iter()
        .find(|shown| same(shown))
        .map(|shown| shown.id.to_string()))
}

/// After a failure that says neither yes nor no: looks, and calls nothing certain that is not.
async fn lost(
    error: Error,
    shows: impl AsyncFnOnce() -> Result<bool>,
    encounter: &EncounterId,
) -> Result<RedeliveryOutcome> {
    if error.delivery() == Delivery::NotSent || concerns_everybody(&error) {
        return Ok(RedeliveryOutcome::Waiting { error });
    }
    Ok(match shows().await {
        Ok(true) => RedeliveryOutcome::Attached {
            encounter: encounter.clone(),
        },
        Ok(false) | Err(_) => RedeliveryOutcome::InDoubt,
    })
}
