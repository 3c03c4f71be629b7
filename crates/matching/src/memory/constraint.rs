use careweave_types::{ClientId, Pii, TimeOfDay, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::roster::Condition;

/// What a statement is about.
///
/// A kind this version does not know, or one it cannot read, is kept as it came and answered by "cannot be decided".
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// A kind this version reads.
    Known(Constraint),
    /// One it does not.
    Unreadable {
        /// The kind stated, where one is.
        kind: Option<Box<str>>,
        /// The field that cannot be read.
        field: &'static str,
        /// The statement as it came; it may hold a person's words.
        raw: Pii<Value>,
    },
}

/// The kinds this version reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Constraint {
    /// Work that touches one of these days, in the agency's zone.
    Weekday {
        /// Which days.
        days: Vec<Weekday>,
    },
    /// Work that touches these hours of the day, in the agency's zone; an end at or before the start runs into the next day.
    TimeOfDay {
        /// From.
        start: TimeOfDay,
        /// Up to, and without.
        end: TimeOfDay,
        /// Only where the stretch starts on one of these days; empty: every day.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        days: Vec<Weekday>,
    },
    /// Work for this client.
    Client {
        /// Who.
        client_id: ClientId,
    },
    /// Work in one of these ZIP codes; a shorter code stands for all that begin with it.
    Area {
        /// The codes.
        zip_codes: Vec<String>,
    },
    /// Work farther from home than this.
    Farther {
        /// Metres of road.
        metres: u32,
    },
    /// Shifts longer than this.
    LongerThan {
        /// Minutes.
        minutes: u32,
    },
    /// Work under this condition.
    Condition {
        /// Which.
        condition: Condition,
    },
}

impl Constraint {
    const KINDS: [&'static str; 7] = [
        "weekday",
        "time_of_day",
        "client",
        "area",
        "farther",
        "longer_than",
        "condition",
    ];
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(constraint) => constraint.serialize(s),
            Self::Unreadable { raw, .. } => raw.serialize(s),
        }
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let raw = Value::deserialize(d)?;
        if let Ok(constraint) = Constraint::deserialize(&raw) {
            return Ok(Self::Known(constraint));
        }
        let kind: Option<Box<str>> = raw.get("kind").and_then(Value::as_str).map(Into::into);
        let field = match &kind {
            Some(kind) if Constraint::KINDS.contains(&&**kind) => "about",
            _ => "about.kind",
        };
        Ok(Self::Unreadable {
            kind,
            field,
            raw: Pii::new(raw),
        })
    }
}
