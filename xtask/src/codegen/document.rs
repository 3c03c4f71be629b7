//! The document of operations, as the emitters see it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::names::snake;
use crate::failure::Failure;

/// Models and operations.
#[derive(Debug)]
pub(super) struct Document {
    /// Records, each after those it refers to.
    pub(super) records: Vec<Record>,
    /// Enumerations of words.
    pub(super) words: Vec<Words>,
    /// Names for one of several types.
    pub(super) unions: Vec<Union>,
    pub(super) operations: Vec<Operation>,
}

/// A class with fields.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) fields: Vec<Field>,
    /// True when it holds personal data, here or in a record within.
    pub(super) personal: bool,
    /// True when it is passed in arguments.
    pub(super) written: bool,
}

/// A field of a record, or a parameter of an operation.
#[derive(Debug)]
pub(super) struct Field {
    /// The key in JSON.
    pub(super) key: String,
    /// The name in snake case.
    pub(super) name: String,
    pub(super) about: String,
    pub(super) kind: Type,
    pub(super) required: bool,
    /// True when absent and `null` are two things.
    pub(super) patch: bool,
    pub(super) personal: bool,
    /// True when the record may show it although it holds personal data.
    pub(super) shown: bool,
    /// The key within, where the value in JSON is an object of which one field is wanted.
    pub(super) at: Option<String>,
}

/// Words a vendor uses, and may add to.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) known: Vec<String>,
    /// False when no other word is possible.
    pub(super) open: bool,
}

/// One of several types.
#[derive(Debug)]
pub(super) struct Union {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) item: Type,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Secret,
    Instant,
    Date,
    Bytes,
    Integer,
    Number,
    Flag,
    Nothing,
    /// By name: words.
    Words(String),
    /// By name: a record.
    Record(String),
    /// By name: a text, or a list of the type.
    Union(String),
    List(Box<Type>),
    Map(Box<Type>),
    Optional(Box<Type>),
    /// A class over a type, written by hand in each language.
    Generic(String, Box<Type>),
    /// A class written by hand in each language.
    Host(String),
}

/// A row of the table.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) name: String,
    /// The class it is of, where that is not the main one: connect, provider.
    pub(super) group: Option<String>,
    pub(super) method: String,
    pub(super) pages_method: Option<String>,
    pub(super) handle: bool,
    pub(super) about: String,
    pub(super) takes_store: bool,
    /// The class of the error, and when it comes.
    pub(super) raises: Vec<(String, String)>,
    pub(super) parameters: Vec<Field>,
    pub(super) result: Type,
}

impl Operation {
    /// The parameters that are passed by position: what has to be given and is no key.
    pub(super) fn positional(&self) -> impl Iterator<Item = &Field> {
        self.parameters.iter().filter(|p| p.required && !p.is_key())
    }

    /// Those that are passed by name.
    pub(super) fn named(&self) -> impl Iterator<Item = &Field> {
        self.parameters.iter().filter(|p| !p.required || p.is_key())
    }
}

impl Field {
    pub(super) fn is_key(&self) -> bool {
        self.name == "idempotency_key"
    }

    /// True when a value need not be given: it may be nothing, is a list that may be empty, or is no unless said.
    pub(super) fn has_default(&self) -> bool {
        self.patch
            || matches!(self.kind, Type::Optional(_) | Type::List(_))
            || (self.kind == Type::Flag && !self.required)
    }
}

impl Record {
    /// The fields that a record with personal data shows all the same.
    pub(super) fn shown(&self) -> Vec<&str> {
        let shown = self.fields.iter().filter(|field| field.shown);
        shown.map(|field| field.name.as_str()).collect()
    }
}

