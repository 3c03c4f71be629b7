//! What hosts ask scheduling services to write.

use std::collections::BTreeMap;

use careweave::providers::model::{Answer, CancelledBy, Version};
use careweave::providers::request::{
    ActingAs, AppointmentPatch, CalendarChoice, CancelScope, Cancellation, Consent, NewAppointment, NewTime,
    Notify, StatusChange,
};
use careweave::types::ids::{AppointmentTypeId, CalendarId, ExternalId, HoldId};
use careweave::types::{AgencyZone, Error, IdempotencyKey, Pii, Result};
use chrono::{DateTime, Utc};

use super::arguments::arguments;
use super::providers_shared::{BookedClient, FormAnswer, OfferedSlot, Place};
use crate::call::from_json;

arguments! {
    /// An appointment to book.
    #[cfg_attr(feature = "schema", schemars(rename = "NewBooking"))]
    BookingAsked {
        /// What kind.
        appointment_type: AppointmentTypeId,
        /// When it starts.
        start: DateTime<Utc>,
        /// The IANA zone the client reads it in.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        zone: AgencyZone,
        /// For whom.
        client: BookedClient,
        /// When it ends; by default after the duration of its type.
        end: Option<DateTime<Utc>>,
        /// With whom; by default the service chooses, where it can.
        calendar: Option<CalendarId>,
        /// In which unit, at services that have units.
        unit: Option<String>,
        /// Where, when it is not what the type says.
        place: Option<Place>,
        /// Notes: health information.
        notes: Option<Pii<String>>,
        /// Answers of the booking form: health information.
        answers: Option<Vec<FormAnswer>>,
        /// E-mail addresses of others who are invited.
        guests: Option<Vec<Pii<String>>>,
        /// When the client agreed to the keeping of health information; with `consent_terms` or not at all.
        consent_given_at: Option<DateTime<Utc>>,
        /// What the client agreed to: the name or version of the text.
        consent_terms: Option<String>,
        /// The hold that keeps the slot.
        hold: Option<HoldId>,
        /// In whose name: client (the default: the service's rules hold) or office.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        acting_as: Option<ActingAs>,
        /// Whether the service tells the client: as_configured (the default) or suppress.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        notify: Option<Notify>,
        /// What only one service knows, by the names its adapter documents; an unknown name is refused.
        options: Option<BTreeMap<String, String>>,
    }

    /// A booking.
    Create {
        /// The appointment.
        booking: BookingAsked,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// The booking of a slot.
    Book {
        /// A slot as it was offered.
        slot: OfferedSlot,
        /// For whom.
        client: BookedClient,
        /// The IANA zone the client reads it in.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        zone: AgencyZone,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
        /// When the client agreed to the keeping of health information; with `consent_terms` or not at all.
        consent_given_at: Option<DateTime<Utc>>,
        /// What the client agreed to: the name or version of the text.
        consent_terms: Option<String>,
        /// What only one service knows, by the names its adapter documents; an unknown name is refused.
        options: Option<BTreeMap<String, String>>,
    }

    /// Details to change.
    Update {
        /// The service's id.
        appointment_id: ExternalId,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
        /// The given name.
        first: Option<Pii<String>>,
        /// The family name.
        last: Option<Pii<String>>,
        /// The e-mail address.
        email: Option<Pii<String>>,
        /// The telephone number.
        phone: Option<Pii<String>>,
        /// Notes: health information.
        notes: Option<Pii<String>>,
        /// Answers of the booking form: health information.
        answers: Option<Vec<FormAnswer>>,
        /// Only if the record still has this version.
        expected: Option<String>,
        /// In whose name: client (the default: the service's rules hold) or office.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        acting_as: Option<ActingAs>,
        /// Whether the service tells the client: as_configured (the default) or suppress.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        notify: Option<Notify>,
        /// What only one service knows, by the names its adapter documents; an unknown name is refused.
        options: Option<BTreeMap<String, String>>,
    }

    /// A time to move to.
    Reschedule {
        /// The service's id.
        appointment_id: ExternalId,
        /// When it shall start.
        start: DateTime<Utc>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
        /// When it shall end; by default it keeps its length.
        end: Option<DateTime<Utc>>,
        /// With whom; by default with whom it was.
        calendar: Option<CalendarId>,
        /// True for anyone the service chooses, in place of a calendar.
        any_calendar: Option<bool>,
        /// The IANA zone the client reads it in; by default the one it has.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        zone: Option<AgencyZone>,
        /// The hold that keeps the slot.
        hold: Option<HoldId>,
        /// Only if the record still has this version.
        expected: Option<String>,
        /// In whose name: client (the default: the service's rules hold) or office.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        acting_as: Option<ActingAs>,
        /// Whether the service tells the client: as_configured (the default) or suppress.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        notify: Option<Notify>,
    }

    /// How to call off.
    Cancel {
        /// The service's id.
        appointment_id: ExternalId,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
        /// Who does: host (the default), client, system.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        by: Option<CancelledBy>,
        /// Why, for those who read the appointment.
        reason: Option<Pii<String>>,
        /// What: appointment (the default: this client's and no other) or whole_group.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        scope: Option<CancelScope>,
        /// Only if the record still has this version.
        expected: Option<String>,
        /// In whose name: client (the default: the service's rules hold) or office.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        acting_as: Option<ActingAs>,
        /// Whether the service tells the client: as_configured (the default) or suppress.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        notify: Option<Notify>,
    }

    /// A status to give.
    SetStatus {
        /// The service's id.
        appointment_id: ExternalId,
        /// confirm, complete, mark_no_show, revert_no_show.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        change: StatusChange,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }
}

fn version(operation: &'static str, text: Option<&str>) -> Result<Option<Version>> {
    let read = |text| {
        from_json::<Version>(operation, text).map_err(|_| {
            Error::invalid(
                operation,
                "expected",
                "must be the version of a record, as it came",
            )
        })
    };
    text.map(read).transpose()
}

fn consent(
    operation: &'static str,
    given_at: Option<DateTime<Utc>>,
    terms: Option<String>,
) -> Result<Option<Consent>> {
    let rule = "give both consent_given_at and consent_terms, or neither";
    match (given_at, terms) {
        (Some(given_at), Some(terms)) => Ok(Some(Consent { given_at, terms })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(Error::invalid(operation, "consent_terms", rule)),
        (None, Some(_)) => Err(Error::invalid(operation, "consent_given_at", rule)),
    }
}

fn answers(given: Option<Vec<FormAnswer>>) -> Vec<Answer> {
    given.into_iter().flatten().map(Answer::from).collect()
}

impl BookingAsked {
    pub(super) fn read(self) -> Result<NewAppointment> {
        const OPERATION: &str = "provider.create";
        let client = self.client.read(OPERATION)?;
        let mut asked = NewAppointment::new(self.appointment_type, self.start, self.zone, client);
        asked.end = self.end;
        asked.calendar = self.calendar;
        asked.unit = self.unit;
        asked.location = self.place.map(|place| place.read(OPERATION)).transpose()?;
        asked.notes = self.notes;
        asked.answers = answers(self.answers);
        asked.guests = self.guests.unwrap_or_default();
        asked.consent = consent(OPERATION, self.consent_given_at, self.consent_terms)?;
        asked.hold = self.hold;
        asked.acting_as = self.acting_as.unwrap_or_default();
        asked.notify = self.notify.unwrap_or_default();
        asked.options = self.options.unwrap_or_default();
        Ok(asked)
    }
}

impl Book {
    pub(super) fn read(self) -> Result<(NewAppointment, IdempotencyKey)> {
        const OPERATION: &str = "provider.book";
        let slot = self.slot.read(OPERATION)?;
        let client = self.client.read(OPERATION)?;
        let mut asked = NewAppointment::in_slot(&slot, self.zone, client);
        asked.consent = consent(OPERATION, self.consent_given_at, self.consent_terms)?;
        asked.options = self.options.unwrap_or_default();
        Ok((asked, self.idempotency_key))
    }
}

impl Update {
    pub(super) fn read(self) -> Result<(ExternalId, AppointmentPatch, IdempotencyKey)> {
        let mut patch = AppointmentPatch::default();
        patch.first = self.first;
        patch.last = self.last;
        patch.email = self.email;
        patch.phone = self.phone;
        patch.notes = self.notes;
        patch.answers = answers(self.answers);
        patch.expected = version("provider.update", self.expected.as_deref())?;
        patch.acting_as = self.acting_as.unwrap_or_default();
        patch.notify = self.notify.unwrap_or_default();
        patch.options = self.options.unwrap_or_default();
        Ok((self.appointment_id, patch, self.idempotency_key))
    }
}

impl Reschedule {
    pub(super) fn read(self) -> Result<(ExternalId, NewTime, IdempotencyKey)> {
        const OPERATION: &str = "provider.reschedule";
        let mut to = NewTime::at(self.start);
        to.end = self.end;
        to.calendar = match (self.calendar, self.any_calendar.unwrap_or(false)) {
            (Some(_), true) => {
                let rule = "give a calendar, or any_calendar, not both";
                return Err(Error::invalid(OPERATION, "any_calendar", rule));
            }
            (Some(calendar), false) => CalendarChoice::To(calendar),
            (None, true) => CalendarChoice::Any,
            (None, false) => CalendarChoice::Keep,
        };
        to.zone = self.zone;
        to.hold = self.hold;
        to.expected = version(OPERATION, self.expected.as_deref())?;
        to.acting_as = self.acting_as.unwrap_or_default();
        to.notify = self.notify.unwrap_or_default();
        Ok((self.appointment_id, to, self.idempotency_key))
    }
}

impl Cancel {
    pub(super) fn read(self) -> Result<(ExternalId, Cancellation, IdempotencyKey)> {
        let mut cancellation = Cancellation::by(self.by.unwrap_or(CancelledBy::Host));
        cancellation.reason = self.reason;
        cancellation.scope = self.scope.unwrap_or_default();
        cancellation.expected = version("provider.cancel", self.expected.as_deref())?;
        cancellation.acting_as = self.acting_as.unwrap_or_default();
        cancellation.notify = self.notify.unwrap_or_default();
        Ok((self.appointment_id, cancellation, self.idempotency_key))
    }
}
