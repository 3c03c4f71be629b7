//! Shifts of the common surface, over appointments and encounters.

use std::collections::BTreeSet;
use std::sync::Arc;

use careweave_types::{
    CaregiverId, ClientId, Delivery, Error, ErrorKind, Result, ShiftId, ShiftStatus, TimeWindow,
};
use chrono::TimeDelta;
use futures_util::stream::{self, StreamExt as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::days::{AppointmentDays, AppointmentSpan, days_of, plan};
use super::derive::join_visits;
use super::mapping::shift::{ClientFacts, evv, shift};
use super::models::{Appointment, AppointmentFilter, Encounter, EncounterFilter, Occurrence, Patient};
use super::paths;
use super::people::patients;
use super::requests::Part::{Id, Word};
use super::session::{Search, Session};
use crate::IdempotencyKey;
use crate::caller::nothing_written;
use crate::capabilities::{Feature, unsupported};
use crate::models::{Assignment, Evv, Shift, ShiftFilter};
use crate::pager::{Page, Row};
use crate::reading::{Failure, Reading};

/// An appointment with everything the vendor sent, so that a change sends back what it does not know.
#[derive(Clone)]
pub(crate) struct Whole {
    raw: Value,
    pub(crate) appointment: Appointment,
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let raw = Value::deserialize(d)?;
        let appointment = Appointment::deserialize(&raw).map_err(serde::de::Error::custom)?;
        Ok(Self { raw, appointment })
    }
}

impl Row for Whole {
    fn key(&self) -> String {
        self.appointment.key()
    }
}

/// Whose appointments a search asks for.
#[derive(Clone, Copy)]
pub(crate) enum Of<'a> {
    Client(&'a ClientId),
    Caregiver(&'a CaregiverId),
}

impl Of<'_> {
    fn filters(self) -> Value {
        match self {
            Self::Client(id) => json!({"clientId": id.as_str()}),
            Self::Caregiver(id) => json!({"caregiverId": id.as_str()}),
        }
    }
}

/// Which clients are asked for the agency's schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// Those whose records are in use: nobody else has visits to come.
    Active,
    /// All, because a client who has left had visits before.
    All,
}

/// How many clients of an agency are read at once. Each has one request under way at a time, so that these keep the
/// vendor's hundred requests a second in use while an answer takes up to a third of a second. The limiter sets the pace.
const CLIENTS_AT_ONCE: usize = 32;

/// The clients of an agency, as the pages of their list come in.
struct Listing {
    which: Which,
    pass: u32,
    /// Who is on the list in this pass.
    listed: BTreeSet<ClientId>,
    /// Whose visits were asked for, in any pass.
    asked: BTreeSet<ClientId>,
}

impl Listing {
    fn new(which: Which) -> Self {
        Self {
            which,
            pass: 1,
            listed: BTreeSet::new(),
            asked: BTreeSet::new(),
        }
    }

    /// The clients of a page whose visits were not asked for before.
    fn take(&mut self, page: Page<Patient>) -> Vec<Patient> {
        if page.pass != self.pass {
            self.pass = page.pass;
            self.listed.clear();
        }
        let wanted = page.items.into_iter().filter(|patient| {
            patient.is_client() != Some(false) && (self.which == Which::All || patient.active != Some(false))
        });
        wanted
            .filter(|patient| {
                self.listed.insert(patient.id.clone());
                self.asked.insert(patient.id.clone())
            })
            .collect()
    }

    /// True for a client of the list as it was proved complete.
    fn holds(&self, client: &ClientId) -> bool {
        self.listed.contains(client)
    }
}

/// Whether the encounters are read as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visits {
    Joined,
    PlanOnly,
}

pub(crate) fn appointment_search(operation: &'static str, filter: &AppointmentFilter) -> Result<Search> {
    filter.validate()?;
    let mut filters = json!({});
    if let Some(id) = &filter.client_id {
        filters["clientId"] = id.as_str().into();
    }
    if let Some(id) = &filter.caregiver_id {
        filters["caregiverId"] = id.as_str().into();
    }
    if let Some(days) = filter.days {
        with_days(&mut filters, days);
    }
    if let Some(week) = filter.week {
        filters["weekNo"] = week.number().to_string().into();
    }
    if let Some(month) = filter.month {
        filters["monthNo"] = month.number().to_string().into();
    }
    Ok(by_start(operation, filters))
}

