//! The free times of a professional: the weekly grid less what is booked, by the unit's wall clock.
//!
//! The grid is laid over wall clocks without a thought for days on which they change: so does a system that knows no
//! zones.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::fault::Fault;
use super::models::{Clinic, Hours};
use super::params::{Params, date, path_id};
use super::record::{Writer, day};
use super::result;
use super::switches::{NinsaudeSlotShape, NinsaudeSwitches};
use crate::answer::Answer;

/// The most days that are looked at in one request.
const LONGEST_DAYS: i64 = 366;

/// `GET atendimento_agenda/listar/horario/disponivel/profissional/{id}/dataInicial/{d}/dataFinal/{d}`.
pub(super) fn list(
    clinic: &Clinic,
    switches: &NinsaudeSwitches,
    params: &Params,
    (professional, from, to): (&str, &str, &str),
    now: DateTime<Utc>,
) -> Result<Answer, Fault> {
    let professional = path_id(professional)?;
    let (from, to) = (date("dataInicial", from)?, date("dataFinal", to)?);
    if to < from || (to - from).num_days() > LONGEST_DAYS {
        return Err(Fault::field("dataFinal", "deve ser depois de dataInicial"));
    }
    let unit = params.number("accountUnidade")?;
    clinic
        .professional(professional)
        .filter(|one| one.active)
        .ok_or(Fault::NotFound)?;
    let writer = Writer {
        ids: switches.ids_as_strings,
    };
    let days = from.iter_days().take_while(|day| *day <= to);
    let free = days.map(|date| (date, free_on(clinic, professional, unit, date, now)));
    let time = |free: &Free| {
        json!({
            "horaInicial": free.start.format("%H:%M").to_string(),
            "horaFinal": free.end.format("%H:%M").to_string(),
            "accountUnidade": writer.id(free.unit),
        })
    };
    let rows: Vec<Value> = match switches.slot_shape {
        NinsaudeSlotShape::Nested => free
            .map(|(date, times)| {
                json!({"data": day(date), "horarioLivre": times.iter().map(time).collect::<Vec<_>>()})
            })
            .collect(),
        NinsaudeSlotShape::Flat => free
            .flat_map(|(date, times)| {
                times.into_iter().map(move |free| {
                    let mut row = time(&free);
                    row["data"] = day(date).into();
                    row
                })
            })
            .collect(),
        NinsaudeSlotShape::FlatUndated => free.flat_map(|(_, times)| times.into_iter().map(|free| time(&free))).collect(),
    };
    Ok(result(rows.into()))
}

struct Free {
    start: NaiveTime,
    end: NaiveTime,
    unit: u64,
}

fn free_on(
    clinic: &Clinic,
    professional: u64,
    unit: Option<u64>,
    date: NaiveDate,
    now: DateTime<Utc>,
) -> Vec<Free> {
    let weekday = date.weekday().num_days_from_sunday();
    let of_the_day = |hours: &&Hours| {
        hours.professional == professional
            && hours.weekday == weekday
            && unit.is_none_or(|unit| unit == hours.unit)
    };
    let mut free = Vec::new();
    for hours in clinic.hours.iter().filter(of_the_day) {
        let Some(reading) = clinic.unit(hours.unit).map(|unit| unit.zone.local(now)) else {
            continue;
        };
        let step = TimeDelta::minutes(hours.step.into());
        let mut start = hours.start;
        while hours.end - start >= step {
            let end = start + step;
            let ahead = (date, start) > (reading.date, reading.time);
            if ahead && !clinic.is_taken(professional, (date, start, end), None) {
                free.push(Free {
                    start,
                    end,
                    unit: hours.unit,
                });
            }
            start = end;
        }
    }
    free
}
