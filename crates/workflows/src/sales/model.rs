use careweave_types::{ClientId, Error, Money, Phone, Pii, Result};
use careweave_wellsky_client::{Address, Patch};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::flow::{take, take_optional};

/// A deal of the CRM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deal {
    /// Its id: 1 to 200 visible ASCII characters, and nothing personal.
    pub id: String,
    /// The name of who is to receive care, as the CRM keeps it.
    pub name: Pii<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<Pii<String>>,
    /// Telephone number.
    pub phone: Phone,
    /// Where care would be given.
    #[serde(default)]
    pub address: Option<Address>,
    /// The stage, in the words of the CRM.
    pub stage: String,
    /// Where the deal came from.
    #[serde(default)]
    pub referral_source: Option<String>,
    /// Notes.
    #[serde(default)]
    pub notes: Option<Pii<String>>,
    /// What the deal is worth a month.
    #[serde(default)]
    pub monthly_revenue: Option<Money>,
    /// The first day of care.
    #[serde(default)]
    pub start_date: Option<NaiveDate>,
    /// When it last changed, by the clock of the CRM.
    pub updated_at: DateTime<Utc>,
}

impl Deal {
    /// Checks the id.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        if (1..=200).contains(&self.id.len()) && self.id.bytes().all(|b| b.is_ascii_graphic()) {
            return Ok(());
        }
        Err(Error::invalid(
            "sales.deal",
            "id",
            "must be 1 to 200 visible ASCII characters",
        ))
    }
}

/// A change that a deal is to take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealChange {
    /// The deal.
    pub deal: String,
    /// What happens to it.
    pub update: DealUpdate,
}

/// What happens to a deal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum DealUpdate {
    /// Fields take what WellSky has.
    Fields(Box<DealFields>),
    /// Care has begun, or goes on.
    ClientActive {
        /// The client.
        client: ClientId,
        /// The first day of care.
        start_date: Option<NaiveDate>,
    },
    /// Care is paused: somebody is to call.
    RetentionTask {
        /// The client.
        client: ClientId,
    },
    /// Care has ended.
    Discharged {
        /// The client.
        client: ClientId,
        /// The last day.
        date: Option<NaiveDate>,
        /// Why, in somebody's words, where that is known.
        reason: Option<Pii<String>>,
    },
    /// A note.
    Note {
        /// What it says.
        text: Pii<String>,
    },
}

impl DealUpdate {
    /// The operation, as the gate and the ledger know it.
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::Fields(_) => "deals.update",
            Self::ClientActive { .. } => "deals.client_active",
            Self::RetentionTask { .. } => "deals.retention_task",
            Self::Discharged { .. } => "deals.discharged",
            Self::Note { .. } => "deals.note",
        }
    }
}

/// The fields a deal takes over; what is kept is not named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DealFields {
    /// The name.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub name: Patch<Pii<String>>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub email: Patch<Pii<String>>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub phone: Patch<Phone>,
    /// Where care would be given.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub address: Patch<Address>,
    /// The stage, in the words of the CRM.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub stage: Patch<String>,
    /// Where the deal came from.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub referral_source: Patch<String>,
    /// Notes.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub notes: Patch<Pii<String>>,
}

impl DealFields {
    /// Gives a deal what is named; all else of it stays. A name, a phone and a stage cannot be cleared, and stay then.
    pub fn apply_to(&self, deal: &mut Deal) {
        take(&mut deal.name, &self.name);
        take_optional(&mut deal.email, &self.email);
        take(&mut deal.phone, &self.phone);
        take_optional(&mut deal.address, &self.address);
        take(&mut deal.stage, &self.stage);
        take_optional(&mut deal.referral_source, &self.referral_source);
        take_optional(&mut deal.notes, &self.notes);
    }
}

/// What a family did, as the host saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyActivity {
    /// Its id: 1 to 200 visible ASCII characters, and nothing personal.
    pub id: String,
    /// The client it is about.
    pub client: ClientId,
    /// What happened, in words.
    pub text: Pii<String>,
}