fn with_days(filters: &mut Value, days: AppointmentDays) {
    filters["startDate"] = days.start().format("%Y%m%d").to_string().into();
    if days.additional() > 0 {
        filters["additionalDays"] = days.additional().to_string().into();
    }
}

fn by_start(operation: &'static str, filters: Value) -> Search {
    Search {
        operation,
        path: paths::APPOINTMENT_SEARCH,
        filters,
        sort: Some("start"),
    }
}

pub(crate) fn encounter_search(operation: &'static str, filter: &EncounterFilter) -> Result<Search> {
    filter.validate()?;
    let mut filters = json!({
        "startDate": filter.from.format("%Y%m%d").to_string(), "endDate": filter.to.format("%Y%m%d").to_string()
    });
    if let Some(id) = &filter.client_id {
        filters["clientId"] = id.as_str().into();
    }
    if let Some(id) = &filter.caregiver_id {
        filters["caregiverId"] = id.as_str().into();
    }
    Ok(Search {
        operation,
        path: paths::ENCOUNTER_SEARCH,
        filters,
        sort: Some("startDate"),
    })
}

impl Session {
    /// Every appointment of somebody that overlaps `window`, each once, by start. Those of the days around it, which the
    /// searches give as well, are left out.
    pub(crate) async fn appointments_in<T>(
        self: &Arc<Self>,
        operation: &'static str,
        of: Of<'_>,
        window: TimeWindow,
    ) -> Result<Vec<T>>
    where
        T: Row + serde::de::DeserializeOwned + AsRef<Appointment>,
    {
        let mut seen = BTreeSet::new();
        let mut found: Vec<T> = Vec::new();
        for span in plan(window)? {
            let mut filters = of.filters();
            match span {
                AppointmentSpan::Days(days) => with_days(&mut filters, days),
                AppointmentSpan::Month(month) => filters["monthNo"] = month.number().to_string().into(),
            }
            for row in self.search_all::<T>(by_start(operation, filters)).await? {
                let appointment = row.as_ref();
                let inside = appointment.start < window.end()
                    && (appointment.end > window.start() || appointment.start >= window.start());
                if inside && seen.insert(row.key()) {
                    found.push(row);
                }
            }
        }
        found.sort_by(|a, b| (a.as_ref().start, &a.as_ref().id).cmp(&(b.as_ref().start, &b.as_ref().id)));
        Ok(found)
    }

    /// Every encounter of somebody that began on a day of `window` or on one beside it. None are asked for where nothing
    /// can have begun yet.
    async fn encounters_around(
        self: &Arc<Self>,
        operation: &'static str,
        of: Of<'_>,
        window: TimeWindow,
    ) -> Result<Vec<Encounter>> {
        if window.start() > self.now() + TimeDelta::hours(12) {
            return Ok(Vec::new());
        }
        let (first, last) = days_of(window);
        let (client_id, caregiver_id) = match of {
            Of::Client(id) => (Some(id.clone()), None),
            Of::Caregiver(id) => (None, Some(id.clone())),
        };
        let filter = EncounterFilter {
            client_id,
            caregiver_id,
            // A visit of the window may have been planned for the day before it, and begun a little after the last.
            from: first.pred_opt().and_then(|day| day.pred_opt()).unwrap_or(first),
            to: last.succ_opt().unwrap_or(last),
        };
        self.search_all(encounter_search(operation, &filter)?).await
    }

    async fn shifts_of(
        self: &Arc<Self>,
        operation: &'static str,
        of: Of<'_>,
        window: TimeWindow,
        facts: &ClientFacts,
        visits: Visits,
    ) -> Result<Vec<Shift>> {
        let appointments: Vec<Appointment> = self.appointments_in(operation, of, window).await?;
        let encounters = match visits {
            Visits::Joined if !appointments.is_empty() => {
                self.encounters_around(operation, of, window).await?
            }
            _ => Vec::new(),
        };
        let now = self.now();
        join_visits(appointments, encounters)
            .visits
            .iter()
            .map(|(appointment, encounter)| shift(appointment, encounter.as_ref(), facts, now))
            .collect()
    }

