use careweave_types::ids::ExternalId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::Identity;
use crate::capability::WebhookSignature;
use crate::model::{Appointment, AppointmentKey, hex};

careweave_types::open_enum! {
    /// What happened.
    pub enum WebhookEventKind {
        /// An appointment was booked.
        Created = "created",
        /// Something about it changed, or the service does not say what.
        Updated = "updated",
        /// It moved to another time.
        Rescheduled = "rescheduled",
        /// It was called off.
        Cancelled = "cancelled",
        /// The client did not come.
        NoShow = "no_show",
        /// The client came after all.
        NoShowReverted = "no_show_reverted",
        /// It was confirmed.
        Confirmed = "confirmed",
        /// The agency turned it down.
        Rejected = "rejected",
        /// A kind of appointment changed.
        TypeChanged = "type_changed",
        /// The service tries the receiver.
        Ping = "ping",
    }
}

/// What is known of who sent a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureCheck {
    /// It proved itself.
    Verified {
        /// How.
        by: WebhookSignature,
        /// When it was signed, where the service signs that.
        sent_at: Option<DateTime<Utc>>,
    },
    /// The service proves nothing: fetch what it names before believing any of it.
    Unsigned,
}

/// Records an event ties together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventLinks {
    /// The record this one took the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<ExternalId>,
    /// The record that took this one's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<ExternalId>,
}

/// One thing a service said has happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WebhookEvent {
    /// Whose.
    pub identity: Identity,
    /// What tells it from every other event, and the same for every delivery of it.
    pub delivery_key: String,
    /// What happened.
    pub kind: WebhookEventKind,
    /// The record it happened to; what happened to a kind of appointment names that instead.
    pub external_id: ExternalId,
    /// When it happened, where the service says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime<Utc>>,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The appointment, where the delivery brings it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embedded: Option<Box<Appointment>>,
    /// True when the truth has to be fetched.
    pub needs_refetch: bool,
    /// What is known of the sender.
    pub signature: SignatureCheck,
    /// What it ties together.
    #[serde(default)]
    pub links: EventLinks,
}

impl WebhookEvent {
    /// An event that only names its record. Two deliveries that say the same are one event if `occurred_at` says when; without it,
    /// the same words may stand for two changes, and the record has to be fetched for each of them.
    pub fn hint(
        identity: Identity,
        kind: WebhookEventKind,
        external_id: ExternalId,
        received_at: DateTime<Utc>,
    ) -> Self {
        let delivery_key = delivery_key(&[kind.as_str(), external_id.as_str()]);
        Self {
            identity,
            delivery_key,
            kind,
            external_id,
            occurred_at: None,
            received_at,
            embedded: None,
            needs_refetch: true,
            signature: SignatureCheck::Unsigned,
            links: EventLinks::default(),
        }
    }

    /// The same at the time the service says, which becomes part of the key.
    #[must_use]
    pub fn occurred(mut self, at: DateTime<Utc>) -> Self {
        self.occurred_at = Some(at);
        self.delivery_key = delivery_key(&[
            self.kind.as_str(),
            self.external_id.as_str(),
            &at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        ]);
        self
    }

    /// The same under the id the service gives every event.
    #[must_use]
    pub fn keyed(mut self, event_id: &str) -> Self {
        self.delivery_key = delivery_key(&[event_id]);
        self
    }

    /// The same with the appointment, so that nothing has to be fetched.
    #[must_use]
    pub fn with_appointment(mut self, appointment: Appointment) -> Self {
        self.embedded = Some(Box::new(appointment));
        self.needs_refetch = false;
        self
    }

    /// The same with what it ties together.
    #[must_use]
    pub fn with_links(mut self, links: EventLinks) -> Self {
        self.links = links;
        self
    }

    /// The key of the record.
    pub fn key(&self) -> AppointmentKey {
        self.identity.key(self.external_id.clone())
    }
}

/// A key out of the parts that tell an event from others: a digest, so that its length is fixed and nothing of a body is in it.
fn delivery_key(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    hex(&digest.finalize())
}
