//! Booking and moving: each makes a row, recognised by professional, start and patient.

use careweave_types::ids::ExternalId;
use careweave_types::{Error, ErrorKind, Result, TimeWindow};
use chrono::TimeDelta;
use serde_json::Value;

use super::Ninsaude;
use super::changing::{after_write, refuse};
use super::codec::{NaturalKey, external};
use super::fields::{Fields, id_of};
use super::patients::{CPF, patient_of};
use super::request::{Booking, Days};
use super::status::{CANCELLED, RESCHEDULED};
use super::wall;
use crate::model::Appointment;
use crate::problem::Problem;
use crate::request::{CalendarChoice, NewAppointment, NewTime, Notify};
use crate::write::once;
use crate::written::{Effect, Written};

const CREATE: &str = "appointments.create";
const RESCHEDULE: &str = "appointments.reschedule";

/// The insurer of a booking.
const INSURER: &str = "convenio";
/// Its speciality, where it is not the one of the service.
const SPECIALTY: &str = "especialidade";

impl Ninsaude {
    pub(super) async fn book(&self, new: &NewAppointment) -> Result<Written> {
        refuse(
            CREATE,
            !new.answers.is_empty(),
            "answers",
            "this service has no booking form",
        )?;
        refuse(
            CREATE,
            !new.guests.is_empty(),
            "guests",
            "this service invites nobody else",
        )?;
        refuse(
            CREATE,
            new.location.is_some(),
            "location",
            "the unit says where: this service takes no other place",
        )?;
        if let Some(name) = new
            .options
            .keys()
            .find(|name| ![CPF, INSURER, SPECIALTY].contains(&name.as_str()))
        {
            return Err(Error::invalid(
                CREATE,
                format!("options.{name}"),
                "is no option of this service",
            ));
        }
        let option = |name: &str| new.options.get(name).map(String::as_str);
        let Some(professional) = &new.calendar else {
            return Err(Error::invalid(
                CREATE,
                "calendar",
                "is missing: an appointment here is with a professional",
            ));
        };
        let unit = self.unit_of(new)?;
        let zone = self.config.zone(unit)?;
        let service = self.service(&new.appointment_type).await?;
        let end = new
            .end
            .unwrap_or(new.start + TimeDelta::minutes(service.kind.duration_minutes.into()));
        let stretch = wall::stretch(CREATE, zone, &TimeWindow::new(new.start, end)?)?;
        let attempts = self.attempts(CREATE);
        let limit = self.config.page_size;
        let patient = patient_of(self.api(), &new.client, option(CPF), &attempts, limit).await?;
        let key = NaturalKey {
            professional: professional.as_str().to_owned(),
            patient,
            stretch,
        };
        let booking = Booking {
            unit,
            professional: professional.as_str(),
            patient: &key.patient,
            service: new.appointment_type.as_str(),
            specialty: option(SPECIALTY).or(service.specialty.as_deref()),
            insurer: option(INSURER),
            stretch,
            note: new.notes.as_ref().map(|notes| notes.expose().as_str()),
            confirmation_sent: new.notify == Notify::Suppress,
        };
        let search = || self.standing(&key, None);
        let send = || async {
            let made = self
                .session
                .result(self.requests.book(&booking)?)
                .await
                .map_err(taken)?;
            self.made(CREATE, &made, &key).await
        };
        let (appointment, resolution) = once(&attempts, search, send).await?;
        Ok(Written::new(appointment, resolution.effect(Effect::Created)))
    }

