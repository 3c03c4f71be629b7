//! Secrets that a user hands in by the environment, where others on the machine do not see them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{SecretSlice, SecretString};

use crate::failure::Failure;

/// The value of a variable.
pub(crate) fn from_environment(variable: &str) -> Result<SecretString, Failure> {
    match std::env::var(variable) {
        Ok(value) if !value.is_empty() => Ok(value.into()),
        _ => Err(Failure::usage(format!("{variable} is not set"))),
    }
}

/// The bytes that a variable holds in base64.
pub(crate) fn from_base64(variable: &str) -> Result<SecretSlice<u8>, Failure> {
    let text = from_environment(variable)?;
    STANDARD
        .decode(secrecy::ExposeSecret::expose_secret(&text).trim())
        .map(Into::into)
        .map_err(|_| Failure::usage(format!("{variable} must be base64")))
}
