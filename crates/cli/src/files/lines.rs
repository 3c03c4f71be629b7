use std::path::Path;

use careweave::types::{Error, ErrorKind, Result};
use serde::de::DeserializeOwned;

/// Reads a record from each line of a text; empty lines are passed over. What a line says is about people, so a failure names
/// its number, and never its content.
pub(super) fn read<T: DeserializeOwned>(operation: &'static str, file: &Path, text: &str) -> Result<Vec<T>> {
    let mut records = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        records.push(
            serde_json::from_str(line).map_err(|error| malformed(operation, file, number + 1, &error))?,
        );
    }
    Ok(records)
}

fn malformed(operation: &'static str, file: &Path, line: usize, error: &serde_json::Error) -> Error {
    let rule = match error.classify() {
        serde_json::error::Category::Data => {
            "every field must be one of this record and hold what it can hold"
        }
        _ => "must be one JSON object",
    };
    Error::invalid(operation, "line", rule)
        .with("file", file.display().to_string())
        .with("line", line.to_string())
        .with("column", error.column().to_string())
}

/// A failure of the file system.
pub(super) fn failed(operation: &'static str, file: &Path, error: &std::io::Error) -> Error {
    let kind = match error.kind() {
        std::io::ErrorKind::NotFound => ErrorKind::NotFound,
        _ => ErrorKind::Storage,
    };
    Error::new(kind, operation, format!("the file cannot be used: {error}"))
        .with("file", file.display().to_string())
}
