use careweave_types::{ClientId, Phone, Pii, ProspectId, ProspectStatus, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::client::in_operation;
use super::{Address, Patch, VendorPhone};
use crate::rules::Rules;

/// A client to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Prospect {
    /// The vendor's id.
    pub id: ProspectId,
    /// Given name.
    pub first_name: Pii<String>,
    /// Family name.
    pub last_name: Pii<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<Pii<String>>,
    /// Telephone number.
    pub phone: VendorPhone,
    /// Where care would be given.
    #[serde(default)]
    pub address: Option<Address>,
    /// Where the prospect stands in the sales pipeline.
    pub status: ProspectStatus,
    /// Where the prospect came from.
    #[serde(default)]
    pub referral_source: Option<String>,
    /// Hours of care a week that are expected.
    #[serde(default)]
    pub estimated_hours_per_week: Option<u32>,
    /// Notes.
    #[serde(default)]
    pub notes: Option<Pii<String>>,
    /// The id in another system.
    #[serde(default)]
    pub external_id: Option<String>,
    /// The client this prospect became.
    #[serde(default)]
    pub converted_client_id: Option<ClientId>,
    /// When the record last changed.
    #[serde(deserialize_with = "crate::wire::instant")]
    pub updated_at: DateTime<Utc>,
}

/// A prospect to be created. The vendor sets the id, `updated_at`, and `new` where no status is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewProspect {
    /// Given name.
    pub first_name: Pii<String>,
    /// Family name.
    pub last_name: Pii<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Pii<String>>,
    /// Telephone number.
    pub phone: Phone,
    /// Where care would be given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Where the prospect stands in the sales pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ProspectStatus>,
    /// Where the prospect came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral_source: Option<String>,
    /// Hours of care a week that are expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_hours_per_week: Option<u32>,
    /// Notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Pii<String>>,
    /// The id in another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

impl NewProspect {
    /// A prospect with what the vendor requires.
    pub fn new(first_name: impl Into<Pii<String>>, last_name: impl Into<Pii<String>>, phone: Phone) -> Self {
        Self {
            first_name: first_name.into(),
            last_name: last_name.into(),
            email: None,
            phone,
            address: None,
            status: None,
            referral_source: None,
            estimated_hours_per_week: None,
            notes: None,
            external_id: None,
        }
    }

    /// Checks the fields by the rules of the wire format.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("prospects.create");
        RULES.text("first_name", self.first_name.expose())?;
        RULES.text("last_name", self.last_name.expose())?;
        RULES.email("email", self.email.as_ref())?;
        if let Some(address) = &self.address {
            in_operation("prospects.create", address.validate())?;
        }
        status_is_known(&RULES, self.status.as_ref())?;
        RULES.optional_plain("referral_source", self.referral_source.as_ref())?;
        hours_fit_a_week(&RULES, self.estimated_hours_per_week)?;
        RULES.optional_text("notes", self.notes.as_ref())?;
        RULES.optional_plain("external_id", self.external_id.as_ref())
    }
}

impl NewProspect {
    /// What is named here, as a change of a prospect that exists.
    pub(crate) fn as_patch(&self) -> ProspectPatch {
        ProspectPatch {
            first_name: Patch::Set(self.first_name.clone()),
            last_name: Patch::Set(self.last_name.clone()),
            email: Patch::set_or_keep(self.email.as_ref()),
            phone: Patch::Set(self.phone.clone()),
            address: Patch::set_or_keep(self.address.as_ref()),
            status: Patch::set_or_keep(self.status.as_ref()),
            referral_source: Patch::set_or_keep(self.referral_source.as_ref()),
            estimated_hours_per_week: Patch::set_or_keep(self.estimated_hours_per_week.as_ref()),
            notes: Patch::set_or_keep(self.notes.as_ref()),
            external_id: Patch::Keep,
        }
    }
}

/// What changes in a prospect; only what is named is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ProspectPatch {
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
    /// Where care would be given.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub address: Patch<Address>,
    /// Where the prospect stands in the sales pipeline; cannot be emptied.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub status: Patch<ProspectStatus>,
    /// Where the prospect came from.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub referral_source: Patch<String>,
    /// Hours of care a week that are expected.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub estimated_hours_per_week: Patch<u32>,
    /// Notes.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub notes: Patch<Pii<String>>,
    /// The id in another system.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub external_id: Patch<String>,
}

impl ProspectPatch {
    /// Checks that something changes, and that each change follows the rules of the wire format.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("prospects.update");
        RULES.not_empty_patch(self)?;
        RULES.required_text("first_name", &self.first_name)?;
        RULES.required_text("last_name", &self.last_name)?;
        RULES.email("email", self.email.value())?;
        RULES.not_cleared("phone", &self.phone)?;
        if let Some(address) = self.address.value() {
            in_operation("prospects.update", address.validate())?;
        }
        RULES.not_cleared("status", &self.status)?;
        status_is_known(&RULES, self.status.value())?;
        RULES.optional_plain("referral_source", self.referral_source.value())?;
        hours_fit_a_week(&RULES, self.estimated_hours_per_week.value().copied())?;
        RULES.optional_text("notes", self.notes.value())?;
        RULES.optional_plain("external_id", self.external_id.value())
    }
}

/// Which prospects to list. The default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ProspectFilter {
    /// Only with this status.
    pub status: Option<ProspectStatus>,
    /// Only those that changed at this instant or later.
    pub updated_since: Option<DateTime<Utc>>,
    /// Only those with this id in another system.
    pub external_id: Option<String>,
}

impl ProspectFilter {
    /// Checks the filter.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("prospects.list");
        status_is_known(&RULES, self.status.as_ref())?;
        RULES.optional_plain("external_id", self.external_id.as_ref())
    }
}

fn status_is_known(rules: &Rules, status: Option<&ProspectStatus>) -> Result<()> {
    status.map_or(Ok(()), |s| {
        rules.word("status", s.is_known(), ProspectStatus::KNOWN)
    })
}

fn hours_fit_a_week(rules: &Rules, hours: Option<u32>) -> Result<()> {
    rules.check(
        "estimated_hours_per_week",
        hours.is_none_or(|hours| hours <= 168),
        "must be at most 168",
    )
}
