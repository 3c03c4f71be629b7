//! The control port.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::Request;
use axum::response::Response;
use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::connection::Cut;
use crate::delivery::Plan;
use crate::faults::Fault;
use crate::form;
use crate::journal::{Entry, under};
use crate::offers::{self, Ask, Offer};
use crate::ready::Ready;
use crate::vendor::{Arrival, answer_or_cut};
use crate::world::{Shared, World};
use crate::{acuity, calendly, goformz, ninsaude};

/// Serves one request on the control port.
pub(crate) async fn serve(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let request_id = parts.headers.get("x-request-id").cloned();
    let arrival = tokio::select! {
        arrival = Arrival::read(parts, body) => arrival,
        () = shared.halted() => None,
    };
    let answer = arrival.map(|arrival| answer(&shared, &arrival).unwrap_or_else(Answer::from));
    answer_or_cut(answer, &cut, request_id.as_ref())
}

fn answer(shared: &Shared, arrival: &Arrival) -> Result<Answer, Refusal> {
    let Some(command) = arrival.path.strip_prefix("/_sandbox/") else {
        return Err(Refusal::NotFound);
    };
    if !command.starts_with("journal") && arrival.query.as_ref().is_some_and(|q| !q.is_empty()) {
        return Err(Refusal::Malformed("This path takes no query".to_owned()));
    }
    let mut world = shared.world();
    if let Some((vendor, rest)) = command.split_once('/')
        && let Some(control) = match vendor {
            "acuity" => Some(acuity::control as Control),
            "calendly" => Some(calendly::control as Control),
            "ninsaude" => Some(ninsaude::control as Control),
            "goformz" => Some(goformz::control as Control),
            _ => None,
        }
    {
        let answer = control(&shared.ready, &mut world, &arrival.method, rest, body(arrival)?)?;
        shared.deliveries_changed.notify_one();
        return Ok(answer);
    }
    match (command, arrival.method.as_str()) {
        ("ready", "GET") => Ok(Answer::json(200, &shared.ready)),
        ("journal", "GET") => journal(&world, arrival.query.as_deref().unwrap_or_default()),
        ("journal", "DELETE") => Ok(Answer::json(200, &json!({"removed": world.journal.clear()}))),
        ("faults", "POST") => {
            let fault = Fault::read(json_body(arrival)?)?;
            let answer = Answer::json(201, &fault);
            world.faults.plan(fault);
            Ok(answer)
        }
        ("faults", "DELETE") => Ok(Answer::json(200, &json!({"removed": world.faults.clear()}))),
        ("tokens/expire", "POST") => Ok(Answer::json(200, &json!({"expired": world.tokens.expire_all()}))),
        ("offers", "POST") => offer(&mut world, shared.ready.seed, json_body(arrival)?),
        ("offers", "GET") => Ok(Answer::json(200, &json!({"offers": world.offers}))),
        ("state", "GET") => Ok(Answer::json(200, &world.agency.counts())),
        ("faults", "GET") => Ok(Answer::json(200, &json!({"faults": world.faults.planned()}))),
        ("switches", "GET") => Ok(switches(&world)),
        ("switches", "PUT") => {
            set_switches(&mut world, &json_body(arrival)?)?;
            Ok(switches(&world))
        }
        ("clock", "GET") => Ok(clock(&world)),
        ("clock", "POST") => {
            let to = later(&world, json_body(arrival)?)?;
            world.advance(to);
            shared.deliveries_changed.notify_one();
            Ok(clock(&world))
        }
        ("webhooks", "GET") => Ok(Answer::json(200, world.deliveries.plan())),
        ("webhooks", "POST") => {
            world.deliveries.set_plan(Plan::read(json_body(arrival)?)?);
            Ok(Answer::json(200, world.deliveries.plan()))
        }
        ("webhooks", "DELETE") => {
            world.deliveries.set_plan(Plan::default());
            Ok(Answer::json(200, world.deliveries.plan()))
        }
        ("deliveries", "GET") => Ok(Answer::json(200, &json!({"deliveries": world.deliveries.log()}))),
        ("deliveries", "DELETE") => Ok(Answer::json(200, &json!({"removed": world.deliveries.clear()}))),
        (
            "ready" | "journal" | "faults" | "tokens/expire" | "offers" | "state" | "switches" | "clock"
            | "webhooks" | "deliveries",
            _,
        ) => Err(Refusal::MethodNotAllowed),
        _ => Err(Refusal::NotFound),
    }
}

/// A vendor's own commands: method, path below its name, body (`null` when there is none).
type Control = fn(&Ready, &mut World, &str, &str, Value) -> Result<Answer, Refusal>;

