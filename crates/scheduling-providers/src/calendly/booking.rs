use careweave_types::{Delivery, Error, IdempotencyKey, Pii, Result};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::reading::{Found, time};
use super::uri::uuid_of;
use super::wire::{Booked, EventType, Invitee, Resource};
use super::{Calendly, moved, refusal};
use crate::model::{Client, Location};
use crate::request::NewAppointment;
use crate::write::{self, Attempts, marker};
use crate::written::{Effect, Written};

/// The most guests one booking invites.
const MOST_GUESTS: usize = 10;
/// The option that names the place, where a type offers several: `zoom_conference`.
pub(super) const LOCATION_KIND: &str = "location_kind";

/// A booking as it is sent.
pub(super) struct Booking {
    pub(super) body: Value,
    pub(super) host: Option<String>,
    pub(super) start: DateTime<Utc>,
    pub(super) email: String,
    pub(super) marker: String,
}

impl Calendly {
    pub(super) async fn book(&self, new: &NewAppointment, key: &IdempotencyKey) -> Result<Written> {
        const OPERATION: &str = "appointments.create";
        self.check_new(OPERATION, new)?;
        let kind = self.event_type(OPERATION, new.appointment_type.as_str()).await?;
        check_against(OPERATION, new, &kind)?;
        let email = email_of(OPERATION, &new.client)?.to_owned();
        let marker = marker(key);
        let mut body = json!({
            "event_type": kind.uri,
            "start_time": time(new.start),
            "invitee": invitee(&new.client, &email, new.zone.name()),
            "tracking": moved::tracking(&marker, None),
        });
        if let Some(location) = place(OPERATION, new, &kind)? {
            body["location"] = location;
        }
        if !new.guests.is_empty() {
            body["event_guests"] = new.guests.iter().map(|guest| guest.expose().clone()).collect();
        }
        if !new.answers.is_empty() {
            body["questions_and_answers"] = answers(OPERATION, new)?;
        }
        let booking = Booking {
            body,
            host: kind.owner().map(str::to_owned),
            start: new.start,
            email,
            marker,
        };
        let (found, resolution) = self.book_once(OPERATION, &booking).await?;
        Ok(Written::new(
            found.appointment,
            resolution.effect(Effect::Created),
        ))
    }

    /// Books once: looks for the marker, sends, and after a lost answer looks again.
    pub(super) async fn book_once(
        &self,
        operation: &'static str,
        booking: &Booking,
    ) -> Result<(Found, write::Resolution)> {
        let attempts = Attempts {
            operation,
            after_loss: self.config.after_loss,
            sleep: std::sync::Arc::clone(&self.sleep),
        };
        let search = || {
            self.marked(
                operation,
                booking.host.as_deref(),
                booking.start,
                &booking.email,
                &booking.marker,
            )
        };
        write::once(&attempts, search, || self.send_booking(operation, &booking.body)).await
    }

    async fn send_booking(&self, operation: &'static str, body: &Value) -> Result<Found> {
        let booked: Booked = self.calls.book(operation, body).await?;
        // From here on the booking stands: what fails now is a lost answer, and the search finds it.
        self.read_booked(operation, booked)
            .await
            .map_err(|error| error.with_delivery(Delivery::MaybeSent))
    }

    async fn read_booked(&self, operation: &'static str, booked: Booked) -> Result<Found> {
        let raw = booked.invitee.unwrap_or(booked.resource);
        let invitee: Invitee = super::calls::decode(operation, raw.get().as_bytes())?;
        let event = uuid_of(operation, "event", &invitee.event, "scheduled_events")
            .map_err(|_| refusal::contract(operation, "event", "is no address of a meeting"))?;
        let event: Resource<Box<RawValue>> = self
            .calls
            .get(operation, &["scheduled_events", event], &[])
            .await?;
        self.found(operation, event.resource, raw).await
    }

    pub(super) async fn event_type(&self, operation: &'static str, uri: &str) -> Result<EventType> {
        let uuid = uuid_of(operation, "appointment_type", uri, "event_types")?;
        let kind: Resource<EventType> = self.calls.get(operation, &["event_types", uuid], &[]).await?;
        Ok(kind.resource)
    }

    fn check_new(&self, operation: &'static str, new: &NewAppointment) -> Result<()> {
        if new.start <= self.clock.now() {
            return Err(Error::invalid(
                operation,
                "start",
                "Calendly books the future only, for the office too",
            ));
        }
        if new.unit.is_some() {
            return Err(Error::invalid(operation, "unit", "Calendly has no units"));
        }
        if new.options.keys().any(|name| name != LOCATION_KIND) {
            return Err(Error::invalid(
                operation,
                "options",
                "the only option of Calendly is location_kind",
            ));
        }
        if new.guests.len() > MOST_GUESTS {
            return Err(Error::invalid(operation, "guests", "at most 10 guests"));
        }
        Ok(())
    }
}

