use std::fmt;

use careweave_types::{Error, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::EffectKey;

/// An effect: 128 bits computed from its key and version, written as 32 hexadecimal digits.
///
/// A second worker, a restart or a restored backup computes the same id, so its text also serves as the
/// `Idempotency-Key` of the request, where the other side takes one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EffectId([u8; 16]);

impl EffectId {
    /// The id of the intent `version` under `key`.
    pub fn of(key: &EffectKey, version: u32) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"careweave effect 1");
        hash.update((key.as_str().len() as u64).to_be_bytes());
        hash.update(key.as_str().as_bytes());
        hash.update(version.to_be_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        Self(id)
    }

    /// An id that was stored before.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, for a store.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for EffectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::hex::write(&self.0, f)
    }
}

impl fmt::Debug for EffectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EffectId({self})")
    }
}

impl std::str::FromStr for EffectId {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        crate::hex::parse(text)
            .map(Self)
            .ok_or_else(|| Error::invalid("ledger.id", "id", "must be 32 lower-case hexadecimal digits"))
    }
}

impl Serialize for EffectId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EffectId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?
            .parse()
            .map_err(|e: Error| serde::de::Error::custom(e.message()))
    }
}
