use std::sync::Arc;

use careweave_types::ids::{CalendarId, ExternalId};
use careweave_types::{Delivery, Error, ErrorKind, IdempotencyKey, Result, TimeWindow};
use chrono::TimeDelta;

use super::control::LostAnswer;
use super::diary::{Diary, Wanted, calendars_of, type_of};
use super::service::Memory;
use crate::capability::{Capability, Support};
use crate::model::{
    Appointment, AppointmentStatus, AppointmentType, CalendarRef, Client, EndSource, SlotCheck,
    StatusReading, TypeRef, ZoneSource, wall_clock,
};
use crate::problem::{PolicyBound, Problem};
use crate::provider::SchedulingProvider as _;
use crate::request::{ActingAs, CalendarChoice, NewAppointment, NewTime};
use crate::webhook::{EventLinks, WebhookEventKind};
use crate::write::{AfterLoss, Attempts, marker, once};
use crate::written::{Effect, Written};

impl Memory {
    /// Makes a booking, unless the time is not to be had.
    fn commit(
        &self,
        new: &NewAppointment,
        key: &IdempotencyKey,
        replaces: Option<&Appointment>,
    ) -> Result<Written> {
        const OPERATION: &str = "appointments.create";
        let config = self.config();
        let now = self.now();
        let kind = type_of(config, OPERATION, &new.appointment_type)?;
        let end = new
            .end
            .unwrap_or(new.start + TimeDelta::minutes(i64::from(kind.duration_minutes)));
        let window = TimeWindow::new(new.start, end)?;
        let mut diary = self.called();
        let fault = diary.faults.pop_front();
        if fault == Some(LostAnswer::BeforeCommit) {
            return Err(lost(OPERATION));
        }
        let calendar = self.choose(&diary, new, kind, window, replaces)?;
        let id = ExternalId::new(format!("m{}", diary.number()))?;
        let status = StatusReading::said(AppointmentStatus::Scheduled, "booked");
        let mut appointment =
            Appointment::new(config.identity.key(id.clone()), window, new.zone.clone(), status);
        appointment.end_source = if new.end.is_some() {
            EndSource::Wire
        } else {
            EndSource::Duration
        };
        appointment.zone_source = ZoneSource::Appointment;
        appointment.appointment_type = Some(TypeRef {
            id: kind.id.clone(),
            name: Some(kind.name.clone()),
        });
        appointment.calendars = vec![CalendarRef {
            id: calendar,
            name: None,
        }];
        appointment.client = Some(whole(&new.client));
        appointment.notes = new.notes.clone();
        appointment.answers = new.answers.clone();
        appointment.location = new.location.clone().unwrap_or_default();
        appointment.price = kind.price;
        appointment.created_at = Some(now);
        appointment.reschedule_of = replaces.map(|old| old.id().clone());
        if let Some(hold) = &new.hold {
            diary.holds.remove(hold);
        }
        let mut links = EventLinks::default();
        if let Some(old) = replaces {
            links.old = Some(old.id().clone());
            let mut old = old.clone();
            old.status = StatusReading::said(AppointmentStatus::Rescheduled, "moved");
            old.rescheduled_to = Some(id.clone());
            let old = diary.store(old, now);
            let called_off = EventLinks {
                old: None,
                new: Some(id.clone()),
            };
            diary.tell(config, &WebhookEventKind::Cancelled, &old, &called_off, now)?;
        }
        let appointment = diary.store(appointment, now);
        diary.made_by.insert(marker(key), id);
        diary.tell(config, &WebhookEventKind::Created, &appointment, &links, now)?;
        if fault == Some(LostAnswer::AfterCommit) {
            return Err(lost(OPERATION));
        }
        Ok(Written::new(appointment, Effect::Created))
    }

    /// The calendar that is wanted, or the first that is free.
    fn choose(
        &self,
        diary: &Diary,
        new: &NewAppointment,
        kind: &AppointmentType,
        window: TimeWindow,
        replaces: Option<&Appointment>,
    ) -> Result<CalendarId> {
        const OPERATION: &str = "appointments.create";
        let mut outcome = None;
        for calendar in calendars_of(self.config(), kind) {
            if new.calendar.as_ref().is_some_and(|wanted| wanted != calendar) {
                continue;
            }
            let wanted = Wanted {
                calendar,
                window,
                by_a_client: new.acting_as == ActingAs::Client,
                ignoring: replaces.map(Appointment::id),
                hold: new.hold.as_ref(),
            };
            match diary.check(self.config(), &wanted, self.now())? {
                SlotCheck::Free => return Ok(calendar.clone()),
                refused => outcome = Some(refused),
            }
        }
        match outcome {
            Some(refused) => Err(refusal(OPERATION, refused)),
            None => Err(Error::invalid(
                OPERATION,
                "calendar",
                "the type cannot be booked with this calendar",
            )),
        }
    }

    /// The record a key made.
    pub(super) fn made_by(&self, key: &IdempotencyKey) -> Option<Appointment> {
        let diary = self.called();
        let id = diary.made_by.get(&marker(key))?;
        diary.appointments.get(id).cloned()
    }

