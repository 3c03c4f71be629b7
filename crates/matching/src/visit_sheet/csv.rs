//! Visits as a table.

use careweave_types::{Error, Result};
use serde_json::{Map, Value, json};

use super::cells::{Line, lines};
use super::{OPERATION, VisitRecord};

/// The columns a table may have. `distance` and `accuracy` are the position's millimetres and stand together.
pub const COLUMNS: [&str; 12] = [
    "id",
    "service",
    "client_id",
    "caregiver_id",
    "date",
    "scheduled_start",
    "scheduled_end",
    "distance",
    "accuracy",
    "clock_in",
    "clock_out",
    "signature",
];

pub(super) fn read(text: &str) -> Result<Vec<VisitRecord>> {
    let lines = lines(text).map_err(|broken| {
        Error::invalid(OPERATION, "(line)", broken.rule)
            .with("record", "(file)")
            .with("at", format!("line {}", broken.number))
    })?;
    let (heading, rows) = lines.split_first().ok_or_else(|| {
        Error::invalid(
            OPERATION,
            "(heading)",
            "a table begins with the names of its columns",
        )
        .with("record", "(file)")
    })?;
    let columns = columns(heading)?;
    let mut visits = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let record = record(&columns, row).map_err(|error| {
            error
                .with("record", format!("visits[{at}]"))
                .with("at", format!("line {}", row.number))
        })?;
        visits.push(record);
    }
    Ok(visits)
}

fn columns(heading: &Line) -> Result<Vec<&'static str>> {
    let wrong = |field: &str, rule: String| {
        Error::invalid(OPERATION, field.to_owned(), rule)
            .with("record", "(heading)")
            .with("at", format!("line {}", heading.number))
    };
    let mut columns: Vec<&'static str> = Vec::with_capacity(heading.cells.len());
    for name in &heading.cells {
        let known = COLUMNS.iter().find(|column| *column == name).ok_or_else(|| {
            let rule = format!("no such column; there are {}", COLUMNS.join(", "));
            wrong(name, rule)
        })?;
        if columns.contains(known) {
            return Err(wrong(known, "a column stands once".to_owned()));
        }
        columns.push(known);
    }
    if !columns.contains(&"id") {
        return Err(wrong("id", "the heading needs this column".to_owned()));
    }
    Ok(columns)
}

/// A row as the JSON object it stands for, so that both forms keep the same rules.
fn record(columns: &[&str], row: &Line) -> Result<VisitRecord> {
    if row.cells.len() != columns.len() {
        let rule = format!(
            "has {} cells where the heading has {}",
            row.cells.len(),
            columns.len()
        );
        return Err(Error::invalid(OPERATION, "(record)", rule));
    }
    let mut object = Map::new();
    let mut position = Map::new();
    for (column, cell) in columns
        .iter()
        .zip(&row.cells)
        .filter(|(_, cell)| !cell.is_empty())
    {
        if matches!(*column, "distance" | "accuracy") {
            let millimetres: u64 = cell.parse().map_err(|_| {
                Error::invalid(
                    OPERATION,
                    (*column).to_owned(),
                    "must be a whole number of millimetres",
                )
            })?;
            position.insert((*column).to_owned(), json!(millimetres));
        } else {
            object.insert((*column).to_owned(), Value::String(cell.clone()));
        }
    }
    for column in ["distance", "accuracy"] {
        if !position.is_empty() && !position.contains_key(column) {
            return Err(Error::invalid(
                OPERATION,
                column,
                "distance and accuracy stand together",
            ));
        }
    }
    if !position.is_empty() {
        object.insert("position".to_owned(), Value::Object(position));
    }
    serde_path_to_error::deserialize(Value::Object(object)).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "id".to_owned() } else { path };
        Error::invalid(OPERATION, field, error.into_inner().to_string())
    })
}
