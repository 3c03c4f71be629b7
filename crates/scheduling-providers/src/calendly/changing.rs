use careweave_types::ids::ExternalId;
use careweave_types::{Delivery, Error, ErrorKind, IdempotencyKey, Result};
use serde_json::{Value, json};

use super::booking::{Booking, email_of, invitee};
use super::reading::{Found, time};
use super::uri::{invitee_of, uuid_of};
use super::{Calendly, moved};
use crate::capability::{Capability, unsupported};
use crate::problem::Problem;
use crate::request::{CalendarChoice, CancelScope, Cancellation, NewTime, StatusChange};
use crate::write::marker;
use crate::written::{Effect, Written};

/// The longest reason Calendly takes.
const LONGEST_REASON: usize = 10_000;

impl Calendly {
    /// Books the new time, then cancels the old one. The same key goes on where an earlier attempt broke off.
    pub(super) async fn move_to(
        &self,
        id: &ExternalId,
        to: &NewTime,
        key: &IdempotencyKey,
    ) -> Result<Written> {
        const OPERATION: &str = "appointments.reschedule";
        let (old_event, old_invitee) = invitee_of(OPERATION, id.as_str())?;
        if to.start <= self.clock.now() {
            return Err(Error::invalid(
                OPERATION,
                "start",
                "Calendly books the future only, for the office too",
            ));
        }
        if matches!(to.calendar, CalendarChoice::To(_)) {
            return Err(Error::invalid(
                OPERATION,
                "calendar",
                "the host belongs to the type: book another type and cancel this one",
            ));
        }
        let old = self.find(OPERATION, id).await?;
        if to
            .expected
            .as_ref()
            .is_some_and(|expected| *expected != old.appointment.version)
        {
            return Err(
                Problem::VersionConflict.error(OPERATION, "the appointment has changed since it was read")
            );
        }
        let replaced = old.appointment.rescheduled_to.is_some();
        if old.appointment.status().is_called_off() && !replaced {
            return Err(
                Problem::NotAllowed.error(OPERATION, "an appointment that was called off cannot be moved")
            );
        }
        if !replaced {
            self.alone(OPERATION, &old, Capability::Reschedule)?;
        }
        let booking = self
            .rebooking(OPERATION, &old, to, key, (old_event, old_invitee))
            .await?;
        if replaced {
            return self.moved_before(OPERATION, &booking).await;
        }
        let (new, _) = self.book_once(OPERATION, &booking).await?;
        let (new_event, new_invitee) = invitee_of(OPERATION, new.appointment.id().as_str())?;
        let reason = moved::reason(new_event, new_invitee);
        self.cancel_event(OPERATION, old_event, Some(&reason))
            .await
            .map_err(|error| {
                // Both stand: the caller has to know, and the same key finishes it.
                error
                    .with("stands_too", new.appointment.id().as_str())
                    .with("remedy", "try again with the same key")
                    .with_delivery(Delivery::MaybeSent)
            })?;
        // Even where the booking was there before, the old one was cancelled just now.
        let effect = Effect::Replaced {
            old: id.clone(),
            new: new.appointment.id().clone(),
        };
        Ok(Written::new(new.appointment, effect))
    }

    /// The move was made before, by this key; by another one, it is too late.
    async fn moved_before(&self, operation: &'static str, booking: &Booking) -> Result<Written> {
        let found = self
            .marked(
                operation,
                booking.host.as_deref(),
                booking.start,
                &booking.email,
                &booking.marker,
            )
            .await?;
        match found {
            Some(new) => Ok(Written::new(new.appointment, Effect::AlreadyDone)),
            None => {
                Err(Problem::NotAllowed.error(operation, "the appointment was moved before, to another time"))
            }
        }
    }

