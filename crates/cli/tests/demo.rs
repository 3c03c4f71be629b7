//! The main job, end to end, by the command.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeSet;
use std::process::Stdio;

use serde_json::{Value, json};
use support::{NOW, Sandbox, careweave, refusal, run, stdout};

fn report(args: &[&str]) -> Value {
    serde_json::from_str(&stdout(&run(args))).unwrap()
}

#[test]
fn the_demo_fills_every_open_shift_that_has_somebody_eligible_and_says_why_not() {
    for seed in ["1", "2", "3", "11", "42"] {
        let report = report(&["demo", "--quiet", "--json", "--seed", seed, "--now", NOW]);
        let shifts = report["shifts"].as_array().unwrap();
        assert_eq!(shifts.len(), 5, "seed {seed}");
        for shift in shifts {
            let candidates = shift["ranking"]["candidates"].as_array().unwrap();
            let excluded = shift["ranking"]["excluded"].as_array().unwrap();
            assert_eq!(
                candidates.len() + excluded.len(),
                8,
                "everybody is ranked or excluded"
            );
            assert!(
                excluded
                    .iter()
                    .all(|e| !e["reasons"].as_array().unwrap().is_empty())
            );
            match shift["outcome"]["status"].as_str().unwrap() {
                "assigned" => assert!(
                    candidates
                        .iter()
                        .any(|c| c["caregiver_id"] == shift["outcome"]["caregiver_id"]),
                    "the winner is a candidate"
                ),
                "nobody_eligible" => assert!(candidates.is_empty()),
                "nobody_accepted" => assert!(
                    shift["answers"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .any(|a| a["outcome"]["result"] == "no_longer_eligible"),
                    "only a caregiver who took another shift meanwhile may leave one empty: {shift:#}"
                ),
                other => panic!("seed {seed}: {other}"),
            }
        }
        assert_eq!(report["counts"]["open"], 5);
    }
}

#[test]
fn the_table_names_winners_scores_parts_overtime_and_exclusions() {
    let text = stdout(&run(&["demo", "--quiet", "--seed", "1", "--now", NOW]));
    for part in [
        "shift",
        "winner",
        "score",
        "parts",
        "workweek",
        "How they ranked",
        "not ",
        "5 open",
        "assigned and verified",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
}

#[test]
fn the_same_seed_and_now_give_the_same_bytes() {
    let args = ["demo", "--quiet", "--json", "--seed", "5", "--now", NOW];
    assert_eq!(stdout(&run(&args)), stdout(&run(&args)));
}

#[tokio::test]
async fn a_second_run_on_the_same_store_and_sandbox_assigns_nothing_again() {
    let sandbox = Sandbox::start(&["--seed", "1"]);
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("demo.db");
    let args = [
        "demo",
        "--quiet",
        "--json",
        "--sandbox",
        sandbox.control(),
        "--store",
        store.to_str().unwrap(),
    ];
    let first = report(&args);
    let after_first = sandbox.assignments().await;
    assert_eq!(
        first["counts"]["assigned"].as_u64().unwrap(),
        after_first.len() as u64
    );
    assert!(!after_first.is_empty());
    let second = report(&args);
    assert_eq!(
        sandbox.assignments().await,
        after_first,
        "the journal shows no further assignment"
    );
    assert_eq!(second["counts"]["assigned"], 0);
    assert_eq!(second["counts"]["earlier"], first["counts"]["assigned"]);
}

#[tokio::test]
async fn killed_between_sent_and_recorded_and_run_again_there_is_exactly_one_assignment() {
    let sandbox = Sandbox::start(&["--seed", "1"]);
    // WellSky commits the assignment and its answer hangs: the demo has sent and has recorded nothing.
    sandbox
        .fault(json!({"method": "POST", "path_prefix": "/v1/shifts", "times": 1,
                      "action": {"kind": "delay", "after_commit_ms": 60_000}}))
        .await;
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("demo.db");
    let args = [
        "demo",
        "--json",
        "--sandbox",
        sandbox.control(),
        "--store",
        store.to_str().unwrap(),
    ];
    let mut demo = careweave()
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let sent = loop {
        let sent = sandbox.assignments().await;
        if !sent.is_empty() {
            break sent;
        }
        assert!(
            demo.try_wait().unwrap().is_none(),
            "the demo ended before it could be killed"
        );
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    };
    demo.kill().unwrap();
    demo.wait().unwrap();

    let again = report(&args);
    let all = sandbox.assignments().await;
    let shifts: BTreeSet<_> = all.iter().map(|(path, _)| path.clone()).collect();
    assert_eq!(all.len(), shifts.len(), "each shift was assigned once: {all:?}");
    assert!(shifts.contains(&sent[0].0));
    assert_eq!(again["counts"]["in_doubt"], 0);
    let recovered = &again["earlier"].as_array().unwrap()[0];
    assert!(sent[0].0.contains(recovered["shift_id"].as_str().unwrap()));
    assert_eq!(recovered["result"], "already_assigned");
    assert_eq!(
        again["counts"]["open"].as_u64().unwrap() + 1,
        5,
        "the others were filled in the second run"
    );
}

#[test]
fn no_sandbox_at_the_address_is_said_plainly() {
    let text = refusal(&run(&["demo", "--quiet", "--sandbox", "http://127.0.0.1:9"]));
    assert!(
        text.contains("no sandbox answers") && text.contains("careweave sandbox"),
        "{text}"
    );
}

#[test]
fn a_store_that_cannot_be_opened_is_named_and_nothing_is_started() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no/such/folder/demo.db");
    let text = refusal(&run(&[
        "demo",
        "--quiet",
        "--store",
        missing.to_str().unwrap(),
        "--now",
        NOW,
    ]));
    assert!(text.contains("demo.db"), "{text}");
    assert!(!folder.path().join("no").exists());

    let not_ours = folder.path().join("notes.db");
    std::fs::write(
        &not_ours,
        "these are not the records you are looking for, but a text file",
    )
    .unwrap();
    refusal(&run(&[
        "demo",
        "--quiet",
        "--store",
        not_ours.to_str().unwrap(),
        "--now",
        NOW,
    ]));
    assert!(
        std::fs::read_to_string(&not_ours)
            .unwrap()
            .starts_with("these are not")
    );
}
