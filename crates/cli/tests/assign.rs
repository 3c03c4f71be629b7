//! `careweave assign` on files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod guide;
mod support;

use std::io::Write;

use guide::Guide;
use serde_json::Value;
use support::{refusal, run, stdout};

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn path(file: &tempfile::NamedTempFile) -> &str {
    file.path().to_str().unwrap()
}

fn example() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data/roster.json").to_owned()
}

#[test]
fn the_worked_example_of_the_guide_prints_what_the_guide_says() {
    let guide = Guide::read("guides/staffing.md");
    let roster = file(guide.block("json", 0));
    assert_eq!(
        stdout(&run(&["assign", path(&roster), "--quiet"])),
        guide.block("text", 0)
    );
}

#[test]
fn every_open_shift_is_given_or_says_why_not_and_the_sums_agree() {
    let plan: Value = serde_json::from_str(&stdout(&run(&["assign", &example(), "--json"]))).unwrap();
    let shifts = plan["shifts"].as_array().unwrap();
    assert_eq!(shifts.len(), 4);
    let filled = shifts.iter().filter(|s| !s["caregiver_id"].is_null()).count();
    assert_eq!(plan["totals"]["filled"], filled);
    for shift in shifts {
        if shift["caregiver_id"].is_null() {
            let said =
                shift["reasons"].as_array().unwrap().len() + shift["passed_over"].as_array().unwrap().len();
            assert_eq!(said, 8, "everybody: {shift}");
        } else {
            let parts = shift["parts"].as_array().unwrap();
            let sum: i64 = parts.iter().map(|p| p["points"].as_i64().unwrap()).sum();
            assert_eq!(shift["score"], sum);
        }
    }
    assert_eq!(
        plan["gap"],
        plan["objective"]["total"].as_i64().unwrap() - plan["lower_bound"].as_i64().unwrap()
    );
}

#[test]
fn two_processes_give_the_same_bytes_for_records_in_any_order() {
    let text = std::fs::read_to_string(example()).unwrap();
    let mut turned: Value = serde_json::from_str(&text).unwrap();
    for collection in ["caregivers", "shifts"] {
        turned[collection].as_array_mut().unwrap().reverse();
    }
    let turned = file(&turned.to_string());
    for command in [
        vec!["assign", "--json", "--seed", "3"],
        vec!["rank", "--json", "--roster"],
    ] {
        let of = |roster: &str| {
            let mut args = command.clone();
            args.push(roster);
            stdout(&run(&args))
        };
        let first = of(&example());
        assert_eq!(of(&example()), first);
        assert_eq!(of(path(&turned)), first);
    }
}

#[test]
fn a_policy_and_costs_can_be_files_and_say_what_is_wrong_with_them() {
    let policy = file(
        r#"{"format": "careweave.policy/1", "name": "mine", "version": 3, "weights": {"service_area": 10},
            "gates": {"max_week_minutes": 60}}"#,
    );
    let plan: Value = serde_json::from_str(&stdout(&run(&[
        "assign",
        &example(),
        "--json",
        "--policy",
        path(&policy),
    ])))
    .unwrap();
    assert_eq!(
        (&plan["policy"]["name"], &plan["totals"]["filled"]),
        (&"mine".into(), &0.into())
    );
    let costs = file(r#"{"unfilled": 0, "unfilled_per_minute": 0}"#);
    let plan: Value = serde_json::from_str(&stdout(&run(&[
        "assign",
        &example(),
        "--json",
        "--costs",
        path(&costs),
    ])))
    .unwrap();
    assert_eq!(plan["objective"]["unfilled"], 0);

    for (flag, text, field) in [
        (
            "--policy",
            r#"{"format": "careweave.policy/1", "name": "x", "version": 1, "weights": {"sevice_area": 1}}"#,
            "sevice_area",
        ),
        ("--costs", r#"{"new_face": -1}"#, "new_face"),
    ] {
        let broken = file(text);
        let said = refusal(&run(&["assign", &example(), flag, path(&broken)]));
        assert!(said.contains("field:") && said.contains(field), "{said}");
    }
    let text = std::fs::read_to_string(example())
        .unwrap()
        .replacen("America/Denver", "America/Atlantis", 1);
    let said = refusal(&run(&["assign", path(&file(&text))]));
    assert!(said.contains("zone") && said.contains("record:"), "{said}");
}
