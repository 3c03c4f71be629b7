use careweave_types::ids::{AppointmentTypeId, CalendarId, ExternalId};
use careweave_types::zone::LocalReading;
use careweave_types::{AgencyZone, Money, Pii, TimeWindow};
use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use super::{
    AppointmentKey, AppointmentStatus, Client, Location, PrivateLink, RawRecord, StatusReading, Version,
};

/// Where the end of an appointment comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EndSource {
    /// The service says it.
    Wire,
    /// The start and a duration.
    Duration,
    /// The sum of its parts.
    Segments,
}

/// Where the zone of an appointment comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ZoneSource {
    /// The appointment says it.
    Appointment,
    /// Its calendar does.
    Calendar,
    /// The account does.
    Account,
    /// The operator configured it, because nothing on the wire says it.
    Config,
}

/// Who called an appointment off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CancelledBy {
    /// The agency.
    Host,
    /// The client.
    Client,
    /// The service.
    System,
    /// Nobody says.
    Unknown,
}

/// How an appointment was called off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancellationRecord {
    /// By whom.
    pub by: CancelledBy,
    /// Why, in somebody's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Pii<String>>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
}

/// The kind of an appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeRef {
    /// The service's id.
    pub id: AppointmentTypeId,
    /// Its name, where the service says it beside the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A calendar an appointment is with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarRef {
    /// The service's id.
    pub id: CalendarId,
    /// Its name, where the service says it beside the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Pii<String>>,
}

/// What the client answered on a booking form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The service's id of the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question_id: Option<String>,
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: Pii<String>,
}

/// Addresses the service gave. None is ever made up here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppointmentLinks {
    /// Where the appointment is managed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manage: Option<PrivateLink>,
    /// Where it is rescheduled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reschedule: Option<PrivateLink>,
    /// Where it is cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel: Option<PrivateLink>,
    /// Where it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<PrivateLink>,
}

/// One client's appointment. A group of clients at one time is one of these per client, with the same [`group`](Self::group).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Appointment {
    /// What tells it from every other.
    pub key: AppointmentKey,
    /// What it belongs to: a class, a group event, a recurring event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<ExternalId>,
    /// From when till when.
    pub window: TimeWindow,
    /// Where the end comes from.
    pub end_source: EndSource,
    /// The zone it is read in.
    pub zone: AgencyZone,
    /// Where the zone comes from.
    pub zone_source: ZoneSource,
    /// The wall clock at the start with the offset the service meant: what people agreed on, should the rules of a zone change.
    pub local_start: DateTime<FixedOffset>,
    /// A date without a time of day.
    #[serde(default)]
    pub all_day: bool,
    /// Where it stands, and how that was read.
    pub status: StatusReading,
    /// How it was called off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<CancellationRecord>,
    /// The record it took the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reschedule_of: Option<ExternalId>,
    /// The record that took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rescheduled_to: Option<ExternalId>,
    /// When it was to start before it was moved in place, as far as careweave saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_start: Option<DateTime<Utc>>,
    /// What kind it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_type: Option<TypeRef>,
    /// With whom; several where several hosts take part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<CalendarRef>,
    /// Where.
    #[serde(default)]
    pub location: Location,
    /// For whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<Client>,
    /// Notes: health information.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Pii<String>>,
    /// Answers of the booking form: health information.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// Addresses the service gave.
    #[serde(default)]
    pub links: AppointmentLinks,
    /// What changes when the record does.
    pub version: Version,
    /// When it was booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<Utc>>,
    /// What the service sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<RawRecord>,
}

impl Appointment {
    /// An appointment with what every service says. The wall clock is read in `zone`, and the version is the hash of what is
    /// known: replace both where the service says more, or call [`hash_content`](Self::hash_content) at the end.
    pub fn new(key: AppointmentKey, window: TimeWindow, zone: AgencyZone, status: StatusReading) -> Self {
        let local_start = wall_clock(&zone, window.start());
        let mut appointment = Self::unhashed(key, window, local_start, zone, status);
        appointment.hash_content();
        appointment
    }

    /// As [`Appointment::new`], for who knows the wall clock and gives the version when all is known.
    pub(crate) fn unhashed(
        key: AppointmentKey,
        window: TimeWindow,
        local_start: DateTime<FixedOffset>,
        zone: AgencyZone,
        status: StatusReading,
    ) -> Self {
        Self {
            key,
            group: None,
            window,
            end_source: EndSource::Wire,
            local_start,
            zone,
            zone_source: ZoneSource::Appointment,
            all_day: false,
            status,
            cancellation: None,
            reschedule_of: None,
            rescheduled_to: None,
            previous_start: None,
            appointment_type: None,
            calendars: Vec::new(),
            location: Location::Unknown,
            client: None,
            notes: None,
            answers: Vec::new(),
            price: None,
            links: AppointmentLinks::default(),
            version: Version::Counter(0),
            created_at: None,
            updated_at: None,
            raw: None,
        }
    }

    /// The service's id.
    pub fn id(&self) -> &ExternalId {
        &self.key.external_id
    }

    /// When it starts.
    pub const fn start(&self) -> DateTime<Utc> {
        self.window.start()
    }

    /// When it ends.
    pub const fn end(&self) -> DateTime<Utc> {
        self.window.end()
    }

    /// Where it stands.
    pub const fn status(&self) -> &AppointmentStatus {
        &self.status.status
    }

    /// True when one of its calendars is `id`.
    pub fn is_with(&self, id: &CalendarId) -> bool {
        self.calendars.iter().any(|calendar| calendar.id == *id)
    }

    /// The hash of everything about it but the version itself, what the service sent byte for byte, and what only careweave
    /// remembers: two readings of an unchanged record have the same.
    pub fn content_hash(&self) -> Version {
        let projection = (
            (
                &self.key.external_id,
                &self.group,
                &self.window,
                self.all_day,
                &self.local_start,
            ),
            (
                &self.status,
                &self.cancellation,
                &self.reschedule_of,
                &self.rescheduled_to,
            ),
            (
                &self.appointment_type,
                &self.calendars,
                &self.location,
                &self.client,
            ),
            (&self.notes, &self.answers, &self.price, &self.zone),
            (&self.links, &self.created_at, &self.updated_at),
        );
        Version::of_content(&projection)
    }

    /// Takes the hash of the content as its version: for services that tell no version.
    pub fn hash_content(&mut self) {
        self.version = self.content_hash();
    }
}

/// The wall clock of `zone` at `instant`, with its offset.
pub(crate) fn wall_clock(zone: &AgencyZone, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
    let LocalReading { offset_seconds, .. } = zone.local(instant);
    // Every offset of the zone database is within a day.
    let offset = FixedOffset::east_opt(offset_seconds).unwrap_or_else(|| chrono::Offset::fix(&Utc));
    instant.with_timezone(&offset)
}
