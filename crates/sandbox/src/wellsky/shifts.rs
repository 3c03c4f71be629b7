//! Shifts: lists, assignments, visit verification.

use serde_json::{Value, json};

use super::agency::Agency;
use super::models::{Assignment, Shift};
use super::query::Query;
use super::{fields, people, validate, vocabulary};
use crate::answer::{Answer, Refusal};
use crate::vendor::Arrival;

fn by_start<'a>(shifts: impl Iterator<Item = &'a Shift>) -> Vec<&'a Shift> {
    let mut shifts: Vec<&Shift> = shifts.collect();
    // The rows come by id, and the sort keeps their order among equals.
    shifts.sort_by_key(|shift| shift.scheduled_start);
    shifts
}

pub(super) fn list(agency: &Agency, mut query: Query) -> Result<Answer, Refusal> {
    let span = query.span()?;
    let client = query.text("client_id")?;
    let caregiver = query.text("caregiver_id")?;
    let status = query.word("status", vocabulary::SHIFT_STATUS)?;
    let free = query.text("caregiver_match")?;
    let page = query.page()?;
    if let Some(caregiver) = &free {
        if status.as_deref() != Some("open") {
            return Err(Query::conflict("caregiver_match", "needs status=open"));
        }
        if agency.caregivers.get(caregiver).is_none() {
            return Err(Query::conflict("caregiver_match", "does not exist"));
        }
    }
    let wanted = agency.shifts.iter().filter(|shift| {
        span.meets(shift.scheduled_start, shift.scheduled_end)
            && client.as_ref().is_none_or(|id| shift.client_id == *id)
            && caregiver
                .as_ref()
                .is_none_or(|id| shift.caregiver_id.as_ref() == Some(id))
            && status.as_ref().is_none_or(|word| shift.status == *word)
            && free
                .as_ref()
                .is_none_or(|id| agency.is_free(id, shift.scheduled_start, shift.scheduled_end))
    });
    Ok(people::list("shifts", by_start(wanted), &page))
}

pub(super) fn list_open(agency: &Agency, mut query: Query) -> Result<Answer, Refusal> {
    let span = query.span()?;
    let page = query.page()?;
    let open = agency
        .shifts
        .iter()
        .filter(|s| s.status == "open" && span.meets(s.scheduled_start, s.scheduled_end));
    Ok(people::list("shifts", by_start(open), &page))
}

pub(super) fn schedule(agency: &Agency, caregiver: &str, mut query: Query) -> Result<Answer, Refusal> {
    let span = query.span()?;
    let page = query.page()?;
    let caregiver = agency.caregivers.get(caregiver).ok_or(Refusal::NotFound)?;
    let theirs = agency.shifts.iter().filter(|s| {
        s.caregiver_id.as_ref() == Some(&caregiver.id) && span.meets(s.scheduled_start, s.scheduled_end)
    });
    Ok(people::list("shifts", by_start(theirs), &page))
}

pub(super) fn show(agency: &Agency, id: &str) -> Result<Answer, Refusal> {
    let shift = agency.shifts.get(id).ok_or(Refusal::NotFound)?;
    Ok(Answer::json(200, shift))
}

pub(super) fn evv(agency: &Agency, id: &str) -> Result<Answer, Refusal> {
    let number = agency.shift_number(id).ok_or(Refusal::NotFound)?;
    let evv = agency.evv.get(&number).ok_or(Refusal::NotFound)?;
    Ok(Answer::json(200, evv))
}

/// Gives an open shift to a caregiver. The caller holds the lock of the world, so of two requests for one shift one
/// sees the other's outcome.
pub(super) fn assign(agency: &mut Agency, id: &str, arrival: &Arrival) -> Result<Answer, Refusal> {
    let shift = agency.shifts.get(id).ok_or(Refusal::NotFound)?;
    let body = validate::object(arrival)?;
    validate::complete(&fields::ASSIGNMENT, &body)?;
    let caregiver = body
        .get("caregiver_id")
        .and_then(Value::as_str)
        .and_then(|id| agency.caregivers.get(id))
        .ok_or_else(|| Refusal::invalid("caregiver_id", "does not exist"))?;
    if caregiver.status != "active" {
        return Err(Refusal::invalid("caregiver_id", "is not active"));
    }
    if shift.status != "open" || shift.caregiver_id.is_some() {
        return Err(Refusal::Conflict("Shift is not open"));
    }
    if !agency.is_free(&caregiver.id, shift.scheduled_start, shift.scheduled_end) {
        return Err(Refusal::Conflict("Caregiver has an overlapping shift"));
    }
    let caregiver_id = caregiver.id.clone();
    let assigned_at = agency.tick();
    agency.assignments += 1;
    let assignment = Assignment {
        id: (800_000 + agency.assignments).to_string(),
        shift_id: id.to_owned(),
        caregiver_id: caregiver_id.clone(),
        assigned_at,
    };
    let shift = agency.shifts.get_mut(id).ok_or(Refusal::NotFound)?;
    shift.caregiver_id = Some(caregiver_id);
    shift.status = "scheduled".to_owned();
    shift.updated_at = assigned_at;
    Ok(Answer::json(201, &json!({"assignment": assignment, "shift": shift})).committed())
}
