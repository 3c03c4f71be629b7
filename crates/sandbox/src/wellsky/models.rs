//! The models of the wire contract.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) line1: String,
    pub(crate) line2: Option<String>,
    pub(crate) city: String,
    pub(crate) state: String,
    pub(crate) zip_code: String,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct EmergencyContact {
    pub(crate) name: String,
    pub(crate) relationship: Option<String>,
    pub(crate) phone: String,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AvailabilityWindow {
    pub(crate) day: String,
    pub(crate) start: String,
    pub(crate) end: String,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: Option<String>,
    pub(crate) phone: String,
    pub(crate) address: Address,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) emergency_contacts: Vec<EmergencyContact>,
    pub(crate) payer_source: Option<String>,
    pub(crate) authorized_hours_per_week: Option<u32>,
    pub(crate) start_date: Option<NaiveDate>,
    pub(crate) discharge_date: Option<NaiveDate>,
    pub(crate) referral_source: Option<String>,
    pub(crate) care_coordinator: Option<String>,
    pub(crate) preferred_language: Option<String>,
    pub(crate) gender_preference: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) updated_at: DateTime<Utc>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Caregiver {
    pub(crate) id: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: Option<String>,
    pub(crate) phone: String,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) certifications: Vec<String>,
    #[serde(default)]
    pub(crate) availability: Vec<AvailabilityWindow>,
    pub(crate) service_area: Option<String>,
    pub(crate) performance_rating: Option<serde_json::Number>,
    pub(crate) hire_date: Option<NaiveDate>,
    pub(crate) background_check_status: Option<String>,
    #[serde(default)]
    pub(crate) skills: Vec<String>,
    #[serde(default)]
    pub(crate) languages: Vec<String>,
    pub(crate) gender: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) updated_at: DateTime<Utc>,
}

#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct Shift {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) caregiver_id: Option<String>,
    pub(crate) scheduled_start: DateTime<Utc>,
    pub(crate) scheduled_end: DateTime<Utc>,
    pub(crate) actual_start: Option<DateTime<Utc>>,
    pub(crate) actual_end: Option<DateTime<Utc>>,
    pub(crate) status: String,
    pub(crate) visit_type: String,
    pub(crate) billable_hours: Option<f64>,
    pub(crate) client_zip_code: Option<String>,
    pub(crate) client_gender_preference: Option<String>,
    pub(crate) client_language: Option<String>,
    pub(crate) required_certifications: Vec<String>,
    pub(crate) care_coordinator: Option<String>,
    pub(crate) payer_source: Option<String>,
    pub(crate) updated_at: DateTime<Utc>,
}

impl Shift {
    /// True when some instant belongs to the shift and to `[start, end)`.
    pub(crate) fn overlaps(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> bool {
        self.scheduled_start < end && start < self.scheduled_end
    }

    /// True when the shift takes up the time of `caregiver`.
    pub(crate) fn occupies(&self, caregiver: &str) -> bool {
        self.caregiver_id.as_deref() == Some(caregiver)
            && !["open", "missed", "cancelled"].contains(&self.status.as_str())
    }
}

#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct Evv {
    pub(crate) shift_id: String,
    pub(crate) caregiver_id: String,
    pub(crate) clock_in: DateTime<Utc>,
    pub(crate) clock_out: Option<DateTime<Utc>>,
    pub(crate) gps_verified: bool,
    pub(crate) method: String,
    pub(crate) exceptions: Vec<String>,
}

#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct Assignment {
    pub(crate) id: String,
    pub(crate) shift_id: String,
    pub(crate) caregiver_id: String,
    pub(crate) assigned_at: DateTime<Utc>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Prospect {
    pub(crate) id: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: Option<String>,
    pub(crate) phone: String,
    pub(crate) address: Option<Address>,
    pub(crate) status: String,
    pub(crate) referral_source: Option<String>,
    pub(crate) estimated_hours_per_week: Option<serde_json::Number>,
    pub(crate) notes: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) converted_client_id: Option<String>,
    pub(crate) updated_at: DateTime<Utc>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Applicant {
    pub(crate) id: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: Option<String>,
    pub(crate) phone: String,
    pub(crate) address: Option<Address>,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) certifications: Vec<String>,
    pub(crate) source: Option<String>,
    pub(crate) position: Option<String>,
    pub(crate) background_check_status: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) converted_caregiver_id: Option<String>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// A client's change of status. `client_id` and `from` are as they were then.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct StatusChange {
    pub(crate) client_id: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) changed_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
}
