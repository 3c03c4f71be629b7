use careweave_types::AgencyZone;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::care::{CareRecords, CaregiverProfile, ClientRecord, ShiftNeeds};
use super::data::{Caregiver, ClientLeg, RosterData, Shift, Workweek};
use crate::memory::Statement;

/// A roster file as it stands on disk: the vendor's records and the optional sections side by side.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RosterFile {
    format: String,
    as_of: DateTime<Utc>,
    zone: AgencyZone,
    #[serde(default)]
    workweek: Workweek,
    caregivers: Vec<Caregiver>,
    shifts: Vec<Shift>,
    #[serde(default)]
    profiles: Vec<CaregiverProfile>,
    #[serde(default)]
    clients: Vec<ClientRecord>,
    #[serde(default)]
    needs: Vec<ShiftNeeds>,
    #[serde(default)]
    memory: Vec<Statement>,
    #[serde(default)]
    travel: Vec<ClientLeg>,
}

impl RosterFile {
    pub(super) fn split(self) -> (RosterData, CareRecords, Vec<ClientLeg>) {
        let data = RosterData {
            format: self.format,
            as_of: self.as_of,
            zone: self.zone,
            workweek: self.workweek,
            caregivers: self.caregivers,
            shifts: self.shifts,
        };
        let care = CareRecords {
            profiles: self.profiles,
            clients: self.clients,
            needs: self.needs,
            memory: self.memory,
        };
        (data, care, self.travel)
    }
}
