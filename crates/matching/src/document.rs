//! Reading JSON documents that people write: an error names the record, the field and the place in the file.

use careweave_types::{Error, Result};
use serde::de::DeserializeOwned;

/// Reads a document.
///
/// # Errors
/// `InvalidInput` with `record` (`shifts[3]`), `field` and `at` (line and column); nothing of the value.
pub(crate) fn read<T: DeserializeOwned>(operation: &'static str, text: &str) -> Result<T> {
    let not_json = |error: serde_json::Error| {
        Error::invalid(operation, "(file)", format!("not valid JSON: {error}")).with("record", "(file)")
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let source = error.into_inner();
        if source.is_syntax() || source.is_eof() {
            return not_json(source);
        }
        let at = format!("line {}, column {}", source.line(), source.column());
        let (record, field) = split(&path);
        Error::invalid(operation, field, without_place(&source.to_string()))
            .with("record", record)
            .with("at", at)
    })?;
    reader.end().map_err(not_json)?;
    Ok(value)
}

/// `shifts[3].scheduled_start` → (`shifts[3]`, `scheduled_start`).
fn split(path: &str) -> (&str, &str) {
    match path.split_once("].") {
        Some((record, field)) => (&path[..=record.len()], field),
        None if path.ends_with(']') => (path, "(record)"),
        None if path == "." => ("(file)", "(file)"),
        None => ("(file)", path),
    }
}

/// serde_json ends its messages with the place; ours is a context pair.
fn without_place(message: &str) -> &str {
    message.rfind(" at line ").map_or(message, |at| &message[..at])
}
