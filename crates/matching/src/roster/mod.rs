//! The roster: what the engine knows about an agency at one instant.

mod care;
mod data;
mod file;
mod index;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use careweave_types::{
    AgencyZone, CaregiverId, ClientId, Error, Result, ShiftId, TimeWindow, WorkweekAnchor,
};
use chrono::{DateTime, Utc};

pub use care::{
    Attendance, CareRecords, CaregiverProfile, ClientRecord, Condition, ConditionName, Credential, Expiry,
    GenderReason, RequiredGender, Requirements, Response, ShiftNeeds, TimeOff,
};
pub use data::{Caregiver, ClientLeg, FORMAT, RosterData, Shift, Workweek};
use file::RosterFile;
use index::Index;
pub(crate) use index::{Booking, PastVisit};

use crate::distance::{Leg, Metres, Place, Speed, Travel, TravelTable, straight_line};
use crate::document;
use crate::memory::Statement;

const OPERATION: &str = "roster.load";

/// A validated snapshot of an agency, indexed for ranking.
///
/// Build one from a file ([`Roster::from_json`], the format is documented in the guide on roster files) or from
/// records ([`Roster::new`]). It never changes; take a new snapshot after an assignment, or
/// [`with_assignment`](Roster::with_assignment).
#[derive(Clone, Debug)]
pub struct Roster {
    data: RosterData,
    care: CareRecords,
    workweek: WorkweekAnchor,
    index: Index,
    travel: TravelTable,
}

impl Roster {
    /// Reads a roster file.
    ///
    /// # Errors
    /// `InvalidInput` that names the record (`shifts[3]`) and the field, for: JSON that does not parse, an unknown
    /// field, a missing field, a value that breaks a rule, a newer format, and everything [`Roster::new`] checks.
    pub fn from_json(text: &str) -> Result<Self> {
        let file: RosterFile = document::read(OPERATION, text)?;
        let (data, care, legs) = file.split();
        let mut travel = TravelTable::default();
        for (at, leg) in legs.iter().enumerate() {
            let (from, to) = (leg.from_client_id.as_str(), leg.to_client_id.as_str());
            travel
                .insert(from, to, Metres(leg.metres), leg.minutes)
                .map_err(|_| {
                    let rule = "the leg stands in the section already, with other figures";
                    Error::invalid(OPERATION, "to_client_id", rule).with("record", format!("travel[{at}]"))
                })?;
        }
        Ok(Self::with_care(data, care)?.with_travel(travel))
    }

