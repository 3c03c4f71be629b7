use std::collections::BTreeMap;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{MemoryStore, locked};
use crate::rules::{self, check_list_limit};
use crate::vault::{Sealed, SecretName, StoredSecret, Vault, machine};

/// The version that was given last under a name, and its secret unless it was forgotten.
pub(super) type Secrets = BTreeMap<SecretName, (u64, Option<StoredSecret>)>;

/// Forgets the secret under a name; false when there is none.
pub(super) fn forget(secrets: &mut Secrets, name: &SecretName) -> bool {
    secrets
        .get_mut(name)
        .is_some_and(|(_, secret)| secret.take().is_some())
}

#[async_trait]
impl Vault for MemoryStore {
    async fn put_secret(
        &self,
        name: &SecretName,
        expected: u64,
        sealed: &Sealed,
        now: DateTime<Utc>,
    ) -> Result<StoredSecret> {
        let mut secrets = locked(&self.secrets);
        let held = secrets.get(name).map_or(0, |(version, _)| *version);
        let stored = machine::put(held, name, expected, sealed, now)?;
        secrets.insert(name.clone(), (stored.version, Some(stored.clone())));
        Ok(stored)
    }

    async fn secret(&self, name: &SecretName) -> Result<Option<StoredSecret>> {
        name.validate("vault.secret")?;
        Ok(locked(&self.secrets)
            .get(name)
            .and_then(|(_, secret)| secret.clone()))
    }

    async fn secrets_under(&self, key: &str, limit: u32) -> Result<Vec<StoredSecret>> {
        const AT: &str = "vault.secrets_under";
        machine::check_key(AT, key)?;
        check_list_limit(AT, limit)?;
        Ok(locked(&self.secrets)
            .values()
            .filter_map(|(_, secret)| secret.as_ref())
            .filter(|secret| secret.sealed.key == key)
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .cloned()
            .collect())
    }

    async fn rewrap_secret(&self, name: &SecretName, version: u64, sealed: &Sealed) -> Result<StoredSecret> {
        let mut secrets = locked(&self.secrets);
        let held = secrets.get(name).and_then(|(_, secret)| secret.as_ref());
        let stored = machine::rewrap(held, name, version, sealed)?;
        secrets.insert(name.clone(), (version, Some(stored.clone())));
        Ok(stored)
    }

    async fn forget_secret(&self, name: &SecretName, now: DateTime<Utc>) -> Result<bool> {
        const AT: &str = "vault.forget";
        name.validate(AT)?;
        rules::instant(AT, "now", now)?;
        Ok(forget(&mut locked(&self.secrets), name))
    }
}
