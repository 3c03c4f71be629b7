//! The Rust examples, run as a user would run them; the README shows the first of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use careweave::http::{Clock, SystemClock};
use careweave_tests::Agency;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn example(name: &str, agency: &Agency, args: &[&str]) -> String {
    let ready = agency.sandbox.ready();
    let mut binary = std::env::current_exe().unwrap();
    binary.pop();
    binary.pop();
    binary.push(name);
    let built = Command::new(env!("CARGO"))
        // With the command, as `cargo xtask test` builds it: another set of packages has other features, and is built anew.
        .args([
            "build",
            "--quiet",
            "--bins",
            "--package",
            "careweave-cli",
            "--package",
            "careweave-examples",
        ])
        .current_dir(root())
        .status()
        .unwrap();
    assert!(built.success());
    let credentials = &ready.credentials.wellsky;
    let output = Command::new(binary)
        .args(args)
        .env("WELLSKY_API_KEY", &credentials.api_key)
        .env("WELLSKY_API_SECRET", &credentials.api_secret)
        .env("WELLSKY_AGENCY_ID", &credentials.agency_id)
        .env("WELLSKY_BASE_URL", &ready.wellsky.rest)
        .env("WELLSKY_TOKEN_URL", &ready.wellsky.token)
        .env("CAREWEAVE_SANDBOX_CONTROL", &ready.control)
        .env("CAREWEAVE_AGENCY_ZONE", ready.zone.to_string())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_example_names_the_best_caregiver_of_each_open_shift() {
    // The example takes the present for its instant, so the agency is built around it.
    let agency = Agency::start_at(1, SystemClock::new().now()).await.unwrap();
    let text = example("rank_open_shifts", &agency, &[]);
    assert!(
        text.lines().count() >= 3 && text.lines().all(|line| line.starts_with("shift ")),
        "{text}"
    );
}

#[test]
fn the_readme_shows_the_first_example_to_the_letter() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let shown = readme
        .split("```rust\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let run = std::fs::read_to_string(root().join("examples/rust/src/bin/rank_open_shifts.rs")).unwrap();
    assert_eq!(shown, run);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_in_rust_reports_what_the_agency_then_shows() {
    let agency = Agency::start(3).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("example.db");
    let text = example("fill_open_shifts", &agency, &[store.to_str().unwrap()]);
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["counts"]["open"], 5);
    for shift in report["shifts"].as_array().unwrap() {
        if shift["outcome"]["status"] == "assigned" {
            let id =
                careweave::types::ShiftId::new(shift["ranking"]["shift"]["id"].as_str().unwrap()).unwrap();
            let holder = agency
                .wellsky
                .shifts()
                .get(&id)
                .await
                .unwrap()
                .caregiver_id
                .unwrap();
            assert_eq!(shift["outcome"]["caregiver_id"], holder.as_str());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_booking_example_books_moves_and_cancels_at_every_scheduler() {
    let agency = Agency::start_at(1, SystemClock::new().now()).await.unwrap();
    let text = example("book_appointments", &agency, &[]);
    for (service, moved) in [
        ("acuity", "the same record"),
        ("calendly", "a new record"),
        ("ninsaude", "a new record"),
    ] {
        let of_service = text
            .split_once(&format!("{service}: "))
            .unwrap_or_else(|| panic!("{service} is missing: {text}"))
            .1;
        let mut lines = of_service.lines().skip(1);
        assert!(
            lines.next().is_some_and(|line| line.starts_with("  booked ")),
            "{text}"
        );
        assert!(lines.next().is_some_and(|line| line.ends_with(moved)), "{text}");
        assert_eq!(lines.next(), Some("  cancelled cancelled"), "{text}");
    }
}
