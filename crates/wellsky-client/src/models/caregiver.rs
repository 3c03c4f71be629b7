use careweave_types::{
    AvailabilityWindow, BackgroundCheck, CaregiverId, CaregiverStatus, Certification, Gender, Phone, Pii,
    Result,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Patch, VendorPhone};
use crate::rules::Rules;

/// The person who gives care.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Caregiver {
    /// The vendor's id.
    pub id: CaregiverId,
    /// Given name.
    pub first_name: Pii<String>,
    /// Family name.
    pub last_name: Pii<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<Pii<String>>,
    /// Telephone number.
    pub phone: VendorPhone,
    /// Where the caregiver stands. Only `active` may work.
    pub status: CaregiverStatus,
    /// Certifications held.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub certifications: Vec<Certification>,
    /// Weekly availability in the agency's zone.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub availability: Vec<AvailabilityWindow>,
    /// The ZIP code the caregiver works in.
    #[serde(default)]
    pub service_area: Option<String>,
    /// The agency's rating of the work; higher is better.
    #[serde(default)]
    pub performance_rating: Option<f64>,
    /// The day of hiring.
    #[serde(default)]
    pub hire_date: Option<NaiveDate>,
    /// The background check.
    #[serde(default)]
    pub background_check_status: Option<BackgroundCheck>,
    /// What the caregiver can do beyond the certifications.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub skills: Vec<String>,
    /// Languages spoken, as BCP 47 tags.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub languages: Vec<String>,
    /// Gender, where recorded.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// The id in another system.
    #[serde(default)]
    pub external_id: Option<String>,
    /// When the record last changed.
    #[serde(deserialize_with = "crate::wire::instant")]
    pub updated_at: DateTime<Utc>,
}

/// A caregiver to be created. The vendor sets the id, `updated_at`, and `pending` where no status is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCaregiver {
    /// Given name.
    pub first_name: Pii<String>,
    /// Family name.
    pub last_name: Pii<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Pii<String>>,
    /// Telephone number.
    pub phone: Phone,
    /// Where the caregiver stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<CaregiverStatus>,
    /// Certifications held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certifications: Vec<Certification>,
    /// Weekly availability in the agency's zone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub availability: Vec<AvailabilityWindow>,
    /// The ZIP code the caregiver works in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_area: Option<String>,
    /// The agency's rating of the work; higher is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub performance_rating: Option<f64>,
    /// The day of hiring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hire_date: Option<NaiveDate>,
    /// The background check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background_check_status: Option<BackgroundCheck>,
    /// What the caregiver can do beyond the certifications.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// Languages spoken, as BCP 47 tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Gender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// The id in another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

impl NewCaregiver {
    /// A caregiver with what the vendor requires.
    pub fn new(first_name: impl Into<Pii<String>>, last_name: impl Into<Pii<String>>, phone: Phone) -> Self {
        Self {
            first_name: first_name.into(),
            last_name: last_name.into(),
            email: None,
            phone,
            status: None,
            certifications: Vec::new(),
            availability: Vec::new(),
            service_area: None,
            performance_rating: None,
            hire_date: None,
            background_check_status: None,
            skills: Vec::new(),
            languages: Vec::new(),
            gender: None,
            external_id: None,
        }
    }

    /// Checks the fields by the rules of the wire format.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("caregivers.create");
        RULES.text("first_name", self.first_name.expose())?;
        RULES.text("last_name", self.last_name.expose())?;
        RULES.email("email", self.email.as_ref())?;
        status_is_known(&RULES, self.status.as_ref())?;
        RULES.certifications(&self.certifications)?;
        RULES.optional_zip("service_area", self.service_area.as_deref())?;
        rating_is_a_number(&RULES, self.performance_rating)?;
        RULES.background_check(self.background_check_status.as_ref())?;
        skills_say_something(&RULES, &self.skills)?;
        languages_are_tags(&RULES, &self.languages)?;
        gender_is_known(&RULES, self.gender.as_ref())?;
        RULES.optional_plain("external_id", self.external_id.as_ref())
    }
}