    async fn rebooking(
        &self,
        operation: &'static str,
        old: &Found,
        to: &NewTime,
        key: &IdempotencyKey,
        instead_of: (&str, &str),
    ) -> Result<Booking> {
        let kind = old.event.value.event_type.as_deref().ok_or_else(|| {
            Problem::NotAllowed.error(operation, "the meeting has no type that could be booked again")
        })?;
        let kind = self.event_type(operation, kind).await?;
        let client = old.appointment.client.clone().ok_or_else(|| {
            super::refusal::contract(
                operation,
                "invitee",
                "the meeting has nobody who could be invited again",
            )
        })?;
        let length = careweave_types::TimeWindow::minutes(&old.appointment.window);
        if to.end.is_some_and(|end| (end - to.start).num_minutes() != length) {
            return Err(Error::invalid(
                operation,
                "end",
                "must keep the length: it belongs to the type",
            ));
        }
        let email = email_of(operation, &client)?.to_owned();
        let zone = to.zone.as_ref().unwrap_or(&old.appointment.zone).name();
        let marker = marker(key);
        let mut body = json!({
            "event_type": kind.uri,
            "start_time": time(to.start),
            "invitee": invitee(&client, &email, zone),
            "tracking": moved::tracking(&marker, Some(instead_of)),
        });
        if let Some(place) = old.event.value.location.as_ref()
            && let Some(kind) = &place.kind
        {
            body["location"] = match &place.location {
                Some(text) => json!({"kind": kind, "location": text}),
                None => json!({ "kind": kind }),
            };
        }
        let answers: Vec<Value> = old
            .invitee
            .value
            .questions_and_answers
            .iter()
            .enumerate()
            .map(|(place, given)| {
                let position = given.position.map_or(place, |position| position as usize);
                json!({"question": given.question, "answer": given.answer, "position": position})
            })
            .collect();
        if !answers.is_empty() {
            // They are Calendly's already: nothing new is told.
            body["questions_and_answers"] = answers.into();
        }
        Ok(Booking {
            body,
            host: kind.owner().map(str::to_owned),
            start: to.start,
            email,
            marker,
        })
    }

    /// Refuses what would take others along: Calendly cancels meetings, not invitees.
    fn alone(&self, operation: &'static str, found: &Found, capability: Capability) -> Result<()> {
        let others = found
            .event
            .value
            .invitees_counter
            .as_ref()
            .is_some_and(|counter| counter.active > 1);
        if !others {
            return Ok(());
        }
        Err(unsupported(operation, &self.identity.provider, capability).with(
            "rule",
            "others come to this meeting too; only the invitee's own link takes one out, or cancel the whole group",
        ))
    }

    pub(super) async fn call_off(&self, id: &ExternalId, cancellation: &Cancellation) -> Result<Written> {
        const OPERATION: &str = "appointments.cancel";
        let (event, _) = invitee_of(OPERATION, id.as_str())?;
        let reason = cancellation
            .reason
            .as_ref()
            .map(|reason| reason.expose().as_str());
        if reason.is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
            return Err(Error::invalid(OPERATION, "reason", "at most 10000 characters"));
        }
        if cancellation.scope == CancelScope::Appointment {
            let found = self.find(OPERATION, id).await?;
            self.alone(OPERATION, &found, Capability::CancelOneAttendee)?;
        }
        let effect = self.cancel_event(OPERATION, event, reason).await?;
        let found = self.find(OPERATION, id).await.map_err(after_write)?;
        Ok(Written::new(found.appointment, effect))
    }

    /// Cancels a meeting; one that is cancelled already is as it should be.
    async fn cancel_event(
        &self,
        operation: &'static str,
        event: &str,
        reason: Option<&str>,
    ) -> Result<Effect> {
        let body = match reason {
            Some(reason) => json!({ "reason": reason }),
            None => json!({}),
        };
        let path = ["scheduled_events", event, "cancellation"];
        match self
            .calls
            .post::<serde::de::IgnoredAny>(operation, &path, &body)
            .await
        {
            Ok(_) => Ok(Effect::Changed),
            Err(error) if Problem::of(&error) == Some(Problem::NotAllowed) => Ok(Effect::AlreadyDone),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn give_status(&self, id: &ExternalId, change: StatusChange) -> Result<Written> {
        const OPERATION: &str = "appointments.set_status";
        invitee_of(OPERATION, id.as_str())?;
        match change {
            StatusChange::MarkNoShow => {
                let body = json!({ "invitee": id.as_str() });
                self.calls
                    .post::<serde::de::IgnoredAny>(OPERATION, &["invitee_no_shows"], &body)
                    .await?;
            }
            StatusChange::RevertNoShow => {
                let found = self.find(OPERATION, id).await?;
                let Some(mark) = &found.invitee.value.no_show else {
                    return Ok(Written::new(found.appointment, Effect::AlreadyDone));
                };
                let uuid = uuid_of(OPERATION, "no_show", &mark.uri, "invitee_no_shows")?;
                match self.calls.delete(OPERATION, &["invitee_no_shows", uuid]).await {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
            other => return Err(unsupported(OPERATION, &self.identity.provider, other.needs())),
        }
        let found = self.find(OPERATION, id).await.map_err(after_write)?;
        Ok(Written::new(found.appointment, Effect::Changed))
    }
}

/// The write was made; only the reading after it failed.
fn after_write(error: Error) -> Error {
    error.with_delivery(Delivery::MaybeSent)
}
