//! Making, moving and canceling appointments.

use careweave_types::AgencyZone;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::Desk;
use super::details::{self, Details};
use super::list;
use super::model::{Appointment, AppointmentType, Calendar, Kind};
use super::params::{self, Params};
use super::refused::Refused;
use super::times;
use super::wire::Extent;
use crate::answer::Answer;
use crate::vendor::Arrival;

/// Clients move and cancel until so long before the start.
const TOO_CLOSE: TimeDelta = TimeDelta::hours(2);

/// Whose rules a change obeys.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Client,
    Admin,
}

impl By {
    pub(super) fn of(params: &Params) -> Self {
        match params.flag("admin") {
            true => Self::Admin,
            false => Self::Client,
        }
    }
}

/// `POST /appointments`.
pub(super) fn create(desk: &mut Desk<'_>, params: &Params, arrival: &Arrival) -> Result<Answer, Refused> {
    let (by, body) = (By::of(params), params::object(arrival)?);
    if !body.contains_key("datetime") || body["datetime"].is_null() {
        return Err(Refused::rule(
            "required_datetime",
            "The parameter \"datetime\" is required.",
        ));
    }
    let type_id = match body.get("appointmentTypeID") {
        None | Some(Value::Null) => {
            return Err(Refused::rule(
                "required_appointment_type_id",
                "The parameter \"appointmentTypeID\" is required.",
            ));
        }
        Some(_) => params::id(&body, "appointmentTypeID").unwrap_or(0),
    };
    let details = Details::read(&body, by)?;
    let account = &*desk.account;
    let kind = account.bookable(type_id)?;
    details::check_answers(account, kind, &details, by)?;
    let zone = client_zone(&body)?;
    let (calendar, start) = place(desk, kind, &body, by, None)?;
    let certificate = details::redeem(account, kind, details.certificate.as_deref(), desk.now)?;
    let class_id = (kind.kind == Kind::Class)
        .then(|| account.session(kind, calendar, calendar.zone.local(start).date))
        .flatten()
        .map(|session| session.id);
    let appointment = Appointment {
        id: 0,
        client: details.client()?,
        created: desk.now,
        start,
        minutes: kind.minutes,
        type_id,
        class_id,
        calendar: calendar.id,
        addons: Vec::new(),
        price: if certificate.is_some() { 0 } else { kind.price },
        certificate: details.certificate.clone(),
        zone: zone.unwrap_or_else(|| calendar.zone.name().to_owned()),
        label: details.label(account)?.flatten(),
        answers: details.answers.unwrap_or_default(),
        canceled: false,
        no_show: false,
        scheduled_by: (by == By::Admin).then_some("office@example.invalid"),
    };
    if let Some(certificate) = certificate.and_then(|id| desk.account.certificates.get_mut(&id)) {
        certificate.uses_left -= 1;
    }
    let id = desk.account.take(appointment);
    Ok(desk.done(id, &["scheduled", "changed"]))
}

/// `PUT /appointments/:id/reschedule`: the same appointment at another time.
pub(super) fn reschedule(
    desk: &mut Desk<'_>,
    params: &Params,
    id: &str,
    arrival: &Arrival,
) -> Result<Answer, Refused> {
    let (by, body) = (By::of(params), params::object(arrival)?);
    let appointment = list::find(desk, id)?;
    let id = appointment.id;
    if appointment.canceled {
        return Err(Refused::rule(
            "reschedule_canceled",
            "This appointment has been canceled and cannot be rescheduled.",
        ));
    }
    if body.get("datetime").is_none_or(Value::is_null) {
        return Err(Refused::rule(
            "required_datetime",
            "The parameter \"datetime\" is required.",
        ));
    }
    let account = &*desk.account;
    // What was booked can be moved even if its type is not offered any more.
    let kind = account
        .appointment_type(appointment.type_id)
        .ok_or_else(|| Refused::not_found("That appointment type"))?;
    if by == By::Client {
        if kind.kind == Kind::Series {
            return Err(Refused::rule(
                "reschedule_series",
                "Appointments of a series cannot be rescheduled one by one.",
            ));
        }
        if appointment.start <= desk.now {
            return Err(Refused::rule(
                "reschedule_not_allowed",
                "This appointment cannot be rescheduled.",
            ));
        }
        if appointment.start < desk.now + TOO_CLOSE {
            return Err(Refused::rule(
                "reschedule_too_close",
                "It is too close to the appointment to reschedule.",
            ));
        }
    }
    let zone = client_zone(&body)?;
    let (calendar, start) = place(desk, kind, &body, by, Some(appointment))?;
    let calendar = calendar.id;
    if let Some(appointment) = desk.account.appointments.get_mut(&id) {
        (appointment.start, appointment.calendar) = (start, calendar);
        if let Some(zone) = zone {
            appointment.zone = zone;
        }
    }
    Ok(desk.done(id, &["rescheduled", "changed"]))
}

