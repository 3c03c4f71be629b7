//! `_generated/wire.py`: how records are read from JSON, by plans of the native decoder, and how those that are passed in
//! arguments are written.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::document::{Document, Field, Record, Type};
use super::names::constant;

const HEAD: &str = r#""""How records cross the language border. Written by `cargo xtask codegen` from the Rust types; do not edit."""

from __future__ import annotations

from typing import Final

from .. import _generic, _wire
from .._native import Plan
from . import models

TEXT: Final[Plan[str]] = Plan.text()
BYTES: Final[Plan[bytes]] = Plan.via(_wire.bytes_of, TEXT)
INSTANT: Final = Plan.instant()
DATE: Final = Plan.date()
INTEGER: Final = Plan.integer()
NUMBER: Final = Plan.number()
FLAG: Final = Plan.flag()
"#;

pub(super) fn emit(document: &Document) -> String {
    let mut out = HEAD.to_owned();
    for words in &document.words {
        let known: Vec<String> = words.known.iter().map(|word| format!("{word:?}")).collect();
        let line = format!(
            "WORD_{}: Final = Plan.word([{}])\n",
            constant(&words.name),
            known.join(", ")
        );
        out.push_str(&folded(&line, &known));
    }
    // A patch is only ever written.
    let read = |record: &&Record| record.fields.iter().all(|field| !field.patch);
    for record in document.records.iter().filter(read) {
        let _ = write!(
            out,
            "\nREAD_{}: Final = Plan.record(\n    models.{},\n    [\n",
            constant(&record.name),
            record.name
        );
        for field in &record.fields {
            let mut plan = plan(document, &field.kind);
            if let Some(key) = &field.at {
                plan = match &field.kind {
                    Type::Optional(item) => {
                        format!(
                            "Plan.optional(Plan.at(\"{key}\", {}))",
                            self::plan(document, item)
                        )
                    }
                    _ => format!("Plan.at(\"{key}\", {plan})"),
                };
            }
            let _ = writeln!(out, "        (\"{}\", \"{}\", {plan}),", field.key, field.name);
        }
        out.push_str("    ],\n)\n");
    }
    out.push_str("\nREAD_NOTHING: Final[Plan[None]] = Plan.nothing()\n");
    for (name, (kind, plan)) in results(document) {
        let _ = writeln!(out, "{name}: Final[Plan[{kind}]] = {plan}");
    }
    out.push('\n');
    for record in document.records.iter().filter(|record| record.written) {
        let _ = write!(
            out,
            "\nWRITE_{}: Final = _wire.record(\n    models.{},\n    (\n",
            constant(&record.name),
            record.name
        );
        for field in &record.fields {
            let _ = writeln!(
                out,
                "        (\"{}\", \"{}\", {}),",
                field.key,
                field.name,
                writer(&field.kind).replace("wire.WRITE_", "WRITE_")
            );
        }
        out.push_str("    ),\n)\n");
    }
    out
}

/// The plans of results that are not a record alone, by name.
fn results(document: &Document) -> BTreeMap<String, (String, String)> {
    let mut results = BTreeMap::new();
    for row in document.operations.iter().filter(|row| !row.handle) {
        let name = result_name(&row.result);
        let simple = matches!(row.result, Type::Record(_) | Type::Text | Type::Nothing);
        if !simple {
            let kind = super::python_models::in_result(document, &row.result);
            results.insert(
                name,
                (qualified(document, &kind), result_plan(document, &row.result)),
            );
        }
        if row.pages_method.is_some()
            && let Type::List(item) = &row.result
        {
            let kind = qualified(document, &super::python_models::in_record(document, item));
            results.insert(
                page_name(item),
                (
                    format!("_generic.Page[{kind}] | None"),
                    format!("_generic.page({})", plan(document, item)),
                ),
            );
        }
    }
    results
}

/// The names of the generated records, qualified by their module, and of the hand-written ones.
fn qualified(document: &Document, kind: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        if document.record(word).is_some() {
            out.push_str("models.");
        } else if matches!(
            word.as_str(),
            "Cached" | "Reading" | "Upserted" | "Page" | "Assignment"
        ) {
            out.push_str("_generic.");
        }
        out.push_str(word);
        word.clear();
    };
    for c in kind.chars() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else {
            flush(&mut word, &mut out);
            out.push(c);
        }
    }
    flush(&mut word, &mut out);
    out
}

