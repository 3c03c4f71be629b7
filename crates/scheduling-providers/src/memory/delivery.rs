use std::fmt;

use careweave_types::ids::ExternalId;
use careweave_types::{Error, ErrorKind, Result};
use careweave_webhooks::Delivery;
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use crate::identity::Identity;
use crate::model::{Appointment, PrivateLink};
use crate::webhook::{EventLinks, WebhookEvent, WebhookEventKind};

/// The header that carries the token.
pub(super) const TOKEN_HEADER: &str = "x-memory-token";

/// A delivery the service in memory would make: hand it to a receiver, twice, late, or never.
#[derive(Clone)]
pub struct MemoryDelivery {
    /// Where to.
    pub target: PrivateLink,
    pub(super) token: SecretString,
    pub(super) body: Vec<u8>,
}

impl fmt::Debug for MemoryDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryDelivery")
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

impl MemoryDelivery {
    /// Passes headers and body to a receiver.
    pub fn deliver<T>(&self, receiver: impl FnOnce(&Delivery<'_>) -> T) -> T {
        receiver(&Delivery {
            headers: &[
                (TOKEN_HEADER, self.token.expose_secret()),
                ("content-type", "application/json"),
            ],
            body: &self.body,
        })
    }
}

/// What stands in a body.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    pub(super) event_id: String,
    pub(super) kind: WebhookEventKind,
    pub(super) id: ExternalId,
    pub(super) occurred_at: DateTime<Utc>,
    #[serde(default)]
    pub(super) links: EventLinks,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) appointment: Option<Appointment>,
}

impl Body {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self> {
        // The error of the parser is not kept: it may quote the body.
        serde_json::from_slice(bytes).map_err(|_| {
            Error::new(
                ErrorKind::Decode,
                "webhooks.parse",
                "the body is no delivery of this service",
            )
        })
    }

    pub(super) fn into_event(self, identity: Identity, received_at: DateTime<Utc>) -> WebhookEvent {
        let event = WebhookEvent::hint(identity, self.kind, self.id, received_at)
            .occurred(self.occurred_at)
            .keyed(&self.event_id)
            .with_links(self.links);
        match self.appointment {
            Some(appointment) => event.with_appointment(appointment),
            None => event,
        }
    }
}
