use careweave_types::{Error, ErrorKind, Result};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::{AuditHead, machine};
use crate::Fingerprint;

/// How far a chain had reached, signed: kept outside the store, it shows that the end was cut off or the chain written anew.
///
/// The signature is HMAC-SHA256 under a key of at least 32 bytes that the machine of the store does not have to hold
/// after it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The chain.
    pub chain: String,
    /// How far it had reached.
    pub head: AuditHead,
    /// The signature over both.
    pub signature: Fingerprint,
}

impl Anchor {
    /// Signs how far a chain has reached.
    ///
    /// # Errors
    /// `InvalidInput` for the name of a chain that breaks a rule, and for a key of fewer than 32 bytes.
    pub fn sign(chain: &str, head: AuditHead, key: &[u8]) -> Result<Self> {
        const AT: &str = "audit.anchor";
        machine::check_chain(AT, chain)?;
        let signature = Fingerprint::from_bytes(mac(AT, chain, head, key)?.finalize().into_bytes().into());
        Ok(Self {
            chain: chain.to_owned(),
            head,
            signature,
        })
    }

    /// Passes when this anchor was signed under `key` and is as it was signed. Constant in time.
    ///
    /// # Errors
    /// `Unauthenticated` when it is not; `InvalidInput` for a key of fewer than 32 bytes.
    pub fn authenticate(&self, key: &[u8]) -> Result<()> {
        const AT: &str = "audit.anchor";
        mac(AT, &self.chain, self.head, key)?
            .verify_slice(self.signature.as_bytes())
            .map_err(|_| {
                Error::new(
                    ErrorKind::Unauthenticated,
                    AT,
                    "the anchor was not signed under this key, or was changed",
                )
                .with("chain", self.chain.clone())
            })
    }
}

fn mac(at: &'static str, chain: &str, head: AuditHead, key: &[u8]) -> Result<Hmac<Sha256>> {
    if key.len() < 32 {
        return Err(Error::invalid(at, "key", "must be 32 bytes or longer"));
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(key)
        .map_err(|_| Error::invalid(at, "key", "must be a key of HMAC-SHA256"))?;
    mac.update(b"careweave audit anchor 1");
    mac.update(&(chain.len() as u64).to_be_bytes());
    mac.update(chain.as_bytes());
    mac.update(&head.seq.to_be_bytes());
    mac.update(&head.at.timestamp_micros().to_be_bytes());
    mac.update(head.hash.as_bytes());
    Ok(mac)
}
