//! From an answer's body to a value. An error names the place in the JSON and what was expected there, never the value.

use std::marker::PhantomData;

use careweave_types::{Delivery, Error, ErrorKind, Result};
use serde::de::{DeserializeOwned, DeserializeSeed};

pub(crate) fn decode<T: DeserializeOwned>(operation: &'static str, body: &[u8]) -> Result<T> {
    decode_seed(operation, body, PhantomData)
}

/// Reads once and straight into the value. Only what cannot be read is read again, to find the place: keeping track of it
/// costs as much as the reading.
pub(crate) fn decode_seed<'de, S: DeserializeSeed<'de> + Clone>(
    operation: &'static str,
    body: &'de [u8],
    seed: S,
) -> Result<S::Value> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = seed.clone().deserialize(&mut json);
    if let Ok(value) = value.and_then(|value| json.end().map(|()| value)) {
        return Ok(value);
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    let mut track = serde_path_to_error::Track::new();
    let value = seed
        .deserialize(serde_path_to_error::Deserializer::new(&mut json, &mut track))
        .and_then(|value| json.end().map(|()| value));
    value.map_err(|error| {
        let path = match error.classify() {
            serde_json::error::Category::Data => track.path().to_string(),
            // The place may lie in what is not read, under names that are the vendor's data and not fields of ours.
            _ => format!("line {} column {}", error.line(), error.column()),
        };
        let reason = reason(&error);
        Error::new(
            ErrorKind::Decode,
            operation,
            format!("the answer could not be read at {path}: {reason}"),
        )
        .with("path", path)
        .with_delivery(Delivery::Answered)
    })
}

/// What serde says without the value it quotes.
fn reason(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    match error.classify() {
        Category::Data => {}
        Category::Eof => return "the JSON ends too early".to_owned(),
        Category::Syntax | Category::Io => return "this is not JSON".to_owned(),
    }
    let text = error.to_string();
    let text = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(text, _)| text);
    if text.starts_with("missing field `") || text.starts_with("duplicate field `") {
        return text.to_owned();
    }
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => "the value breaks the rules of the field".to_owned(),
    }
}
