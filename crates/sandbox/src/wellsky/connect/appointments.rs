//! Appointments: scheduled shifts. Occurrences of a recurring one share its id.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::super::agency::{self, Agency};
use super::super::models::Shift;
use super::super::vocabulary::VISIT_TYPE;
use super::bundle::{Paging, Search};
use super::routes::Action;
use super::values::{self, Days};
use super::{Request, mapping};
use crate::answer::{Answer, Refusal};
use crate::switches::{AppointmentPut, CompletedStatus, OpenCaregiver};

/// What is done on a visit of a kind, and the id of the scheduled item.
const TASKS: &[(&str, u64, &[&str])] = &[
    (
        "Personal Care",
        2_001,
        &[
            "Assist with bathing",
            "Assist with dressing",
            "Medication reminder",
        ],
    ),
    ("Homemaker", 2_002, &["Prepare a meal", "Light housework"]),
    (
        "Companionship",
        2_003,
        &["Conversation and games", "Walk outside"],
    ),
];

/// The first id of a task: task `i` of shift `109000000 + n` is `60000000 + 10 n + i`.
const FIRST_TASK: u64 = 60_000_000;
const FIRST_SHIFT: u64 = 109_000_000;

/// The ids and descriptions of the tasks of a shift.
pub(super) fn tasks(shift: &Shift) -> Vec<(u64, &'static str)> {
    let base = FIRST_TASK + 10 * shift.number.saturating_sub(FIRST_SHIFT);
    TASKS
        .iter()
        .filter(|(kind, ..)| *kind == shift.visit_type)
        .flat_map(|(.., tasks)| tasks.iter())
        .enumerate()
        .map(|(index, task)| (base + 1 + index as u64, *task))
        .collect()
}

pub(super) fn answer(
    agency: &mut Agency,
    request: &Request<'_>,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    match action {
        Action::List | Action::Search => search(agency, request),
        Action::Get(id) => {
            let shift = nearest(agency, id, agency.now())?;
            Ok(Answer::json(200, &written(agency, request, shift)))
        }
        Action::Create => create(agency, request),
        Action::Put(id) => put(agency, request, id),
        Action::Delete(id) => cancel(agency, id),
        _ => Err(Refusal::NotFound),
    }
}

/// The occurrence of the appointment that is nearest to an instant.
pub(super) fn nearest<'a>(
    agency: &'a Agency,
    id: &str,
    instant: DateTime<Utc>,
) -> Result<&'a Shift, Refusal> {
    agency::number(id)
        .and_then(|number| agency.shifts.nearest(number, instant))
        .ok_or(Refusal::NotFound)
}

fn written(agency: &Agency, request: &Request<'_>, shift: &Shift) -> Value {
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
    };
    set("resourceType", "Appointment".into());
    set("id", shift.series.to_string().into());
    set("client", json!({"id": shift.client.to_string()}));
    match (shift.caregiver, request.switches.open_caregiver) {
        (Some(number), _) => set("caregiver", json!({"id": number.to_string()})),
        (None, OpenCaregiver::Omitted) => {}
        (None, OpenCaregiver::Null) => set("caregiver", Value::Null),
        (None, OpenCaregiver::EmptyObject) => set("caregiver", json!({})),
        (None, OpenCaregiver::EmptyId) => set("caregiver", json!({"id": ""})),
    }
    set("start", values::with_offset(shift.start).into());
    set("end", values::with_offset(shift.end).into());
    if let Some(position) = position(agency, shift.client) {
        set(
            "position",
            json!({"latitude": position.latitude, "longitude": position.longitude}),
        );
    }
    let item = TASKS.iter().find(|(kind, ..)| *kind == shift.visit_type);
    let items: Vec<Value> = item
        .map(|(name, id, _)| json!({"id": id.to_string(), "name": name}))
        .into_iter()
        .collect();
    set("scheduledItems", items.into());
    let tasks: Vec<Value> = tasks(shift)
        .into_iter()
        .map(|(id, description)| {
            let status = match agency.extras.tasks.get(&id) {
                Some((status, _)) => status.as_str(),
                None if shift.status == "completed" => "COMPLETE",
                None => "NOT_COMPLETE",
            };
            json!({"id": id.to_string(), "description": description, "status": status})
        })
        .collect();
    set("tasks", tasks.into());
    let completed = request.switches.completed_status == CompletedStatus::Completed;
    let status = match shift.status {
        "cancelled" => "CANCELLED",
        "completed" if completed => "COMPLETED",
        _ => "SCHEDULED",
    };
    set("status", status.into());
    Value::Object(fields)
}

/// Where the client lives.
pub(super) fn position(agency: &Agency, client: u64) -> Option<values::Position> {
    let code = &agency.clients.at(client)?.address.zip_code;
    mapping::position(code, client)
}

