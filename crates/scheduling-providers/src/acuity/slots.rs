//! Free times, and the time that is taken.

use std::collections::BTreeSet;

use careweave_types::ids::{AppointmentTypeId, CalendarId};
use careweave_types::{Error, ErrorKind, Result, TimeWindow};
use chrono::{DateTime, Datelike as _, Days, FixedOffset, Months, NaiveDate, TimeDelta};
use serde_json::json;

use super::backend::Acuity;
use super::call::Call;
use super::codec::instant;
use super::wire::{WireBlock, WireCheck, WireClass, WireDate, WireTime};
use crate::model::{Busy, BusySource, Slot, SlotCheck};
use crate::page::Completeness;
use crate::request::{BusyQuery, ListAppointments, SlotQuery};

const SLOTS: &str = "slots.list";
const CHECK: &str = "slots.check";
const BUSY: &str = "busy.list";
/// So many days are asked for one by one; of more, the months are asked first which days have anything.
const FEW_DAYS: usize = 3;
/// The most blocks of one answer.
const FULL: usize = 100;
/// No appointment is longer.
const LONGEST: TimeDelta = TimeDelta::days(1);

impl Acuity {
    pub(super) async fn find_slots(&self, query: &SlotQuery) -> Result<Vec<Slot>> {
        if query.unit.is_some() {
            return Err(Error::invalid(SLOTS, "unit", "Acuity has no units"));
        }
        let kind = self.wire_type(SLOTS, &query.appointment_type).await?;
        let length = TimeDelta::minutes(i64::from(kind.duration));
        let dates = dates(query);
        if kind.r#type.as_deref() == Some("class") {
            return self.class_sessions(query, length, &dates).await;
        }
        // With an appointment to ignore, a day may be free that the months call full.
        let asked: BTreeSet<NaiveDate> = match query.ignoring.is_none() && dates.len() > FEW_DAYS {
            true => {
                let free = self.free_dates(query, &dates).await?;
                dates.into_iter().filter(|date| free.contains(date)).collect()
            }
            false => dates,
        };
        let mut slots = Vec::new();
        for date in asked {
            let call = self
                .availability(query, "times")
                .with("date", date)
                .with_some("ignoreAppointmentIDs[]", query.ignoring.as_ref());
            let times: Vec<WireTime> = self.caller.json(call).await?;
            for time in times {
                let start = instant(SLOTS, "time", &time.time)?;
                let mut slot = slot(&query.appointment_type, start, length)?;
                slot.calendar = query.calendar.clone();
                slot.capacity_left = time.slots_available;
                slots.push(slot);
            }
        }
        Ok(slots)
    }

    fn availability(&self, query: &SlotQuery, what: &str) -> Call {
        Call::get(SLOTS, format!("availability/{what}"))
            .with("appointmentTypeID", &query.appointment_type)
            .with("timezone", query.zone.name())
            .with_some("calendarID", query.calendar.as_ref())
    }

    async fn free_dates(
        &self,
        query: &SlotQuery,
        dates: &BTreeSet<NaiveDate>,
    ) -> Result<BTreeSet<NaiveDate>> {
        let mut free = BTreeSet::new();
        for month in months(dates) {
            let call = self
                .availability(query, "dates")
                .with("month", month.format("%Y-%m"));
            let days: Vec<WireDate> = self.caller.json(call).await?;
            free.extend(days.into_iter().map(|day| day.date));
        }
        Ok(free)
    }

    async fn class_sessions(
        &self,
        query: &SlotQuery,
        length: TimeDelta,
        dates: &BTreeSet<NaiveDate>,
    ) -> Result<Vec<Slot>> {
        let mut slots = Vec::new();
        for month in months(dates) {
            let call = self
                .availability(query, "classes")
                .with("month", month.format("%Y-%m"));
            let sessions: Vec<WireClass> = self.caller.json(call).await?;
            for session in sessions {
                let calendar = CalendarId::new(session.calendar_id.to_string())?;
                let ours = session.appointment_type_id.to_string() == query.appointment_type.as_str()
                    && query.calendar.as_ref().is_none_or(|wanted| *wanted == calendar);
                if !ours || session.slots_available == 0 {
                    continue;
                }
                let start = instant(SLOTS, "time", &session.time)?;
                let mut slot = slot(&query.appointment_type, start, length)?;
                slot.calendar = Some(calendar);
                slot.capacity_left = Some(session.slots_available);
                slots.push(slot);
            }
        }
        Ok(slots)
    }

    pub(super) async fn ask_for(&self, slot: &Slot) -> Result<SlotCheck> {
        let id = |field: &'static str, text: &str| {
            text.parse::<u64>()
                .map_err(|_| Error::invalid(CHECK, field, "Acuity's ids are whole numbers"))
        };
        let mut body = json!({
            "datetime": slot.local_start.format("%Y-%m-%dT%H:%M:%S%z").to_string(),
            "appointmentTypeID": id("appointment_type", slot.appointment_type.as_str())?,
        });
        if let Some(calendar) = &slot.calendar {
            body["calendarID"] = id("calendar", calendar.as_str())?.into();
        }
        let said: WireCheck = self
            .caller
            .json(Call::ask(CHECK, "availability/check-times", body))
            .await?;
        if said.valid {
            return Ok(SlotCheck::Free);
        }
        match said.error.as_deref() {
            Some("not_available_min_hours_in_advance") => Ok(SlotCheck::TooClose),
            Some("not_available_max_days_in_advance") => Ok(SlotCheck::TooFar),
            Some("not_available" | "no_available_calendar") | None => Ok(SlotCheck::Taken),
            // Not a word on the slot, but on the question.
            Some(_) => Err(Error::new(
                ErrorKind::Rejected,
                CHECK,
                "Acuity did not understand the slot",
            )),
        }
    }

    /// From appointments and blocks: there is no route for it.
    pub(super) async fn busy_time(&self, query: &BusyQuery) -> Result<Vec<Busy>> {
        let earlier = TimeWindow::new(query.range.start() - LONGEST, query.range.end())?;
        let mut busy = Vec::new();
        for calendar in &query.calendars {
            let mut request = ListAppointments::starting_in(earlier)
                .without_cancelled()
                .with_calendar(calendar.clone());
            loop {
                let page = self.list_page(&request).await?;
                if !page.failures.is_empty() || matches!(page.completeness, Completeness::Incomplete(_)) {
                    return Err(incomplete());
                }
                let next = page.next().cloned();
                busy.extend(page.appointments.iter().map(|appointment| Busy {
                    calendar: calendar.clone(),
                    window: appointment.window,
                    buffered: None,
                    source: BusySource::Appointment {
                        id: appointment.id().clone(),
                    },
                }));
                match next {
                    Some(cursor) => request = request.from(cursor),
                    None => break,
                }
            }
            self.blocks(query, calendar, &mut busy).await?;
        }
        Ok(busy)
    }

    async fn blocks(&self, query: &BusyQuery, calendar: &CalendarId, busy: &mut Vec<Busy>) -> Result<()> {
        let zone = &self.facts(BUSY).await?.zone;
        let edge = || Error::invalid(BUSY, "range", "must not lie at the end of the calendar");
        let day = Days::new(1);
        let first = zone
            .local(query.range.start())
            .date
            .checked_sub_days(day)
            .ok_or_else(edge)?;
        let last = zone
            .local(query.range.end())
            .date
            .checked_add_days(day)
            .ok_or_else(edge)?;
        let mut pending = vec![(first, last)];
        while let Some((from, to)) = pending.pop() {
            let call = Call::get(BUSY, "blocks")
                .with("minDate", from)
                .with("maxDate", to)
                .with("max", FULL)
                .with("calendarID", calendar);
            let blocks: Vec<WireBlock> = self.caller.json(call).await?;
            if blocks.len() >= FULL {
                if from == to {
                    return Err(incomplete());
                }
                let half = from + Days::new((to - from).num_days().unsigned_abs() / 2);
                pending.extend([(half + day, to), (from, half)]);
                continue;
            }
            for block in blocks {
                if block.calendar_id.to_string() != calendar.as_str() {
                    continue;
                }
                let time = |field, text: &str| instant(BUSY, field, text).map(|time| time.to_utc());
                let window = TimeWindow::new(time("start", &block.start)?, time("end", &block.end)?)
                    .map_err(|_| super::call::contract(BUSY, "end", "a block ends after it starts"))?;
                let block = Busy {
                    calendar: calendar.clone(),
                    window,
                    buffered: None,
                    source: BusySource::Block,
                };
                if !busy.contains(&block) {
                    busy.push(block);
                }
            }
        }
        Ok(())
    }
}

