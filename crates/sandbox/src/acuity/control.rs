//! What the control port does with the account.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::deliveries;
use super::seed::{ASSESSMENT, OFFICE};
use crate::answer::{Answer, Refusal};
use crate::ready::Ready;
use crate::world::World;

/// The most appointments that are added at once.
const MOST: u32 = 20_000;

/// Appointments to be added, their starts spread evenly from `from` up to `to`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bulk {
    count: u32,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    #[serde(default = "office")]
    calendar_id: u64,
    #[serde(default = "assessment")]
    appointment_type_id: u64,
    /// Whether subscribers are told.
    #[serde(default)]
    notify: bool,
}

fn office() -> u64 {
    OFFICE
}

fn assessment() -> u64 {
    ASSESSMENT
}

/// Carries out a command of the control port: its method, its path below the vendor's name, and its body.
pub(crate) fn control(
    ready: &Ready,
    world: &mut World,
    method: &str,
    command: &str,
    body: Value,
) -> Result<Answer, Refusal> {
    match (command, method) {
        ("appointments", "POST") => add(ready, world, body),
        ("appointments", "GET") => {
            let ids: Vec<&u64> = world.acuity.appointments.keys().collect();
            Ok(Answer::json(200, &json!({"ids": ids})))
        }
        ("appointments", _) => Err(Refusal::MethodNotAllowed),
        _ => Err(Refusal::NotFound),
    }
}

/// Adds appointments as an administrator could: nothing asks whether they overlap.
fn add(ready: &Ready, world: &mut World, body: Value) -> Result<Answer, Refusal> {
    let bulk: Bulk = serde_json::from_value(body).map_err(|e| Refusal::Malformed(e.to_string()))?;
    if bulk.count == 0 || bulk.count > MOST {
        return Err(Refusal::invalid("count", "must be between 1 and 20000"));
    }
    if bulk.from >= bulk.to {
        return Err(Refusal::invalid("to", "must be after from"));
    }
    let account = &mut world.acuity;
    if account.calendar(bulk.calendar_id).is_none() {
        return Err(Refusal::invalid("calendar_id", "does not exist"));
    }
    if account.appointment_type(bulk.appointment_type_id).is_none() {
        return Err(Refusal::invalid("appointment_type_id", "does not exist"));
    }
    let now = world.agency.now();
    let step = (bulk.to - bulk.from).num_seconds() / i64::from(bulk.count);
    let known = u64::try_from(account.appointments.len()).unwrap_or(0);
    let ids: Vec<u64> = (0..bulk.count)
        .map(|place| {
            let start = bulk.from + TimeDelta::seconds(step * i64::from(place));
            let person = known + u64::from(place);
            let appointment =
                account.synthetic(person, start, bulk.appointment_type_id, bulk.calendar_id, now);
            account.take(appointment)
        })
        .collect();
    if bulk.notify {
        let happened: Vec<(&'static str, u64)> = ids
            .iter()
            .flat_map(|id| [("scheduled", *id), ("changed", *id)])
            .collect();
        deliveries::tell(ready, world, &happened);
    }
    Ok(Answer::json(201, &json!({"ids": ids})))
}
