//! The pages of acceptance tests in `docs/contracts`, held against the tree: every row is there, and every function
//! that a row names exists and is a test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The pages, with the number of their rows: one that is lost is missed here.
const PAGES: [(&str, usize); 6] = [
    ("insights-acceptance.md", 35),
    ("matching-acceptance.md", 40),
    ("outreach-acceptance.md", 35),
    ("providers-acceptance.md", 30),
    ("sync-acceptance.md", 61),
    ("wellsky-acceptance.md", 35),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A row of the table: its number, its behaviour, its proof.
fn rows(page: &str) -> Vec<(usize, &str, &str)> {
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
    let of_suite = fs::read_to_string(file.with_file_name("mod.rs")).unwrap_or_default();
    let listed = |text: &str| text.lines().any(|line| line.trim() == name);
    declared && (listed(source) || listed(&of_suite))
}

/// What is wrong with a page, one line each.
fn faults(root: &Path, page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut before = 0;
    for (number, behaviour, cell) in rows(page) {
        if number <= before {
            faults.push(format!("row {number} comes after row {before}"));
        }
        before = number;
        if behaviour.trim().is_empty() {
            faults.push(format!("row {number} names no behaviour"));
        }
        if let Some(reason) = cell.strip_prefix("not proven") {
            if reason.trim_start_matches(':').trim().is_empty() {
                faults.push(format!("row {number} is not proven and does not say why"));
            }
            continue;
        }
        let proofs = proofs(cell);
        if proofs.is_empty() {
            faults.push(format!("row {number} names no test"));
        }
        for (file, name) in proofs {
            let path = root.join(file);
            let found = fs::read_to_string(&path).is_ok_and(|source| match file.contains("/suite/") {
                true => has_behaviour(&path, &source, name),
                false => has_test(&source, name),
            });
            if !found {
                faults.push(format!("row {number}: {file} has no test {name}"));
            }
        }
    }
    faults
}

#[test]
fn every_behaviour_has_a_row_and_every_test_that_a_row_names_exists() {
    let folder = root().join("docs/contracts");
    let mut pages = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name.ends_with("-acceptance.md") {
            pages.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
    let sizes: Vec<(&str, usize)> = pages
        .iter()
        .map(|(name, page)| (name.as_str(), rows(page).len()))
        .collect();
    assert_eq!(sizes, PAGES);
    let faults: Vec<String> = pages
        .iter()
        .flat_map(|(name, page)| {
            faults(&root(), page)
                .into_iter()
                .map(move |fault| format!("{name}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
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

#[test]
fn a_page_with_a_row_twice_an_empty_proof_or_a_test_that_is_gone_is_faulty() {
    let page = "| 1 | it holds | `nowhere.rs`: `gone` |\n| 3 | it holds | words alone |\n| 3 | it holds | not proven: |\n";
    assert_eq!(
        faults(Path::new("/nowhere"), page),
        [
            "row 1: nowhere.rs has no test gone",
            "row 3 names no test",
            "row 3 comes after row 3",
            "row 3 is not proven and does not say why",
        ]
    );
}
