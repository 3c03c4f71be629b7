use std::collections::BTreeMap;

use careweave_types::ids::{AppointmentTypeId, CalendarId, HoldId};
use careweave_types::{AgencyZone, Pii};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ActingAs, Notify};
use crate::model::{Answer, Client, Location, Slot};

/// That the client agreed to the keeping of health information, and to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// When the client agreed.
    pub given_at: DateTime<Utc>,
    /// What to: the name or version of the text, never the client's words.
    pub terms: String,
}

/// An appointment to book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NewAppointment {
    /// What kind.
    pub appointment_type: AppointmentTypeId,
    /// When it starts.
    pub start: DateTime<Utc>,
    /// When it ends; `None` for the duration of its type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<DateTime<Utc>>,
    /// The zone the client reads it in.
    pub zone: AgencyZone,
    /// With whom; `None` lets the service choose, where it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// In which unit, at services that have units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// For whom.
    pub client: Client,
    /// Where, when it is not what the type says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Notes: health information.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Pii<String>>,
    /// Answers of the booking form: health information.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// E-mail addresses of others who are invited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guests: Vec<Pii<String>>,
    /// That the client agreed; needed where the law of the service's country wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// The hold that keeps the slot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldId>,
    /// In whose name.
    #[serde(default)]
    pub acting_as: ActingAs,
    /// Whether the service tells the client.
    #[serde(default)]
    pub notify: Notify,
    /// What only one service knows, by the names its adapter documents; an unknown name is refused.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
}

impl NewAppointment {
    /// An appointment of a type at a time for a client, as the client would book it.
    pub const fn new(
        appointment_type: AppointmentTypeId,
        start: DateTime<Utc>,
        zone: AgencyZone,
        client: Client,
    ) -> Self {
        Self {
            appointment_type,
            start,
            end: None,
            zone,
            calendar: None,
            unit: None,
            client,
            location: None,
            notes: None,
            answers: Vec::new(),
            guests: Vec::new(),
            consent: None,
            hold: None,
            acting_as: ActingAs::Client,
            notify: Notify::AsConfigured,
            options: BTreeMap::new(),
        }
    }

    /// An appointment in a slot.
    pub fn in_slot(slot: &Slot, zone: AgencyZone, client: Client) -> Self {
        Self {
            end: Some(slot.window.end()),
            calendar: slot.calendar.clone(),
            unit: slot.unit.clone(),
            hold: slot.hold.clone(),
            ..Self::new(slot.appointment_type.clone(), slot.window.start(), zone, client)
        }
    }

    /// The same with a calendar.
    #[must_use]
    pub fn with_calendar(mut self, calendar: CalendarId) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// The same with notes.
    #[must_use]
    pub fn with_notes(mut self, notes: impl Into<String>) -> Self {
        self.notes = Some(Pii::new(notes.into()));
        self
    }

    /// The same by the office.
    #[must_use]
    pub fn by_the_office(mut self) -> Self {
        self.acting_as = ActingAs::Office;
        self
    }

    /// The same without a word to the client.
    #[must_use]
    pub fn silently(mut self) -> Self {
        self.notify = Notify::Suppress;
        self
    }

    /// The same with the client's consent.
    #[must_use]
    pub fn with_consent(mut self, consent: Consent) -> Self {
        self.consent = Some(consent);
        self
    }

    /// The same with something only one service knows.
    #[must_use]
    pub fn with_option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.insert(name.into(), value.into());
        self
    }

    /// True when it carries health information beyond the fact of the appointment.
    pub fn carries_health_information(&self) -> bool {
        self.notes.is_some() || !self.answers.is_empty()
    }
}
