use careweave_types::ids::SubscriptionId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::PrivateLink;

careweave_types::open_enum! {
    /// What a webhook is told about.
    pub enum WebhookTopic {
        /// Bookings.
        Created = "created",
        /// Changes of any kind.
        Updated = "updated",
        /// Moves to another time.
        Rescheduled = "rescheduled",
        /// Cancellations.
        Cancelled = "cancelled",
        /// Clients who did not come, and that they came after all.
        NoShow = "no_show",
        /// Kinds of appointment.
        TypeChanged = "type_changed",
    }
}

careweave_types::open_enum! {
    /// How a webhook is doing.
    pub enum WebhookState {
        /// It delivers.
        Active = "active",
        /// The service tries again after failures.
        Retrying = "retrying",
        /// The service gave up: it has to be deleted and made anew.
        Disabled = "disabled",
    }
}

/// A webhook the service knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WebhookSubscription {
    /// The service's id.
    pub id: SubscriptionId,
    /// Where it delivers.
    pub target: PrivateLink,
    /// What it is told about.
    pub topics: Vec<WebhookTopic>,
    /// How it is doing.
    pub state: WebhookState,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// Since when deliveries fail, where the service says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<DateTime<Utc>>,
    /// When it lapses, at services whose webhooks do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
}

impl WebhookSubscription {
    /// A webhook that delivers.
    pub const fn new(id: SubscriptionId, target: PrivateLink, topics: Vec<WebhookTopic>) -> Self {
        Self {
            id,
            target,
            topics,
            state: WebhookState::Active,
            created_at: None,
            failing_since: None,
            expires_at: None,
        }
    }
}
