//! What the guide shows is what runs.

use std::path::Path;
use std::process::Command;

use crate::support::cluster::Cluster;
use crate::support::fresh::sql;

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_guide_shows_the_example_to_the_letter() {
    let guide = std::fs::read_to_string(here().join("../../docs/guides/postgres.md")).unwrap();
    let shown = guide.split("```rust\n").nth(1).unwrap();
    let shown = shown.split("```").next().unwrap();
    let example = std::fs::read_to_string(here().join("examples/two_workers.rs")).unwrap();
    let (_, body) = example.split_once("\n\n").unwrap();
    assert_eq!(shown, body);
}

#[test]
fn the_example_runs_and_prints_what_the_guide_says() {
    sql("DROP SCHEMA IF EXISTS careweave_example CASCADE");
    let built = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--package",
            "careweave-sync-postgres",
            "--example",
            "two_workers",
        ])
        .current_dir(here())
        .status()
        .unwrap();
    assert!(built.success());
    let tests = std::env::current_exe().unwrap();
    let example = tests.ancestors().nth(2).unwrap().join("examples/two_workers");
    let output = Command::new(example).arg(Cluster::get().url()).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        printed,
        "the second worker is refused: key_reuse\nshift-41 for caregiver-7 is confirmed\n"
    );
    let guide = std::fs::read_to_string(here().join("../../docs/guides/postgres.md")).unwrap();
    assert!(guide.contains(&printed));
    sql("DROP SCHEMA careweave_example CASCADE");
}