/// What a booking may not say otherwise than its type, because Calendly would not hear it.
fn check_against(operation: &'static str, new: &NewAppointment, kind: &EventType) -> Result<()> {
    if !kind.active {
        return Err(Error::invalid(operation, "appointment_type", "is not active"));
    }
    let end = new.start + TimeDelta::minutes(i64::from(kind.duration));
    if new.end.is_some_and(|given| given != end) {
        return Err(Error::invalid(
            operation,
            "end",
            "must be the start and the duration of the type",
        ));
    }
    let other = |calendar: &careweave_types::ids::CalendarId| kind.owner() != Some(calendar.as_str());
    if new.calendar.as_ref().is_some_and(other) {
        return Err(Error::invalid(
            operation,
            "calendar",
            "must be the host of the type: Calendly takes no other with a booking",
        ));
    }
    Ok(())
}

pub(super) fn email_of<'a>(operation: &'static str, client: &'a Client) -> Result<&'a str> {
    client
        .email
        .as_ref()
        .map(|email| email.expose().as_str())
        .filter(|email| email.split('@').filter(|part| !part.is_empty()).count() == 2)
        .ok_or_else(|| {
            Error::invalid(
                operation,
                "client.email",
                "Calendly books by e-mail address: one is needed",
            )
        })
}

/// The client as Calendly takes one.
pub(super) fn invitee(client: &Client, email: &str, zone: &str) -> Value {
    let mut invitee = Map::new();
    match (&client.first, &client.last) {
        (Some(first), Some(last)) => {
            invitee.insert("first_name".to_owned(), first.expose().as_str().into());
            invitee.insert("last_name".to_owned(), last.expose().as_str().into());
        }
        _ => {
            invitee.insert("name".to_owned(), client.full.expose().as_str().into());
        }
    }
    invitee.insert("email".to_owned(), email.into());
    invitee.insert("timezone".to_owned(), zone.into());
    if let Some(phone) = &client.phone {
        invitee.insert("text_reminder_number".to_owned(), phone.expose().as_str().into());
    }
    Value::Object(invitee)
}

/// The place of a booking; `None` leaves it to the type.
fn place(operation: &'static str, new: &NewAppointment, kind: &EventType) -> Result<Option<Value>> {
    let offered: Vec<&str> = kind
        .locations
        .iter()
        .flatten()
        .map(|offer| offer.kind.as_str())
        .collect();
    let first = |fits: &dyn Fn(&str) -> bool| offered.iter().copied().find(|offer| fits(offer));
    let asked = match (new.options.get(LOCATION_KIND), &new.location) {
        (Some(kind), _) => first(&|offer| offer == kind),
        (None, None | Some(Location::Unknown)) if offered.len() == 1 => first(&|_| true),
        (None, None | Some(Location::Unknown)) => return Ok(None),
        (None, Some(Location::InPerson { .. })) => {
            first(&|offer| matches!(offer, "physical" | "ask_invitee" | "custom"))
        }
        (None, Some(Location::Phone { .. })) => {
            first(&|offer| matches!(offer, "outbound_call" | "inbound_call"))
        }
        (None, Some(Location::Video { .. })) => first(&|offer| offer.ends_with("_conference")),
    };
    let kind = asked.ok_or_else(|| {
        Error::invalid(operation, "location", "the type offers no such place")
            .with("offered", offered.join(", "))
    })?;
    let text: Option<&Pii<String>> = match &new.location {
        Some(Location::InPerson { text }) => Some(text),
        Some(Location::Phone { number }) => number.as_ref(),
        _ => None,
    };
    Ok(Some(match text {
        Some(text) => json!({"kind": kind, "location": text.expose()}),
        None => json!({ "kind": kind }),
    }))
}

fn answers(operation: &'static str, new: &NewAppointment) -> Result<Value> {
    let mut rows = Vec::with_capacity(new.answers.len());
    for (place, answer) in new.answers.iter().enumerate() {
        let position = match &answer.question_id {
            None => place,
            Some(id) => id.parse().map_err(|_| {
                Error::invalid(
                    operation,
                    "answers.question_id",
                    "must be the place of the question",
                )
            })?,
        };
        rows.push(json!({
            "question": answer.question,
            "answer": answer.answer.expose(),
            "position": position,
        }));
    }
    Ok(rows.into())
}