    /// The agency's schedule: one search plan per client, many clients at a time, from the first page of their list on.
    /// Clients whose visits could not be read are named; the list of clients itself has to be complete.
    pub(crate) async fn agency_schedule(
        self: &Arc<Self>,
        operation: &'static str,
        window: TimeWindow,
        which: Which,
        visits: Visits,
    ) -> Result<Reading<Vec<Shift>>> {
        plan(window)?;
        let mut listing = Listing::new(which);
        let mut read = Vec::new();
        {
            let clients = self
                .search::<Patient>(patients(operation, None, None))
                .map(|page| match page {
                    Ok(page) => listing.take(page).into_iter().map(Ok).collect(),
                    Err(error) => vec![Err(error)],
                })
                .flat_map(stream::iter);
            let mut results = clients
                .map(|patient: Result<Patient>| async move {
                    let patient = patient?;
                    let facts = ClientFacts::of(&patient);
                    let found = self
                        .shifts_of(operation, Of::Client(&patient.id), window, &facts, visits)
                        .await;
                    match found {
                        Err(error) if concerns_everybody(&error) => Err(error),
                        found => Ok((patient.id, found)),
                    }
                })
                .buffer_unordered(CLIENTS_AT_ONCE);
            while let Some(outcome) = results.next().await {
                read.push(outcome?);
            }
        }
        let (mut shifts, mut failures) = (Vec::new(), Vec::new());
        // A list that was read again may have lost somebody whose visits had been read by then.
        for (client, found) in read.into_iter().filter(|(client, _)| listing.holds(client)) {
            match found {
                Ok(found) => shifts.extend(found),
                Err(error) => failures.push(Failure {
                    subject: format!("client {client}"),
                    error,
                }),
            }
        }
        sort(&mut shifts);
        failures.sort_by(|a, b| a.subject.cmp(&b.subject));
        Ok(Reading::of(shifts, failures))
    }

    /// The shifts that meet a filter.
    pub(crate) async fn shifts(
        self: &Arc<Self>,
        operation: &'static str,
        filter: ShiftFilter,
    ) -> Result<Reading<Vec<Shift>>> {
        filter.validate()?;
        let Some(window) = filter.window else {
            return Err(
                unsupported(crate::Api::Connect, operation, Feature::AllShifts).with("field", "window")
            );
        };
        let visits = match filter.status {
            Some(ShiftStatus::Open) => Visits::PlanOnly,
            _ => Visits::Joined,
        };
        let reading = match (&filter.client_id, &filter.caregiver_id) {
            (Some(client), _) => {
                let facts = ClientFacts::of(&self.patient(operation, client.as_str()).await?);
                Reading::Complete(
                    self.shifts_of(operation, Of::Client(client), window, &facts, visits)
                        .await?,
                )
            }
            (None, Some(caregiver)) => Reading::Complete(
                self.shifts_of(
                    operation,
                    Of::Caregiver(caregiver),
                    window,
                    &ClientFacts::default(),
                    visits,
                )
                .await?,
            ),
            (None, None) => {
                let which = if window.start() >= self.now() {
                    Which::Active
                } else {
                    Which::All
                };
                self.agency_schedule(operation, window, which, visits).await?
            }
        };
        let booked = match &filter.caregiver_match {
            Some(caregiver) => Some(
                self.appointments_in::<Appointment>(operation, Of::Caregiver(caregiver), window)
                    .await?,
            ),
            None => None,
        };
        Ok(reading.map(|mut shifts| {
            shifts.retain(|shift| {
                filter
                    .status
                    .as_ref()
                    .is_none_or(|status| shift.status == *status)
                    && filter
                        .caregiver_id
                        .as_ref()
                        .is_none_or(|id| shift.caregiver_id.as_ref() == Some(id))
                    && booked.as_ref().is_none_or(|booked| {
                        !booked.iter().any(|taken| {
                            !taken.is_cancelled()
                                && taken.start < shift.scheduled_end
                                && shift.scheduled_start < taken.end
                        })
                    })
            });
            shifts
        }))
    }

