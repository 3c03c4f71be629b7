//! From the vendor's records to the model.

use careweave_types::ids::{AppointmentTypeId, CalendarId, ExternalId};
use careweave_types::{AgencyZone, Currency, Money, Pii, Result, TimeWindow};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, TimeZone as _, Utc};
use serde_json::value::RawValue;

use super::call::{contract, decode};
use super::labels::{Evidence, LabelRules};
use super::wire::{WireAppointment, WireCalendar, WireId, WireType};
use crate::identity::Identity;
use crate::model::{
    Answer, Appointment, AppointmentType, AppointmentTypeKind, Buffers, Calendar, CalendarRef,
    CancellationRecord, CancelledBy, Client, EndSource, Location, PrivateLink, RawRecord, TypeRef,
    ZoneSource, money,
};
use crate::page::RowFailure;

/// What records are read with.
pub(super) struct Codec<'a> {
    pub(super) operation: &'static str,
    pub(super) identity: &'a Identity,
    pub(super) labels: &'a LabelRules,
    pub(super) currency: Option<Currency>,
    pub(super) account_zone: &'a AgencyZone,
    pub(super) now: DateTime<Utc>,
}

/// An instant with the offset the vendor meant: `2026-07-15T10:00:00-0600`.
///
/// # Errors
/// `Decode` for a time without offset: nobody knows whose clock it is on.
pub(super) fn instant(operation: &'static str, field: &str, text: &str) -> Result<DateTime<FixedOffset>> {
    let text = text.trim();
    if let Some(instant) = documented(text) {
        return Ok(instant);
    }
    DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%z")
        .or_else(|_| DateTime::parse_from_rfc3339(text))
        .map_err(|_| contract(operation, field, "a time has a date, seconds and an offset"))
}

