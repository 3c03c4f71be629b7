//! Shifts out of appointments and encounters.

use careweave_types::{Pii, Result, ShiftStatus, VisitType};
use chrono::{DateTime, Utc};

use crate::connect::derive::shift_status;
use crate::connect::models::person;
use crate::connect::models::{Appointment, Encounter, Patient};
use crate::models::{Evv, Shift};

/// What a shift shows of its client.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClientFacts {
    zip_code: Option<Pii<String>>,
    language: Option<String>,
}

impl ClientFacts {
    pub(crate) fn of(patient: &Patient) -> Self {
        Self {
            zip_code: person::home(&patient.address).and_then(|home| home.postal_code.clone()),
            language: person::languages(&patient.communication).into_iter().next(),
        }
    }
}

/// The shift of one occurrence and the encounter that belongs to it.
///
/// # Errors
/// `InvalidInput` when the appointment's id leaves no room for the start.
pub(crate) fn shift(
    appointment: &Appointment,
    encounter: Option<&Encounter>,
    facts: &ClientFacts,
    now: DateTime<Utc>,
) -> Result<Shift> {
    let status = shift_status(appointment, encounter, now);
    let caregiver_id = appointment
        .caregiver_id
        .clone()
        .or_else(|| encounter.and_then(|e| e.caregiver_id.clone()));
    let actual_start = encounter.and_then(|e| e.start);
    let actual_end = encounter.and_then(|e| e.end);
    let billable_hours = match (&status, actual_start, actual_end) {
        (ShiftStatus::Completed, Some(start), Some(end)) if end > start => {
            Some((end - start).num_minutes() as f64 / 60.0)
        }
        _ => None,
    };
    Ok(Shift {
        id: appointment.occurrence().shift_id()?,
        client_id: appointment.client_id.clone(),
        caregiver_id,
        scheduled_start: appointment.start,
        scheduled_end: appointment.end,
        actual_start,
        actual_end,
        status,
        visit_type: visit_type(appointment),
        billable_hours,
        client_zip_code: facts.zip_code.clone(),
        client_gender_preference: None,
        client_language: facts.language.clone(),
        required_certifications: Vec::new(),
        care_coordinator: None,
        payer_source: None,
        // Connect does not say when an appointment changed: at the earliest ever.
        updated_at: DateTime::UNIX_EPOCH,
    })
}

/// The nearest thing to a kind of visit: the first scheduled item that is one, else the first; an empty word where there
/// is none.
fn visit_type(appointment: &Appointment) -> VisitType {
    let names = || {
        appointment
            .scheduled_items
            .iter()
            .filter_map(|item| item.name.as_deref())
    };
    names()
        .map(VisitType::from)
        .find(VisitType::is_known)
        .unwrap_or_else(|| names().next().unwrap_or("").into())
}

/// What Connect knows of the electronic verification: when, and by whom.
pub(crate) fn evv(appointment: &Appointment, encounter: &Encounter) -> Result<Option<Evv>> {
    let caregiver_id = encounter
        .caregiver_id
        .clone()
        .or_else(|| appointment.caregiver_id.clone());
    let (Some(caregiver_id), Some(clock_in)) = (caregiver_id, encounter.start) else {
        return Ok(None);
    };
    Ok(Some(Evv {
        shift_id: appointment.occurrence().shift_id()?,
        caregiver_id,
        clock_in,
        clock_out: encounter.end,
        gps_verified: None,
        method: None,
        exceptions: Vec::new(),
    }))
}
