//! A synthetic agency, the same in every language for the same seed; `benches/python/agency.py` draws the same numbers in the
//! same order.
//!
//! Four weeks that begin on a Monday, in Denver, with no change of clocks in them; shifts begin and end on quarters of the hour
//! and within their day; nobody has two bookings on one day.

use careweave_matching::distance::Coordinates;
use careweave_matching::overtime::Jurisdiction;
use careweave_matching::roster::{Attendance, CareRecords, CaregiverProfile, ClientRecord, FORMAT, Workweek};
use careweave_matching::{Caregiver, Policy, Roster, RosterData, Shift};
use careweave_types::{
    AgencyZone, CaregiverId, CaregiverStatus, ClientId, Gender, Pii, ShiftId, ShiftStatus,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// Midnight before Monday 2026-04-06 in Denver.
const MONDAY: i64 = 1_775_455_200;
const DAYS: usize = 28;
const BOOKINGS: usize = 20;
const CLIENTS_KNOWN: usize = 8;
const ZIPS: [&str; 12] = [
    "80010", "80011", "80012", "80013", "80014", "80110", "80202", "80204", "80210", "80220", "80231",
    "80247",
];

/// How large an agency is, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Agency {
    pub(crate) caregivers: usize,
    pub(crate) shifts: usize,
    pub(crate) seed: u64,
}

/// By which rule an agency is ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rule {
    /// ZIP code, past visits, 40 hours a week, gender, language.
    Simplified,
    /// Continuity by age, distance, hours wanted, attendance, and overtime by Colorado's law.
    Full,
}

impl Rule {
    pub(crate) fn policy(self) -> Policy {
        match self {
            Self::Simplified => Policy::seed_v1(),
            Self::Full => Policy {
                labour: Jurisdiction::Colorado,
                ..Policy::default_v1()
            },
        }
    }
}

/// SplitMix64.
#[derive(Debug)]
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

/// The instant of a quarter of an hour of a day.
pub(crate) fn at(day: i64, quarter: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(MONDAY + day * 86_400 + quarter * 900)
}

fn point(rng: &mut Rng) -> Result<Pii<Coordinates>, Failure> {
    let latitude = 39_450_000 + rng.below(600_000) as i32;
    let longitude = -105_250_000 + rng.below(700_000) as i32;
    Ok(Pii::new(Coordinates::new(latitude, longitude)?))
}

fn shift(id: String, client: u64, day: i64, quarters: (u64, u64)) -> Result<Shift, Failure> {
    let (start, length) = (quarters.0 as i64, quarters.1 as i64);
    Ok(Shift {
        id: ShiftId::new(id)?,
        client_id: ClientId::new(format!("k{client:06}"))?,
        caregiver_id: None,
        scheduled_start: at(day, start),
        scheduled_end: at(day, start + length),
        actual_start: None,
        actual_end: None,
        status: ShiftStatus::Open,
        client_zip_code: None,
        client_gender_preference: None,
        client_language: None,
        required_certifications: Vec::new(),
    })
}

impl Agency {
    /// The roster.
    pub(crate) fn roster(self) -> Result<Roster, Failure> {
        let mut rng = Rng(self.seed);
        let clients = (self.caregivers / 2).max(1) as u64;
        let (mut caregivers, mut profiles, mut shifts) = (Vec::new(), Vec::new(), Vec::new());
        for n in 0..self.caregivers {
            let id = CaregiverId::new(format!("c{n:06}"))?;
            let zip = ZIPS[rng.below(12) as usize];
            let gender = [None, Some(Gender::Female), Some(Gender::Male)][rng.below(3) as usize].clone();
            let speaks_spanish = rng.below(4) == 0;
            let is_active = rng.below(20) != 0;
            let mut profile = CaregiverProfile::new(id.clone());
            profile.home = Some(point(&mut rng)?);
            profile.wanted_week_minutes = Some(1_200 + 60 * rng.below(21) as u32);
            profile.pay_rate = Some(1_600 + 25 * rng.below(20) as i64);
            let accepted = rng.below(300) as u32;
            let missed = accepted * rng.below(100) as u32 / 4_000;
            profile.attendance = Some(Attendance { accepted, missed });
            profiles.push(profile);
            for booking in 0..BOOKINGS {
                let client = rng.below(clients);
                let quarters = (24 + rng.below(25), 16 + rng.below(23));
                let day = (booking * DAYS / BOOKINGS) as i64;
                let mut booked = shift(format!("b{n:06}-{booking:02}"), client, day, quarters)?;
                booked.caregiver_id = Some(id.clone());
                booked.status = ShiftStatus::Scheduled;
                shifts.push(booked);
            }
            for known in 0..CLIENTS_KNOWN {
                let client = rng.below(clients);
                for visit in 0..=rng.below(2) {
                    let day = -(30 + 3 * known as i64 + visit as i64);
                    let mut past = shift(format!("v{n:06}-{known}-{visit}"), client, day, (36, 16))?;
                    past.caregiver_id = Some(id.clone());
                    past.status = ShiftStatus::Completed;
                    shifts.push(past);
                }
            }
            caregivers.push(Caregiver {
                id,
                status: match is_active {
                    true => CaregiverStatus::Active,
                    false => CaregiverStatus::Inactive,
                },
                service_area: Some(zip.to_owned()),
                certifications: Vec::new(),
                languages: match speaks_spanish {
                    true => vec!["en".to_owned(), "es".to_owned()],
                    false => vec!["en".to_owned()],
                },
                gender,
                availability: Vec::new(),
                background_check_status: None,
            });
        }
        let mut homes = Vec::new();
        for client in 0..clients {
            let mut record = ClientRecord::new(ClientId::new(format!("k{client:06}"))?);
            record.home = Some(point(&mut rng)?);
            homes.push(record);
        }
        for n in 0..self.shifts {
            let client = rng.below(clients);
            let day = rng.below(DAYS as u64 - 1) as i64 + 1;
            let quarters = (24 + rng.below(25), 8 + rng.below(25));
            let mut open = shift(format!("s{n:06}"), client, day, quarters)?;
            open.client_zip_code = Some(Pii::new(ZIPS[rng.below(12) as usize].to_owned()));
            open.client_language = [None, Some("en"), Some("es")][rng.below(3) as usize].map(str::to_owned);
            open.client_gender_preference = (rng.below(4) == 0).then_some(Gender::Female);
            shifts.push(open);
        }
        let data = RosterData {
            format: FORMAT.to_owned(),
            as_of: at(0, 0),
            zone: AgencyZone::new("America/Denver")?,
            workweek: Workweek::default(),
            caregivers,
            shifts,
        };
        let care = CareRecords {
            profiles,
            clients: homes,
            ..CareRecords::default()
        };
        Ok(Roster::with_care(data, care)?)
    }
}
