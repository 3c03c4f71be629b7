//! Registering webhooks, and reading what they deliver: four ids in a signed form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use careweave_types::ids::{ExternalId, SubscriptionId};
use careweave_types::{Error, ErrorKind, Result};
use careweave_webhooks::{Delivery, Identity as Recognised, LARGEST_BODY, Verified, verify};
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::json;
use std::borrow::Cow;
use url::Url;

use super::backend::Acuity;
use super::call::Call;
use super::config::BodyEncoding;
use super::wire::WireHook;
use crate::model::PrivateLink;
use crate::problem::Problem;
use crate::request::NewWebhook;
use crate::webhook::{WebhookEvent, WebhookEventKind, WebhookState, WebhookSubscription, WebhookTopic};

const REGISTER: &str = "webhooks.register";
const LIST: &str = "webhooks.list";
const PARSE: &str = "webhooks.parse";
/// An account has so many webhooks at most.
const MOST: usize = 25;

/// The event of each topic. `appointment.changed` also fires with each of the others.
const EVENTS: &[(WebhookTopic, &str)] = &[
    (WebhookTopic::Created, "appointment.scheduled"),
    (WebhookTopic::Rescheduled, "appointment.rescheduled"),
    (WebhookTopic::Cancelled, "appointment.canceled"),
    (WebhookTopic::Updated, "appointment.changed"),
    (WebhookTopic::NoShow, "appointment.changed"),
];

impl Acuity {
    async fn hooks(&self, operation: &'static str) -> Result<Vec<WireHook>> {
        self.caller.json(Call::get(operation, "webhooks")).await
    }

    pub(super) async fn list_webhooks(&self) -> Result<Vec<WebhookSubscription>> {
        self.hooks(LIST).await?.into_iter().map(subscription).collect()
    }

    pub(super) async fn find_webhook(&self, id: &SubscriptionId) -> Result<WebhookSubscription> {
        let found = self
            .list_webhooks()
            .await?
            .into_iter()
            .find(|hook| hook.id == *id);
        found.ok_or_else(|| Error::new(ErrorKind::NotFound, LIST, "the account has no such webhook"))
    }

    pub(super) async fn remove_webhook(&self, id: &SubscriptionId) -> Result<()> {
        match self
            .caller
            .send(Call::delete("webhooks.delete", format!("webhooks/{id}")))
            .await
        {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// One webhook per event. One that delivers there already is kept; one that was disabled is made anew.
    pub(super) async fn register(&self, webhook: &NewWebhook) -> Result<Vec<WebhookSubscription>> {
        if webhook.signing_key.is_some() {
            return Err(Error::invalid(
                REGISTER,
                "signing_key",
                "Acuity signs with the API key and takes no other",
            ));
        }
        let target = webhook.target.expose();
        check_port(target)?;
        let events = events(&webhook.topics)?;
        let mut present = self.hooks(REGISTER).await?;
        let mut registered = Vec::with_capacity(events.len());
        for event in events {
            let found = present
                .iter()
                .position(|hook| hook.event == event && hook.target == target);
            if let Some(place) = found {
                let hook = present.swap_remove(place);
                if hook.status.as_deref().is_none_or(|status| status == "active") {
                    registered.push(subscription(hook)?);
                    continue;
                }
                self.remove_webhook(&SubscriptionId::new(hook.id.to_string())?)
                    .await?;
            }
            let body = json!({"event": event, "target": target});
            let hook: WireHook = match self
                .caller
                .json(Call::write(REGISTER, Method::POST, "webhooks", body))
                .await
            {
                Ok(hook) => hook,
                Err(error) if error.kind() == ErrorKind::Rejected => return Err(self.limit_or(error).await),
                Err(error) => return Err(error),
            };
            registered.push(subscription(hook)?);
        }
        Ok(registered)
    }

    /// The refusal has no code of its own, so the webhooks are counted.
    async fn limit_or(&self, error: Error) -> Error {
        match self.hooks(REGISTER).await {
            Ok(hooks) if hooks.len() >= MOST => Problem::LimitReached
                .error(
                    REGISTER,
                    "the account has 25 webhooks, which is the most Acuity keeps",
                )
                .with("limit", MOST.to_string())
                .with_source(error),
            _ => error,
        }
    }

    pub(super) fn verify_delivery(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Verified> {
        let Some(scheme) = &self.signatures else {
            return Ok(Verified {
                identity: Recognised::Hint,
                sent_at: None,
            });
        };
        let body = self.unwrapped(delivery)?;
        verify(
            scheme,
            &Delivery {
                headers: delivery.headers,
                body: &body,
            },
            now,
        )
    }

    /// The body as it was sent.
    fn unwrapped<'a>(&self, delivery: &Delivery<'a>) -> Result<Cow<'a, [u8]>> {
        if self.config.body_encoding == BodyEncoding::Plain || delivery.body.len() > 2 * LARGEST_BODY {
            return Ok(Cow::Borrowed(delivery.body));
        }
        let body = delivery.body.trim_ascii();
        STANDARD.decode(body).map(Cow::Owned).map_err(|_| {
            Error::new(
                ErrorKind::Unauthenticated,
                "webhooks.verify",
                "the body is not in base64, as configured",
            )
        })
    }

    pub(super) fn parse_delivery(
        &self,
        delivery: &Delivery<'_>,
        now: DateTime<Utc>,
    ) -> Result<Vec<WebhookEvent>> {
        let broken = |field: &'static str, rule: &str| {
            Problem::Contract
                .error(PARSE, rule.to_owned())
                .with("field", field)
        };
        let body = self.unwrapped(delivery)?;
        let field = |name: &str| {
            let mut values = url::form_urlencoded::parse(&body).filter(|(key, _)| key == name);
            match (values.next(), values.next()) {
                (Some((_, value)), None) => Some(value.into_owned()),
                _ => None,
            }
        };
        let action = field("action").ok_or_else(|| broken("action", "a delivery says once what happened"))?;
        let action = action.strip_prefix("appointment.").unwrap_or(&action);
        if action == "order.completed" {
            // It is about a sale and about no appointment.
            return Ok(Vec::new());
        }
        let id = field("id")
            .filter(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()))
            .ok_or_else(|| broken("id", "a delivery names one appointment by number"))?;
        let kind = match action {
            "scheduled" => WebhookEventKind::Created,
            "rescheduled" => WebhookEventKind::Rescheduled,
            "canceled" => WebhookEventKind::Cancelled,
            "changed" => WebhookEventKind::Updated,
            word if (1..=64).contains(&word.len())
                && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'.') =>
            {
                word.into()
            }
            _ => return Err(broken("action", "what happened is a word")),
        };
        Ok(vec![WebhookEvent::hint(
            self.identity.clone(),
            kind,
            ExternalId::new(id)?,
            now,
        )])
    }
}

