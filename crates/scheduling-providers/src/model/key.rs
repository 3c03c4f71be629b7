use std::fmt;

use careweave_types::ids::{ExternalId, IntegrationId};
use serde::{Deserialize, Serialize};

use super::ProviderKind;

/// What tells one appointment from every other: no two services, accounts or records share it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppointmentKey {
    /// The service.
    pub provider: ProviderKind,
    /// The connected account.
    pub integration: IntegrationId,
    /// The service's own id: opaque, a number or an address as the service has it.
    pub external_id: ExternalId,
}

impl AppointmentKey {
    /// The key of a record.
    pub const fn new(provider: ProviderKind, integration: IntegrationId, external_id: ExternalId) -> Self {
        Self {
            provider,
            integration,
            external_id,
        }
    }
}

impl fmt::Display for AppointmentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.provider, self.integration, self.external_id)
    }
}
