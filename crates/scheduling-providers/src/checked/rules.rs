//! What is refused before anything is sent, one function per request.

use std::collections::HashSet;
use std::hash::Hash;
use std::time::Duration;

use careweave_types::{Error, Pii, Result, TimeWindow};
use chrono::{DateTime, Utc};
use url::Url;

use crate::capability::{Capabilities, Capability, NotesRule};
use crate::model::Slot;
use crate::problem::Problem;
use crate::request::{
    ActingAs, AppointmentPatch, BusyQuery, ListAppointments, NewAppointment, NewTime, NewWebhook, Notify,
    SlotQuery,
};

/// The longest a slot may be held.
const LONGEST_HOLD: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) fn list(capabilities: &Capabilities, request: &ListAppointments) -> Result<()> {
    const OPERATION: &str = "appointments.list";
    capabilities.require(OPERATION, Capability::ListByRange)?;
    if request.page_size == Some(0) {
        return Err(Error::invalid(
            OPERATION,
            "page_size",
            "a page holds at least one appointment",
        ));
    }
    Ok(())
}

pub(super) fn create(capabilities: &Capabilities, new: &NewAppointment, now: DateTime<Utc>) -> Result<()> {
    const OPERATION: &str = "appointments.create";
    capabilities.require(OPERATION, Capability::Create)?;
    if new.client.full.expose().trim().is_empty() {
        return Err(Error::invalid(
            OPERATION,
            "client.full",
            "an appointment is for somebody with a name",
        ));
    }
    ends_after(OPERATION, new.start, new.end)?;
    if new.acting_as == ActingAs::Client && new.start <= now {
        return Err(Error::invalid(
            OPERATION,
            "start",
            "a client books the future; the office may book the past",
        ));
    }
    if new.hold.is_some() {
        capabilities.require(OPERATION, Capability::SlotHold)?;
    }
    notify(OPERATION, capabilities, new.notify)?;
    notes(OPERATION, capabilities, new.notes.as_ref(), new.acting_as)?;
    health_information(OPERATION, capabilities, new.carries_health_information())?;
    if capabilities.phi.needs_consent() && new.consent.is_none() {
        return Err(Problem::ConsentMissing
            .error(
                OPERATION,
                "the service may keep this client's data with the client's consent only",
            )
            .with("field", "consent"));
    }
    Ok(())
}

pub(super) fn update(capabilities: &Capabilities, patch: &AppointmentPatch) -> Result<()> {
    const OPERATION: &str = "appointments.update";
    capabilities.require(OPERATION, Capability::UpdateDetails)?;
    if patch.is_empty() {
        return Err(Error::invalid(
            OPERATION,
            "patch",
            "a patch changes at least one field",
        ));
    }
    notify(OPERATION, capabilities, patch.notify)?;
    notes(OPERATION, capabilities, patch.notes.as_ref(), patch.acting_as)?;
    health_information(OPERATION, capabilities, patch.carries_health_information())
}

pub(super) fn reschedule(capabilities: &Capabilities, to: &NewTime) -> Result<()> {
    const OPERATION: &str = "appointments.reschedule";
    capabilities.require(OPERATION, Capability::Reschedule)?;
    ends_after(OPERATION, to.start, to.end)?;
    if to.hold.is_some() {
        capabilities.require(OPERATION, Capability::SlotHold)?;
    }
    notify(OPERATION, capabilities, to.notify)
}

pub(super) fn notify(operation: &'static str, capabilities: &Capabilities, notify: Notify) -> Result<()> {
    match notify {
        Notify::AsConfigured => Ok(()),
        Notify::Suppress => capabilities.require(operation, Capability::SuppressNotifications),
    }
}

/// The part of a query that lies in the future.
pub(super) fn slots(capabilities: &Capabilities, query: &SlotQuery, now: DateTime<Utc>) -> Result<SlotQuery> {
    const OPERATION: &str = "slots.list";
    capabilities.require(OPERATION, Capability::Slots)?;
    let range = TimeWindow::new(query.range.start().max(now), query.range.end()).map_err(|_| {
        Error::invalid(
            OPERATION,
            "range",
            "slots are in the future, and the range ends in the past",
        )
    })?;
    Ok(SlotQuery {
        range,
        ..query.clone()
    })
}

