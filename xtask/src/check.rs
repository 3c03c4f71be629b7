//! `cargo xtask check`: the quick gate before a change is shown to others.

use std::fs;
use std::process::ExitCode;

use crate::codegen;
use crate::failure::Failure;
use crate::layering;
use crate::prerequisites::{self, CLIPPY, COMPILER, RUSTFMT};
use crate::stage::stage;
use crate::workspace::{Workspace, answers, succeed};

pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode, Failure> {
    prerequisites::require(&[COMPILER, RUSTFMT, CLIPPY])?;
    // What is read and not compiled takes seconds: all of it is said before the long stages begin.
    let read = [
        stage("formatting", || {
            succeed(workspace.cargo().args(["fmt", "--all", "--", "--check"]))
        }),
        stage("layering", || layering::require(workspace)),
        stage("every dependency is documented", || documented(workspace)),
        stage("licences, bans and sources", || licences(workspace)),
    ];
    let failures: Vec<_> = read
        .into_iter()
        .filter_map(Result::err)
        .map(|failure| failure.to_string())
        .collect();
    if !failures.is_empty() {
        return Err(Failure::new(failures.join("\nerror: ")));
    }
    stage("clippy", || {
        succeed(
            workspace
                .cargo()
                .args(["clippy", "--all-targets", "--", "-D", "warnings"]),
        )
    })?;
    stage("unit tests", || {
        succeed(workspace.cargo().args(["test", "--lib", "--bins"]))
    })?;
    stage("generated files are fresh", || codegen::require_fresh(workspace))?;
    println!("\nThe quick gate is passed; `cargo xtask test` runs everything.");
    Ok(ExitCode::SUCCESS)
}

fn licences(workspace: &Workspace) -> Result<(), Failure> {
    if !answers("cargo", &["deny", "--version"]) {
        println!("skipped: cargo-deny is not installed (`cargo install cargo-deny --locked` brings it)");
        return Ok(());
    }
    // Advisories are left to a scheduled run: they need the network, and change without a change of ours.
    succeed(
        workspace
            .cargo()
            .args(["deny", "check", "bans", "licenses", "sources"]),
    )
}

const DEPENDENCIES: &str = "docs/dependencies.md";

fn documented(workspace: &Workspace) -> Result<(), Failure> {
    let read = |path: &str| {
        fs::read_to_string(workspace.path(path))
            .map_err(|source| Failure::new(format!("{path} could not be read: {source}")))
    };
    let missing = undocumented(&read("Cargo.toml")?, &read(DEPENDENCIES)?);
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{DEPENDENCIES} has no line for: {} (say why it was chosen, what else was weighed, what it costs)",
        missing.join(", ")
    )))
}

/// The foreign crates of `[workspace.dependencies]` that no table row of the document begins with.
fn undocumented(manifest: &str, document: &str) -> Vec<String> {
    let rows: Vec<&str> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" |").next())
        .collect();
    let documented = |name: &str| {
        rows.iter()
            .flat_map(|row| row.split(", "))
            .any(|n| n.trim().trim_matches('`') == name)
    };
    manifest
        .lines()
        .skip_while(|line| *line != "[workspace.dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| Some(line.split_once('=')?.0.trim()))
        .filter(|name| !name.starts_with('#') && !name.starts_with("careweave"))
        .filter(|name| !documented(name))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "
[workspace.dependencies]
# our own
careweave-types = { path = \"crates/types\" }
# the field's = others'
serde = \"1\"
napi = \"3\"
napi-build = \"2\"

[workspace.lints.rust]
missing_docs = \"deny\"
";

    #[test]
    fn a_dependency_without_a_row_is_named() {
        let document = "| crate | why |\n|---|---|\n| `serde` | formats |\n| `napi` | Node |\n";
        assert_eq!(undocumented(MANIFEST, document), ["napi-build"]);
    }

    #[test]
    fn several_crates_may_share_a_row() {
        let document = "| `napi`, `napi-build` | Node |\n| `serde` | formats |\n";
        assert!(undocumented(MANIFEST, document).is_empty());
    }

    #[test]
    fn a_mention_in_prose_is_not_a_row() {
        let document = "| `napi`, `napi-build` | Node, with serde |\nWe use serde.\n";
        assert_eq!(undocumented(MANIFEST, document), ["serde"]);
    }
}
