//! Reading an event. The kind may stand before its data or after it; before it nothing is buffered.

use std::borrow::Cow;
use std::fmt;

use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};
use serde::de::{self, Deserialize, Deserializer, MapAccess};
use serde_json::Value;

use super::read::NextValue;
use super::{Body, EVENT_VERSION, Event, Key};

pub(super) fn event(line: &str) -> Result<Event> {
    // The place of a mistake costs time to keep track of, so it is looked for only when there is one.
    serde_json::from_str(line).or_else(|_| traced(line))
}

fn traced(line: &str) -> Result<Event> {
    let mut reader = serde_json::Deserializer::from_str(line);
    let event = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let source = error.into_inner();
        if source.is_syntax() || source.is_eof() {
            return Error::invalid("event.read", "(line)", "is not valid JSON")
                .with("at", format!("column {}", source.column()));
        }
        let field = if path == "." { "(event)".to_owned() } else { path };
        Error::invalid("event.read", field, without_value(&source.to_string()))
    })?;
    reader.end().map_err(|source| {
        Error::invalid("event.read", "(line)", "one event a line, and nothing behind it")
            .with("at", format!("column {}", source.column()))
    })?;
    Ok(event)
}

/// What serde says, without the value it quotes and without the place.
pub(super) fn without_value(message: &str) -> String {
    let message = message.rfind(" at line ").map_or(message, |at| &message[..at]);
    let quotes = ["invalid type", "invalid value", "unknown variant"];
    match (
        quotes.iter().find(|start| message.starts_with(**start)),
        message.rfind(", expected "),
    ) {
        (Some(start), Some(at)) => format!("{start}{}", &message[at..]),
        (Some(start), None) => (*start).to_owned(),
        _ => message.to_owned(),
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        const FIELDS: &[&str] = &["v", "id", "at", "recorded_at", "kind", "data"];
        d.deserialize_struct("Event", FIELDS, EventVisitor)
    }
}

struct EventVisitor;

impl<'de> de::Visitor<'de> for EventVisitor {
    type Value = Event;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event: v, id, at, kind and data")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Event, A::Error> {
        let (mut v, mut id, mut at, mut recorded_at) =
            (None::<u16>, None::<Key>, None::<DateTime<Utc>>, None);
        let (mut kind, mut body, mut late) = (None::<Cow<'de, str>>, None::<Body>, None::<Value>);
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            match &*name {
                "v" if v.is_none() => v = Some(map.next_value()?),
                "id" if id.is_none() => id = Some(map.next_value()?),
                "at" if at.is_none() => at = Some(map.next_value()?),
                "recorded_at" if recorded_at.is_none() => recorded_at = Some(map.next_value()?),
                "kind" if kind.is_none() => kind = Some(map.next_value()?),
                "data" if body.is_none() && late.is_none() => match (v, &kind) {
                    (Some(EVENT_VERSION), Some(kind)) if Body::KINDS.contains(&&**kind) => {
                        body = Body::read(kind, NextValue(&mut map))?;
                    }
                    _ => late = Some(map.next_value()?),
                },
                "v" | "id" | "at" | "recorded_at" | "kind" | "data" => {
                    return Err(de::Error::custom(format_args!("`{name}` is given twice")));
                }
                _ => {
                    return Err(de::Error::custom(
                        "unknown field beside v, id, at, recorded_at, kind, data",
                    ));
                }
            }
        }
        let v = v.ok_or_else(|| de::Error::missing_field("v"))?;
        if v == 0 {
            return Err(de::Error::custom("`v` must be 1 or more"));
        }
        let kind = kind.ok_or_else(|| de::Error::missing_field("kind"))?;
        let body = match (body, late) {
            (Some(body), _) => body,
            (None, None) => return Err(de::Error::missing_field("data")),
            (None, Some(data)) => {
                let known = if v == EVENT_VERSION {
                    Body::read(&kind, &data)
                        .map_err(|error| de::Error::custom(without_value(&error.to_string())))?
                } else {
                    None
                };
                known.unwrap_or(Body::Unknown {
                    v,
                    kind: kind.into_owned().into(),
                    data,
                })
            }
        };
        Ok(Event {
            id: id.ok_or_else(|| de::Error::missing_field("id"))?,
            at: at.ok_or_else(|| de::Error::missing_field("at"))?,
            recorded_at: recorded_at.flatten(),
            body,
        })
    }
}
