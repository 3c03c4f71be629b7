use std::fmt;
use std::sync::Arc;

use careweave_sync_core::{CursorMove, ExternalRef, Fingerprint, SeenRecord};
use careweave_types::{Error, ErrorKind, Result};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretBox};
use sha2::Sha256;

use super::FlowContext;

/// The kind under which a store keeps the key of a connection.
const KIND: &str = "flow.digest_key";

/// How many bytes a key has.
const BYTES: usize = 32;

/// The key of digests of personal contents. A telephone number has few values: without a key its digest could be guessed. The key is
/// drawn once per connection and stays in the store; digests leave it, in reports and plans, and say nothing there.
#[derive(Clone)]
pub struct DigestKey(Arc<SecretBox<[u8; BYTES]>>);

impl fmt::Debug for DigestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DigestKey(***)")
    }
}

impl DigestKey {
    /// A key of 32 random bytes.
    ///
    /// # Errors
    /// `InvalidInput` for any other number of bytes.
    pub fn new(bytes: &[u8]) -> Result<Self> {
        let key: [u8; BYTES] = bytes
            .try_into()
            .map_err(|_| Error::invalid("flow.digest_key", "key", "must be 32 bytes"))?;
        Ok(Self(Arc::new(SecretBox::new(Box::new(key)))))
    }

    /// The digest of something under the key.
    pub(crate) fn digest(&self, plain: Fingerprint) -> Fingerprint {
        // HMAC takes a key of any length, so the other case cannot be; it would give a digest that matches nothing.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.expose_secret()) else {
            return Fingerprint::of(&[]);
        };
        mac.update(plain.as_bytes());
        Fingerprint::from_bytes(mac.finalize().into_bytes().into())
    }
}

impl FlowContext {
    /// The key of the digests of this connection; drawn when there is none, in a dry run too: what it shows has to be what a real
    /// one shows. Of several workers that draw at once, one counts.
    ///
    /// # Errors
    /// Failures of the store; `Internal` when the operating system gives no random bytes.
    pub(crate) async fn digest_key(&self) -> Result<DigestKey> {
        let name = ExternalRef::new(self.connection(), KIND, "1");
        if let Some(key) = self.store.body(&name).await? {
            return DigestKey::new(&key);
        }
        let mut drawn = [0; BYTES];
        getrandom::fill(&mut drawn).map_err(|source| {
            Error::new(
                ErrorKind::Internal,
                "flow.digest_key",
                "the operating system gives no random bytes",
            )
            .with_source(source)
        })?;
        let record = SeenRecord {
            external_id: "1".to_owned(),
            fingerprint: Fingerprint::of(&[KIND]),
            version: None,
            at: None,
            body: drawn.to_vec(),
        };
        // The cursor moves once: whoever comes second stores nothing.
        let once = CursorMove {
            stream: format!("{}/{KIND}", self.connection()),
            expected_version: 0,
            high: None,
            token: Some("drawn".to_owned()),
        };
        self.remember(KIND, vec![record], Some(once)).await?;
        let held = self.store.body(&name).await?;
        DigestKey::new(&held.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_depends_on_the_key_and_a_key_is_not_printed() {
        let (one, other) = (
            DigestKey::new(&[1; 32]).unwrap(),
            DigestKey::new(&[2; 32]).unwrap(),
        );
        let phone = Fingerprint::of(&["+13035550100"]);
        assert_ne!(one.digest(phone), other.digest(phone));
        assert_ne!(one.digest(phone), phone);
        assert_eq!(one.digest(phone), one.clone().digest(phone));
        assert_eq!(format!("{one:?}"), "DigestKey(***)");
        assert_eq!(DigestKey::new(&[1; 31]).unwrap_err().get("field"), Some("key"));
    }
}
