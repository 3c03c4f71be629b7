use careweave_types::ids::{ExternalId, SubscriptionId};
use careweave_types::{Error, ErrorKind, Result};
use careweave_webhooks::{Delivery, Scheme, Secret, Verified, verify};
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::availability::rows;
use super::codec::{self, Record};
use super::uri::uuid_of;
use super::wire::{Event, Hook, Invitee, Resource, Told, ToldInvitee};
use super::{Calendly, Reach, calls, refusal};
use crate::model::PrivateLink;
use crate::request::NewWebhook;
use crate::webhook::{
    EventLinks, WebhookEvent, WebhookEventKind, WebhookState, WebhookSubscription, WebhookTopic,
};

/// Calendly's events and what they are about. A move is a cancellation and a booking, in either order; of other changes,
/// Calendly tells nothing.
const EVENTS: &[(&str, &[WebhookTopic])] = &[
    (
        "invitee.created",
        &[WebhookTopic::Created, WebhookTopic::Rescheduled],
    ),
    (
        "invitee.canceled",
        &[WebhookTopic::Cancelled, WebhookTopic::Rescheduled],
    ),
    ("invitee_no_show.created", &[WebhookTopic::NoShow]),
    ("invitee_no_show.deleted", &[WebhookTopic::NoShow]),
    ("event_type.created", &[WebhookTopic::TypeChanged]),
    ("event_type.updated", &[WebhookTopic::TypeChanged]),
    ("event_type.deleted", &[WebhookTopic::TypeChanged]),
];

fn events_of(topics: &[WebhookTopic]) -> Result<Vec<&'static str>> {
    for topic in topics {
        if !EVENTS.iter().any(|(_, about)| about.contains(topic)) {
            return Err(Error::invalid(
                "webhooks.register",
                "topics",
                "Calendly tells of bookings, cancellations, moves, no-shows and types; details cannot be changed there",
            ));
        }
    }
    let wanted = |(event, about): &(&'static str, &[WebhookTopic])| {
        about.iter().any(|topic| topics.contains(topic)).then_some(*event)
    };
    Ok(EVENTS.iter().filter_map(wanted).collect())
}

fn topics_of(events: &[String]) -> Vec<WebhookTopic> {
    let has = |event: &str| events.iter().any(|known| known == event);
    let mut topics = Vec::new();
    for (_, about) in EVENTS.iter().filter(|(event, _)| has(event)) {
        for topic in *about {
            let whole =
                *topic != WebhookTopic::Rescheduled || (has("invitee.created") && has("invitee.canceled"));
            if whole && !topics.contains(topic) {
                topics.push(topic.clone());
            }
        }
    }
    topics
}

fn subscription(hook: &Hook) -> Result<WebhookSubscription> {
    let mut known = WebhookSubscription::new(
        SubscriptionId::new(hook.uri.as_str())?,
        PrivateLink::new(hook.callback_url.clone()),
        topics_of(&hook.events),
    );
    known.state = match (hook.state.as_str(), hook.retry_started_at) {
        ("active", None) => WebhookState::Active,
        ("active", Some(_)) => WebhookState::Retrying,
        (other, _) => WebhookState::from(other),
    };
    known.created_at = hook.created_at;
    known.failing_since = hook.retry_started_at;
    Ok(known)
}

impl Calendly {
    async fn hooks(&self, operation: &'static str) -> Result<Vec<Hook>> {
        let me = self.me().await?;
        let mut query = vec![("organization", me.current_organization.as_str())];
        match self.config.reach {
            Reach::Host => query.extend([("scope", "user"), ("user", me.uri.as_str())]),
            Reach::Organization => query.push(("scope", "organization")),
        }
        rows(
            operation,
            &self.all(operation, &["webhook_subscriptions"], &query).await?,
        )
    }

    pub(super) async fn list_hooks(&self) -> Result<Vec<WebhookSubscription>> {
        self.hooks("webhooks.list")
            .await?
            .iter()
            .map(subscription)
            .collect()
    }

    /// Reuses a webhook that delivers what is wanted to where it is wanted; one that is disabled, or tells less, is deleted and
    /// made anew, because Calendly can neither enable nor change one.
    pub(super) async fn register(&self, webhook: &NewWebhook) -> Result<Vec<WebhookSubscription>> {
        const OPERATION: &str = "webhooks.register";
        let events = events_of(&webhook.topics)?;
        let target = webhook.target.expose();
        let me = self.me().await?;
        for hook in self.hooks(OPERATION).await? {
            if hook.callback_url != target {
                continue;
            }
            let tells_all = events
                .iter()
                .all(|event| hook.events.iter().any(|known| known == event));
            if hook.state == "active" && tells_all {
                return Ok(vec![subscription(&hook)?]);
            }
            self.delete_hook(&SubscriptionId::new(hook.uri)?).await?;
        }
        let mut body = json!({
            "url": target,
            "events": events,
            "organization": me.current_organization,
        });
        match self.config.reach {
            Reach::Host => {
                body["scope"] = "user".into();
                body["user"] = me.uri.as_str().into();
            }
            Reach::Organization => body["scope"] = "organization".into(),
        }
        if let Some(key) = webhook
            .signing_key
            .as_ref()
            .or_else(|| self.config.signing_keys.first())
        {
            body["signing_key"] = key.expose_secret().into();
        }
        let made: Resource<Hook> = self
            .calls
            .post(OPERATION, &["webhook_subscriptions"], &body)
            .await?;
        Ok(vec![subscription(&made.resource)?])
    }

