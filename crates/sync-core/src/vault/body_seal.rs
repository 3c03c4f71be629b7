use std::fmt;
use std::sync::{Mutex, PoisonError};

use careweave_types::Result;

use super::seal::{open_any, seal_any};
use super::{Entropy, MasterKeys, Sealed, SecretName, rewrap};

/// Seals what a store keeps of persons (bodies of messages, values of conflicts) under the master keys of the vault: each
/// under a data key of its own, bound to its source and its number, so that what is copied to another row does not open.
pub struct BodySeal {
    keys: MasterKeys,
    entropy: Mutex<Box<dyn Entropy + Send>>,
}

impl BodySeal {
    /// Seals under the current one of the keys, and opens under all of them.
    pub fn new(keys: MasterKeys, entropy: impl Entropy + Send + 'static) -> Self {
        Self {
            keys,
            entropy: Mutex::new(Box::new(entropy)),
        }
    }

    /// The id of the key that bodies are sealed under.
    pub fn current(&self) -> &str {
        self.keys.current()
    }

    /// Seals a body, of any length, for this place only.
    ///
    /// # Errors
    /// `InvalidInput` for a place that breaks a rule; what the source of random bytes says.
    pub fn seal(&self, place: &SecretName, number: u64, body: &[u8]) -> Result<Sealed> {
        let mut entropy = self.entropy.lock().unwrap_or_else(PoisonError::into_inner);
        seal_any(&self.keys, place, number, body, entropy.as_mut())
    }

    /// Opens a body that was sealed for this place.
    ///
    /// # Errors
    /// `Config` when its master key is not here; `Storage` when it was changed, or is of another place.
    pub fn open(&self, place: &SecretName, number: u64, sealed: &Sealed) -> Result<Vec<u8>> {
        open_any(&self.keys, place, number, sealed)
    }

    /// Seals the data key of a body anew, under the current master key.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn rewrap(&self, place: &SecretName, number: u64, sealed: &Sealed) -> Result<Sealed> {
        let mut entropy = self.entropy.lock().unwrap_or_else(PoisonError::into_inner);
        rewrap(&self.keys, place, number, sealed, entropy.as_mut())
    }
}

impl fmt::Debug for BodySeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodySeal")
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}
