use careweave_types::Result;
use careweave_types::ids::ReferralSourceId;
use serde::{Deserialize, Serialize};

use crate::rules::Rules;

/// Where clients come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReferralSource {
    /// The vendor's id.
    pub id: ReferralSourceId,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// The vendor's number of its kind: 14 is a hospital, 22 word of mouth.
    #[serde(default, deserialize_with = "super::appointment::optional_id")]
    pub type_id: Option<String>,
}

/// A referral source to be created, or what one is to become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewReferralSource {
    /// Its name.
    pub name: String,
    /// The vendor's number of its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_id: Option<u32>,
}

impl NewReferralSource {
    /// Checks the name.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        Rules::of("referral_sources.create").text("name", &self.name)
    }
}