impl Document {
    pub(super) fn read(text: &str) -> Result<Self, Failure> {
        let value: Value = serde_json::from_str(text)
            .map_err(|source| Failure::new(format!("the table did not print JSON: {source}")))?;
        let reader = Reader {
            models: &value["models"],
        };
        let operations = list(&value["operations"])
            .iter()
            .map(|row| reader.operation(row))
            .collect::<Result<Vec<_>, _>>()?;
        let mut document = Self {
            records: Vec::new(),
            words: Vec::new(),
            unions: Vec::new(),
            operations,
        };
        let names: Vec<&String> = reader
            .models
            .as_object()
            .into_iter()
            .flat_map(|m| m.keys())
            .collect();
        for name in names {
            reader.model(name, &mut document)?;
        }
        document.order_records();
        document.mark_personal();
        document.mark_written();
        Ok(document)
    }

    pub(super) fn record(&self, name: &str) -> Option<&Record> {
        self.records.iter().find(|record| record.name == name)
    }

    pub(super) fn union(&self, name: &str) -> Option<&Union> {
        self.unions.iter().find(|union| union.name == name)
    }

    pub(super) fn words_of(&self, name: &str) -> Option<&Words> {
        self.words.iter().find(|words| words.name == name)
    }

    /// The records a type is made of, directly.
    fn parts<'a>(&'a self, kind: &'a Type, found: &mut Vec<&'a str>) {
        match kind {
            Type::Record(name) => found.push(name),
            Type::Union(name) => {
                if let Some(union) = self.union(name) {
                    self.parts(&union.item, found);
                }
            }
            Type::List(item) | Type::Map(item) | Type::Optional(item) | Type::Generic(_, item) => {
                self.parts(item, found);
            }
            _ => {}
        }
    }

    fn parts_of(&self, record: &Record) -> Vec<String> {
        let mut found = Vec::new();
        for field in &record.fields {
            self.parts(&field.kind, &mut found);
        }
        found.into_iter().map(str::to_owned).collect()
    }

    fn order_records(&mut self) {
        let needs: Vec<(String, Vec<String>)> = self
            .records
            .iter()
            .map(|record| (record.name.clone(), self.parts_of(record)))
            .collect();
        let mut placed: Vec<String> = Vec::new();
        while placed.len() < needs.len() {
            let ready = needs.iter().find(|(name, parts)| {
                !placed.contains(name) && parts.iter().all(|part| part == name || placed.contains(part))
            });
            match ready {
                Some((name, _)) => placed.push(name.clone()),
                // A circle has no order; the emitters would refuse it, and no record has one.
                None => break,
            }
        }
        self.records
            .sort_by_key(|record| placed.iter().position(|name| *name == record.name));
    }

    fn mark_personal(&mut self) {
        for place in 0..self.records.len() {
            let parts = self.parts_of(&self.records[place]);
            let within = parts
                .iter()
                .any(|part| self.record(part).is_some_and(|record| record.personal));
            let unions = self.records[place]
                .fields
                .iter()
                .any(|field| matches!(bare(&field.kind), Type::Union(_)));
            let own = self.records[place].fields.iter().any(|field| field.personal);
            self.records[place].personal = own || within || unions;
        }
    }

    fn mark_written(&mut self) {
        let mut waiting = Vec::new();
        for parameter in self.operations.iter().flat_map(|row| &row.parameters) {
            self.parts(&parameter.kind, &mut waiting);
        }
        let mut waiting: Vec<String> = waiting.into_iter().map(str::to_owned).collect();
        let mut written = BTreeSet::new();
        while let Some(name) = waiting.pop() {
            if let Some(record) = self.record(&name)
                && written.insert(name)
            {
                waiting.extend(self.parts_of(record));
            }
        }
        for record in &mut self.records {
            record.written = written.contains(&record.name);
        }
    }
}

/// The type without the mark that it may be nothing.
pub(super) fn bare(kind: &Type) -> &Type {
    match kind {
        Type::Optional(item) => item,
        other => other,
    }
}

struct Reader<'a> {
    models: &'a Value,
}

