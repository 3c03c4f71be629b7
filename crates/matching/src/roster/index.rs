use std::collections::BTreeMap;

use careweave_types::zone::Fold;
use careweave_types::{AgencyZone, CaregiverId, ClientId, Error, Result, ShiftStatus, TimeOfDay, TimeWindow};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::care::{CareRecords, CaregiverProfile, TimeOff};
use super::data::{Caregiver, RosterData, Shift};
use super::{OPERATION, window_of};
use crate::distance::Place;
use crate::overtime::MAX_RATE;

/// One shift that takes up a caregiver's time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Booking {
    /// The planned window; conflicts are judged by it.
    pub(crate) scheduled: TimeWindow,
    /// The worked window where the visit is over and was clocked, else the planned one; hours are counted by it.
    pub(crate) worked: TimeWindow,
    /// Position in the roster's shifts.
    pub(crate) shift: usize,
}

/// One completed visit with a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PastVisit {
    /// Position in the roster's caregivers.
    pub(crate) caregiver: u32,
    /// Whole days before the snapshot.
    pub(crate) age_days: u32,
}

/// Look-ups over validated records; ordered maps only, so that nothing depends on a hash.
#[derive(Clone, Debug)]
pub(super) struct Index {
    pub(super) caregivers: BTreeMap<CaregiverId, usize>,
    pub(super) bookings: Vec<Vec<Booking>>,
    /// Positions of the shifts that wait for a caregiver, ascending.
    pub(super) open: Vec<u32>,
    clients: BTreeMap<ClientId, usize>,
    visits: Vec<Vec<PastVisit>>,
    pub(super) profiles: Vec<Option<u32>>,
    pub(super) time_off: Vec<Vec<TimeWindow>>,
    pub(super) statements: Vec<Vec<u32>>,
    pub(super) homes: Vec<Option<Place>>,
}

impl Index {
    pub(super) fn build(data: &RosterData, care: &CareRecords) -> Result<Self> {
        let caregivers: BTreeMap<_, _> = data
            .caregivers
            .iter()
            .enumerate()
            .map(|(at, c)| (c.id.clone(), at))
            .collect();
        let people = data.caregivers.len();
        let mut index = Self {
            caregivers,
            bookings: vec![Vec::new(); people],
            open: Vec::new(),
            clients: BTreeMap::new(),
            visits: Vec::new(),
            profiles: vec![None; people],
            time_off: vec![Vec::new(); people],
            statements: vec![Vec::new(); people],
            homes: vec![None; people],
        };
        for (at, shift) in data.shifts.iter().enumerate() {
            if let Some((caregiver, booking)) = index.admit(at, shift, data)? {
                index.bookings[caregiver].push(booking);
            }
            index.count_visit(shift, data);
            if shift.is_open() {
                index.open.push(at as u32);
            }
        }
        for bookings in &mut index.bookings {
            bookings.sort_by_key(|b| (b.scheduled, b.shift));
        }
        for visits in &mut index.visits {
            visits.sort_unstable();
        }
        index.add_care(data, care)?;
        Ok(index)
    }

    fn add_care(&mut self, data: &RosterData, care: &CareRecords) -> Result<()> {
        for (at, profile) in care.profiles.iter().enumerate() {
            let record = || format!("profiles (caregiver {})", profile.caregiver_id);
            let who = self.known(&profile.caregiver_id, record)?;
            check_profile(profile).map_err(|e| e.with("record", record()))?;
            for off in &profile.time_off {
                let window = window_of_time_off(off, &data.zone).map_err(|e| e.with("record", record()))?;
                self.time_off[who].push(window);
            }
            self.profiles[who] = Some(at as u32);
        }
        for (at, statement) in care.memory.iter().enumerate() {
            let record = || format!("memory (id {})", statement.id);
            let who = self.known(&statement.caregiver_id, record)?;
            self.statements[who].push(at as u32);
        }
        for needs in &care.needs {
            if data
                .shifts
                .binary_search_by(|s| s.id.cmp(&needs.shift_id))
                .is_err()
            {
                let rule = format!("no shift {} is in the roster", needs.shift_id);
                return Err(Error::invalid(OPERATION, "shift_id", rule)
                    .with("record", format!("needs (shift {})", needs.shift_id)));
            }
        }
        for (who, caregiver) in data.caregivers.iter().enumerate() {
            let profile = self.profiles[who].and_then(|at| care.profiles.get(at as usize));
            self.homes[who] = home(caregiver, profile);
        }
        Ok(())
    }

