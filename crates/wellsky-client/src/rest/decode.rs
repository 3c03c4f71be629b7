//! From an answer's body to a model.

use std::fmt;
use std::marker::PhantomData;

use careweave_types::{CaregiverId, Result, ShiftId};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};

use crate::decode::{decode, decode_seed};
use crate::models::{Assignment, Shift};

/// One page of a list as it came.
#[derive(Debug)]
pub(crate) struct Envelope<T> {
    pub(crate) items: Vec<T>,
    pub(crate) total: u64,
    pub(crate) limit: Option<u32>,
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
        #[serde(deserialize_with = "crate::wire::text_or_number")]
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

struct EnvelopeSeed<T>(&'static str, PhantomData<fn() -> T>);

impl<T> Clone for EnvelopeSeed<T> {
    fn clone(&self) -> Self {
        Self(self.0, PhantomData)
    }
}

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
