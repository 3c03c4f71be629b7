use careweave_types::ids::{AppointmentTypeId, CalendarId, ExternalId};
use careweave_types::{AgencyZone, Pii, Result, TimeWindow};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::wire::{Event, Invitee, Location as WireLocation};
use super::{moved, refusal};
use crate::Identity;
use crate::model::{
    Answer, Appointment, AppointmentLinks, AppointmentStatus, CalendarRef, CancellationRecord, CancelledBy,
    Client, Location, PrivateLink, RawRecord, StatusReading, TypeRef, Version, ZoneSource, wall_clock,
};

/// A record with the bytes it came in.
pub(super) struct Record<T> {
    pub(super) value: T,
    raw: Box<RawValue>,
}

impl<T: DeserializeOwned> Record<T> {
    /// Reads one record.
    ///
    /// # Errors
    /// `Contract` naming the field; the value is not in it.
    pub(super) fn read(operation: &'static str, raw: Box<RawValue>) -> Result<Self> {
        let value = super::calls::decode(operation, raw.get().as_bytes())?;
        Ok(Self { value, raw })
    }
}

/// Turns a meeting and one of its invitees into an appointment, as of `now`: a meeting that is over and was not called off
/// has taken place, which Calendly does not say and time does.
///
/// # Errors
/// `Contract` naming the field that cannot be what it says.
pub(super) fn appointment(
    operation: &'static str,
    identity: &Identity,
    account_zone: &AgencyZone,
    event: &Record<Event>,
    invitee: &Record<Invitee>,
    now: DateTime<Utc>,
) -> Result<Appointment> {
    let raw = format!(
        "{{\"event\":{},\"invitee\":{}}}",
        event.raw.get(),
        invitee.raw.get()
    );
    let (event, invitee) = (&event.value, &invitee.value);
    if invitee.event != event.uri {
        return Err(refusal::contract(
            operation,
            "event",
            "the invitee belongs to another meeting",
        ));
    }
    let broken =
        |field: &'static str| move |_| refusal::contract(operation, field, "breaks the rule of its kind");
    let id = |field: &'static str, uri: &str| ExternalId::new(uri).map_err(broken(field));
    let window = TimeWindow::new(event.start_time, event.end_time).map_err(broken("end_time"))?;
    let zone = invitee
        .timezone
        .as_deref()
        .and_then(|name| AgencyZone::new(name).ok());
    let zone_source = if zone.is_some() {
        ZoneSource::Appointment
    } else {
        ZoneSource::Account
    };
    let own_zone = zone.clone();
    let status = status(event, invitee, now);
    let zone = zone.unwrap_or_else(|| account_zone.clone());
    let local_start = wall_clock(&zone, window.start());
    let key = identity.key(id("uri", &invitee.uri)?);
    let mut appointment = Appointment::unhashed(key, window, local_start, zone, status);
    appointment.zone_source = zone_source;
    appointment.group = Some(id("event", &event.uri)?);
    appointment.cancellation = cancellation(event, invitee);
    let old = invitee
        .old_invitee
        .clone()
        .or_else(|| moved::from(&invitee.uri, invitee.tracking.as_ref()));
    let new = invitee.new_invitee.clone().or_else(|| moved_to(event, invitee));
    appointment.reschedule_of = old.map(|uri| id("old_invitee", &uri)).transpose()?;
    appointment.rescheduled_to = new.map(|uri| id("new_invitee", &uri)).transpose()?;
    appointment.appointment_type = match &event.event_type {
        Some(uri) => Some(TypeRef {
            id: AppointmentTypeId::new(uri.as_str()).map_err(broken("event_type"))?,
            name: event.name.clone(),
        }),
        None => None,
    };
    for host in &event.event_memberships {
        appointment.calendars.push(CalendarRef {
            id: CalendarId::new(host.user.as_str()).map_err(broken("event_memberships.user"))?,
            name: host.user_name.clone().map(Pii::new),
        });
    }
    appointment.location = location(event.location.as_ref());
    appointment.client = Some(client(invitee, own_zone));
    appointment.answers = answers(invitee);
    appointment.links = AppointmentLinks {
        cancel: invitee.cancel_url.clone().map(PrivateLink::new),
        reschedule: invitee.reschedule_url.clone().map(PrivateLink::new),
        ..AppointmentLinks::default()
    };
    appointment.created_at = invitee.created_at;
    appointment.updated_at = invitee.updated_at.max(event.updated_at);
    match appointment.updated_at {
        Some(at) => appointment.version = Version::UpdatedAt(at),
        None => appointment.hash_content(),
    }
    appointment.raw = Some(RawRecord::new(raw.into_bytes()));
    Ok(appointment)
}