fn search(agency: &Agency, request: &Request<'_>) -> Result<Answer, Refusal> {
    let search = Search::read(request, Paging::Usual)?;
    let (client, caregiver) = (search.id("clientId")?, search.id("caregiverId")?);
    let days = days(&search, request)?;
    let candidates: Box<dyn Iterator<Item = &Shift>> = match (client, caregiver) {
        (Some(client), _) => Box::new(agency.shifts.of_client(client)),
        (None, Some(caregiver)) => Box::new(agency.shifts.of_caregiver(caregiver)),
        (None, None) => return Err(Refusal::invalid("clientId or caregiverId", "is required")),
    };
    let mut found: Vec<&Shift> = candidates
        .filter(|shift| {
            days.contain(shift.start)
                && caregiver.is_none_or(|number| shift.caregiver == Some(number))
                && !search.hides(request, shift.series)
        })
        .collect();
    found.sort_by_key(|shift| (shift.start, shift.number));
    for (field, descending) in search.sort().iter().rev() {
        let key = |shift: &Shift| match field.as_str() {
            "start" => Some(shift.start),
            "end" => Some(shift.end),
            _ => None,
        };
        found.sort_by(|a, b| {
            let order = key(a).cmp(&key(b));
            if *descending { order.reverse() } else { order }
        });
    }
    Ok(search.page(request, &found, |shift| written(agency, request, shift)))
}

/// The days of exactly one of `startDate` (with `additionalDays`), `weekNo` and `monthNo`.
fn days(search: &Search, request: &Request<'_>) -> Result<Days, Refusal> {
    let (start, week, month) = (
        search.text("startDate")?,
        search.text("weekNo")?,
        search.text("monthNo")?,
    );
    let additional = search.text("additionalDays")?;
    if additional.is_some() && start.is_none() {
        return Err(Refusal::invalid("additionalDays", "needs startDate"));
    }
    let wrong = |field: &str, form: &str| Refusal::invalid(field, format!("must be {form}"));
    match (start, week, month) {
        (Some(text), None, None) => {
            let first = values::search_date(&text).ok_or_else(|| wrong("startDate", "YYYYMMDD"))?;
            let more = match additional {
                None => 0,
                Some(text) => text
                    .parse()
                    .ok()
                    .filter(|days| (1..=6).contains(days))
                    .ok_or_else(|| wrong("additionalDays", "a whole number from 1 to 6"))?,
            };
            let last = first + TimeDelta::days(more);
            Ok(Days { first, last })
        }
        (None, Some(text), None) => {
            Days::of_week(&text, request.switches.week_numbering).ok_or_else(|| wrong("weekNo", "YYYYWW"))
        }
        (None, None, Some(text)) => Days::of_month(&text).ok_or_else(|| wrong("monthNo", "YYYYMM")),
        _ => Err(Refusal::invalid(
            "startDate",
            "or weekNo or monthNo is required, and one of them only",
        )),
    }
}

/// What a body says about an appointment.
struct Draft {
    client: Option<u64>,
    /// The outer `None` where the body does not say.
    caregiver: Option<Option<u64>>,
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
    cancelled: Option<bool>,
}

fn draft(agency: &Agency, body: &Map<String, Value>) -> Result<Draft, Refusal> {
    let client = match body.get("client").and_then(|c| c.get("id")) {
        None | Some(Value::Null) => None,
        Some(value) => Some(
            values::id(value)
                .filter(|number| agency.clients.at(*number).is_some())
                .ok_or_else(|| Refusal::invalid("client.id", "does not exist"))?,
        ),
    };
    let caregiver = match body.get("caregiver") {
        None => None,
        Some(value) => match value.get("id").filter(|id| !id.is_null() && **id != "") {
            None => Some(None),
            Some(id) => {
                let record = values::id(id).and_then(|n| Some((n, agency.caregivers.at(n)?)));
                match record {
                    None => return Err(Refusal::invalid("caregiver.id", "does not exist")),
                    Some((_, caregiver)) if caregiver.status != "active" => {
                        return Err(Refusal::invalid("caregiver.id", "is not active"));
                    }
                    Some((number, _)) => Some(Some(number)),
                }
            }
        },
    };
    let cancelled = match body.get("status").map(|s| s.as_str()) {
        None => None,
        Some(Some("SCHEDULED" | "COMPLETED")) => Some(false),
        Some(Some("CANCELLED")) => Some(true),
        Some(_) => return Err(Refusal::invalid("status", "must be one of: SCHEDULED, CANCELLED")),
    };
    let (start, end) = (
        values::instant_of(body, "start", "start")?,
        values::instant_of(body, "end", "end")?,
    );
    Ok(Draft {
        client,
        caregiver,
        start,
        end,
        cancelled,
    })
}

