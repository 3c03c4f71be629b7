//! Collections of records on their way to Rust: JSON text, or columns of numbers and JSON.

use careweave_bindings_core as core;
use core::{Collections, Column as Rows, Error, Result, Table};
use napi::bindgen_prelude::Float64Array;
use napi_derive::napi;

/// Records of one kind.
#[napi(object, object_to_js = false)]
#[derive(Debug)]
pub struct Collection {
    /// `caregivers`, `shifts`, `profiles`, `clients`, `needs` or `memory`.
    pub name: String,
    /// An array of records as JSON.
    pub json: Option<String>,
    /// The columns of a table.
    pub columns: Option<Vec<Column>>,
}

/// One column of a table.
#[napi(object, object_to_js = false)]
pub struct Column {
    /// The field.
    pub name: String,
    /// `text` and `flag` have `json`, `number` and `instant` (milliseconds since 1970) have `numbers`; anything else is `json`.
    #[napi(ts_type = "'text' | 'flag' | 'number' | 'instant' | 'value'")]
    pub kind: String,
    /// An array as JSON.
    pub json: Option<String>,
    /// Not a number is not stated.
    pub numbers: Option<Float64Array>,
}

impl std::fmt::Debug for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Column")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

pub(crate) fn collections(given: Vec<Collection>) -> Result<Collections> {
    let mut collections = Collections::default();
    for Collection { name, json, columns } in given {
        let collection = match (json, columns) {
            (Some(text), _) => core::Collection::Json(text),
            (None, columns) => core::Collection::Table(table(&name, columns.unwrap_or_default())?),
        };
        collections.insert(name, collection);
    }
    Ok(collections)
}

fn table(collection: &str, columns: Vec<Column>) -> Result<Table> {
    let mut table = Table::default();
    for column in columns {
        let name = column.name.clone();
        rows(column)
            .and_then(|rows| table.add(&name, rows))
            .map_err(|error| error.with("record", collection.to_owned()))?;
    }
    Ok(table)
}

fn rows(column: Column) -> Result<Rows> {
    let numbers = || column.numbers.iter().flat_map(|numbers| numbers.iter().copied());
    let stated = |number: f64| (!number.is_nan()).then_some(number);
    let text = column.json.as_deref().unwrap_or("[]");
    let read = match column.kind.as_str() {
        "number" => return Ok(Rows::Number(numbers().map(stated).collect())),
        "instant" => {
            // Beyond 285,000 years a number of milliseconds is not exact, and no calendar goes that far.
            #[allow(clippy::cast_possible_truncation)]
            let micros = |millis: f64| (millis * 1e3) as i64;
            return Ok(Rows::Instant(numbers().map(|n| stated(n).map(micros)).collect()));
        }
        "text" => serde_json::from_str(text).map(Rows::Text),
        "flag" => serde_json::from_str(text).map(Rows::Flag),
        _ => serde_json::from_str(text).map(Rows::Value),
    };
    read.map_err(|_| Error::invalid("roster.load", column.name.clone(), "is no column of its kind"))
}
