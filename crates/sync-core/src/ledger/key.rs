use std::fmt;

use careweave_types::{Error, Result};
use serde::{Deserialize, Deserializer, Serialize};

/// What an effect is claimed under: text that names the one thing to be decided, without its outcome.
///
/// `wellsky/assign/<agency>/<shift>` is a good key for giving a shift to a caregiver: the shift is in it, the
/// caregiver is not, so that two callers with different caregivers meet under one key. Keys appear in logs
/// and errors; never put personal data into one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct EffectKey(Box<str>);

impl EffectKey {
    /// The longest key, in bytes.
    pub const MAX_BYTES: usize = 255;

    /// Takes the key as it is.
    ///
    /// # Errors
    /// `InvalidInput` when it is empty, longer than 255 bytes or holds control characters.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        let rule = if text.is_empty() {
            "a key must not be empty"
        } else if text.len() > Self::MAX_BYTES {
            "a key must not be longer than 255 bytes"
        } else if text.chars().any(char::is_control) {
            "a key must not hold control characters"
        } else {
            return Ok(Self(text.into()));
        };
        Err(Error::invalid("ledger.key", "key", rule))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EffectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for EffectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EffectKey({:?})", &*self.0)
    }
}

impl std::str::FromStr for EffectKey {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        Self::new(text)
    }
}

impl AsRef<str> for EffectKey {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for EffectKey {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(d)?).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_taken_as_it_is_or_refused() {
        assert_eq!(EffectKey::new(" a ").unwrap().as_str(), " a ");
        assert!(EffectKey::new("x".repeat(255)).is_ok());
        let too_long = "x".repeat(256);
        for bad in ["", "a\nb", "a\0", too_long.as_str()] {
            let error = EffectKey::new(bad).unwrap_err();
            assert_eq!(error.get("field"), Some("key"));
            assert!(serde_json::from_value::<EffectKey>(bad.into()).is_err());
        }
    }
}
