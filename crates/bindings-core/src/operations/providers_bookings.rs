//! Appointments of scheduling services and what reads and writes of them give, flat, as the hosts see them.

use careweave::providers::changes::{ChangeKind, Changes};
use careweave::providers::model::{
    Appointment, AppointmentStatus, CancelledBy, EndSource, PrivateLink, ProviderKind, RawRecord, ZoneSource,
};
use careweave::providers::{
    AppointmentPage, CompleteList, Completeness, Effect, Missing, RowFailure, Written,
};
use careweave::types::ids::{AppointmentTypeId, CalendarId, ExternalId, IntegrationId};
use careweave::types::{AgencyZone, Money, Pii, Result};
use chrono::{DateTime, Utc};

use super::providers_shared::{BookedClient, FormAnswer, Place};
use super::results::results;
use crate::call::to_json;

results! {
    /// A calendar an appointment is with.
    BookedCalendar as "BookingCalendarRef" {
        /// The service's id.
        id: CalendarId,
        /// Its name, where the service says it beside the id.
        name: Option<Pii<String>>,
    }

    /// An amount.
    Price as "Price" {
        /// The amount in minor units: cents, centavos.
        minor: i64,
        /// The ISO 4217 code of the currency.
        currency: &'static str,
    }

    /// One client's appointment at a scheduling service.
    Booking as "Booking" {
        /// The service's id.
        id: ExternalId,
        /// The service.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        provider: ProviderKind,
        /// The connected account, as the host names it.
        integration: IntegrationId,
        /// What it belongs to: a class, a group event, a recurring event.
        group: Option<ExternalId>,
        /// When it starts.
        start: DateTime<Utc>,
        /// When it ends.
        end: DateTime<Utc>,
        /// Where the end comes from: wire, duration, segments.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        end_source: EndSource,
        /// The IANA zone it is read in.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        zone: AgencyZone,
        /// Where the zone comes from: appointment, calendar, account, config.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        zone_source: ZoneSource,
        /// The wall clock at the start with the offset the service meant, as RFC 3339.
        local_start: String,
        /// A date without a time of day.
        all_day: bool,
        /// Where it stands: scheduled, confirmed, completed, cancelled, no_show, rescheduled, or a word of the service's own.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        status: AppointmentStatus,
        /// What stood on the wire.
        status_raw: String,
        /// True when the service did not say so and the time that has passed did.
        status_inferred: bool,
        /// True when somebody still has to accept it.
        pending: bool,
        /// True when the client has arrived and waits.
        arrived: bool,
        /// By whom it was called off: host, client, system, unknown.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        cancelled_by: Option<CancelledBy>,
        /// Why it was called off, in somebody's own words.
        cancellation_reason: Option<Pii<String>>,
        /// When it was called off.
        cancelled_at: Option<DateTime<Utc>>,
        /// The record it took the place of.
        reschedule_of: Option<ExternalId>,
        /// The record that took its place.
        rescheduled_to: Option<ExternalId>,
        /// When it was to start before it was moved in place, as far as careweave saw it.
        previous_start: Option<DateTime<Utc>>,
        /// What kind it is.
        appointment_type: Option<AppointmentTypeId>,
        /// The name of its kind, where the service says it beside the id.
        appointment_type_name: Option<String>,
        /// With whom; several where several hosts take part.
        calendars: Vec<BookedCalendar>,
        /// Where.
        place: Place,
        /// For whom.
        client: Option<BookedClient>,
        /// Notes: health information.
        notes: Option<Pii<String>>,
        /// Answers of the booking form: health information.
        answers: Vec<FormAnswer>,
        /// What it costs.
        price: Option<Price>,
        /// Where it is managed. None of these addresses is ever made up here.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Pii<String>>"))]
        manage_link: Option<PrivateLink>,
        /// Where it is rescheduled.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Pii<String>>"))]
        reschedule_link: Option<PrivateLink>,
        /// Where it is cancelled.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Pii<String>>"))]
        cancel_link: Option<PrivateLink>,
        /// Where it is shown.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Pii<String>>"))]
        public_link: Option<PrivateLink>,
        /// What changes when the record does. Opaque: compare it, and pass it back as `expected`.
        version: String,
        /// When it was booked.
        created_at: Option<DateTime<Utc>>,
        /// When it was last changed.
        updated_at: Option<DateTime<Utc>>,
        /// What the service sent for it, as text. It holds all that is personal: encrypt it where it is stored.
        raw: Option<Pii<String>>,
    }

    /// A write that is done, with the appointment as it stands after it.
    BookingWritten as "BookingWritten" {
        /// The appointment.
        booking: Booking,
        /// created, changed, replaced: by this call. already_done: by an earlier attempt or by somebody else.
        effect: &'static str,
        /// The record that is called off now, where a new one took its place.
        old_id: Option<ExternalId>,
        /// The record that stands, where it took an old one's place.
        new_id: Option<ExternalId>,
    }

    /// A record of an answer that could not be read. The others were.
    UnreadBooking as "UnreadBooking" {
        /// Its place in the answer, from 0.
        row: usize,
        /// Its id, where that much could be read.
        id: Option<ExternalId>,
        /// The field that broke the contract.
        field: Option<String>,
        /// The rule it broke.
        rule: String,
    }

    /// Everything that starts in a range, read to its end.
    BookingList as "BookingList" {
        /// The appointments, in order of start, each once.
        bookings: Vec<Booking>,
        /// The records that could not be read.
        failures: Vec<UnreadBooking>,
        /// False when something is missing: what is not here is not thereby gone.
        complete: bool,
    }

    /// One page of the appointments that start in a range.
    BookingPage as "BookingPage" {
        /// The appointments that could be read.
        bookings: Vec<Booking>,
        /// The records that could not.
        failures: Vec<UnreadBooking>,
        /// Where the next page begins. Opaque; nothing when this is the last.
        next: Option<String>,
        /// Why the rest cannot be had: truncated, count_differs, part_failed; nothing when it can, or there is none.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        missing: Option<Missing>,
    }

    /// A record that is new or different.
    BookingChange as "BookingChange" {
        /// new, changed, moved_away.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        kind: ChangeKind,
        /// The record as it is now.
        booking: Booking,
    }

    /// A record the service does not have any more.
    GoneBooking as "GoneBooking" {
        /// Which.
        id: ExternalId,
        /// When it was to start.
        last_start: DateTime<Utc>,
    }

    /// What changed since a state.
    BookingChanges as "BookingChanges" {
        /// What is new or different, in order of start.
        changed: Vec<BookingChange>,
        /// What is gone. Empty unless the reading was complete.
        gone: Vec<GoneBooking>,
        /// Records that could not be read: they are neither changed nor gone.
        failures: Vec<UnreadBooking>,
        /// True when everything in the window was read.
        complete: bool,
        /// Where to go on, without anything personal. Opaque: keep it with what the changes did, in one transaction, and pass it
        /// as `since`.
        next: String,
    }
}

