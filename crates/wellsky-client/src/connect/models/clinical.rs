use careweave_types::Pii;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// An entry of one of the vendor's lists of words: a medication, an allergy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedRecord {
    /// The vendor's id.
    #[serde(deserialize_with = "crate::wire::text_or_number")]
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
}

/// A record whose fields no source describes: a condition, a goal, an invoice. Its id is read; everything is kept as it came,
/// as personal data.
#[derive(Clone, Debug, PartialEq)]
pub struct ClinicalRecord {
    /// The vendor's id, where it has one.
    pub id: Option<String>,
    /// The record as it came.
    pub fields: Pii<Value>,
}

impl<'de> Deserialize<'de> for ClinicalRecord {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Head {
            #[serde(default, deserialize_with = "super::appointment::optional_id")]
            id: Option<String>,
        }
        let fields = Value::deserialize(d)?;
        let head = Head::deserialize(&fields).map_err(serde::de::Error::custom)?;
        Ok(Self {
            id: head.id,
            fields: Pii::new(fields),
        })
    }
}

impl Serialize for ClinicalRecord {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.fields.serialize(s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_record_nobody_describes_is_kept_whole_and_shows_nothing() {
        let came = json!({"id": 7, "code": {"text": "Hypertension"}, "new": [1]});
        let record: ClinicalRecord = serde_json::from_value(came.clone()).unwrap();
        assert_eq!(record.id.as_deref(), Some("7"));
        assert!(!format!("{record:?}").contains("Hypertension"));
        assert_eq!(serde_json::to_value(&record).unwrap(), came);
        let without: ClinicalRecord = serde_json::from_value(json!({"text": "x"})).unwrap();
        assert_eq!(without.id, None);
        assert!(serde_json::from_value::<ClinicalRecord>(json!("a word")).is_err());
    }
}
