use careweave_types::ids::{CalendarId, ExternalId};
use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::value::RawValue;

use super::codec::{self, Record};
use super::uri::{invitee_of, uuid_of};
use super::wire::{Event, Invitee, Named, Page, Resource};
use super::{Calendly, Reach};
use crate::model::Appointment;
use crate::page::{AppointmentPage, RowFailure};
use crate::request::{Cancelled, Cursor, ListAppointments};

/// The largest page there is.
const LARGEST_PAGE: u32 = 100;

/// An instant as Calendly takes it.
pub(super) fn time(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// A meeting with its place on the page, and its invitees as far as they could be read.
type Asked = (usize, Record<Event>, Result<Vec<Box<RawValue>>>);

/// A meeting, one of its invitees, and what they mean.
pub(super) struct Found {
    pub(super) event: Record<Event>,
    pub(super) invitee: Record<Invitee>,
    pub(super) appointment: Appointment,
}

impl Calendly {
    /// All records of a collection, page after page.
    pub(super) async fn all(
        &self,
        operation: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Vec<Box<RawValue>>> {
        let mut rows = Vec::new();
        let mut token: Option<String> = None;
        let mut followed = std::collections::HashSet::new();
        loop {
            let mut query = query.to_vec();
            query.push(("count", "100"));
            if let Some(token) = &token {
                query.push(("page_token", token));
            }
            let page: Page = self.calls.get(operation, path, &query).await?;
            rows.extend(page.collection);
            match page.pagination.next_page_token {
                None => return Ok(rows),
                Some(next) if followed.insert(next.clone()) => token = Some(next),
                Some(_) => {
                    return Err(Error::new(
                        ErrorKind::Incomplete,
                        operation,
                        "the pages lead back to one that was read already",
                    ));
                }
            }
        }
    }

    /// Whose meetings a list asks for.
    pub(super) async fn whose(&self, calendar: Option<&str>) -> Result<(&'static str, String)> {
        if let Some(user) = calendar {
            return Ok(("user", user.to_owned()));
        }
        let me = self.me().await?;
        Ok(match self.config.reach {
            Reach::Host => ("user", me.uri.clone()),
            Reach::Organization => ("organization", me.current_organization.clone()),
        })
    }

    pub(super) async fn list_page(&self, request: &ListAppointments) -> Result<AppointmentPage> {
        const OPERATION: &str = "appointments.list";
        if let Some(calendar) = &request.calendar {
            uuid_of(OPERATION, "calendar", calendar.as_str(), "users")?;
        }
        let (scope, whose) = self
            .whose(request.calendar.as_ref().map(CalendarId::as_str))
            .await?;
        // The last instant of the range: Calendly's upper end belongs to what is found.
        let (from, to) = (
            time(request.range.start()),
            time(request.range.end() - TimeDelta::microseconds(1)),
        );
        let count = request
            .page_size
            .unwrap_or(LARGEST_PAGE)
            .min(LARGEST_PAGE)
            .to_string();
        let mut query = vec![
            (scope, whose.as_str()),
            ("min_start_time", from.as_str()),
            ("max_start_time", to.as_str()),
            ("sort", "start_time:asc"),
            ("count", count.as_str()),
        ];
        if request.cancelled == Cancelled::Exclude {
            query.push(("status", "active"));
        }
        if let Some(cursor) = &request.cursor {
            query.push(("page_token", cursor.as_str()));
        }
        let page: Page = self.calls.get(OPERATION, &["scheduled_events"], &query).await?;
        let (mut events, mut failures) = (Vec::new(), Vec::new());
        for (row, raw) in page.collection.into_iter().enumerate() {
            let name = name_of(&raw);
            match Record::<Event>::read(OPERATION, raw) {
                Ok(event) => events.push((row, event)),
                Err(error) => failures.push(RowFailure::of(row, name, &error)),
            }
        }
        if let Some(wanted) = &request.appointment_type {
            events.retain(|(_, event)| event.value.event_type.as_deref() == Some(wanted.as_str()));
        }
        let asked = events.len();
        let read: Vec<Asked> = stream::iter(events)
            .map(|(row, event)| async move {
                let invitees = self.invitees_of(OPERATION, &event.value.uri, &[]).await;
                (row, event, invitees)
            })
            .buffered(self.config.invitee_reads)
            .collect()
            .await;
        let zone = self.zone().await?;
        let now = self.clock.now();
        let mut appointments = Vec::new();
        let (mut unread, mut first) = (0, None);
        for (row, event, invitees) in read {
            let invitees = match invitees {
                Ok(invitees) => invitees,
                // Credentials that are refused are refused for every record.
                Err(error) if matches!(error.kind(), ErrorKind::Unauthenticated | ErrorKind::Forbidden) => {
                    return Err(error);
                }
                Err(error) => {
                    unread += 1;
                    failures.push(RowFailure::of(
                        row,
                        ExternalId::new(event.value.uri.as_str()).ok(),
                        &error,
                    ));
                    first.get_or_insert(error);
                    continue;
                }
            };
            for raw in invitees {
                let name = name_of(&raw);
                let read = Record::<Invitee>::read(OPERATION, raw).and_then(|invitee| {
                    codec::appointment(OPERATION, &self.identity, zone, &event, &invitee, now)
                });
                match read {
                    Ok(appointment)
                        if request.cancelled == Cancelled::Exclude
                            && appointment.status().is_called_off() => {}
                    Ok(appointment) => appointments.push(appointment),
                    Err(error) => failures.push(RowFailure::of(row, name, &error)),
                }
            }
        }
        if unread == asked
            && let Some(error) = first
        {
            // Nothing at all could be read: that is a failure, and no empty page.
            return Err(error);
        }
        appointments.sort_by(|a, b| (a.start(), a.id()).cmp(&(b.start(), b.id())));
        let page = match page.pagination.next_page_token {
            Some(token) => AppointmentPage::followed_by(appointments, Cursor::new(token)),
            None => AppointmentPage::last(appointments),
        };
        Ok(page.with_failures(failures))
    }

    /// Everybody who was invited to a meeting.
    pub(super) async fn invitees_of(
        &self,
        operation: &'static str,
        event: &str,
        query: &[(&str, &str)],
    ) -> Result<Vec<Box<RawValue>>> {
        let uuid = uuid_of(operation, "event", event, "scheduled_events")?;
        self.all(operation, &["scheduled_events", uuid, "invitees"], query)
            .await
    }

    pub(super) async fn find(&self, operation: &'static str, id: &ExternalId) -> Result<Found> {
        let (event, invitee) = invitee_of(operation, id.as_str())?;
        let event_path = ["scheduled_events", event];
        let invitee_path = ["scheduled_events", event, "invitees", invitee];
        let (event, invitee) = futures_util::future::try_join(
            self.calls
                .get::<Resource<Box<RawValue>>>(operation, &event_path, &[]),
            self.calls
                .get::<Resource<Box<RawValue>>>(operation, &invitee_path, &[]),
        )
        .await?;
        self.found(operation, event.resource, invitee.resource).await
    }

    pub(super) async fn found(
        &self,
        operation: &'static str,
        event: Box<RawValue>,
        invitee: Box<RawValue>,
    ) -> Result<Found> {
        let event = Record::<Event>::read(operation, event)?;
        let invitee = Record::<Invitee>::read(operation, invitee)?;
        let zone = self.zone().await?;
        let appointment = codec::appointment(
            operation,
            &self.identity,
            zone,
            &event,
            &invitee,
            self.clock.now(),
        )?;
        Ok(Found {
            event,
            invitee,
            appointment,
        })
    }

    /// The booking at `start` that carries `marker`, whatever became of it since.
    pub(super) async fn marked(
        &self,
        operation: &'static str,
        host: Option<&str>,
        start: DateTime<Utc>,
        email: &str,
        marker: &str,
    ) -> Result<Option<Found>> {
        let (scope, whose) = self.whose(host).await?;
        let at = time(start);
        let query = [
            (scope, whose.as_str()),
            ("min_start_time", at.as_str()),
            ("max_start_time", at.as_str()),
            ("invitee_email", email),
        ];
        let events = self.all(operation, &["scheduled_events"], &query).await?;
        let events = stream::iter(events.into_iter().map(Ok::<_, Error>));
        let found: Vec<Option<Found>> = events
            .and_then(|event| self.marked_in(operation, event, email, marker))
            .try_collect()
            .await?;
        Ok(found.into_iter().flatten().next())
    }

    async fn marked_in(
        &self,
        operation: &'static str,
        event: Box<RawValue>,
        email: &str,
        marker: &str,
    ) -> Result<Option<Found>> {
        let named: Named = super::calls::decode(operation, event.get().as_bytes())?;
        for raw in self
            .invitees_of(operation, &named.uri, &[("email", email)])
            .await?
        {
            let invitee = Record::<Invitee>::read(operation, raw.clone())?;
            let carried = invitee
                .value
                .tracking
                .as_ref()
                .and_then(|t| t.utm_content.as_deref());
            if carried == Some(marker) {
                return self.found(operation, event, raw).await.map(Some);
            }
        }
        Ok(None)
    }
}

/// The id of a record that may not be readable otherwise.
fn name_of(raw: &RawValue) -> Option<ExternalId> {
    let named: Named = serde_json::from_str(raw.get()).ok()?;
    ExternalId::new(named.uri).ok()
}
