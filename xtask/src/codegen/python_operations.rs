//! `_generated/operations.py`: the methods, blocking and asynchronous.

use std::fmt::Write as _;

use super::document::{Document, Operation, Type};
use super::primitives::{PRIMITIVES, class_of};
use super::python_models::{argument, in_parameters, in_record, in_result};
use super::python_wire::{given, page_name, result_name};
use super::words::{python, wrap};

const WIDTH: usize = 118;

const HEAD: &str = r#""""The operations of WellSky and of scheduling services, as methods. Written by `cargo xtask codegen` from the Rust table; do not edit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from .. import _wire
from .._calls import run, wait
from .._generic import Assignment, Cached, Page, Reading, Upserted
from .._provider_session import ProviderSession
from .._session import Session
from .._store_session import StoreSession
from . import wire
from .models import (
"#;

/// A class of methods.
struct Class {
    name: String,
    about: String,
    group: Option<&'static str>,
    session: &'static str,
    manner: Manner,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Blocking,
    Asynchronous,
}

/// The classes in the order of the file: each group blocking, and for asyncio.
fn classes() -> Vec<Class> {
    let both = |name: &str, about: &str, group, session| {
        [
            Class {
                name: name.to_owned(),
                about: about.to_owned(),
                group,
                session,
                manner: Manner::Blocking,
            },
            Class {
                name: format!("Async{name}"),
                about: format!("As :class:`{name}`, for asyncio."),
                group,
                session,
                manner: Manner::Asynchronous,
            },
        ]
    };
    let whole = both(
        "Operations",
        "What can be asked of WellSky over either API.",
        None,
        "Session",
    );
    let connect = both(
        "ConnectOperations",
        "Connect's own records.",
        Some("connect"),
        "Session",
    );
    let provider = both(
        "ProviderOperations",
        "What can be asked of a scheduling service.",
        Some("provider"),
        "ProviderSession",
    );
    let primitives = PRIMITIVES.iter().flat_map(|primitive| {
        let name = class_of(primitive.group);
        both(&name, primitive.about, Some(primitive.group), "StoreSession")
    });
    // The two of WellSky stand blocking first, as they always did.
    let [blocking, awaited] = whole;
    let [connect_blocking, connect_awaited] = connect;
    [blocking, connect_blocking, awaited, connect_awaited]
        .into_iter()
        .chain(provider)
        .chain(primitives)
        .collect()
}

pub(super) fn emit(document: &Document) -> String {
    let mut body = String::new();
    for class in &classes() {
        let _ = write!(
            body,
            "\n\nclass {}:\n    \"\"\"{}\"\"\"\n\n    __slots__ = ()\n    _session: {}\n",
            class.name, class.about, class.session
        );
        for row in &document.operations {
            if row.group.as_deref() == class.group && !row.handle {
                method(document, row, class.manner, &mut body);
                if let Some(name) = &row.pages_method {
                    pages(document, row, name, class.manner, &mut body);
                }
            }
        }
    }
    let used: Vec<&str> = document
        .records
        .iter()
        .map(|record| record.name.as_str())
        .filter(|name| mentions(&body, name))
        .collect();
    let mut out = HEAD.to_owned();
    let mut used = used;
    used.sort_unstable();
    for name in used {
        let _ = writeln!(out, "    {name},");
    }
    out.push_str(")\n\nif TYPE_CHECKING:\n    from ..store import AsyncStore, Store\n");
    out + &body
}

/// True when a signature names the class; prose may have the word too.
fn mentions(body: &str, name: &str) -> bool {
    body.lines()
        .filter(|line| line.contains("def ") || line.contains(") -> ") || line.trim_end().ends_with(','))
        .any(|line| {
            line.split(|c: char| !c.is_alphanumeric() && c != '_')
                .any(|word| word == name)
        })
}

fn signature(document: &Document, row: &Operation, paged: bool, manner: Manner) -> Vec<String> {
    let mut parameters = vec!["self".to_owned()];
    for field in row.positional() {
        parameters.push(format!(
            "{}: {}",
            field.name,
            in_parameters(document, &field.kind)
        ));
    }
    let mut named: Vec<String> = row
        .named()
        .map(|field| {
            let default = if field.required { "" } else { " = None" };
            let mut kind = in_parameters(document, &field.kind);
            if !field.required && !matches!(field.kind, Type::Optional(_)) {
                kind.push_str(" | None");
            }
            format!("{}: {kind}{default}", field.name)
        })
        .collect();
    if row.takes_store {
        named.push(match manner {
            Manner::Blocking => "store: Store".to_owned(),
            Manner::Asynchronous => "store: Store | AsyncStore".to_owned(),
        });
    }
    if paged {
        named.push("page_size: int | None = None".to_owned());
    }
    if !named.is_empty() {
        parameters.push("*".to_owned());
        parameters.extend(named);
    }
    parameters
}

fn head(out: &mut String, manner: Manner, name: &str, parameters: &[String], result: &str) {
    let lead = match manner {
        Manner::Blocking => "def",
        Manner::Asynchronous => "async def",
    };
    let line = format!("    {lead} {name}({}) -> {result}:", parameters.join(", "));
    if line.len() <= 120 {
        let _ = write!(out, "\n{line}\n");
        return;
    }
    let _ = write!(out, "\n    {lead} {name}(\n");
    for parameter in parameters {
        let _ = writeln!(out, "        {parameter},");
    }
    let _ = writeln!(out, "    ) -> {result}:");
}

fn given_arguments(row: &Operation) -> String {
    let items: Vec<String> = row.parameters.iter().map(given).collect();
    if items.is_empty() {
        return "()".to_owned();
    }
    let mut out = "(\n".to_owned();
    for item in items {
        let _ = writeln!(out, "                {item},");
    }
    out.push_str("            )");
    out
}

fn method(document: &Document, row: &Operation, manner: Manner, out: &mut String) {
    let result = in_result(document, &row.result);
    head(
        out,
        manner,
        &row.method,
        &signature(document, row, false, manner),
        &result,
    );
    let about = match manner {
        Manner::Blocking => documentation(document, row),
        Manner::Asynchronous => format!("As :meth:`{}.{}`.", blocking_class(row), row.method),
    };
    let _ = writeln!(out, "        \"\"\"{about}\"\"\"");
    let store = if row.takes_store { "store" } else { "None" };
    let lead = match manner {
        Manner::Blocking => "return wait(",
        Manner::Asynchronous => "return await run(",
    };
    let _ = write!(
        out,
        "        {lead}\n            self._session.call(\n                \"{}\",\n                wire.{},\n                {},\n                \
         {store},\n            )\n        )\n",
        row.name,
        result_name(&row.result),
        given_arguments(row).replace('\n', "\n    ")
    );
}

fn pages(document: &Document, row: &Operation, name: &str, manner: Manner, out: &mut String) {
    let Type::List(item) = &row.result else { return };
    let kind = in_record(document, item);
    let iterator = match manner {
        Manner::Blocking => format!("Iterator[Page[{kind}]]"),
        Manner::Asynchronous => format!("AsyncIterator[Page[{kind}]]"),
    };
    head(
        out,
        manner,
        name,
        &signature(document, row, true, manner),
        &iterator,
    );
    let about = match manner {
        Manner::Blocking => format!(
            "As :meth:`{}`, page by page; ``page_size`` is 1 to 100 (the default).",
            row.method
        ),
        Manner::Asynchronous => format!("As :meth:`{}.{name}`, with ``async for``.", blocking_class(row)),
    };
    let _ = writeln!(out, "        \"\"\"{about}\"\"\"");
    let _ = write!(
        out,
        "        following = self._session.pages(\n            \"{}\",\n            wire.{},\n            {},\n            page_size,\n        )\n",
        row.name,
        page_name(item),
        given_arguments(row)
    );
    out.push_str(match manner {
        Manner::Blocking => {
            "        while (page := wait(following())) is not None:\n            yield page\n"
        }
        Manner::Asynchronous => {
            "        while (page := await run(following())) is not None:\n            yield page\n"
        }
    });
}

fn blocking_class(row: &Operation) -> String {
    match row.group.as_deref() {
        Some("connect") => "ConnectOperations".to_owned(),
        Some("provider") => "ProviderOperations".to_owned(),
        Some(primitive) => class_of(primitive),
        None => "Operations".to_owned(),
    }
}

fn documentation(document: &Document, row: &Operation) -> String {
    let mut text = wrap(&python(&row.about), "        ", WIDTH, 11);
    let arguments: Vec<String> = row
        .positional()
        .chain(row.named())
        .map(|field| {
            let line = format!("{}: {}", field.name, argument(document, field));
            format!("            {}", wrap(&line, "                ", WIDTH, 12))
        })
        .chain(
            row.takes_store
                .then(|| "            store: where it is recorded.".to_owned()),
        )
        .collect();
    if !arguments.is_empty() {
        let _ = write!(text, "\n\n        Args:\n{}", arguments.join("\n"));
    }
    if !row.raises.is_empty() {
        let raises: Vec<String> = row
            .raises
            .iter()
            .map(|(class, when)| {
                let line = format!("{class}: {}.", python(when));
                format!("            {}", wrap(&line, "                ", WIDTH, 12))
            })
            .collect();
        let _ = write!(text, "\n\n        Raises:\n{}", raises.join("\n"));
    }
    if text.contains('\n') {
        text.push_str("\n        ");
    }
    text
}