/// The one form the vendor documents, `2026-07-15T10:00:00-0600`; nothing for any other.
fn documented(text: &str) -> Option<DateTime<FixedOffset>> {
    let text: &[u8; 24] = text.as_bytes().try_into().ok()?;
    let number = |from: usize, until: usize| {
        text[from..until].iter().try_fold(0_u32, |number, digit| {
            digit
                .is_ascii_digit()
                .then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if marks.iter().any(|(at, mark)| text[*at] != *mark) {
        return None;
    }
    let east = match text[19] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = (number(20, 22)?, number(22, 24)?);
    let offset = i32::try_from(hours * 3_600 + minutes * 60)
        .ok()
        .filter(|_| minutes < 60)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)?;
    let local = date.and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)?;
    FixedOffset::east_opt(east * offset)?
        .from_local_datetime(&local)
        .single()
}

/// An id that the vendor counts.
pub(super) fn external_id(id: u64) -> Result<ExternalId> {
    ExternalId::new(id.to_string())
}

fn is_filled(text: &Pii<String>) -> bool {
    !text.expose().trim().is_empty()
}

impl Codec<'_> {
    /// Reads the rows of a list, each by itself.
    pub(super) fn rows(&self, body: &[u8]) -> Result<(Vec<Appointment>, Vec<RowFailure>)> {
        let rows: Vec<&RawValue> = decode(self.operation, body)?;
        let (mut appointments, mut failures) = (Vec::with_capacity(rows.len()), Vec::new());
        for (place, row) in rows.iter().enumerate() {
            match self.appointment(row.get().as_bytes()) {
                Ok(appointment) => appointments.push(appointment),
                Err(error) => {
                    let id = serde_json::from_str::<WireId>(row.get()).ok();
                    let id = id.and_then(|row| external_id(row.id).ok());
                    failures.push(RowFailure::of(place, id, &error));
                }
            }
        }
        Ok((appointments, failures))
    }

    /// Reads one record.
    pub(super) fn appointment(&self, body: &[u8]) -> Result<Appointment> {
        let wire: WireAppointment = decode(self.operation, body)?;
        let start = instant(self.operation, "datetime", &wire.datetime)?;
        let end = start.to_utc() + TimeDelta::minutes(i64::from(wire.duration));
        let window = TimeWindow::new(start.to_utc(), end).map_err(|_| {
            contract(
                self.operation,
                "duration",
                "an appointment takes at least a minute",
            )
        })?;
        let (zone, zone_source) = self.zone(wire.calendar_timezone.as_deref())?;
        let no_show = wire.no_show.unwrap_or(false);
        let evidence = Evidence {
            // Older answers do not say `canceled`; only a canceled appointment says `noShow`.
            canceled: wire.canceled.unwrap_or(wire.no_show.is_some()),
            no_show,
            labels: wire.labels.as_deref().unwrap_or_default(),
            end: window.end(),
        };
        let canceled = evidence.canceled;
        let status = self.labels.read(&evidence, self.now);
        let key = self.identity.key(external_id(wire.id)?);
        let mut appointment = Appointment::unhashed(key, window, start, zone, status);
        appointment.zone_source = zone_source;
        appointment.end_source = EndSource::Duration;
        appointment.group = wire.class_id.map(external_id).transpose()?;
        appointment.cancellation = (canceled && !no_show).then_some(CancellationRecord {
            by: CancelledBy::Unknown,
            reason: None,
            at: None,
        });
        appointment.appointment_type = Some(TypeRef {
            id: AppointmentTypeId::new(wire.appointment_type_id.to_string())?,
            name: wire.r#type,
        });
        appointment.calendars = vec![CalendarRef {
            id: CalendarId::new(wire.calendar_id.to_string())?,
            name: wire.calendar,
        }];
        if let Some(text) = wire.location.filter(is_filled) {
            appointment.location = Location::InPerson { text };
        }
        let mut client = Client::of_parts(
            wire.first_name.expose().as_str(),
            wire.last_name.expose().as_str(),
        );
        client.email = wire.email.filter(is_filled);
        client.phone = wire.phone.filter(is_filled);
        // A zone that the database does not know is no reason to lose the appointment: nothing here is computed in it.
        client.zone = wire.timezone.as_deref().and_then(|name| match name {
            _ if name == appointment.zone.name() => Some(appointment.zone.clone()),
            _ => AgencyZone::new(name).ok(),
        });
        appointment.client = Some(client);
        appointment.notes = wire.notes.filter(is_filled);
        appointment.answers = wire
            .forms
            .unwrap_or_default()
            .into_iter()
            .flat_map(|form| form.values)
            .filter_map(|answer| {
                Some(Answer {
                    question_id: Some(answer.field_id.to_string()),
                    question: answer.name,
                    answer: answer.value.filter(is_filled)?,
                })
            })
            .collect();
        appointment.price = self.price(wire.price.as_deref())?;
        appointment.links.manage = wire
            .confirmation_page
            .filter(|link| !link.is_empty())
            .map(PrivateLink::new);
        appointment.created_at = wire
            .datetime_created
            .map(|text| instant(self.operation, "datetimeCreated", &text))
            .transpose()?
            .map(|at| at.to_utc());
        appointment.hash_content();
        appointment.raw = Some(RawRecord::new(body.to_vec()));
        Ok(appointment)
    }

    fn zone(&self, name: Option<&str>) -> Result<(AgencyZone, ZoneSource)> {
        let Some(name) = name else {
            return Ok((self.account_zone.clone(), ZoneSource::Account));
        };
        if name == self.account_zone.name() {
            return Ok((self.account_zone.clone(), ZoneSource::Calendar));
        }
        let zone = AgencyZone::new(name).map_err(|_| {
            contract(
                self.operation,
                "calendarTimezone",
                "a zone has a name of the IANA database",
            )
        })?;
        Ok((zone, ZoneSource::Calendar))
    }

    fn price(&self, text: Option<&str>) -> Result<Option<Money>> {
        match (text, self.currency) {
            (Some(text), Some(currency)) if !text.is_empty() => {
                money(self.operation, "price", text, currency)
                    .map(Some)
                    .map_err(|_| {
                        contract(
                            self.operation,
                            "price",
                            "an amount is digits with at most two after one point",
                        )
                    })
            }
            _ => Ok(None),
        }
    }

    pub(super) fn appointment_type(&self, wire: WireType) -> Result<AppointmentType> {
        let id = AppointmentTypeId::new(wire.id.to_string())?;
        let mut kind = AppointmentType::new(id, wire.name, wire.duration);
        kind.active = wire.active;
        kind.price = self.price(wire.price.as_deref())?;
        kind.kind = wire
            .r#type
            .as_deref()
            .map_or(AppointmentTypeKind::Service, Into::into);
        kind.buffers = Buffers {
            before_minutes: wire.padding_before.unwrap_or(0),
            after_minutes: wire.padding_after.unwrap_or(0),
        };
        kind.calendars = wire
            .calendars
            .iter()
            .map(|id| CalendarId::new(id.to_string()))
            .collect::<Result<_>>()?;
        kind.booking_link = wire
            .scheduling_url
            .filter(|link| !link.is_empty())
            .map(PrivateLink::new);
        Ok(kind)
    }

    pub(super) fn calendar(&self, wire: WireCalendar) -> Result<Calendar> {
        let mut calendar = Calendar::new(CalendarId::new(wire.id.to_string())?, wire.name.into_exposed());
        calendar.zone = wire
            .timezone
            .map(|name| {
                AgencyZone::new(&name).map_err(|_| {
                    contract(
                        self.operation,
                        "timezone",
                        "a zone has a name of the IANA database",
                    )
                })
            })
            .transpose()?;
        let addresses = wire.email.map(Pii::into_exposed).unwrap_or_default();
        calendar.emails = addresses
            .split(',')
            .map(str::trim)
            .filter(|address| !address.is_empty())
            .map(Pii::from)
            .collect();
        Ok(calendar)
    }
}
