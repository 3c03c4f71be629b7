//! `careweave solve` on files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod guide;
mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use guide::Guide;
use serde_json::{Value, json};
use support::{careweave, refusal, run, stdout};

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn path(file: &tempfile::NamedTempFile) -> &str {
    file.path().to_str().unwrap()
}

fn solved(problem: &str, more: &[&str]) -> Value {
    let problem = file(problem);
    let mut args = vec!["solve", path(&problem), "--json", "--quiet"];
    args.extend(more);
    serde_json::from_str(&stdout(&run(&args))).unwrap()
}

#[test]
fn the_worked_examples_of_the_guide_are_solved_as_the_guide_says() {
    let guide = Guide::read("assignment.md");
    for (at, name) in ["open_week", "capacities", "day_of_visits"].iter().enumerate() {
        let vector = format!(
            "{}/../../vectors/assignment/{name}.json",
            env!("CARGO_MANIFEST_DIR")
        );
        let vector: Value = serde_json::from_str(&std::fs::read_to_string(vector).unwrap()).unwrap();
        let shown: Value = serde_json::from_str(guide.block("json", at)).unwrap();
        assert_eq!(shown, vector["problem"], "{name}");
        let solution = solved(guide.block("json", at), &[]);
        assert_eq!(
            solution["objective"]["total"], vector["expected"]["total"],
            "{name}"
        );
        assert_eq!(
            solution["stop_reason"], vector["expected"]["stop_reason"],
            "{name}"
        );
        let who: Vec<Value> = solution["assignment"]
            .as_array()
            .unwrap()
            .iter()
            .zip(vector["expected"]["assignment"].as_array().unwrap())
            .map(|(a, expected)| match expected.as_array().unwrap().len() {
                2 => json!([a["visit"], a["caregiver"]]),
                _ => json!([a["visit"], a["caregiver"], a["start"]]),
            })
            .collect();
        assert_eq!(Value::Array(who), vector["expected"]["assignment"], "{name}");
        let count = solution["assignment"].as_array().unwrap().len();
        assert_eq!(
            count,
            vector["expected"]["assignment"].as_array().unwrap().len(),
            "{name}"
        );
    }
}

#[test]
fn the_table_says_who_what_it_costs_and_how_good_it_is() {
    let example = file(Guide::read("assignment.md").block("json", 0));
    let text = stdout(&run(&["solve", path(&example), "--quiet"]));
    for part in [
        "900001  700001",
        "open: 900003, 1 missing",
        "cost 680",
        "overtime 240",
        "nothing costs less",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
}

/// A day too large to be proven: many visits with windows, few caregivers.
fn large_day(visits: usize) -> String {
    let places = 40;
    let minutes: Vec<Vec<i64>> = (0..places)
        .map(|a: i64| {
            (0..places)
                .map(|b: i64| if a == b { 0 } else { 5 + (a * 7 + b * 13) % 23 })
                .collect()
        })
        .collect();
    let names: Vec<String> = (0..places).map(|p| format!("p{p}")).collect();
    let people: Vec<Value> = (0..visits / 9)
        .map(|n| {
            json!({"id": format!("c{n}"), "start_location": "p0", "end_location": "p0",
            "available": [{"start": 0, "end": 600}]})
        })
        .collect();
    let visits: Vec<Value> = (0..visits)
        .map(|n| json!({"id": format!("v{n}"), "earliest": n * 37 % 400, "latest": n * 37 % 400 + 120,
            "duration": 20 + n * 11 % 40, "location": names[n % 40], "caregivers": 1 + usize::from(n % 9 == 0),
            "unfilled_penalty": 1_000}))
        .collect();
    json!({"format": "careweave.assignment/1", "caregivers": people, "visits": visits,
        "travel": {"locations": names, "minutes": minutes}})
    .to_string()
}

#[test]
fn the_same_seed_and_iterations_give_the_same_bytes_in_every_process() {
    let day = file(&large_day(60));
    let args = |seed| {
        [
            "solve",
            path(&day),
            "--json",
            "--seed",
            seed,
            "--iterations",
            "300",
        ]
    };
    let first = stdout(&run(&args("7")));
    assert_eq!(stdout(&run(&args("7"))), first);
    assert_ne!(stdout(&run(&args("8"))), first, "the seed has no effect");
}

#[test]
fn a_time_limit_ends_the_search_with_the_best_so_far() {
    let solution = solved(
        &large_day(90),
        &["--iterations", "4000000000", "--time-limit", "0.2"],
    );
    assert_eq!(solution["stop_reason"], "cancelled");
    assert!(solution["assignment"].as_array().unwrap().len() > 30);
    let gap = &solution["gap"];
    assert!(gap.as_i64().unwrap() >= 0, "{gap}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_search_with_the_best_so_far() {
    let day = file(&large_day(90));
    let mut child = careweave()
        .args(["solve", path(&day), "--json", "--iterations", "4000000000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    let first = said.next().unwrap().unwrap();
    assert!(first.contains("of 4000000000 iterations, cost "), "{first}");
    // The first line of progress says that the search runs and that the signal is listened to.
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(
        said.map_while(Result::ok)
            .any(|line| line.contains("interrupted"))
    );
    let solution: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(solution["stop_reason"], "cancelled");
    assert!(solution["iterations"].as_u64().unwrap() > 0);
    assert!(!solution["assignment"].as_array().unwrap().is_empty());
}

#[test]
fn bad_problems_and_options_name_the_record_the_field_and_the_rule() {
    let guide = Guide::read("assignment.md");
    let text = guide.block("json", 0);
    for (from, to, record, field) in [
        ("\"end\": 2220", "\"end\": 1980", "visits[0]", "end"),
        (
            "\"location\": \"south\"",
            "\"location\": \"east\"",
            "visits[1]",
            "location",
        ),
        (
            "\"skills\": [\"hoist\"], \"start",
            "\"skill\": [\"hoist\"], \"start",
            "caregivers[0]",
            "skill",
        ),
        (
            "\"caregiver\": \"700001\"",
            "\"caregiver\": \"700009\"",
            "pairs[0]",
            "caregiver",
        ),
        (
            "careweave.assignment/1",
            "careweave.assignment/2",
            "(file)",
            "format",
        ),
        ("[10, 0, 15]", "[10, 0]", "travel", "minutes"),
    ] {
        assert!(text.contains(from), "{from}");
        let broken = file(&text.replacen(from, to, 1));
        let said = refusal(&run(&["solve", path(&broken)]));
        assert!(said.contains(&format!("record: {record}")), "{from}: {said}");
        assert!(said.contains(&format!("field:  {field}")), "{from}: {said}");
    }
    let example = file(text);
    for limit in ["0", "-1", "soon", "inf", "1e9"] {
        let said = refusal(&run(&["solve", path(&example), &format!("--time-limit={limit}")]));
        assert!(said.contains("number of seconds"), "{limit}: {said}");
    }
}