/// The name of the plan of a result.
pub(super) fn result_name(kind: &Type) -> String {
    match kind {
        Type::Record(name) => format!("READ_{}", constant(name)),
        Type::Nothing => "READ_NOTHING".to_owned(),
        Type::Text => "TEXT".to_owned(),
        Type::List(item) => format!("{}_LIST", result_name(item)),
        Type::Optional(item) => format!("{}_OR_NONE", result_name(item)),
        Type::Generic(class, item) => format!("{}_{}", result_name(item), class.to_ascii_uppercase()),
        Type::Host(name) | Type::Words(name) | Type::Union(name) => format!("READ_{}", constant(name)),
        other => format!("READ_{}", constant(&format!("{other:?}"))),
    }
}

/// The name of the plan of a page.
pub(super) fn page_name(item: &Type) -> String {
    format!("{}_PAGE", result_name(item))
}

fn result_plan(document: &Document, kind: &Type) -> String {
    match kind {
        Type::List(item) => format!("Plan.list({})", result_plan(document, item)),
        Type::Optional(item) => format!("Plan.optional({})", result_plan(document, item)),
        Type::Generic(class, item) => {
            format!(
                "_generic.{}({})",
                class.to_ascii_lowercase(),
                result_plan(document, item)
            )
        }
        Type::Host(name) => format!("_generic.{}()", constant(name).to_ascii_lowercase()),
        other => plan(document, other),
    }
}

fn plan(document: &Document, kind: &Type) -> String {
    match kind {
        Type::Instant => "INSTANT".to_owned(),
        Type::Date => "DATE".to_owned(),
        Type::Integer => "INTEGER".to_owned(),
        Type::Number => "NUMBER".to_owned(),
        Type::Flag => "FLAG".to_owned(),
        Type::Nothing => "READ_NOTHING".to_owned(),
        Type::Text | Type::Secret => "TEXT".to_owned(),
        Type::Bytes => "BYTES".to_owned(),
        Type::Words(name) => format!("WORD_{}", constant(name)),
        Type::Record(name) => format!("READ_{}", constant(name)),
        Type::Union(name) => match document.union(name) {
            Some(union) => format!("Plan.text_or_tuple({})", plan(document, &union.item)),
            None => "TEXT".to_owned(),
        },
        Type::List(item) => format!("Plan.tuple({})", plan(document, item)),
        Type::Map(item) => format!("Plan.map({})", plan(document, item)),
        Type::Optional(item) => format!("Plan.optional({})", plan(document, item)),
        Type::Generic(class, item) => format!(
            "_generic.{}({})",
            class.to_ascii_lowercase(),
            plan(document, item)
        ),
        Type::Host(name) => format!("_generic.{}()", super::names::snake(name).trim_start_matches('_')),
    }
}

/// The function that writes a value of this type.
pub(super) fn writer(kind: &Type) -> String {
    match kind {
        Type::Instant => "_wire.instant".to_owned(),
        Type::Date => "_wire.day".to_owned(),
        Type::Bytes => "_wire.base64_of".to_owned(),
        Type::Record(name) => format!("wire.WRITE_{}", constant(name)),
        Type::List(item) => format!("_wire.each({})", writer(item)),
        Type::Map(item) => format!("_wire.mapping({})", writer(item)),
        Type::Optional(item) => writer(item),
        _ => "_wire.plain".to_owned(),
    }
}

/// A line that is too long, with one item on each line.
fn folded(line: &str, items: &[String]) -> String {
    if line.len() <= 120 {
        return line.to_owned();
    }
    let (head, _) = line.split_once('[').unwrap_or((line, ""));
    let mut out = format!("{head}[\n");
    for item in items {
        let _ = writeln!(out, "    {item},");
    }
    out.push_str("])\n");
    out
}

/// A parameter in the arguments of a call.
pub(super) fn given(field: &Field) -> String {
    format!("(\"{}\", {}, {})", field.key, writer(&field.kind), field.name)
}