    pub(super) async fn commit_once(
        &self,
        operation: &'static str,
        new: &NewAppointment,
        key: &IdempotencyKey,
        replaces: Option<&Appointment>,
    ) -> Result<Written> {
        let attempts = Attempts {
            operation,
            after_loss: AfterLoss::default(),
            sleep: Arc::clone(&self.0.sleep),
        };
        let search = || async { Ok(self.made_by(key)) };
        let send = || async { self.commit(new, key, replaces).map(|written| written.appointment) };
        let (appointment, resolution) = once(&attempts, search, send).await?;
        Ok(Written::new(appointment, resolution.effect(Effect::Created)))
    }

    /// Changes a record in place.
    pub(super) fn change(
        &self,
        operation: &'static str,
        id: &ExternalId,
        kind: &WebhookEventKind,
        change: impl FnOnce(&Diary, &mut Appointment) -> Result<()>,
    ) -> Result<Written> {
        let now = self.now();
        let mut diary = self.called();
        let mut appointment = diary.record(operation, id)?.clone();
        change(&diary, &mut appointment)?;
        let appointment = diary.store(appointment, now);
        diary.tell(self.config(), kind, &appointment, &EventLinks::default(), now)?;
        Ok(Written::new(appointment, Effect::Changed))
    }

    /// Moves a record in place, or puts another in its place, as the capabilities say.
    pub(super) async fn move_to(
        &self,
        id: &ExternalId,
        to: &NewTime,
        key: &IdempotencyKey,
    ) -> Result<Written> {
        const OPERATION: &str = "appointments.reschedule";
        let in_place = self.capabilities().support(Capability::RescheduleInPlace) == Support::Native;
        if !in_place && let Some(new) = self.made_by(key) {
            return Ok(Written::new(new, Effect::AlreadyDone));
        }
        let before = self.called().record(OPERATION, id)?.clone();
        if before.status().is_called_off() {
            return Err(Problem::NotAllowed
                .error(OPERATION, "an appointment that was called off cannot be moved")
                .with_delivery(Delivery::Answered));
        }
        let end = to.end.unwrap_or(to.start + (before.end() - before.start()));
        let Some(kind) = &before.appointment_type else {
            return Err(Error::invalid(
                OPERATION,
                "appointment_type",
                "a record without a type cannot be moved",
            ));
        };
        let zone = to.zone.clone().unwrap_or_else(|| before.zone.clone());
        let client = before.client.clone().unwrap_or_else(|| Client::named(""));
        let mut moved = NewAppointment::new(kind.id.clone(), to.start, zone.clone(), client);
        moved.end = Some(end);
        moved.acting_as = to.acting_as;
        moved.hold = to.hold.clone();
        moved.notes = before.notes.clone();
        moved.answers = before.answers.clone();
        moved.calendar = match &to.calendar {
            CalendarChoice::Keep => before.calendars.first().map(|calendar| calendar.id.clone()),
            CalendarChoice::To(calendar) => Some(calendar.clone()),
            CalendarChoice::Any => None,
        };
        if !in_place {
            let written = self.commit_once(OPERATION, &moved, key, Some(&before)).await?;
            let effect = Effect::Replaced {
                old: id.clone(),
                new: written.appointment.id().clone(),
            };
            return Ok(Written::new(written.appointment, effect));
        }
        let window = TimeWindow::new(to.start, end)?;
        let kind = type_of(self.config(), OPERATION, &kind.id)?;
        self.change(
            OPERATION,
            id,
            &WebhookEventKind::Rescheduled,
            |diary, appointment| {
                let calendar = self.choose(diary, &moved, kind, window, Some(&before))?;
                appointment.previous_start = Some(appointment.start());
                appointment.window = window;
                appointment.local_start = wall_clock(&zone, window.start());
                appointment.zone = zone;
                appointment.calendars = vec![CalendarRef {
                    id: calendar,
                    name: None,
                }];
                Ok(())
            },
        )
    }
}

fn lost(operation: &'static str) -> Error {
    Error::new(
        ErrorKind::Unreachable,
        operation,
        "the connection broke before the answer",
    )
    .with_delivery(Delivery::MaybeSent)
}

pub(super) fn refusal(operation: &'static str, refused: SlotCheck) -> Error {
    let (problem, message) = match refused {
        SlotCheck::TooClose => (
            Problem::OutsidePolicy(PolicyBound::TooClose),
            "the time is too close",
        ),
        SlotCheck::TooFar => (
            Problem::OutsidePolicy(PolicyBound::TooFar),
            "the time is too far ahead",
        ),
        SlotCheck::Free | SlotCheck::Taken => (Problem::SlotTaken, "the time is not free"),
    };
    problem
        .error(operation, message)
        .with_delivery(Delivery::Answered)
}

/// A client with the name in parts as well, as services that keep parts have it.
fn whole(client: &Client) -> Client {
    let (first, last) = client.parts();
    let mut client = client.clone();
    client.first = Some(first);
    client.last = Some(last);
    client
}
