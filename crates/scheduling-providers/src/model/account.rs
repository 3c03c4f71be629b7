use careweave_types::{AgencyZone, Pii};
use serde::{Deserialize, Serialize};

use super::ProviderKind;
use crate::capability::PhiPolicy;

/// The account the credentials belong to, as a verification found it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Account {
    /// The service.
    pub provider: ProviderKind,
    /// The service's id of the account.
    pub account_id: String,
    /// The name of the account: often a person's.
    pub display_name: Pii<String>,
    /// The address the account is reached at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Pii<String>>,
    /// The zone the account keeps its times in, unless one of its calendars says otherwise.
    pub default_zone: AgencyZone,
    /// The plan in the service's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Whether health information may be given to the service.
    pub phi: PhiPolicy,
}

impl Account {
    /// An account with what every service says.
    pub fn new(
        provider: ProviderKind,
        account_id: impl Into<String>,
        display_name: impl Into<String>,
        default_zone: AgencyZone,
        phi: PhiPolicy,
    ) -> Self {
        Self {
            provider,
            account_id: account_id.into(),
            display_name: Pii::new(display_name.into()),
            email: None,
            default_zone,
            plan: None,
            phi,
        }
    }
}
