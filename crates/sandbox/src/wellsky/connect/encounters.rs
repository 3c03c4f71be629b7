//! Encounters: visits as they took place.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::super::agency::{self, Agency};
use super::super::models::{Encounter, EncounterNotes};
use super::appointments;
use super::bundle::{Paging, Search};
use super::person::{Kind, Person};
use super::routes::Action;
use super::values::{self, Position};
use super::{Request, Required};
use crate::answer::{Answer, Refusal};
use crate::switches::EncounterSearchWithoutIds;

const BILL_METHODS: &[&str] = &["Hourly", "notBillable", "perVisit", "liveIn"];
const PAY_METHODS: &[&str] = &["Hourly", "notPayable", "perVisit", "liveIn"];
/// What a visit without rates of its own has: id and amount.
const BILL_RATE: (&str, f64) = ("12345", 28.0);
const PAY_RATE: (&str, f64) = ("67890", 18.5);
/// A clock-in this near to the client's home counts as verified.
const NEAR_METRES: f64 = 500.0;

pub(super) fn answer(
    agency: &mut Agency,
    request: &Request<'_>,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    match action {
        Action::Search => search(agency, request),
        Action::Get(id) => Ok(Answer::json(200, &written(agency, find(agency, id)?))),
        Action::Create => create(agency, request),
        Action::Put(id) => put(agency, request, id),
        Action::Delete(id) => delete(agency, id),
        Action::ClockIn(id) => clock_in(agency, request, id),
        Action::ClockOut(id) => clock_out(agency, request, id),
        _ => Err(Refusal::NotFound),
    }
}

pub(super) fn find<'a>(agency: &'a Agency, id: &str) -> Result<&'a Encounter, Refusal> {
    agency::number(id)
        .and_then(|number| agency.visits.get(number))
        .ok_or(Refusal::NotFound)
}

/// The rates of a visit.
pub(super) fn rates(visit: &Encounter) -> Value {
    let notes = visit.notes.as_deref();
    let rate = |own: Option<&(String, String)>, (id, amount): (&str, f64)| match own {
        Some((method, own)) => json!([{"id": own, "amount": amount, "method": method}]),
        None => json!([{"id": id, "amount": amount, "method": "Hourly"}]),
    };
    json!({
        "payRate": rate(notes.and_then(|n| n.pay_rate.as_ref()), PAY_RATE),
        "billRate": rate(notes.and_then(|n| n.bill_rate.as_ref()), BILL_RATE),
    })
}

fn written(agency: &Agency, visit: &Encounter) -> Value {
    let display = |kind, number| Person::at(agency, kind, number).map(|person| person.display());
    let mut body = json!({
        "resourceType": "Encounter",
        "id": visit.number.to_string(),
        "status": if visit.end.is_some() { "COMPLETE" } else { "IN_PROGRESS" },
        "subject": {
            "reference": format!("Patient/{}", visit.client),
            "display": display(Kind::Patient, visit.client),
        },
        "participant": {"Individual": [{
            "reference": format!("Practitioner/{}", visit.caregiver),
            "display": display(Kind::Practitioner, visit.caregiver),
        }]},
        "period": {
            "start": values::without_offset(visit.start),
            "end": visit.end.map(values::without_offset),
        },
        "rates": rates(visit),
    });
    let series = visit.shift.and_then(|n| agency.shifts.get(n)).map(|s| s.series);
    if let Some(series) = series {
        body["appointment"] = json!({"reference": format!("Appointment/{series}")});
    }
    if let (Some(notes), Some(fields)) = (visit.notes.as_deref(), body.as_object_mut()) {
        let said = [
            ("generalComment", notes.general_comment.clone().map(Value::String)),
            ("mileage", notes.mileage.clone().map(Value::Number)),
            (
                "mileageDescription",
                notes.mileage_description.clone().map(Value::String),
            ),
        ];
        let said = said
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        fields.extend(said);
    }
    body
}