pub(super) fn check_slot(capabilities: &Capabilities, slot: &Slot, now: DateTime<Utc>) -> Result<()> {
    const OPERATION: &str = "slots.check";
    capabilities.require(OPERATION, Capability::CheckSlot)?;
    in_the_future(OPERATION, slot, now)
}

pub(super) fn hold(
    capabilities: &Capabilities,
    slot: &Slot,
    length: Duration,
    now: DateTime<Utc>,
) -> Result<()> {
    const OPERATION: &str = "slots.hold";
    capabilities.require(OPERATION, Capability::SlotHold)?;
    in_the_future(OPERATION, slot, now)?;
    if length.is_zero() || length > LONGEST_HOLD {
        return Err(Error::invalid(
            OPERATION,
            "length",
            "a slot is held for more than nothing and at most a day",
        ));
    }
    Ok(())
}

pub(super) fn busy(capabilities: &Capabilities, query: &BusyQuery) -> Result<()> {
    const OPERATION: &str = "busy.list";
    capabilities.require(OPERATION, Capability::Busy)?;
    some_each_once(OPERATION, "calendars", &query.calendars)
}

pub(super) fn register_webhook(capabilities: &Capabilities, webhook: &NewWebhook) -> Result<()> {
    const OPERATION: &str = "webhooks.register";
    capabilities.require(OPERATION, Capability::Webhooks)?;
    some_each_once(OPERATION, "topics", &webhook.topics)?;
    let target = Url::parse(webhook.target.expose()).ok();
    let reachable = target.as_ref().is_some_and(|url| match url.scheme() {
        "https" => url.host().is_some(),
        "http" => is_loopback(url),
        _ => false,
    });
    if !reachable {
        return Err(Error::invalid(
            OPERATION,
            "target",
            "a receiver is an https address, or http on the loopback",
        ));
    }
    Ok(())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn ends_after(operation: &'static str, start: DateTime<Utc>, end: Option<DateTime<Utc>>) -> Result<()> {
    match end {
        Some(end) if end <= start => Err(Error::invalid(
            operation,
            "end",
            "the end must be after the start",
        )),
        _ => Ok(()),
    }
}

fn in_the_future(operation: &'static str, slot: &Slot, now: DateTime<Utc>) -> Result<()> {
    if slot.window.start() > now {
        return Ok(());
    }
    Err(Error::invalid(
        operation,
        "slot.window",
        "a slot that has begun cannot be had",
    ))
}

fn notes(
    operation: &'static str,
    capabilities: &Capabilities,
    notes: Option<&Pii<String>>,
    acting_as: ActingAs,
) -> Result<()> {
    let rule = match (notes, capabilities.notes_on_create, acting_as) {
        (None, ..) | (_, NotesRule::Anyone, _) | (_, NotesRule::OfficeOnly, ActingAs::Office) => {
            return Ok(());
        }
        (Some(_), NotesRule::OfficeOnly, ActingAs::Client) => "this service takes notes from the office only",
        (Some(_), NotesRule::Never, _) => "this service has no notes",
    };
    Err(Error::invalid(operation, "notes", rule))
}

fn health_information(operation: &'static str, capabilities: &Capabilities, carries: bool) -> Result<()> {
    if !carries || capabilities.phi.allows() {
        return Ok(());
    }
    Err(Problem::HealthInformation
        .error(
            operation,
            "no agreement is recorded under which this service may have notes or answers",
        )
        .with("provider", capabilities.provider.as_str())
        .with("field", "notes or answers"))
}

fn some_each_once<T: Eq + Hash>(operation: &'static str, field: &'static str, given: &[T]) -> Result<()> {
    let distinct: HashSet<_> = given.iter().collect();
    if given.is_empty() || distinct.len() != given.len() {
        return Err(Error::invalid(operation, field, "at least one, and none twice"));
    }
    Ok(())
}
