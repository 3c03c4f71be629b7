//! Shifts: lists, assignments, visit verification.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::agency::{self, Agency};
use super::models::{Assignment, Evv, Shift, ShiftView};
use super::query::{Page, Query};
use super::{fields, validate, vocabulary};
use crate::answer::{Answer, Refusal};
use crate::vendor::Arrival;

impl Agency {
    /// The shift on the wire.
    pub(super) fn view<'a>(&'a self, shift: &'a Shift) -> ShiftView<'a> {
        let client = self.clients.at(shift.client);
        ShiftView {
            id: shift.number.to_string(),
            client_id: shift.client.to_string(),
            caregiver_id: shift.caregiver.map(|number| number.to_string()),
            scheduled_start: shift.start,
            scheduled_end: shift.end,
            actual_start: shift.actual_start,
            actual_end: shift.actual_end,
            status: shift.status,
            visit_type: shift.visit_type,
            billable_hours: shift.billable_hours(),
            client_zip_code: client.map(|c| c.address.zip_code.as_str()),
            client_gender_preference: client.and_then(|c| c.gender_preference.as_deref()),
            client_language: client.and_then(|c| c.preferred_language.as_deref()),
            required_certifications: shift.certifications,
            care_coordinator: client.and_then(|c| c.care_coordinator.as_deref()),
            payer_source: client.and_then(|c| c.payer_source.as_deref()),
            updated_at: shift.updated_at,
        }
    }

    /// A page of shifts, by start and number.
    fn page(&self, mut shifts: Vec<&Shift>, page: &Page) -> Answer {
        shifts.sort_by_key(|shift| (shift.start, shift.number));
        let part: Vec<ShiftView<'_>> = shifts
            .iter()
            .skip(page.offset as usize)
            .take(page.limit as usize)
            .map(|shift| self.view(shift))
            .collect();
        Answer::json(
            200,
            &json!({"shifts": part, "total": shifts.len(), "limit": page.limit, "offset": page.offset}),
        )
    }
}

pub(super) fn list(agency: &Agency, mut query: Query) -> Result<Answer, Refusal> {
    let span = query.span()?;
    let client = query.text("client_id")?;
    let caregiver = query.text("caregiver_id")?;
    let status = query.word("status", vocabulary::SHIFT_STATUS)?;
    let free = query.text("caregiver_match")?;
    let page = query.page()?;
    if free.is_some() && status.as_deref() != Some("open") {
        return Err(Query::conflict("caregiver_match", "needs status=open"));
    }
    let free = free
        .map(|id| {
            agency
                .caregiver_number(&id)
                .ok_or_else(|| Query::conflict("caregiver_match", "does not exist"))
        })
        .transpose()?;
    // An id that is none belongs to no shift.
    let number = |id: Option<String>| id.map(|id| agency::number(&id).unwrap_or_default());
    let (client, caregiver) = (number(client), number(caregiver));
    let candidates: Box<dyn Iterator<Item = &Shift>> = match (client, caregiver) {
        (Some(client), _) => Box::new(agency.shifts.of_client(client)),
        (None, Some(caregiver)) => Box::new(agency.shifts.of_caregiver(caregiver)),
        (None, None) => Box::new(agency.shifts.around(span.start, span.end)),
    };
    let wanted = candidates.filter(|shift| {
        span.meets(shift.start, shift.end)
            && caregiver.is_none_or(|number| shift.caregiver == Some(number))
            && status.as_ref().is_none_or(|word| shift.status == *word)
            && free.is_none_or(|number| agency.is_free(number, shift.start, shift.end))
    });
    Ok(agency.page(wanted.collect(), &page))
}

pub(super) fn list_open(agency: &Agency, mut query: Query) -> Result<Answer, Refusal> {
    let span = query.span()?;
    let page = query.page()?;
    let open = agency
        .shifts
        .around(span.start, span.end)
        .filter(|s| s.status == "open" && span.meets(s.start, s.end));
    Ok(agency.page(open.collect(), &page))
}

pub(super) fn schedule(agency: &Agency, caregiver: &str, mut query: Query) -> Result<Answer, Refusal> {
    let span = query.span()?;
    let page = query.page()?;
    let caregiver = agency.caregiver_number(caregiver).ok_or(Refusal::NotFound)?;
    let theirs = agency
        .shifts
        .of_caregiver(caregiver)
        .filter(|s| span.meets(s.start, s.end));
    Ok(agency.page(theirs.collect(), &page))
}

pub(super) fn show(agency: &Agency, id: &str) -> Result<Answer, Refusal> {
    let shift = agency
        .shift_number(id)
        .and_then(|number| agency.shifts.get(number));
    Ok(Answer::json(200, &agency.view(shift.ok_or(Refusal::NotFound)?)))
}

pub(super) fn evv(agency: &Agency, id: &str) -> Result<Answer, Refusal> {
    let number = agency.shift_number(id).ok_or(Refusal::NotFound)?;
    let shift = agency.shifts.get(number).ok_or(Refusal::NotFound)?;
    let visit = agency.visits.of_shift(number).ok_or(Refusal::NotFound)?;
    let mut exceptions = Vec::new();
    if visit.start > shift.start + TimeDelta::minutes(7) {
        exceptions.push("late_clock_in");
    }
    if visit.method == "manual" {
        exceptions.push("manual_entry");
    }
    let evv = Evv {
        shift_id: number.to_string(),
        caregiver_id: visit.caregiver.to_string(),
        clock_in: visit.start,
        clock_out: visit.end,
        gps_verified: visit.gps_verified,
        method: visit.method,
        exceptions,
    };
    Ok(Answer::json(200, &evv))
}

/// Gives an open shift to a caregiver. The caller holds the lock of the world, so of two requests for one shift one
/// sees the other's outcome.
pub(super) fn assign(agency: &mut Agency, id: &str, arrival: &Arrival) -> Result<Answer, Refusal> {
    let number = agency.shift_number(id).ok_or(Refusal::NotFound)?;
    let shift = agency.shifts.get(number).ok_or(Refusal::NotFound)?;
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
    if shift.status != "open" || shift.caregiver.is_some() {
        return Err(Refusal::Conflict("Shift is not open"));
    }
    let theirs = agency::number(&caregiver.id).ok_or(Refusal::NotFound)?;
    if !agency.is_free(theirs, shift.start, shift.end) {
        return Err(Refusal::Conflict("Caregiver has an overlapping shift"));
    }
    let caregiver_id = caregiver.id.clone();
    let assigned_at = agency.tick();
    agency.assignments += 1;
    let assignment = Assignment {
        id: (800_000 + agency.assignments).to_string(),
        shift_id: id.to_owned(),
        caregiver_id,
        assigned_at,
    };
    agency.shifts.change(number, |shift| {
        shift.caregiver = Some(theirs);
        shift.status = "scheduled";
        shift.updated_at = assigned_at;
    });
    let shift = agency.shifts.get(number).ok_or(Refusal::NotFound)?;
    Ok(Answer::json(
        201,
        &json!({"assignment": assignment, "shift": agency.view(shift)}),
    )
    .committed())
}
