//! Campaigns against the sandbox and the simulation of policies, by the command.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::Value;
use support::{NOW, refusal, run, stdout};

fn report(args: &[&str]) -> Value {
    serde_json::from_str(&stdout(&run(args))).unwrap()
}

#[test]
fn campaigns_fill_the_open_shifts_of_the_sandbox_and_say_whom_they_asked() {
    let report = report(&["fill", "--quiet", "--json", "--seed", "1", "--now", NOW]);
    let shifts = report["shifts"].as_array().unwrap();
    assert_eq!(shifts.len(), 5);
    let filled = shifts
        .iter()
        .filter(|shift| shift["coverage"]["status"] == "filled")
        .count();
    assert!(filled >= 3, "{report:#}");
    assert_eq!(report["filled"], filled);
    for shift in shifts {
        match shift["coverage"]["status"].as_str().unwrap() {
            "filled" => {
                assert!(shift["minutes"].as_f64().unwrap() > 0.0);
                assert_eq!(shift["assignments"], 1, "{shift:#}");
                assert!(shift["yes"].as_u64().unwrap() >= 1);
            }
            other => assert_eq!(other, "closed", "{shift:#}"),
        }
    }
}

#[test]
fn the_same_agency_gives_the_same_report_in_a_store_of_its_own_too() {
    let args = ["fill", "--quiet", "--json", "--seed", "2", "--now", NOW];
    let first = report(&args);
    assert_eq!(first, report(&args));
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("careweave.db");
    let kept: Vec<&str> = args
        .iter()
        .copied()
        .chain(["--store", store.to_str().unwrap()])
        .collect();
    assert_eq!(first, report(&kept));
}

#[test]
fn progress_is_lines_where_there_is_no_terminal_and_names_nobody() {
    let output = run(&["fill", "--seed", "1", "--now", NOW]);
    let progress = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(
        progress.contains("search begins") && progress.contains("filled by caregiver"),
        "{progress}"
    );
    assert!(!progress.contains('\u{1b}'), "no drawing without a terminal");
    let shown = stdout(&output);
    assert!(shown.contains("shifts filled"), "{shown}");
}

#[test]
fn a_policy_file_that_contradicts_itself_is_refused_by_field() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.json");
    std::fs::write(
        &path,
        r#"{"name": "x", "version": 1, "waves": {"minutes_between": 0}}"#,
    )
    .unwrap();
    let said = refusal(&run(&["fill", "--quiet", "--policy", path.to_str().unwrap()]));
    assert!(said.contains("waves.minutes_between"), "{said}");
}

#[test]
fn policies_are_compared_on_the_same_people_as_table_json_and_picture() {
    let folder = tempfile::tempdir().unwrap();
    let svg = folder.path().join("policies.svg");
    let args = [
        "simulate",
        "--trials",
        "60",
        "--seed",
        "5",
        "--json",
        "--svg",
        svg.to_str().unwrap(),
    ];
    let compared = report(&args);
    assert_eq!(compared, report(&args));
    let policies = compared["policies"].as_array().unwrap();
    assert_eq!(policies.len(), 9);
    let of = |name: &str, field: &str| {
        let line = policies.iter().find(|line| line["policy"] == name).unwrap();
        line[field].as_u64().unwrap()
    };
    assert!(of("waves of 5 / 5 min", "filled") > of("top 5 once", "filled"));
    assert_eq!(of("all 40", "texts"), 60 * 40);
    let drawn = std::fs::read_to_string(&svg).unwrap();
    assert!(drawn.starts_with("<svg") && drawn.contains("waves of 5 / 5 min"));
    let table = stdout(&run(&["simulate", "--trials", "20"]));
    assert!(
        table.contains("by 15 min") && table.contains("documented policy"),
        "{table}"
    );
}

#[test]
fn the_shifts_of_a_roster_are_called_off_and_ranked_by_the_engine() {
    let roster = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data/roster.json");
    let compared = report(&["simulate", "--roster", roster, "--trials", "30", "--json"]);
    assert!(compared["shifts"].as_u64().unwrap() > 0);
    assert_eq!(compared["policies"][0]["trials"], 30);
}