/// What changes in a caregiver; only what is named is sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CaregiverPatch {
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
    /// Where the caregiver stands; cannot be emptied.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub status: Patch<CaregiverStatus>,
    /// Certifications: replaces the list.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub certifications: Patch<Vec<Certification>>,
    /// Weekly availability: replaces the list.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub availability: Patch<Vec<AvailabilityWindow>>,
    /// The ZIP code the caregiver works in.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub service_area: Patch<String>,
    /// The agency's rating of the work; higher is better.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub performance_rating: Patch<f64>,
    /// The day of hiring.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub hire_date: Patch<NaiveDate>,
    /// The background check.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub background_check_status: Patch<BackgroundCheck>,
    /// What the caregiver can do beyond the certifications: replaces the list.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub skills: Patch<Vec<String>>,
    /// Languages spoken, as BCP 47 tags: replaces the list.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub languages: Patch<Vec<String>>,
    /// Gender.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub gender: Patch<Gender>,
    /// The id in another system.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub external_id: Patch<String>,
}

impl CaregiverPatch {
    /// Checks that something changes, and that each change follows the rules of the wire format.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("caregivers.update");
        RULES.not_empty_patch(self)?;
        RULES.required_text("first_name", &self.first_name)?;
        RULES.required_text("last_name", &self.last_name)?;
        RULES.email("email", self.email.value())?;
        RULES.not_cleared("phone", &self.phone)?;
        RULES.not_cleared("status", &self.status)?;
        status_is_known(&RULES, self.status.value())?;
        RULES.not_cleared_list("certifications", &self.certifications)?;
        RULES.certifications(self.certifications.value().map_or(&[], Vec::as_slice))?;
        RULES.not_cleared_list("availability", &self.availability)?;
        RULES.optional_zip("service_area", self.service_area.value().map(String::as_str))?;
        rating_is_a_number(&RULES, self.performance_rating.value().copied())?;
        RULES.background_check(self.background_check_status.value())?;
        RULES.not_cleared_list("skills", &self.skills)?;
        skills_say_something(&RULES, self.skills.value().map_or(&[], Vec::as_slice))?;
        RULES.not_cleared_list("languages", &self.languages)?;
        languages_are_tags(&RULES, self.languages.value().map_or(&[], Vec::as_slice))?;
        gender_is_known(&RULES, self.gender.value())?;
        RULES.optional_plain("external_id", self.external_id.value())
    }
}

/// Which caregivers to list. The default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CaregiverFilter {
    /// Only with this status.
    pub status: Option<CaregiverStatus>,
    /// Only those available on this day, in the agency's zone.
    pub available_on: Option<NaiveDate>,
    /// Only those that changed at this instant or later.
    pub updated_since: Option<DateTime<Utc>>,
}

impl CaregiverFilter {
    /// Checks the filter.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        status_is_known(&Rules::of("caregivers.list"), self.status.as_ref())
    }
}

fn status_is_known(rules: &Rules, status: Option<&CaregiverStatus>) -> Result<()> {
    status.map_or(Ok(()), |s| {
        rules.word("status", s.is_known(), CaregiverStatus::KNOWN)
    })
}

fn gender_is_known(rules: &Rules, gender: Option<&Gender>) -> Result<()> {
    gender.map_or(Ok(()), |g| rules.word("gender", g.is_known(), Gender::KNOWN))
}

fn rating_is_a_number(rules: &Rules, rating: Option<f64>) -> Result<()> {
    rules.check(
        "performance_rating",
        rating.is_none_or(|rating| rating.is_finite() && rating >= 0.0),
        "must be a number, zero or more",
    )
}

fn skills_say_something(rules: &Rules, skills: &[String]) -> Result<()> {
    skills.iter().try_for_each(|skill| rules.text("skills", skill))
}

fn languages_are_tags(rules: &Rules, languages: &[String]) -> Result<()> {
    languages
        .iter()
        .try_for_each(|tag| rules.language("languages", tag))
}
