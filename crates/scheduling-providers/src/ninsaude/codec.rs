//! From the service's rows to the model.

use std::collections::BTreeMap;

use careweave_types::ids::{AppointmentTypeId, CalendarId, ExternalId};
use careweave_types::{AgencyZone, Pii, Result};
use chrono::NaiveDate;
use serde_json::Value;

use super::config::without_zone;
use super::fields::Fields;
use super::request::Stretch;
use super::status::{CANCELLED, UnknownStatuses};
use super::wall::{self, broken};
use crate::identity::Identity;
use crate::model::{
    Appointment, AppointmentType, Calendar, CalendarRef, CancellationRecord, CancelledBy, Client, Location,
    RawRecord, TypeRef, ZoneSource, wall_clock,
};

/// What is needed to read a row.
#[derive(Debug)]
pub(super) struct Codec {
    pub(super) identity: Identity,
    pub(super) units: BTreeMap<String, AgencyZone>,
    pub(super) service_minutes: BTreeMap<String, u32>,
    pub(super) unknown_codes: UnknownStatuses,
}

impl Codec {
    /// An appointment. Names that are read are suffixed: `pacienteId`.
    pub(super) fn appointment(&self, row: &Value) -> Result<Appointment> {
        let fields = Fields::of(row)?;
        let id = external(&fields.id("id")?, "id")?;
        let unit = fields.id("accountUnidadeId")?;
        let zone = self.units.get(&unit).ok_or_else(|| without_zone(&unit))?;
        let window = wall::window(zone, stretch_of(fields)?)?;
        let code = fields
            .number("status")?
            .ok_or_else(|| broken("status", "is missing"))?;
        let status = self.unknown_codes.read(code);
        let (key, local_start) = (self.identity.key(id), wall_clock(zone, window.start()));
        let mut appointment = Appointment::unhashed(key, window, local_start, zone.clone(), status);
        appointment.zone_source = ZoneSource::Config;
        if code == CANCELLED {
            appointment.cancellation = Some(CancellationRecord {
                by: CancelledBy::Unknown,
                reason: None,
                at: None,
            });
        }
        if let Some(service) = fields.some_id("servicoId")? {
            appointment.appointment_type = Some(TypeRef {
                id: type_id(&service, "servicoId")?,
                name: fields.text("servicoDescricao")?,
            });
        }
        appointment.calendars = vec![CalendarRef {
            id: calendar_id(&fields.id("profissionalId")?, "profissionalId")?,
            name: fields.text("profissionalNome")?.map(Pii::new),
        }];
        if let Some(text) = fields.text("accountUnidadeDescricao")? {
            appointment.location = Location::InPerson { text: Pii::new(text) };
        }
        appointment.client = client(fields)?;
        appointment.notes = fields.text("observacao")?.map(Pii::new);
        appointment.raw = Some(RawRecord::new(row.to_string()));
        appointment.hash_content();
        Ok(appointment)
    }

    /// A professional.
    pub(super) fn professional(&self, row: &Value) -> Result<Calendar> {
        let fields = Fields::of(row)?;
        let id = calendar_id(&fields.id("id")?, "id")?;
        let name = fields.text("nome")?.ok_or_else(|| broken("nome", "is missing"))?;
        let mut calendar = Calendar::new(id, name);
        calendar.active = fields.flag("ativo")?.unwrap_or(true);
        // Somebody who works in one unit keeps its time.
        if let [unit] = fields.ids("accountUnidade")?.as_slice() {
            calendar.zone = self.units.get(unit).cloned();
        }
        Ok(calendar)
    }

