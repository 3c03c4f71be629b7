use careweave_types::ids::ProfileTagId;
use careweave_types::{CaregiverId, Gender, Pii};
use serde::{Deserialize, Serialize};

use super::person::{Communication, HumanName, Meta, PostalAddress, Telecom};

/// A caregiver or an applicant: Connect has one record for both, and one id that stays when the one becomes the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Practitioner {
    /// The vendor's id.
    pub id: CaregiverId,
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
    pub gender: Option<Gender>,
    /// Date of birth, `YYYY-MM-DD`.
    #[serde(default)]
    pub birth_date: Option<Pii<String>>,
    /// Languages.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub communication: Vec<Communication>,
    /// The id in another system.
    #[serde(default, rename = "external_id", alias = "externalId")]
    pub external_id: Option<String>,
    /// Tags.
    #[serde(default)]
    pub meta: Meta,
}

impl Practitioner {
    /// Whether the person is hired (and not an applicant); nothing when the record does not say.
    pub fn is_hired(&self) -> Option<bool> {
        self.meta.flag("isHired")
    }

    /// The step of the recruiting pipeline, 10 to 110; nothing where the vendor has none.
    pub fn pipeline_status(&self) -> Option<u16> {
        self.meta.status()
    }

    /// Why the person is not active, in the vendor's words.
    pub fn deactivation_reason(&self) -> Option<&str> {
        self.meta.get("deactivationReason")
    }

    /// The profile tags: certifications and skills, by id. What is no id is left aside.
    pub fn profile_tags(&self) -> Vec<ProfileTagId> {
        self.meta
            .get("profileTags")
            .into_iter()
            .flat_map(|ids| ids.split(','))
            .filter_map(|id| ProfileTagId::new(id.trim()).ok())
            .collect()
    }
}
