use std::collections::BTreeMap;

use careweave_types::{Error, Result};

use super::Json;
use crate::Fingerprint;

const AT: &str = "canonical.projection";
/// The most keys a path may have.
const MAX_PATH: usize = 16;

/// What `null` means beside a field that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NullPolicy {
    /// The same: a vendor that leaves out what is empty changes nothing by it.
    SameAsMissing,
    /// Something else: `null` says "emptied", missing says "not told".
    Distinct,
}

/// How a list counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// As it came.
    Sequence,
    /// Without order, every item as often as it came.
    Set,
}

/// Which fields of a record count, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    version: u32,
    nulls: NullPolicy,
    fields: BTreeMap<Vec<String>, Shape>,
}

impl Projection {
    /// A projection without fields. `version` (1 or more) is part of every fingerprint: raise it when fields change.
    ///
    /// # Errors
    /// `InvalidInput` for version 0.
    pub fn new(version: u32, nulls: NullPolicy) -> Result<Self> {
        if version == 0 {
            return Err(Error::invalid(AT, "version", "must be 1 or more"));
        }
        Ok(Self {
            version,
            nulls,
            fields: BTreeMap::new(),
        })
    }

    /// Adds a field by its path: keys joined by dots (`"address.city"`). The whole value there counts.
    ///
    /// # Errors
    /// `InvalidInput` for an empty key, more than 16 keys, or a path that is declared, lies within or holds another.
    pub fn field(self, path: &str) -> Result<Self> {
        self.with(path, Shape::Sequence)
    }

    /// Adds a field whose lists, where its value is one, have no order.
    ///
    /// # Errors
    /// As [`field`](Self::field).
    pub fn set(self, path: &str) -> Result<Self> {
        self.with(path, Shape::Set)
    }

    fn with(mut self, path: &str, shape: Shape) -> Result<Self> {
        let keys: Vec<String> = path.split('.').map(str::to_owned).collect();
        if keys.iter().any(String::is_empty) || keys.len() > MAX_PATH {
            return Err(Error::invalid(AT, "path", "must be 1 to 16 keys joined by dots")
                .with("path", path.to_owned()));
        }
        if let Some(other) = self
            .fields
            .keys()
            .find(|other| other.starts_with(&keys) || keys.starts_with(other))
        {
            return Err(Error::invalid(
                AT,
                "path",
                "must not be declared twice, lie within or hold another path",
            )
            .with("path", path.to_owned())
            .with("other", other.join(".")));
        }
        self.fields.insert(keys, shape);
        Ok(self)
    }

    /// The declared paths, sorted.
    pub fn paths(&self) -> impl Iterator<Item = String> + '_ {
        self.fields.keys().map(|keys| keys.join("."))
    }

    /// What counts of a record: the declared fields that are there, by path.
    ///
    /// # Errors
    /// `InvalidInput` when the record is no object.
    pub fn project(&self, record: &Json) -> Result<BTreeMap<String, Json>> {
        if !matches!(record, Json::Object(_)) {
            return Err(Error::invalid(
                "canonical.project",
                "record",
                "must be a JSON object",
            ));
        }
        Ok(self
            .fields
            .iter()
            .filter_map(|(keys, shape)| {
                let value = record.at(keys)?;
                let value = match self.nulls {
                    NullPolicy::SameAsMissing => without_nulls(value)?,
                    NullPolicy::Distinct => value.clone(),
                };
                let value = match (shape, value) {
                    (Shape::Set, Json::List(mut items)) => {
                        items.sort();
                        Json::List(items)
                    }
                    (_, value) => value,
                };
                Some((keys.join("."), value))
            })
            .collect())
    }

    /// The fingerprint of what counts.
    ///
    /// # Errors
    /// As [`project`](Self::project).
    pub fn fingerprint(&self, record: &Json) -> Result<Fingerprint> {
        let mut canonical = format!("careweave.projection/1:{}:", self.version).into_bytes();
        for (path, value) in self.project(record)? {
            Json::Text(path).write(&mut canonical);
            canonical.push(b'=');
            value.write(&mut canonical);
            canonical.push(b'\n');
        }
        Ok(Fingerprint::of_bytes(&canonical))
    }
}