    /// The shifts of a caregiver that overlap `window`.
    pub(crate) async fn caregiver_shifts(
        self: &Arc<Self>,
        operation: &'static str,
        caregiver: &CaregiverId,
        window: TimeWindow,
    ) -> Result<Vec<Shift>> {
        let facts = ClientFacts::default();
        self.shifts_of(
            operation,
            Of::Caregiver(caregiver),
            window,
            &facts,
            Visits::Joined,
        )
        .await
    }

    /// The occurrence, with everything the vendor sent of it. By its id the vendor gives the occurrence that is nearest to
    /// now; where that is another one, the client's appointments of the day are searched.
    pub(crate) async fn occurrence(
        self: &Arc<Self>,
        operation: &'static str,
        occurrence: &Occurrence,
    ) -> Result<Whole> {
        let path = [Word(paths::APPOINTMENT), Id(occurrence.series.as_str())];
        let nearest: Whole = self.read(self.requests.get(operation, &path)).await?;
        if nearest.appointment.start == occurrence.start {
            return Ok(nearest);
        }
        let day = AppointmentDays::new(occurrence.start.date_naive(), 1)?;
        let mut filters = Of::Client(&nearest.appointment.client_id).filters();
        with_days(&mut filters, day);
        let of_the_day: Vec<Whole> = self.search_all(by_start(operation, filters)).await?;
        of_the_day
            .into_iter()
            .find(|found| found.appointment.occurrence() == *occurrence)
            .ok_or_else(|| {
                Error::new(
                    ErrorKind::NotFound,
                    operation,
                    "the series has no occurrence at this start",
                )
                .with("shift", occurrence.to_string())
                .with_delivery(Delivery::Answered)
            })
    }

    async fn visit(
        self: &Arc<Self>,
        operation: &'static str,
        occurrence: &Occurrence,
    ) -> Result<(Appointment, Option<Encounter>)> {
        let appointment = self.occurrence(operation, occurrence).await?.appointment;
        let around = TimeWindow::new(appointment.start, appointment.start + TimeDelta::minutes(1))?;
        let of = Of::Client(&appointment.client_id);
        let encounters = self.encounters_around(operation, of, around).await?;
        let mut joined = join_visits(vec![appointment], encounters).visits;
        joined.pop().ok_or_else(|| {
            Error::new(
                ErrorKind::Internal,
                operation,
                "an appointment was lost while its visit was looked for",
            )
        })
    }

    pub(crate) async fn shift(self: &Arc<Self>, operation: &'static str, id: &ShiftId) -> Result<Shift> {
        let occurrence = Occurrence::of_shift(id).map_err(|e| e.with_operation(operation))?;
        let (appointment, encounter) = self.visit(operation, &occurrence).await?;
        let patient: Option<Patient> =
            crate::caller::absent_is_none(self.patient(operation, appointment.client_id.as_str()).await)?;
        let facts = patient.as_ref().map(ClientFacts::of).unwrap_or_default();
        shift(&appointment, encounter.as_ref(), &facts, self.now())
    }

