//! What is to be written, as messages of the inbox: there it may be personal, and is erased once it is settled.

use careweave_sync_core::{
    Accepted, Effect, Fingerprint, Inbox, Incoming, MessageIdentity, Settlement, inbox,
};
use careweave_types::{AgencyId, CaregiverId, ClientId, Delivery, Error, ErrorKind, Pii, Result, TimeWindow};
use careweave_wellsky_client::IdempotencyKey;
use careweave_wellsky_client::connect::{DocumentOwner, NewDocument, NewTaskLog, OutboxItem};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

const SOURCE: &str = "careweave.outbox";
const NOTE: &str = "task_logs.create";
const DOCUMENT: &str = "documents.create";

/// What marks an effect whose first attempt was made before it was kept, and may have landed.
const DOUBT: &str = "doubt";
const NO_DOUBT: &str = "sure";

/// The first message of an item.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Head {
    Note {
        key: IdempotencyKey,
        client_id: ClientId,
        window: TimeWindow,
        note: NewTaskLog,
    },
    Document {
        key: IdempotencyKey,
        owner: Owner,
        document_kind: String,
        title: Pii<String>,
        content_type: String,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Owner {
    Client(ClientId),
    Caregiver(CaregiverId),
}

/// An item as it is stored: a head, and the bytes of a document in parts that fit the inbox.
pub(super) struct Content {
    operation: &'static str,
    key: IdempotencyKey,
    lane: String,
    messages: Vec<Pii<Vec<u8>>>,
}

impl Content {
    pub(super) fn of(item: &OutboxItem) -> Result<Self> {
        let (operation, lane, head, bytes) = match item {
            OutboxItem::Note {
                client_id,
                window,
                note,
                key,
                ..
            } => {
                let head = Head::Note {
                    key: key.clone(),
                    client_id: client_id.clone(),
                    window: *window,
                    note: note.clone(),
                };
                (
                    NOTE,
                    DocumentOwner::Client(client_id.clone()).reference(),
                    head,
                    None,
                )
            }
            OutboxItem::Document { document, key, .. } => {
                let head = Head::Document {
                    key: key.clone(),
                    owner: match &document.owner {
                        DocumentOwner::Client(id) => Owner::Client(id.clone()),
                        DocumentOwner::Caregiver(id) => Owner::Caregiver(id.clone()),
                    },
                    document_kind: document.kind.clone(),
                    title: document.title.clone(),
                    content_type: document.content_type.clone(),
                };
                (
                    DOCUMENT,
                    document.owner.reference(),
                    head,
                    Some(document.bytes.expose()),
                )
            }
        };
        let head = serde_json::to_vec(&head)
            .map_err(|_| Error::new(ErrorKind::Internal, "outbox.keep", "an item could not be written"))?;
        let parts = bytes
            .into_iter()
            .flat_map(|bytes| bytes.chunks(inbox::MAX_BODY_BYTES))
            .map(|part| Pii::new(part.to_vec()));
        Ok(Self {
            operation,
            key: item.key().clone(),
            lane,
            messages: std::iter::once(Pii::new(head)).chain(parts).collect(),
        })
    }

    pub(super) const fn operation(&self) -> &'static str {
        self.operation
    }

    /// What it keeps its order with, and what it is written to: `Patient/500001`.
    pub(super) fn lane(&self) -> &str {
        &self.lane
    }

    /// What tells it from all other items of the store.
    pub(super) fn name(&self, agency: &AgencyId) -> Fingerprint {
        Fingerprint::of(&[agency.as_str(), self.key.as_str()])
    }

    /// What tells its content from another.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        let digests: Vec<String> = self
            .messages
            .iter()
            .map(|message| Fingerprint::of_bytes(message.expose()).to_string())
            .collect();
        let parts: Vec<&str> = std::iter::once(self.operation)
            .chain(digests.iter().map(String::as_str))
            .collect();
        Fingerprint::of(&parts)
    }

    /// Stores it and gives the numbers of its messages. Stored again it is the same messages.
    pub(super) async fn store(
        &self,
        store: &(impl Inbox + ?Sized),
        agency: &AgencyId,
        now: DateTime<Utc>,
    ) -> Result<Vec<u64>> {
        let name = self.name(agency);
        let mut numbers = Vec::with_capacity(self.messages.len());
        for (part, body) in self.messages.iter().enumerate() {
            let incoming = Incoming {
                source: SOURCE.to_owned(),
                identity: MessageIdentity::Keyed(format!("{name}/{part}")),
                event: self.operation.to_owned(),
                subject: self.lane.clone(),
                sent_at: None,
                body: body.clone(),
            };
            match store.accept(&incoming, now).await? {
                Accepted::New(message) | Accepted::Repeated(message) => {
                    if message.reason.is_some() {
                        return Err(Error::new(
                            ErrorKind::Conflict,
                            "outbox.keep",
                            "the item was discarded: keep it under another key",
                        )
                        .with("key", self.key.as_str()));
                    }
                    numbers.push(message.number);
                }
                Accepted::Differing(_) => {
                    return Err(Error::new(
                        ErrorKind::KeyReuse,
                        "outbox.keep",
                        "another item is kept under this key",
                    )
                    .with("key", self.key.as_str()));
                }
            }
        }
        Ok(numbers)
    }
}