    /// The roster as a roster file, which [`Roster::from_json`] reads back as the same roster.
    pub fn to_json(&self) -> String {
        #[derive(serde::Serialize)]
        struct File<'a> {
            #[serde(flatten)]
            data: &'a RosterData,
            #[serde(flatten)]
            care: &'a CareRecords,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            travel: Vec<serde_json::Value>,
        }
        let leg = |(from, to, metres, minutes): (&str, &str, Metres, u32)| {
            serde_json::json!({
                "from_client_id": from, "to_client_id": to, "metres": metres.0, "minutes": minutes,
            })
        };
        let file = File {
            data: &self.data,
            care: &self.care,
            travel: self.travel.legs().map(leg).collect(),
        };
        // Plain data whose keys are text: serialising it to a string cannot fail.
        serde_json::to_string(&file).unwrap_or_default()
    }

    /// Validates the vendor's records and indexes them.
    ///
    /// A record that stands twice with the same content counts once.
    ///
    /// # Errors
    /// `InvalidInput` that names the record and the field: a format this version does not read, two different
    /// records with one id, an interval that ends before it starts, a shift of a caregiver who is not in the roster.
    pub fn new(data: RosterData) -> Result<Self> {
        Self::with_care(data, CareRecords::default())
    }

    /// As [`Roster::new`], with what the agency knows beside the vendor's records.
    ///
    /// # Errors
    /// As [`Roster::new`], and `InvalidInput` that names the record and the field for: a profile or a statement of a caregiver, or
    /// needs of a shift, that is not in the roster; time off that ends before it begins, or that begins or ends at a
    /// local time that clocks skip or repeat; counts that contradict each other; a rate out of range.
    pub fn with_care(data: RosterData, care: CareRecords) -> Result<Self> {
        if data.format != FORMAT {
            return Err(Error::invalid(
                OPERATION,
                "format",
                format!("this version reads {FORMAT:?}; convert the file or update careweave"),
            )
            .with("record", "(file)"));
        }
        let mut data = data;
        data.caregivers = unique("caregivers", data.caregivers, |c| c.id.as_str())?;
        data.shifts = unique("shifts", data.shifts, |s| s.id.as_str())?;
        let care = CareRecords {
            profiles: unique("profiles", care.profiles, |p| p.caregiver_id.as_str())?,
            clients: unique("clients", care.clients, |c| c.client_id.as_str())?,
            needs: unique("needs", care.needs, |n| n.shift_id.as_str())?,
            memory: unique("memory", care.memory, |s| s.id.as_str())?,
        };
        let workweek = WorkweekAnchor {
            weekday: data.workweek.weekday,
            minute_of_day: data.workweek.minute_of_day,
            zone: data.zone.clone(),
        };
        workweek.week_of(data.as_of).map_err(|e| {
            Error::invalid(OPERATION, "workweek.minute_of_day", e.message()).with("record", "(file)")
        })?;
        let index = Index::build(&data, &care)?;
        Ok(Self {
            data,
            care,
            workweek,
            index,
            travel: TravelTable::default(),
        })
    }

    /// The same roster with ways between clients' homes from a routing service, by client id.
    ///
    /// They decide whether a gap between two shifts suffices and what a day of visits costs; where the table does not
    /// know a way, the straight line and the policy's speed do.
    #[must_use]
    pub fn with_travel(self, travel: TravelTable) -> Self {
        Self { travel, ..self }
    }

    /// The ways between clients' homes that a routing service supplied.
    pub fn travel(&self) -> &TravelTable {
        &self.travel
    }

    /// The way from one shift's place to another's: nothing at the same client, the travel table's leg where it knows one,
    /// else the straight line at `speed`; `None` where an end is unknown.
    ///
    /// # Errors
    /// `InvalidInput` for a speed of zero.
    pub fn way(&self, from: &Shift, to: &Shift, speed: Speed) -> Result<Option<Leg>> {
        let (start, end) = (from.client_id.as_str(), to.client_id.as_str());
        if start != end
            && !self.travel.is_empty()
            && let Some(leg) = self.travel.leg(start, end)
        {
            return Ok(Some(leg));
        }
        match (self.place_of(from), self.place_of(to)) {
            (Some(there), Some(here)) => straight_line(&there, &here, speed).map(Some),
            _ => Ok(None),
        }
    }

    /// The records as they were validated, in order of id.
    pub fn data(&self) -> &RosterData {
        &self.data
    }

    /// The instant of the snapshot.
    pub fn as_of(&self) -> DateTime<Utc> {
        self.data.as_of
    }

    /// The zone in which weekdays, availability and workweeks are read.
    pub fn zone(&self) -> &AgencyZone {
        &self.data.zone
    }

    /// When the employer's workweek begins.
    pub fn workweek(&self) -> &WorkweekAnchor {
        &self.workweek
    }

    /// Every caregiver, in order of id.
    pub fn caregivers(&self) -> &[Caregiver] {
        &self.data.caregivers
    }

    /// One caregiver.
    pub fn caregiver(&self, id: &CaregiverId) -> Option<&Caregiver> {
        self.index.caregivers.get(id).map(|&at| &self.data.caregivers[at])
    }

    /// One shift.
    pub fn shift(&self, id: &ShiftId) -> Option<&Shift> {
        self.data
            .shifts
            .binary_search_by(|s| s.id.cmp(id))
            .ok()
            .map(|at| &self.data.shifts[at])
    }

    /// The shifts that wait for a caregiver and have not started at `as_of`, by start, then id.
    pub fn open_shifts(&self) -> Vec<&Shift> {
        let mut open: Vec<_> = self
            .all_open()
            .filter(|s| s.scheduled_start > self.data.as_of)
            .collect();
        open.sort_by(|a, b| (a.scheduled_start, &a.id).cmp(&(b.scheduled_start, &b.id)));
        open
    }

    /// The shifts that wait for a caregiver, with their positions.
    pub(crate) fn open_positions(&self) -> impl Iterator<Item = (&ShiftId, usize)> {
        let positions = self.index.open.iter().map(|at| *at as usize);
        positions.map(|at| (&self.data.shifts[at].id, at))
    }

    /// The shifts that wait for a caregiver, started or not, by id.
    pub(crate) fn all_open(&self) -> impl Iterator<Item = &Shift> {
        self.index.open.iter().map(|at| &self.data.shifts[*at as usize])
    }

    /// Completed visits of this caregiver with this client.
    pub fn past_visits(&self, caregiver: &CaregiverId, client: &ClientId) -> u32 {
        self.index.past_visits(caregiver, client)
    }

    /// What the agency knows beside the vendor's records, as it was validated.
    pub fn care(&self) -> &CareRecords {
        &self.care
    }

    /// What is known of a caregiver beside the vendor's record.
    pub fn profile(&self, caregiver: &CaregiverId) -> Option<&CaregiverProfile> {
        self.profile_at(self.position(caregiver)?)
    }

    /// What is known of a client beside the vendor's record.
    pub fn client(&self, client: &ClientId) -> Option<&ClientRecord> {
        let at = self
            .care
            .clients
            .binary_search_by(|c| c.client_id.cmp(client))
            .ok()?;
        self.care.clients.get(at)
    }

    /// Position among [`caregivers`](Roster::caregivers).
    pub(crate) fn position(&self, id: &CaregiverId) -> Option<usize> {
        self.index.caregivers.get(id).copied()
    }

    /// Position of a shift among the validated records.
    pub(crate) fn shift_position(&self, id: &ShiftId) -> Option<usize> {
        self.data.shifts.binary_search_by(|s| s.id.cmp(id)).ok()
    }

    /// What takes up this caregiver's time, by start.
    pub(crate) fn bookings(&self, caregiver: &CaregiverId) -> &[Booking] {
        self.position(caregiver).map_or(&[], |at| self.bookings_at(at))
    }

    pub(crate) fn bookings_at(&self, caregiver: usize) -> &[Booking] {
        &self.index.bookings[caregiver]
    }

    pub(crate) fn profile_at(&self, caregiver: usize) -> Option<&CaregiverProfile> {
        self.index.profiles[caregiver].and_then(|at| self.care.profiles.get(at as usize))
    }

    pub(crate) fn time_off_at(&self, caregiver: usize) -> &[TimeWindow] {
        &self.index.time_off[caregiver]
    }

    pub(crate) fn statements_at(&self, caregiver: usize) -> impl Iterator<Item = &Statement> {
        self.index.statements[caregiver]
            .iter()
            .filter_map(|&at| self.care.memory.get(at as usize))
    }

    /// Where this caregiver's way to work begins.
    pub(crate) fn home_at(&self, caregiver: usize) -> Option<Place> {
        self.index.homes[caregiver]
    }

    /// What this shift asks for, beside the vendor's record and the client's.
    pub(crate) fn needs(&self, shift: &ShiftId) -> Option<&Requirements> {
        let at = self.care.needs.binary_search_by(|n| n.shift_id.cmp(shift)).ok()?;
        self.care.needs.get(at).map(|n| &n.requirements)
    }

    /// Where a shift takes place.
    pub(crate) fn place_of(&self, shift: &Shift) -> Option<Place> {
        let recorded = self.client(&shift.client_id).and_then(|c| c.home.as_ref());
        match (recorded, &shift.client_zip_code) {
            (Some(home), _) => Some(Place::at(*home.expose())),
            (None, Some(zip)) => Place::from_zip(zip.expose()).ok().flatten(),
            (None, None) => None,
        }
    }

    pub(crate) fn history_position(&self, client: &ClientId) -> Option<usize> {
        self.index.history_position(client)
    }

    pub(crate) fn history_at(&self, position: usize) -> &[PastVisit] {
        self.index.history_at(position)
    }

    /// Completed visits with the client, by caregiver.
    pub(crate) fn history(&self, client: &ClientId) -> &[PastVisit] {
        self.index.history(client)
    }

    /// Records that `caregiver` has `shift`, or with `None` that it is open again.
    pub(crate) fn book(&mut self, shift: usize, caregiver: Option<usize>) -> Result<()> {
        self.index.unbook(shift, &self.data);
        let record = &mut self.data.shifts[shift];
        record.caregiver_id = caregiver.map(|at| self.data.caregivers[at].id.clone());
        record.status = match caregiver {
            Some(_) => careweave_types::ShiftStatus::Scheduled,
            None => careweave_types::ShiftStatus::Open,
        };
        self.index.enter(shift, &self.data)
    }

    /// Records another status of a shift.
    pub(crate) fn restate(&mut self, shift: usize, status: careweave_types::ShiftStatus) -> Result<()> {
        self.index.unbook(shift, &self.data);
        self.data.shifts[shift].status = status;
        self.index.enter(shift, &self.data)
    }

    /// The roster after `shift` was given to `caregiver`.
    ///
    /// # Errors
    /// `NotFound` for an unknown shift or caregiver.
    pub fn with_assignment(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<Self> {
        let mut data = self.data.clone();
        if self.caregiver(caregiver).is_none() {
            return Err(unknown_caregiver(caregiver));
        }
        let at = data
            .shifts
            .binary_search_by(|s| s.id.cmp(shift))
            .map_err(|_| unknown_shift(shift))?;
        data.shifts[at].caregiver_id = Some(caregiver.clone());
        data.shifts[at].status = careweave_types::ShiftStatus::Scheduled;
        Ok(Self::with_care(data, self.care.clone())?.with_travel(self.travel.clone()))
    }
}

