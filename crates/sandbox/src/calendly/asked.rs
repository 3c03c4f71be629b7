//! Reading what a request asks for: query, page, URIs, body.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::refused::Refused;
use crate::answer::{Answer, Refusal};
use crate::form;
use crate::vendor::Arrival;

/// A query, by name; what nobody reads is ignored, as the vendor does.
pub(super) struct Asked {
    pairs: Vec<(String, String)>,
    base: String,
    path: String,
}

impl Asked {
    pub(super) fn read(arrival: &Arrival, base: &str) -> Result<Self, Refused> {
        Ok(Self {
            pairs: form::decode(arrival.query.as_deref().unwrap_or_default())?,
            base: base.to_owned(),
            path: arrival.path.clone(),
        })
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let named = |pair: &&(String, String)| pair.0 == name;
        self.pairs.iter().find(named).map(|(_, value)| value.as_str())
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, Refused> {
        self.text(name)
            .filter(|value| !value.is_empty())
            .ok_or_else(|| Refused::invalid(name, "must be present"))
    }

    pub(super) fn instant(&self, name: &str) -> Result<Option<DateTime<Utc>>, Refused> {
        self.text(name).map(|text| instant(name, text)).transpose()
    }

    /// The last part of a URI of this server.
    pub(super) fn uuid(&self, name: &str, collection: &str) -> Result<Option<String>, Refused> {
        self.text(name)
            .map(|uri| {
                uuid_of(uri, &self.base, collection)
                    .map(str::to_owned)
                    .ok_or_else(|| not_a_uri(name))
            })
            .transpose()
    }

    pub(super) fn word(&self, name: &str, words: &[&str]) -> Result<Option<&str>, Refused> {
        match self.text(name) {
            Some(word) if !words.contains(&word) => Err(Refused::invalid(
                name,
                format!("must be one of: {}", words.join(", ")),
            )),
            word => Ok(word),
        }
    }

    /// One page of rows.
    pub(super) fn page<T>(&self, rows: &[T], render: impl Fn(&T) -> Value) -> Result<Answer, Refused> {
        let count = match self.text("count") {
            None => 20,
            Some(text) => text
                .parse::<usize>()
                .ok()
                .filter(|count| (1..=100).contains(count))
                .ok_or_else(|| Refused::invalid("count", "must be between 1 and 100"))?,
        };
        let from = match self.text("page_token") {
            None => 0,
            Some(token) => read_token(token)
                .filter(|from| *from <= rows.len())
                .ok_or_else(|| Refused::invalid("page_token", "is invalid"))?,
        };
        let to = (from + count).min(rows.len());
        let next = (to < rows.len()).then(|| page_token(to));
        let previous = (from > 0).then(|| page_token(from.saturating_sub(count)));
        let link = |token: &Option<String>| token.as_ref().map(|token| self.link(token));
        Ok(Answer::json(
            200,
            &json!({
                "collection": rows[from..to].iter().map(render).collect::<Vec<_>>(),
                "pagination": {
                    "count": to - from,
                    "next_page": link(&next),
                    "next_page_token": next,
                    "previous_page": link(&previous),
                    "previous_page_token": previous,
                },
            }),
        ))
    }

    fn link(&self, token: &str) -> String {
        let kept = self.pairs.iter().filter(|(name, _)| name != "page_token");
        let mut query: String = kept
            .map(|(name, value)| format!("{}={}&", name, escape(value)))
            .collect();
        query.push_str("page_token=");
        query.push_str(token);
        format!("{}{}?{query}", self.base, self.path)
    }
}

pub(super) fn escape(value: &str) -> String {
    value.bytes().fold(String::new(), |mut text, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                text.push(char::from(byte));
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
        text
    })
}

fn page_token(place: usize) -> String {
    format!("pt{:08x}", place ^ 0x5A5A_5A5A)
}

fn read_token(token: &str) -> Option<usize> {
    usize::from_str_radix(token.strip_prefix("pt")?, 16)
        .ok()
        .map(|n| n ^ 0x5A5A_5A5A)
}

pub(super) fn not_a_uri(name: &str) -> Refused {
    Refused::invalid(name, "must be a valid resource URI")
}

/// The last part of a URI of this server's `collection`.
pub(super) fn uuid_of<'a>(uri: &'a str, base: &str, collection: &str) -> Option<&'a str> {
    let uuid = uri
        .strip_prefix(base)?
        .strip_prefix('/')?
        .strip_prefix(collection)?
        .strip_prefix('/')?;
    (!uuid.is_empty() && !uuid.contains('/')).then_some(uuid)
}

/// An instant with its zone.
pub(super) fn instant(name: &str, text: &str) -> Result<DateTime<Utc>, Refused> {
    DateTime::parse_from_rfc3339(text)
        .map(|instant| instant.to_utc())
        .map_err(|_| Refused::invalid(name, "must be a date and time in UTC"))
}

/// The body, which must be a JSON object.
pub(super) fn object(arrival: &Arrival) -> Result<Map<String, Value>, Refused> {
    let body = arrival.body.as_ref().ok_or(Refusal::TooLarge)?;
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Refused::invalid("body", "must be a JSON object")),
    }
}

/// A text of an object; `None` when it is missing or null.
pub(super) fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Refused> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refused::invalid(name, "must be a string")),
    }
}

/// A text that must be there and not be blank.
pub(super) fn required<'a>(object: &'a Map<String, Value>, name: &str) -> Result<&'a str, Refused> {
    text(object, name)?
        .filter(|text| !text.trim().is_empty())
        .ok_or_else(|| Refused::invalid(name, "can't be blank"))
}
