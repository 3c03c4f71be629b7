use serde::de::{DeserializeOwned, Error as _};
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

impl<'de, T: DeserializeOwned> Deserialize<'de> for Entry<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let mut value = serde_json::Value::deserialize(d)?;
        if let Some(resource) = value.get_mut("resource").map(serde_json::Value::take) {
            value = resource;
        }
        serde_json::from_value(value).map(Self).map_err(D::Error::custom)
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
        assert_eq!(read(json!({"resourceType": "Bundle", "entry": []})), (0, None));
        assert_eq!(read(json!({"resourceType": "Bundle"})), (0, None));
        assert_eq!(read(json!({"entry": null, "totalRecords": null})), (0, None));
    }
}
