//! What can be booked, and when: services, free times, busy times.

use std::collections::HashSet;
use std::sync::PoisonError;
use std::time::Duration;

use bytes::Bytes;
use careweave_types::Result;
use careweave_types::ids::{AppointmentTypeId, CalendarId};
use chrono::TimeDelta;
use serde_json::Value;

use super::Ninsaude;
use super::codec::{Service, calendar_id};
use super::fields::Fields;
use super::free_times::{self, FreeTimes, Wanted};
use super::request::Days;
use super::wall;
use crate::model::{Busy, BusySource, Slot};
use crate::provider::SchedulingProvider as _;
use crate::request::{BusyQuery, SlotQuery};

/// How long a service that was read is taken to be as it was.
const SERVICE_KEPT: Duration = Duration::from_secs(300);
/// The most days of free times that are asked for at once.
const FREE_DAYS: u64 = 31;

impl Ninsaude {
    /// A service, as it was in the last minutes.
    pub(super) async fn service(&self, id: &AppointmentTypeId) -> Result<Service> {
        let now = self.clock.monotonic();
        let kept = {
            let services = self.services.lock().unwrap_or_else(PoisonError::into_inner);
            services
                .get(id.as_str())
                .filter(|(since, _)| now.saturating_sub(*since) < SERVICE_KEPT)
                .cloned()
        };
        if let Some((_, service)) = kept {
            return Ok(service);
        }
        let row = self.session.result(self.requests.service(id.as_str())?).await?;
        let service = self.codec.service(&row)?;
        let mut services = self.services.lock().unwrap_or_else(PoisonError::into_inner);
        services.insert(id.as_str().to_owned(), (now, service.clone()));
        Ok(service)
    }

    /// All rows of a list that has no order to rely on: pages until one brings nothing new.
    pub(super) async fn directory(
        &self,
        request: impl Fn(u32, usize) -> Result<http::Request<Bytes>>,
    ) -> Result<Vec<Value>> {
        let (mut all, mut ids) = (Vec::new(), HashSet::new());
        loop {
            let rows = self
                .session
                .rows(request(self.config.page_size, all.len())?)
                .await?;
            let before = all.len();
            for row in rows {
                if ids.insert(Fields::of(&row)?.id("id")?) {
                    all.push(row);
                }
            }
            if all.len() == before {
                return Ok(all);
            }
        }
    }

    /// The slots that are offered.
    pub(super) async fn offered(&self, query: &SlotQuery) -> Result<Vec<Slot>> {
        if let Some(unit) = &query.unit {
            self.config.zone(unit)?;
        }
        let service = self.service(&query.appointment_type).await?;
        let professionals = match &query.calendar {
            Some(calendar) => vec![calendar.clone()],
            None => {
                let all = self.calendars().await?;
                all.into_iter()
                    .filter(|one| one.active)
                    .map(|one| one.id)
                    .collect()
            }
        };
        let mut slots = Vec::new();
        for professional in &professionals {
            slots.extend(
                self.slots_of(professional, query, &service, query.unit.as_deref())
                    .await?,
            );
        }
        Ok(slots)
    }

    /// The free times of a professional on some days, and the slots they leave for a service.
    async fn slots_of(
        &self,
        professional: &CalendarId,
        query: &SlotQuery,
        service: &Service,
        unit: Option<&str>,
    ) -> Result<Vec<Slot>> {
        let zones = self
            .config
            .units
            .iter()
            .filter(|(id, _)| unit.is_none_or(|unit| unit == id.as_str()));
        let Some((first, last)) = wall::days(zones.map(|(_, zone)| zone), &query.range) else {
            return Ok(Vec::new());
        };
        let wanted = Wanted {
            professional,
            unit,
            service: &query.appointment_type,
            length: TimeDelta::minutes(service.kind.duration_minutes.into()),
            range: &query.range,
        };
        let mut times = Vec::new();
        let mut from = first;
        while from <= last {
            let to = from
                .checked_add_days(chrono::Days::new(FREE_DAYS - 1))
                .map_or(last, |to| to.min(last));
            let mut spans = vec![(from, to)];
            // Several days at once, and day by day where the service does not say which is which.
            while let Some(span) = spans.pop() {
                let request = self.requests.free_times(professional.as_str(), span, unit)?;
                match free_times::read(&self.session.rows(request).await?, span)? {
                    FreeTimes::Dated(read) => times.extend(read),
                    FreeTimes::Undated => {
                        spans.extend(
                            span.0
                                .iter_days()
                                .take_while(|day| *day <= span.1)
                                .map(|day| (day, day)),
                        );
                    }
                }
            }
            let Some(next) = to.succ_opt() else {
                break;
            };
            from = next;
        }
        free_times::slots(&times, &self.config.units, wanted)
    }

    /// The times at which somebody is seen.
    pub(super) async fn taken_times(&self, query: &BusyQuery) -> Result<Vec<Busy>> {
        let Some((from, to)) = wall::days(self.config.units.values(), &query.range) else {
            return Ok(Vec::new());
        };
        let mut busy = Vec::new();
        for calendar in &query.calendars {
            let days = Days {
                from,
                to,
                professional: Some(calendar.as_str()),
            };
            for row in self.agenda.all(self.api(), days).await? {
                let whose = calendar_id(&Fields::of(&row)?.id("profissionalId")?, "profissionalId")?;
                if whose != *calendar {
                    continue;
                }
                let appointment = self.codec.appointment(&row)?;
                if appointment.status().occupies_time() && appointment.window.overlaps(&query.range) {
                    busy.push(Busy {
                        calendar: calendar.clone(),
                        window: appointment.window,
                        buffered: None,
                        source: BusySource::Appointment {
                            id: appointment.id().clone(),
                        },
                    });
                }
            }
        }
        Ok(busy)
    }
}
