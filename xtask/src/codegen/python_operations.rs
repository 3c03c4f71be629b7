//! `_generated/operations.py`: the methods, blocking and asynchronous.

use std::fmt::Write as _;

use super::document::{Document, Operation, Type};
use super::python_models::{argument, in_parameters, in_record, in_result};
use super::python_wire::{given, page_name, result_name};
use super::words::{python, wrap};

const WIDTH: usize = 118;

const HEAD: &str = r#""""The operations of WellSky and of scheduling services, as methods. Written by `cargo xtask codegen` from the Rust table; do not edit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date, datetime

from .. import _wire
from .._calls import run, wait
from .._generic import Assignment, Page, Reading, Upserted
from .._provider_session import ProviderSession
from .._session import Session
from ..store import Store
from . import wire
from .models import (
"#;

/// A class of methods.
struct Class {
    name: &'static str,
    about: &'static str,
    group: Option<&'static str>,
    session: &'static str,
    manner: Manner,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Blocking,
    Asynchronous,
}

const CLASSES: [Class; 6] = [
    Class {
        name: "Operations",
        about: "What can be asked of WellSky over either API.",
        group: None,
        session: "Session",
        manner: Manner::Blocking,
    },
    Class {
        name: "ConnectOperations",
        about: "Connect's own records.",
        group: Some("connect"),
        session: "Session",
        manner: Manner::Blocking,
    },
    Class {
        name: "AsyncOperations",
        about: "As :class:`Operations`, for asyncio.",
        group: None,
        session: "Session",
        manner: Manner::Asynchronous,
    },
    Class {
        name: "AsyncConnectOperations",
        about: "As :class:`ConnectOperations`, for asyncio.",
        group: Some("connect"),
        session: "Session",
        manner: Manner::Asynchronous,
    },
    Class {
        name: "ProviderOperations",
        about: "What can be asked of a scheduling service.",
        group: Some("provider"),
        session: "ProviderSession",
        manner: Manner::Blocking,
    },
    Class {
        name: "AsyncProviderOperations",
        about: "As :class:`ProviderOperations`, for asyncio.",
        group: Some("provider"),
        session: "ProviderSession",
        manner: Manner::Asynchronous,
    },
];

pub(super) fn emit(document: &Document) -> String {
    let mut body = String::new();
    for class in &CLASSES {
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
    out.push_str(")\n");
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

fn signature(document: &Document, row: &Operation, paged: bool) -> Vec<String> {
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
        named.push("store: Store".to_owned());
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
        &signature(document, row, false),
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
    head(out, manner, name, &signature(document, row, true), &iterator);
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

fn blocking_class(row: &Operation) -> &'static str {
    match row.group.as_deref() {
        Some("connect") => "ConnectOperations",
        Some("provider") => "ProviderOperations",
        _ => "Operations",
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
