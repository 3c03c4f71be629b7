//! Reading appointments completely from a service that cuts its answers at a hundred and has no second page.
//!
//! A range of dates whose answer is full is cut in half, down to a day. A full day is read from both ends: if the two readings
//! meet in time, everything between is in one of them. If they do not, canceled and standing appointments are read apart, then
//! each calendar by itself. What is still full then is reported as incomplete.

use std::collections::{BTreeMap, BTreeSet};

use careweave_types::ids::ExternalId;
use careweave_types::{Error, Result};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::backend::{Acuity, Facts};
use super::call::Call;
use crate::model::Appointment;
use crate::page::{AppointmentPage, Missing, RowFailure};
use crate::request::{Cancelled, Cursor, ListAppointments};

const OPERATION: &str = "appointments.list";
/// The most rows one answer has. One that has so many may have lacked others.
const FULL: usize = 100;
/// How many appointments a page has unless told otherwise.
const PAGE: u32 = 500;

/// The end of a day an answer begins at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Morning,
    Evening,
}

/// Which of a day's appointments are asked for.
#[derive(Clone, Default)]
struct Part {
    /// Standing ones, canceled ones, or both.
    standing: Option<bool>,
    calendar: Option<String>,
}

/// What an answer, or several of them together, bring.
#[derive(Default)]
struct Found {
    appointments: BTreeMap<(DateTime<Utc>, u64), Appointment>,
    failures: Vec<RowFailure>,
    /// Rows of the answer, the broken ones too.
    rows: usize,
}

impl Found {
    fn is_full(&self) -> bool {
        self.rows >= FULL
    }

    fn take(&mut self, other: Self) {
        self.appointments.extend(other.appointments);
        for failure in other.failures {
            if !self.failures.contains(&failure) {
                self.failures.push(failure);
            }
        }
    }

    fn calendars(&self) -> impl Iterator<Item = String> {
        self.appointments
            .values()
            .flat_map(|appointment| &appointment.calendars)
            .map(|calendar| calendar.id.to_string())
    }

    /// True when this reading from the morning and that from the evening leave nothing out between them. Two appointments at
    /// one instant may stand in either order, so the readings have to pass each other, not only to touch.
    fn passes(&self, from_evening: &Self) -> bool {
        match (
            self.appointments.last_key_value(),
            from_evening.appointments.first_key_value(),
        ) {
            (Some(((latest, _), _)), Some(((earliest, _), _))) => earliest < latest,
            _ => false,
        }
    }
}

/// Where the next page begins: dates still to be read, and the last appointment of the first of them that was given.
struct Place {
    date: NaiveDate,
    after: Option<(DateTime<Utc>, u64)>,
}

impl Place {
    fn read(cursor: &Cursor) -> Result<Self> {
        let wrong = || Error::invalid(OPERATION, "cursor", "must be a cursor that this provider gave");
        let mut parts = cursor.as_str().split('/');
        let date = parts
            .next()
            .and_then(|text| text.parse().ok())
            .ok_or_else(wrong)?;
        let after = match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => None,
            (Some(start), Some(id), None) => {
                let start = start
                    .parse()
                    .ok()
                    .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
                Some((start.ok_or_else(wrong)?, id.parse().map_err(|_| wrong())?))
            }
            _ => return Err(wrong()),
        };
        Ok(Self { date, after })
    }

    fn cursor(&self) -> Cursor {
        match self.after {
            None => Cursor::new(self.date.to_string()),
            Some((start, id)) => Cursor::new(format!("{}/{}/{id}", self.date, start.timestamp())),
        }
    }
}

fn number(appointment: &Appointment) -> u64 {
    // The codec made the id from a number.
    appointment.id().as_str().parse().unwrap_or(0)
}

