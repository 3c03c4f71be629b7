use careweave_types::{Error, Pii, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::MAX_BODY_BYTES;
use crate::ledger::Fingerprint;
use crate::rules;
use crate::words::words;

/// A verified delivery that can be told from others. Only the body may hold personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// Who sent it: `"calendly.agency-1"`. Up to 128 ASCII letters, digits, `.`, `_`, `-`.
    pub source: String,
    /// What tells it from other events of the source.
    pub identity: MessageIdentity,
    /// What happened, as the source says: `"invitee.created"`. The same alphabet.
    pub event: String,
    /// The opaque id of what it happened to. Up to 512 bytes; may be empty.
    pub subject: String,
    /// When the sender says it was sent, where that is signed.
    pub sent_at: Option<DateTime<Utc>>,
    /// The body as it came, up to 1 MiB. A store keeps it until the message is settled, sealed where it was
    /// given keys, then erases it.
    pub body: Pii<Vec<u8>>,
}

impl Incoming {
    /// Checks every field. A store calls this when it accepts.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const AT: &str = "inbox.accept";
        rules::code(AT, "source", &self.source)?;
        match &self.identity {
            MessageIdentity::Keyed(id) => rules::reference(AT, "identity", id)?,
            MessageIdentity::Stamped(stamp) => rules::reference(AT, "identity", stamp)?,
        }
        rules::code(AT, "event", &self.event)?;
        rules::optional_reference(AT, "subject", &self.subject)?;
        if let Some(sent_at) = self.sent_at {
            rules::instant(AT, "sent_at", sent_at)?;
        }
        if self.body.expose().len() > MAX_BODY_BYTES {
            return Err(Error::invalid(AT, "body", "must not be larger than 1 MiB"));
        }
        Ok(())
    }

    /// The id under which the message is recorded, unique among those of its source and class.
    pub fn message_id(&self) -> String {
        match &self.identity {
            MessageIdentity::Keyed(id) => id.clone(),
            MessageIdentity::Stamped(stamp) => {
                Fingerprint::of(&[&self.event, &self.subject, stamp]).to_string()
            }
        }
    }

    /// The digest of the body.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_bytes(self.body.expose())
    }
}

/// What tells a message from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageIdentity {
    /// The id the sender gave it and repeats on retries. 1 to 512 bytes, taken as it is.
    Keyed(String),
    /// The time of the event as the sender wrote it, which retries repeat; with event and subject it tells
    /// messages apart. 1 to 512 bytes.
    Stamped(String),
}

impl MessageIdentity {
    /// Its class.
    pub const fn class(&self) -> MessageClass {
        match self {
            Self::Keyed(_) => MessageClass::Keyed,
            Self::Stamped(_) => MessageClass::Stamped,
        }
    }
}

/// One recorded message and what became of it. Instants are UTC in whole microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its number, growing in the order of receipt over all sources; never given twice.
    pub number: u64,
    /// Who sent it.
    pub source: String,
    /// How it is told from others.
    pub class: MessageClass,
    /// The id it is recorded under.
    pub message_id: String,
    /// What happened.
    pub event: String,
    /// To what; may be empty.
    pub subject: String,
    /// The digest of the body.
    pub fingerprint: Fingerprint,
    /// The body, until the message is settled.
    pub body: Option<Pii<Vec<u8>>>,
    /// Where it stands.
    pub state: MessageState,
    /// Why it was superseded, ignored or rejected: a reason code.
    pub reason: Option<String>,
    /// How often it was delivered.
    pub deliveries: u32,
    /// When the sender says the first delivery was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was recorded.
    pub received_at: DateTime<Utc>,
    /// When it was last delivered.
    pub last_delivery_at: DateTime<Utc>,
    /// When it was settled.
    pub settled_at: Option<DateTime<Utc>>,
}

/// How messages are told apart. A hint is none of these: it is not recorded as a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageClass {
    /// By an id of the sender.
    Keyed,
    /// By event, subject and stamp.
    Stamped,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// It waits to be worked on.
    Received,
    /// Its change is in our records.
    Applied,
    /// A later state was known already.
    Superseded,
    /// Nothing of ours depends on it.
    Ignored,
    /// It cannot be understood.
    Rejected,
}

words!(MessageClass, "inbox.class", "class", "must be keyed or stamped":
    Keyed = "keyed", Stamped = "stamped");
words!(MessageState, "inbox.state", "state", "must be a state of a message":
    Received = "received", Applied = "applied", Superseded = "superseded", Ignored = "ignored",
    Rejected = "rejected");
