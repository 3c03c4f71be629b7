//! `careweave rank` on files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;
use support::{careweave, refusal, run, stdout};

fn example() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data/roster.json").to_owned()
}

#[test]
fn the_example_is_ranked_and_the_parts_sum_to_the_scores() {
    let document: Value =
        serde_json::from_str(&stdout(&run(&["rank", "--roster", &example(), "--json"]))).unwrap();
    let rankings = document["rankings"].as_array().unwrap();
    assert_eq!(rankings.len(), 4);
    for ranking in rankings {
        for candidate in ranking["candidates"].as_array().unwrap() {
            let sum: i64 = candidate["parts"]
                .as_array()
                .unwrap()
                .iter()
                .map(|p| p["points"].as_i64().unwrap())
                .sum();
            assert_eq!(candidate["score"], sum);
        }
    }
}

#[test]
fn one_shift_can_be_asked_for_and_a_file_can_come_from_standard_input() {
    let all = stdout(&run(&["rank", "--roster", &example(), "--json"]));
    let one = stdout(&run(&[
        "rank",
        "--roster",
        &example(),
        "--shift",
        "900002",
        "--json",
    ]));
    let ranking = one
        .strip_prefix("{\"rankings\":[")
        .unwrap()
        .strip_suffix("]}\n")
        .unwrap();
    assert!(all.contains(ranking));

    let mut child = careweave()
        .args(["rank", "--roster", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(&std::fs::read(example()).unwrap())
        .unwrap();
    assert_eq!(
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(),
        all
    );
}

#[test]
fn the_table_says_who_and_why_and_why_not() {
    let text = stdout(&run(&["rank", "--roster", &example()]));
    for part in [
        "shift 900001",
        "service_area +50",
        "language +25",
        "→",
        "not 700007: status is inactive",
        "overtime",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
}

#[test]
fn bad_files_name_the_record_the_field_and_the_rule() {
    let text = std::fs::read_to_string(example()).unwrap();
    for (from, to, expected) in [
        (
            "\"scheduled_end\": \"2026-04-07T19:00:00Z\", \"status\": \"open\"",
            "\"scheduled_end\": \"2026-04-07T11:00:00Z\", \"status\": \"open\"",
            "scheduled_end",
        ),
        ("\"status\": \"open\"", "\"state\": \"open\"", "state"),
        ("America/Denver", "America/Atlantis", "zone"),
        ("careweave.roster/1", "careweave.roster/9", "format"),
    ] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        assert!(text.contains(from), "{from}");
        file.write_all(text.replacen(from, to, 1).as_bytes()).unwrap();
        let said = refusal(&run(&["rank", "--roster", file.path().to_str().unwrap()]));
        assert!(said.contains("field:") && said.contains(expected), "{said}");
        assert!(said.contains("record:"), "{said}");
    }
    let said = refusal(&run(&["rank", "--roster", "/no/such/file.json"]));
    assert!(said.contains("/no/such/file.json"), "{said}");
    let said = refusal(&run(&["rank", "--roster", &example(), "--shift", "424242"]));
    assert!(
        said.contains("no shift with this id") && said.contains("424242"),
        "{said}"
    );
}
