//! A synthetic agency, the same for the same seed.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "shared by several test binaries and a benchmark"
)]

use std::collections::BTreeMap;

use careweave_matching::distance::Coordinates;
use careweave_matching::roster::{
    Attendance, CareRecords, CaregiverProfile, ClientRecord, Condition, ConditionName, Credential, Expiry,
    FORMAT, TimeOff, Workweek,
};
use careweave_matching::{Caregiver, Roster, RosterData, Shift};
use careweave_types::{
    AgencyZone, AvailabilityWindow, CaregiverId, CaregiverStatus, Certification, ClientId, Gender, Pii,
    ShiftId, ShiftStatus, TimeOfDay, Weekday,
};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use serde_json::json;

/// SplitMix64.
pub struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// How large an agency is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub caregivers: usize,
    pub open: usize,
    pub bookings: usize,
    pub pairs: usize,
}

pub fn as_of() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 6, 6, 0, 0).unwrap()
}

fn point(rng: &mut Rng) -> Pii<Coordinates> {
    let latitude = 39_450_000 + rng.below(600_000) as i32;
    let longitude = -105_250_000 + rng.below(700_000) as i32;
    Pii::new(Coordinates::new(latitude, longitude).unwrap())
}

const ZIPS: [&str; 12] = [
    "80010", "80011", "80012", "80013", "80014", "80110", "80202", "80204", "80210", "80220", "80231",
    "80247",
];

fn shift(id: String, client: &ClientId, start: DateTime<Utc>, minutes: i64) -> Shift {
    Shift {
        id: ShiftId::new(id).unwrap(),
        client_id: client.clone(),
        caregiver_id: None,
        scheduled_start: start,
        scheduled_end: start + TimeDelta::minutes(minutes),
        actual_start: None,
        actual_end: None,
        status: ShiftStatus::Open,
        client_zip_code: None,
        client_gender_preference: None,
        client_language: None,
        required_certifications: Vec::new(),
    }
}

/// An agency of a size, with everything that the default policy looks at.
pub fn agency(size: Size, seed: u64) -> Roster {
    let (data, care) = records(size, seed);
    Roster::with_care(data, care).unwrap()
}