fn search(agency: &Agency, request: &Request<'_>) -> Result<Answer, Refusal> {
    let search = Search::read(request, Paging::Encounters)?;
    let (client, caregiver) = (search.id("clientId")?, search.id("caregiverId")?);
    let date = |field: &str| {
        search
            .text(field)?
            .map(|text| values::search_date(&text).ok_or_else(|| Refusal::invalid(field, "must be YYYYMMDD")))
            .transpose()
    };
    let (first, last) = (date("startDate")?, date("endDate")?);
    let candidates: Box<dyn Iterator<Item = &Encounter>> = match (client, caregiver) {
        (Some(client), _) => Box::new(agency.visits.of_client(client)),
        (None, Some(caregiver)) => Box::new(agency.visits.of_caregiver(caregiver)),
        (None, None) if request.switches.encounter_search_without_ids == EncounterSearchWithoutIds::Allow => {
            Box::new(agency.visits.iter())
        }
        (None, None) => return Err(Refusal::invalid("clientId or caregiverId", "is required")),
    };
    let mut found: Vec<&Encounter> = candidates
        .filter(|visit| {
            let day = visit.start.date_naive();
            caregiver.is_none_or(|number| visit.caregiver == number)
                && first.is_none_or(|first| day >= first)
                && last.is_none_or(|last| day <= last)
                && !search.hides(request, visit.number)
        })
        .collect();
    found.sort_by_key(|visit| (visit.start, visit.number));
    for (field, descending) in search.sort().iter().rev() {
        let key = |visit: &Encounter| match field.as_str() {
            "startDate" => Some(visit.start),
            "endDate" => visit.end,
            _ => None,
        };
        found.sort_by(|a, b| {
            let order = key(a).cmp(&key(b));
            if *descending { order.reverse() } else { order }
        });
    }
    Ok(search.page(request, &found, |visit| written(agency, visit)))
}

/// The fields of a flat body that may change.
struct Flat {
    client: Option<u64>,
    caregiver: Option<u64>,
    appointment: Option<u64>,
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
    complete: Option<bool>,
    bill_rate: Option<(String, String)>,
    pay_rate: Option<(String, String)>,
}

fn flat(agency: &Agency, body: &Map<String, Value>) -> Result<Flat, Refusal> {
    let person = |field: &str, kind| match body.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => values::id(value)
            .filter(|number| Person::at(agency, kind, *number).is_some())
            .map(Some)
            .ok_or_else(|| Refusal::invalid(field, "does not exist")),
    };
    let rate = |method: &str, id: &str, known: &[&str]| {
        let (word, number) = (
            values::text_of(body, method, method)?,
            body.get(id).and_then(values::scalar),
        );
        match (word, number) {
            (None, None) => Ok(None),
            (Some(word), _) if !known.contains(&word.as_str()) => Err(Refusal::invalid(
                method,
                format!("must be one of: {}", known.join(", ")),
            )),
            (word, number) => Ok(Some((
                word.unwrap_or_else(|| "Hourly".to_owned()),
                number.unwrap_or_default(),
            ))),
        }
    };
    let complete = match body.get("status").map(|s| s.as_str()) {
        None => None,
        Some(Some("COMPLETE")) => Some(true),
        Some(Some("IN_PROGRESS")) => Some(false),
        Some(_) => {
            return Err(Refusal::invalid(
                "status",
                "must be one of: COMPLETE, IN_PROGRESS",
            ));
        }
    };
    let appointment = match body.get("appointmentId") {
        None | Some(Value::Null) => None,
        Some(value) => Some(
            values::id(value)
                .filter(|series| agency.shifts.series(*series).next().is_some())
                .ok_or_else(|| Refusal::invalid("appointmentId", "does not exist"))?,
        ),
    };
    Ok(Flat {
        client: person("patientId", Kind::Patient)?,
        caregiver: person("practitionerId", Kind::Practitioner)?,
        appointment,
        start: values::instant_of(body, "startDateTime", "startDateTime")?,
        end: values::instant_of(body, "endDateTime", "endDateTime")?,
        complete,
        bill_rate: rate("billRateMethod", "billRateId", BILL_METHODS)?,
        pay_rate: rate("payRateMethod", "payRateId", PAY_METHODS)?,
    })
}

fn check_period(visit: &Encounter) -> Result<(), Refusal> {
    if visit.end.is_some_and(|end| end <= visit.start) {
        return Err(Refusal::invalid("endDateTime", "must be after startDateTime"));
    }
    Ok(())
}

