use careweave_types::Pii;
use careweave_types::ids::{AdminId, LocationId, OrganizationId};
use serde::{Deserialize, Serialize};

use super::person::HumanName;

/// A location of the agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Location {
    /// The vendor's id.
    pub id: LocationId,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
}

/// An organization: the agency itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Organization {
    /// The vendor's id.
    pub id: OrganizationId,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
}

/// A member of the agency's office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Admin {
    /// The vendor's id.
    pub id: AdminId,
    /// The name, as one text or in parts.
    #[serde(default)]
    pub name: Option<AdminName>,
}

/// A name as one text or in parts: sources differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum AdminName {
    /// One text.
    Text(Pii<String>),
    /// Parts.
    Parts(Vec<HumanName>),
}
