//! Reading appointments.

use serde_json::{Value, json};

use super::Desk;
use super::model::Appointment;
use super::params::Params;
use super::refused::Refused;
use super::wire::{self, Extent};
use crate::answer::Answer;

/// A list has so many rows at most, and no second page.
const LONGEST: u64 = 100;

/// `GET /appointments`.
pub(super) fn list(desk: &Desk<'_>, params: &Params) -> Result<Answer, Refused> {
    let account = &*desk.account;
    let (from, to) = (params.date("minDate")?, params.date("maxDate")?);
    let (calendar, kind) = (params.number("calendarID")?, params.number("appointmentTypeID")?);
    let rows = params.number("max")?.unwrap_or(LONGEST).min(LONGEST);
    let ascending = match params.text("direction") {
        None => false,
        Some(word) if word.eq_ignore_ascii_case("desc") => false,
        Some(word) if word.eq_ignore_ascii_case("asc") => true,
        Some(_) => {
            return Err(Refused::bad_request(
                "The parameter direction must be ASC or DESC.",
            ));
        }
    };
    let (everything, only_canceled) = (params.flag("showall"), params.flag("canceled"));
    let asked: Vec<(u64, &str)> = params.fields().collect();
    let wanted = |appointment: &&Appointment| {
        let date = account.zone.local(appointment.start).date;
        let client = &appointment.client;
        let says = |name: &str, value: &str| {
            params
                .text(name)
                .is_none_or(|text| text.eq_ignore_ascii_case(value))
        };
        (everything || appointment.canceled == only_canceled)
            && from.is_none_or(|from| date >= from)
            && to.is_none_or(|to| date <= to)
            && calendar.is_none_or(|id| id == appointment.calendar)
            && kind.is_none_or(|id| id == appointment.type_id)
            && says("firstName", &client.first_name)
            && says("lastName", &client.last_name)
            && says("email", &client.email)
            && params
                .text("phone")
                .is_none_or(|text| digits(text) == digits(&client.phone))
            && asked
                .iter()
                .all(|(field, value)| wire::answer(appointment, *field) == Some(*value))
    };
    let mut found: Vec<&Appointment> = account.appointments.values().filter(wanted).collect();
    found.sort_by_key(|appointment| (appointment.start, appointment.id));
    if !ascending {
        found.reverse();
    }
    let extent = match params.flag("excludeForms") {
        true => Extent::RowWithoutForms,
        false => Extent::Row,
    };
    let rows: Vec<Value> = found
        .into_iter()
        .take(usize::try_from(rows).unwrap_or(0))
        .map(|appointment| desk.wire(appointment, extent))
        .collect();
    Ok(Answer::json(200, &rows))
}

/// The last ten digits: how a number is written does not matter.
fn digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(10)..].to_owned()
}

/// `GET /appointments/:id`.
pub(super) fn get(desk: &Desk<'_>, id: &str) -> Result<Answer, Refused> {
    Ok(Answer::json(200, &desk.wire(find(desk, id)?, Extent::Whole)))
}

/// `GET /appointments/:id/payments`: nothing is ever paid here.
pub(super) fn payments(desk: &Desk<'_>, id: &str) -> Result<Answer, Refused> {
    find(desk, id)?;
    Ok(Answer::json(200, &json!([])))
}

pub(super) fn find<'a>(desk: &'a Desk<'_>, id: &str) -> Result<&'a Appointment, Refused> {
    id.parse()
        .ok()
        .and_then(|id: u64| desk.account.appointments.get(&id))
        .ok_or_else(|| Refused::not_found("That appointment"))
}
