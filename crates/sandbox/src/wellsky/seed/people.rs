//! Who belongs to the agency.

use careweave_types::Result;
use chrono::{DateTime, TimeDelta, Utc};

use super::super::agency::Agency;
use super::super::models::{
    Address, Applicant, AvailabilityWindow, Caregiver, Client, EmergencyContact, Prospect, StatusChange,
};
use super::super::vocabulary::{DAY, PAYER};
use super::calendar::Calendar;
use super::defect;
use super::names::Names;
use crate::rng::SplitMix64;

/// Real postal codes around Denver and their cities.
pub(super) const PLACES: &[(&str, &str)] = &[
    ("80012", "Aurora"),
    ("80014", "Aurora"),
    ("80110", "Englewood"),
    ("80202", "Denver"),
    ("80205", "Denver"),
    ("80210", "Denver"),
    ("80231", "Denver"),
    ("80246", "Denver"),
];
const COORDINATORS: &[&str] = &["Care Desk North", "Care Desk South"];
const REFERRERS: &[&str] = &["Sample Hospital", "Example Clinic", "Web form", "Word of mouth"];
const SKILLS: &[&str] = &[
    "dementia care",
    "hoyer lift",
    "meal preparation",
    "transfers",
    "bathing",
    "driving",
];

/// Caregivers by the part they play. The number is the position in [`Cast::caregivers`].
pub(super) mod part {
    /// Every day, all certifications, few hours: the one who can always take a shift.
    pub(in super::super) const STEADY: usize = 0;
    /// Every day, all certifications, almost forty hours booked.
    pub(in super::super) const BUSY: usize = 1;
    /// Every day, of good fit, and booked when a shift is open.
    pub(in super::super) const CLASHING: usize = 2;
    /// Monday to Friday, by day.
    pub(in super::super) const WEEKDAYS: usize = 3;
    /// Nights, and weekends by day.
    pub(in super::super) const NIGHTS: usize = 4;
    /// Four days of the week.
    pub(in super::super) const PART_TIME: usize = 5;
    /// Inactive.
    pub(in super::super) const FORMER: usize = 6;
}

struct Part {
    status: &'static str,
    certifications: &'static [&'static str],
    languages: &'static [&'static str],
    /// Days, start, end.
    availability: &'static [(&'static [&'static str], &'static str, &'static str)],
}

const WORKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday"];
const WEEKEND: &[&str] = &["saturday", "sunday"];
const SCATTERED: &[&str] = &["tuesday", "thursday", "saturday", "sunday"];

const PARTS: [Part; 8] = [
    Part {
        status: "active",
        certifications: &["CNA", "HHA", "PCA"],
        languages: &["en", "es"],
        availability: &[(DAY, "06:00", "22:00")],
    },
    Part {
        status: "active",
        certifications: &["CNA", "HHA", "PCA"],
        languages: &["en"],
        availability: &[(DAY, "06:00", "22:00")],
    },
    Part {
        status: "active",
        certifications: &["HHA", "PCA"],
        languages: &["en", "vi"],
        availability: &[(DAY, "06:00", "22:00")],
    },
    Part {
        status: "active",
        certifications: &["PCA"],
        languages: &["es", "en"],
        availability: &[(WORKDAYS, "06:30", "18:00")],
    },
    Part {
        status: "active",
        certifications: &["HHA"],
        languages: &["ru", "en"],
        availability: &[(WORKDAYS, "22:00", "06:00"), (WEEKEND, "07:00", "21:00")],
    },
    Part {
        status: "active",
        certifications: &[],
        languages: &["en"],
        availability: &[(SCATTERED, "07:00", "24:00")],
    },
    Part {
        status: "inactive",
        certifications: &["CNA"],
        languages: &["en"],
        availability: &[(DAY, "07:00", "21:00")],
    },
    Part {
        status: "inactive",
        certifications: &[],
        languages: &["en", "ru"],
        availability: &[(WEEKEND, "08:00", "20:00")],
    },
];

/// Clients by the part they play; the first five are active, the next three on hold, the last two discharged. Client
/// `n` of the first five has open shift `n`.
const CLIENT_STATUSES: [&str; 10] = [
    "active",
    "active",
    "active",
    "active",
    "active",
    "on_hold",
    "on_hold",
    "on_hold",
    "discharged",
    "discharged",
];

/// Who plays which part: ids in the order of the parts.
pub(super) struct Cast {
    pub(super) clients: Vec<String>,
    pub(super) caregivers: Vec<String>,
}