pub fn records(size: Size, seed: u64) -> (RosterData, CareRecords) {
    let mut rng = Rng(seed);
    let clients = (size.caregivers / 2).max(1);
    let client_ids: Vec<ClientId> = (0..clients)
        .map(|n| ClientId::new(format!("k{n:06}")).unwrap())
        .collect();
    let mut caregivers = Vec::with_capacity(size.caregivers);
    let mut profiles = Vec::with_capacity(size.caregivers);
    let mut shifts = Vec::new();
    for n in 0..size.caregivers {
        let id = CaregiverId::new(format!("c{n:06}")).unwrap();
        let mut languages = vec!["en".to_owned()];
        if rng.one_in(4) {
            languages.push("es".to_owned());
        }
        let availability = if rng.one_in(2) {
            let days = [0, 1, 2, 3, 4].map(|d| Weekday::ALL[(d + rng.below(2) as usize) % 7]);
            let (start, end) = (6 + rng.below(4) as u16, 16 + rng.below(7) as u16);
            days.iter()
                .map(|day| AvailabilityWindow {
                    day: *day,
                    start: TimeOfDay::from_minutes(start * 60).unwrap(),
                    end: TimeOfDay::from_minutes(end * 60).unwrap(),
                })
                .collect()
        } else {
            Vec::new()
        };
        caregivers.push(Caregiver {
            id: id.clone(),
            status: match rng.one_in(20) {
                true => CaregiverStatus::Inactive,
                false => CaregiverStatus::Active,
            },
            service_area: Some(ZIPS[rng.below(ZIPS.len() as u64) as usize].to_owned()),
            certifications: match rng.one_in(3) {
                true => vec![Certification::Cna, Certification::Pca],
                false => vec![Certification::Pca],
            },
            languages,
            gender: (!rng.one_in(6)).then(|| match rng.one_in(4) {
                true => Gender::Male,
                false => Gender::Female,
            }),
            availability,
            background_check_status: None,
        });
        let mut profile = CaregiverProfile::new(id.clone());
        profile.home = Some(point(&mut rng));
        profile.wanted_week_minutes = (!rng.one_in(5)).then(|| 1_200 + 60 * rng.below(21) as u32);
        profile.pay_rate = Some(1_600 + 25 * rng.below(20) as i64);
        let accepted = rng.below(300) as u32;
        profile.attendance = Some(Attendance {
            accepted,
            missed: (rng.below(100) as u32 * accepted) / 4_000,
        });
        profiles.push(profile);
        // Bookings: one after the other, at quarters of the hour, over four weeks.
        let mut at = as_of() + TimeDelta::minutes(15 * rng.below(96) as i64);
        let gap = 28 * 24 * 60 / (size.bookings as i64).max(1);
        for b in 0..size.bookings {
            let minutes = 120 + 60 * rng.below(6) as i64 + 60 * ((n % 4) as i64);
            let client = &client_ids[rng.below(clients as u64) as usize];
            let mut booked = shift(format!("b{n:06}-{b:02}"), client, at, minutes);
            booked.caregiver_id = Some(id.clone());
            booked.status = ShiftStatus::Scheduled;
            shifts.push(booked);
            let rest = (gap - minutes).max(30);
            at += TimeDelta::minutes(minutes + 15 * (rng.below((rest / 15 * 2).max(1) as u64) as i64) + 15);
        }
        for p in 0..size.pairs {
            let client = &client_ids[rng.below(clients as u64) as usize];
            for v in 0..1 + rng.below(2) {
                let start = as_of() - TimeDelta::days(20 + rng.below(300) as i64);
                let mut visit = shift(format!("v{n:06}-{p:02}-{v}"), client, start, 240);
                visit.caregiver_id = Some(id.clone());
                visit.status = ShiftStatus::Completed;
                shifts.push(visit);
            }
        }
    }
    let mut records: BTreeMap<ClientId, ClientRecord> = BTreeMap::new();
    for client in &client_ids {
        let mut record = ClientRecord::new(client.clone());
        record.home = Some(point(&mut rng));
        if rng.one_in(4) {
            record.preferred_caregivers =
                vec![caregivers[rng.below(size.caregivers as u64) as usize].id.clone()];
        }
        if rng.one_in(6) {
            record.excluded_caregivers =
                vec![caregivers[rng.below(size.caregivers as u64) as usize].id.clone()];
        }
        records.insert(client.clone(), record);
    }
    for n in 0..size.open {
        let client = &client_ids[rng.below(clients as u64) as usize];
        let start = as_of() + TimeDelta::minutes(60 + 15 * rng.below(27 * 96) as i64);
        let mut open = shift(format!("s{n:06}"), client, start, 120 + 30 * rng.below(13) as i64);
        open.client_zip_code = Some(Pii::new(ZIPS[rng.below(ZIPS.len() as u64) as usize].to_owned()));
        open.client_language = rng.one_in(3).then(|| match rng.one_in(2) {
            true => "es".to_owned(),
            false => "en".to_owned(),
        });
        open.client_gender_preference = rng.one_in(4).then_some(Gender::Female);
        if rng.one_in(3) {
            open.required_certifications = vec![Certification::Cna];
        }
        shifts.push(open);
    }
    let data = RosterData {
        format: FORMAT.to_owned(),
        as_of: as_of(),
        zone: AgencyZone::new("America/Denver").unwrap(),
        workweek: Workweek::default(),
        caregivers,
        shifts,
    };
    let care = CareRecords {
        profiles,
        clients: records.into_values().collect(),
        needs: Vec::new(),
        memory: Vec::new(),
    };
    (data, care)
}

/// A number that changes with every place of every ranking (FNV-1a).
pub fn checksum<'a>(places: impl IntoIterator<Item = (&'a str, i64)>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    for (id, score) in places {
        id.bytes().for_each(&mut add);
        score.to_le_bytes().into_iter().for_each(&mut add);
    }
    hash
}

