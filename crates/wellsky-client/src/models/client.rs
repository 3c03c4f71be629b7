use careweave_types::{ClientId, ClientStatus, Error, Gender, Payer, Phone, Pii, Result};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Address, EmergencyContact, Patch, VendorPhone};
use crate::rules::Rules;

/// The person who receives care.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Client {
    /// The vendor's id.
    pub id: ClientId,
    /// Given name.
    pub first_name: Pii<String>,
    /// Family name.
    pub last_name: Pii<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<Pii<String>>,
    /// Telephone number.
    pub phone: VendorPhone,
    /// Where care is given.
    pub address: Address,
    /// Where the client stands.
    pub status: ClientStatus,
    /// Whom to call when something happens.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub emergency_contacts: Vec<EmergencyContact>,
    /// Who pays.
    #[serde(default)]
    pub payer_source: Option<Payer>,
    /// Hours of care a week that the payer has authorised.
    #[serde(default)]
    pub authorized_hours_per_week: Option<u32>,
    /// The first day of care.
    #[serde(default)]
    pub start_date: Option<NaiveDate>,
    /// The day care ended.
    #[serde(default)]
    pub discharge_date: Option<NaiveDate>,
    /// Where the client came from.
    #[serde(default)]
    pub referral_source: Option<String>,
    /// The member of staff who coordinates the care.
    #[serde(default)]
    pub care_coordinator: Option<Pii<String>>,
    /// The language the client prefers, as a BCP 47 tag.
    #[serde(default)]
    pub preferred_language: Option<String>,
    /// The caregiver's gender the client prefers.
    #[serde(default)]
    pub gender_preference: Option<Gender>,
    /// The id in another system.
    #[serde(default)]
    pub external_id: Option<String>,
    /// When the record last changed.
    #[serde(deserialize_with = "crate::wire::instant")]
    pub updated_at: DateTime<Utc>,
}

/// A client to be created. The vendor sets the id, `updated_at`, and `pending` where no status is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    /// Given name.
    pub first_name: Pii<String>,
    /// Family name.
    pub last_name: Pii<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Pii<String>>,
    /// Telephone number.
    pub phone: Phone,
    /// Where care is given.
    pub address: Address,
    /// Where the client stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ClientStatus>,
    /// Whom to call when something happens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emergency_contacts: Vec<EmergencyContact>,
    /// Who pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_source: Option<Payer>,
    /// Hours of care a week that the payer has authorised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorized_hours_per_week: Option<u32>,
    /// The first day of care.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_date: Option<NaiveDate>,
    /// The day care ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharge_date: Option<NaiveDate>,
    /// Where the client came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral_source: Option<String>,
    /// The member of staff who coordinates the care.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care_coordinator: Option<Pii<String>>,
    /// The language the client prefers, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_language: Option<String>,
    /// The caregiver's gender the client prefers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender_preference: Option<Gender>,
    /// The id in another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

impl NewClient {
    /// A client with what the vendor requires.
    pub fn new(
        first_name: impl Into<Pii<String>>,
        last_name: impl Into<Pii<String>>,
        phone: Phone,
        address: Address,
    ) -> Self {
        Self {
            first_name: first_name.into(),
            last_name: last_name.into(),
            email: None,
            phone,
            address,
            status: None,
            emergency_contacts: Vec::new(),
            payer_source: None,
            authorized_hours_per_week: None,
            start_date: None,
            discharge_date: None,
            referral_source: None,
            care_coordinator: None,
            preferred_language: None,
            gender_preference: None,
            external_id: None,
        }
    }

    /// Checks the fields by the rules of the wire format.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("clients.create");
        RULES.text("first_name", self.first_name.expose())?;
        RULES.text("last_name", self.last_name.expose())?;
        RULES.email("email", self.email.as_ref())?;
        in_operation("clients.create", self.address.validate())?;
        status_is_known(&RULES, self.status.as_ref())?;
        for contact in &self.emergency_contacts {
            in_operation("clients.create", contact.validate())?;
        }
        payer_is_known(&RULES, self.payer_source.as_ref())?;
        hours_fit_a_week(&RULES, self.authorized_hours_per_week)?;
        RULES.optional_plain("referral_source", self.referral_source.as_ref())?;
        RULES.optional_text("care_coordinator", self.care_coordinator.as_ref())?;
        if let Some(tag) = &self.preferred_language {
            RULES.language("preferred_language", tag)?;
        }
        gender_is_known(&RULES, self.gender_preference.as_ref())?;
        RULES.optional_plain("external_id", self.external_id.as_ref())
    }
}

