//! Logs as text: every schema ever written is read, and comes out as this one.

use careweave_types::{Error, Result};
use serde_json::{Value, json};

use super::command::Command;
use super::document::rule_of;
use super::event::{Recorded, SCHEMA};
use super::evolve::evolve;
use super::react::commands;
use super::state::State;

const OPERATION: &str = "outreach.read_log";

/// What an older schema lacks, one step at a time: the step at index 0 makes schema 2 of schema 1.
const UPCASTERS: [fn(&mut Value); (SCHEMA - 1) as usize] = [from_1];

/// Schema 1 knew neither desks nor notices to clients.
fn from_1(event: &mut Value) {
    match event["kind"].as_str() {
        Some("offer_made") => event["delivery"] = json!("direct"),
        Some("filled") => event["client_told"] = json!(false),
        _ => {}
    }
}

/// Reads a log: a JSON list of recorded events, of this schema or older ones, in order.
///
/// # Errors
/// `InvalidInput` that names the line (`events[3]`) and the field: JSON that does not parse, a schema of a newer version,
/// an unknown or missing field, versions that are not 1, 2, 3 and so on.
pub fn read_log(text: &str) -> Result<Vec<Recorded>> {
    let lines: Vec<Value> = serde_json::from_str(text).map_err(|error| {
        Error::invalid(
            OPERATION,
            "(file)",
            format!("not a JSON list: {}", rule_of(&error)),
        )
    })?;
    let mut log = Vec::with_capacity(lines.len());
    for (at, line) in lines.into_iter().enumerate() {
        log.push(read(line, at as u64 + 1).map_err(|error| error.with("record", format!("events[{at}]")))?);
    }
    Ok(log)
}

/// Reads one event of a log, of this schema or an older one: the one at place `version`, from 1.
///
/// # Errors
/// As [`read_log`].
pub fn read_event(text: &[u8], version: u64) -> Result<Recorded> {
    if let Ok(recorded) = serde_json::from_slice::<Recorded>(text)
        && (recorded.schema, recorded.version) == (SCHEMA, version)
    {
        return Ok(recorded);
    }
    let line = serde_json::from_slice(text)
        .map_err(|error| Error::invalid(OPERATION, "(event)", format!("not JSON: {}", rule_of(&error))))?;
    read(line, version)
}

fn read(mut line: Value, version: u64) -> Result<Recorded> {
    let schema = line["schema"].as_u64().unwrap_or(0);
    if !(1..=u64::from(SCHEMA)).contains(&schema) {
        let rule = format!(
            "must be a whole number from 1 to {SCHEMA}; a newer one needs a newer version of this library"
        );
        return Err(Error::invalid(OPERATION, "schema", rule));
    }
    if line["event"].is_object() {
        for upcast in UPCASTERS.iter().skip(schema as usize - 1) {
            upcast(&mut line["event"]);
        }
    }
    line["schema"] = json!(SCHEMA);
    let recorded: Recorded = serde_path_to_error::deserialize(line).map_err(|error| {
        let field = error.path().to_string();
        Error::invalid(OPERATION, field, rule_of(&error.into_inner()))
    })?;
    if recorded.version != version {
        return Err(Error::invalid(
            OPERATION,
            "version",
            format!("must be {version}: events stand in order"),
        ));
    }
    Ok(recorded)
}

/// Folds a log: the state it was written in, and every command it caused, in order.
pub fn replay(log: &[Recorded]) -> (State, Vec<Command>) {
    let mut issued = Vec::new();
    let state = log.iter().fold(State::default(), |state, recorded| {
        let state = evolve(state, recorded);
        issued.extend(commands(&state, recorded));
        state
    });
    (state, issued)
}