/// Where an appointment stands, by the first of these that holds.
fn status(event: &Event, invitee: &Invitee, now: DateTime<Utc>) -> StatusReading {
    let raw = format!(
        "event {}, invitee {}{}",
        event.status,
        invitee.status,
        if invitee.rescheduled { ", rescheduled" } else { "" }
    );
    let said = |status| StatusReading::said(status, raw.clone());
    let known = |word: &str| matches!(word, "active" | "canceled");
    if !known(&event.status) || !known(&invitee.status) {
        return StatusReading::unknown(raw);
    }
    if invitee.status == "canceled" || event.status == "canceled" {
        return if invitee.rescheduled {
            said(AppointmentStatus::Rescheduled)
        } else if moved_to(event, invitee).is_some() {
            // Calendly says cancelled; that another booking took its place is written in the reason, by us.
            said(AppointmentStatus::Rescheduled).inferred()
        } else {
            said(AppointmentStatus::Cancelled)
        };
    }
    if invitee.no_show.is_some() {
        return said(AppointmentStatus::NoShow);
    }
    if now >= event.end_time {
        return said(AppointmentStatus::Completed).inferred();
    }
    let confirmed = invitee
        .reconfirmation
        .as_ref()
        .and_then(|r| r.confirmed_at)
        .is_some();
    said(if confirmed {
        AppointmentStatus::Confirmed
    } else {
        AppointmentStatus::Scheduled
    })
}

fn moved_to(event: &Event, invitee: &Invitee) -> Option<String> {
    moved::to(&invitee.uri, invitee.cancellation.as_ref())
        .or_else(|| moved::to(&invitee.uri, event.cancellation.as_ref()))
}

fn cancellation(event: &Event, invitee: &Invitee) -> Option<CancellationRecord> {
    if invitee.status != "canceled" && event.status != "canceled" {
        return None;
    }
    let told = [invitee.cancellation.as_ref(), event.cancellation.as_ref()];
    let best = told
        .into_iter()
        .flatten()
        .find(|said| said.canceler_type.is_some());
    Some(CancellationRecord {
        by: match best.and_then(|said| said.canceler_type.as_deref()) {
            Some("host") => CancelledBy::Host,
            Some("invitee") => CancelledBy::Client,
            _ => CancelledBy::Unknown,
        },
        reason: best
            .and_then(|said| said.reason.clone())
            .filter(|reason| !reason.is_empty())
            .map(Pii::new),
        at: best.and_then(|said| said.created_at),
    })
}

fn location(wire: Option<&WireLocation>) -> Location {
    let Some(wire) = wire else {
        return Location::Unknown;
    };
    match wire.kind.as_deref() {
        Some(kind) if kind.ends_with("_conference") => Location::Video {
            link: wire.join_url.clone().map(PrivateLink::new),
            passcode: passcode(wire.data.as_ref()).map(PrivateLink::new),
        },
        Some("inbound_call" | "outbound_call") => Location::Phone {
            number: wire.location.clone().map(Pii::new),
        },
        Some(_) => match &wire.location {
            Some(text) => Location::InPerson {
                text: Pii::new(text.clone()),
            },
            None => Location::Unknown,
        },
        None => Location::Unknown,
    }
}

fn passcode(data: Option<&serde_json::Value>) -> Option<String> {
    let data = data?;
    ["password", "passcode"]
        .into_iter()
        .find_map(|name| data.get(name)?.as_str())
        .map(str::to_owned)
}

fn client(invitee: &Invitee, zone: Option<AgencyZone>) -> Client {
    let mut client = Client::named(invitee.name.clone());
    client.first = invitee.first_name.clone().map(Pii::new);
    client.last = invitee.last_name.clone().map(Pii::new);
    client.email = invitee.email.clone().map(Pii::new);
    client.phone = invitee.text_reminder_number.clone().map(Pii::new);
    client.zone = zone;
    client
}

fn answers(invitee: &Invitee) -> Vec<Answer> {
    let answer = |given: &super::wire::QuestionAndAnswer| Answer {
        question_id: given.position.map(|position| position.to_string()),
        question: given.question.clone(),
        answer: Pii::new(given.answer.clone()),
    };
    invitee.questions_and_answers.iter().map(answer).collect()
}