impl Acuity {
    pub(super) async fn get_one(&self, operation: &'static str, id: &ExternalId) -> Result<Appointment> {
        let facts = self.facts(operation).await?;
        let body = self
            .caller
            .send(Call::get(operation, format!("appointments/{id}")))
            .await?;
        self.codec(operation, facts).appointment(&body)
    }

    pub(super) async fn list_page(&self, request: &ListAppointments) -> Result<AppointmentPage> {
        let facts = self.facts(OPERATION).await?;
        let range = request.range;
        // A day more on either side: whose clock a filter is on is not said of every calendar.
        let edge = || Error::invalid(OPERATION, "range", "must not lie at the end of the calendar");
        let day = Days::new(1);
        let last_instant = range.end() - TimeDelta::nanoseconds(1);
        let mut first = facts
            .zone
            .local(range.start())
            .date
            .checked_sub_days(day)
            .ok_or_else(edge)?;
        let last = facts
            .zone
            .local(last_instant)
            .date
            .checked_add_days(day)
            .ok_or_else(edge)?;
        let place = request.cursor.as_ref().map(Place::read).transpose()?;
        if let Some(place) = &place {
            first = first.max(place.date);
        }
        let after = place.and_then(|place| place.after);
        let size = usize::try_from(request.page_size.unwrap_or(PAGE)).unwrap_or(usize::MAX);
        let (mut rows, mut failures, mut incomplete) = (Vec::new(), Vec::new(), false);
        let mut pending = vec![(first, last)];
        while let Some((from, to)) = pending.pop() {
            if rows.len() >= size && !incomplete {
                pending.push((from, to));
                break;
            }
            let mut found = self
                .answer(facts, request, (from, to), From::Morning, &Part::default())
                .await?;
            if found.is_full() && from < to {
                let half = from + Days::new((to - from).num_days().unsigned_abs() / 2);
                pending.push((half + day, to));
                pending.push((from, half));
                continue;
            }
            if found.is_full() {
                let (whole, all) = self.full_day(facts, request, from, found).await?;
                (found, incomplete) = (whole, incomplete || !all);
            }
            failures.append(&mut found.failures);
            let wanted = found.appointments.into_iter().filter(|(key, appointment)| {
                range.contains(appointment.start()) && after.is_none_or(|after| *key > after)
            });
            rows.extend(wanted.map(|(key, appointment)| (from, key, appointment)));
        }
        let mut next = pending.last().map(|(from, _)| Place {
            date: *from,
            after: None,
        });
        if incomplete {
            next = None;
        } else if rows.len() > size {
            rows.truncate(size);
            next = rows.last().map(|(date, key, _)| Place {
                date: *date,
                after: Some(*key),
            });
        }
        let appointments = rows.into_iter().map(|(.., appointment)| appointment).collect();
        let page = match (incomplete, next) {
            (true, _) => AppointmentPage::cut_short(appointments, Missing::Truncated),
            (false, Some(place)) => AppointmentPage::followed_by(appointments, place.cursor()),
            (false, None) => AppointmentPage::last(appointments),
        };
        Ok(page.with_failures(failures))
    }

    /// One answer.
    async fn answer(
        &self,
        facts: &Facts,
        request: &ListAppointments,
        (from, to): (NaiveDate, NaiveDate),
        direction: From,
        part: &Part,
    ) -> Result<Found> {
        let standing = part.standing.or(match request.cancelled {
            Cancelled::Include => None,
            Cancelled::Exclude => Some(true),
        });
        let (name, value) = match standing {
            None => ("showall", true),
            Some(standing) => ("canceled", !standing),
        };
        let calendar = request
            .calendar
            .as_ref()
            .map(ToString::to_string)
            .or_else(|| part.calendar.clone());
        let call = Call::get(OPERATION, "appointments")
            .with("minDate", from)
            .with("maxDate", to)
            .with("max", FULL)
            .with(
                "direction",
                if direction == From::Morning { "ASC" } else { "DESC" },
            )
            .with(name, value)
            .with_some("calendarID", calendar)
            .with_some("appointmentTypeID", request.appointment_type.as_ref());
        let body = self.caller.send(call).await?;
        let (appointments, failures) = self.codec(OPERATION, facts).rows(&body)?;
        Ok(Found {
            rows: appointments.len() + failures.len(),
            appointments: appointments
                .into_iter()
                .map(|appointment| ((appointment.start(), number(&appointment)), appointment))
                .collect(),
            failures,
        })
    }