    pub(super) async fn move_to(&self, id: &ExternalId, to: &NewTime) -> Result<Written> {
        if to.notify == Notify::Suppress {
            let rule = "a move cannot be made without the clinic's own messages; nothing was sent";
            return Err(Error::new(ErrorKind::Unsupported, RESCHEDULE, rule).with("field", "notify"));
        }
        let row = self.row(RESCHEDULE, id).await?;
        let old = self.codec.appointment(&row)?;
        if let CalendarChoice::To(calendar) = &to.calendar
            && !old.is_with(calendar)
        {
            let rule = "an appointment here moves with its professional; cancel it and book another";
            return Err(Error::new(ErrorKind::Unsupported, RESCHEDULE, rule).with("field", "calendar"));
        }
        if to
            .expected
            .as_ref()
            .is_some_and(|expected| *expected != old.version)
        {
            return Err(Problem::VersionConflict
                .error(
                    RESCHEDULE,
                    "the appointment has changed since it was read; nothing was sent",
                )
                .with("appointment", id.as_str().to_owned()));
        }
        let end = to.end.unwrap_or(to.start + (old.end() - old.start()));
        let window = TimeWindow::new(to.start, end)?;
        if old.window == window && !old.status().is_called_off() {
            return Ok(Written::new(old, Effect::AlreadyDone));
        }
        let fields = Fields::of(&row)?;
        let key = NaturalKey {
            professional: fields.id("profissionalId")?,
            patient: fields.id("pacienteId")?,
            stretch: wall::stretch(RESCHEDULE, &old.zone, &window)?,
        };
        let search = || async {
            // A booking of the same patient at that time is this one moved only if the old row says that it moved.
            match self.standing(&key, Some(id)).await? {
                Some(new) if self.has_moved(id).await? => Ok(Some(new)),
                _ => Ok(None),
            }
        };
        let send = || async {
            if old.status().is_called_off() {
                return Err(Problem::NotAllowed
                    .error(
                        RESCHEDULE,
                        "an appointment that was called off cannot be moved; book a new one",
                    )
                    .with("appointment", id.as_str().to_owned())
                    .with("status", old.status().as_str().to_owned()));
            }
            let request = self.requests.reschedule(id.as_str(), key.stretch)?;
            let made = self.session.result(request).await.map_err(taken)?;
            self.made(RESCHEDULE, &made, &key).await
        };
        let (mut appointment, resolution) = once(&self.attempts(RESCHEDULE), search, send).await?;
        appointment.reschedule_of = Some(id.clone());
        appointment.previous_start = Some(old.start());
        let effect = Effect::Replaced {
            old: id.clone(),
            new: appointment.id().clone(),
        };
        Ok(Written::new(appointment, resolution.effect(effect)))
    }

    /// The unit that was named, or the only one there is.
    fn unit_of<'a>(&'a self, new: &'a NewAppointment) -> Result<&'a str> {
        let mut units = self.config.units.keys();
        match (&new.unit, units.next(), units.next()) {
            (Some(unit), ..) => Ok(unit),
            (None, Some(only), None) => Ok(only),
            _ => Err(Error::invalid(
                CREATE,
                "unit",
                "is missing: the clinic has several, and a slot says which it is in",
            )),
        }
    }

    /// The appointment with a natural key that is not called off.
    ///
    /// # Errors
    /// `Decode` when a row that may be it cannot be read.
    async fn standing(&self, key: &NaturalKey, except: Option<&ExternalId>) -> Result<Option<Appointment>> {
        let days = Days {
            from: key.stretch.date,
            to: key.stretch.date,
            professional: Some(&key.professional),
        };
        for row in self.agenda.all(self.api(), days).await? {
            let excepted = except.is_some_and(|id| id_of(&row).is_some_and(|found| found == id.as_str()));
            if excepted || !key.fits(&row)? {
                continue;
            }
            let status = Fields::of(&row)?.number("status")?;
            if !matches!(status, Some(CANCELLED | RESCHEDULED)) {
                return self.codec.appointment(&row).map(Some);
            }
        }
        Ok(None)
    }

    async fn has_moved(&self, id: &ExternalId) -> Result<bool> {
        let row = self.row(RESCHEDULE, id).await?;
        Ok(Fields::of(&row)?.number("status")? == Some(RESCHEDULED))
    }

    /// The appointment an answer says was made, as it stands.
    async fn made(&self, operation: &'static str, made: &Value, key: &NaturalKey) -> Result<Appointment> {
        let id = Fields::of(made)
            .and_then(|made| made.id("id"))
            .and_then(|id| external(&id, "id"))
            .map_err(after_write)?;
        self.agenda.remember_at(&id, key.stretch.date, &key.professional);
        self.read(operation, &id).await.map_err(after_write)
    }
}

/// A conflict with a time is somebody else's appointment.
fn taken(error: Error) -> Error {
    match error.kind() {
        ErrorKind::Conflict => Problem::SlotTaken.mark(error),
        _ => error,
    }
}
