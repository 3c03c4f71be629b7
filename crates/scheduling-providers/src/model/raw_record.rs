use std::fmt;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// What the service sent for one record, byte for byte, with its SHA-256.
///
/// It holds personal data: it prints nothing, and [`redacted`](Self::redacted) leaves the digest alone. Encrypt it where it is
/// stored.
#[derive(Clone)]
pub struct RawRecord {
    bytes: Option<Bytes>,
    /// Of the bytes, once somebody asks for it; always there where the bytes are not.
    sha256: OnceLock<[u8; 32]>,
}

impl RawRecord {
    /// Keeps the bytes of a record.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self {
            bytes: Some(bytes.into()),
            sha256: OnceLock::new(),
        }
    }

    /// The bytes, unless they were redacted.
    pub fn bytes(&self) -> Option<&Bytes> {
        self.bytes.as_ref()
    }

    /// The digest of the bytes as they came.
    pub fn sha256(&self) -> &[u8; 32] {
        self.sha256
            .get_or_init(|| Sha256::digest(self.bytes.as_deref().unwrap_or_default()).into())
    }

    /// The same without the bytes.
    #[must_use]
    pub fn redacted(&self) -> Self {
        Self {
            bytes: None,
            sha256: OnceLock::from(*self.sha256()),
        }
    }
}

/// Equal where the digests are.
impl PartialEq for RawRecord {
    fn eq(&self, other: &Self) -> bool {
        self.sha256() == other.sha256() && self.bytes.is_some() == other.bytes.is_some()
    }
}

impl Eq for RawRecord {}

impl fmt::Debug for RawRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawRecord(..)")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bytes: Option<String>,
}

impl Serialize for RawRecord {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        Stored {
            sha256: STANDARD.encode(self.sha256()),
            bytes: self.bytes.as_ref().map(|bytes| STANDARD.encode(bytes)),
        }
        .serialize(s)
    }
}

impl<'de> Deserialize<'de> for RawRecord {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let wrong = serde::de::Error::custom;
        let stored = Stored::deserialize(d)?;
        let sha256: [u8; 32] = STANDARD
            .decode(stored.sha256)
            .ok()
            .and_then(|digest| digest.try_into().ok())
            .ok_or_else(|| wrong("sha256 is base64 of 32 bytes"))?;
        let Some(text) = stored.bytes else {
            return Ok(Self {
                bytes: None,
                sha256: OnceLock::from(sha256),
            });
        };
        let bytes = STANDARD.decode(text).map_err(|_| wrong("bytes is base64"))?;
        let record = Self::new(bytes);
        if *record.sha256() != sha256 {
            return Err(wrong("the bytes do not have the digest beside them"));
        }
        Ok(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_prints_nothing_and_survives_a_store() {
        let record = RawRecord::new(br#"{"firstName":"Alpha"}"#.to_vec());
        assert_eq!(format!("{record:?}"), "RawRecord(..)");
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<RawRecord>(&text).unwrap(), record);
        let redacted = record.redacted();
        assert_eq!(redacted.bytes(), None);
        assert_eq!(redacted.sha256(), record.sha256());
        let text = serde_json::to_string(&redacted).unwrap();
        assert_eq!(serde_json::from_str::<RawRecord>(&text).unwrap(), redacted);
    }

    #[test]
    fn bytes_that_do_not_fit_their_digest_are_refused() {
        let one = serde_json::to_value(RawRecord::new(b"one".to_vec())).unwrap();
        let mut two = serde_json::to_value(RawRecord::new(b"two".to_vec())).unwrap();
        two["sha256"] = one["sha256"].clone();
        assert!(serde_json::from_value::<RawRecord>(two).is_err());
    }
}
