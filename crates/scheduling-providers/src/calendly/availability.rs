use careweave_types::ids::{AppointmentTypeId, CalendarId, ExternalId};
use careweave_types::{Error, Result, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::value::RawValue;

use super::reading::time;
use super::uri::uuid_of;
use super::wire::{AvailableTime, BusyTime, EventType, Page};
use super::{Calendly, calls, refusal};
use crate::model::{Busy, BusySource, PrivateLink, Slot, SlotCheck, wall_clock};
use crate::request::{BusyQuery, SlotQuery};

/// The longest range of one request for available times (release notes of July 2026).
const SLOT_SPAN: TimeDelta = TimeDelta::days(31);
/// The longest range of one request for busy times.
const BUSY_SPAN: TimeDelta = TimeDelta::days(7);
/// How far ahead of our clock a range begins: Calendly refuses one that has begun when the request arrives.
const AHEAD: TimeDelta = TimeDelta::seconds(60);

/// The parts of a range that may be asked for, in order: none longer than `longest`, all of it later than `now`.
pub(super) fn parts(range: TimeWindow, longest: TimeDelta, now: DateTime<Utc>) -> Vec<TimeWindow> {
    let mut parts = Vec::new();
    let mut start = range.start().max(now + AHEAD);
    while let Ok(part) = TimeWindow::new(start, range.end().min(start + longest)) {
        parts.push(part);
        start = part.end();
    }
    parts
}

impl Calendly {
    pub(super) async fn free(&self, query: &SlotQuery) -> Result<Vec<Slot>> {
        const OPERATION: &str = "slots.list";
        if query.unit.is_some() {
            return Err(Error::invalid(OPERATION, "unit", "Calendly has no units"));
        }
        let kind = self
            .event_type(OPERATION, query.appointment_type.as_str())
            .await?;
        let elsewhere = |calendar: &CalendarId| kind.owner().is_some_and(|owner| owner != calendar.as_str());
        if query.calendar.as_ref().is_some_and(elsewhere) {
            // The type is another host's: with this one it has no times, whatever is asked.
            return Ok(Vec::new());
        }
        let mut slots = Vec::new();
        for part in parts(query.range, SLOT_SPAN, self.clock.now()) {
            slots.extend(self.free_in(OPERATION, &kind, part, query).await?);
        }
        slots.sort_by_key(|slot: &Slot| slot.window);
        slots.dedup_by_key(|slot| slot.window);
        Ok(slots)
    }

    async fn free_in(
        &self,
        operation: &'static str,
        kind: &EventType,
        part: TimeWindow,
        query: &SlotQuery,
    ) -> Result<Vec<Slot>> {
        let mut slots = Vec::new();
        for free in self.available(operation, &kind.uri, part).await? {
            let window = TimeWindow::new(
                free.start_time,
                free.start_time + TimeDelta::minutes(i64::from(kind.duration)),
            )
            .map_err(|_| refusal::contract(operation, "duration", "a type takes some time"))?;
            let mut slot = Slot::new(
                window,
                wall_clock(&query.zone, free.start_time),
                query.appointment_type.clone(),
            );
            slot.calendar = kind.owner().map(CalendarId::new).transpose()?;
            slot.capacity_left = free.invitees_remaining;
            slot.booking_link = free.scheduling_url.map(PrivateLink::new);
            slots.push(slot);
        }
        Ok(slots)
    }

    async fn available(
        &self,
        operation: &'static str,
        kind: &str,
        part: TimeWindow,
    ) -> Result<Vec<AvailableTime>> {
        let (from, to) = (time(part.start()), time(part.end()));
        let query = [
            ("event_type", kind),
            ("start_time", from.as_str()),
            ("end_time", to.as_str()),
        ];
        let page: Page = self
            .calls
            .get(operation, &["event_type_available_times"], &query)
            .await?;
        let mut times: Vec<AvailableTime> = rows(operation, &page.collection)?;
        times.retain(|free| free.status == "available" && part.contains(free.start_time));
        Ok(times)
    }

    pub(super) async fn is_free(&self, slot: &Slot) -> Result<SlotCheck> {
        const OPERATION: &str = "slots.check";
        uuid_of(
            OPERATION,
            "slot.appointment_type",
            slot.appointment_type.as_str(),
            "event_types",
        )?;
        let start = slot.window.start();
        if start <= self.clock.now() + AHEAD {
            return Ok(SlotCheck::TooClose);
        }
        let around = TimeWindow::new(start, start + TimeDelta::minutes(1))?;
        let times = self
            .available(OPERATION, slot.appointment_type.as_str(), around)
            .await?;
        let there = times.iter().any(|free| free.start_time == start);
        Ok(if there { SlotCheck::Free } else { SlotCheck::Taken })
    }

    pub(super) async fn busy_times(&self, query: &BusyQuery) -> Result<Vec<Busy>> {
        const OPERATION: &str = "busy.list";
        let now = self.clock.now();
        if query.range.end() <= now + AHEAD {
            return Err(Error::invalid(
                OPERATION,
                "range",
                "Calendly tells the busy time of the future only",
            ));
        }
        let mut busy: Vec<Busy> = Vec::new();
        for calendar in &query.calendars {
            uuid_of(OPERATION, "calendars", calendar.as_str(), "users")?;
            for part in parts(query.range, BUSY_SPAN, now) {
                let (from, to) = (time(part.start()), time(part.end()));
                let asked = [
                    ("user", calendar.as_str()),
                    ("start_time", from.as_str()),
                    ("end_time", to.as_str()),
                ];
                let page: Page = self.calls.get(OPERATION, &["user_busy_times"], &asked).await?;
                for row in rows::<BusyTime>(OPERATION, &page.collection)? {
                    let told = self.busy_time(OPERATION, calendar, row)?;
                    // What reaches over the end of a part is told by both.
                    if !busy.contains(&told) {
                        busy.push(told);
                    }
                }
            }
        }
        busy.sort_by(|a, b| (a.window, &a.calendar).cmp(&(b.window, &b.calendar)));
        Ok(busy)
    }

    fn busy_time(&self, operation: &'static str, calendar: &CalendarId, row: BusyTime) -> Result<Busy> {
        let broken = |_| refusal::contract(operation, "end_time", "must be after the start");
        let window = TimeWindow::new(row.start_time, row.end_time).map_err(broken)?;
        let buffered = match (row.buffered_start_time, row.buffered_end_time) {
            (Some(start), Some(end)) => Some(TimeWindow::new(start, end).map_err(broken)?),
            _ => None,
        };
        let source = match (row.kind.as_str(), row.event) {
            ("calendly", Some(event)) => BusySource::Appointment {
                id: ExternalId::new(event.uri)
                    .map_err(|_| refusal::contract(operation, "event.uri", "breaks the rule of ids"))?,
            },
            ("external", _) => BusySource::External,
            ("reserved", _) => BusySource::Reserved,
            _ => BusySource::Unknown,
        };
        Ok(Busy {
            calendar: calendar.clone(),
            window,
            buffered,
            source,
        })
    }

    pub(super) async fn kinds(&self) -> Result<Vec<crate::model::AppointmentType>> {
        const OPERATION: &str = "appointment_types.list";
        let (scope, whose) = self.whose(None).await?;
        let raw = self.all(OPERATION, &["event_types"], &[(scope, &whose)]).await?;
        let mut kinds = Vec::with_capacity(raw.len());
        for kind in rows::<EventType>(OPERATION, &raw)? {
            kinds.push(appointment_type(&kind)?);
        }
        Ok(kinds)
    }
}

/// The rows of a list that has to be whole.
pub(super) fn rows<T: serde::de::DeserializeOwned>(
    operation: &'static str,
    raw: &[Box<RawValue>],
) -> Result<Vec<T>> {
    raw.iter()
        .map(|row| calls::decode(operation, row.get().as_bytes()))
        .collect()
}

fn appointment_type(kind: &EventType) -> Result<crate::model::AppointmentType> {
    use crate::model::{AppointmentType, AppointmentTypeKind, Question};
    let mut known = AppointmentType::new(
        AppointmentTypeId::new(kind.uri.as_str())?,
        kind.name.clone(),
        kind.duration,
    );
    known.active = kind.active;
    known.kind = match (kind.pooling_type.as_deref(), kind.kind.as_deref()) {
        (Some("round_robin"), _) => AppointmentTypeKind::RoundRobin,
        (Some("collective"), _) => AppointmentTypeKind::Collective,
        (Some(other), _) => AppointmentTypeKind::from(other),
        (None, Some("group")) => AppointmentTypeKind::Group,
        (None, Some("solo") | None) => AppointmentTypeKind::Service,
        (None, Some(other)) => AppointmentTypeKind::from(other),
    };
    known.calendars = kind
        .owner()
        .map(CalendarId::new)
        .transpose()?
        .into_iter()
        .collect();
    known.booking_link = kind.scheduling_url.clone().map(PrivateLink::new);
    known.questions = kind
        .custom_questions
        .iter()
        .flatten()
        .filter(|question| question.enabled)
        .map(|question| Question {
            id: question.position.to_string(),
            text: question.name.clone(),
            required: question.required,
            choices: question.answer_choices.clone(),
        })
        .collect();
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(days: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(days)
    }

    #[test]
    fn ninety_days_are_asked_for_in_parts_of_the_future() {
        let parts = parts(TimeWindow::new(at(0), at(90)).unwrap(), SLOT_SPAN, at(10));
        assert_eq!(parts.len(), 3);
        assert_eq!(parts[0].start(), at(10) + AHEAD);
        assert_eq!(parts[2].end(), at(90));
        for pair in parts.windows(2) {
            assert_eq!(pair[0].end(), pair[1].start());
        }
        assert!(parts.iter().all(|part| part.end() - part.start() <= SLOT_SPAN));
    }

    #[test]
    fn the_past_is_not_asked_for() {
        assert!(parts(TimeWindow::new(at(0), at(1)).unwrap(), BUSY_SPAN, at(1)).is_empty());
    }
}
