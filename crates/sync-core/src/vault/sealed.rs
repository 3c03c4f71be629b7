use std::fmt;

use careweave_types::Result;

use crate::rules;

/// Whose secret it is, and which of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretName {
    /// One tenant's account at one source: `"calendly/agency-1"`. 1 to 512 bytes.
    pub connection: String,
    /// Which secret of it, as a code: `"refresh_token"`.
    pub name: String,
}

impl SecretName {
    /// The name of a secret.
    pub fn new(connection: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            connection: connection.into(),
            name: name.into(),
        }
    }

    /// Checks both names.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self, at: &'static str) -> Result<()> {
        rules::reference(at, "connection", &self.connection)?;
        rules::code(at, "name", &self.name)
    }
}

/// A secret that only the holder of its master key can read.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The id of the master key its data key is sealed under.
    pub key: String,
    /// The data key, sealed: a nonce of 24 bytes and 48 bytes.
    pub wrapped: Vec<u8>,
    /// The secret, sealed under the data key: a nonce of 24 bytes, the secret and a tag of 16.
    pub secret: Vec<u8>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed")
            .field("key", &self.key)
            .field("bytes", &self.secret.len())
            .finish_non_exhaustive()
    }
}
