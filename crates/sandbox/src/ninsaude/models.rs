//! What the clinic keeps, under our names; [`record`](super::record) writes it under the vendor's.

use std::collections::BTreeMap;

use careweave_types::AgencyZone;
use chrono::{NaiveDate, NaiveTime};

/// A place where patients are seen. Its wall clock is the only one its appointments know.
pub(super) struct Unit {
    pub(super) id: u64,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) zone: AgencyZone,
}

pub(super) struct Professional {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) units: Vec<u64>,
    pub(super) specialty: u64,
    pub(super) color: &'static str,
    pub(super) active: bool,
}

/// One stretch of a professional's week in a unit.
pub(super) struct Hours {
    pub(super) id: u64,
    pub(super) professional: u64,
    pub(super) unit: u64,
    /// 0 is Sunday.
    pub(super) weekday: u32,
    pub(super) start: NaiveTime,
    pub(super) end: NaiveTime,
    /// The grid of the agenda, in minutes.
    pub(super) step: u32,
}

pub(super) struct Service {
    pub(super) id: u64,
    pub(super) description: &'static str,
    pub(super) minutes: u32,
    pub(super) specialty: u64,
    pub(super) active: bool,
}

pub(super) struct Specialty {
    pub(super) id: u64,
    pub(super) description: &'static str,
}

pub(super) struct Insurer {
    pub(super) id: u64,
    pub(super) title: &'static str,
    pub(super) active: bool,
}

#[derive(Clone)]
pub(super) struct Patient {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) cpf: Option<String>,
    pub(super) home_phone: Option<String>,
    pub(super) mobile: Option<String>,
    pub(super) email: Option<String>,
    pub(super) birth_date: Option<NaiveDate>,
    pub(super) active: bool,
}

#[derive(Clone)]
pub(super) struct Appointment {
    pub(super) id: u64,
    pub(super) unit: u64,
    pub(super) professional: u64,
    pub(super) patient: u64,
    pub(super) service: Option<u64>,
    pub(super) specialty: Option<u64>,
    pub(super) insurer: Option<u64>,
    pub(super) date: NaiveDate,
    pub(super) start: NaiveTime,
    pub(super) end: NaiveTime,
    pub(super) status: i64,
    pub(super) note: Option<String>,
    pub(super) confirmation_sent: bool,
}

/// Cancelled: the row stays and frees its time.
pub(super) const CANCELLED: i64 = 5;
/// Moved elsewhere: the row stays, frees its time, and another took its place.
pub(super) const RESCHEDULED: i64 = 7;

impl Appointment {
    /// True while nobody else can have the professional at this time.
    pub(super) fn takes_time(&self) -> bool {
        !matches!(self.status, CANCELLED | RESCHEDULED)
    }

    pub(super) fn overlaps(&self, date: NaiveDate, start: NaiveTime, end: NaiveTime) -> bool {
        self.date == date && self.start < end && start < self.end
    }
}

/// All that the clinic keeps.
pub(super) struct Clinic {
    pub(super) units: Vec<Unit>,
    pub(super) professionals: Vec<Professional>,
    pub(super) hours: Vec<Hours>,
    pub(super) services: Vec<Service>,
    pub(super) specialties: Vec<Specialty>,
    pub(super) insurers: Vec<Insurer>,
    pub(super) patients: BTreeMap<u64, Patient>,
    pub(super) appointments: BTreeMap<u64, Appointment>,
}

impl Clinic {
    pub(super) fn unit(&self, id: u64) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    pub(super) fn professional(&self, id: u64) -> Option<&Professional> {
        self.professionals.iter().find(|one| one.id == id)
    }

    pub(super) fn service(&self, id: u64) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }

    pub(super) fn specialty(&self, id: u64) -> Option<&Specialty> {
        self.specialties.iter().find(|one| one.id == id)
    }

    pub(super) fn insurer(&self, id: u64) -> Option<&Insurer> {
        self.insurers.iter().find(|one| one.id == id)
    }

    /// True when `professional` sees somebody at this time, `except` one appointment.
    pub(super) fn is_taken(
        &self,
        professional: u64,
        (date, start, end): (NaiveDate, NaiveTime, NaiveTime),
        except: Option<u64>,
    ) -> bool {
        self.appointments.values().any(|one| {
            one.professional == professional
                && Some(one.id) != except
                && one.takes_time()
                && one.overlaps(date, start, end)
        })
    }

    /// Adds the appointment that `make` makes of the next number.
    pub(super) fn book(&mut self, make: impl FnOnce(u64) -> Appointment) -> &Appointment {
        let id = self
            .appointments
            .last_key_value()
            .map_or(FIRST_APPOINTMENT, |(id, _)| id + 1);
        self.appointments.entry(id).or_insert_with(|| make(id))
    }

    /// Adds the patient that `make` makes of the next number.
    pub(super) fn register(&mut self, make: impl FnOnce(u64) -> Patient) -> &Patient {
        let id = self
            .patients
            .last_key_value()
            .map_or(FIRST_PATIENT, |(id, _)| id + 1);
        self.patients.entry(id).or_insert_with(|| make(id))
    }
}

const FIRST_APPOINTMENT: u64 = 90_001;
const FIRST_PATIENT: u64 = 5_001;
