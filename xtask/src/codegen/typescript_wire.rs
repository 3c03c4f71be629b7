//! `generated/wire.ts`: how the records are read from JSON, and how arguments are written.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::document::{Document, Type};
use super::names::camel;

const HEAD: &str = r"// How records cross the language border. Written by `cargo xtask codegen` from the Rust types; do not edit.

";

const SHAPES: &str = r"
/** What an argument is made of, and so how it is written as JSON. */
export type Shape =
  | { readonly kind: 'text' | 'integer' | 'number' | 'flag' | 'instant' | 'date' | 'bytes' }
  | { readonly kind: 'list' | 'map' | 'optional'; readonly item: Shape }
  | { readonly kind: 'record'; readonly name: WrittenName };

/** A field of an argument: its key in JSON, its property, and what it is made of. */
export interface FieldShape {
  readonly key: string;
  readonly property: string;
  readonly shape: Shape;
  /** True when it may be left out. */
  readonly optional: boolean;
}
";

pub(super) fn emit(document: &Document) -> String {
    let read = came_back(document);
    let mut body = SHAPES.to_owned();
    for union in &document.unions {
        let _ = write!(
            body,
            "\nconst read{name} = (json: Json): models.{name} => textOrEach({}, json);\n",
            reader(&union.item),
            name = union.name,
        );
    }
    readers(document, &read, &mut body);
    fields(document, &mut body);
    body.push_str(
        "\n/** The classes of the records that hold personal data. */\nexport const PERSONAL = [\n",
    );
    for record in document.records.iter().filter(|record| record.personal) {
        let _ = writeln!(body, "  models.{},", record.name);
    }
    body.push_str("] as const;\n");
    format!(
        "{HEAD}{}\nimport * as models from './models.js';\n{body}",
        reading_import(&body)
    )
}

/// What makes each record of its JSON: plain expressions, which an engine compiles to loads and stores.
fn readers(document: &Document, read: &BTreeSet<String>, out: &mut String) {
    out.push_str("\n/** Makes each record of what stands in JSON. */\nexport const READ = {\n");
    for record in document
        .records
        .iter()
        .filter(|record| read.contains(&record.name))
    {
        let (open, close) = if record.personal {
            (format!("new models.{}({{", record.name), "})")
        } else {
            ("({".to_owned(), "})")
        };
        let _ = writeln!(out, "  {0}: (json: Json): models.{0} =>\n    {open}", record.name);
        for field in &record.fields {
            let value = match &field.at {
                None => format!("json.{}", field.key),
                Some(key) if matches!(field.kind, Type::Optional(_)) => format!("json.{}?.{key}", field.key),
                Some(key) => format!("json.{}.{key}", field.key),
            };
            let _ = writeln!(
                out,
                "      {}: {},",
                camel(&field.name),
                reading(&field.kind, &value)
            );
        }
        let _ = writeln!(out, "    {close},");
    }
    out.push_str("};\n");
}

/// The records that come back from a call.
pub(super) fn came_back(document: &Document) -> BTreeSet<String> {
    fn parts(document: &Document, kind: &Type, found: &mut BTreeSet<String>) {
        match kind {
            Type::Record(name) => {
                if let Some(record) = document.record(name)
                    && found.insert(name.clone())
                {
                    for field in &record.fields {
                        parts(document, &field.kind, found);
                    }
                }
            }
            Type::Union(name) => {
                if let Some(union) = document.union(name) {
                    parts(document, &union.item, found);
                }
            }
            Type::List(item) | Type::Map(item) | Type::Optional(item) | Type::Generic(_, item) => {
                parts(document, item, found);
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    for row in &document.operations {
        parts(document, &row.result, &mut found);
    }
    found
}

/// The expression that makes a value of `json`, an expression itself.
fn reading(kind: &Type, json: &str) -> String {
    match kind {
        Type::Bytes => format!("bytes({json})"),
        Type::Optional(item) => match &**item {
            Type::Bytes
            | Type::Record(_)
            | Type::List(_)
            | Type::Union(_)
            | Type::Host(_)
            | Type::Generic(..) => {
                format!("maybe({}, {json})", reader(item))
            }
            _ => format!("{json} ?? null"),
        },
        Type::Record(name) => format!("READ.{name}({json})"),
        Type::List(item) => match &**item {
            Type::Record(_) | Type::Generic(..) | Type::Optional(_) => {
                format!("each({}, {json})", reader(item))
            }
            _ => json.to_owned(),
        },
        Type::Union(name) => format!("read{name}({json})"),
        Type::Host(class) => format!("{}({json})", host(class)),
        Type::Generic(class, item) => format!("{}({}, {json})", class.to_lowercase(), reader(item)),
        _ => json.to_owned(),
    }
}

/// The expression of a function that makes a value of its JSON.
pub(super) fn reader(kind: &Type) -> String {
    match kind {
        Type::Bytes => "bytes".to_owned(),
        Type::Record(name) => format!("READ.{name}"),
        Type::Union(name) => format!("read{name}"),
        Type::Host(class) => host(class),
        Type::Nothing => "() => undefined".to_owned(),
        _ => format!("(json: Json) => {}", reading(kind, "json")),
    }
}

/// The function that makes an object of a class that is written by hand.
fn host(class: &str) -> String {
    let mut name = class.to_owned();
    name[..1].make_ascii_lowercase();
    name
}

/// The import of what is written by hand for reading.
pub(super) fn reading_import(body: &str) -> String {
    let names = [
        "assignment",
        "bytes",
        "cached",
        "careweaveError",
        "each",
        "maybe",
        "reading",
        "textOrEach",
        "upserted",
    ];
    let used: Vec<&str> = names
        .into_iter()
        .filter(|name| {
            [format!("{name}("), format!("({name},"), format!(" {name},")]
                .iter()
                .any(|use_of| body.contains(use_of))
        })
        .collect();
    format!(
        "import {{ type Json, {} }} from '../reading.js';",
        used.join(", ")
    )
}

/// How the records are written that are passed as arguments.
fn fields(document: &Document, out: &mut String) {
    let written = || document.records.iter().filter(|record| record.written);
    out.push_str("\n/** The records that are passed as arguments. */\nexport type WrittenName =\n");
    for record in written() {
        let _ = writeln!(out, "  | '{}'", record.name);
    }
    out.push_str(";\n\n/** The fields of each record that is passed as an argument. */\nexport const FIELDS: Readonly<Record<WrittenName, readonly FieldShape[]>> = {\n");
    for record in written() {
        let _ = writeln!(out, "  {}: [", record.name);
        for field in &record.fields {
            let _ = writeln!(
                out,
                "    {{ key: '{}', property: '{}', shape: {}, optional: {} }},",
                field.key,
                camel(&field.name),
                shape(&field.kind),
                field.has_default()
            );
        }
        out.push_str("  ],\n");
    }
    out.push_str("};\n");
}

/// What an argument is made of.
pub(super) fn shape(kind: &Type) -> String {
    let plain = match kind {
        Type::Instant => "instant",
        Type::Date => "date",
        Type::Bytes => "bytes",
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Flag => "flag",
        Type::Record(name) => return format!("{{ kind: 'record', name: '{name}' }}"),
        Type::List(item) => return format!("{{ kind: 'list', item: {} }}", shape(item)),
        Type::Map(item) => return format!("{{ kind: 'map', item: {} }}", shape(item)),
        Type::Optional(item) => return format!("{{ kind: 'optional', item: {} }}", shape(item)),
        _ => "text",
    };
    format!("{{ kind: '{plain}' }}")
}