/// The length of an appointment must be more than nothing and at most a week.
fn check_times(start: DateTime<Utc>, end: DateTime<Utc>) -> Result<(), Refusal> {
    if end <= start {
        return Err(Refusal::invalid("end", "must be after start"));
    }
    if end - start > TimeDelta::days(7) {
        return Err(Refusal::invalid("end", "must be within seven days of start"));
    }
    Ok(())
}

fn create(agency: &mut Agency, request: &Request<'_>) -> Result<Answer, Refusal> {
    let draft = draft(agency, &request.body()?)?;
    let needed = |field: &str| Refusal::invalid(field, "is required");
    let client = draft.client.ok_or_else(|| needed("client.id"))?;
    let start = draft.start.ok_or_else(|| needed("start"))?;
    let end = draft.end.ok_or_else(|| needed("end"))?;
    check_times(start, end)?;
    let caregiver = draft.caregiver.flatten();
    let updated_at = agency.tick();
    let number = agency.shifts.add(Shift {
        number: 0,
        series: 0,
        client,
        caregiver,
        start,
        end,
        actual_start: None,
        actual_end: None,
        status: standing(caregiver, draft.cancelled == Some(true), "scheduled"),
        visit_type: VISIT_TYPE[0],
        certifications: &[],
        updated_at,
    });
    Ok(Answer::json(
        201,
        &json!({"resourceType": "Appointment", "id": number.to_string()}),
    )
    .committed())
}

/// The REST surface's word for an appointment; one that took place keeps its own.
fn standing(caregiver: Option<u64>, cancelled: bool, current: &'static str) -> &'static str {
    match (caregiver, cancelled, current) {
        (_, true, _) => "cancelled",
        (None, false, _) => "open",
        (Some(_), false, "open" | "cancelled") => "scheduled",
        (Some(_), false, kept) => kept,
    }
}

fn put(agency: &mut Agency, request: &Request<'_>, id: &str) -> Result<Answer, Refusal> {
    let body = request.body()?;
    let draft = draft(agency, &body)?;
    let series = agency::number(id).ok_or(Refusal::NotFound)?;
    let shift = agency
        .shifts
        .series(series)
        .find(|shift| Some(shift.start) == draft.start)
        .or_else(|| agency.shifts.nearest(series, agency.now()))
        .ok_or(Refusal::NotFound)?;
    if draft.client.is_some_and(|client| client != shift.client) {
        return Err(Refusal::invalid("client.id", "cannot be changed"));
    }
    let number = shift.number;
    let merge = request.switches.appointment_put == AppointmentPut::Merge;
    let (start, end) = if merge {
        (draft.start.unwrap_or(shift.start), draft.end.unwrap_or(shift.end))
    } else {
        let needed = |field: &str| Refusal::invalid(field, "is required");
        if draft.client.is_none() {
            return Err(needed("client.id"));
        }
        (
            draft.start.ok_or_else(|| needed("start"))?,
            draft.end.ok_or_else(|| needed("end"))?,
        )
    };
    check_times(start, end)?;
    let caregiver = match draft.caregiver {
        Some(named) => named,
        None if merge => shift.caregiver,
        None => None,
    };
    if agency.visits.of_shift(number).is_some() && caregiver != shift.caregiver {
        return Err(Refusal::invalid(
            "caregiver.id",
            "cannot be changed after the visit began",
        ));
    }
    let cancelled = draft.cancelled.unwrap_or(merge && shift.status == "cancelled");
    let status = standing(caregiver, cancelled, shift.status);
    let answer = Answer::json(200, &json!({"resourceType": "Appointment", "id": id}));
    if (shift.caregiver, shift.start, shift.end, shift.status) == (caregiver, start, end, status) {
        return Ok(answer);
    }
    let at = agency.tick();
    agency.shifts.change(number, |shift| {
        shift.caregiver = caregiver;
        shift.start = start;
        shift.end = end;
        shift.status = status;
        shift.updated_at = at;
    });
    Ok(answer.committed())
}

fn cancel(agency: &mut Agency, id: &str) -> Result<Answer, Refusal> {
    let series = agency::number(id).ok_or(Refusal::NotFound)?;
    if agency.shifts.series(series).next().is_none() {
        return Err(Refusal::NotFound);
    }
    let now = agency.now();
    let coming: Vec<u64> = agency
        .shifts
        .series(series)
        .filter(|shift| shift.start >= now && shift.status != "cancelled")
        .map(|shift| shift.number)
        .collect();
    if coming.is_empty() {
        return Ok(Answer::empty(204));
    }
    let at = agency.tick();
    for number in coming {
        agency.shifts.change(number, |shift| {
            shift.status = "cancelled";
            shift.updated_at = at;
        });
    }
    Ok(Answer::empty(204).committed())
}
