//! Webhooks, and what they are sent. Nothing about a delivery proves who sent it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use super::fault::Fault;
use crate::answer::Answer;
use crate::notice::{Content, Notice, Retry};
use crate::vendor::Arrival;

/// Attempts after waits that double, for a day.
const RETRY: Retry = Retry::Doubling {
    first: TimeDelta::seconds(60),
    span: TimeDelta::hours(24),
};

struct Hook {
    event: String,
    target: String,
    template: String,
}

/// The webhooks of the account.
#[derive(Default)]
pub(super) struct Hooks {
    by_id: BTreeMap<u64, Hook>,
    given: u64,
}

/// What a delivery says.
pub(super) struct Said<'a> {
    pub(super) event: &'a str,
    pub(super) template: &'a str,
    pub(super) form: &'a str,
    pub(super) recompleted: bool,
    pub(super) at: DateTime<Utc>,
}

impl Hooks {
    pub(super) fn list(&self) -> Answer {
        let rows: Vec<Value> = self.by_id.iter().map(|(id, hook)| hook.shown(*id)).collect();
        Answer::json(200, &rows)
    }

    pub(super) fn create(&mut self, arrival: &Arrival) -> Result<Answer, Fault> {
        let body = arrival.body.as_ref().ok_or(Fault::TooLarge)?;
        let body: Value = serde_json::from_slice(body).map_err(|_| Fault::Field("body", "is no JSON"))?;
        let text = |name: &'static str| match body[name].as_str() {
            Some(text) if !text.is_empty() => Ok(text.to_owned()),
            _ => Err(Fault::Field(name, "is required")),
        };
        let hook = Hook {
            event: text("eventType")?,
            target: text("targetUrl")?,
            template: text("entityId")?,
        };
        if hook.event != "form.complete" {
            return Err(Fault::Field("eventType", "is not known"));
        }
        if !(hook.target.starts_with("https://") || crate::delivery::loopback(&hook.target).is_some()) {
            return Err(Fault::Field("targetUrl", "must be an https address"));
        }
        self.given += 1;
        let answer = Answer::json(201, &hook.shown(self.given)).committed();
        self.by_id.insert(self.given, hook);
        Ok(answer)
    }

    pub(super) fn delete(&mut self, id: &str) -> Result<Answer, Fault> {
        let removed = id.parse().ok().and_then(|id: u64| self.by_id.remove(&id));
        removed
            .map(|_| Answer::empty(204).committed())
            .ok_or(Fault::NotFound)
    }

    /// A delivery to every hook of the template, or to every hook at all.
    pub(super) fn notices(&self, said: &Said<'_>, everybody: bool) -> Vec<Notice> {
        self.by_id
            .iter()
            .filter(|(_, hook)| everybody || hook.template == said.template)
            .map(|(id, hook)| Notice {
                surface: "goformz",
                subscription: (*id).into(),
                event: said.event.to_owned(),
                endpoint: hook.target.clone(),
                content_type: "application/json".to_owned(),
                content: Content::Json(said.body()),
                headers: Arc::new(|_, _| Vec::new()),
                retry: RETRY,
            })
            .collect()
    }
}

impl Hook {
    fn shown(&self, id: u64) -> Value {
        json!({"id": id.to_string(), "eventType": self.event, "targetUrl": self.target, "entityId": self.template})
    }
}

impl Said<'_> {
    fn body(&self) -> Value {
        json!({
            "EventType": self.event,
            "EntityId": self.template,
            "Timestamp": self.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            "Item": {
                "Id": self.form,
                "Url": format!("https://api.goformz.com/v2/formz/{}", self.form),
                "Recompleted": self.recompleted,
            },
        })
    }
}
