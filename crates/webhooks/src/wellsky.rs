//! What a WellSky subscription delivers: the identity of a resource and nothing else.

use careweave_types::{Error, ErrorKind, Result, ids::MAX_ID_BYTES};
use serde::Deserialize;

/// `{"resourceType":"Patient","id":500001}`: something about this resource changed. The body says neither what nor when, so two equal
/// deliveries may be two changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The resource's type as the vendor spells it. An unknown one is acknowledged and left alone.
    pub resource_type: String,
    /// The id; the vendor sends a number.
    pub id: String,
}

/// The resource types this version knows how to fetch back. The vendor documents events for the first five; the others can be
/// fetched, should an event of them ever come.
pub const KNOWN_TYPES: &[&str] = &[
    "Patient",
    "Practitioner",
    "Encounter",
    "AdminTask",
    "ReferralSource",
    "Appointment",
    "RelatedPerson",
    "DocumentReference",
    "ProfileTag",
];

impl Hint {
    /// Reads a delivery's body. Further fields are ignored.
    ///
    /// # Errors
    /// `Decode` when it is not such an object; nothing of the body is in the error.
    pub fn parse(body: &[u8]) -> Result<Self> {
        #[derive(Deserialize)]
        struct Raw {
            #[serde(rename = "resourceType")]
            resource_type: String,
            id: serde_json::Value,
        }
        let wrong = |rule| Error::new(ErrorKind::Decode, "webhooks.wellsky", rule);
        let raw: Raw = serde_json::from_slice(body)
            .map_err(|_| wrong("a delivery is an object with resourceType and id"))?;
        let id = match raw.id {
            serde_json::Value::String(text) => text,
            serde_json::Value::Number(number) if number.is_u64() => number.to_string(),
            _ => return Err(wrong("id is a string or a whole number")),
        };
        let fits = |text: &str| {
            !text.is_empty() && text.len() <= MAX_ID_BYTES && !text.chars().any(char::is_control)
        };
        if !fits(&id) || !fits(&raw.resource_type) {
            return Err(wrong(
                "resourceType and id are not empty and not longer than 512 bytes",
            ));
        }
        if matches!(id.as_str(), "." | "..") {
            return Err(wrong("id names a record, and no step in a path"));
        }
        Ok(Self {
            resource_type: raw.resource_type,
            id,
        })
    }

    /// False for a type this version cannot fetch back: acknowledge and ignore it.
    pub fn is_known(&self) -> bool {
        KNOWN_TYPES.contains(&self.resource_type.as_str())
    }
}
