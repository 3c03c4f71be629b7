//! Administrative tasks: created and shown, never searched.

use serde_json::{Value, json};

use super::super::agency::{self, Agency};
use super::routes::Action;
use super::{Request, Required, values};
use crate::answer::{Answer, Refusal};

/// The id of the first.
const FIRST: u64 = 81_001;

pub(super) fn answer(
    agency: &mut Agency,
    request: &Request<'_>,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    match action {
        Action::Create => create(agency, request),
        Action::Get(id) => {
            let index = agency::number(id).and_then(|n| usize::try_from(n.checked_sub(FIRST)?).ok());
            let task = index.and_then(|index| agency.extras.admin_tasks.get(index));
            Ok(Answer::json(200, task.ok_or(Refusal::NotFound)?))
        }
        _ => Err(Refusal::NotFound),
    }
}

fn create(agency: &mut Agency, request: &Request<'_>) -> Result<Answer, Refusal> {
    let mut body = request.body()?;
    request.check_agency_tag(&body, Required::Yes)?;
    let description = values::required(&body, "description", "description")?;
    if description.chars().count() > 5_000 {
        return Err(Refusal::invalid("description", "must be at most 5000 characters"));
    }
    values::date_of(&body, "executionDate")?;
    values::instant_of(&body, "dueDate", "dueDate")?;
    let status = values::text_of(&body, "status", "status")?.unwrap_or_else(|| "received".to_owned());
    let requesters = body.get("requester").and_then(Value::as_array);
    if requesters.is_none_or(|list| list.iter().all(|r| r.get("id").and_then(values::id).is_none())) {
        return Err(Refusal::invalid(
            "requester",
            "needs at least one entry with an id",
        ));
    }
    if body.get("owner").is_some_and(|owner| !owner.is_array()) {
        return Err(Refusal::invalid("owner", "must be a list"));
    }
    let number = FIRST + agency.extras.admin_tasks.len() as u64;
    body.insert("resourceType".to_owned(), "AdminTask".into());
    body.insert("id".to_owned(), number.to_string().into());
    body.insert("status".to_owned(), status.clone().into());
    agency.tick();
    agency.extras.admin_tasks.push(Value::Object(body));
    agency.happened("admintask.created", "AdminTask", number);
    if status == "completed" {
        agency.happened("admintask.status.complete", "AdminTask", number);
    }
    Ok(Answer::json(
        201,
        &json!({"resourceType": "AdminTask", "id": number.to_string()}),
    )
    .committed())
}