fn notes(flat: &Flat, kept: Option<Box<EncounterNotes>>) -> Option<Box<EncounterNotes>> {
    if flat.bill_rate.is_none() && flat.pay_rate.is_none() {
        return kept;
    }
    let mut notes = kept.unwrap_or_default();
    notes.bill_rate = flat.bill_rate.clone().or(notes.bill_rate);
    notes.pay_rate = flat.pay_rate.clone().or(notes.pay_rate);
    Some(notes)
}

fn create(agency: &mut Agency, request: &Request<'_>) -> Result<Answer, Refusal> {
    let body = request.body()?;
    match body.get("agencyId").and_then(values::scalar) {
        Some(id) if id == request.agency_id => {}
        Some(_) => return Err(Refusal::WrongAgency),
        None => request.check_agency_tag(&body, Required::Yes)?,
    }
    let flat = flat(agency, &body)?;
    let needed = |field: &str| Refusal::invalid(field, "is required");
    let client = flat.client.ok_or_else(|| needed("patientId"))?;
    let caregiver = flat.caregiver.ok_or_else(|| needed("practitionerId"))?;
    let start = flat.start.ok_or_else(|| needed("startDateTime"))?;
    let complete = flat.complete.unwrap_or(flat.end.is_some());
    if complete && flat.end.is_none() {
        return Err(needed("endDateTime"));
    }
    let shift = flat
        .appointment
        .and_then(|series| agency.shifts.nearest(series, start))
        .map(|shift| (shift.number, shift.client));
    if shift.is_some_and(|(_, of)| of != client) {
        return Err(Refusal::invalid("appointmentId", "belongs to another patient"));
    }
    if shift.is_some_and(|(number, _)| agency.visits.of_shift(number).is_some()) {
        return Err(Refusal::invalid("appointmentId", "has an encounter already"));
    }
    let visit = Encounter {
        number: 0,
        shift: shift.map(|(number, _)| number),
        client,
        caregiver,
        start,
        end: flat.end.filter(|_| complete),
        method: "manual",
        gps_verified: false,
        notes: notes(&flat, None),
    };
    check_period(&visit)?;
    agency.tick();
    let number = agency.visits.add(visit.clone());
    show_on_shift(agency, &visit);
    if visit.end.is_some() {
        agency.happened("encounter.clockout.changed", "Encounter", number);
    }
    Ok(Answer::json(
        201,
        &json!({"resourceType": "Encounter", "id": number.to_string()}),
    )
    .committed())
}

fn put(agency: &mut Agency, request: &Request<'_>, id: &str) -> Result<Answer, Refusal> {
    let stored = find(agency, id)?.clone();
    let flat = flat(agency, &request.body()?)?;
    let mut visit = stored.clone();
    visit.client = flat.client.unwrap_or(visit.client);
    visit.caregiver = flat.caregiver.unwrap_or(visit.caregiver);
    visit.start = flat.start.unwrap_or(visit.start);
    visit.end = flat.end.or(visit.end);
    match flat.complete {
        Some(false) => visit.end = None,
        Some(true) if visit.end.is_none() => return Err(Refusal::invalid("endDateTime", "is required")),
        _ => {}
    }
    visit.notes = notes(&flat, visit.notes);
    check_period(&visit)?;
    let answer = Answer::json(200, &json!({"resourceType": "Encounter", "id": id}));
    if visit == stored {
        return Ok(answer);
    }
    agency.tick();
    let number = visit.number;
    let ended = visit.end != stored.end;
    show_on_shift(agency, &visit);
    agency.visits.replace(visit);
    if ended {
        agency.happened("encounter.clockout.changed", "Encounter", number);
    }
    Ok(answer.committed())
}

fn delete(agency: &mut Agency, id: &str) -> Result<Answer, Refusal> {
    let number = find(agency, id)?.number;
    let at = agency.tick();
    if let Some(shift) = agency.visits.remove(number).and_then(|visit| visit.shift) {
        agency.shifts.change(shift, |shift| {
            shift.actual_start = None;
            shift.actual_end = None;
            shift.status = "scheduled";
            shift.updated_at = at;
        });
    }
    agency.extras.task_logs.remove(&number);
    Ok(Answer::empty(204).committed())
}

