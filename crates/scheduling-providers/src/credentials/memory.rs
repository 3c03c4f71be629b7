use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use careweave_types::Result;
use careweave_types::ids::IntegrationId;

use super::{CredentialStore, Replacement, StoredTokens, TokenSet};

/// Tokens in memory: gone with the process. For tests, and for hosts that hand tokens in at every start.
#[derive(Default)]
pub struct MemoryCredentials {
    kept: Mutex<HashMap<IntegrationId, StoredTokens>>,
}

impl fmt::Debug for MemoryCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryCredentials")
            .field("accounts", &self.kept().len())
            .finish()
    }
}

impl MemoryCredentials {
    /// A store that holds nothing.
    pub fn new() -> Self {
        Self::default()
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<IntegrationId, StoredTokens>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl CredentialStore for MemoryCredentials {
    async fn load(&self, integration: &IntegrationId) -> Result<Option<StoredTokens>> {
        Ok(self.kept().get(integration).cloned())
    }

    async fn replace(
        &self,
        integration: &IntegrationId,
        expected: Option<u64>,
        tokens: &TokenSet,
    ) -> Result<Replacement> {
        let mut kept = self.kept();
        let present = kept.get(integration).map(|stored| stored.revision);
        if present != expected {
            return Ok(Replacement::Stale);
        }
        let revision = present.unwrap_or(0) + 1;
        let stored = StoredTokens {
            revision,
            tokens: tokens.clone(),
        };
        kept.insert(integration.clone(), stored);
        Ok(Replacement::Stored(revision))
    }
}