/// Fills the agency with people.
pub(super) fn settle(agency: &mut Agency, calendar: &Calendar<'_>, rng: &mut SplitMix64) -> Result<Cast> {
    let mut names = Names::new(rng);
    let caregivers = settle_caregivers(agency, calendar, rng, &mut names)?;
    let clients = settle_clients(agency, calendar, rng, &mut names, &caregivers)?;
    settle_prospects(agency, calendar, rng, &mut names)?;
    settle_applicants(agency, calendar, rng, &mut names)?;
    Ok(Cast { clients, caregivers })
}

/// The parts in the order of the ids, so that an id does not give a part away.
fn shuffled(parts: usize, rng: &mut SplitMix64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..parts).collect();
    rng.shuffle(&mut order);
    order
}

fn settle_caregivers(
    agency: &mut Agency,
    calendar: &Calendar<'_>,
    rng: &mut SplitMix64,
    names: &mut Names,
) -> Result<Vec<String>> {
    let mut ids = vec![String::new(); PARTS.len()];
    for index in shuffled(PARTS.len(), rng) {
        let part = &PARTS[index];
        let (first, phone) = person(names)?;
        let gender = if rng.one_in(3) { "male" } else { "female" };
        let windows = part.availability.iter().flat_map(|(days, start, end)| {
            days.iter().map(|day| AvailabilityWindow {
                day: (*day).to_owned(),
                start: (*start).to_owned(),
                end: (*end).to_owned(),
            })
        });
        let mut skills = SKILLS.to_vec();
        rng.shuffle(&mut skills);
        skills.truncate(2);
        let record = agency.caregivers.add(|id| Caregiver {
            id,
            first_name: first.to_owned(),
            last_name: "Testgiver".to_owned(),
            email: Some(email(first, "testgiver")),
            phone,
            status: part.status.to_owned(),
            certifications: owned(part.certifications),
            availability: windows.collect(),
            service_area: Some(place(rng).0.to_owned()),
            // Tenths from 3.5 to 5.0.
            performance_rating: serde_json::Number::from_f64(rng.between(35, 50) as f64 / 10.0),
            hire_date: Some(calendar.date(TimeDelta::days(-rng.between(60, 1_500)))),
            background_check_status: Some("cleared".to_owned()),
            skills: owned(&skills),
            languages: owned(part.languages),
            gender: Some(gender.to_owned()),
            external_id: None,
            updated_at: earlier(calendar, rng),
        });
        ids[index].clone_from(&record.id);
    }
    Ok(ids)
}

fn settle_clients(
    agency: &mut Agency,
    calendar: &Calendar<'_>,
    rng: &mut SplitMix64,
    names: &mut Names,
    caregivers: &[String],
) -> Result<Vec<String>> {
    let gender_of = |agency: &Agency, part: usize| {
        caregivers
            .get(part)
            .and_then(|id| agency.caregivers.get(id))
            .and_then(|caregiver| caregiver.gender.clone())
    };
    let mut ids = vec![String::new(); CLIENT_STATUSES.len()];
    for index in shuffled(CLIENT_STATUSES.len(), rng) {
        let status = CLIENT_STATUSES[index];
        let (first, phone) = person(names)?;
        let contact = person(names)?;
        // The preferences of the five with open shifts make the ranking of caregivers worth looking at: who clashes
        // would otherwise be the best for client 1, client 2 speaks Spanish, client 3 prefers nothing.
        let (gender_preference, language) = match index {
            0 => (gender_of(agency, part::BUSY), None),
            1 => (gender_of(agency, part::CLASHING), Some("vi")),
            2 => (gender_of(agency, part::STEADY), Some("es")),
            3 => (None, None),
            4 => (None, Some("ru")),
            _ => (None, rng.pick(&[None, Some("en"), Some("es")]).copied().flatten()),
        };
        let start = TimeDelta::days(-rng.between(60, 700));
        let changed_at = earlier(calendar, rng);
        let record = agency.clients.add(|id| Client {
            id,
            first_name: first.to_owned(),
            last_name: "Testclient".to_owned(),
            email: (!rng.one_in(4)).then(|| email(first, "testclient")),
            phone,
            address: address(rng),
            status: status.to_owned(),
            emergency_contacts: vec![EmergencyContact {
                name: format!("{} Testkin", contact.0),
                relationship: rng
                    .pick(&["daughter", "son", "spouse", "friend"])
                    .map(|word| (*word).to_owned()),
                phone: contact.1,
            }],
            payer_source: rng.pick(PAYER).map(|word| (*word).to_owned()),
            authorized_hours_per_week: u32::try_from(rng.between(4, 10) * 4).ok(),
            start_date: Some(calendar.date(start)),
            discharge_date: (status == "discharged").then(|| calendar.zone.local(changed_at).date),
            referral_source: rng.pick(REFERRERS).map(|word| (*word).to_owned()),
            care_coordinator: rng.pick(COORDINATORS).map(|word| (*word).to_owned()),
            preferred_language: language.map(str::to_owned),
            gender_preference,
            external_id: None,
            updated_at: changed_at,
        });
        ids[index].clone_from(&record.id);
    }
    remember_changes(agency, rng);
    Ok(ids)
}

