//! Collections of records on their way to Rust: JSON text, columns of Python values, or Arrow.

mod arrow;

use careweave_bindings_core as core;
use core::{Collection, Collections, Column, Error, Table};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use crate::errors;

/// By name: a text, a list of `(column, kind, values)`, or whatever offers Arrow's capsules.
pub(crate) fn collections(given: &Bound<'_, PyDict>) -> PyResult<Collections> {
    let mut collections = Collections::default();
    for (name, value) in given {
        let name: String = name.extract()?;
        let collection = if let Ok(text) = value.cast::<PyString>() {
            Collection::Json(text.to_str()?.to_owned())
        } else if let Ok(columns) = value.cast::<PyList>() {
            Collection::Table(table(&name, columns)?)
        } else {
            Collection::Table(arrow::table(&name, &value)?)
        };
        collections.insert(name, collection);
    }
    Ok(collections)
}

fn table(name: &str, columns: &Bound<'_, PyList>) -> PyResult<Table> {
    let mut table = Table::default();
    for column in columns {
        let (field, kind, values): (String, String, Bound<'_, PyAny>) = column.extract()?;
        let column = match kind.as_str() {
            "text" => Column::Text(values.extract()?),
            "integer" => Column::Integer(values.extract()?),
            "number" => Column::Number(values.extract()?),
            "flag" => Column::Flag(values.extract()?),
            "instant" => Column::Instant(values.extract()?),
            "json" => Column::Value(parsed(&field, values.cast::<PyString>()?.to_str()?)?),
            other => return Err(PyValueError::new_err(format!("{other:?} is no kind of column"))),
        };
        add(name, &mut table, &field, column, values.py())?;
    }
    Ok(table)
}

fn parsed(field: &str, text: &str) -> PyResult<Vec<serde_json::Value>> {
    serde_json::from_str(text).map_err(|_| PyValueError::new_err(format!("{field}: not a JSON array")))
}

/// Adds a column; an error names the collection beside the column.
fn add(name: &str, table: &mut Table, field: &str, column: Column, py: Python<'_>) -> PyResult<()> {
    table
        .add(field, column)
        .map_err(|error| errors::to_py(py, &error.with("record", name.to_owned())))
}

/// The error for a column that no field can be read from.
fn refused(py: Python<'_>, collection: &str, column: &str, rule: impl Into<String>) -> PyErr {
    let error = Error::invalid("roster.load", column.to_owned(), rule.into());
    errors::to_py(py, &error.with("record", collection.to_owned()))
}
