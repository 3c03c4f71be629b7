//! The vectors of `vectors/outreach`, which other languages read as well (acceptance test 15).
//!
//! A file holds a policy, and step by step an instant and an input with the events, the commands and the next deadline that
//! follow; at the end the state. They are written once by `write_the_vectors` and then fixed.

use careweave_outreach::campaign::*;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::world::*;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    about: String,
    policy: Box<RawValue>,
    steps: Vec<Step>,
    state: Box<RawValue>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    at: DateTime<Utc>,
    input: Box<RawValue>,
    decision: Box<RawValue>,
    next_deadline: Option<DateTime<Utc>>,
}

fn folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/outreach")
}

const NAMES: [&str; 8] = [
    "campaign_first_claim",
    "campaign_conflict",
    "campaign_unknown_outcome",
    "campaign_waves_and_escalation",
    "campaign_pause_and_cancel",
    "campaign_opt_out",
    "campaign_overtime_and_approval",
    "campaign_given_back_in_shadow",
];

#[test]
fn t15_the_same_inputs_give_the_same_bytes_as_the_vectors_say() {
    for name in NAMES {
        let path = folder().join(format!("{name}.json"));
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let vector: Vector = serde_json::from_str(&text).unwrap();
        let policy = Policy::from_json(vector.policy.get()).unwrap();
        let mut state = State::default();
        for (at, step) in vector.steps.iter().enumerate() {
            let input: Input = serde_json::from_str(step.input.get()).unwrap();
            let (after, decision) = advance(state, &input, step.at, &policy);
            assert_eq!(
                serde_json::to_string(&decision).unwrap(),
                step.decision.get(),
                "{name}, step {at}"
            );
            assert_eq!(next_deadline(&after), step.next_deadline, "{name}, step {at}");
            state = after;
        }
        assert_eq!(
            serde_json::to_string(&state).unwrap(),
            vector.state.get(),
            "{name}"
        );
    }
}

fn scenario(name: &str) -> (&'static str, &'static str, World) {
    let base = r#"{"name":"vector","version":1,"voice":null}"#;
    let world = |policy: &str, count| World::open(Policy::from_json(policy).unwrap(), count);
    match name {
        "campaign_first_claim" => {
            let mut world = world(base, 6);
            world.accept("3");
            world.accept("5");
            world.confirm();
            world.accept("1");
            (
                "The first yes wins, the second waits and is told, a third comes too late.",
                base,
                world,
            )
        }
        "campaign_conflict" => {
            let mut world = world(base, 3);
            world.accept("2");
            world.accept("3");
            world.revalidate();
            let fence = world.fence();
            world.give(Input::AssignConflict { fence });
            ("Somebody else has the shift in the agency system.", base, world)
        }
        "campaign_unknown_outcome" => {
            let mut world = world(base, 3);
            world.accept("2");
            world.revalidate();
            world.until(1);
            let fence = world.fence();
            let nobody = Input::AssignmentRead {
                fence,
                assigned_to: None,
            };
            world.give(nobody);
            world.give(Input::AssignSucceeded { fence });
            (
                "The answer to an assignment is lost; it is read back, had not taken, and is sent again.",
                base,
                world,
            )
        }
        "campaign_waves_and_escalation" => {
            let policy = r#"{"name":"vector","version":1}"#;
            let mut world = world(policy, 9);
            world.answer("1", Answer::Decline);
            world.until(31);
            world.act(CoordinatorAction::Ack);
            world.accept("8");
            world.confirm();
            (
                "Two waves, calls to the silent, two steps of the ladder, and a yes after them that wins.",
                policy,
                world,
            )
        }
        "campaign_pause_and_cancel" => {
            let mut world = world(base, 9);
            world.until(3);
            world.act(CoordinatorAction::Pause);
            world.until(13);
            world.act(CoordinatorAction::Resume);
            world.until(15);
            world.act(CoordinatorAction::Cancel {
                notify: Some(CancelReason::ClientScheduleChanged),
                note: None,
            });
            (
                "A pause moves what was due; a cancel names its reason.",
                base,
                world,
            )
        }
        "campaign_opt_out" => {
            let mut world = world(base, 3);
            world.accept("2");
            world.answer("2", Answer::OptOut);
            world.confirm();
            (
                "STOP with a claim under way: one confirmation, and the fill is told in person.",
                base,
                world,
            )
        }
        "campaign_overtime_and_approval" => {
            let mut people = candidates(2);
            people[0].overtime_minutes = 90;
            let mut world = World::opened(Policy::from_json(base).unwrap(), shift_in(420), people);
            world.accept("1");
            world.accept("2");
            let fence = world.fence();
            world.act(CoordinatorAction::Deny { fence });
            world.confirm();
            (
                "Overtime needs a person's yes; a no moves on to who waits.",
                base,
                world,
            )
        }
        _ => {
            let policy = r#"{"name":"vector","version":1,"voice":null,"mode":"shadow"}"#;
            let mut world = world(policy, 3);
            world.accept("1");
            world.confirm();
            world.until(45);
            world.give(Input::CaregiverCancelled {
                caregiver_id: caregiver("1"),
                reason: "called_off".to_owned(),
            });
            world.give(Input::CandidatesRanked {
                generation: 2,
                candidates: candidates(3),
            });
            (
                "A rehearsal in which a filled shift is given back and opens in its next generation.",
                policy,
                world,
            )
        }
    }
}

/// Writes the vectors anew: `cargo test -p careweave-outreach --test campaign write_the_vectors -- --ignored`. What changed
/// is to be read before it is kept.
#[test]
#[ignore = "writes files"]
fn write_the_vectors() {
    let raw = |text: String| RawValue::from_string(text).unwrap();
    for name in NAMES {
        let (about, policy, world) = scenario(name);
        let mut state = State::default();
        let mut steps = Vec::new();
        for (at, input) in &world.inputs {
            let (after, decision) = advance(state, input, *at, &world.policy);
            state = after;
            steps.push(Step {
                at: *at,
                input: raw(serde_json::to_string(input).unwrap()),
                decision: raw(serde_json::to_string(&decision).unwrap()),
                next_deadline: next_deadline(&state),
            });
        }
        // One line per part: it can be read, and the parts keep their bytes.
        let mut text = format!(
            "{{\n\"about\": {},\n\"policy\": {policy},\n\"steps\": [",
            serde_json::to_string(about).unwrap()
        );
        for (at, step) in steps.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let due = serde_json::to_string(&step.next_deadline).unwrap();
            let at = serde_json::to_string(&step.at).unwrap();
            text.push_str(&format!(
                "{comma}\n{{\"at\": {at},\n \"input\": {},\n \"decision\": {},\n \"next_deadline\": {due}}}",
                step.input.get(),
                step.decision.get()
            ));
        }
        text.push_str(&format!(
            "\n],\n\"state\": {}\n}}\n",
            serde_json::to_string(&state).unwrap()
        ));
        std::fs::write(folder().join(format!("{name}.json")), text).unwrap();
    }
}
