//! Arrow tables, through the PyCapsule interface that pandas, Polars, pyarrow and DuckDB offer.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, RecordBatch, StructArray};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{ArrowError, DataType, Field, TimeUnit};
use careweave_bindings_core as core;
use core::{Column, Table};
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;
use serde_json::{Map, Value};

use super::{add, refused};

/// Every column of an Arrow table.
pub(super) fn table(name: &str, given: &Bound<'_, PyAny>) -> PyResult<Table> {
    let py = given.py();
    let unreadable = |error: ArrowError| refused(py, name, "(table)", format!("cannot be read: {error}"));
    let any: AnyRecordBatch = given.extract()?;
    let reader = any.into_reader()?;
    let schema = reader.schema();
    let batches: Vec<RecordBatch> = reader.collect::<Result<_, _>>().map_err(unreadable)?;
    let mut table = Table::default();
    for (at, field) in schema.fields().iter().enumerate() {
        let mut whole: Option<Column> = None;
        for batch in &batches {
            let read = column(batch.column(at)).map_err(|rule| refused(py, name, field.name(), rule))?;
            whole = match whole {
                None => Some(read),
                Some(before) => {
                    Some(joined(before, read).map_err(|rule| refused(py, name, field.name(), rule))?)
                }
            };
        }
        if let Some(whole) = whole {
            add(name, &mut table, field.name(), whole, py)?;
        }
    }
    Ok(table)
}

fn joined(mut before: Column, after: Column) -> Result<Column, String> {
    match (&mut before, after) {
        (Column::Text(rows), Column::Text(more)) => rows.extend(more),
        (Column::Integer(rows), Column::Integer(more)) | (Column::Instant(rows), Column::Instant(more)) => {
            rows.extend(more);
        }
        (Column::Number(rows), Column::Number(more)) => rows.extend(more),
        (Column::Flag(rows), Column::Flag(more)) => rows.extend(more),
        (Column::Value(rows), Column::Value(more)) => rows.extend(more),
        _ => return Err("has another type in another batch".to_owned()),
    }
    Ok(before)
}

fn column(array: &ArrayRef) -> Result<Column, String> {
    Ok(match array.data_type() {
        DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Date32
        | DataType::Time32(_)
        | DataType::Time64(_) => Column::Text(texts(array)?),
        DataType::Dictionary(_, values) => column(&cast(array, values)?)?,
        DataType::RunEndEncoded(_, values) => column(&cast(array, values.data_type())?)?,
        kind if kind.is_integer() => {
            let wide = cast(array, &DataType::Int64)?;
            Column::Integer(wide.as_primitive::<Int64Type>().iter().collect())
        }
        kind if kind.is_floating() => {
            let wide = cast(array, &DataType::Float64)?;
            let rows = wide.as_primitive::<Float64Type>().iter();
            // pandas writes what is not stated as NaN.
            Column::Number(rows.map(|row| row.filter(|number| !number.is_nan())).collect())
        }
        DataType::Boolean => Column::Flag(array.as_boolean().iter().collect()),
        DataType::Timestamp(_, None) => {
            return Err(
                "a timestamp without a time zone does not say which instant it is; give the column one"
                    .to_owned(),
            );
        }
        DataType::Timestamp(_, Some(_)) => {
            let utc = cast(
                array,
                &DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            )?;
            Column::Instant(utc.as_primitive::<TimestampMicrosecondType>().iter().collect())
        }
        DataType::Null
        | DataType::List(_)
        | DataType::LargeList(_)
        | DataType::ListView(_)
        | DataType::LargeListView(_)
        | DataType::FixedSizeList(..)
        | DataType::Struct(_)
        | DataType::Map(..) => Column::Value(values(array)?),
        other => return Err(format!("has the type {other}, which no field can be read from")),
    })
}

fn cast(array: &ArrayRef, to: &DataType) -> Result<ArrayRef, String> {
    let options = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    // Arrow's message may quote the value.
    cast_with_options(array, to, &options)
        .map_err(|_| format!("holds a value that is not in the range of {to}"))
}

fn texts(array: &ArrayRef) -> Result<Vec<Option<String>>, String> {
    let text = cast(array, &DataType::Utf8)?;
    Ok(text
        .as_string::<i32>()
        .iter()
        .map(|row| row.map(str::to_owned))
        .collect())
}

/// Rows as JSON, for lists and structs.
fn values(array: &ArrayRef) -> Result<Vec<Value>, String> {
    match array.data_type() {
        DataType::Null => Ok(vec![Value::Null; array.len()]),
        DataType::List(_) => {
            let lists = array.as_list::<i32>();
            (0..lists.len())
                .map(|row| match lists.is_valid(row) {
                    true => Ok(Value::Array(values(&lists.value(row))?)),
                    false => Ok(Value::Null),
                })
                .collect()
        }
        DataType::LargeList(item)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::FixedSizeList(item, _) => values(&cast(array, &DataType::List(Arc::clone(item)))?),
        DataType::Struct(_) => structs(array.as_struct()),
        DataType::Map(..) => {
            let maps = array.as_map();
            (0..maps.len())
                .map(|row| {
                    if !maps.is_valid(row) {
                        return Ok(Value::Null);
                    }
                    let entries = maps.value(row);
                    let keys = texts(entries.column(0))?;
                    let items = values(entries.column(1))?;
                    let object = keys.into_iter().map(Option::unwrap_or_default).zip(items);
                    Ok(Value::Object(object.collect()))
                })
                .collect()
        }
        _ => Ok(match column(array)? {
            Column::Text(rows) => rows.into_iter().map(Value::from).collect(),
            Column::Integer(rows) => rows.into_iter().map(Value::from).collect(),
            Column::Number(rows) => rows.into_iter().map(Value::from).collect(),
            Column::Flag(rows) => rows.into_iter().map(Value::from).collect(),
            Column::Instant(rows) => rows.into_iter().map(core::instant_value).collect(),
            Column::Value(rows) => rows,
        }),
    }
}

fn structs(array: &StructArray) -> Result<Vec<Value>, String> {
    let columns: Vec<(&Field, Vec<Value>)> = array
        .fields()
        .iter()
        .zip(array.columns())
        .map(|(field, column)| Ok((field.as_ref(), values(column)?)))
        .collect::<Result<_, String>>()?;
    Ok((0..array.len())
        .map(|row| {
            if !array.is_valid(row) {
                return Value::Null;
            }
            let stated = columns.iter().filter(|(_, rows)| !rows[row].is_null());
            let object: Map<_, _> = stated
                .map(|(field, rows)| (field.name().clone(), rows[row].clone()))
                .collect();
            Value::Object(object)
        })
        .collect())
}
