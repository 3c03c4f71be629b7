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

#[test]
fn every_behaviour_has_a_row_and_every_test_that_a_row_names_exists() {
    let page = std::fs::read_to_string(root().join("docs/contracts/matching-acceptance.md")).unwrap();
    let rows = rows(&page);
    let numbers: Vec<u32> = rows.iter().map(|(number, ..)| *number).collect();
    assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
    for (number, behaviour, cell) in rows {
        assert!(!behaviour.trim().is_empty(), "row {number}");
        let proofs = proofs(cell);
        assert!(!proofs.is_empty(), "row {number} names a test");
        for (file, name) in proofs {
            let source = std::fs::read_to_string(root().join(file))
                .unwrap_or_else(|error| panic!("row {number}: {file}: {error}"));
            assert!(has_test(&source, name), "row {number}: {file} has no test {name}");
        }
    }
}

#[test]
fn a_function_that_is_no_test_and_a_name_that_only_begins_alike_prove_nothing() {
    let source = "#[test]\nfn a_test() {}\n\nfn helper() {}\n#[tokio::test(flavor = \"multi_thread\")]\nasync fn another() {}\n";
    assert!(has_test(source, "a_test") && has_test(source, "another"));
    assert!(!has_test(source, "helper") && !has_test(source, "a_tes") && !has_test(source, "nothing"));
}
