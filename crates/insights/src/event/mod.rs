//! What happened, as the host tells it: one family of events, with an id each, a moment, a kind and plain fields.
//!
//! ```
//! use careweave_insights::{Body, Event};
//! let line = r#"{"v":1,"id":"e-1","at":"2026-04-06T14:00:00Z","kind":"lead_created","data":{"lead":"lead-41","source":"physician"}}"#;
//! let event = Event::from_json(line)?;
//! assert!(matches!(&event.body, Body::LeadCreated(lead) if lead.source.as_ref().unwrap().as_str() == "physician"));
//! assert_eq!(event.to_json(), line);
//! # Ok::<(), careweave_types::Error>(())
//! ```

#[cfg(feature = "arrow")]
mod arrow_cells;
#[cfg(feature = "arrow")]
mod arrow_ipc;
#[cfg(feature = "arrow")]
mod arrow_row;
#[cfg(feature = "arrow")]
mod arrow_rows;
mod check;
mod csv_rows;
mod decode;
mod key;
mod kinds;
mod read;
mod shape;
pub mod words;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

#[cfg(feature = "arrow")]
pub use arrow_ipc::read_arrow_ipc;
#[cfg(feature = "arrow")]
pub use arrow_rows::ArrowEvents;
pub use csv_rows::CsvEvents;
pub use key::{Key, MAX_KEY_BYTES};
pub use kinds::*;
pub use shape::{FieldForm, FieldShape, Shape};

/// The version of the kinds in this release.
pub const EVENT_VERSION: u16 = 1;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The event's own id: a second event with it is a repetition, or a correction when it was recorded later.
    pub id: Key,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// When the host learned of it, where that was later; else it is taken to be `at`.
    pub recorded_at: Option<DateTime<Utc>>,
    /// What.
    pub body: Body,
}

impl Event {
    /// An event that was learned of when it happened.
    ///
    /// # Errors
    /// `InvalidInput` when the id is none, the moment is outside the years 1900 to 2199, or a field breaks its rule.
    pub fn new(id: &str, at: DateTime<Utc>, body: impl Into<Body>) -> Result<Self> {
        let event = Self {
            id: Key::new(id).map_err(|error| error.with("of", "id"))?,
            at,
            recorded_at: None,
            body: body.into(),
        };
        event.check()?;
        Ok(event)
    }

    /// The same, learned of later.
    #[must_use]
    pub fn recorded(mut self, at: DateTime<Utc>) -> Self {
        self.recorded_at = Some(at);
        self
    }

    /// Reads one line of JSON.
    ///
    /// # Errors
    /// `InvalidInput` with `field`; the message never has a value of the line in it.
    pub fn from_json(line: &str) -> Result<Self> {
        let event = decode::event(line)?;
        event.check()?;
        Ok(event)
    }

    /// One line of JSON, without the line's end.
    pub fn to_json(&self) -> String {
        // Plain values with text keys: there is nothing in an event that JSON cannot hold.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From when on the event is known: the later of when it happened and when it was recorded.
    pub fn known_from(&self) -> DateTime<Utc> {
        self.recorded_at.map_or(self.at, |recorded| recorded.max(self.at))
    }

    /// Holds the fields against their rules.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn check(&self) -> Result<()> {
        check::check(self)
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_struct("Event", 6)?;
        let v = match &self.body {
            Body::Unknown { v, .. } => *v,
            _ => EVENT_VERSION,
        };
        map.serialize_field("v", &v)?;
        map.serialize_field("id", &self.id)?;
        map.serialize_field("at", &self.at)?;
        match &self.recorded_at {
            Some(recorded_at) => map.serialize_field("recorded_at", recorded_at)?,
            None => map.skip_field("recorded_at")?,
        }
        map.serialize_field("kind", self.body.kind())?;
        self.body.serialize_data(&mut map)?;
        map.end()
    }
}

/// Reads lines of JSON; empty lines are passed over.
///
/// # Errors
/// As [`Event::from_json`], with the number of the line as `record`.
pub fn read_json_lines(text: &str) -> Result<Vec<Event>> {
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            Event::from_json(line).map_err(|error| error.with("record", format!("line {}", index + 1)))
        })
        .collect()
}

/// Why an event with an id that is known was not taken.
pub(crate) fn conflict(event: &Event) -> Error {
    Error::new(
        ErrorKind::Conflict,
        "insights.observe",
        "this id was used for another event recorded at the same moment: a correction carries a later recorded_at",
    )
    .with("field", "id")
    .with("event", event.id.as_str())
}
