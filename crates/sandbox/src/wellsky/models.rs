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

/// A shift as it is kept. There may be hundreds of thousands, so it holds numbers and words of the vocabulary; what the
/// wire repeats of the client is read from the client.
#[derive(Clone, PartialEq)]
pub(crate) struct Shift {
    pub(crate) number: u64,
    /// The number of the first shift of the series it recurs in; its own where it does not recur.
    pub(crate) series: u64,
    pub(crate) client: u64,
    pub(crate) caregiver: Option<u64>,
    pub(crate) start: DateTime<Utc>,
    pub(crate) end: DateTime<Utc>,
    pub(crate) actual_start: Option<DateTime<Utc>>,
    pub(crate) actual_end: Option<DateTime<Utc>>,
    pub(crate) status: &'static str,
    pub(crate) visit_type: &'static str,
    pub(crate) certifications: &'static [&'static str],
    pub(crate) updated_at: DateTime<Utc>,
}

impl Shift {
    /// True when some instant belongs to the shift and to `[start, end)`.
    pub(crate) fn overlaps(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> bool {
        self.start < end && start < self.end
    }

    /// True when the shift takes up the time of its caregiver.
    pub(crate) fn takes_place(&self) -> bool {
        !["open", "missed", "cancelled"].contains(&self.status)
    }

    /// Hours actually worked, rounded to quarters as payrolls do.
    pub(crate) fn billable_hours(&self) -> Option<f64> {
        let (from, to) = self.actual_start.zip(self.actual_end)?;
        Some(((to - from).num_minutes() + 7).div_euclid(15) as f64 / 4.0)
    }
}

/// A shift on the REST wire.
#[derive(Serialize)]
pub(crate) struct ShiftView<'a> {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) caregiver_id: Option<String>,
    pub(crate) scheduled_start: DateTime<Utc>,
    pub(crate) scheduled_end: DateTime<Utc>,
    pub(crate) actual_start: Option<DateTime<Utc>>,
    pub(crate) actual_end: Option<DateTime<Utc>>,
    pub(crate) status: &'a str,
    pub(crate) visit_type: &'a str,
    pub(crate) billable_hours: Option<f64>,
    pub(crate) client_zip_code: Option<&'a str>,
    pub(crate) client_gender_preference: Option<&'a str>,
    pub(crate) client_language: Option<&'a str>,
    pub(crate) required_certifications: &'a [&'static str],
    pub(crate) care_coordinator: Option<&'a str>,
    pub(crate) payer_source: Option<&'a str>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// What took place: the visit that a caregiver clocked in and out of.
#[derive(Clone, PartialEq)]
pub(crate) struct Encounter {
    pub(crate) number: u64,
    /// The shift it fulfils; one entered by hand may have none.
    pub(crate) shift: Option<u64>,
    pub(crate) client: u64,
    pub(crate) caregiver: u64,
    pub(crate) start: DateTime<Utc>,
    /// `None` while the caregiver is there.
    pub(crate) end: Option<DateTime<Utc>>,
    /// `mobile`, `telephony` or `manual`.
    pub(crate) method: &'static str,
    pub(crate) gps_verified: bool,
    /// What only few visits have.
    pub(crate) notes: Option<Box<EncounterNotes>>,
}

/// What was written down about a visit.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct EncounterNotes {
    pub(crate) general_comment: Option<String>,
    pub(crate) mileage: Option<serde_json::Number>,
    pub(crate) mileage_description: Option<String>,
    pub(crate) bill_rate: Option<(String, String)>,
    pub(crate) pay_rate: Option<(String, String)>,
}

/// A person to call, or kin, of a client.
#[derive(Clone, PartialEq)]
pub(crate) struct Contact {
    pub(crate) number: u64,
    pub(crate) client: u64,
    pub(crate) given: Vec<String>,
    pub(crate) family: String,
    /// The code of the relationship, as `SON`.
    pub(crate) relationship: Option<String>,
    /// By use: `mobile`, `home`, `work`.
    pub(crate) phones: std::collections::BTreeMap<String, String>,
    pub(crate) email: Option<String>,
    pub(crate) address: Option<serde_json::Value>,
    pub(crate) emergency: bool,
    pub(crate) primary: bool,
    pub(crate) payer: bool,
    pub(crate) poa: bool,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
}

/// A visit on the REST wire.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct Evv {
    pub(crate) shift_id: String,
    pub(crate) caregiver_id: String,
    pub(crate) clock_in: DateTime<Utc>,
    pub(crate) clock_out: Option<DateTime<Utc>>,
    pub(crate) gps_verified: bool,
    pub(crate) method: &'static str,
    pub(crate) exceptions: Vec<&'static str>,
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
