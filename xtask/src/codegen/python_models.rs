//! `_generated/models.py`: the records as frozen dataclasses.

use std::fmt::Write as _;

use super::document::{Document, Field, Record, Type, bare};
use super::words::{lower_first, python, wrap};

const WIDTH: usize = 118;

const HEAD: &str = r#""""Records of WellSky Personal Care, as frozen dataclasses. Written by `cargo xtask codegen` from the Rust types; do not
edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from .._keep import KEEP, Keep
from .._masked import Masked
from ..errors import CareweaveError

"#;

pub(super) fn emit(document: &Document) -> String {
    let mut out = HEAD.to_owned();
    let mut names: Vec<&str> = document
        .records
        .iter()
        .map(|record| record.name.as_str())
        .collect();
    names.sort_unstable();
    out.push_str("__all__ = [\n");
    for name in names {
        let _ = writeln!(out, "    \"{name}\",");
    }
    out.push_str("]\n");
    for record in &document.records {
        self::record(document, record, &mut out);
    }
    out
}

fn record(document: &Document, record: &Record, out: &mut String) {
    let (repr, base) = if record.personal {
        (", repr=False", "(Masked)")
    } else {
        ("", "")
    };
    let _ = write!(
        out,
        "\n\n@dataclass(frozen=True, slots=True{repr})\nclass {}{base}:\n    \"\"\"{}\"\"\"\n",
        record.name,
        wrap(&python(&record.about), "    ", WIDTH, 10)
    );
    if record.personal {
        let shown: Vec<String> = record.shown().iter().map(|name| format!("\"{name}\"")).collect();
        let shown = match shown.as_slice() {
            [] => "()".to_owned(),
            [one] => format!("({one},)"),
            many => format!("({})", many.join(", ")),
        };
        let _ = write!(out, "\n    _shown: ClassVar[tuple[str, ...]] = {shown}\n");
    }
    out.push('\n');
    // What has a default stands after what has none.
    let (required, defaulted): (Vec<&Field>, Vec<&Field>) =
        record.fields.iter().partition(|field| !field.has_default());
    for field in required.into_iter().chain(defaulted) {
        let default = if field.patch {
            " = KEEP"
        } else if matches!(field.kind, Type::List(_)) {
            " = ()"
        } else if field.kind == Type::Flag && field.has_default() {
            " = False"
        } else if field.has_default() {
            " = None"
        } else {
            ""
        };
        let mut kind = in_record(document, &field.kind);
        if field.patch {
            kind.push_str(" | Keep");
        }
        let _ = writeln!(out, "    {}: {kind}{default}", field.name);
        let about = about(document, field);
        if !about.is_empty() {
            let _ = writeln!(out, "    \"\"\"{}\"\"\"", wrap(&about, "    ", WIDTH, 10));
        }
    }
}

/// What is said of a field or parameter: its own words, and those it may have.
pub(super) fn about(document: &Document, field: &Field) -> String {
    let mut about = python(&field.about);
    if let Some(words) = known_words(document, bare(&field.kind)) {
        let lead = if about.is_empty() {
            String::new()
        } else {
            format!("{} ", about.trim_end())
        };
        about = format!("{lead}{}.", words);
    }
    if field.patch {
        about.push_str(" Left out, it is kept; ``None`` empties it.");
    }
    about
}

fn known_words(document: &Document, kind: &Type) -> Option<String> {
    match kind {
        Type::Words(name) => document.words_of(name).map(|words| words.known.join(", ")),
        Type::List(item) => known_words(document, item),
        _ => None,
    }
}

/// The type of a field.
pub(super) fn in_record(document: &Document, kind: &Type) -> String {
    match kind {
        Type::List(item) => format!("tuple[{}, ...]", in_record(document, item)),
        Type::Map(item) => format!("Mapping[str, {}]", in_record(document, item)),
        Type::Optional(item) => format!("{} | None", in_record(document, item)),
        Type::Union(name) => match document.union(name) {
            Some(union) => format!("str | tuple[{}, ...]", in_record(document, &union.item)),
            None => name.clone(),
        },
        other => simple(other),
    }
}

/// The type of a parameter.
pub(super) fn in_parameters(document: &Document, kind: &Type) -> String {
    match kind {
        Type::List(item) => format!("Sequence[{}]", in_parameters(document, item)),
        Type::Optional(item) => format!("{} | None", in_parameters(document, item)),
        other => in_record(document, other),
    }
}

/// The type of a result.
pub(super) fn in_result(document: &Document, kind: &Type) -> String {
    match kind {
        Type::List(item) => format!("list[{}]", in_record(document, item)),
        Type::Optional(item) => format!("{} | None", in_result(document, item)),
        Type::Generic(class, item) => format!("{class}[{}]", in_result(document, item)),
        other => in_record(document, other),
    }
}

fn simple(kind: &Type) -> String {
    match kind {
        Type::Instant => "datetime",
        Type::Date => "date",
        Type::Bytes => "bytes",
        Type::Integer => "int",
        Type::Number => "float",
        Type::Flag => "bool",
        Type::Nothing => "None",
        Type::Record(name) | Type::Host(name) => name,
        _ => "str",
    }
    .to_owned()
}

/// A sentence for the section on arguments.
pub(super) fn argument(document: &Document, field: &Field) -> String {
    lower_first(&about(document, field))
}