    fn known(&self, caregiver: &CaregiverId, record: impl Fn() -> String) -> Result<usize> {
        self.caregivers.get(caregiver).copied().ok_or_else(|| {
            let rule = format!("no caregiver {caregiver} is in the roster");
            Error::invalid(OPERATION, "caregiver_id", rule).with("record", record())
        })
    }

    /// Checks a shift; gives the time of whom it takes up.
    fn admit(&self, at: usize, shift: &Shift, data: &RosterData) -> Result<Option<(usize, Booking)>> {
        let scheduled = window_of(shift)?;
        let record = || format!("shifts (id {})", shift.id);
        let clocked = match (shift.actual_start, shift.actual_end) {
            (Some(start), Some(end)) => Some(TimeWindow::new(start, end).map_err(|_| {
                Error::invalid(OPERATION, "actual_end", "must be after actual_start").with("record", record())
            })?),
            (None, Some(_)) => {
                return Err(Error::invalid(
                    OPERATION,
                    "actual_start",
                    "is missing while actual_end is given",
                )
                .with("record", record()));
            }
            _ => None,
        };
        let Some(caregiver) = &shift.caregiver_id else {
            return Ok(None);
        };
        let Some(&who) = self.caregivers.get(caregiver) else {
            return Err(Error::invalid(
                OPERATION,
                "caregiver_id",
                format!("no caregiver {caregiver} is in the roster; include everyone who holds a shift"),
            )
            .with("record", record()));
        };
        if shift.status == ShiftStatus::Open {
            return Err(
                Error::invalid(OPERATION, "caregiver_id", "an open shift names no caregiver")
                    .with("record", record()),
            );
        }
        debug_assert!(at < data.shifts.len());
        let booking = Booking {
            scheduled,
            worked: clocked.unwrap_or(scheduled),
            shift: at,
        };
        Ok(shift.status.occupies_caregiver().then_some((who, booking)))
    }

    fn count_visit(&mut self, shift: &Shift, data: &RosterData) {
        if let Some((client, visit)) = self.visit_of(shift, data) {
            self.visits[client].push(visit);
        }
    }

    /// The completed visit that a shift is, if it is one.
    fn visit_of(&mut self, shift: &Shift, data: &RosterData) -> Option<(usize, PastVisit)> {
        let caregiver = *self.caregivers.get(shift.caregiver_id.as_ref()?)?;
        if shift.status != ShiftStatus::Completed || shift.scheduled_start > data.as_of {
            return None;
        }
        let client = match self.clients.get(&shift.client_id) {
            Some(&at) => at,
            None => {
                self.clients.insert(shift.client_id.clone(), self.visits.len());
                self.visits.push(Vec::new());
                self.visits.len() - 1
            }
        };
        let age = (data.as_of - shift.scheduled_start).num_days();
        let visit = PastVisit {
            caregiver: caregiver as u32,
            age_days: u32::try_from(age).unwrap_or(u32::MAX),
        };
        Some((client, visit))
    }

    /// Forgets what `shift`, as it stands in the data, takes up and counts for.
    pub(super) fn unbook(&mut self, at: usize, data: &RosterData) {
        let shift = &data.shifts[at];
        if let Ok(found) = self.open.binary_search(&(at as u32)) {
            self.open.remove(found);
        }
        let holder = shift.caregiver_id.as_ref().and_then(|c| self.caregivers.get(c));
        if let Some(&who) = holder {
            self.bookings[who].retain(|b| b.shift != at);
        }
        if let Some((client, visit)) = self.visit_of(shift, data)
            && let Ok(found) = self.visits[client].binary_search(&visit)
        {
            self.visits[client].remove(found);
        }
    }

    /// Enters `shift` as it stands in the data.
    pub(super) fn enter(&mut self, at: usize, data: &RosterData) -> Result<()> {
        let shift = &data.shifts[at];
        if shift.is_open() {
            let place = self.open.partition_point(|open| (*open as usize) < at);
            self.open.insert(place, at as u32);
        }
        if let Some((who, booking)) = self.admit(at, shift, data)? {
            let bookings = &mut self.bookings[who];
            let key = (booking.scheduled, booking.shift);
            let place = bookings.partition_point(|b| (b.scheduled, b.shift) < key);
            bookings.insert(place, booking);
        }
        if let Some((client, visit)) = self.visit_of(shift, data) {
            let visits = &mut self.visits[client];
            let place = visits.partition_point(|v| *v < visit);
            visits.insert(place, visit);
        }
        Ok(())
    }

