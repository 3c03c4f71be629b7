//! Care plans: the activities there are, and those of a patient.

use serde_json::{Value, json};

use super::super::agency::Agency;
use super::bundle;
use super::person::{Kind, Person};
use super::routes::Action;
use super::{Request, values};
use crate::answer::{Answer, Refusal};

/// Activities by type; the id of one is 301 and its position.
const ACTIVITIES: &[(&str, &str)] = &[
    ("ADL", "Ambulation & Transfer"),
    ("ADL", "Bathing"),
    ("ADL", "Continence"),
    ("ADL", "Dressing & Grooming"),
    ("ADL", "Eating"),
    ("ADL", "Toileting"),
    ("IADL", "Encourage Exercise"),
    ("IADL", "Errands"),
    ("IADL", "Housework"),
    ("IADL", "Laundry"),
    ("IADL", "Medication"),
    ("IADL", "Money/Bills"),
    ("IADL", "Pet Care"),
    ("IADL", "Preparing Meals"),
    ("IADL", "Protective Oversight"),
    ("IADL", "Shopping"),
];
const FIRST: u64 = 301;
const STATUSES: &[&str] = &["scheduled", "not-started", "in-progress", "completed"];

pub(super) fn answer(
    agency: &mut Agency,
    request: &Request<'_>,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    match action {
        Action::Metadata => metadata(request),
        Action::SetActivities(id) => set(agency, request, id),
        _ => Err(Refusal::NotFound),
    }
}

fn metadata(request: &Request<'_>) -> Result<Answer, Refusal> {
    let query = request.query()?;
    let value = |name: &str| query.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    match value("agency_id") {
        None => return Err(Refusal::invalid("agency_id", "is required")),
        Some(id) if id != request.agency_id => return Err(Refusal::WrongAgency),
        Some(_) => {}
    }
    let wanted = value("activity_type");
    if wanted.is_none_or(|kind| !["ADL", "IADL"].contains(&kind)) {
        return Err(Refusal::invalid("activity_type", "must be one of: ADL, IADL"));
    }
    let rows = ACTIVITIES
        .iter()
        .enumerate()
        .filter(|(_, (kind, _))| wanted == Some(*kind))
        .map(|(index, (kind, name))| {
            json!({"id": (FIRST + index as u64).to_string(), "name": name, "activityType": kind})
        });
    Ok(bundle::unpaged(request, rows.collect()))
}

fn set(agency: &mut Agency, request: &Request<'_>, id: &str) -> Result<Answer, Refusal> {
    let patient = Person::find(agency, Kind::Patient, id)?.number;
    let body = request.body()?;
    let activities = body
        .get("activity")
        .and_then(Value::as_array)
        .filter(|list| !list.is_empty())
        .ok_or_else(|| Refusal::invalid("activity", "is required"))?;
    for activity in activities {
        let detail = activity
            .get("detail")
            .ok_or_else(|| Refusal::invalid("activity.detail", "is required"))?;
        let coding = detail
            .get("code")
            .and_then(|code| code.get("coding")?.get(0))
            .filter(|coding| coding.get("code").and_then(Value::as_str) == Some("activityId"));
        let known = coding
            .and_then(|coding| coding.get("display"))
            .and_then(values::id)
            .is_some_and(|id| (FIRST..FIRST + ACTIVITIES.len() as u64).contains(&id));
        if !known {
            return Err(Refusal::invalid(
                "activity.detail.code",
                "must hold an activityId of the agency",
            ));
        }
        if let Some(status) = detail.get("status")
            && !status.as_str().is_some_and(|word| STATUSES.contains(&word))
        {
            return Err(Refusal::invalid(
                "activity.detail.status",
                format!("must be one of: {}", STATUSES.join(", ")),
            ));
        }
    }
    agency.tick();
    agency.extras.care_plans.insert(patient, Value::Object(body));
    Ok(Answer::json(200, &json!({"resourceType": "CarePlan", "id": id})).committed())
}
