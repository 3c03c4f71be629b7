use careweave_types::ids::{ExternalId, IntegrationId};
use serde::{Deserialize, Serialize};

use crate::model::{AppointmentKey, ProviderKind};

/// Which account of which service a provider speaks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The service.
    pub provider: ProviderKind,
    /// The connected account, as the host names it.
    pub integration: IntegrationId,
}

impl Identity {
    /// An account of a service.
    pub const fn new(provider: ProviderKind, integration: IntegrationId) -> Self {
        Self {
            provider,
            integration,
        }
    }

    /// The key of one of its records.
    pub fn key(&self, id: ExternalId) -> AppointmentKey {
        AppointmentKey::new(self.provider.clone(), self.integration.clone(), id)
    }
}
