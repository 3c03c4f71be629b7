//! Free dates, times and class sessions.

use careweave_types::AgencyZone;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use serde_json::{Map, Value, json};

use super::Desk;
use super::model::{AppointmentType, Calendar, Kind};
use super::params::{self, Params};
use super::refused::Refused;
use super::times;
use crate::answer::Answer;
use crate::vendor::Arrival;

/// What is asked for: a type, its calendars, and the zone whose days and clock count.
struct Asked<'a> {
    kind: &'a AppointmentType,
    calendars: Vec<&'a Calendar>,
    zone: AgencyZone,
}

impl<'a> Asked<'a> {
    fn read(desk: &'a Desk<'_>, params: &Params) -> Result<Self, Refused> {
        let account = &*desk.account;
        let id = params
            .number("appointmentTypeID")?
            .ok_or_else(|| Refused::bad_request("The parameter appointmentTypeID is required."))?;
        let kind = account.bookable(id)?;
        let calendars = match params.number("calendarID")? {
            Some(id) => vec![account.calendar_of(kind, id)?],
            None => kind
                .calendars
                .iter()
                .filter_map(|id| account.calendar(*id))
                .collect(),
        };
        let zone = match (params.text("timezone"), calendars.as_slice()) {
            (Some(name), _) => AgencyZone::new(name).map_err(|_| {
                Refused::rule("invalid_timezone", format!("The timezone \"{name}\" is invalid."))
            })?,
            (None, [only]) => only.zone.clone(),
            (None, _) => account.zone.clone(),
        };
        Ok(Self {
            kind,
            calendars,
            zone,
        })
    }

    /// The free starts of a day, and on how many calendars each is free.
    fn starts(&self, desk: &Desk<'_>, date: NaiveDate, ignoring: &[u64]) -> Vec<(DateTime<Utc>, usize)> {
        let mut starts: Vec<DateTime<Utc>> = self
            .calendars
            .iter()
            .flat_map(|calendar| {
                desk.account
                    .starts(self.kind, calendar, (date, &self.zone), ignoring, desk.now)
            })
            .collect();
        starts.sort_unstable();
        starts
            .chunk_by(|one, other| one == other)
            .filter_map(|same| Some((*same.first()?, same.len())))
            .collect()
    }
}

fn days_of(month: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    month
        .iter_days()
        .take_while(move |date| date.month() == month.month())
}

fn month(params: &Params) -> Result<NaiveDate, Refused> {
    times::read_month(params.required("month")?)
        .ok_or_else(|| Refused::bad_request("The parameter month must be YYYY-MM."))
}

/// `GET /availability/dates`.
pub(super) fn dates(desk: &Desk<'_>, params: &Params) -> Result<Answer, Refused> {
    let (month, asked) = (month(params)?, Asked::read(desk, params)?);
    let free: Vec<Value> = days_of(month)
        .filter(|date| !asked.starts(desk, *date, &[]).is_empty())
        .map(|date| json!({"date": date.to_string()}))
        .collect();
    Ok(Answer::json(200, &free))
}

/// `GET /availability/times`: starts, without ends.
pub(super) fn times(desk: &Desk<'_>, params: &Params) -> Result<Answer, Refused> {
    let date = params
        .date("date")?
        .ok_or_else(|| Refused::bad_request("The parameter date is required."))?;
    let asked = Asked::read(desk, params)?;
    let free: Vec<Value> = asked
        .starts(desk, date, &params.numbers("ignoreAppointmentIDs"))
        .into_iter()
        .map(|(start, calendars)| {
            let left = match asked.kind.kind {
                Kind::Class => session_left(desk, &asked, start),
                Kind::Service | Kind::Series => calendars,
            };
            json!({"time": times::iso(start, &asked.zone), "slotsAvailable": left})
        })
        .collect();
    Ok(Answer::json(200, &free))
}

fn session_left(desk: &Desk<'_>, asked: &Asked<'_>, start: DateTime<Utc>) -> usize {
    let left = asked.calendars.iter().find_map(|calendar| {
        let date = calendar.zone.local(start).date;
        desk.account.session(asked.kind, calendar, date)
    });
    left.map_or(0, |session| usize::try_from(session.left).unwrap_or(0))
}

/// `GET /availability/classes`.
pub(super) fn classes(desk: &Desk<'_>, params: &Params) -> Result<Answer, Refused> {
    let month = month(params)?;
    let only = params.number("appointmentTypeID")?;
    let account = &*desk.account;
    let mut sessions = Vec::new();
    for kind in account
        .types
        .iter()
        .filter(|kind| kind.kind == Kind::Class && kind.active && only.is_none_or(|id| id == kind.id))
    {
        for calendar in kind.calendars.iter().filter_map(|id| account.calendar(*id)) {
            let upcoming = days_of(month)
                .filter_map(|date| account.session(kind, calendar, date))
                .filter(|session| session.start > desk.now);
            sessions.extend(upcoming.map(|session| {
                json!({
                    "id": session.id, "name": kind.name, "appointmentTypeID": kind.id, "calendarID": calendar.id,
                    "calendar": calendar.name, "time": times::iso(session.start, &calendar.zone),
                    "calendarTimezone": calendar.zone.name(), "duration": kind.minutes,
                    "slots": kind.class_size, "slotsAvailable": session.left, "isSeries": false,
                    "category": kind.category, "description": "", "price": super::wire::price(kind.price),
                })
            }));
        }
    }
    Ok(Answer::json(200, &sessions))
}

/// `POST /availability/check-times`: one time, or a list of them.
pub(super) fn check(desk: &Desk<'_>, arrival: &Arrival) -> Result<Answer, Refused> {
    let body = arrival.body.as_deref().unwrap_or_default();
    match serde_json::from_slice(body) {
        Ok(Value::Object(one)) => Ok(Answer::json(200, &checked(desk, one)?)),
        Ok(Value::Array(several)) => {
            let object = |value: Value| match value {
                Value::Object(one) => checked(desk, one),
                _ => Err(Refused::bad_request("Each time must be a JSON object.")),
            };
            let results = several.into_iter().map(object).collect::<Result<Vec<_>, _>>()?;
            Ok(Answer::json(200, &results))
        }
        _ => Err(Refused::bad_request("The body must be JSON.")),
    }
}

fn checked(desk: &Desk<'_>, mut one: Map<String, Value>) -> Result<Value, Refused> {
    let account = &*desk.account;
    let kind = account.bookable(params::id(&one, "appointmentTypeID").unwrap_or(0))?;
    let calendars = match params::id(&one, "calendarID") {
        Some(id) => vec![account.calendar_of(kind, id)?],
        None => kind
            .calendars
            .iter()
            .filter_map(|id| account.calendar(*id))
            .collect(),
    };
    let text = params::text(&one, "datetime").unwrap_or_default();
    let mut outcome = Err(Refused::rule("invalid_datetime", "The datetime is invalid."));
    for calendar in calendars {
        if let Some(start) = times::read(&text, &calendar.zone) {
            outcome = account.check(kind, calendar, start, &[], (desk.now, desk.switches));
            if outcome.is_ok() {
                break;
            }
        }
    }
    one.insert("valid".to_owned(), outcome.is_ok().into());
    if let Err(refused) = outcome {
        one.insert("error".to_owned(), refused.code.into());
        one.insert("message".to_owned(), refused.message.into());
    }
    Ok(Value::Object(one))
}
