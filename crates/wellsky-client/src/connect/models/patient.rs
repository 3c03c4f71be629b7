use careweave_types::{ClientId, Pii};
use serde::{Deserialize, Serialize};

use super::person::{Coding, Communication, HumanName, Meta, PostalAddress, Telecom};

/// A client or a prospect: Connect has one record for both, and one id that stays when the one becomes the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Patient {
    /// The vendor's id.
    pub id: ClientId,
    /// Whether the record is in use.
    #[serde(default)]
    pub active: Option<bool>,
    /// Names.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub name: Vec<HumanName>,
    /// Telephone numbers and e-mail addresses.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub telecom: Vec<Telecom>,
    /// Addresses.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub address: Vec<PostalAddress>,
    /// Gender, as recorded.
    #[serde(default)]
    pub gender: Option<careweave_types::Gender>,
    /// Date of birth, `YYYY-MM-DD`.
    #[serde(default)]
    pub birth_date: Option<Pii<String>>,
    /// Marital status.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub marital_status: Vec<MaritalStatus>,
    /// Languages.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub communication: Vec<Communication>,
    /// The id in another system.
    #[serde(default, rename = "external_id", alias = "externalId")]
    pub external_id: Option<String>,
    /// When the record was taken out of use, `YYYY-MM-DD`; only on a record read by its id.
    #[serde(default)]
    pub deactivation_date: Option<String>,
    /// Tags.
    #[serde(default)]
    pub meta: Meta,
}

/// A marital status, as codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct MaritalStatus {
    /// `M`, `S`, `W`, `L`, `T`, `D`, `U` or `UNK`, and its words.
    #[serde(deserialize_with = "crate::wire::list")]
    pub coding: Vec<Coding>,
}

impl Patient {
    /// Whether the person is a client (and not a prospect); nothing when the record does not say.
    pub fn is_client(&self) -> Option<bool> {
        self.meta.flag("isClient")
    }

    /// The step of the sales pipeline, 1 to 100; nothing where the vendor has none.
    pub fn pipeline_status(&self) -> Option<u16> {
        self.meta.status()
    }
}
