use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::{Sealed, SecretName};

/// A sealed secret as a store holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSecret {
    /// Whose and which.
    pub name: SecretName,
    /// Grows with every secret that was put under the name, from 1 on; what it was sealed for.
    pub version: u64,
    /// The secret.
    pub sealed: Sealed,
    /// When it was put.
    pub stored_at: DateTime<Utc>,
}

/// A durable record of sealed secrets. It never sees one that is open.
///
/// Every step is one atomic, durable change. Every method fails with `Storage` when the store does, and with
/// `InvalidInput` that names the field.
#[async_trait]
pub trait Vault: Debug + Send + Sync {
    /// Puts a secret that was sealed for version `expected + 1`, where version `expected` is held; 0: none is.
    ///
    /// # Errors
    /// `Conflict` when another version is held (context `version`): somebody else was first, read theirs.
    async fn put_secret(
        &self,
        name: &SecretName,
        expected: u64,
        sealed: &Sealed,
        now: DateTime<Utc>,
    ) -> Result<StoredSecret>;

    /// The secret under a name.
    ///
    /// # Errors
    /// As above.
    async fn secret(&self, name: &SecretName) -> Result<Option<StoredSecret>>;

    /// Secrets whose data keys are sealed under a master key, in the order of their names; 1 to 1000.
    ///
    /// # Errors
    /// As above.
    async fn secrets_under(&self, key: &str, limit: u32) -> Result<Vec<StoredSecret>>;

    /// Replaces how the data key of a version is sealed. The secret itself must be the same bytes.
    ///
    /// # Errors
    /// `Conflict` when another version is held, or its sealed bytes differ; `NotFound` for a name without a secret.
    async fn rewrap_secret(&self, name: &SecretName, version: u64, sealed: &Sealed) -> Result<StoredSecret>;

    /// Forgets the secret under a name; true when there was one. Its versions go on counting.
    ///
    /// # Errors
    /// As above.
    async fn forget_secret(&self, name: &SecretName, now: DateTime<Utc>) -> Result<bool>;
}

/// The rules of vaults as pure functions: every store calls them inside its transaction.
pub mod machine {
    use super::{DateTime, Error, ErrorKind, Result, Sealed, SecretName, StoredSecret, Utc};
    use crate::rules;

    /// The secret to be stored; `held` is the version that was given last under the name, forgotten or not.
    ///
    /// # Errors
    /// As [`Vault::put_secret`](super::Vault::put_secret).
    pub fn put(
        held: u64,
        name: &SecretName,
        expected: u64,
        sealed: &Sealed,
        now: DateTime<Utc>,
    ) -> Result<StoredSecret> {
        const AT: &str = "vault.put";
        name.validate(AT)?;
        rules::code(AT, "key", &sealed.key)?;
        if sealed.secret.is_empty() || sealed.wrapped.is_empty() {
            return Err(Error::invalid(AT, "sealed", "must be what seal gave"));
        }
        let stored_at = rules::instant(AT, "now", now)?;
        if held != expected {
            return Err(Error::new(
                ErrorKind::Conflict,
                AT,
                "another secret was put meanwhile: read it, and throw this one away",
            )
            .with("connection", name.connection.clone())
            .with("name", name.name.clone())
            .with("version", held.to_string()));
        }
        Ok(StoredSecret {
            name: name.clone(),
            version: expected + 1,
            sealed: sealed.clone(),
            stored_at,
        })
    }

    /// Checks the id of a master key.
    ///
    /// # Errors
    /// `InvalidInput` when it is no code.
    pub fn check_key(at: &'static str, key: &str) -> Result<()> {
        rules::code(at, "key", key)
    }

    /// The secret with its data key sealed anew.
    ///
    /// # Errors
    /// As [`Vault::rewrap_secret`](super::Vault::rewrap_secret).
    pub fn rewrap(
        held: Option<&StoredSecret>,
        name: &SecretName,
        version: u64,
        sealed: &Sealed,
    ) -> Result<StoredSecret> {
        const AT: &str = "vault.rewrap";
        name.validate(AT)?;
        rules::code(AT, "key", &sealed.key)?;
        let Some(held) = held else {
            return Err(
                Error::new(ErrorKind::NotFound, AT, "there is no secret under this name")
                    .with("connection", name.connection.clone())
                    .with("name", name.name.clone()),
            );
        };
        if held.version != version || held.sealed.secret != sealed.secret {
            return Err(Error::new(
                ErrorKind::Conflict,
                AT,
                "another secret was put meanwhile: it is sealed under the current key already, or will be found again",
            )
            .with("version", held.version.to_string()));
        }
        Ok(StoredSecret {
            sealed: sealed.clone(),
            ..held.clone()
        })
    }
}
