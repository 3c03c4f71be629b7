use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::words::{LeadSource, LeadStage, Sequence, Temperature};
use crate::ContactId;

/// An appointment of a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LeadAppointment {
    /// Which, at the scheduling service.
    pub id: String,
    /// When it starts.
    pub start: DateTime<Utc>,
    /// True once somebody was asked whether they came.
    pub attendance_asked: bool,
}

/// A lead, folded from its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// Who.
    pub contact: ContactId,
    /// How many events made it: the version to append after.
    pub version: u64,
    /// When it came in; absent before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// From where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<LeadSource>,
    /// The class another system gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// How far it has come.
    pub stage: LeadStage,
    /// How soon to act.
    pub temperature: Temperature,
    /// What is scheduled.
    pub sequence: Sequence,
    /// Its appointment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<LeadAppointment>,
    /// How often they did not come.
    #[serde(default)]
    pub no_shows: u32,
}

impl Lead {
    /// A lead of which nothing is known yet.
    pub const fn new(contact: ContactId) -> Self {
        Self {
            contact,
            version: 0,
            created_at: None,
            source: None,
            class: None,
            tags: Vec::new(),
            stage: LeadStage::New,
            temperature: Temperature::Warm,
            sequence: Sequence::Idle,
            appointment: None,
            no_shows: 0,
        }
    }
}