impl From<Money> for Price {
    fn from(money: Money) -> Self {
        Self {
            minor: money.minor,
            currency: money.currency.code(),
        }
    }
}

impl Booking {
    pub(super) fn of(appointment: Appointment) -> Result<Self> {
        let (cancelled_by, cancellation_reason, cancelled_at) = match appointment.cancellation {
            Some(cancellation) => (Some(cancellation.by), cancellation.reason, cancellation.at),
            None => (None, None, None),
        };
        let (appointment_type, appointment_type_name) = match appointment.appointment_type {
            Some(kind) => (Some(kind.id), kind.name),
            None => (None, None),
        };
        let calendars = appointment.calendars.into_iter().map(|calendar| BookedCalendar {
            id: calendar.id,
            name: calendar.name,
        });
        Ok(Self {
            id: appointment.key.external_id,
            provider: appointment.key.provider,
            integration: appointment.key.integration,
            group: appointment.group,
            start: appointment.window.start(),
            end: appointment.window.end(),
            end_source: appointment.end_source,
            zone: appointment.zone,
            zone_source: appointment.zone_source,
            local_start: appointment.local_start.to_rfc3339(),
            all_day: appointment.all_day,
            status: appointment.status.status,
            status_raw: appointment.status.raw,
            status_inferred: appointment.status.inferred,
            pending: appointment.status.pending,
            arrived: appointment.status.arrived,
            cancelled_by,
            cancellation_reason,
            cancelled_at,
            reschedule_of: appointment.reschedule_of,
            rescheduled_to: appointment.rescheduled_to,
            previous_start: appointment.previous_start,
            appointment_type,
            appointment_type_name,
            calendars: calendars.collect(),
            place: appointment.location.into(),
            client: appointment.client.map(BookedClient::from),
            notes: appointment.notes,
            answers: appointment.answers.into_iter().map(FormAnswer::from).collect(),
            price: appointment.price.map(Price::from),
            manage_link: appointment.links.manage,
            reschedule_link: appointment.links.reschedule,
            cancel_link: appointment.links.cancel,
            public_link: appointment.links.public,
            version: to_json("provider.read", &appointment.version)?,
            created_at: appointment.created_at,
            updated_at: appointment.updated_at,
            raw: appointment.raw.as_ref().and_then(raw_text),
        })
    }

