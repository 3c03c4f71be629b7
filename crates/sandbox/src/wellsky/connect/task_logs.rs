//! Tasks of a visit, and what was written down during it.

use serde_json::{Map, Value, json};

use super::super::agency::{self, Agency};
use super::appointments;
use super::encounters;
use super::extras::TaskLog;
use super::routes::Action;
use super::{Request, values};
use crate::answer::{Answer, Refusal};
use crate::switches::{TaskLogId, TaskLogRefusals};

pub(super) fn answer(
    agency: &mut Agency,
    request: &Request<'_>,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    match action {
        Action::Logs(id) => list(agency, id),
        Action::AddLog(id) => add(agency, request, id),
        Action::PutLog(id, log) => change(agency, request, id, log),
        Action::PutTask(id, task) => put_task(agency, request, id, task),
        _ => Err(Refusal::NotFound),
    }
}

fn list(agency: &Agency, id: &str) -> Result<Answer, Refusal> {
    let visit = encounters::find(agency, id)?.number;
    let logs = agency.extras.task_logs.get(&visit);
    let entry: Vec<&Value> = logs.into_iter().flatten().map(|log| &log.fields).collect();
    Ok(Answer::json(
        200,
        &json!({"resourceType": "Bundle", "total": entry.len(), "entry": entry}),
    ))
}

/// The fields of a log, in the place of those of `stored`.
fn fields(body: &Map<String, Value>, stored: Map<String, Value>, at: String) -> Result<Value, Refusal> {
    let mut fields = stored;
    for name in ["title", "description"] {
        if body.contains_key(name) || !fields.contains_key(name) {
            fields.insert(name.to_owned(), values::required(body, name, name)?.into());
        }
    }
    if let Some(comment) = values::text_of(body, "comment", "comment")? {
        fields.insert("comment".to_owned(), comment.into());
    }
    match body.get("status").map(|s| s.as_str()) {
        None => {
            fields.entry("status").or_insert_with(|| "COMPLETE".into());
        }
        Some(Some(word @ ("COMPLETE" | "NOT_COMPLETE"))) => {
            fields.insert("status".to_owned(), word.into());
        }
        Some(_) => {
            return Err(Refusal::invalid(
                "status",
                "must be one of: COMPLETE, NOT_COMPLETE",
            ));
        }
    }
    for name in ["message_for_next_caregiver", "show_in_family_room"] {
        match body.get(name) {
            None | Some(Value::Null) => {}
            Some(Value::Bool(_)) => {}
            Some(_) => return Err(Refusal::invalid(name, "must be true or false")),
        }
    }
    let recorded = values::instant_of(body, "recorded", "recorded")?.map(values::without_offset);
    if let Some(recorded) = recorded {
        fields.insert("recorded".to_owned(), recorded.into());
    }
    fields.entry("recorded").or_insert_with(|| at.into());
    fields.entry("comment").or_insert(Value::Null);
    Ok(Value::Object(fields))
}

fn add(agency: &mut Agency, request: &Request<'_>, id: &str) -> Result<Answer, Refusal> {
    let visit = encounters::find(agency, id)?.number;
    let body = request.body()?;
    let refused = match request.switches.task_log_refusals {
        TaskLogRefusals::Some => visit % 5 == 3,
        TaskLogRefusals::None => false,
        TaskLogRefusals::All => true,
    };
    if refused {
        return Err(Refusal::invalid("encounter", "does not accept task logs"));
    }
    let number = agency.extras.last_task_log + 1;
    let mut stored = Map::new();
    stored.insert("id".to_owned(), number.to_string().into());
    let fields = fields(&body, stored, values::without_offset(agency.now()))?;
    agency.tick();
    agency.extras.last_task_log = number;
    let log = TaskLog { number, fields };
    agency.extras.task_logs.entry(visit).or_default().push(log);
    let id = match request.switches.task_log_id {
        TaskLogId::String => Value::from(number.to_string()),
        TaskLogId::Number => Value::from(number),
    };
    Ok(Answer::json(201, &json!({"success": true, "taskLogId": id})).committed())
}

fn change(agency: &mut Agency, request: &Request<'_>, id: &str, log: &str) -> Result<Answer, Refusal> {
    let visit = encounters::find(agency, id)?.number;
    let body = request.body()?;
    let at = values::without_offset(agency.now());
    let log = agency::number(log)
        .and_then(|number| {
            let logs = agency.extras.task_logs.get_mut(&visit)?;
            logs.iter_mut().find(|log| log.number == number)
        })
        .ok_or(Refusal::NotFound)?;
    let stored = log.fields.as_object().cloned().unwrap_or_default();
    log.fields = fields(&body, stored, at)?;
    agency.tick();
    Ok(Answer::json(200, &json!({"success": true})).committed())
}

fn put_task(agency: &mut Agency, request: &Request<'_>, id: &str, task: &str) -> Result<Answer, Refusal> {
    let visit = encounters::find(agency, id)?;
    let shift = visit.shift.and_then(|number| agency.shifts.get(number));
    let task = agency::number(task)
        .filter(|number| {
            shift.is_some_and(|shift| appointments::tasks(shift).iter().any(|(id, _)| id == number))
        })
        .ok_or(Refusal::NotFound)?;
    let body = request.body()?;
    let comment = values::text_of(&body, "comment", "comment")?.filter(|text| !text.trim().is_empty());
    let status = match body.get("status").and_then(Value::as_str) {
        Some("COMPLETE") => "COMPLETE",
        Some("NOT_COMPLETE") if comment.is_none() => {
            return Err(Refusal::invalid("comment", "is required"));
        }
        Some("NOT_COMPLETE") => "NOT_COMPLETE",
        Some(_) => {
            return Err(Refusal::invalid(
                "status",
                "must be one of: COMPLETE, NOT_COMPLETE",
            ));
        }
        None => return Err(Refusal::invalid("status", "is required")),
    };
    agency.tick();
    agency.extras.tasks.insert(task, (status.to_owned(), comment));
    Ok(Answer::json(200, &json!({"success": true})).committed())
}
