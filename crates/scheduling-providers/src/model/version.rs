use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What changes when a record does. Compare for equality only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Version {
    /// The service's entity tag.
    Etag(String),
    /// The service's counter.
    Counter(i64),
    /// When the service last changed the record.
    UpdatedAt(DateTime<Utc>),
    /// SHA-256 of the projection of the record that matters, in lower-case hexadecimal digits: for services that tell
    /// nothing of the kind.
    ContentHash(String),
}

impl Version {
    /// The hash of a projection. Equal values give equal hashes on every machine.
    pub fn of_content(projection: &impl Serialize) -> Self {
        // A projection is of our own types, whose maps are ordered and whose keys are text.
        let mut bytes = Vec::with_capacity(1_024);
        if serde_json::to_writer(&mut bytes, projection).is_err() {
            bytes.clear();
        }
        Self::ContentHash(hex(&Sha256::digest(bytes)))
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |four: u8| char::from(DIGITS[usize::from(four & 15)]);
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(*byte));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_hashes_follow_the_content() {
        assert_eq!(Version::of_content(&("a", 1)), Version::of_content(&("a", 1)));
        assert_ne!(Version::of_content(&("a", 1)), Version::of_content(&("a", 2)));
        assert_eq!(hex(&[0, 171]), "00ab");
    }
}
