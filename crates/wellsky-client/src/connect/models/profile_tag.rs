use careweave_types::Result;
use careweave_types::ids::ProfileTagId;
use serde::{Deserialize, Serialize};

use crate::rules::Rules;

/// A profile tag: a certification, a skill, a language. The vendor offers no list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProfileTag {
    /// The vendor's id.
    pub id: ProfileTagId,
    /// Its name: `CNA`.
    #[serde(default)]
    pub name: Option<String>,
    /// What it means.
    #[serde(default)]
    pub description: Option<String>,
    /// What kind of tag it is.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
}

/// A profile tag to be created, or what one is to become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewProfileTag {
    /// Its name.
    pub name: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What kind of tag it is.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

impl NewProfileTag {
    /// Checks the texts.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("profile_tags.create");
        RULES.text("name", &self.name)?;
        RULES.optional_plain("description", self.description.as_ref())?;
        RULES.optional_plain("type", self.kind.as_ref())
    }
}
