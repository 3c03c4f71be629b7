//! The table as one JSON document, from which the bindings' models and methods are generated.

use careweave::types::{Error, ErrorKind, Result};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::{Operation, table};
use crate::error::exception_class;

/// The version of the document's own form.
const FORMAT: &str = "careweave.operations/1";

/// The document: `models` by name as JSON Schema, `operations` in the order of the table. What is personal, an id or a word
/// of an open list says so by `x-personal`, `x-id`, `x-words`; `x-order` has the fields in the order of their declaration.
/// `events`: the kinds of events that reports are made from.
///
/// # Errors
/// `Internal` when a type has two forms, one as an argument and another as a result.
pub fn document() -> Result<Value> {
    let settings = SchemaSettings::draft2020_12();
    let mut taken = settings.clone().for_deserialize().into_generator();
    let mut given = settings.for_serialize().into_generator();
    let operations: Vec<Value> = table()
        .iter()
        .map(|row| operation(row, &mut taken, &mut given))
        .collect();
    let mut models = Map::new();
    for (mut generator, side) in [(taken, "arguments"), (given, "results")] {
        for (name, schema) in generator.take_definitions(true) {
            add(&mut models, name, schema, side)?;
        }
    }
    let mut document = json!({"format": FORMAT, "models": sorted(models), "operations": operations, "events": crate::insights::shapes()});
    keep_order(&mut document);
    Ok(document)
}

/// The order of declaration is that of the parameters and of the constructors; an object of JSON has none.
fn keep_order(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(keep_order),
        Value::Object(fields) => {
            fields.values_mut().for_each(keep_order);
            if let Some(Value::Object(properties)) = fields.get("properties") {
                let order = properties.keys().cloned().map(Value::from).collect();
                fields.insert("x-order".to_owned(), Value::Array(order));
            }
        }
        _ => {}
    }
}

fn operation(row: &Operation, taken: &mut SchemaGenerator, given: &mut SchemaGenerator) -> Value {
    let raises: Vec<Value> = row
        .failures()
        .iter()
        .map(|(kind, when)| json!({"kind": kind.code(), "class": exception_class(*kind), "when": when}))
        .collect();
    json!({
        "name": row.name(),
        "group": row.group(),
        "method": row.method(),
        "pages_method": row.pages_method(),
        "kind": row.kind().as_str(),
        "about": row.about(),
        "takes_store": row.takes_store(),
        "raises": raises,
        "arguments": (row.shape().arguments)(taken).to_value(),
        "result": (row.shape().result)(given).to_value(),
    })
}

/// A record that is both taken and given differs in `required` alone: what is given is always there, what is taken may be
/// left out. The laxer form is kept.
fn add(models: &mut Map<String, Value>, name: String, schema: Value, side: &str) -> Result<()> {
    let without_required = |schema: &Value| {
        let mut schema = schema.clone();
        if let Some(fields) = schema.as_object_mut() {
            fields.remove("required");
        }
        schema
    };
    match models.get_mut(&name) {
        Some(found) if without_required(found) != without_required(&schema) => Err(Error::new(
            ErrorKind::Internal,
            "operations.schema",
            format!("{name} has another form among the {side}"),
        )),
        Some(_) => Ok(()),
        None => {
            models.insert(name, schema);
            Ok(())
        }
    }
}

fn sorted(models: Map<String, Value>) -> Value {
    let mut entries: Vec<_> = models.into_iter().collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    entries.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_is_to_a_model_of_the_document() {
        fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
            match value {
                Value::Array(items) => items.iter().for_each(|item| references(item, found)),
                Value::Object(fields) => {
                    found.extend(fields.get("$ref").and_then(Value::as_str));
                    fields.values().for_each(|field| references(field, found));
                }
                _ => {}
            }
        }
        let document = document().unwrap();
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 100, "{}", found.len());
        for reference in found {
            let name = reference.strip_prefix("#/$defs/").unwrap();
            assert!(document["models"].get(name).is_some(), "{reference}");
        }
    }

    #[test]
    fn personal_data_is_marked_by_its_type_and_fields_keep_their_order() {
        let document = document().unwrap();
        let client = &document["models"]["Client"];
        for field in ["first_name", "last_name", "email", "phone", "care_coordinator"] {
            assert_eq!(client["properties"][field]["x-personal"], true, "{field}");
        }
        assert_eq!(client["properties"]["status"].get("x-personal"), None);
        assert_eq!(client["x-order"][0], "id");
        assert_eq!(client["x-order"][1], "first_name");
    }
}
