use std::collections::BTreeMap;
use std::fmt;

use careweave_types::{Error, ErrorKind, Result};
use secrecy::{ExposeSecret, SecretBox};

use crate::rules;

/// How long a master key is, in bytes.
pub const KEY_BYTES: usize = 32;

/// The keys that seal data keys, by id: the current one, and those that old secrets are still under.
pub struct MasterKeys {
    current: String,
    keys: BTreeMap<String, SecretBox<[u8; KEY_BYTES]>>,
}

impl MasterKeys {
    /// One key. The id is stored beside what it seals: `"2026-11"`.
    ///
    /// # Errors
    /// `Config` for a key that is not 32 bytes, or all of whose bytes are the same; `InvalidInput` for an id that is no code.
    pub fn new(id: &str, key: &[u8]) -> Result<Self> {
        Ok(Self {
            current: id.to_owned(),
            keys: BTreeMap::from([(id.to_owned(), checked(id, key)?)]),
        })
    }

    /// Adds a key that new secrets are no longer sealed under.
    ///
    /// # Errors
    /// As [`new`](Self::new); `Config` for an id that is there already.
    pub fn with_old(mut self, id: &str, key: &[u8]) -> Result<Self> {
        let key = checked(id, key)?;
        if self.keys.insert(id.to_owned(), key).is_some() {
            return Err(
                Error::new(ErrorKind::Config, "vault.keys", "two master keys have one id")
                    .with("key", id.to_owned()),
            );
        }
        Ok(self)
    }

    /// The id of the key that new secrets are sealed under.
    pub fn current(&self) -> &str {
        &self.current
    }

    pub(super) fn key(&self, at: &'static str, id: &str) -> Result<&[u8; KEY_BYTES]> {
        self.keys.get(id).map(ExposeSecret::expose_secret).ok_or_else(|| {
            Error::new(
                ErrorKind::Config,
                at,
                "the secret is sealed under a master key that is not here: add it as an old key",
            )
            .with("key", id.to_owned())
        })
    }
}

fn checked(id: &str, key: &[u8]) -> Result<SecretBox<[u8; KEY_BYTES]>> {
    const AT: &str = "vault.keys";
    rules::code(AT, "id", id)?;
    let key: [u8; KEY_BYTES] = key.try_into().map_err(|_| {
        Error::new(ErrorKind::Config, AT, "a master key must be 32 random bytes").with("key", id.to_owned())
    })?;
    if key.iter().all(|byte| *byte == key[0]) {
        return Err(Error::new(
            ErrorKind::Config,
            AT,
            "a master key must be random: all bytes of this one are the same",
        )
        .with("key", id.to_owned()));
    }
    Ok(SecretBox::new(Box::new(key)))
}

impl fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MasterKeys")
            .field("current", &self.current)
            .field("ids", &self.keys.keys().collect::<Vec<_>>())
            .finish()
    }
}