fn subscription(hook: WireHook) -> Result<WebhookSubscription> {
    let topics = EVENTS
        .iter()
        .filter(|(_, event)| *event == hook.event)
        .map(|(topic, _)| topic.clone())
        .collect();
    let id = SubscriptionId::new(hook.id.to_string())?;
    let mut subscription = WebhookSubscription::new(id, PrivateLink::new(hook.target), topics);
    subscription.state = hook.status.as_deref().map_or(WebhookState::Active, Into::into);
    Ok(subscription)
}

/// The events of topics, each once.
fn events(topics: &[WebhookTopic]) -> Result<Vec<&'static str>> {
    let mut events = Vec::new();
    for topic in topics {
        let Some((_, event)) = EVENTS.iter().find(|(known, _)| known == topic) else {
            return Err(Error::new(
                ErrorKind::Unsupported,
                REGISTER,
                "Acuity tells nothing of this topic; nothing was sent",
            )
            .with("field", "topics")
            .with("topic", topic.as_str()));
        };
        if !events.contains(event) {
            events.push(event);
        }
    }
    Ok(events)
}

/// Acuity delivers to the ports of the web only. This machine stands for a host of its own, in tests.
fn check_port(target: &str) -> Result<()> {
    let rule = || Error::invalid(REGISTER, "target", "Acuity delivers to port 443 or 80 only");
    let url = Url::parse(target).map_err(|_| rule())?;
    let loopback = match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        _ => false,
    };
    match url.port_or_known_default() {
        Some(443 | 80) => Ok(()),
        _ if loopback => Ok(()),
        _ => Err(rule()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_become_events_once_and_what_acuity_does_not_tell_is_refused() {
        let topics = [WebhookTopic::Updated, WebhookTopic::NoShow, WebhookTopic::Created];
        assert_eq!(
            events(&topics).unwrap(),
            ["appointment.changed", "appointment.scheduled"]
        );
        let error = events(&[WebhookTopic::TypeChanged]).unwrap_err();
        assert_eq!(
            (error.kind(), error.get("topic")),
            (ErrorKind::Unsupported, Some("type_changed"))
        );
    }

    #[test]
    fn receivers_stand_on_the_ports_of_the_web() {
        for target in [
            "https://a.example.invalid/h",
            "https://a.example.invalid:443/h",
            "http://127.0.0.1:9000/h",
        ] {
            assert!(check_port(target).is_ok(), "{target}");
        }
        assert_eq!(
            check_port("https://a.example.invalid:8443/h")
                .unwrap_err()
                .get("field"),
            Some("target")
        );
    }
}
