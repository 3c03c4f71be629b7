//! Webhooks that are registered by the API.

use serde_json::{Value, json};

use super::Desk;
use super::model::Hook;
use super::params;
use super::refused::Refused;
use crate::answer::Answer;
use crate::delivery;
use crate::vendor::Arrival;
use crate::world::World;

/// An account has so many at most.
const MOST: usize = 25;

const EVENTS: &[&str] = &[
    "appointment.scheduled",
    "appointment.rescheduled",
    "appointment.canceled",
    "appointment.changed",
    "order.completed",
];

pub(super) fn list(desk: &Desk<'_>) -> Answer {
    let rows: Vec<Value> = desk
        .account
        .hooks
        .iter()
        .map(|(id, hook)| shown(*id, hook))
        .collect();
    Answer::json(200, &rows)
}

pub(super) fn create(desk: &mut Desk<'_>, arrival: &Arrival) -> Result<Answer, Refused> {
    let body = params::object(arrival)?;
    let required = |name| {
        params::text(&body, name)
            .ok_or_else(|| Refused::bad_request(format!("The parameter \"{name}\" is required.")))
    };
    let (event, target) = (required("event")?, required("target")?);
    if !EVENTS.contains(&event.as_str()) {
        return Err(Refused::bad_request(format!(
            "The event \"{event}\" does not exist."
        )));
    }
    if !takes_port(&target) {
        return Err(Refused::bad_request(
            "The target must be a URL on port 443 or 80.",
        ));
    }
    if desk.account.hooks.len() >= MOST {
        return Err(Refused::bad_request(
            "The account has 25 webhooks, which is the most it may have.",
        ));
    }
    let hook = Hook {
        event,
        target,
        active: true,
    };
    let id = desk.account.next_id();
    let answer = Answer::json(200, &shown(id, &hook)).committed();
    desk.account.hooks.insert(id, hook);
    Ok(answer)
}

pub(super) fn delete(desk: &mut Desk<'_>, id: &str) -> Result<Answer, Refused> {
    let removed = id.parse().ok().and_then(|id: u64| desk.account.hooks.remove(&id));
    removed
        .map(|_| Answer::empty(204).committed())
        .ok_or_else(|| Refused::not_found("That webhook"))
}

fn shown(id: u64, hook: &Hook) -> Value {
    let status = if hook.active { "active" } else { "disabled" };
    json!({"id": id, "event": hook.event, "target": hook.target, "status": status})
}

/// Ports 443 and 80. This machine stands for a host on them, whatever its port.
fn takes_port(target: &str) -> bool {
    if delivery::loopback(target).is_some() {
        return true;
    }
    let Some((scheme, rest)) = target.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    !host.is_empty()
        && matches!(scheme, "https" | "http")
        && port.is_none_or(|port| matches!(port, "443" | "80"))
}

/// Ends the hooks whose deliveries failed for a day.
pub(super) fn disable_given_up(world: &mut World) {
    for id in world.deliveries.take_given_up("acuity") {
        if let Some(hook) = id.as_u64().and_then(|id| world.acuity.hooks.get_mut(&id)) {
            hook.active = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::takes_port;

    #[test]
    fn targets_are_on_the_ports_of_the_web_or_on_this_machine() {
        for target in [
            "https://hooks.example.invalid/a",
            "https://hooks.example.invalid:443/a",
            "http://hooks.example.invalid:80",
            "http://127.0.0.1:9000/a",
        ] {
            assert!(takes_port(target), "{target}");
        }
        for target in [
            "https://hooks.example.invalid:8443/a",
            "ftp://hooks.example.invalid",
            "hooks",
            "https://",
        ] {
            assert!(!takes_port(target), "{target}");
        }
    }
}