fn body(arrival: &Arrival) -> Result<Value, Refusal> {
    match &arrival.body {
        Some(body) if body.is_empty() => Ok(Value::Null),
        _ => json_body(arrival),
    }
}

fn switches(world: &World) -> Answer {
    Answer::json(200, &json!({"switches": world.switches.values()}))
}

/// Sets all the switches of a body, or none.
fn set_switches(world: &mut World, body: &Value) -> Result<(), Refusal> {
    let named = body
        .as_object()
        .ok_or_else(|| Refusal::Malformed("The body must be a JSON object".to_owned()))?;
    let mut changed = world.switches.clone();
    for (name, value) in named {
        let value = value
            .as_str()
            .ok_or_else(|| Refusal::invalid(name.as_str(), "must be a string"))?;
        changed
            .set(name, value)
            .map_err(|error| Refusal::invalid(name.as_str(), error.message()))?;
    }
    world.switches = changed;
    Ok(())
}

fn clock(world: &World) -> Answer {
    Answer::json(200, &json!({"now": world.now()}))
}

/// The longest the clock is moved at once: ten years.
const LONGEST_STEP: i64 = 3_653 * 86_400;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    advance_seconds: Option<i64>,
    now: Option<DateTime<Utc>>,
}

/// The instant that a body moves the clock to.
fn later(world: &World, body: Value) -> Result<DateTime<Utc>, Refusal> {
    let step: Step = serde_json::from_value(body).map_err(|e| Refusal::Malformed(e.to_string()))?;
    let present = world.now();
    let (field, seconds) = match (step.advance_seconds, step.now) {
        (Some(seconds), None) => ("advance_seconds", seconds),
        (None, Some(instant)) => ("now", (instant - present).num_seconds()),
        _ => {
            return Err(Refusal::invalid(
                "advance_seconds",
                "or now is required, and one of them only",
            ));
        }
    };
    if !(0..=LONGEST_STEP).contains(&seconds) {
        return Err(Refusal::invalid(
            field,
            "must not move the clock back, or by more than ten years",
        ));
    }
    present
        .checked_add_signed(TimeDelta::seconds(seconds))
        .filter(|to| to.year() <= 9_000)
        .ok_or_else(|| Refusal::invalid(field, "must not go beyond the year 9000"))
}

fn json_body(arrival: &Arrival) -> Result<Value, Refusal> {
    let body = arrival.body.as_ref().ok_or(Refusal::TooLarge)?;
    serde_json::from_slice(body).map_err(|e| Refusal::Malformed(format!("Malformed JSON: {e}")))
}

fn journal(world: &World, query: &str) -> Result<Answer, Refusal> {
    let (mut method, mut prefix, mut surface, mut since) = (None, None, None, 0_u64);
    for (name, value) in form::decode(query)? {
        match name.as_str() {
            "method" => method = Some(value),
            "path_prefix" => prefix = Some(value),
            "surface" => surface = Some(value),
            "since_seq" => {
                since = value
                    .parse()
                    .map_err(|_| Refusal::Malformed("since_seq must be a whole number".to_owned()))?;
            }
            _ => return Err(Refusal::Malformed(format!("Unknown query parameter: {name}"))),
        }
    }
    let wanted = |entry: &&Entry| {
        entry.seq > since
            && method
                .as_ref()
                .is_none_or(|m| m.eq_ignore_ascii_case(&entry.method))
            && surface.as_ref().is_none_or(|s| s == entry.surface)
            && prefix.as_ref().is_none_or(|p| under(&entry.path, p))
    };
    let entries: Vec<&Entry> = world.journal.entries().filter(wanted).collect();
    Ok(Answer::json(200, &json!({ "entries": entries })))
}

fn offer(world: &mut World, seed: u64, body: Value) -> Result<Answer, Refusal> {
    let ask: Ask = serde_json::from_value(body).map_err(|e| Refusal::Malformed(e.to_string()))?;
    offers::check(&ask)?;
    let shift = world
        .agency
        .shift_number(&ask.shift_id)
        .ok_or(Refusal::NotFound)?;
    let mut caregivers = Vec::with_capacity(ask.caregiver_ids.len());
    for (index, id) in ask.caregiver_ids.iter().enumerate() {
        let number = world
            .agency
            .caregiver_number(id)
            .ok_or_else(|| Refusal::invalid(format!("caregiver_ids[{index}]"), "does not exist"))?;
        caregivers.push((number, id.clone()));
    }
    let replies = offers::replies(seed, shift, &caregivers);
    let answer = Answer::json(200, &json!({ "replies": replies }));
    world.offers.push(Offer {
        shift_id: ask.shift_id,
        caregiver_ids: ask.caregiver_ids,
        replies,
    });
    Ok(answer)
}