    /// All of a day whose answer is full, as far as it can be had, and whether that is all.
    async fn full_day(
        &self,
        facts: &Facts,
        request: &ListAppointments,
        date: NaiveDate,
        from_morning: Found,
    ) -> Result<(Found, bool)> {
        let (mut found, mut all) = self
            .other_end(facts, request, date, &Part::default(), from_morning)
            .await?;
        if all {
            return Ok((found, true));
        }
        let states: &[Option<bool>] = match request.cancelled {
            Cancelled::Include => &[Some(true), Some(false)],
            Cancelled::Exclude => &[Some(true)],
        };
        all = true;
        for standing in states {
            let part = Part {
                standing: *standing,
                calendar: None,
            };
            let (mut of_state, mut whole) = self.both_ends(facts, request, date, &part).await?;
            if !whole && request.calendar.is_none() {
                whole = self
                    .by_calendar(facts, request, date, &part, &mut of_state)
                    .await?;
            }
            all &= whole;
            found.take(of_state);
        }
        Ok((found, all))
    }

    async fn both_ends(
        &self,
        facts: &Facts,
        request: &ListAppointments,
        date: NaiveDate,
        part: &Part,
    ) -> Result<(Found, bool)> {
        let from_morning = self
            .answer(facts, request, (date, date), From::Morning, part)
            .await?;
        if !from_morning.is_full() {
            return Ok((from_morning, true));
        }
        self.other_end(facts, request, date, part, from_morning).await
    }

    async fn other_end(
        &self,
        facts: &Facts,
        request: &ListAppointments,
        date: NaiveDate,
        part: &Part,
        mut from_morning: Found,
    ) -> Result<(Found, bool)> {
        let from_evening = self
            .answer(facts, request, (date, date), From::Evening, part)
            .await?;
        let all = !from_evening.is_full() || from_morning.passes(&from_evening);
        from_morning.take(from_evening);
        Ok((from_morning, all))
    }

    /// Reads a day calendar by calendar. It is all if no calendar's part is cut, and if nothing that was seen before belongs to
    /// a calendar that the account does not list.
    async fn by_calendar(
        &self,
        facts: &Facts,
        request: &ListAppointments,
        date: NaiveDate,
        part: &Part,
        found: &mut Found,
    ) -> Result<bool> {
        let listed: BTreeSet<String> = self
            .list_calendars(OPERATION)
            .await?
            .iter()
            .map(|calendar| calendar.id.to_string())
            .collect();
        let seen: BTreeSet<String> = found.calendars().collect();
        let mut all = seen.is_subset(&listed);
        for calendar in listed.union(&seen) {
            let part = Part {
                calendar: Some(calendar.clone()),
                ..part.clone()
            };
            let (of_calendar, whole) = self.both_ends(facts, request, date, &part).await?;
            all &= whole;
            found.take(of_calendar);
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_a_strange_one_is_refused() {
        for text in ["2026-04-06", "2026-04-06/1775476800/1400000012"] {
            assert_eq!(Place::read(&Cursor::new(text)).unwrap().cursor().as_str(), text);
        }
        for text in [
            "",
            "2026-04-06/1",
            "2026-04-06/a/1",
            "2026-04-06/1/2/3",
            "tomorrow",
        ] {
            let error = Place::read(&Cursor::new(text)).err().unwrap();
            assert_eq!(error.get("field"), Some("cursor"), "{text}");
        }
    }
}
