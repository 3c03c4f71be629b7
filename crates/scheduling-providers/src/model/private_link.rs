use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An address that lets whoever holds it act: join a meeting, cancel an appointment, deliver to a webhook.
///
/// It prints as a mask and is wiped when dropped. Serialisation writes it, because stores need it.
#[derive(Clone)]
pub struct PrivateLink(SecretString);

impl PrivateLink {
    /// Takes the address as the service wrote it.
    pub fn new(address: impl Into<String>) -> Self {
        Self(SecretString::from(address.into()))
    }

    /// Reads the address. Do not pass it to anything that logs.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for PrivateLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private link]")
    }
}

impl PartialEq for PrivateLink {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for PrivateLink {}

impl Serialize for PrivateLink {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for PrivateLink {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d).map(Self::new)
    }
}