/// A small agency with every oddity: ragged times, time off, dated credentials, exclusions, statements, limits, unknown homes.
pub fn messy(seed: u64) -> (RosterData, CareRecords) {
    let size = Size {
        caregivers: 90,
        open: 12,
        bookings: 12,
        pairs: 3,
    };
    let (mut data, mut care) = records(size, seed);
    let mut rng = Rng(seed ^ 0x5eed);
    for shift in &mut data.shifts {
        if rng.one_in(5) {
            shift.scheduled_start += TimeDelta::minutes(rng.below(15) as i64);
            shift.scheduled_end += TimeDelta::minutes(rng.below(15) as i64);
        }
        if shift.status == ShiftStatus::Scheduled && rng.one_in(9) {
            shift.status = ShiftStatus::Cancelled;
        }
    }
    let clients: Vec<ClientId> = care.clients.iter().map(|c| c.client_id.clone()).collect();
    for profile in &mut care.profiles {
        let day = as_of().date_naive() + TimeDelta::days(rng.below(28) as i64);
        if rng.one_in(6) {
            profile.time_off = vec![TimeOff {
                first_day: day,
                last_day: day + TimeDelta::days(rng.below(9) as i64),
                from: None,
                until: None,
            }];
        }
        if rng.one_in(4) {
            profile.credentials = vec![Credential {
                name: Certification::Cna,
                expires_on: match rng.one_in(4) {
                    true => Expiry::Never,
                    false => Expiry::On(day),
                },
            }];
        }
        if rng.one_in(6) {
            profile.max_drive_metres = Some(10_000 + rng.below(30_000) as u32);
        }
        if rng.one_in(5) {
            profile.home = None;
        }
        if rng.one_in(6) {
            profile.excluded_clients = vec![clients[rng.below(clients.len() as u64) as usize].clone()];
        }
        if rng.one_in(7) {
            profile.max_week_minutes = Some(1_500 + rng.below(900) as u32);
        }
        if rng.one_in(7) {
            profile.max_day_minutes = Some(300 + rng.below(300) as u32);
        }
        if rng.one_in(3) {
            profile.skills = vec!["dementia".to_owned()];
        }
        if rng.one_in(2) {
            let accepts = !rng.one_in(4);
            profile.accepts = [(ConditionName(Condition::Pets), accepts)].into();
        }
        if rng.one_in(3) {
            profile.last_offered_at = Some(as_of() - TimeDelta::hours(rng.below(99) as i64));
        }
        if rng.one_in(12) {
            profile.paperwork_complete = Some(false);
        }
    }
    for client in &mut care.clients {
        client.familiar_only = rng.one_in(12);
        if rng.one_in(5) {
            client.requirements.conditions = vec![Condition::Pets];
        }
        if rng.one_in(8) {
            client.requirements.skills = vec!["dementia".to_owned()];
        }
        if rng.one_in(6) {
            client.home = None;
        }
    }
    for n in 0..40 {
        let who = rng.below(data.caregivers.len() as u64) as usize;
        let day = Weekday::ALL[rng.below(7) as usize];
        let about = match rng.below(4) {
            0 => json!({"kind": "weekday", "days": [day]}),
            1 => json!({"kind": "time_of_day", "start": "20:00", "end": "06:00"}),
            2 => json!({"kind": "farther", "metres": 12_000}),
            _ => json!({"kind": "client", "client_id": clients[rng.below(clients.len() as u64) as usize]}),
        };
        let strength = ["cannot", "prefers_not", "prefers"][rng.below(3) as usize];
        let statement = json!({
            "id": format!("m{n:02}"), "caregiver_id": data.caregivers[who].id, "strength": strength,
            "about": about, "source": "caregiver", "recorded_at": "2026-01-02T12:00:00Z",
        });
        care.memory.push(serde_json::from_value(statement).unwrap());
    }
    (data, care)
}