    pub(super) fn history_position(&self, client: &ClientId) -> Option<usize> {
        self.clients.get(client).copied()
    }

    pub(super) fn history_at(&self, position: usize) -> &[PastVisit] {
        &self.visits[position]
    }

    pub(super) fn history(&self, client: &ClientId) -> &[PastVisit] {
        self.clients.get(client).map_or(&[], |&at| &self.visits[at])
    }

    pub(super) fn past_visits(&self, caregiver: &CaregiverId, client: &ClientId) -> u32 {
        let Some(&who) = self.caregivers.get(caregiver) else {
            return 0;
        };
        let visits = self.history(client);
        let from = visits.partition_point(|v| (v.caregiver as usize) < who);
        let until = visits.partition_point(|v| v.caregiver as usize <= who);
        u32::try_from(until - from).unwrap_or(u32::MAX)
    }
}

fn home(caregiver: &Caregiver, profile: Option<&CaregiverProfile>) -> Option<Place> {
    if let Some(home) = profile.and_then(|p| p.home.as_ref()) {
        return Some(Place::at(*home.expose()));
    }
    let zip = profile
        .and_then(|p| p.home_zip_code.as_ref())
        .map(|zip| zip.expose().as_str())
        .or(caregiver.service_area.as_deref())?;
    Place::from_zip(zip).ok().flatten()
}

fn check_profile(profile: &CaregiverProfile) -> Result<()> {
    let wrong = |field: &'static str, rule: &str| Err(Error::invalid(OPERATION, field, rule));
    if profile
        .pay_rate
        .is_some_and(|rate| !(0..=MAX_RATE).contains(&rate))
    {
        return wrong("pay_rate", "must be between 0 and 100000000 minor units per hour");
    }
    if profile.attendance.is_some_and(|a| a.missed > a.accepted) {
        return wrong("attendance.missed", "must not be more than attendance.accepted");
    }
    if profile.response.is_some_and(|r| r.accepted > r.offered) {
        return wrong("response.accepted", "must not be more than response.offered");
    }
    let week = 7 * 24 * 60;
    if profile.wanted_week_minutes.is_some_and(|m| m > week) {
        return wrong("wanted_week_minutes", "a week has 10080 minutes");
    }
    if let Some(zip) = &profile.home_zip_code {
        Place::from_zip(zip.expose()).map_err(|e| Error::invalid(OPERATION, "home_zip_code", e.message()))?;
    }
    for pair in profile.credentials.iter().enumerate() {
        if profile.credentials[..pair.0]
            .iter()
            .any(|c| c.name == pair.1.name && c != pair.1)
        {
            return wrong(
                "credentials",
                "one credential stands twice with different expiries",
            );
        }
    }
    Ok(())
}

fn window_of_time_off(off: &TimeOff, zone: &AgencyZone) -> Result<TimeWindow> {
    let start = wall(zone, off.first_day, off.from, "time_off.from")?;
    let end = match off.until {
        Some(until) => wall(zone, off.last_day, Some(until), "time_off.until")?,
        None => day(zone, off.last_day, "time_off.last_day")?.end(),
    };
    TimeWindow::new(start, end).map_err(|_| {
        Error::invalid(
            OPERATION,
            "time_off.last_day",
            "the time off must end after it begins",
        )
    })
}

fn day(zone: &AgencyZone, date: NaiveDate, field: &'static str) -> Result<TimeWindow> {
    zone.day(date)
        .map_err(|e| Error::invalid(OPERATION, field, e.message()))
}

fn wall(
    zone: &AgencyZone,
    date: NaiveDate,
    time: Option<TimeOfDay>,
    field: &'static str,
) -> Result<DateTime<Utc>> {
    let minutes = time.map_or(0, TimeOfDay::minutes);
    if minutes == 0 {
        return Ok(day(zone, date, field)?.start());
    }
    if minutes == 1_440 {
        return Ok(day(zone, date, field)?.end());
    }
    let time =
        NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minutes) * 60, 0).unwrap_or(NaiveTime::MIN);
    zone.instant(date, time, Fold::Reject)
        .map_err(|e| Error::invalid(OPERATION, field, e.message()))
}
