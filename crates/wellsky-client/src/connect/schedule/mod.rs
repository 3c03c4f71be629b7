//! Shifts of the common surface, over appointments and encounters.

mod agency;
mod assigning;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use careweave_types::{
    CaregiverId, ClientId, Delivery, Error, ErrorKind, Result, ShiftId, ShiftStatus, TimeWindow,
};
use chrono::TimeDelta;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::days::{AppointmentDays, AppointmentSpan, days_of, plan};
use super::derive::join_visits;
use super::mapping::shift::{ClientFacts, evv, shift};
use super::models::{Appointment, AppointmentFilter, Encounter, EncounterFilter, Occurrence, Patient};
use super::paths;
use super::requests::Part::{Id, Word};
use super::session::{Search, Session};
use crate::capabilities::{Feature, unsupported};
use crate::models::{Evv, Shift, ShiftFilter};
use crate::pager::Row;
use crate::reading::Reading;

use agency::Which;
pub(crate) use assigning::conflict;

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
    fn key(&self) -> Cow<'_, str> {
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
                if inside && seen.insert(row.key().into_owned()) {
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

/// True for a failure that every other subject would meet as well.
pub(crate) fn concerns_everybody(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Unauthenticated | ErrorKind::Forbidden | ErrorKind::UnknownRoute | ErrorKind::Config
    )
}
