//! Charge items: what a finished visit is billed and paid as.

use serde_json::{Value, json};

use super::super::agency::Agency;
use super::super::models::Encounter;
use super::bundle::{Paging, Search};
use super::{Request, encounters, values};
use crate::answer::{Answer, Refusal};

/// The id of the charge item of a visit is that of the visit and this.
const OFFSET: u64 = 50_000_000;

/// A filter that has to be a JSON integer.
fn integer(search: &Search, name: &str) -> Result<Option<u64>, Refusal> {
    search
        .raw(name)
        .map(|value| {
            value
                .as_u64()
                .ok_or_else(|| Refusal::invalid(name, "must be an integer"))
        })
        .transpose()
}

pub(super) fn answer(agency: &Agency, request: &Request<'_>) -> Result<Answer, Refusal> {
    let search = Search::read(request, Paging::ChargeItems)?;
    let (client, caregiver) = (integer(&search, "clientId")?, integer(&search, "caregiverId")?);
    let date = |name: &str| {
        integer(&search, name)?
            .map(|number| {
                values::search_date(&number.to_string())
                    .ok_or_else(|| Refusal::invalid(name, "must be YYYYMMDD"))
            })
            .transpose()
    };
    let (first, last) = (date("startDate")?, date("endDate")?);
    let candidates: Box<dyn Iterator<Item = &Encounter>> = match (client, caregiver) {
        (Some(client), _) => Box::new(agency.visits.of_client(client)),
        (None, Some(caregiver)) => Box::new(agency.visits.of_caregiver(caregiver)),
        (None, None) => return Err(Refusal::invalid("clientId or caregiverId", "is required")),
    };
    let mut found: Vec<&Encounter> = candidates
        .filter(|visit| {
            let day = visit.start.date_naive();
            visit.end.is_some()
                && caregiver.is_none_or(|number| visit.caregiver == number)
                && first.is_none_or(|first| day >= first)
                && last.is_none_or(|last| day <= last)
        })
        .collect();
    found.sort_by_key(|visit| (visit.start, visit.number));
    if search
        .sort()
        .iter()
        .any(|(field, down)| *down && field == "startDate")
    {
        found.reverse();
    }
    Ok(search.page(request, &found, |visit| written(visit)))
}

fn written(visit: &Encounter) -> Value {
    let minutes = visit.end.map_or(0, |end| (end - visit.start).num_minutes());
    // Rounded to quarters of an hour, as payrolls do.
    let hours = (minutes + 7).div_euclid(15) as f64 / 4.0;
    json!({
        "resourceType": "ChargeItem",
        "id": (visit.number + OFFSET).to_string(),
        "status": "billable",
        "subject": {"reference": format!("Patient/{}", visit.client)},
        "performer": [{"reference": format!("Practitioner/{}", visit.caregiver)}],
        "occurrencePeriod": {
            "start": values::without_offset(visit.start),
            "end": visit.end.map(values::without_offset),
        },
        "quantity": {"value": hours, "unit": "hours"},
        "rates": encounters::rates(visit),
    })
}
