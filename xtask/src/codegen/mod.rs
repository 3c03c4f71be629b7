//! `cargo xtask codegen`: from the table of operations to the models and methods of Python and TypeScript.
//!
//! The table prints itself as one JSON document; each emitter turns that into files, which are committed. `--check` tells
//! when they are stale.

mod document;
mod events;
mod names;
mod primitives;
mod python_models;
mod python_operations;
mod python_wire;
mod typescript_models;
mod typescript_operations;
mod typescript_wire;
mod words;

use std::fs;
use std::process::ExitCode;

use clap::Args;

use crate::failure::Failure;
use crate::workspace::{Workspace, text_of};
use document::Document;
use events::Events;

/// The document, as it is committed.
const SCHEMA: &str = "schema/careweave.json";

/// What to do with the files.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Options {
    /// Writes nothing; fails when a file is not what would be written
    #[arg(long)]
    check: bool,
}

/// A file and what has to stand in it.
#[derive(Debug)]
struct Emitted {
    path: &'static str,
    text: String,
}

pub(crate) fn run(workspace: &Workspace, options: Options) -> Result<ExitCode, Failure> {
    if options.check {
        require_fresh(workspace)?;
    } else {
        for file in files(workspace)? {
            write(workspace, &file)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Fails when a committed file is not what the table would give.
pub(crate) fn require_fresh(workspace: &Workspace) -> Result<(), Failure> {
    let stale: Vec<&str> = files(workspace)?
        .iter()
        .filter(|file| fs::read_to_string(workspace.path(file.path)).ok().as_ref() != Some(&file.text))
        .map(|file| file.path)
        .collect();
    if stale.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "stale, run `cargo xtask codegen`: {}",
        stale.join(", ")
    )))
}

fn files(workspace: &Workspace) -> Result<Vec<Emitted>, Failure> {
    let printed = text_of(workspace.cargo().args([
        "run",
        "--quiet",
        "--package",
        "careweave-bindings-core",
        "--features",
        "schema",
        "--bin",
        "careweave-schema",
    ]))?;
    emit(printed)
}

fn emit(printed: String) -> Result<Vec<Emitted>, Failure> {
    let document = Document::read(&printed)?;
    let events = Events::read(&printed)?;
    Ok(vec![
        Emitted {
            path: "bindings/python/python/careweave/_generated/__init__.py",
            text: "\"\"\"Written by `cargo xtask codegen` from the Rust types; do not edit.\"\"\"\n"
                .to_owned(),
        },
        Emitted {
            path: "bindings/python/python/careweave/_generated/models.py",
            text: python_models::emit(&document),
        },
        Emitted {
            path: "bindings/python/python/careweave/_generated/wire.py",
            text: python_wire::emit(&document),
        },
        Emitted {
            path: "bindings/python/python/careweave/_generated/operations.py",
            text: python_operations::emit(&document),
        },
        Emitted {
            path: "bindings/python/python/careweave/_generated/insight_events.py",
            text: events::python(&events),
        },
        Emitted {
            path: "bindings/node/ts/generated/insight_events.ts",
            text: events::typescript(&events),
        },
        Emitted {
            path: "bindings/node/ts/generated/models.ts",
            text: typescript_models::emit(&document),
        },
        Emitted {
            path: "bindings/node/ts/generated/wire.ts",
            text: typescript_wire::emit(&document),
        },
        Emitted {
            path: "bindings/node/ts/generated/operations.ts",
            text: typescript_operations::emit(&document),
        },
        Emitted {
            path: SCHEMA,
            text: printed,
        },
    ])
}

fn write(workspace: &Workspace, file: &Emitted) -> Result<(), Failure> {
    let path = workspace.path(file.path);
    if fs::read_to_string(&path).ok().as_ref() == Some(&file.text) {
        return Ok(());
    }
    let failed = |source| Failure::new(format!("{} could not be written: {source}", file.path));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(&path, &file.text).map_err(failed)?;
    println!("wrote {}", file.path);
    Ok(())
}
