//! Commands of the control port.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Account;
use super::models::Appointment;
use crate::answer::{Answer, Refusal};

/// The most appointments added at once.
const MOST: u64 = 10_000;

/// Appointments one after another on the days from `date` on: `per_day` of them each day, `minutes` long, from `from` on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bulk {
    unit: u64,
    professional: u64,
    patient: u64,
    date: NaiveDate,
    from: NaiveTime,
    minutes: u32,
    per_day: u64,
    count: u64,
    #[serde(default)]
    status: i64,
}

pub(super) fn carry_out(
    account: &mut Account,
    method: &str,
    command: &str,
    body: Value,
) -> Result<Answer, Refusal> {
    match (command, method) {
        ("appointments", "POST") => add(account, body),
        ("tokens/expire", "POST") => Ok(Answer::json(
            200,
            &json!({"expired": account.tokens.expire_all()}),
        )),
        ("appointments" | "tokens/expire", _) => Err(Refusal::MethodNotAllowed),
        _ => Err(Refusal::NotFound),
    }
}

fn add(account: &mut Account, body: Value) -> Result<Answer, Refusal> {
    let bulk: Bulk = serde_json::from_value(body).map_err(|e| Refusal::Malformed(e.to_string()))?;
    let clinic = &mut account.clinic;
    if bulk.count == 0 || bulk.count > MOST {
        return Err(Refusal::invalid("count", "must be between 1 and 10000"));
    }
    let day_minutes = bulk.per_day.saturating_mul(bulk.minutes.into());
    let left = (NaiveTime::MIN - bulk.from).num_minutes() + 1_440;
    if day_minutes == 0 || day_minutes > u64::try_from(left).unwrap_or(0).saturating_sub(1) {
        return Err(Refusal::invalid("per_day", "must fit between from and midnight"));
    }
    if clinic.unit(bulk.unit).is_none() {
        return Err(Refusal::invalid("unit", "does not exist"));
    }
    if clinic.professional(bulk.professional).is_none() {
        return Err(Refusal::invalid("professional", "does not exist"));
    }
    if !clinic.patients.contains_key(&bulk.patient) {
        return Err(Refusal::invalid("patient", "does not exist"));
    }
    let mut ids = Vec::new();
    for index in 0..bulk.count {
        let date = bulk
            .date
            .checked_add_days(chrono::Days::new(index / bulk.per_day))
            .ok_or_else(|| Refusal::invalid("date", "is at the end of the calendar"))?;
        let length = TimeDelta::minutes(bulk.minutes.into());
        let place = i32::try_from(index % bulk.per_day).unwrap_or(0);
        let start = bulk.from + length * place;
        let made = clinic.book(|id| Appointment {
            id,
            unit: bulk.unit,
            professional: bulk.professional,
            patient: bulk.patient,
            service: None,
            specialty: None,
            insurer: None,
            date,
            start,
            end: start + length,
            status: bulk.status,
            note: None,
            confirmation_sent: false,
        });
        ids.push(made.id);
    }
    Ok(Answer::json(201, &json!({ "ids": ids })))
}
