//! Where rotating credentials are kept.
//!
//! Some services hand out a new refresh token with every refresh and take the old one back at once. Whoever loses the new one
//! has to send a person to the sign-in page. So a set of tokens is only ever replaced as a whole, by whoever has seen the
//! latest one ([`CredentialStore::replace`]), and the intent to refresh is written down before the request leaves.

mod file;
mod memory;

use std::fmt;

use async_trait::async_trait;
use careweave_types::Result;
use careweave_types::ids::IntegrationId;
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use file::FileCredentials;
pub use memory::MemoryCredentials;

/// What can be done with a set of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[non_exhaustive]
pub enum TokenState {
    /// Used and refreshed.
    Usable,
    /// Somebody asked for new ones and has not written them down yet. If nobody does, the refresh token may be used up.
    Refreshing {
        /// When the request was about to leave.
        since: DateTime<Utc>,
    },
    /// The refresh token is not good any more: a person has to sign in.
    UsedUp,
}

/// The tokens of one connected account. `Debug` shows neither of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenSet {
    /// The token that requests carry.
    #[serde(serialize_with = "write_secret", deserialize_with = "read_secret")]
    pub access: SecretString,
    /// The token that the next set is got with.
    #[serde(serialize_with = "write_secret", deserialize_with = "read_secret")]
    pub refresh: SecretString,
    /// When the access token stops to be good.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whose account it is, in the service's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What can be done with it.
    pub state: TokenState,
}

impl TokenSet {
    /// The same in another state.
    #[must_use]
    pub fn in_state(&self, state: TokenState) -> Self {
        Self {
            state,
            ..self.clone()
        }
    }
}

fn write_secret<S: Serializer>(secret: &SecretString, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(secret.expose_secret())
}

fn read_secret<'de, D: Deserializer<'de>>(d: D) -> Result<SecretString, D::Error> {
    String::deserialize(d).map(SecretString::from)
}

/// A set of tokens with the number of its writing.
#[derive(Clone, Debug)]
pub struct StoredTokens {
    /// Rises with every replacement.
    pub revision: u64,
    /// The tokens.
    pub tokens: TokenSet,
}

/// What became of a replacement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// It is stored under this revision.
    Stored(u64),
    /// Somebody else was there first: load again.
    Stale,
}

/// Keeps the tokens of connected accounts. All processes that act for an account have to share one.
#[async_trait]
pub trait CredentialStore: Send + Sync + fmt::Debug {
    /// The tokens of an account; `None` when it was never connected.
    ///
    /// # Errors
    /// `Storage`.
    async fn load(&self, integration: &IntegrationId) -> Result<Option<StoredTokens>>;

    /// Stores tokens if the stored ones still have the revision `expected` (`None`: if there are none). All of it or nothing
    /// is stored, and what is stored survives a crash of the machine where the store says so.
    ///
    /// # Errors
    /// `Storage`.
    async fn replace(
        &self,
        integration: &IntegrationId,
        expected: Option<u64>,
        tokens: &TokenSet,
    ) -> Result<Replacement>;
}

/// Stores tokens over whatever is there: for an account that was connected anew.
///
/// # Errors
/// As [`CredentialStore::replace`].
pub async fn overwrite(
    store: &dyn CredentialStore,
    integration: &IntegrationId,
    tokens: &TokenSet,
) -> Result<u64> {
    loop {
        let expected = store.load(integration).await?.map(|stored| stored.revision);
        if let Replacement::Stored(revision) = store.replace(integration, expected, tokens).await? {
            return Ok(revision);
        }
    }
}
