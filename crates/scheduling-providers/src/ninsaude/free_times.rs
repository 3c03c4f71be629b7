//! Free times, in either of the shapes they were seen in, and the slots they leave for a service.

use std::collections::BTreeMap;

use careweave_types::ids::{AppointmentTypeId, CalendarId};
use careweave_types::{AgencyZone, Result, TimeWindow};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::Value;

use super::config::without_zone;
use super::fields::Fields;
use super::request::Stretch;
use super::wall::{self, NoInstant, broken};
use crate::model::{Slot, wall_clock};

/// A free stretch of a unit's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FreeTime {
    pub(super) unit: Option<String>,
    pub(super) stretch: Stretch,
}

/// What an answer holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FreeTimes {
    Dated(Vec<FreeTime>),
    /// Some rows do not say their day, and several days were asked for.
    Undated,
}

/// Reads rows by day (`horarioLivre`) or flat. A row without a day is of the only day that was asked for.
pub(super) fn read(rows: &[Value], (from, to): (NaiveDate, NaiveDate)) -> Result<FreeTimes> {
    let mut times = Vec::new();
    for row in rows {
        let fields = Fields::of(row)?;
        let date = fields.some_date("data")?.or((from == to).then_some(from));
        let Some(date) = date else {
            return Ok(FreeTimes::Undated);
        };
        match row.get("horarioLivre") {
            None => times.push(time_of(fields, date)?),
            Some(Value::Array(nested)) => {
                for row in nested {
                    times.push(time_of(Fields::of(row)?, date)?);
                }
            }
            Some(_) => return Err(broken("horarioLivre", "must be a list")),
        }
    }
    Ok(FreeTimes::Dated(times))
}

fn time_of(fields: Fields<'_>, date: NaiveDate) -> Result<FreeTime> {
    let stretch = Stretch {
        date,
        start: fields.time("horaInicial")?,
        end: fields.time("horaFinal")?,
    };
    if stretch.end <= stretch.start {
        return Err(broken("horaFinal", "must be after horaInicial"));
    }
    Ok(FreeTime {
        unit: fields.some_id("accountUnidade")?,
        stretch,
    })
}

/// Whose free times these are, and what they are wanted for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    pub(super) professional: &'a CalendarId,
    /// The unit that was asked for: the one of rows that do not say theirs.
    pub(super) unit: Option<&'a str>,
    pub(super) service: &'a AppointmentTypeId,
    pub(super) length: TimeDelta,
    pub(super) range: &'a TimeWindow,
}

/// The slots of a service: each start of the grid after which it is free for as long as the service takes.
///
/// The service lays its grid over wall clocks. A time that a clock skips has no slot; one that it shows twice has none
/// either, as nothing says which is meant.
///
/// # Errors
/// `Config` naming a unit without a zone.
pub(super) fn slots(
    times: &[FreeTime],
    units: &BTreeMap<String, AgencyZone>,
    wanted: Wanted<'_>,
) -> Result<Vec<Slot>> {
    let mut by_unit: BTreeMap<&str, Vec<TimeWindow>> = BTreeMap::new();
    for time in times {
        let unit = match (&time.unit, wanted.unit) {
            (Some(unit), _) => unit.as_str(),
            (None, Some(unit)) => unit,
            (None, None) => return Err(broken("accountUnidade", "is missing")),
        };
        if wanted.unit.is_some_and(|wanted| wanted != unit) {
            continue;
        }
        let zone = units.get(unit).ok_or_else(|| without_zone(unit))?;
        match wall::instant(zone, time.stretch.date, time.stretch.start) {
            Ok(start) => {
                let length = time.stretch.end - time.stretch.start;
                by_unit
                    .entry(unit)
                    .or_default()
                    .push(TimeWindow::new(start, start + length)?);
            }
            Err(why @ (NoInstant::Skipped | NoInstant::Twice)) => {
                tracing::debug!(
                    provider = "ninsaude",
                    ?why,
                    "a free time on a day on which clocks change is left out"
                );
            }
        }
    }
    let mut slots = Vec::new();
    for (unit, mut free) in by_unit {
        free.sort_unstable();
        free.dedup();
        let Some(zone) = units.get(unit) else {
            continue;
        };
        for (index, first) in free.iter().enumerate() {
            let (start, end) = (first.start(), first.start() + wanted.length);
            if wanted.range.contains(start) && covers(&free[index..], end) {
                let mut slot = Slot::new(
                    TimeWindow::new(start, end)?,
                    wall_clock(zone, start),
                    wanted.service.clone(),
                );
                slot.calendar = Some(wanted.professional.clone());
                slot.unit = Some(unit.to_owned());
                slots.push(slot);
            }
        }
    }
    Ok(slots)
}

