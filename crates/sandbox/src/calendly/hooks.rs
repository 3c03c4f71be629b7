//! Webhook subscriptions, and what is sent to them.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::asked::{Asked, object, required, text, uuid_of};
use super::model::{Book, uuid};
use super::refused::Refused;
use super::tokens::Grant;
use super::wire::{Wire, time};
use crate::answer::Answer;
use crate::notice::{Content, Headers, Notice, Retry};
use crate::vendor::Arrival;

/// What can be told, and the scope that seeing it takes.
const EVENTS: &[(&str, &str)] = &[
    ("invitee.created", "scheduled_events:read"),
    ("invitee.canceled", "scheduled_events:read"),
    ("invitee_no_show.created", "scheduled_events:read"),
    ("invitee_no_show.deleted", "scheduled_events:read"),
    ("routing_form_submission.created", "scheduled_events:read"),
    ("event_type.created", "event_types:read"),
    ("event_type.deleted", "event_types:read"),
    ("event_type.updated", "event_types:read"),
];

/// Deliveries are tried again for a day, at growing distances.
const RETRY: Retry = Retry::Doubling {
    first: TimeDelta::seconds(60),
    span: TimeDelta::hours(24),
};

/// A subscription.
pub(super) struct Hook {
    uuid: String,
    url: String,
    events: Vec<String>,
    /// One host's meetings, or everybody's.
    user: Option<usize>,
    creator: usize,
    key: Option<Arc<str>>,
    disabled: bool,
    created: DateTime<Utc>,
    updated: DateTime<Utc>,
}

/// All subscriptions there are.
#[derive(Default)]
pub(super) struct Hooks {
    all: Vec<Hook>,
    made: usize,
}

/// When deliveries to a subscription began to fail, by its uuid.
pub(super) type Failing<'a> = &'a dyn Fn(&str) -> Option<DateTime<Utc>>;

fn shown(wire: &Wire<'_>, hook: &Hook, failing: Failing<'_>) -> Value {
    let failing = failing(&hook.uuid).filter(|_| !hook.disabled);
    json!({
        "uri": wire.uri("webhook_subscriptions", &hook.uuid),
        "callback_url": hook.url,
        "created_at": time(hook.created),
        "updated_at": time(hook.updated),
        "retry_started_at": failing.map(time),
        "state": if hook.disabled { "disabled" } else { "active" },
        "events": hook.events,
        "scope": if hook.user.is_some() { "user" } else { "organization" },
        "organization": wire.organization(),
        "user": hook.user.map(|user| wire.user_uri(user)),
        "group": null,
        "creator": wire.user_uri(hook.creator),
    })
}

impl Hooks {
    /// Nothing is delivered any more to what failed for a day.
    pub(super) fn disable(&mut self, given_up: &[Value], now: DateTime<Utc>) {
        for hook in &mut self.all {
            if given_up.iter().any(|uuid| *uuid == hook.uuid.as_str()) && !hook.disabled {
                hook.disabled = true;
                hook.updated = now;
            }
        }
    }

    pub(super) fn list(
        &self,
        wire: &Wire<'_>,
        asked: &Asked,
        grant: &Grant,
        failing: Failing<'_>,
    ) -> Result<Answer, Refused> {
        asked.required("organization")?;
        asked.required("scope")?;
        let user = whose(
            wire.book,
            grant,
            asked.uuid("organization", "organizations")?.as_deref(),
            asked.word("scope", &["user", "organization"])?,
            asked.uuid("user", "users")?.as_deref(),
        )?;
        let rows: Vec<&Hook> = self.all.iter().filter(|hook| hook.user == user).collect();
        asked.page(&rows, |hook| shown(wire, hook, failing))
    }

    pub(super) fn get(&self, wire: &Wire<'_>, uuid: &str, failing: Failing<'_>) -> Result<Answer, Refused> {
        let hook = self
            .all
            .iter()
            .find(|hook| hook.uuid == uuid)
            .ok_or_else(Refused::not_found)?;
        Ok(Answer::json(
            200,
            &json!({"resource": shown(wire, hook, failing)}),
        ))
    }

    pub(super) fn delete(&mut self, uuid: &str) -> Result<Answer, Refused> {
        let before = self.all.len();
        self.all.retain(|hook| hook.uuid != uuid);
        match self.all.len() < before {
            true => Ok(Answer::empty(204).committed()),
            false => Err(Refused::not_found()),
        }
    }

