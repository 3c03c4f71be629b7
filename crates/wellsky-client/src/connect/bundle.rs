use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, IntoDeserializer as _, MapAccess, Visitor,
};
use serde::{Deserialize, Deserializer};

/// A list answer: `entry[]`, each wrapped in `resource` or bare, and `totalRecords` (`total` on task logs). Both may be
/// missing: an empty list often has neither.
#[derive(Debug)]
pub(crate) struct Bundle<T> {
    pub(crate) entries: Vec<T>,
    pub(crate) total: Option<u64>,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Bundle<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Raw<T> {
            #[serde(default = "Vec::new", deserialize_with = "crate::wire::list")]
            #[serde(bound(deserialize = "T: DeserializeOwned"))]
            entry: Vec<Entry<T>>,
            #[serde(default, rename = "totalRecords")]
            total_records: Option<Count>,
            #[serde(default)]
            total: Option<Count>,
        }
        let raw = Raw::<T>::deserialize(d)?;
        Ok(Self {
            entries: raw.entry.into_iter().map(|entry| entry.0).collect(),
            total: raw.total_records.or(raw.total).map(|count| count.0),
        })
    }
}

/// A resource, in its wrapping or without.
struct Entry<T>(T);

/// What may stand beside `resource` in a wrapping (FHIR R4, `Bundle.entry`). Anything else begins a bare resource.
const WRAPPING: [&str; 6] = ["fullUrl", "link", "search", "request", "response", "extension"];

impl<'de, T: DeserializeOwned> Deserialize<'de> for Entry<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_map(EntryVisitor(PhantomData)).map(Self)
    }
}

/// Reads a resource as it comes, without knowing beforehand whether it is wrapped.
struct EntryVisitor<T>(PhantomData<fn() -> T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for EntryVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a resource, bare or in an entry")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "resource" {
                let resource = map.next_value()?;
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(resource);
            }
            if !WRAPPING.contains(&key.as_str()) {
                let first = Some(key);
                return T::deserialize(MapAccessDeserializer::new(FromFirst { first, rest: map }));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Err(A::Error::missing_field("resource"))
    }
}

/// A map whose first key has been read already.
struct FromFirst<A> {
    first: Option<String>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for FromFirst<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(key) => seed.deserialize(key.into_deserializer()).map(Some),
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.rest.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.rest
            .size_hint()
            .map(|rest| rest + usize::from(self.first.is_some()))
    }
}

/// A count as a number or as text.
struct Count(u64);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = crate::wire::text_or_number(d)?;
        text.trim()
            .parse()
            .map(Self)
            .map_err(|_| D::Error::custom("invalid count, expected a whole number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(body: Value) -> (usize, Option<u64>) {
        let bundle: Bundle<Value> = serde_json::from_value(body).unwrap();
        assert!(bundle.entries.iter().all(|entry| entry["id"] == "1"));
        (bundle.entries.len(), bundle.total)
    }

    #[test]
    fn wrapped_and_bare_entries_are_the_same_and_what_is_missing_is_empty() {
        assert_eq!(
            read(json!({"totalRecords": 1, "entry": [{"resource": {"id": "1"}}]})),
            (1, Some(1))
        );
        assert_eq!(
            read(json!({"totalRecords": "1", "entry": [{"id": "1"}]})),
            (1, Some(1))
        );
        assert_eq!(read(json!({"total": 1, "entry": [{"id": "1"}]})), (1, Some(1)));
        assert_eq!(
            read(
                json!({"entry": [{"fullUrl": "x", "resource": {"id": "1"}, "search": {}}, {"id": "1", "link": []}]})
            ),
            (2, None)
        );
        assert_eq!(read(json!({"resourceType": "Bundle", "entry": []})), (0, None));
        assert_eq!(read(json!({"resourceType": "Bundle"})), (0, None));
        assert_eq!(read(json!({"entry": null, "totalRecords": null})), (0, None));
    }
}