    fn all(appointments: Vec<Appointment>) -> Result<Vec<Self>> {
        appointments.into_iter().map(Self::of).collect()
    }
}

/// Every service here sends text.
fn raw_text(raw: &RawRecord) -> Option<Pii<String>> {
    let text = std::str::from_utf8(raw.bytes()?).ok()?;
    Some(Pii::new(text.to_owned()))
}

impl BookingWritten {
    pub(super) fn of(written: Written) -> Result<Self> {
        let (effect, old_id, new_id) = match written.effect {
            Effect::Created => ("created", None, None),
            Effect::Changed => ("changed", None, None),
            Effect::AlreadyDone => ("already_done", None, None),
            Effect::Replaced { old, new } => ("replaced", Some(old), Some(new)),
        };
        Ok(Self {
            booking: Booking::of(written.appointment)?,
            effect,
            old_id,
            new_id,
        })
    }
}

impl From<RowFailure> for UnreadBooking {
    fn from(failure: RowFailure) -> Self {
        Self {
            row: failure.row,
            id: failure.external_id,
            field: failure.field,
            rule: failure.rule,
        }
    }
}

fn unread(failures: Vec<RowFailure>) -> Vec<UnreadBooking> {
    failures.into_iter().map(UnreadBooking::from).collect()
}

impl BookingList {
    pub(super) fn of(list: CompleteList) -> Result<Self> {
        Ok(Self {
            bookings: Booking::all(list.appointments)?,
            failures: unread(list.failures),
            complete: list.complete,
        })
    }
}

impl BookingPage {
    pub(super) fn of(page: AppointmentPage) -> Result<Self> {
        let (next, missing) = match page.completeness {
            Completeness::More(cursor) => (Some(cursor.as_str().to_owned()), None),
            Completeness::Incomplete(missing) => (None, Some(missing)),
            _ => (None, None),
        };
        Ok(Self {
            bookings: Booking::all(page.appointments)?,
            failures: unread(page.failures),
            next,
            missing,
        })
    }
}

impl BookingChanges {
    pub(super) fn of(changes: Changes) -> Result<Self> {
        let changed = changes.changed.into_iter().map(|change| {
            Ok(BookingChange {
                kind: change.kind,
                booking: Booking::of(change.appointment)?,
            })
        });
        let gone = changes.gone.into_iter().map(|gone| GoneBooking {
            id: gone.key.external_id,
            last_start: gone.last_start,
        });
        Ok(Self {
            changed: changed.collect::<Result<_>>()?,
            gone: gone.collect(),
            failures: unread(changes.failures),
            complete: changes.complete,
            next: to_json("provider.changes", &changes.next)?,
        })
    }
}
