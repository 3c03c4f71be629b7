use careweave_types::{
    ApplicantId, ApplicantStatus, BackgroundCheck, CaregiverId, Certification, Phone, Pii, Result,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::client::in_operation;
use super::{Address, Patch, VendorPhone};
use crate::rules::Rules;

/// A caregiver to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Applicant {
    /// The vendor's id.
    pub id: ApplicantId,
    /// Given name.
    pub first_name: Pii<String>,
    /// Family name.
    pub last_name: Pii<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<Pii<String>>,
    /// Telephone number.
    pub phone: VendorPhone,
    /// Where the applicant lives.
    #[serde(default)]
    pub address: Option<Address>,
    /// Where the applicant stands in the recruiting pipeline.
    pub status: ApplicantStatus,
    /// Certifications held.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub certifications: Vec<Certification>,
    /// Where the applicant came from.
    #[serde(default)]
    pub source: Option<String>,
    /// The position applied for.
    #[serde(default)]
    pub position: Option<String>,
    /// The background check.
    #[serde(default)]
    pub background_check_status: Option<BackgroundCheck>,
    /// The id in another system.
    #[serde(default)]
    pub external_id: Option<String>,
    /// The caregiver this applicant became.
    #[serde(default)]
    pub converted_caregiver_id: Option<CaregiverId>,
    /// When the record last changed.
    #[serde(deserialize_with = "crate::wire::instant")]
    pub updated_at: DateTime<Utc>,
}

/// An applicant to be created. The vendor sets the id, `updated_at`, and `new` where no status is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewApplicant {
    /// Given name.
    pub first_name: Pii<String>,
    /// Family name.
    pub last_name: Pii<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Pii<String>>,
    /// Telephone number.
    pub phone: Phone,
    /// Where the applicant lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Where the applicant stands in the recruiting pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ApplicantStatus>,
    /// Certifications held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certifications: Vec<Certification>,
    /// Where the applicant came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The position applied for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// The background check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background_check_status: Option<BackgroundCheck>,
    /// The id in another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

impl NewApplicant {
    /// An applicant with what the vendor requires.
    pub fn new(first_name: impl Into<Pii<String>>, last_name: impl Into<Pii<String>>, phone: Phone) -> Self {
        Self {
            first_name: first_name.into(),
            last_name: last_name.into(),
            email: None,
            phone,
            address: None,
            status: None,
            certifications: Vec::new(),
            source: None,
            position: None,
            background_check_status: None,
            external_id: None,
        }
    }

    /// Checks the fields by the rules of the wire format.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("applicants.create");
        RULES.text("first_name", self.first_name.expose())?;
        RULES.text("last_name", self.last_name.expose())?;
        RULES.email("email", self.email.as_ref())?;
        if let Some(address) = &self.address {
            in_operation("applicants.create", address.validate())?;
        }
        status_is_known(&RULES, self.status.as_ref())?;
        RULES.certifications(&self.certifications)?;
        RULES.optional_plain("source", self.source.as_ref())?;
        RULES.optional_plain("position", self.position.as_ref())?;
        RULES.background_check(self.background_check_status.as_ref())?;
        RULES.optional_plain("external_id", self.external_id.as_ref())
    }
}

impl NewApplicant {
    /// What is named here, as a change of an applicant who exists.
    pub(crate) fn as_patch(&self) -> ApplicantPatch {
        ApplicantPatch {
            first_name: Patch::Set(self.first_name.clone()),
            last_name: Patch::Set(self.last_name.clone()),
            email: Patch::set_or_keep(self.email.as_ref()),
            phone: Patch::Set(self.phone.clone()),
            address: Patch::set_or_keep(self.address.as_ref()),
            status: Patch::set_or_keep(self.status.as_ref()),
            certifications: match self.certifications.as_slice() {
                [] => Patch::Keep,
                named => Patch::Set(named.to_vec()),
            },
            source: Patch::set_or_keep(self.source.as_ref()),
            position: Patch::set_or_keep(self.position.as_ref()),
            background_check_status: Patch::set_or_keep(self.background_check_status.as_ref()),
            external_id: Patch::Keep,
        }
    }
}

/// What changes in an applicant; only what is named is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ApplicantPatch {
    /// Given name; cannot be emptied.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub first_name: Patch<Pii<String>>,
    /// Family name; cannot be emptied.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub last_name: Patch<Pii<String>>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub email: Patch<Pii<String>>,
    /// Telephone number; cannot be emptied.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub phone: Patch<Phone>,
    /// Where the applicant lives.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub address: Patch<Address>,
    /// Where the applicant stands in the recruiting pipeline; cannot be emptied.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub status: Patch<ApplicantStatus>,
    /// Certifications: replaces the list.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub certifications: Patch<Vec<Certification>>,
    /// Where the applicant came from.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub source: Patch<String>,
    /// The position applied for.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub position: Patch<String>,
    /// The background check.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub background_check_status: Patch<BackgroundCheck>,
    /// The id in another system.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub external_id: Patch<String>,
}

impl ApplicantPatch {
    /// Checks that something changes, and that each change follows the rules of the wire format.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("applicants.update");
        RULES.not_empty_patch(self)?;
        RULES.required_text("first_name", &self.first_name)?;
        RULES.required_text("last_name", &self.last_name)?;
        RULES.email("email", self.email.value())?;
        RULES.not_cleared("phone", &self.phone)?;
        if let Some(address) = self.address.value() {
            in_operation("applicants.update", address.validate())?;
        }
        RULES.not_cleared("status", &self.status)?;
        status_is_known(&RULES, self.status.value())?;
        RULES.not_cleared_list("certifications", &self.certifications)?;
        RULES.certifications(self.certifications.value().map_or(&[], Vec::as_slice))?;
        RULES.optional_plain("source", self.source.value())?;
        RULES.optional_plain("position", self.position.value())?;
        RULES.background_check(self.background_check_status.value())?;
        RULES.optional_plain("external_id", self.external_id.value())
    }
}

/// Which applicants to list. The default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ApplicantFilter {
    /// Only with this status.
    pub status: Option<ApplicantStatus>,
    /// Only those that changed at this instant or later.
    pub updated_since: Option<DateTime<Utc>>,
    /// Only those with this id in another system.
    pub external_id: Option<String>,
}

impl ApplicantFilter {
    /// Checks the filter.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("applicants.list");
        status_is_known(&RULES, self.status.as_ref())?;
        RULES.optional_plain("external_id", self.external_id.as_ref())
    }
}

fn status_is_known(rules: &Rules, status: Option<&ApplicantStatus>) -> Result<()> {
    status.map_or(Ok(()), |s| {
        rules.word("status", s.is_known(), ApplicantStatus::KNOWN)
    })
}
