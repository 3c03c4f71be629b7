use serde::{Deserialize, Serialize};

use super::{Applicant, Caregiver, Client, Prospect};

/// A prospect that became a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConvertedProspect {
    /// The new client.
    pub client: Client,
    /// The prospect as it stands now.
    pub prospect: Prospect,
}

/// An applicant who became a caregiver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConvertedApplicant {
    /// The new caregiver.
    pub caregiver: Caregiver,
    /// The applicant as it stands now.
    pub applicant: Applicant,
}