pub(crate) fn unknown_shift(id: &ShiftId) -> Error {
    Error::new(
        careweave_types::ErrorKind::NotFound,
        "roster.shift",
        "the roster has no shift with this id; list its shifts, or pull a newer roster",
    )
    .with("shift_id", id.as_str())
}

pub(crate) fn unknown_caregiver(id: &CaregiverId) -> Error {
    Error::new(
        careweave_types::ErrorKind::NotFound,
        "roster.caregiver",
        "the roster has no caregiver with this id; pull a newer roster",
    )
    .with("caregiver_id", id.as_str())
}

/// Sorts by id; drops exact repeats; refuses two different records under one id.
fn unique<T: PartialEq>(collection: &str, records: Vec<T>, id: impl Fn(&T) -> &str) -> Result<Vec<T>> {
    let mut by_id: BTreeMap<String, (usize, T)> = BTreeMap::new();
    for (at, record) in records.into_iter().enumerate() {
        match by_id.entry(id(&record).to_owned()) {
            Entry::Vacant(slot) => {
                slot.insert((at, record));
            }
            Entry::Occupied(held) if held.get().1 == record => {}
            Entry::Occupied(held) => {
                return Err(Error::invalid(
                    OPERATION,
                    "id",
                    format!(
                        "the id stands at {collection}[{}] already, with other content",
                        held.get().0
                    ),
                )
                .with("record", format!("{collection}[{at}] (id {})", held.key())));
            }
        }
    }
    Ok(by_id.into_values().map(|(_, record)| record).collect())
}

/// The longest shift accepted: longer live-in stays are booked as several shifts.
pub(crate) const MAX_SHIFT_MINUTES: i64 = 7 * 24 * 60;

pub(crate) fn window_of(shift: &Shift) -> Result<TimeWindow> {
    let wrong = |rule: &str| {
        Error::invalid(OPERATION, "scheduled_end", rule).with("record", format!("shifts (id {})", shift.id))
    };
    let window = TimeWindow::new(shift.scheduled_start, shift.scheduled_end)
        .map_err(|_| wrong("must be after scheduled_start"))?;
    if window.minutes() > MAX_SHIFT_MINUTES {
        return Err(wrong(
            "a shift is at most 7 days long; book a longer stay as several shifts",
        ));
    }
    Ok(window)
}