/// Lets the REST surface see a visit on its shift.
fn show_on_shift(agency: &mut Agency, visit: &Encounter) {
    let at = agency.now();
    if let Some(number) = visit.shift {
        agency.shifts.change(number, |shift| {
            shift.caregiver = Some(visit.caregiver);
            shift.actual_start = Some(visit.start);
            shift.actual_end = visit.end;
            shift.status = if visit.end.is_some() {
                "completed"
            } else {
                "in_progress"
            };
            shift.updated_at = at;
        });
    }
}

/// `start` or `end` of `period`.
fn period(body: &Map<String, Value>, field: &str) -> Result<DateTime<Utc>, Refusal> {
    let path = format!("period.{field}");
    body.get("period")
        .and_then(Value::as_object)
        .and_then(|period| values::instant_of(period, field, &path).transpose())
        .unwrap_or_else(|| Err(Refusal::invalid(&path, "is required")))
}

fn clock_in(agency: &mut Agency, request: &Request<'_>, id: &str) -> Result<Answer, Refusal> {
    let body = request.body()?;
    appointments::nearest(agency, id, agency.now())?;
    let start = period(&body, "start")?;
    let position = Position::read(&body)?;
    let shift = appointments::nearest(agency, id, start)?.clone();
    if let Some(visit) = agency.visits.of_shift(shift.number) {
        return Ok(Answer::json(200, &clocked(visit)));
    }
    if shift.status == "cancelled" {
        return Err(Refusal::invalid("appointment", "is cancelled"));
    }
    let caregiver = shift
        .caregiver
        .ok_or_else(|| Refusal::invalid("caregiver", "is required"))?;
    let home = appointments::position(agency, shift.client);
    let near = position
        .zip(home)
        .is_some_and(|(here, home)| here.metres_to(home) <= NEAR_METRES);
    agency.tick();
    let mut visit = Encounter {
        number: 0,
        shift: Some(shift.number),
        client: shift.client,
        caregiver,
        start,
        end: None,
        method: "mobile",
        gps_verified: near,
        notes: None,
    };
    visit.number = agency.visits.add(visit.clone());
    show_on_shift(agency, &visit);
    Ok(Answer::json(200, &clocked(&visit)).committed())
}

fn clocked(visit: &Encounter) -> Value {
    json!({
        "clockedOut": visit.end.is_some(),
        "id": visit.number,
        "period": {
            "start": values::without_offset(visit.start),
            "end": visit.end.map(values::without_offset),
        },
        "resourceType": "Encounter",
        "status": if visit.end.is_some() { "COMPLETE" } else { "IN_PROGRESS" },
        "success": true,
    })
}

fn clock_out(agency: &mut Agency, request: &Request<'_>, id: &str) -> Result<Answer, Refusal> {
    let mut visit = find(agency, id)?.clone();
    let body = request.body()?;
    let end = period(&body, "end")?;
    Position::read(&body)?;
    let comment = values::text_of(&body, "generalComment", "generalComment")?;
    if comment.as_ref().is_some_and(|text| text.chars().count() > 1_000) {
        return Err(Refusal::invalid(
            "generalComment",
            "must be at most 1000 characters",
        ));
    }
    let mileage = match body.get("mileage") {
        None | Some(Value::Null) => None,
        Some(Value::Number(miles)) if miles.as_f64().is_some_and(|m| m >= 0.0) => Some(miles.clone()),
        Some(_) => return Err(Refusal::invalid("mileage", "must be a number, 0 or more")),
    };
    let mileage_description = values::text_of(&body, "mileageDescription", "mileageDescription")?;
    let answer = Answer::json(200, &json!({"success": true}));
    if visit.end.is_some() {
        return Ok(answer);
    }
    if end <= visit.start {
        return Err(Refusal::invalid("period.end", "must be after the clock-in"));
    }
    visit.end = Some(end);
    if comment.is_some() || mileage.is_some() || mileage_description.is_some() {
        let mut notes = visit.notes.unwrap_or_default();
        notes.general_comment = comment;
        notes.mileage = mileage;
        notes.mileage_description = mileage_description;
        visit.notes = Some(notes);
    }
    agency.tick();
    let number = visit.number;
    show_on_shift(agency, &visit);
    agency.visits.replace(visit);
    agency.happened("encounter.clockout.changed", "Encounter", number);
    Ok(answer.committed())
}
