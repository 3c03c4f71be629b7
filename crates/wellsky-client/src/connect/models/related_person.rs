use careweave_types::ids::RelatedPersonId;
use careweave_types::{ClientId, Phone, Pii, Result};
use serde::{Deserialize, Serialize};

use super::encounter::Reference;
use super::person::{Coding, HumanName, PostalAddress, Telecom};
use crate::models::Patch;
use crate::rules::Rules;

/// A person related to a client: family, doctor, neighbour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RelatedPerson {
    /// The vendor's id.
    pub id: RelatedPersonId,
    /// Whose relation it is.
    #[serde(
        default,
        rename = "patient",
        deserialize_with = "patient",
        serialize_with = "patient_out"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(extend("x-name" = "client_reference", "x-at" = "reference"))
    )]
    pub client_id: Option<ClientId>,
    /// Names.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub name: Vec<HumanName>,
    /// What they are to the client.
    #[serde(default)]
    pub relationship: Option<Relationship>,
    /// Telephone numbers and e-mail addresses.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub telecom: Vec<Telecom>,
    /// Addresses.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub address: Vec<PostalAddress>,
    /// Whether to call them in an emergency.
    #[serde(default)]
    pub emergency_contact: Option<bool>,
    /// Whether they are the first to be called.
    #[serde(default)]
    pub primary_contact: Option<bool>,
    /// Whether they pay.
    #[serde(default)]
    pub payer: Option<bool>,
    /// Whether they hold a power of attorney.
    #[serde(default)]
    pub poa: Option<bool>,
}

/// What a related person is to the client: codes such as `SON`, `DAU`, `NBOR`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Relationship {
    /// The codes and their words.
    #[serde(deserialize_with = "crate::wire::list")]
    pub coding: Vec<Coding>,
}

/// A related person to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRelatedPerson {
    /// Whose relation it is.
    pub client_id: ClientId,
    /// Given name.
    pub first_name: Pii<String>,
    /// Family name.
    pub last_name: Pii<String>,
    /// What they are to the client, as the vendor's code: `SON`.
    pub relationship: Option<String>,
    /// Their mobile number.
    pub phone: Option<Phone>,
    /// Whether to call them in an emergency.
    pub emergency_contact: bool,
    /// Whether they are the first to be called.
    pub primary_contact: bool,
}

impl NewRelatedPerson {
    /// Checks the names.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("related_persons.create");
        RULES.text("first_name", self.first_name.expose())?;
        RULES.text("last_name", self.last_name.expose())?;
        RULES.optional_plain("relationship", self.relationship.as_ref())
    }
}

/// What changes in a related person; only what is named is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelatedPersonPatch {
    /// Their mobile number; cannot be emptied.
    pub phone: Patch<Phone>,
    /// Whether to call them in an emergency; cannot be emptied.
    pub emergency_contact: Patch<bool>,
    /// Whether they are the first to be called; cannot be emptied.
    pub primary_contact: Patch<bool>,
}

impl RelatedPersonPatch {
    /// Checks that something changes.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("related_persons.update");
        RULES.not_empty_patch(self)?;
        RULES.not_cleared("phone", &self.phone)?;
        RULES.not_cleared("emergency_contact", &self.emergency_contact)?;
        RULES.not_cleared("primary_contact", &self.primary_contact)
    }
}

fn patient<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<ClientId>, D::Error> {
    let reference = Option::<Reference>::deserialize(d)?;
    Ok(reference.and_then(|r| ClientId::new(r.id("Patient")?.to_owned()).ok()))
}

fn patient_out<S: serde::Serializer>(id: &Option<ClientId>, s: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Raw {
        reference: String,
    }
    id.as_ref()
        .map(|id| Raw {
            reference: format!("Patient/{id}"),
        })
        .serialize(s)
}