impl Reader<'_> {
    fn operation(&self, row: &Value) -> Result<Operation, Failure> {
        let text = |key: &str| {
            row[key]
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| Failure::new(format!("an operation has no {key}: {row}")))
        };
        let raises = list(&row["raises"]).iter().filter_map(|raise| {
            Some((
                raise["class"].as_str()?.to_owned(),
                raise["when"].as_str()?.to_owned(),
            ))
        });
        Ok(Operation {
            name: text("name")?,
            group: row["group"].as_str().map(str::to_owned),
            method: text("method")?,
            pages_method: row["pages_method"].as_str().map(str::to_owned),
            handle: row["kind"] == "handle",
            about: text("about")?,
            takes_store: row["takes_store"] == true,
            raises: raises.collect(),
            parameters: self.fields(&row["arguments"])?,
            result: self.kind(&row["result"])?,
        })
    }

    fn model(&self, name: &str, document: &mut Document) -> Result<(), Failure> {
        let schema = &self.models[name];
        let about = schema["description"].as_str().unwrap_or_default().to_owned();
        let name = name.to_owned();
        if let Some(known) = schema["x-words"].as_array().or_else(|| schema["enum"].as_array()) {
            document.words.push(Words {
                name,
                about,
                known: known
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect(),
                open: schema["x-words"].is_array(),
            });
        } else if let [text, items] = list(&schema["anyOf"])
            && text["type"] == "string"
            && items["type"] == "array"
        {
            document.unions.push(Union {
                name,
                about,
                item: self.kind(&items["items"])?,
            });
        } else if schema["properties"].is_object() {
            document.records.push(Record {
                name,
                about,
                fields: self.fields(schema)?,
                personal: false,
                written: false,
            });
        } else {
            return Err(Failure::new(format!(
                "{name} is neither a record nor words: {schema}"
            )));
        }
        Ok(())
    }

    fn fields(&self, schema: &Value) -> Result<Vec<Field>, Failure> {
        let required = list(&schema["required"]);
        let mut fields = Vec::new();
        for key in list(&schema["x-order"]).iter().filter_map(Value::as_str) {
            let field = &schema["properties"][key];
            let kind = self
                .kind(field)
                .map_err(|failure| Failure::new(format!("{key}: {failure}")))?;
            let id = field["x-id"] == true;
            fields.push(Field {
                key: key.to_owned(),
                name: field["x-name"].as_str().map_or_else(|| snake(key), str::to_owned),
                about: field["description"].as_str().unwrap_or_default().to_owned(),
                required: required.contains(&Value::from(key)) && !matches!(kind, Type::Optional(_)),
                patch: field["x-patch"] == true,
                personal: is_personal(field),
                shown: id || key == "status" || field["x-shown"] == true,
                at: field["x-at"].as_str().map(str::to_owned),
                kind,
            });
        }
        Ok(fields)
    }

    fn kind(&self, schema: &Value) -> Result<Type, Failure> {
        if let Some(alternatives) = schema["anyOf"].as_array() {
            let (nothing, others): (Vec<_>, Vec<_>) =
                alternatives.iter().partition(|schema| schema["type"] == "null");
            return match (others.as_slice(), nothing.is_empty()) {
                ([only], false) => Ok(Type::Optional(Box::new(self.kind(only)?))),
                _ => Err(unreadable(schema)),
            };
        }
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.trim_start_matches("#/$defs/").to_owned();
            let model = &self.models[&name];
            return Ok(if model["x-words"].is_array() || model["enum"].is_array() {
                Type::Words(name)
            } else if model["anyOf"].is_array() {
                Type::Union(name)
            } else {
                Type::Record(name)
            });
        }
        if let Some(class) = schema["x-generic"].as_str() {
            let item = self.kind(&schema["x-of"])?;
            return Ok(Type::Generic(class.to_owned(), Box::new(item)));
        }
        if let Some(class) = schema["x-host-class"].as_str() {
            let host = Type::Host(class.to_owned());
            let may_be_nothing = list(&schema["type"]).contains(&Value::from("null"));
            return Ok(if may_be_nothing {
                Type::Optional(Box::new(host))
            } else {
                host
            });
        }
        match &schema["type"] {
            Value::String(word) => self.simple(word, schema),
            Value::Array(words) => {
                let others: Vec<&str> = words
                    .iter()
                    .filter_map(Value::as_str)
                    .filter(|w| *w != "null")
                    .collect();
                match others.as_slice() {
                    [word] => Ok(Type::Optional(Box::new(self.simple(word, schema)?))),
                    _ => Err(unreadable(schema)),
                }
            }
            _ => Err(unreadable(schema)),
        }
    }

    fn simple(&self, word: &str, schema: &Value) -> Result<Type, Failure> {
        Ok(match (word, schema["format"].as_str()) {
            ("string", Some("date-time")) => Type::Instant,
            ("string", Some("date")) => Type::Date,
            ("string", _) if schema["contentEncoding"] == "base64" => Type::Bytes,
            ("string", _) if schema["x-secret"] == true => Type::Secret,
            ("string", _) => Type::Text,
            ("integer", _) => Type::Integer,
            ("number", _) => Type::Number,
            ("boolean", _) => Type::Flag,
            ("null", _) => Type::Nothing,
            ("array", _) => Type::List(Box::new(self.kind(&schema["items"])?)),
            ("object", _) => Type::Map(Box::new(self.kind(&schema["additionalProperties"])?)),
            _ => return Err(unreadable(schema)),
        })
    }
}