/// Three to five changes of status, each of which made a client what it is.
fn remember_changes(agency: &mut Agency, rng: &mut SplitMix64) {
    let mut changes: Vec<StatusChange> = agency
        .clients
        .iter()
        .filter(|client| client.status != "active")
        .map(|client| StatusChange {
            client_id: client.id.clone(),
            from: "active".to_owned(),
            to: client.status.clone(),
            changed_at: client.updated_at,
            reason: Some(
                match client.status.as_str() {
                    "on_hold" => "hospital stay",
                    _ => "moved away",
                }
                .to_owned(),
            ),
        })
        .collect();
    changes.sort_by_key(|change| change.changed_at);
    let forgotten = usize::try_from(rng.between(0, 2)).unwrap_or(0);
    agency.status_changes = changes.split_off(forgotten);
}

fn settle_prospects(
    agency: &mut Agency,
    calendar: &Calendar<'_>,
    rng: &mut SplitMix64,
    names: &mut Names,
) -> Result<()> {
    let mut statuses = ["new", "assessment_scheduled", "negotiating", "won"];
    rng.shuffle(&mut statuses);
    for status in statuses {
        let (first, phone) = person(names)?;
        agency.prospects.add(|id| Prospect {
            id,
            first_name: first.to_owned(),
            last_name: "Testprospect".to_owned(),
            email: Some(email(first, "testprospect")),
            phone,
            address: (status == "won" || !rng.one_in(3)).then(|| address(rng)),
            status: status.to_owned(),
            referral_source: rng.pick(REFERRERS).map(|word| (*word).to_owned()),
            estimated_hours_per_week: Some(rng.between(8, 40).into()),
            notes: Some("Prefers calls in the morning.".to_owned()),
            external_id: None,
            converted_client_id: None,
            updated_at: earlier(calendar, rng),
        });
    }
    Ok(())
}

fn settle_applicants(
    agency: &mut Agency,
    calendar: &Calendar<'_>,
    rng: &mut SplitMix64,
    names: &mut Names,
) -> Result<()> {
    let mut statuses = ["new", "phone_interview", "background_check", "hired"];
    rng.shuffle(&mut statuses);
    for status in statuses {
        let (first, phone) = person(names)?;
        agency.applicants.add(|id| Applicant {
            id,
            first_name: first.to_owned(),
            last_name: "Testapplicant".to_owned(),
            email: Some(email(first, "testapplicant")),
            phone,
            address: Some(address(rng)),
            status: status.to_owned(),
            certifications: owned(
                rng.pick(&[&["CNA"][..], &["PCA"], &[]])
                    .copied()
                    .unwrap_or_default(),
            ),
            source: rng
                .pick(&["Job board", "Referral", "Web form"])
                .map(|word| (*word).to_owned()),
            position: Some("Caregiver".to_owned()),
            background_check_status: match status {
                "hired" => Some("cleared".to_owned()),
                "background_check" => Some("pending".to_owned()),
                _ => None,
            },
            external_id: None,
            converted_caregiver_id: None,
            updated_at: earlier(calendar, rng),
        });
    }
    Ok(())
}

fn person(names: &mut Names) -> Result<(&'static str, String)> {
    names
        .first()
        .zip(names.phone())
        .ok_or_else(|| defect("names and phones"))
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn email(first: &str, last: &str) -> String {
    format!("{}.{last}@example.invalid", first.to_lowercase())
}

fn place(rng: &mut SplitMix64) -> (&'static str, &'static str) {
    rng.pick(PLACES).copied().unwrap_or(PLACES[0])
}

fn address(rng: &mut SplitMix64) -> Address {
    let (zip_code, city) = place(rng);
    Address {
        line1: format!("{} Sample St", rng.between(100, 999)),
        line2: rng.one_in(3).then(|| format!("Apt {}", rng.between(1, 40))),
        city: city.to_owned(),
        state: "CO".to_owned(),
        zip_code: zip_code.to_owned(),
    }
}

/// Some instant between an hour and forty days ago.
pub(super) fn earlier(calendar: &Calendar<'_>, rng: &mut SplitMix64) -> DateTime<Utc> {
    calendar.now - TimeDelta::seconds(rng.between(3_600, 40 * 86_400))
}
