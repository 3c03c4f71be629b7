//! `generated/operations.ts`: the methods, over a caller that the facade brings.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::document::{Document, Field, Operation, Type, bare};
use super::names::camel;
use super::primitives::{PRIMITIVES, class_of};
use super::typescript_models::{comment, kind, taken};
use super::typescript_wire::{reader, reading_import, shape};

const HEAD: &str = r"// The operations of WellSky, as methods. Written by `cargo xtask codegen` from the Rust table; do not edit.

import type { CallOptions } from '../call.js';
import type { CareweaveError } from '../errors.js';
import type { AssignOutcome as Assignment } from '../fill_job.js';
import type { Store } from '../store.js';
";

const BODY: &str = r"
/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** How many there are over all pages. */
  readonly total: number;
  /** How many stand before this page. */
  readonly offset: number;
  /** 2 when the list changed while it was read and is read again from its start: forget the pages before. */
  readonly pass: number;
}

/** A reading that may be incomplete: nobody may be called gone or free on the ground of one that is. */
export interface Reading<T> {
  readonly complete: boolean;
  readonly found: T;
  readonly failures: readonly { readonly subject: string; readonly error: CareweaveError }[];
}

/** A record that was found or made. */
export interface Upserted<T> {
  readonly isNew: boolean;
  readonly record: T;
}

/** A value with its age, and where it comes from. To show it, say the age; to decide by it, call `fresh()`. */
export interface Cached<T> {
  /** The value, however old. */
  readonly value: T;
  /** When the read that brought it began. */
  readonly fetchedAt: Instant;
  /** How long that was ago when this was asked. */
  readonly ageSeconds: number;
  /** True when it is no longer what its policy calls fresh. */
  readonly stale: boolean;
  /** Why a stale value is shown: revalidating, timeout, unreachable, server_error, rate_limited. */
  readonly reason: string | null;
  /** `vendor`: brought by a read that began with this question. `cache`: by an earlier one. */
  readonly source: 'vendor' | 'cache';
  /**
   * The value as one that may be decided by.
   *
   * @throws `IncompleteError` when it is stale.
   */
  fresh(): T;
}

/** A parameter: its key in JSON, what it is made of, and what was given. */
export type Given = readonly [key: string, shape: Shape, value: unknown];

/** What runs an operation: the facade over the native module. */
export interface Caller {
  call<T>(
    operation: string,
    read: (json: Json) => T,
    given: readonly Given[],
    options?: CallOptions,
    store?: Store,
  ): Promise<T>;
  pages<T>(
    operation: string,
    item: (json: Json) => T,
    given: readonly Given[],
    options?: CallOptions & PageSize,
  ): AsyncGenerator<Page<T>, void, undefined>;
}

/** How many records a page has. */
export interface PageSize {
  /** 1 to 100, the default. */
  readonly limit?: number | undefined;
}
";

pub(super) fn emit(document: &Document) -> String {
    let mut body = BODY.to_owned();
    let primitives = PRIMITIVES
        .iter()
        .map(|primitive| (class_of(primitive.group), primitive.about, Some(primitive.group)));
    let others = [
        (
            "Operations",
            "What can be asked of WellSky over either API.",
            None,
        ),
        ("ConnectOperations", "Connect's own records.", Some("connect")),
        (
            "ProviderOperations",
            "What can be asked of a scheduling service.",
            Some("provider"),
        ),
    ];
    let others = others.map(|(class, about, group)| (class.to_owned(), about, group));
    for (class, about, group) in others.into_iter().chain(primitives) {
        let _ = write!(
            body,
            "\n/** {about} */\nexport abstract class {class} {{\n  /** What runs the operations. */\n  protected abstract \
             readonly caller: Caller;\n"
        );
        for row in document
            .operations
            .iter()
            .filter(|row| row.group.as_deref() == group && !row.handle)
        {
            method(document, row, &mut body);
            if let (Some(name), Type::List(item)) = (&row.pages_method, &row.result) {
                pages(document, row, name, item, &mut body);
            }
        }
        body.push_str("}\n");
    }
    let fields = |name: &str| format!("{name}Fields");
    let records = document.records.iter().map(|record| record.name.as_str());
    let known: BTreeSet<String> = records
        .clone()
        .map(fields)
        .chain(records.map(str::to_owned))
        .chain(document.words.iter().map(|words| words.name.clone()))
        .chain(["CalendarDate", "Instant"].map(str::to_owned))
        .filter(|name| mentions(&body, name))
        .collect();
    let mut out = HEAD.to_owned();
    out.push_str(&reading_import(&body));
    out.push_str("\nimport type {\n");
    for name in known {
        let _ = writeln!(out, "  {name},");
    }
    out.push_str("} from './models.js';\nimport { READ, type Shape } from './wire.js';\n");
    out + &body
}

