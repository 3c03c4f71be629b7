use std::fmt;

use careweave_types::{Error, Result};

/// The name a write goes by, however often it is sent: fixed before the first attempt, sent as `Idempotency-Key`.
///
/// The vendor does not promise to recognise a repetition by it. It is what journals and ledgers on both sides can be
/// compared by.
///
/// ```
/// use careweave_wellsky_client::IdempotencyKey;
/// assert!(IdempotencyKey::new("assign/41/7").is_ok());
/// assert!(IdempotencyKey::new("").is_err());
/// assert!(IdempotencyKey::new("a b").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdempotencyKey(Box<str>);

impl IdempotencyKey {
    /// Takes 1 to 255 visible ASCII characters.
    ///
    /// # Errors
    /// `InvalidInput` for anything else.
    pub fn new(key: &str) -> Result<Self> {
        if (1..=255).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) {
            Ok(Self(key.into()))
        } else {
            Err(Error::invalid(
                "idempotency_key.new",
                "idempotency_key",
                "must be 1 to 255 visible ASCII characters",
            ))
        }
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for IdempotencyKey {
    type Err = Error;

    fn from_str(key: &str) -> Result<Self> {
        Self::new(key)
    }
}
