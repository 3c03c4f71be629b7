//! From an answer's body to a model. An error names the place in the JSON and what was expected there, never the value.

use std::fmt;
use std::marker::PhantomData;

use careweave_types::{CaregiverId, Delivery, Error, ErrorKind, Result, ShiftId};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};

use crate::models::{Assignment, Shift};

/// One page of a list as it came.
#[derive(Debug)]
pub(crate) struct Envelope<T> {
    pub(crate) items: Vec<T>,
    pub(crate) total: u64,
    pub(crate) limit: Option<u32>,
}

pub(crate) fn decode<T: DeserializeOwned>(operation: &'static str, body: &[u8]) -> Result<T> {
    decode_seed(operation, body, PhantomData)
}

/// A list answer whose rows stand under `collection`.
pub(crate) fn envelope<T: DeserializeOwned>(
    operation: &'static str,
    collection: &'static str,
    body: &[u8],
) -> Result<Envelope<T>> {
    decode_seed(operation, body, EnvelopeSeed(collection, PhantomData))
}

/// The answer to an assignment: the assignment itself, and beside it the shift.
pub(crate) fn assignment(operation: &'static str, body: &[u8]) -> Result<Assignment> {
    #[derive(Deserialize)]
    struct Answer {
        assignment: Bare,
        shift: Shift,
    }
    #[derive(Deserialize)]
    struct Bare {
        #[serde(deserialize_with = "text_or_number")]
        id: String,
        shift_id: ShiftId,
        caregiver_id: CaregiverId,
        #[serde(deserialize_with = "crate::wire::instant")]
        assigned_at: DateTime<Utc>,
    }
    let Answer { assignment, shift } = decode(operation, body)?;
    Ok(Assignment {
        id: assignment.id,
        shift_id: assignment.shift_id,
        caregiver_id: assignment.caregiver_id,
        assigned_at: assignment.assigned_at,
        shift,
    })
}

fn text_or_number<'de, D: serde::Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    struct Text;
    impl Visitor<'_> for Text {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an id as a string or a whole number")
        }

        fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<String, E> {
            Ok(v.to_owned())
        }

        fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<String, E> {
            Ok(v.to_string())
        }

        fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<String, E> {
            Ok(v.to_string())
        }
    }
    d.deserialize_any(Text)
}

fn decode_seed<'de, S: DeserializeSeed<'de>>(
    operation: &'static str,
    body: &'de [u8],
    seed: S,
) -> Result<S::Value> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let mut track = serde_path_to_error::Track::new();
    let value = seed
        .deserialize(serde_path_to_error::Deserializer::new(&mut json, &mut track))
        .and_then(|value| json.end().map(|()| value));
    value.map_err(|error| {
        let path = track.path().to_string();
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

struct EnvelopeSeed<T>(&'static str, PhantomData<T>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for EnvelopeSeed<T> {
    type Value = Envelope<T>;

    fn deserialize<D: serde::Deserializer<'de>>(self, d: D) -> Result<Envelope<T>, D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for EnvelopeSeed<T> {
    type Value = Envelope<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list answer with {} and total", self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Envelope<T>, A::Error> {
        let (mut items, mut total, mut limit) = (None, None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "total" => total = Some(map.next_value()?),
                "limit" => limit = map.next_value()?,
                key if key == self.0 => items = Some(map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Envelope {
            items: items.ok_or_else(|| A::Error::missing_field(self.0))?,
            total: total.ok_or_else(|| A::Error::missing_field("total"))?,
            limit,
        })
    }
}
