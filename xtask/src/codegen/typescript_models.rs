//! `generated/models.ts`: the records as interfaces and classes, the words as unions, and how each crosses the border.

use std::fmt::Write as _;

use super::document::{Document, Field, Record, Type, Words};
use super::names::camel;
use super::typescript_wire::came_back;
use super::words::{typescript, wrap};

const WIDTH: usize = 118;

const HEAD: &str = r"// Records of WellSky Personal Care. Written by `cargo xtask codegen` from the Rust types; do not edit.

import { inspect, type InspectOptions } from 'node:util';

import type { CareweaveError } from '../errors.js';

/** A moment, as ISO 8601 in UTC: `'2026-04-06T14:00:00Z'`. `new Date(…)` reads it. */
export type Instant = string;

/** A day, as `'YYYY-MM-DD'`. */
export type CalendarDate = string;

/** A word of a vendor's list. A vendor adds words without notice, so any string is possible. */
export type Word<Known extends string> = Known | (string & {});

/**
 * A record with personal data. Printed by `console.log` and `util.inspect` it shows ids and statuses only, so that a
 * name does not reach a log by accident; read the property to use the value. `JSON.stringify` writes everything.
 */
abstract class PersonalRecord {
  constructor(fields: object) {
    Object.assign(this, fields);
  }

  /** The properties that may be shown. */
  protected abstract shown(): object;

  /** What `console.log` shows. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `${this.constructor.name} ${inspect(this.shown(), options)}`;
  }
}
";

pub(super) fn emit(document: &Document) -> String {
    let mut out = HEAD.to_owned();
    for words in &document.words {
        self::words(words, &mut out);
    }
    for union in &document.unions {
        let _ = write!(
            out,
            "\n{}export type {} = string | readonly {}[];\n",
            comment(&union.about, ""),
            union.name,
            kind(&union.item),
        );
    }
    let read = came_back(document);
    for record in &document.records {
        let only_taken = record.written && !read.contains(&record.name);
        self::record(document, record, only_taken, &mut out);
    }
    out
}

/// A documentation comment, before what it speaks of.
pub(super) fn comment(about: &str, indent: &str) -> String {
    if about.is_empty() {
        return String::new();
    }
    let text = wrap(
        &typescript(about),
        &format!("{indent} * "),
        WIDTH,
        indent.len() + 4,
    );
    if text.contains('\n') {
        let text = text.replace("\n\n", &format!("\n{indent} *\n"));
        format!("{indent}/**\n{indent} * {text}\n{indent} */\n")
    } else {
        format!("{indent}/** {text} */\n")
    }
}

fn words(words: &Words, out: &mut String) {
    let known: Vec<String> = words.known.iter().map(|word| format!("'{word}'")).collect();
    let known = known.join(" | ");
    let kind = if words.open {
        format!("Word<{known}>")
    } else {
        known
    };
    let _ = write!(
        out,
        "\n{}export type {} = {kind};\n",
        comment(&words.about, ""),
        words.name
    );
}

fn record(document: &Document, record: &Record, only_taken: bool, out: &mut String) {
    let property = |field: &Field, lead: &str, out: &mut String| {
        let kind = if only_taken {
            taken(document, &field.kind)
        } else {
            kind(&field.kind)
        };
        property(field, record.written, kind, lead, out);
    };
    let about = comment(&record.about, "");
    // What is passed in arguments is written as an object; a class of personal data comes out.
    if !record.personal {
        let _ = write!(out, "\n{about}export interface {} {{\n", record.name);
        for field in &record.fields {
            property(field, "", out);
        }
        out.push_str("}\n");
        return;
    }
    let _ = write!(
        out,
        "\n{about}export class {} extends PersonalRecord {{\n",
        record.name
    );
    for field in &record.fields {
        property(field, "declare ", out);
    }
    let fields = format!("{}Fields", record.name);
    let mut shown = record.shown();
    // What a log is searched for comes first.
    shown.sort_by_key(|name| match *name {
        "id" => 0,
        "status" => 1,
        _ => 2,
    });
    let shown: Vec<String> = shown
        .into_iter()
        .map(|name| format!("{0}: this.{0}", camel(name)))
        .collect();
    let shown = if shown.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{ {} }}", shown.join(", "))
    };
    let _ = write!(
        out,
        "\n  constructor(fields: {fields}) {{\n    super(fields);\n  }}\n\n  protected override shown(): object {{\n    \
         return {shown};\n  }}\n}}\n\n/** The fields of {{@link {name}}}: what it is made of. */\nexport interface {fields} {{\n",
        name = record.name
    );
    for field in &record.fields {
        property(field, "", out);
    }
    out.push_str("}\n");
}

fn property(field: &Field, written: bool, mut kind: String, lead: &str, out: &mut String) {
    let mut about = field.about.clone();
    if field.patch {
        about.push_str(" Left out, it is kept; `null` empties it.");
    }
    let optional = field.patch || (written && field.has_default());
    let mark = if optional {
        kind.push_str(" | undefined");
        "?"
    } else {
        ""
    };
    let _ = writeln!(
        out,
        "{}  {lead}readonly {}{mark}: {kind};",
        comment(&about, "  "),
        camel(&field.name)
    );
}

/// The type of a value that comes out, or of a field.
pub(super) fn kind(kind: &Type) -> String {
    match kind {
        Type::Text | Type::Secret => "string".to_owned(),
        Type::Instant => "Instant".to_owned(),
        Type::Date => "CalendarDate".to_owned(),
        Type::Bytes => "Uint8Array".to_owned(),
        Type::Integer | Type::Number => "number".to_owned(),
        Type::Flag => "boolean".to_owned(),
        Type::Nothing => "void".to_owned(),
        Type::Words(name) | Type::Record(name) | Type::Union(name) | Type::Host(name) => name.clone(),
        Type::List(item) => match &**item {
            Type::Words(_) | Type::Record(_) | Type::Text => format!("readonly {}[]", self::kind(item)),
            _ => format!("ReadonlyArray<{}>", self::kind(item)),
        },
        Type::Map(item) => format!("Readonly<{{ [key: string]: {} }}>", self::kind(item)),
        Type::Optional(item) => format!("{} | null", self::kind(item)),
        Type::Generic(class, item) => format!("{class}<{}>", self::kind(item)),
    }
}

/// The type of an argument: an instant as a `Date` too, and a record as an object with its fields.
pub(super) fn taken(document: &Document, kind_of: &Type) -> String {
    match kind_of {
        Type::Instant => "Date | Instant".to_owned(),
        Type::Record(name) if document.record(name).is_some_and(|record| record.personal) => {
            format!("{name}Fields")
        }
        Type::List(item) if matches!(**item, Type::Record(_)) => {
            format!("readonly {}[]", taken(document, item))
        }
        Type::Optional(item) => format!("{} | null", taken(document, item)),
        other => kind(other),
    }
}
