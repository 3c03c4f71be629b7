//! Filling shifts by asking people: the decider, replies, the simulation, templates.

use std::sync::OnceLock;

use careweave::outreach::Language;
use careweave::outreach::campaign::{
    Command, Forecast, Input, Policy, Recorded, State, Status, advance, evolve, next_deadline, plan,
    read_log, replay, status,
};
use careweave::outreach::replies::{ParsedReply, ReplyParser, Route, Thread, route};
use careweave::outreach::simulate::{Crew, simulate};
use careweave::outreach::templates::{Catalogue, lint};
use careweave::types::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::call::{from_json, to_json};

const DECIDE: &str = "outreach.decide";
const EVOLVE: &str = "outreach.evolve";
const FORECAST: &str = "outreach.forecast";
const POLICY: &str = "outreach.policy";
const REPLAY: &str = "outreach.replay";
const PARSE: &str = "outreach.parse_reply";
const ROUTE: &str = "outreach.route_reply";
const SIMULATE: &str = "outreach.simulate";
const LINT: &str = "outreach.lint";

/// The policy's text, filled up with what it leaves open.
pub(super) fn policy(document: &str, _: &str) -> Result<String> {
    to_json(POLICY, &Policy::from_json(document)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecideArguments {
    #[serde(default)]
    state: State,
    input: Input,
    now: DateTime<Utc>,
}

#[derive(Serialize)]
struct Decided {
    events: Vec<Recorded>,
    commands: Vec<Command>,
    state: State,
    next_deadline: Option<DateTime<Utc>>,
}

/// What follows from an input under the policy in the document, and the state after it.
pub(super) fn decide(document: &str, arguments: &str) -> Result<String> {
    let policy = Policy::from_json(document)?;
    let given: DecideArguments = from_json(DECIDE, arguments)?;
    let (state, decision) = advance(given.state, &given.input, given.now, &policy);
    let decided = Decided {
        next_deadline: next_deadline(&state),
        events: decision.events,
        commands: decision.commands,
        state,
    };
    to_json(DECIDE, &decided)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvolveArguments {
    #[serde(default)]
    state: State,
    events: Vec<Recorded>,
}

#[derive(Serialize)]
struct Stands {
    state: State,
    status: Option<Status>,
    next_deadline: Option<DateTime<Utc>>,
}

impl Stands {
    fn of(state: State) -> Self {
        Self {
            status: status(&state),
            next_deadline: next_deadline(&state),
            state,
        }
    }
}

/// The state after more events, which have to follow those it was folded from.
pub(super) fn evolved(_: &str, arguments: &str) -> Result<String> {
    let given: EvolveArguments = from_json(EVOLVE, arguments)?;
    let mut state = given.state;
    for (at, recorded) in given.events.iter().enumerate() {
        if recorded.version != state.version + 1 {
            let rule = format!("must be {}: events stand in order", state.version + 1);
            return Err(Error::invalid(EVOLVE, "version", rule).with("record", format!("events[{at}]")));
        }
        state = evolve(state, recorded);
    }
    to_json(EVOLVE, &Stands::of(state))
}

#[derive(Serialize)]
struct Replayed {
    #[serde(flatten)]
    stands: Stands,
    commands: Vec<Command>,
}

/// A log from its first event, in this schema or an older one: the state it was written in and every command it caused.
pub(super) fn replayed(document: &str, _: &str) -> Result<String> {
    let (state, commands) = replay(&read_log(document)?);
    let stands = Stands::of(state);
    to_json(REPLAY, &Replayed { stands, commands })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForecastArguments {
    state: State,
    now: DateTime<Utc>,
}

/// What will happen if nobody answers.
pub(super) fn forecast(document: &str, arguments: &str) -> Result<String> {
    let policy = Policy::from_json(document)?;
    let given: ForecastArguments = from_json(FORECAST, arguments)?;
    let forecast: Forecast = plan(&given.state, given.now, &policy);
    to_json(FORECAST, &forecast)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParseArguments {
    text: String,
    language: Option<Language>,
}

/// The tables of all languages, built once.
fn parser() -> Result<&'static ReplyParser> {
    static PARSER: OnceLock<ReplyParser> = OnceLock::new();
    if let Some(parser) = PARSER.get() {
        return Ok(parser);
    }
    let built = ReplyParser::new()?;
    Ok(PARSER.get_or_init(|| built))
}

fn read(text: &str, language: Option<&Language>) -> Result<ParsedReply> {
    Ok(match language {
        Some(language) => parser()?.parse_in(text, language),
        None => parser()?.parse(text),
    })
}

/// What a message means, and by which rule.
pub(super) fn parse_reply(_: &str, arguments: &str) -> Result<String> {
    let given: ParseArguments = from_json(PARSE, arguments)?;
    to_json(PARSE, &read(&given.text, given.language.as_ref())?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RouteArguments {
    thread: Thread,
    text: String,
    language: Option<Language>,
    now: DateTime<Utc>,
}

#[derive(Serialize)]
struct Routed {
    read: ParsedReply,
    route: Route,
}

/// Which open question a message answers.
pub(super) fn route_reply(_: &str, arguments: &str) -> Result<String> {
    let given: RouteArguments = from_json(ROUTE, arguments)?;
    let read = read(&given.text, given.language.as_ref())?;
    let routed = Routed {
        route: route(&given.thread, &read, given.now),
        read,
    };
    to_json(ROUTE, &routed)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SimulateArguments {
    #[serde(default)]
    crew: Crew,
    seed: u64,
    trials: u32,
}

/// What the policy in the document is worth with a crew.
pub(super) fn simulated(document: &str, arguments: &str) -> Result<String> {
    let policy = Policy::from_json(document)?;
    let given: SimulateArguments = from_json(SIMULATE, arguments)?;
    to_json(
        SIMULATE,
        &simulate(&given.crew, &policy, given.seed, given.trials)?,
    )
}

/// What is wrong with a catalogue of templates; that of the library where the document is empty.
pub(super) fn findings(document: &str, _: &str) -> Result<String> {
    let catalogue = match document {
        "" => Catalogue::standard()?,
        text => Catalogue::from_json(text)?,
    };
    to_json(LINT, &lint(&catalogue))
}

#[cfg(test)]
mod tests {
    use super::super::compute;
    use serde_json::{Value, json};

    const NIGHT: &str = r#"{"name": "night desk", "version": 1}"#;

    fn given(name: &str, document: &str, arguments: &Value) -> Value {
        serde_json::from_str(&compute(name, document, &arguments.to_string()).unwrap()).unwrap()
    }

    #[test]
    fn a_decision_its_fold_and_its_replay_are_one_state() {
        let opened = json!({"kind": "shift_opened", "cause": "gap", "shift": {
            "id": "41", "zone": "America/Denver",
            "window": {"start": "2026-04-06T22:00:00Z", "end": "2026-04-06T23:00:00Z"}}});
        let decided = given(
            "outreach.decide",
            NIGHT,
            &json!({"input": opened, "now": "2026-04-06T15:00:00Z"}),
        );
        assert_eq!(decided["commands"][0]["action"]["kind"], "request_candidates");
        assert_eq!(decided["next_deadline"], "2026-04-06T15:15:00Z");
        let folded = given("outreach.evolve", "", &json!({"events": decided["events"]}));
        assert_eq!(folded["state"], decided["state"]);
        let replayed = given("outreach.replay", &decided["events"].to_string(), &json!({}));
        assert_eq!(replayed["state"], decided["state"]);
        assert_eq!(replayed["commands"], decided["commands"]);
        let ahead = given(
            "outreach.forecast",
            NIGHT,
            &json!({"state": decided["state"], "now": "2026-04-06T15:00:00Z"}),
        );
        assert_eq!(ahead["complete"], true);
        let twice = json!({"state": decided["state"], "events": decided["events"]});
        let error = compute("outreach.evolve", "", &twice.to_string()).unwrap_err();
        assert_eq!(
            (error.get("field"), error.get("record")),
            (Some("version"), Some("events[0]"))
        );
    }

    #[test]
    fn replies_are_read_and_routed() {
        let read = given(
            "outreach.parse_reply",
            "",
            &json!({"text": "I absolutely cannot"}),
        );
        assert_eq!(read["intent"]["kind"], "decline", "{read}");
        let routed = given(
            "outreach.route_reply",
            "",
            &json!({"text": "YES", "now": "2026-04-06T15:00:00Z", "thread": {"open": [
                {"id": "41", "kind": "offer", "contact": "caregiver/7", "asked_at": "2026-04-06T14:00:00Z",
                 "expires_at": "2026-04-06T22:00:00Z"}]}}),
        );
        assert_eq!(routed["route"]["route"], "act", "{routed}");
    }

    #[test]
    fn a_policy_is_simulated_and_templates_are_checked() {
        let report = given("outreach.simulate", NIGHT, &json!({"seed": 7, "trials": 20}));
        assert_eq!(report["trials"], 20);
        let error = compute("outreach.simulate", NIGHT, r#"{"seed": 7, "trials": 0}"#).unwrap_err();
        assert_eq!(error.get("field"), Some("trials"));
        assert_eq!(given("outreach.lint", "", &json!({})), json!([]));
        assert_eq!(
            given("outreach.policy", NIGHT, &json!({}))["waves"]["minutes_between"],
            5
        );
    }
}