    pub(super) fn create(
        &mut self,
        wire: &Wire<'_>,
        grant: &Grant,
        arrival: &Arrival,
    ) -> Result<Answer, Refused> {
        let body = object(arrival)?;
        let url = required(&body, "url")?;
        if !url.starts_with("https://") && crate::delivery::loopback(url).is_none() {
            return Err(Refused::invalid("url", "must be an https URL"));
        }
        let named = body
            .get("events")
            .and_then(Value::as_array)
            .filter(|events| !events.is_empty());
        let named = named.ok_or_else(|| Refused::invalid("events", "can't be blank"))?;
        let mut events: Vec<String> = Vec::with_capacity(named.len());
        for event in named {
            let known = EVENTS.iter().find(|(name, _)| *event == *name);
            let (name, scope) = known.ok_or_else(|| Refused::invalid("events", "holds an unknown event"))?;
            if !grant.allows(scope) {
                return Err(Refused::scope(scope));
            }
            events.push((*name).to_owned());
        }
        let organization = uuid_of(required(&body, "organization")?, wire.base, "organizations");
        let user = text(&body, "user")?.and_then(|uri| uuid_of(uri, wire.base, "users"));
        let scope = required(&body, "scope")?;
        if !["user", "organization"].contains(&scope) {
            return Err(Refused::invalid("scope", "must be one of: user, organization"));
        }
        let user = whose(wire.book, grant, organization, Some(scope), user)?;
        if self.all.iter().any(|hook| hook.url == url && hook.user == user) {
            return Err(Refused::duplicate_hook());
        }
        self.made += 1;
        self.all.push(Hook {
            uuid: uuid(wire.book.seed, "webhook", self.made),
            url: url.to_owned(),
            events,
            user,
            creator: grant.user,
            key: text(&body, "signing_key")?.map(Arc::from),
            disabled: false,
            created: wire.now,
            updated: wire.now,
        });
        let hook = &self.all[self.all.len() - 1];
        Ok(Answer::json(201, &json!({"resource": shown(wire, hook, &|_| None)})).committed())
    }

    /// What is to be sent of something that happened.
    pub(super) fn notices(
        &self,
        wire: &Wire<'_>,
        what: &str,
        invitee: usize,
        at: DateTime<Utc>,
    ) -> Vec<Notice> {
        let host = wire.book.events[wire.book.invitees[invitee].event].host;
        let wanted = |hook: &&Hook| {
            !hook.disabled
                && hook.user.is_none_or(|user| user == host)
                && hook.events.iter().any(|event| event == what)
        };
        let notice = |hook: &Hook| Notice {
            surface: "calendly",
            subscription: hook.uuid.as_str().into(),
            event: what.to_owned(),
            endpoint: hook.url.clone(),
            content_type: "application/json".to_owned(),
            content: Content::Json(json!({
                "event": what,
                "created_at": time(at),
                "created_by": wire.user_uri(hook.creator),
                "payload": wire.told(invitee),
            })),
            headers: signed(hook.key.clone()),
            retry: RETRY,
        };
        self.all.iter().filter(wanted).map(notice).collect()
    }
}

/// The host that a subscription is about; `None` for everybody.
fn whose(
    book: &Book,
    grant: &Grant,
    organization: Option<&str>,
    scope: Option<&str>,
    user: Option<&str>,
) -> Result<Option<usize>, Refused> {
    if organization != Some(&book.organization) {
        return Err(Refused::not_found());
    }
    let manages = book.users[grant.user].role != "user";
    match (scope, user) {
        (Some("user"), None) => Err(Refused::invalid("user", "must be present when scope is user")),
        (Some("user"), Some(uuid)) => {
            let user = book.user(uuid).ok_or_else(Refused::not_found)?;
            match manages || user == grant.user {
                true => Ok(Some(user)),
                false => Err(Refused::forbidden()),
            }
        }
        _ if manages => Ok(None),
        _ => Err(Refused::forbidden()),
    }
}

/// The signature of a delivery, where the subscription has a key.
fn signed(key: Option<Arc<str>>) -> Headers {
    Arc::new(move |body, at| {
        let Some(key) = &key else {
            return Vec::new();
        };
        let seconds = at.timestamp();
        // HMAC takes keys of every length; the constructor's error cannot happen for it.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
            return Vec::new();
        };
        mac.update(format!("{seconds}.{body}").as_bytes());
        let hex: String = mac
            .finalize()
            .into_bytes()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        vec![format!("Calendly-Webhook-Signature: t={seconds},v1={hex}")]
    })
}

/// `GET /sample_webhook_data`: what a delivery would look like.
pub(super) fn sample(wire: &Wire<'_>, asked: &Asked) -> Result<Answer, Refused> {
    let what = asked.required("event")?;
    asked.required("organization")?;
    asked.required("scope")?;
    if !EVENTS.iter().any(|(name, _)| *name == what) {
        return Err(Refused::invalid("event", "is unknown"));
    }
    let canceled = |n: &usize| wire.book.invitees[*n].canceled.is_some();
    let invitees = 0..wire.book.invitees.len();
    let invitee = match what {
        "invitee.canceled" => invitees.clone().find(canceled),
        _ => invitees.clone().find(|n| !canceled(n)),
    };
    let payload = invitee
        .map(|number| wire.told(number))
        .ok_or_else(Refused::not_found)?;
    Ok(Answer::json(
        200,
        &json!({
            "event": what,
            "created_at": time(wire.now),
            "created_by": wire.user_uri(0),
            "payload": payload,
        }),
    ))
}
