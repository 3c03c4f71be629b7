//! The kinds of events that reports are made from: typed dictionaries for Python, interfaces for TypeScript.

use std::fmt::Write as _;

use serde::Deserialize;

use super::names::camel;
use super::words::wrap;
use crate::failure::Failure;

const WIDTH: usize = 118;

/// The part of the document that the kinds are in.
#[derive(Debug, Deserialize)]
pub(super) struct Events {
    events: Vec<Kind>,
}

#[derive(Debug, Deserialize)]
struct Kind {
    kind: String,
    about: String,
    fields: Vec<Field>,
}

#[derive(Debug, Deserialize)]
struct Field {
    name: String,
    about: String,
    form: Form,
    words: Vec<String>,
    required: bool,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Form {
    Key,
    Words,
    OpenWords,
    Whole,
    Flag,
    Instant,
}

impl Events {
    pub(super) fn read(printed: &str) -> Result<Self, Failure> {
        serde_json::from_str(printed)
            .map_err(|source| Failure::new(format!("the events of the document cannot be read: {source}")))
    }
}

impl Kind {
    /// `lead_created` as `LeadCreated`.
    fn class(&self) -> String {
        camel(&format!("_{}", self.kind))
    }
}

const PYTHON: &str = r#""""Events that reports are made from, as typed dictionaries. Written by `cargo xtask codegen` from the Rust types; do not
edit."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict, Union

class _Given(TypedDict, total=False):
    v: Literal[1]
    """The version of the kinds; 1 unless stated."""
    recorded_at: datetime | str | None
    """When you learned of it, where that was later than when it happened."""


class _Happened(_Given):
    id: str
    """The event's own id: a second event with it is a repetition, or a correction when it was recorded later."""
    at: datetime | str
    """When it happened; a text has an offset."""
"#;

/// `_generated/insight_events.py`.
pub(super) fn python(events: &Events) -> String {
    let mut out = PYTHON.replacen("Union\n\nclass", "Union\n\n@ALL@\n\n\nclass", 1);
    let mut names = vec!["Event".to_owned()];
    for kind in &events.events {
        let class = kind.class();
        let about = wrap(&kind.about, "    ", WIDTH, 10);
        let (needed, others): (Vec<_>, Vec<_>) = kind.fields.iter().partition(|field| field.required);
        if others.is_empty() {
            let _ = write!(out, "\n\nclass {class}(TypedDict):\n    \"\"\"{about}\"\"\"\n\n");
            python_fields(&needed, "", &mut out);
        } else {
            let _ = write!(out, "\n\nclass _{class}(TypedDict):\n");
            python_fields(&needed, "", &mut out);
            let _ = write!(
                out,
                "\n\nclass {class}(_{class}, total=False):\n    \"\"\"{about}\"\"\"\n\n"
            );
            python_fields(&others, " | None", &mut out);
        }
        let _ = write!(
            out,
            "\n\nclass {class}Event(_Happened):\n    kind: Literal[\"{}\"]\n    data: {class}\n",
            kind.kind
        );
        names.extend([class.clone(), format!("{class}Event")]);
    }
    out.push_str("\n\nEvent = Union[\n");
    for kind in &events.events {
        let _ = writeln!(out, "    {}Event,", kind.class());
    }
    out.push_str("]\n\"\"\"Something that happened.\"\"\"\n");
    names.sort_unstable();
    let all: Vec<String> = names.iter().map(|name| format!("    \"{name}\",\n")).collect();
    out.replacen("@ALL@", &format!("__all__ = [\n{}]", all.concat()), 1)
}

fn python_fields(fields: &[&Field], or: &str, out: &mut String) {
    for field in fields {
        let kind = match field.form {
            Form::Key | Form::OpenWords => "str".to_owned(),
            Form::Words => format!("Literal[{}]", quoted(&field.words, "\"", ", ")),
            Form::Whole => "int".to_owned(),
            Form::Flag => "bool".to_owned(),
            Form::Instant => "datetime | str".to_owned(),
        };
        let about = wrap(&about(field, "``"), "    ", WIDTH, 10);
        let _ = write!(out, "    {}: {kind}{or}\n    \"\"\"{about}\"\"\"\n", field.name);
    }
}

const TYPESCRIPT: &str = r"// Events that reports are made from. Written by `cargo xtask codegen` from the Rust types; do not edit.

import type { InstantGiven } from '../roster_records.js';

/** Something that happened. */
export interface Happened<Kind extends string, Data> {
  /** The version of the kinds; 1 unless stated. */
  readonly v?: 1 | undefined;
  /** The event's own id: a second event with it is a repetition, or a correction when it was recorded later. */
  readonly id: string;
  /** When it happened. */
  readonly at: InstantGiven;
  /** When you learned of it, where that was later. */
  readonly recordedAt?: InstantGiven | null | undefined;
  readonly kind: Kind;
  readonly data: Data;
}
";

/// `generated/insight_events.ts`.
pub(super) fn typescript(events: &Events) -> String {
    let mut out = TYPESCRIPT.to_owned();
    for kind in &events.events {
        let _ = write!(
            out,
            "\n/** {} */\nexport interface {} {{\n",
            kind.about,
            kind.class()
        );
        for field in &kind.fields {
            let written = match field.form {
                Form::Key => "string".to_owned(),
                Form::Words => quoted(&field.words, "'", " | "),
                Form::OpenWords => format!("{} | (string & {{}})", quoted(&field.words, "'", " | ")),
                Form::Whole => "number".to_owned(),
                Form::Flag => "boolean".to_owned(),
                Form::Instant => "InstantGiven".to_owned(),
            };
            let (mark, or) = if field.required {
                ("", "")
            } else {
                ("?", " | null | undefined")
            };
            let _ = write!(
                out,
                "  /** {} */\n  readonly {}{mark}: {written}{or};\n",
                field.about,
                camel(&field.name)
            );
        }
        out.push_str("}\n");
    }
    out.push_str("\n/** Something that happened, of a kind that this release knows. */\nexport type Event =");
    for kind in &events.events {
        let _ = write!(out, "\n  | Happened<'{}', {}>", kind.kind, kind.class());
    }
    out.push_str(";\n");
    out
}

/// What a field says, and which words are known where there may be others.
fn about(field: &Field, quote: &str) -> String {
    match field.form {
        Form::OpenWords => {
            let words = quoted(&field.words, quote, ", ");
            format!("{} Known are {words}; another is kept as it came.", field.about)
        }
        _ => field.about.clone(),
    }
}

fn quoted(words: &[String], quote: &str, between: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("{quote}{word}{quote}")).collect();
    words.join(between)
}