/// True when the stretches, which are in order, leave no gap between the start of the first and `end`.
fn covers(free: &[TimeWindow], end: DateTime<Utc>) -> bool {
    let Some(mut until) = free.first().map(TimeWindow::end) else {
        return false;
    };
    for next in free {
        if until >= end || next.start() > until {
            break;
        }
        until = until.max(next.end());
    }
    until >= end
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn units() -> BTreeMap<String, AgencyZone> {
        [
            ("1", "America/Sao_Paulo"),
            ("2", "America/Rio_Branco"),
            ("3", "America/Denver"),
        ]
        .into_iter()
        .map(|(unit, zone)| (unit.to_owned(), AgencyZone::new(zone).unwrap()))
        .collect()
    }

    fn dated(rows: &Value, from: &str, to: &str) -> Vec<FreeTime> {
        match read(rows.as_array().unwrap(), (day(from), day(to))).unwrap() {
            FreeTimes::Dated(times) => times,
            FreeTimes::Undated => panic!("undated"),
        }
    }

    fn starts(times: &[FreeTime], minutes: i64) -> Vec<String> {
        let (professional, service) = (
            CalendarId::new("13").unwrap(),
            AppointmentTypeId::new("21").unwrap(),
        );
        let range = TimeWindow::new(
            "2026-01-01T00:00:00Z".parse().unwrap(),
            "2027-01-01T00:00:00Z".parse().unwrap(),
        )
        .unwrap();
        let wanted = Wanted {
            professional: &professional,
            unit: None,
            service: &service,
            length: TimeDelta::minutes(minutes),
            range: &range,
        };
        let slots = slots(times, &units(), wanted).unwrap();
        slots.iter().map(|slot| slot.local_start.to_rfc3339()).collect()
    }

    #[test]
    fn nested_and_flat_answers_are_the_same_free_times() {
        let nested = json!([
            {"data": "2026-04-07", "horarioLivre": [{"horaInicial": "09:00", "horaFinal": "09:20", "accountUnidade": 1}]},
            {"data": "2026-04-08", "horarioLivre": [{"horaInicial": "09:00:00", "horaFinal": "09:20:00", "accountUnidade": "2"}]},
        ]);
        let flat = json!([
            {"data": "2026-04-07", "horaInicial": "09:00", "horaFinal": "09:20", "accountUnidade": "1"},
            {"data": "2026-04-08", "horaInicial": "09:00", "horaFinal": "09:20", "accountUnidade": 2},
        ]);
        let times = dated(&nested, "2026-04-07", "2026-04-08");
        assert_eq!(times, dated(&flat, "2026-04-07", "2026-04-08"));
        assert_eq!(
            starts(&times, 20),
            ["2026-04-07T09:00:00-03:00", "2026-04-08T09:00:00-05:00"]
        );
    }

    #[test]
    fn rows_without_a_day_are_of_the_only_day_or_of_no_known_one() {
        let rows = [json!({"horaInicial": "09:00", "horaFinal": "09:20", "accountUnidade": 1})];
        let one = read(&rows, (day("2026-04-07"), day("2026-04-07"))).unwrap();
        assert!(matches!(one, FreeTimes::Dated(times) if times[0].stretch.date == day("2026-04-07")));
        assert_eq!(
            read(&rows, (day("2026-04-07"), day("2026-04-08"))).unwrap(),
            FreeTimes::Undated
        );
    }

    #[test]
    fn a_long_service_needs_free_times_in_a_row_in_one_unit() {
        let time = |from: &str, to: &str, unit: u64| json!({"data": "2026-04-07", "horaInicial": from, "horaFinal": to, "accountUnidade": unit});
        let rows = json!([
            time("09:00", "09:20", 1),
            time("09:20", "09:40", 1),
            time("10:00", "10:20", 1),
            time("10:20", "10:40", 2),
        ]);
        let times = dated(&rows, "2026-04-07", "2026-04-07");
        assert_eq!(starts(&times, 40), ["2026-04-07T09:00:00-03:00"]);
        assert_eq!(starts(&times, 20).len(), 4);
        assert!(starts(&times, 60).is_empty());
    }

    #[test]
    fn hours_that_clocks_skip_or_show_twice_have_no_slots() {
        let night = |date: &str| {
            let rows: Vec<Value> = ["00:30", "01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]
                .windows(2)
                .map(|pair| json!({"data": date, "horaInicial": pair[0], "horaFinal": pair[1], "accountUnidade": 3}))
                .collect();
            starts(&dated(&rows.into(), date, date), 30)
        };
        assert_eq!(
            night("2026-03-08"),
            [
                "2026-03-08T00:30:00-07:00",
                "2026-03-08T01:00:00-07:00",
                "2026-03-08T01:30:00-07:00",
                "2026-03-08T03:00:00-06:00"
            ]
        );
        assert_eq!(
            night("2026-11-01"),
            [
                "2026-11-01T00:30:00-06:00",
                "2026-11-01T02:00:00-07:00",
                "2026-11-01T02:30:00-07:00",
                "2026-11-01T03:00:00-07:00"
            ]
        );
    }

    #[test]
    fn a_row_that_breaks_the_contract_is_an_error_that_names_its_field() {
        for (row, field) in [
            (
                json!({"data": "2026-04-07", "horaInicial": "9h", "horaFinal": "10:00"}),
                "horaInicial",
            ),
            (
                json!({"data": "2026-04-07", "horaInicial": "10:00", "horaFinal": "09:00"}),
                "horaFinal",
            ),
            (json!({"data": "2026-04-07", "horarioLivre": 3}), "horarioLivre"),
            (json!("09:00"), "row"),
        ] {
            let error = read(&[row], (day("2026-04-07"), day("2026-04-07"))).unwrap_err();
            assert_eq!(error.get("field"), Some(field));
        }
    }
}