fn incomplete() -> Error {
    Error::new(
        ErrorKind::Incomplete,
        BUSY,
        "not all of what makes the calendar busy could be read; free time cannot be told from it",
    )
}

fn slot(kind: &AppointmentTypeId, start: DateTime<FixedOffset>, length: TimeDelta) -> Result<Slot> {
    let window = TimeWindow::new(start.to_utc(), start.to_utc() + length)
        .map_err(|_| super::call::contract(SLOTS, "duration", "an appointment takes at least a minute"))?;
    Ok(Slot::new(window, start, kind.clone()))
}

/// The days of the asker's calendar that a query touches.
fn dates(query: &SlotQuery) -> BTreeSet<NaiveDate> {
    let first = query.zone.local(query.range.start()).date;
    let last = query
        .zone
        .local(query.range.end() - TimeDelta::nanoseconds(1))
        .date;
    first.iter_days().take_while(|date| *date <= last).collect()
}

/// The first days of the months that dates lie in.
fn months(dates: &BTreeSet<NaiveDate>) -> Vec<NaiveDate> {
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else {
        return Vec::new();
    };
    let first = first.with_day(1).unwrap_or(*first);
    std::iter::successors(Some(first), |month| month.checked_add_months(Months::new(1)))
        .take_while(|month| month <= last)
        .collect()
}
