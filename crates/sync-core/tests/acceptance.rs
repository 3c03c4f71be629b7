//! The page of acceptance tests, held against the tree.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A row of the table: its number, its behaviour, its proof.
fn rows(page: &str) -> Vec<(u32, &str, &str)> {
    page.lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.splitn(3, " | ");
            let number = cells.next()?.parse().ok()?;
            Some((number, cells.next()?, cells.next()?))
        })
        .collect()
}

/// Files with the functions named in them.
fn proofs(cell: &str) -> Vec<(&str, &str)> {
    let mut file = "";
    let mut proofs = Vec::new();
    for quoted in cell.split('`').skip(1).step_by(2) {
        if quoted.ends_with(".rs") {
            file = quoted;
        } else {
            proofs.push((file, quoted));
        }
    }
    proofs
}

/// True when the source has a test of this name: a function with the attribute of a test above it.
fn has_test(source: &str, name: &str) -> bool {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    lines.iter().enumerate().any(|(at, line)| {
        let declared = line
            .strip_prefix("async ")
            .unwrap_or(line)
            .strip_prefix("fn ")
            .and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| rest.starts_with('('));
        let attributed = lines[..at]
            .iter()
            .rev()
            .take_while(|above| above.starts_with("#[") || above.starts_with("///"))
            .any(|above| above.starts_with("#[test]") || above.starts_with("#[tokio::test"));
        declared && attributed
    })
}

/// True when a suite has the behaviour, and its macro runs it.
fn has_behaviour(file: &Path, source: &str, name: &str) -> bool {
    let declared = source.contains(&format!("pub async fn {name}("));
    let of_suite = std::fs::read_to_string(file.with_file_name("mod.rs")).unwrap_or_default();
    let listed = |text: &str| text.lines().any(|line| line.trim() == name);
    declared && (listed(source) || listed(&of_suite))
}

#[test]
fn every_behaviour_has_a_row_and_every_test_that_a_row_names_exists() {
    let page = std::fs::read_to_string(root().join("docs/contracts/sync-acceptance.md")).unwrap();
    let rows = rows(&page);
    let numbers: Vec<u32> = rows.iter().map(|(number, ..)| *number).collect();
    assert_eq!(numbers, (1..=61).collect::<Vec<_>>());
    let mut unproven = Vec::new();
    for (number, behaviour, cell) in rows {
        assert!(!behaviour.trim().is_empty(), "row {number}");
        if let Some(reason) = cell.strip_prefix("not proven: ") {
            assert!(!reason.is_empty(), "row {number} says why");
            unproven.push(number);
            continue;
        }
        let proofs = proofs(cell);
        assert!(!proofs.is_empty(), "row {number} names a test");
        for (file, name) in proofs {
            let path = root().join(file);
            let source = std::fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("row {number}: {file}: {error}"));
            let found = match file.contains("/suite/") {
                true => has_behaviour(&path, &source, name),
                false => has_test(&source, name),
            };
            assert!(found, "row {number}: {file} has no test {name}");
        }
    }
    assert_eq!(unproven, [16, 40], "what is not proven is said here too");
}

#[test]
fn a_function_that_is_no_test_and_a_name_that_only_begins_alike_prove_nothing() {
    let source = "#[test]\nfn a_test() {}\n\nfn helper() {}\n#[tokio::test(flavor = \"multi_thread\")]\nasync fn another() {}\n";
    assert!(has_test(source, "a_test") && has_test(source, "another"));
    assert!(!has_test(source, "helper") && !has_test(source, "a_tes") && !has_test(source, "nothing"));
    let suite = "        the_behaviour\n\npub async fn the_behaviour(s: &dyn S) {}\npub async fn unlisted(s: &dyn S) {}\n";
    let nowhere = Path::new("/nowhere/suite.rs");
    assert!(has_behaviour(nowhere, suite, "the_behaviour"));
    assert!(!has_behaviour(nowhere, suite, "unlisted") && !has_behaviour(nowhere, suite, "the_behav"));
}