    /// A service.
    pub(super) fn service(&self, row: &Value) -> Result<Service> {
        let fields = Fields::of(row)?;
        let id = fields.id("id")?;
        let minutes = match self.service_minutes.get(&id) {
            Some(minutes) => *minutes,
            None => fields
                .number("duracao")?
                .and_then(|minutes| u32::try_from(minutes).ok())
                .filter(|minutes| (1..=1_440).contains(minutes))
                .ok_or_else(|| {
                    broken(
                        "duracao",
                        "must be 1 to 1440 minutes; configure service_minutes for this service",
                    )
                    .with("service", id.clone())
                })?,
        };
        let name = fields
            .text("descricao")?
            .ok_or_else(|| broken("descricao", "is missing"))?;
        let mut kind = AppointmentType::new(type_id(&id, "id")?, name, minutes);
        kind.active = fields.flag("ativo")?.unwrap_or(true);
        Ok(Service {
            kind,
            specialty: fields.ids("especialidade")?.into_iter().next(),
        })
    }
}

/// A kind of appointment, and the speciality it belongs to.
#[derive(Clone, Debug)]
pub(super) struct Service {
    pub(super) kind: AppointmentType,
    pub(super) specialty: Option<String>,
}

/// What tells one booking from another at this service: professional, start and patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NaturalKey {
    pub(super) professional: String,
    pub(super) patient: String,
    pub(super) stretch: Stretch,
}

impl NaturalKey {
    /// Whether a row is of this booking.
    ///
    /// # Errors
    /// `Decode` when so little of the row can be read that it might be.
    pub(super) fn fits(&self, row: &Value) -> Result<bool> {
        let fields = Fields::of(row)?;
        let mut unread = None;
        let mut differs = false;
        let mut compare = |same: Result<bool>| match same {
            Ok(same) => differs |= !same,
            Err(error) => unread = Some(error),
        };
        compare(fields.id("profissionalId").map(|id| id == self.professional));
        compare(
            fields
                .some_id("pacienteId")
                .map(|id| id.as_ref() == Some(&self.patient)),
        );
        compare(fields.date("data").map(|date| date == self.stretch.date));
        compare(fields.time("horaInicial").map(|time| time == self.stretch.start));
        match (differs, unread) {
            (true, _) => Ok(false),
            (false, Some(error)) => Err(error),
            (false, None) => Ok(true),
        }
    }
}

pub(super) fn stretch_of(fields: Fields<'_>) -> Result<Stretch> {
    Ok(Stretch {
        date: fields.date("data")?,
        start: fields.time("horaInicial")?,
        end: fields.time("horaFinal")?,
    })
}

/// The day a row stands on, and whose it is: enough to find it again.
pub(super) fn place_of(row: &Value) -> Option<(NaiveDate, String)> {
    let fields = Fields::of(row).ok()?;
    Some((fields.date("data").ok()?, fields.id("profissionalId").ok()?))
}

fn client(fields: Fields<'_>) -> Result<Option<Client>> {
    let (id, name) = (fields.some_id("pacienteId")?, fields.text("pacienteNome")?);
    if id.is_none() && name.is_none() {
        return Ok(None);
    }
    let mut client = Client::named(name.unwrap_or_default());
    client.external_id = id.map(|id| external(&id, "pacienteId")).transpose()?;
    client.email = fields.text("pacienteEmail")?.map(Pii::new);
    for name in [
        "pacienteFoneCelular",
        "pacienteFoneResidencial",
        "pacienteFoneComercial",
    ] {
        if client.phone.is_none() {
            client.phone = fields.text(name)?.map(Pii::new);
        }
    }
    Ok(Some(client))
}

pub(super) fn external(id: &str, field: &'static str) -> Result<ExternalId> {
    ExternalId::new(id).map_err(|_| broken(field, "is no id"))
}

pub(super) fn calendar_id(id: &str, field: &'static str) -> Result<CalendarId> {
    CalendarId::new(id).map_err(|_| broken(field, "is no id"))
}

fn type_id(id: &str, field: &'static str) -> Result<AppointmentTypeId> {
    AppointmentTypeId::new(id).map_err(|_| broken(field, "is no id"))
}
