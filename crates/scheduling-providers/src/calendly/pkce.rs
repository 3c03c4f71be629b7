use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use careweave_types::{Error, Result};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

/// The proof that whoever exchanges a code is who asked for it (RFC 7636). `Debug` does not show it.
#[derive(Clone)]
pub struct Pkce(SecretString);

impl fmt::Debug for Pkce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pkce(***)")
    }
}

impl Pkce {
    /// A proof out of 32 bytes that nobody can guess: take them from the operating system, anew for each person.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(SecretString::from(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The verifier, to be kept until the person comes back.
    pub const fn verifier(&self) -> &SecretString {
        &self.0
    }

    /// A proof that was kept.
    ///
    /// # Errors
    /// `InvalidInput` for what is no verifier: 43 to 128 letters, digits and `-._~`.
    pub fn from_verifier(verifier: SecretString) -> Result<Self> {
        let text = verifier.expose_secret();
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
        if (43..=128).contains(&text.len()) && text.bytes().all(plain) {
            return Ok(Self(verifier));
        }
        Err(Error::invalid(
            "calendly.oauth",
            "verifier",
            "must be 43 to 128 letters, digits, hyphens, dots, underscores and tildes",
        ))
    }

    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.0.expose_secret()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verifier_is_of_the_standards_form() {
        assert_eq!(Pkce::from_random([7; 32]).verifier().expose_secret().len(), 43);
        for text in [
            "short".to_owned(),
            "x".repeat(129),
            format!("{} ", "x".repeat(43)),
        ] {
            assert!(Pkce::from_verifier(text.into()).is_err());
        }
        assert_eq!(format!("{:?}", Pkce::from_random([7; 32])), "Pkce(***)");
    }
}
