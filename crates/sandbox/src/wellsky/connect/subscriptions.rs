//! Subscriptions to events.

use serde_json::{Map, Value, json};

use super::super::agency::{self, Agency};
use super::super::events::{CRITERIA, Event};
use super::bundle::{Paging, Search};
use super::extras::Subscription;
use super::routes::Action;
use super::{Request, Required, values};
use crate::answer::{Answer, Refusal};

/// Where an event is to be delivered.
pub(crate) struct Target {
    pub(crate) subscription: u64,
    pub(crate) endpoint: String,
    pub(crate) payload: String,
    pub(crate) headers: Vec<String>,
}

impl Agency {
    /// Who asked to be told of an event.
    pub(crate) fn targets(&self, event: &Event) -> Vec<Target> {
        self.extras
            .subscriptions
            .iter()
            .filter(|(_, s)| s.active && s.criteria == event.criteria)
            .map(|(id, s)| Target {
                subscription: *id,
                endpoint: s.endpoint.clone(),
                payload: s.payload.clone(),
                headers: s.headers.clone(),
            })
            .collect()
    }
}

pub(super) fn answer(
    agency: &mut Agency,
    request: &Request<'_>,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    match action {
        Action::List | Action::Search => search(agency, request),
        Action::Get(id) => Ok(Answer::json(
            200,
            &agency.extras.subscriptions[&find(agency, id)?].fields,
        )),
        Action::Create => create(agency, request),
        Action::Put(id) => put(agency, request, id),
        Action::Delete(id) => {
            let id = find(agency, id)?;
            agency.tick();
            agency.extras.subscriptions.remove(&id);
            Ok(Answer::empty(204).committed())
        }
        _ => Err(Refusal::NotFound),
    }
}

fn find(agency: &Agency, id: &str) -> Result<u64, Refusal> {
    agency::number(id)
        .filter(|id| agency.extras.subscriptions.contains_key(id))
        .ok_or(Refusal::NotFound)
}

fn search(agency: &Agency, request: &Request<'_>) -> Result<Answer, Refusal> {
    let search = Search::read(request, Paging::Usual)?;
    let filters: Vec<(&str, String)> = ["status", "criteria", "contact_email"]
        .into_iter()
        .filter_map(|name| search.text(name).transpose().map(|value| Ok((name, value?))))
        .collect::<Result<_, Refusal>>()?;
    let found: Vec<&Subscription> = agency
        .extras
        .subscriptions
        .values()
        .filter(|s| {
            filters
                .iter()
                .all(|(name, value)| s.fields.get(name).and_then(Value::as_str) == Some(value))
        })
        .collect();
    Ok(search.page(request, &found, |s| s.fields.clone()))
}

fn create(agency: &mut Agency, request: &Request<'_>) -> Result<Answer, Refusal> {
    let body = request.body()?;
    request.check_agency_tag(&body, Required::Yes)?;
    let id = agency.extras.last_subscription + 1;
    let subscription = read(id, body)?;
    agency.tick();
    agency.extras.last_subscription = id;
    agency.extras.subscriptions.insert(id, subscription);
    Ok(Answer::json(201, &json!({"resourceType": "Subscription", "id": id})).committed())
}

fn put(agency: &mut Agency, request: &Request<'_>, id: &str) -> Result<Answer, Refusal> {
    let id = find(agency, id)?;
    let body = request.body()?;
    request.check_agency_tag(&body, Required::No)?;
    let stored = &agency.extras.subscriptions[&id].fields;
    let mut fields = stored.as_object().cloned().unwrap_or_default();
    fields.extend(body);
    let subscription = read(id, fields)?;
    agency.tick();
    agency.extras.subscriptions.insert(id, subscription);
    Ok(Answer::json(200, &json!({"resourceType": "Subscription", "id": id})).committed())
}

fn read(id: u64, mut fields: Map<String, Value>) -> Result<Subscription, Refusal> {
    let criteria = values::required(&fields, "criteria", "criteria")?;
    if !CRITERIA.contains(&criteria.as_str()) {
        return Err(Refusal::invalid("criteria", "is not a known criterion"));
    }
    let active = match values::text_of(&fields, "status", "status")?.as_deref() {
        None | Some("active") => true,
        Some("off") => false,
        Some(_) => return Err(Refusal::invalid("status", "must be one of: active, off")),
    };
    let channel = fields
        .get("channel")
        .and_then(Value::as_object)
        .ok_or_else(|| Refusal::invalid("channel", "is required"))?;
    if values::text_of(channel, "type", "channel.type")?.is_some_and(|kind| kind != "rest-hook") {
        return Err(Refusal::invalid("channel.type", "must be rest-hook"));
    }
    let endpoint = values::required(channel, "endpoint", "channel.endpoint")?;
    if crate::delivery::loopback(&endpoint).is_none() {
        return Err(Refusal::invalid(
            "channel.endpoint",
            "must be http://127.0.0.1 with a port: the sandbox calls nobody else",
        ));
    }
    let payload = values::text_of(channel, "payload", "channel.payload")?
        .unwrap_or_else(|| "application/fhir+json".to_owned());
    let headers: Vec<String> = channel
        .get("header")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|line| line.as_str().map(str::to_owned))
        .collect();
    let name = |line: &String| {
        line.split_once(':').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
    };
    if headers
        .iter()
        .chain([&payload])
        .any(|line| line.chars().any(char::is_control))
    {
        return Err(Refusal::invalid("channel", "must not contain control characters"));
    }
    if !headers.iter().all(name) {
        return Err(Refusal::invalid("channel.header", "must be lines of name: value"));
    }
    fields.insert("id".to_owned(), id.into());
    fields.insert("resourceType".to_owned(), "Subscription".into());
    fields.insert("status".to_owned(), if active { "active" } else { "off" }.into());
    Ok(Subscription {
        criteria,
        active,
        endpoint,
        payload,
        headers,
        fields: Value::Object(fields),
    })
}
