//! Records of scheduling services that hosts are given and give back: who, where, when, what was answered.

use careweave::providers::model::{Answer, Client, Location, PrivateLink, Slot};
use careweave::types::ids::{AppointmentTypeId, CalendarId, ExternalId, HoldId};
use careweave::types::{AgencyZone, Error, Pii, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::arguments::window;

macro_rules! shared {
    ($($(#[$meta:meta])* $name:ident as $host:literal { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = $host))]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$field_meta])* pub(crate) $field: $type,)*
        }
    )+};
}

pub(super) use shared;

shared! {
    /// The person an appointment is for.
    BookedClient as "BookingClient" {
        /// The whole name; with both parts of a name it may be left out.
        full: Option<Pii<String>>,
        /// The given name, where names are kept in two parts.
        first: Option<Pii<String>>,
        /// The family name, where names are kept in two parts.
        last: Option<Pii<String>>,
        /// The e-mail address.
        email: Option<Pii<String>>,
        /// The telephone number, of any country.
        phone: Option<Pii<String>>,
        /// The IANA zone the person reads times in.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        zone: Option<AgencyZone>,
        /// The service's id of the person; several services have none.
        client_id: Option<ExternalId>,
    }

    /// Where an appointment takes place.
    Place as "BookingPlace" {
        /// in_person, phone, video, unknown.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        kind: String,
        /// The address, the name of the place, or the number that is called.
        text: Option<Pii<String>>,
        /// The link that joins a video call.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Pii<String>>"))]
        link: Option<PrivateLink>,
        /// The word that lets into a video call.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Pii<String>>"))]
        passcode: Option<PrivateLink>,
    }

    /// What a client answered on a booking form: health information.
    FormAnswer as "BookingAnswer" {
        /// The service's id of the question.
        question_id: Option<String>,
        /// The question.
        question: String,
        /// The answer.
        answer: Pii<String>,
    }

    /// A time that can be booked.
    OfferedSlot as "Slot" {
        /// What can be booked.
        appointment_type: AppointmentTypeId,
        /// When it starts.
        start: DateTime<Utc>,
        /// When it ends; computed where the service gives starts only.
        end: DateTime<Utc>,
        /// The wall clock at the start with its offset, as RFC 3339: the two readings of 01:30 in the night clocks go back
        /// differ here.
        local_start: String,
        /// With whom, where the service says.
        calendar: Option<CalendarId>,
        /// The unit it is in, at services that have units.
        unit: Option<String>,
        /// How many more can book it, where the service says.
        capacity_left: Option<u32>,
        /// The hold that keeps it for the asker.
        hold: Option<HoldId>,
        /// Where a person books it.
        #[cfg_attr(feature = "schema", schemars(with = "Option<Pii<String>>"))]
        booking_link: Option<PrivateLink>,
    }
}

impl BookedClient {
    pub(super) fn read(self, operation: &'static str) -> Result<Client> {
        let mut client = match (self.full, self.first, self.last) {
            (Some(full), first, last) => {
                let mut client = Client::named(full.into_exposed());
                (client.first, client.last) = (first, last);
                client
            }
            (None, Some(first), Some(last)) => Client::of_parts(first.into_exposed(), last.into_exposed()),
            _ => {
                let rule = "give the whole name, or both parts of it";
                return Err(Error::invalid(operation, "client.full", rule));
            }
        };
        client.email = self.email;
        client.phone = self.phone;
        client.zone = self.zone;
        client.external_id = self.client_id;
        Ok(client)
    }
}

impl From<Client> for BookedClient {
    fn from(client: Client) -> Self {
        Self {
            full: Some(client.full),
            first: client.first,
            last: client.last,
            email: client.email,
            phone: client.phone,
            zone: client.zone,
            client_id: client.external_id,
        }
    }
}

impl Place {
    pub(super) fn read(self, operation: &'static str) -> Result<Location> {
        let Self {
            kind,
            text,
            link,
            passcode,
        } = self;
        Ok(match kind.as_str() {
            "in_person" => Location::InPerson {
                text: text.ok_or_else(|| Error::invalid(operation, "place.text", "is required in person"))?,
            },
            "phone" => Location::Phone { number: text },
            "video" => Location::Video { link, passcode },
            "unknown" => Location::Unknown,
            _ => {
                let rule = "must be one of in_person, phone, video, unknown";
                return Err(Error::invalid(operation, "place.kind", rule));
            }
        })
    }
}

impl From<Location> for Place {
    fn from(location: Location) -> Self {
        let place = |kind: &str, text, link, passcode| Self {
            kind: kind.to_owned(),
            text,
            link,
            passcode,
        };
        match location {
            Location::InPerson { text } => place("in_person", Some(text), None, None),
            Location::Phone { number } => place("phone", number, None, None),
            Location::Video { link, passcode } => place("video", None, link, passcode),
            _ => place("unknown", None, None, None),
        }
    }
}

impl From<FormAnswer> for Answer {
    fn from(given: FormAnswer) -> Self {
        Self {
            question_id: given.question_id,
            question: given.question,
            answer: given.answer,
        }
    }
}

impl From<Answer> for FormAnswer {
    fn from(answer: Answer) -> Self {
        Self {
            question_id: answer.question_id,
            question: answer.question,
            answer: answer.answer,
        }
    }
}

impl OfferedSlot {
    pub(super) fn read(self, operation: &'static str) -> Result<Slot> {
        let local_start = DateTime::parse_from_rfc3339(&self.local_start)
            .ok()
            .filter(|local| *local == self.start)
            .ok_or_else(|| {
                let rule = "must be the start, as RFC 3339 with the offset of its zone";
                Error::invalid(operation, "slot.local_start", rule)
            })?;
        let window = window(operation, self.start, self.end)?;
        let mut slot = Slot::new(window, local_start, self.appointment_type);
        slot.calendar = self.calendar;
        slot.unit = self.unit;
        slot.capacity_left = self.capacity_left;
        slot.hold = self.hold;
        slot.booking_link = self.booking_link;
        Ok(slot)
    }
}

impl From<Slot> for OfferedSlot {
    fn from(slot: Slot) -> Self {
        Self {
            start: slot.window.start(),
            end: slot.window.end(),
            local_start: slot.local_start.to_rfc3339(),
            appointment_type: slot.appointment_type,
            calendar: slot.calendar,
            unit: slot.unit,
            capacity_left: slot.capacity_left,
            hold: slot.hold,
            booking_link: slot.booking_link,
        }
    }
}
