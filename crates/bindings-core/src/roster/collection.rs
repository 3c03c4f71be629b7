//! The collections a roster is made of, as a host brings them.

use std::collections::BTreeMap;

use careweave::types::{Error, Result};
use serde::de::DeserializeOwned;

use super::table::Table;
use crate::call::rule_of;

/// Records, in the form that is cheapest for the host.
#[derive(Debug)]
pub enum Collection {
    /// A JSON array of objects with the fields of a roster file.
    Json(String),
    /// Columns with the names of those fields.
    Table(Table),
}

/// The collections of a roster by name: `caregivers`, `shifts`, `profiles`, `clients`, `needs`, `memory`.
#[derive(Debug, Default)]
pub struct Collections(BTreeMap<String, Collection>);

impl Collections {
    /// Adds a collection.
    pub fn insert(&mut self, name: String, collection: Collection) {
        self.0.insert(name, collection);
    }

    /// Reads the records of a collection; none where it is not given.
    pub(super) fn take<T: DeserializeOwned>(
        &mut self,
        operation: &'static str,
        name: &str,
    ) -> Result<Vec<T>> {
        match self.0.remove(name) {
            None => Ok(Vec::new()),
            Some(Collection::Json(text)) => read_json(operation, name, &text),
            Some(Collection::Table(table)) => table.read(operation, name),
        }
    }

    pub(super) fn require_none_left(self, operation: &'static str) -> Result<()> {
        match self.0.into_keys().next() {
            None => Ok(()),
            Some(name) => Err(Error::invalid(
                operation,
                name,
                "no such collection: caregivers, shifts, profiles, clients, needs, memory",
            )),
        }
    }
}

fn read_json<T: DeserializeOwned>(operation: &'static str, name: &str, text: &str) -> Result<Vec<T>> {
    let mut reader = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let (record, field) = match path.split_once("].") {
            Some((record, field)) => (format!("{name}{record}]"), field.to_owned()),
            None => (format!("{name}{path}"), "(record)".to_owned()),
        };
        refusal(operation, &record, &field, &error.into_inner())
    })
}

/// The error for a field of a record. It says the rule and nothing of the value.
pub(super) fn refusal(
    operation: &'static str,
    record: &str,
    field: &str,
    error: &serde_json::Error,
) -> Error {
    let (missing, rule) = rule_of(error);
    Error::invalid(operation, missing.unwrap_or_else(|| field.to_owned()), rule).with("record", record)
}