/// `PUT /appointments/:id/cancel`: for good.
pub(super) fn cancel(
    desk: &mut Desk<'_>,
    params: &Params,
    id: &str,
    arrival: &Arrival,
) -> Result<Answer, Refused> {
    let (by, body) = (By::of(params), params::object(arrival)?);
    let appointment = list::find(desk, id)?;
    let (id, was_canceled) = (appointment.id, appointment.canceled);
    if by == By::Client && !was_canceled {
        if appointment.start <= desk.now {
            return Err(Refused::rule(
                "cancel_not_allowed",
                "This appointment cannot be canceled.",
            ));
        }
        if appointment.start < desk.now + TOO_CLOSE {
            return Err(Refused::rule(
                "cancel_too_close",
                "It is too close to the appointment to cancel.",
            ));
        }
    }
    let no_show = match (by, body.get("noShow")) {
        (By::Admin, Some(value)) => Some(*value == Value::Bool(true)),
        _ => None,
    };
    if let Some(appointment) = desk.account.appointments.get_mut(&id) {
        appointment.canceled = true;
        if let Some(no_show) = no_show {
            appointment.no_show = no_show;
        }
        if let Some(note) = params::text(&body, "cancelNote") {
            let notes = &mut appointment.client.notes;
            notes.push_str(if notes.is_empty() { "" } else { "\n" });
            notes.push_str(&note);
        }
    }
    let actions: &[&'static str] = if was_canceled {
        &["changed"]
    } else {
        &["canceled", "changed"]
    };
    Ok(desk.done(id, actions))
}

impl Desk<'_> {
    /// The answer after a change of an appointment, which subscribers are told of.
    pub(super) fn done(&mut self, id: u64, actions: &[&'static str]) -> Answer {
        self.happened.extend(actions.iter().map(|action| (*action, id)));
        match self.account.appointments.get(&id) {
            Some(appointment) => Answer::json(200, &self.wire(appointment, Extent::Whole)).committed(),
            None => Refused::not_found("That appointment").into(),
        }
    }
}

/// The client's zone, checked.
fn client_zone(body: &Map<String, Value>) -> Result<Option<String>, Refused> {
    let Some(name) = params::text(body, "timezone") else {
        return Ok(None);
    };
    match AgencyZone::new(&name) {
        Ok(_) => Ok(Some(name)),
        Err(_) => Err(Refused::rule(
            "invalid_timezone",
            format!("The timezone \"{name}\" is invalid."),
        )),
    }
}

/// Calendar and start of a booking; `moving` is the appointment that moves.
fn place<'a>(
    desk: &'a Desk<'_>,
    kind: &AppointmentType,
    body: &Map<String, Value>,
    by: By,
    moving: Option<&Appointment>,
) -> Result<(&'a Calendar, DateTime<Utc>), Refused> {
    let account = &*desk.account;
    let named = match body.get("calendarID") {
        None => moving.map(|appointment| appointment.calendar),
        Some(Value::Null) => None,
        Some(_) => Some(params::id(body, "calendarID").unwrap_or(0)),
    };
    if by == By::Admin && named.is_none() && moving.is_none() {
        return Err(Refused::rule(
            "invalid_calendar",
            "The parameter \"calendarID\" is required when booking as an admin.",
        ));
    }
    let text = params::text(body, "datetime").unwrap_or_default();
    let ignoring: Vec<u64> = moving.iter().map(|appointment| appointment.id).collect();
    let start_on = |zone: &AgencyZone| {
        times::read(&text, zone)
            .ok_or_else(|| Refused::rule("invalid_datetime", format!("The datetime \"{text}\" is invalid.")))
    };
    if let Some(id) = named {
        let calendar = account.calendar_of(kind, id)?;
        let start = start_on(&calendar.zone)?;
        if by == By::Client {
            account.check(kind, calendar, start, &ignoring, (desk.now, desk.switches))?;
        }
        return Ok((calendar, start));
    }
    let start = start_on(&account.zone)?;
    let mut refusal = Refused::rule("no_available_calendar", "There is no available calendar.");
    for id in kind.calendars {
        let calendar = account.calendar_of(kind, *id)?;
        match account.check(kind, calendar, start, &ignoring, (desk.now, desk.switches)) {
            Ok(()) => return Ok((calendar, start)),
            Err(other) if other.code != "not_available" => refusal = other,
            Err(_) => {}
        }
    }
    Err(refusal)
}