/// The value without what is `null` in its objects; `None` for `null` itself. Items of lists keep their places.
fn without_nulls(value: &Json) -> Option<Json> {
    match value {
        Json::Null => None,
        Json::Object(fields) => Some(Json::Object(
            fields
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), without_nulls(value)?)))
                .collect(),
        )),
        Json::List(items) => Some(Json::List(
            items
                .iter()
                .map(|item| without_nulls(item).unwrap_or(Json::Null))
                .collect(),
        )),
        other => Some(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use careweave_types::ErrorKind;
    use proptest::prelude::*;

    use super::*;

    fn json(text: &str) -> Json {
        Json::parse(text.as_bytes()).unwrap()
    }

    fn caregiver() -> Projection {
        Projection::new(1, NullPolicy::SameAsMissing)
            .unwrap()
            .field("status")
            .unwrap()
            .field("address.city")
            .unwrap()
            .set("skills")
            .unwrap()
    }

    #[test]
    fn what_is_not_declared_does_not_count_and_what_is_does() {
        let base =
            json(r#"{"status":"active","address":{"city":"Denver","zip":"80202"},"skills":["a","b"]}"#);
        let same = [
            r#"{"skills":["b","a"],"address":{"zip":"80203","city":"Denver"},"status":"active","note":"x"}"#,
            r#"{"status":"active","address":{"city":"Denver"},"skills":["a","b"],"phone":null}"#,
        ];
        let other = [
            r#"{"status":"Active","address":{"city":"Denver"},"skills":["a","b"]}"#,
            r#"{"status":"active","address":{"city":"Denver "},"skills":["a","b"]}"#,
            r#"{"status":"active","address":{"city":"Denver"},"skills":["a","b","b"]}"#,
            r#"{"status":"active","address":{"city":"Denver"}}"#,
            r#"{"status":"active","address":"Denver","skills":["a","b"]}"#,
        ];
        let expected = caregiver().fingerprint(&base).unwrap();
        for text in same {
            assert_eq!(caregiver().fingerprint(&json(text)).unwrap(), expected, "{text}");
        }
        for text in other {
            assert_ne!(caregiver().fingerprint(&json(text)).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn whether_null_is_missing_is_the_projections_word() {
        let (empty, null) = (json("{}"), json(r#"{"status":null}"#));
        let told = |nulls| Projection::new(1, nulls).unwrap().field("status").unwrap();
        let same = told(NullPolicy::SameAsMissing);
        let distinct = told(NullPolicy::Distinct);
        assert_eq!(
            same.fingerprint(&empty).unwrap(),
            same.fingerprint(&null).unwrap()
        );
        assert_ne!(
            distinct.fingerprint(&empty).unwrap(),
            distinct.fingerprint(&null).unwrap()
        );
    }

    #[test]
    fn another_version_is_another_fingerprint() {
        let record = json(r#"{"status":"active"}"#);
        let of = |version| {
            let projection = Projection::new(version, NullPolicy::Distinct).unwrap();
            projection.field("status").unwrap().fingerprint(&record).unwrap()
        };
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn paths_that_overlap_and_records_that_are_none_are_refused() {
        for path in ["status", "address", "address.city.name", "", "a..b"] {
            let error = caregiver().field(path).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{path}");
        }
        assert!(caregiver().field("address.zip").is_ok());
        assert!(Projection::new(0, NullPolicy::Distinct).is_err());
        assert!(caregiver().fingerprint(&json("[]")).is_err());
    }

    proptest! {
        /// Given any fields in any order, written with any zeros, the fingerprint is one; one changed value changes it.
        #[test]
        fn order_and_writing_never_count_and_values_always_do(
            values in proptest::collection::btree_map("[a-f]{1,3}", -1_000_i64..1_000, 1..8),
            seed in any::<u64>(),
        ) {
            let mut projection = Projection::new(3, NullPolicy::Distinct).unwrap();
            for key in values.keys() {
                projection = projection.field(key).unwrap();
            }
            let mut fields: Vec<_> = values.iter().collect();
            let plain = fields.iter().map(|(k, v)| format!("\"{k}\":{v}")).collect::<Vec<_>>().join(",");
            let by = usize::try_from(seed % 7).unwrap() % fields.len();
            fields.rotate_left(by);
            let moved = fields.iter().map(|(k, v)| format!(" \"{k}\" : {v}.0e0 ")).collect::<Vec<_>>().join(",");
            let one = projection.fingerprint(&json(&format!("{{{plain}}}"))).unwrap();
            prop_assert_eq!(one, projection.fingerprint(&json(&format!("{{{moved}}}"))).unwrap());
            let (key, value) = fields[0];
            let changed = plain.replacen(&format!("\"{key}\":{value}"), &format!("\"{key}\":{}", value + 1), 1);
            prop_assert_ne!(one, projection.fingerprint(&json(&format!("{{{changed}}}"))).unwrap());
        }
    }
}