fn is_personal(schema: &Value) -> bool {
    match schema {
        Value::Object(fields) => {
            fields.get("x-personal") == Some(&Value::Bool(true)) || fields.values().any(is_personal)
        }
        Value::Array(items) => items.iter().any(is_personal),
        _ => false,
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn unreadable(schema: &Value) -> Failure {
    Failure::new(format!("no emitter knows this schema: {schema}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        Document::read(
            r##"{"models": {
                "Visit": {"type": "object", "description": "A visit.", "x-order": ["id", "whose"], "required": ["id"],
                    "properties": {"id": {"type": "string", "x-id": true},
                        "whose": {"anyOf": [{"$ref": "#/$defs/Person"}, {"type": "null"}]}}},
                "Person": {"type": "object", "x-order": ["familyName", "status"], "required": ["familyName"],
                    "properties": {"familyName": {"type": "string", "x-personal": true},
                        "status": {"$ref": "#/$defs/Status"}}},
                "Status": {"type": "string", "x-words": ["on", "off"]}},
            "operations": [{"name": "visits.create", "group": null, "method": "create_visit", "pages_method": null,
                "kind": "call", "about": "Makes one.", "takes_store": false, "raises": [],
                "arguments": {"type": "object", "x-order": ["visit", "idempotency_key", "note"],
                    "required": ["visit", "idempotency_key"],
                    "properties": {"visit": {"$ref": "#/$defs/Visit"}, "idempotency_key": {"type": "string"},
                        "note": {"type": ["string", "null"]}}},
                "result": {"type": "null"}}]}"##,
        )
        .unwrap()
    }

    #[test]
    fn a_record_stands_after_its_parts_and_is_personal_when_they_are() {
        let document = document();
        let names: Vec<&str> = document
            .records
            .iter()
            .map(|record| record.name.as_str())
            .collect();
        assert_eq!(names, ["Person", "Visit"]);
        assert!(
            document
                .records
                .iter()
                .all(|record| record.personal && record.written)
        );
        assert_eq!(document.record("Visit").unwrap().shown(), ["id"]);
    }

    #[test]
    fn keys_are_passed_by_name_and_what_is_required_by_position() {
        let row = &document().operations[0];
        let names = |fields: Vec<&Field>| fields.iter().map(|f| f.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(row.positional().collect()), ["visit"]);
        assert_eq!(names(row.named().collect()), ["idempotency_key", "note"]);
    }

    #[test]
    fn names_become_snake_case_and_unknown_schemas_are_refused() {
        assert_eq!(document().record("Person").unwrap().fields[0].name, "family_name");
        let strange = r#"{"models": {"X": {"type": "object"}}, "operations": []}"#;
        assert!(Document::read(strange).is_err());
    }
}