    pub(super) async fn look_at_hook(&self, id: &SubscriptionId) -> Result<WebhookSubscription> {
        const OPERATION: &str = "webhooks.renew";
        let uuid = uuid_of(OPERATION, "id", id.as_str(), "webhook_subscriptions")?;
        let hook: Resource<Hook> = self
            .calls
            .get(OPERATION, &["webhook_subscriptions", uuid], &[])
            .await?;
        subscription(&hook.resource)
    }

    pub(super) async fn delete_hook(&self, id: &SubscriptionId) -> Result<()> {
        const OPERATION: &str = "webhooks.delete";
        let uuid = uuid_of(OPERATION, "id", id.as_str(), "webhook_subscriptions")?;
        match self
            .calls
            .delete(OPERATION, &["webhook_subscriptions", uuid])
            .await
        {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The way deliveries are checked: without a key, they prove nothing.
    pub(super) fn scheme(config: &super::CalendlyConfig) -> Result<Scheme> {
        if config.signing_keys.is_empty() {
            return Ok(Scheme::unauthenticated());
        }
        let keys = config
            .signing_keys
            .iter()
            .map(|key| Secret::new(key.expose_secret()));
        Ok(Scheme::calendly(keys.collect::<Result<Vec<_>>>()?)?.with_tolerance(config.signature_tolerance))
    }

    pub(super) fn check_delivery(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Verified> {
        verify(&self.scheme, delivery, now)
    }

    pub(super) fn read_delivery(
        &self,
        delivery: &Delivery<'_>,
        now: DateTime<Utc>,
    ) -> Result<Vec<WebhookEvent>> {
        const OPERATION: &str = "webhooks.parse";
        let told: Told = calls::decode(OPERATION, delivery.body)?;
        match told.event.as_str() {
            "invitee.created"
            | "invitee.canceled"
            | "invitee_no_show.created"
            | "invitee_no_show.deleted" => self.invitee_event(OPERATION, told, now).map(|event| vec![event]),
            "event_type.created" | "event_type.updated" | "event_type.deleted" => {
                let subject: super::wire::Named = calls::decode(OPERATION, told.payload.get().as_bytes())?;
                Ok(vec![self.event(
                    OPERATION,
                    WebhookEventKind::TypeChanged,
                    &subject.uri,
                    told.created_at,
                    now,
                )?])
            }
            // Something this version has no use for; a receiver that refuses it would have its webhook disabled.
            _ => Ok(Vec::new()),
        }
    }

    fn invitee_event(&self, operation: &'static str, told: Told, now: DateTime<Utc>) -> Result<WebhookEvent> {
        let meeting: ToldInvitee = calls::decode(operation, told.payload.get().as_bytes())?;
        let invitee = Record::<Invitee>::read(operation, told.payload)?;
        let record = &invitee.value;
        let kind = match told.event.as_str() {
            "invitee.created" => WebhookEventKind::Created,
            // Half of a move as well: the links say so, and the other half is a booking.
            "invitee.canceled" => WebhookEventKind::Cancelled,
            "invitee_no_show.created" => WebhookEventKind::NoShow,
            _ => WebhookEventKind::NoShowReverted,
        };
        let id = |uri: &Option<String>| {
            uri.as_deref()
                .map(ExternalId::new)
                .transpose()
                .map_err(|_| refusal::contract(operation, "old_invitee", "breaks the rule of ids"))
        };
        let links = EventLinks {
            old: id(&record.old_invitee)?,
            new: id(&record.new_invitee)?,
        };
        let at = record.updated_at.or(told.created_at);
        let event = self
            .event(operation, kind, &record.uri, at, now)?
            .with_links(links);
        let Some(meeting) = meeting.scheduled_event else {
            return Ok(event);
        };
        let zone = match self.known_zone() {
            Some(zone) => zone,
            // Nobody has asked for the account's zone yet; it only matters where the invitee has none.
            None if record.timezone.is_some() => careweave_types::AgencyZone::utc(),
            None => return Ok(event),
        };
        let meeting: Record<Event> = Record::read(operation, meeting)?;
        let appointment = codec::appointment(operation, &self.identity, &zone, &meeting, &invitee, now)?;
        Ok(event.with_appointment(appointment))
    }

    fn event(
        &self,
        operation: &'static str,
        kind: WebhookEventKind,
        uri: &str,
        at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<WebhookEvent> {
        let id = ExternalId::new(uri)
            .map_err(|_| refusal::contract(operation, "payload.uri", "breaks the rule of ids"))?;
        let event = WebhookEvent::hint(self.identity.clone(), kind, id, now);
        Ok(match at {
            Some(at) => event.occurred(at),
            None => event,
        })
    }
}
