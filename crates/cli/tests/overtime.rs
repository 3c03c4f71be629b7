//! `careweave overtime` on files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::io::Write;

use serde_json::Value;
use support::{refusal, run, stdout};

fn example() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data/timesheet.json").to_owned()
}

#[test]
fn one_hour_that_joins_two_shifts_makes_seven_hours_of_overtime_and_is_said_so() {
    let text = stdout(&run(&["overtime", &example()]));
    assert!(text.contains("40 h 00 → 41 h 00, 7 h overtime"), "{text}");
    let report: Value = serde_json::from_str(&stdout(&run(&["overtime", &example(), "--json"]))).unwrap();
    assert_eq!(report["weeks"][0]["overtime_minutes"], 0);
    assert_eq!(report["weeks"][0]["pay"]["minor"], 72_000);
    // One hour at 18.00, and half of it on seven hours.
    assert_eq!(report["proposed"]["cost"]["minor"], 1_800 + 6_300);
}

#[test]
fn bad_timesheets_name_the_record_the_field_and_the_rule() {
    let text = std::fs::read_to_string(example()).unwrap();
    for (from, to, expected) in [
        (
            "\"end\": \"2026-04-07T05:00:00Z\"",
            "\"end\": \"2026-04-06T05:00:00Z\"",
            "end",
        ),
        (
            "\"start\": \"2026-04-07T06:00:00Z\"",
            "\"start\": \"2026-04-07T04:00:00Z\"",
            "overlap",
        ),
        ("\"rate\": 1800,", "", "rate"),
        ("US-CO", "US-XX", "place"),
        ("timesheet/1", "timesheet/2", "format"),
        (
            "\"start\": \"2026-04-06T20:00:00Z\"",
            "\"start\": \"2026-04-06T20:00:00\"",
            "start",
        ),
    ] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        assert!(text.contains(from), "{from}");
        file.write_all(text.replacen(from, to, 1).as_bytes()).unwrap();
        let said = refusal(&run(&["overtime", file.path().to_str().unwrap()]));
        assert!(
            said.contains("field:") && said.contains(expected),
            "{from}: {said}"
        );
    }
}