/// What changes in a client; only what is named is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ClientPatch {
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
    /// Where care is given; cannot be emptied.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub address: Patch<Address>,
    /// Where the client stands; cannot be emptied.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub status: Patch<ClientStatus>,
    /// Whom to call: replaces the list.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub emergency_contacts: Patch<Vec<EmergencyContact>>,
    /// Who pays.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub payer_source: Patch<Payer>,
    /// Hours of care a week that the payer has authorised.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub authorized_hours_per_week: Patch<u32>,
    /// The first day of care.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub start_date: Patch<NaiveDate>,
    /// The day care ended.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub discharge_date: Patch<NaiveDate>,
    /// Where the client came from.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub referral_source: Patch<String>,
    /// The member of staff who coordinates the care.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub care_coordinator: Patch<Pii<String>>,
    /// The language the client prefers, as a BCP 47 tag.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub preferred_language: Patch<String>,
    /// The caregiver's gender the client prefers.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub gender_preference: Patch<Gender>,
    /// The id in another system.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub external_id: Patch<String>,
}

impl ClientPatch {
    /// Checks that something changes, and that each change follows the rules of the wire format.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("clients.update");
        RULES.not_empty_patch(self)?;
        RULES.required_text("first_name", &self.first_name)?;
        RULES.required_text("last_name", &self.last_name)?;
        RULES.email("email", self.email.value())?;
        RULES.not_cleared("phone", &self.phone)?;
        RULES.not_cleared("address", &self.address)?;
        if let Some(address) = self.address.value() {
            in_operation("clients.update", address.validate())?;
        }
        RULES.not_cleared("status", &self.status)?;
        status_is_known(&RULES, self.status.value())?;
        RULES.not_cleared_list("emergency_contacts", &self.emergency_contacts)?;
        for contact in self.emergency_contacts.value().into_iter().flatten() {
            in_operation("clients.update", contact.validate())?;
        }
        payer_is_known(&RULES, self.payer_source.value())?;
        hours_fit_a_week(&RULES, self.authorized_hours_per_week.value().copied())?;
        RULES.optional_plain("referral_source", self.referral_source.value())?;
        RULES.optional_text("care_coordinator", self.care_coordinator.value())?;
        if let Some(tag) = self.preferred_language.value() {
            RULES.language("preferred_language", tag)?;
        }
        gender_is_known(&RULES, self.gender_preference.value())?;
        RULES.optional_plain("external_id", self.external_id.value())
    }
}

/// Which clients to list. The default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ClientFilter {
    /// Only with this status.
    pub status: Option<ClientStatus>,
    /// Only those whose care began on this day or later.
    pub start_date_from: Option<NaiveDate>,
    /// Only those whose care began on this day or earlier.
    pub start_date_to: Option<NaiveDate>,
    /// Only those that changed at this instant or later.
    pub updated_since: Option<DateTime<Utc>>,
}

impl ClientFilter {
    /// Checks that the dates are in order.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("clients.list");
        status_is_known(&RULES, self.status.as_ref())?;
        let in_order = match (self.start_date_from, self.start_date_to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        RULES.check("start_date_to", in_order, "must not be before start_date_from")
    }
}

pub(super) fn in_operation(operation: &'static str, result: Result<()>) -> Result<()> {
    result.map_err(|error: Error| error.with_operation(operation))
}

fn status_is_known(rules: &Rules, status: Option<&ClientStatus>) -> Result<()> {
    status.map_or(Ok(()), |s| {
        rules.word("status", s.is_known(), ClientStatus::KNOWN)
    })
}

fn payer_is_known(rules: &Rules, payer: Option<&Payer>) -> Result<()> {
    payer.map_or(Ok(()), |p| rules.word("payer_source", p.is_known(), Payer::KNOWN))
}

fn gender_is_known(rules: &Rules, gender: Option<&Gender>) -> Result<()> {
    gender.map_or(Ok(()), |g| {
        rules.word("gender_preference", g.is_known(), Gender::KNOWN)
    })
}

fn hours_fit_a_week(rules: &Rules, hours: Option<u32>) -> Result<()> {
    rules.check(
        "authorized_hours_per_week",
        hours.is_none_or(|hours| hours <= 168),
        "must be at most 168",
    )
}