    pub(crate) async fn evv(self: &Arc<Self>, id: &ShiftId) -> Result<Option<Evv>> {
        const OPERATION: &str = "shifts.evv";
        let occurrence = Occurrence::of_shift(id).map_err(|e| e.with_operation(OPERATION))?;
        match self.visit(OPERATION, &occurrence).await {
            Ok((appointment, Some(encounter))) => evv(&appointment, &encounter),
            Ok((_, None)) => Ok(None),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Gives a shift to a caregiver and answers what the vendor then shows.
    pub(crate) async fn assign_shift(
        self: &Arc<Self>,
        id: &ShiftId,
        caregiver: &CaregiverId,
        key: &IdempotencyKey,
    ) -> Result<Assignment> {
        const OPERATION: &str = "shifts.assign";
        self.require(OPERATION, Feature::AssignShift)?;
        let occurrence = Occurrence::of_shift(id).map_err(|e| e.with_operation(OPERATION))?;
        let read = self
            .occurrence(OPERATION, &occurrence)
            .await
            .map_err(nothing_written)?;
        if read.appointment.caregiver_id.is_some() {
            return Err(conflict(OPERATION, "the shift has a caregiver", &occurrence));
        }
        let after = self.assign(OPERATION, read, caregiver, key).await?;
        let shift = shift(&after, None, &ClientFacts::default(), self.now())?;
        Ok(Assignment {
            id: shift.id.to_string(),
            shift_id: shift.id.clone(),
            caregiver_id: caregiver.clone(),
            assigned_at: self.now(),
            shift,
        })
    }

    /// Writes a caregiver onto an occurrence that has none: looks for overlaps first, because the vendor does not, and
    /// reads back afterwards.
    pub(crate) async fn assign(
        self: &Arc<Self>,
        operation: &'static str,
        read: Whole,
        caregiver: &CaregiverId,
        key: &IdempotencyKey,
    ) -> Result<Appointment> {
        let occurrence = read.appointment.occurrence();
        if read.appointment.is_cancelled() {
            return Err(conflict(operation, "the shift is cancelled", &occurrence));
        }
        let window = read.appointment.window()?;
        let booked: Vec<Appointment> = self
            .appointments_in(operation, Of::Caregiver(caregiver), window)
            .await
            .map_err(nothing_written)?;
        let overlap = booked.iter().find(|other| {
            other.occurrence() != occurrence
                && !other.is_cancelled()
                && other.start < window.end()
                && window.start() < other.end
        });
        if let Some(other) = overlap {
            return Err(
                conflict(operation, "the caregiver has an overlapping shift", &occurrence)
                    .with("caregiver", caregiver.as_str())
                    .with("overlaps", other.occurrence().to_string()),
            );
        }
        let mut raw = read.raw;
        raw["caregiver"] = json!({"id": caregiver.as_str()});
        self.put_appointment(operation, &occurrence, &raw, key).await?;
        self.read_back(operation, &occurrence, Some(caregiver)).await
    }

    /// Takes the caregiver off an occurrence.
    pub(crate) async fn unassign(
        self: &Arc<Self>,
        operation: &'static str,
        occurrence: &Occurrence,
        caregiver: &CaregiverId,
        key: &IdempotencyKey,
    ) -> Result<Appointment> {
        self.require(operation, Feature::UnassignShift)?;
        let read = self
            .occurrence(operation, occurrence)
            .await
            .map_err(nothing_written)?;
        match &read.appointment.caregiver_id {
            None => return Ok(read.appointment),
            Some(found) if found != caregiver => {
                return Err(conflict(operation, "the shift has another caregiver", occurrence)
                    .with("caregiver", found.as_str()));
            }
            Some(_) => {}
        }
        let mut raw = read.raw;
        // Nobody in so many words: where a server merges, leaving the field out would change nothing.
        raw["caregiver"] = json!({"id": ""});
        self.put_appointment(operation, occurrence, &raw, key).await?;
        self.read_back(operation, occurrence, None).await
    }

    async fn put_appointment(
        &self,
        operation: &'static str,
        occurrence: &Occurrence,
        raw: &Value,
        key: &IdempotencyKey,
    ) -> Result<()> {
        let path = [Word(paths::APPOINTMENT), Id(occurrence.series.as_str())];
        let outcome = self
            .send_write(self.requests.put_over(operation, &path, raw, key))
            .await;
        self.judge_appointment_write(operation, outcome)
    }

    /// Learns from an appointment write whether the vendor offers them at all.
    pub(crate) fn judge_appointment_write<T>(
        &self,
        operation: &'static str,
        outcome: Result<T>,
    ) -> Result<T> {
        match outcome {
            Err(error) if matches!(error.kind(), ErrorKind::UnknownRoute | ErrorKind::Unsupported) => {
                self.learn_appointment_writes(false);
                Err(unsupported(crate::Api::Connect, operation, Feature::AssignShift)
                    .with_delivery(Delivery::Answered)
                    .with_source(error))
            }
            Ok(answer) => {
                self.learn_appointment_writes(true);
                Ok(answer)
            }
            Err(error) => Err(error),
        }
    }

    async fn read_back(
        self: &Arc<Self>,
        operation: &'static str,
        occurrence: &Occurrence,
        expected: Option<&CaregiverId>,
    ) -> Result<Appointment> {
        let doubt = |message: &str| {
            Error::new(ErrorKind::InDoubt, operation, message)
                .with("shift", occurrence.to_string())
                .with_delivery(Delivery::MaybeSent)
        };
        let shown = self
            .occurrence(operation, occurrence)
            .await
            .map_err(|e| doubt("the change was taken, but the shift could not be read back").with_source(e))?
            .appointment;
        match (&shown.caregiver_id, expected) {
            (found, expected) if found.as_ref() == expected => Ok(shown),
            (Some(found), Some(_)) => {
                Err(
                    conflict(operation, "somebody else was given the shift", occurrence)
                        .with("caregiver", found.as_str()),
                )
            }
            _ => Err(doubt(
                "the change was taken, but the shift does not show it: read it again",
            )),
        }
    }

    /// Finds out, without changing anything, whether appointments can be written: a change of an appointment that cannot
    /// exist is answered differently by a server that knows the route.
    pub(crate) async fn probe_appointment_writes(&self, key: &IdempotencyKey) -> Result<bool> {
        const OPERATION: &str = "capabilities.probe";
        let path = [Word(paths::APPOINTMENT), Id("0")];
        let body = json!({"resourceType": "Appointment"});
        let outcome = self
            .send_write(self.requests.put(OPERATION, &path, &body, key))
            .await;
        let offered = match outcome {
            Ok(()) => true,
            Err(error) => match error.kind() {
                ErrorKind::UnknownRoute | ErrorKind::Unsupported => false,
                ErrorKind::NotFound | ErrorKind::Rejected | ErrorKind::Conflict => true,
                _ => return Err(error),
            },
        };
        self.learn_appointment_writes(offered);
        Ok(offered)
    }
}

impl AsRef<Appointment> for Appointment {
    fn as_ref(&self) -> &Appointment {
        self
    }
}

impl AsRef<Appointment> for Whole {
    fn as_ref(&self) -> &Appointment {
        &self.appointment
    }
}

/// True for a failure that no other client would be spared.
/// True for a failure that every other subject would meet as well.
pub(crate) fn concerns_everybody(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Unauthenticated | ErrorKind::Forbidden | ErrorKind::UnknownRoute | ErrorKind::Config
    )
}

fn sort(shifts: &mut [Shift]) {
    shifts.sort_by(|a, b| (a.scheduled_start, &a.id).cmp(&(b.scheduled_start, &b.id)));
}

pub(crate) fn conflict(operation: &'static str, message: &str, occurrence: &Occurrence) -> Error {
    Error::new(ErrorKind::Conflict, operation, message)
        .with("shift", occurrence.to_string())
        .with_delivery(Delivery::Answered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(pass: u32, ids: &[&str]) -> Page<Patient> {
        let patient = |id: &&str| {
            let active = !id.starts_with('9');
            serde_json::from_value(json!({"resourceType": "Patient", "id": id, "active": active})).unwrap()
        };
        Page {
            items: ids.iter().map(patient).collect(),
            total: ids.len() as u64,
            offset: 0,
            pass,
        }
    }

    fn taken(listing: &mut Listing, pass: u32, ids: &[&str]) -> Vec<String> {
        let asked = listing.take(page(pass, ids));
        asked.iter().map(|patient| patient.id.to_string()).collect()
    }

    #[test]
    fn a_client_is_asked_for_once_though_the_list_is_read_again() {
        let mut listing = Listing::new(Which::All);
        assert_eq!(taken(&mut listing, 1, &["1", "2"]), ["1", "2"]);
        assert_eq!(taken(&mut listing, 1, &["2", "3"]), ["3"]);
        assert_eq!(taken(&mut listing, 2, &["1", "4"]), ["4"]);
    }

    #[test]
    fn who_is_gone_when_the_list_is_read_again_is_not_of_it() {
        let mut listing = Listing::new(Which::All);
        taken(&mut listing, 1, &["1", "2"]);
        taken(&mut listing, 2, &["1"]);
        let held = |id: &str| listing.holds(&ClientId::new(id).unwrap());
        assert!(held("1"));
        assert!(!held("2"));
    }

    #[test]
    fn those_who_have_left_are_asked_for_only_where_all_are() {
        assert_eq!(taken(&mut Listing::new(Which::All), 1, &["1", "9"]), ["1", "9"]);
        assert_eq!(taken(&mut Listing::new(Which::Active), 1, &["1", "9"]), ["1"]);
    }
}
