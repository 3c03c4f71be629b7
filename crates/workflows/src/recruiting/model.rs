use careweave_types::{
    AvailabilityWindow, BackgroundCheck, CaregiverId, Certification, Error, Phone, Pii, Result,
};
use careweave_wellsky_client::{Address, Patch};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::flow::{take, take_list, take_optional};

/// Somebody who may come to work for the agency, as the CRM keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// Their id: 1 to 200 visible ASCII characters, and nothing personal.
    pub id: String,
    /// Their name, as the CRM keeps it.
    pub name: Pii<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<Pii<String>>,
    /// Telephone number.
    pub phone: Phone,
    /// Where they live.
    #[serde(default)]
    pub address: Option<Address>,
    /// The stage, in the words of the CRM.
    pub stage: String,
    /// Where they came from.
    #[serde(default)]
    pub source: Option<String>,
    /// The position they applied for.
    #[serde(default)]
    pub position: Option<String>,
    /// Certifications they hold: kept in step with the applicant, and then with the caregiver.
    #[serde(default)]
    pub certifications: Vec<Certification>,
    /// What the background check said.
    #[serde(default)]
    pub background_check: Option<BackgroundCheck>,
    /// When they can work in a week, in the agency's zone: kept in step with the caregiver they become.
    #[serde(default)]
    pub availability: Vec<AvailabilityWindow>,
    /// What they can do beyond the certifications: kept in step with the caregiver they become.
    #[serde(default)]
    pub skills: Vec<String>,
    /// When it last changed, by the clock of the CRM.
    pub updated_at: DateTime<Utc>,
}

impl Lead {
    /// Checks the id.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        if (1..=200).contains(&self.id.len()) && self.id.bytes().all(|b| b.is_ascii_graphic()) {
            return Ok(());
        }
        Err(Error::invalid(
            "recruiting.lead",
            "id",
            "must be 1 to 200 visible ASCII characters",
        ))
    }
}

/// A change that a lead is to take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadChange {
    /// The lead.
    pub lead: String,
    /// What happens to them.
    pub update: LeadUpdate,
}

/// What happens to a lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeadUpdate {
    /// Fields take what WellSky has.
    Fields(Box<LeadFields>),
    /// They are a caregiver now.
    Hired {
        /// The caregiver.
        caregiver: CaregiverId,
    },
    /// The agency rated the caregiver's work anew.
    Rating {
        /// The caregiver.
        caregiver: CaregiverId,
        /// The rating; higher is better.
        rating: f64,
    },
    /// The caregiver does not work for the agency any more.
    Terminated {
        /// The caregiver.
        caregiver: CaregiverId,
        /// Where the lead came from, for the turnover by source.
        source: Option<String>,
    },
}

impl LeadUpdate {
    /// The operation, as the gate and the ledger know it.
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::Fields(_) => "leads.update",
            Self::Hired { .. } => "leads.hired",
            Self::Rating { .. } => "leads.rating",
            Self::Terminated { .. } => "leads.terminated",
        }
    }
}

/// The fields a lead takes over; what is kept is not named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LeadFields {
    /// The name.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub name: Patch<Pii<String>>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub email: Patch<Pii<String>>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub phone: Patch<Phone>,
    /// Where they live.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub address: Patch<Address>,
    /// The stage, in the words of the CRM.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub stage: Patch<String>,
    /// Where they came from.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub source: Patch<String>,
    /// The position they applied for.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub position: Patch<String>,
    /// Certifications: replaces the list.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub certifications: Patch<Vec<Certification>>,
    /// What the background check said.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub background_check: Patch<BackgroundCheck>,
    /// When they can work in a week: replaces the list.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub availability: Patch<Vec<AvailabilityWindow>>,
    /// What they can do beyond the certifications: replaces the list.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub skills: Patch<Vec<String>>,
}

impl LeadFields {
    /// Gives a lead what is named; all else of it stays. A name, a phone and a stage cannot be cleared, and stay then.
    pub fn apply_to(&self, lead: &mut Lead) {
        take(&mut lead.name, &self.name);
        take_optional(&mut lead.email, &self.email);
        take(&mut lead.phone, &self.phone);
        take_optional(&mut lead.address, &self.address);
        take(&mut lead.stage, &self.stage);
        take_optional(&mut lead.source, &self.source);
        take_optional(&mut lead.position, &self.position);
        take_list(&mut lead.certifications, &self.certifications);
        take_optional(&mut lead.background_check, &self.background_check);
        take_list(&mut lead.availability, &self.availability);
        take_list(&mut lead.skills, &self.skills);
    }
}
