use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use careweave_types::{Error, Result};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret, SecretSlice};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// A secret shared with a sender. It is wiped when dropped and prints as a mask.
#[derive(Clone)]
pub struct Secret {
    bytes: SecretSlice<u8>,
    /// The key is worked in once, not for each delivery; the state wipes itself too.
    keyed: Hmac<Sha256>,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl Secret {
    /// A secret as text, used byte for byte.
    ///
    /// # Errors
    /// `InvalidInput` when it is blank: a blank secret verifies everything an attacker signs with nothing.
    pub fn new(text: &str) -> Result<Self> {
        Self::from_bytes(text.as_bytes().to_vec())
    }

    /// A secret in the form of Standard Webhooks: base64, with or without the prefix `whsec_`.
    ///
    /// # Errors
    /// `InvalidInput` when it is blank or not base64.
    pub fn standard(text: &str) -> Result<Self> {
        let encoded = text.strip_prefix("whsec_").unwrap_or(text);
        let bytes = STANDARD.decode(encoded).map_err(|_| {
            Error::invalid(
                "webhooks.secret",
                "secret",
                "a Standard Webhooks secret is base64",
            )
        })?;
        Self::from_bytes(bytes)
    }

    fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Error::invalid(
                "webhooks.secret",
                "secret",
                "a webhook secret must not be blank",
            ));
        }
        let bytes: SecretSlice<u8> = bytes.into();
        let keyed = Hmac::new_from_slice(bytes.expose_secret()).map_err(|_| {
            Error::invalid(
                "webhooks.secret",
                "secret",
                "a webhook secret must be a key for HMAC",
            )
        })?;
        Ok(Self { bytes, keyed })
    }

    /// HMAC-SHA256 over the parts, one after the other.
    pub(crate) fn sign(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.keyed.clone();
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Compares with text that should be the secret itself, in constant time for equal lengths.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.bytes.expose_secret().ct_eq(text.as_bytes()).into()
    }
}

/// True when one of the secrets signs the parts to one of the candidates. Every pair is compared.
pub(crate) fn any_signs(secrets: &[Secret], parts: &[&[u8]], candidates: &[[u8; 32]]) -> bool {
    let mut found = subtle::Choice::from(0);
    for secret in secrets {
        let expected = secret.sign(parts);
        for candidate in candidates {
            found |= expected.ct_eq(candidate);
        }
    }
    found.into()
}