/// What an effect notes of its item: whether an attempt was made before, and where the content lies.
pub(super) fn detail(sent: Delivery, numbers: &[u64]) -> String {
    let doubt = if sent == Delivery::NotSent {
        NO_DOUBT
    } else {
        DOUBT
    };
    let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
    format!("{doubt}:{}", numbers.join(","))
}

pub(super) fn is_ours(effect: &Effect) -> bool {
    effect.operation == NOTE || effect.operation == DOCUMENT
}

pub(super) fn was_in_doubt(effect: &Effect) -> bool {
    effect.detail.starts_with(DOUBT)
}

/// The item of an effect, out of its messages.
pub(super) async fn load(store: &(impl Inbox + ?Sized), effect: &Effect) -> Result<OutboxItem> {
    let mut bodies = Vec::new();
    for number in numbers(effect)? {
        let body = store.message(number).await?.body.ok_or_else(|| damaged(effect))?;
        bodies.push(body.into_exposed());
    }
    let mut bodies = bodies.into_iter();
    let head = bodies.next().ok_or_else(|| damaged(effect))?;
    let head: Head = serde_json::from_slice(&head).map_err(|_| damaged(effect))?;
    let sent = if was_in_doubt(effect) {
        Delivery::MaybeSent
    } else {
        Delivery::NotSent
    };
    Ok(match head {
        Head::Note {
            key,
            client_id,
            window,
            note,
        } => OutboxItem::Note {
            client_id,
            window,
            note,
            key,
            sent,
        },
        Head::Document {
            key,
            owner,
            document_kind,
            title,
            content_type,
        } => OutboxItem::Document {
            document: NewDocument {
                owner: match owner {
                    Owner::Client(id) => DocumentOwner::Client(id),
                    Owner::Caregiver(id) => DocumentOwner::Caregiver(id),
                },
                kind: document_kind,
                title,
                content_type,
                bytes: Pii::new(bodies.flatten().collect()),
            },
            key,
            sent,
        },
    })
}

/// Erases the content of an effect that is over. Doing it again changes nothing.
pub(super) async fn erase(
    store: &(impl Inbox + ?Sized),
    effect: &Effect,
    settlement: &Settlement,
    now: DateTime<Utc>,
) -> Result<()> {
    for number in numbers(effect)? {
        match store.settle(number, settlement, None, now).await {
            Ok(_) => {}
            // The inbox has forgotten it since: nothing is left to erase.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn numbers(effect: &Effect) -> Result<Vec<u64>> {
    let (_, numbers) = effect.detail.split_once(':').ok_or_else(|| damaged(effect))?;
    numbers
        .split(',')
        .map(|number| number.parse().map_err(|_| damaged(effect)))
        .collect()
}

fn damaged(effect: &Effect) -> Error {
    Error::new(
        ErrorKind::Storage,
        "outbox.load",
        "the content of an item is not where its record says",
    )
    .with("effect", effect.id.to_string())
}
