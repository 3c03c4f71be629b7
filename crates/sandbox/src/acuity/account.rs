//! All that an account is at the moment.

use std::collections::{BTreeMap, HashMap};

use careweave_types::AgencyZone;

use super::model::{Appointment, AppointmentType, Block, Calendar, Certificate, Client, Form, Hook, Label};
use super::oauth::Grants;
use super::refused::Refused;
use crate::rate::Window;

pub(crate) struct Account {
    /// The business zone: date filters and times without offset are on its clock.
    pub(super) zone: AgencyZone,
    pub(super) calendars: Vec<Calendar>,
    pub(super) types: Vec<AppointmentType>,
    pub(super) labels: Vec<Label>,
    pub(super) forms: Vec<Form>,
    pub(super) certificates: BTreeMap<u64, Certificate>,
    pub(super) appointments: BTreeMap<u64, Appointment>,
    pub(super) blocks: BTreeMap<u64, Block>,
    pub(super) clients: Vec<Client>,
    pub(super) hooks: BTreeMap<u64, Hook>,
    pub(super) grants: Grants,
    /// The requests of the last second, by address.
    pub(super) rates: HashMap<String, Window>,
    pub(super) last_id: u64,
}

impl Account {
    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    pub(super) fn calendar(&self, id: u64) -> Option<&Calendar> {
        self.calendars.iter().find(|calendar| calendar.id == id)
    }

    pub(super) fn appointment_type(&self, id: u64) -> Option<&AppointmentType> {
        self.types.iter().find(|kind| kind.id == id)
    }

    /// The calendar of a request for a type; the refusal when the type is not offered on it.
    pub(super) fn calendar_of(&self, kind: &AppointmentType, id: u64) -> Result<&Calendar, Refused> {
        self.calendar(id)
            .filter(|calendar| kind.calendars.contains(&calendar.id))
            .ok_or_else(|| {
                Refused::rule(
                    "invalid_calendar",
                    format!("The calendar \"{id}\" does not exist or does not offer this appointment type."),
                )
            })
    }

    /// A type that can be booked.
    pub(super) fn bookable(&self, id: u64) -> Result<&AppointmentType, Refused> {
        self.appointment_type(id)
            .filter(|kind| kind.active)
            .ok_or_else(|| {
                Refused::rule(
                    "invalid_appointment_type",
                    format!("The appointment type \"{id}\" does not exist."),
                )
            })
    }
}