fn mentions(body: &str, name: &str) -> bool {
    body.lines()
        .filter(|line| !line.trim_start().starts_with('*') && !line.trim_start().starts_with("/**"))
        .any(|line| {
            // A name in quotes is a shape and not a type.
            let code: String = line.split('\'').step_by(2).collect();
            code.split(|c: char| !c.is_alphanumeric() && c != '_')
                .any(|word| word == name)
        })
}

/// The type of a parameter. That it may be left out is told by its mark, and a list need not be given as one of ours.
fn type_of(document: &Document, field: &Field) -> String {
    taken(document, bare(&field.kind))
}

fn options(document: &Document, row: &Operation, paged: bool) -> (String, bool) {
    let mut members: Vec<String> = row
        .named()
        .map(|field| {
            let name = camel(&field.name);
            if field.required {
                format!("readonly {name}: {}", type_of(document, field))
            } else {
                format!("readonly {name}?: {} | undefined", type_of(document, field))
            }
        })
        .collect();
    if row.takes_store {
        members.push("readonly store: Store".to_owned());
    }
    let required = row.takes_store || row.named().any(|field| field.required);
    let base = if paged {
        "CallOptions & PageSize"
    } else {
        "CallOptions"
    };
    if members.is_empty() {
        return (base.to_owned(), required);
    }
    (format!("{base} & {{ {} }}", members.join("; ")), required)
}

fn parameters(document: &Document, row: &Operation, paged: bool) -> String {
    let mut all: Vec<String> = row
        .positional()
        .map(|field| format!("{}: {}", camel(&field.name), type_of(document, field)))
        .collect();
    let (kind, required) = options(document, row, paged);
    all.push(format!("options{}: {kind}", if required { "" } else { "?" }));
    all.join(", ")
}

fn given(row: &Operation) -> String {
    let items: Vec<String> = row
        .parameters
        .iter()
        .map(|field| {
            let name = camel(&field.name);
            let value = if row.positional().any(|p| p.name == field.name) {
                name
            } else {
                // Who writes JavaScript may leave out what is required: the caller names it then.
                format!("options?.{name}")
            };
            format!("        ['{}', {}, {value}],\n", field.key, shape(&field.kind))
        })
        .collect();
    if items.is_empty() {
        return "[]".to_owned();
    }
    format!("[\n{}      ]", items.concat())
}

fn about(row: &Operation, paged: bool) -> String {
    if paged {
        return comment(&format!("As `{}`, page by page.", camel(&row.method)), "  ");
    }
    let mut text = vec![row.about.clone()];
    for field in row.positional().chain(row.named()) {
        let name = if row.positional().any(|p| p.name == field.name) {
            camel(&field.name)
        } else {
            format!("options.{}", camel(&field.name))
        };
        text.push(format!("@param {name} {}", field.about));
    }
    for (class, when) in &row.raises {
        text.push(format!("@throws `{class}`: {when}."));
    }
    comment(&text.join("\n\n"), "  ").replace("\n   *\n   * @", "\n   * @")
}

fn method(document: &Document, row: &Operation, out: &mut String) {
    // A list that comes back is the caller's own.
    let result = kind(&row.result).trim_start_matches("readonly ").to_owned();
    let store = if row.takes_store {
        "\n      options?.store,"
    } else {
        ""
    };
    let _ = write!(
        out,
        "\n{}  {}({}): Promise<{result}> {{\n    return this.caller.call(\n      '{}',\n      {},\n      {},\n      \
         options,{store}\n    );\n  }}\n",
        about(row, false),
        camel(&row.method),
        parameters(document, row, false),
        row.name,
        reader(&row.result),
        given(row)
    );
}

fn pages(document: &Document, row: &Operation, name: &str, item: &Type, out: &mut String) {
    let _ = write!(
        out,
        "\n{}  {}({}): AsyncGenerator<Page<{}>, void, undefined> {{\n    return this.caller.pages(\n      '{}',\n      \
         {},\n      {},\n      options,\n    );\n  }}\n",
        about(row, true),
        camel(name),
        parameters(document, row, true),
        kind(item),
        row.name,
        reader(item),
        given(row)
    );
}
