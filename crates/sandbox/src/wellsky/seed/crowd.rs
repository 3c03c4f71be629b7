//! A large agency: a crowd around the documented one, whose visits recur by the week.

use std::collections::HashMap;

use careweave_types::Result;
use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};

use super::super::agency::{self, Agency};
use super::super::models::{
    Address, AvailabilityWindow, Caregiver, Client, EmergencyContact, Encounter, Shift,
};
use super::super::vocabulary::{CERTIFICATION, DAY, PAYER, VISIT_TYPE};
use super::calendar::{CLOSING, Calendar, OPENING};
use super::defect;
use super::names::first_names;
use super::people::{PLACES, earlier};
use crate::rng::SplitMix64;

const QUARTER: i64 = 15;
/// Open shifts of the crowd start within this many days.
const OPEN_WITHIN: i64 = 14;
const LANGUAGES: &[&[&str]] = &[&["en"], &["en", "es"], &["es"], &["en", "vi"]];
/// Phone numbers in one area code: 555-0100 to 555-0199.
const LINES: u64 = 100;

/// Adds people until there are `clients` and `caregivers`, and their visits, half of `days` before now and half after.
pub(super) fn gather(
    agency: &mut Agency,
    calendar: &Calendar<'_>,
    seed: u64,
    (clients, caregivers, days): (u64, u64, i64),
) -> Result<()> {
    let mut rng = SplitMix64::new(seed, 4);
    let mut phones = Phones(0);
    let mut staff = Vec::new();
    for index in agency.caregivers.iter().count() as u64..caregivers {
        staff.push(hire(agency, calendar, &mut rng, &mut phones, index));
    }
    let mut served = Vec::new();
    for index in agency.clients.iter().count() as u64..clients {
        served.push(admit(agency, calendar, &mut rng, &mut phones, index));
    }
    visits(agency, calendar, &mut rng, &staff, &served, days)
}

/// Fictional phone numbers, none of them twice, and none of the documented agency's area code.
struct Phones(u64);

impl Phones {
    fn next(&mut self) -> String {
        let (area, line) = (self.0 / LINES, self.0 % LINES);
        self.0 += 1;
        // Area codes begin with 2 to 9; 303 and 720 are taken.
        let area = 201 + area + u64::from(area >= 102);
        let area = area + u64::from(area >= 720);
        format!("{area}55501{line:02}")
    }
}

/// A first name and a last name, and the e-mail address they give. The number of the name makes it one of a kind.
fn name(index: u64, last: &str) -> (String, String, String) {
    let all = first_names();
    let first = all[usize::try_from(index).unwrap_or(0) % all.len()];
    let last_name = format!("{last}-{index:05}");
    let email = format!(
        "{}.{}@example.invalid",
        first.to_lowercase(),
        last_name.to_lowercase()
    );
    (first.to_owned(), last_name, email)
}

/// A caregiver of the crowd: number, weekday off (0 is Monday), and whether there is work for them.
struct Hand {
    number: u64,
    day_off: usize,
    active: bool,
}

fn hire(
    agency: &mut Agency,
    calendar: &Calendar<'_>,
    rng: &mut SplitMix64,
    phones: &mut Phones,
    index: u64,
) -> Hand {
    let (first_name, last_name, email) = name(index, "Testgiver");
    let day_off = usize::try_from(rng.between(0, 6)).unwrap_or(0);
    let active = !rng.one_in(10);
    let certifications: Vec<String> = CERTIFICATION
        .iter()
        .filter(|_| rng.one_in(2))
        .map(|word| (*word).to_owned())
        .collect();
    let windows = DAY.iter().enumerate().filter(|(day, _)| *day != day_off);
    let availability = windows
        .map(|(_, day)| AvailabilityWindow {
            day: (*day).to_owned(),
            start: "06:00".to_owned(),
            end: "22:00".to_owned(),
        })
        .collect();
    let languages = rng.pick(LANGUAGES).copied().unwrap_or_default();
    let record = agency.caregivers.add(|id| Caregiver {
        id,
        first_name,
        last_name,
        email: Some(email),
        phone: phones.next(),
        status: if active { "active" } else { "inactive" }.to_owned(),
        certifications,
        availability,
        service_area: rng.pick(PLACES).map(|(zip, _)| (*zip).to_owned()),
        // Tenths from 3.5 to 5.0.
        performance_rating: serde_json::Number::from_f64(rng.between(35, 50) as f64 / 10.0),
        hire_date: Some(calendar.date(TimeDelta::days(-rng.between(60, 1_500)))),
        background_check_status: Some("cleared".to_owned()),
        skills: Vec::new(),
        languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
        gender: Some(if rng.one_in(3) { "male" } else { "female" }.to_owned()),
        external_id: None,
        updated_at: earlier(calendar, rng),
    });
    Hand {
        number: agency::number(&record.id).unwrap_or_default(),
        day_off,
        active,
    }
}

/// Adds a client; its number, and whether it is being cared for.
fn admit(
    agency: &mut Agency,
    calendar: &Calendar<'_>,
    rng: &mut SplitMix64,
    phones: &mut Phones,
    index: u64,
) -> (u64, bool) {
    let (first_name, last_name, email) = name(index, "Testclient");
    let status = match rng.between(0, 19) {
        0 => "pending",
        1 => "on_hold",
        2 => "discharged",
        _ => "active",
    };
    let (zip_code, city) = rng.pick(PLACES).copied().unwrap_or(PLACES[0]);
    let changed_at = earlier(calendar, rng);
    let contact = EmergencyContact {
        name: format!("{first_name} Testkin"),
        relationship: rng
            .pick(&["daughter", "son", "spouse", "friend"])
            .map(|word| (*word).to_owned()),
        phone: phones.next(),
    };
    let record = agency.clients.add(|id| Client {
        id,
        first_name,
        last_name,
        email: Some(email),
        phone: phones.next(),
        address: Address {
            line1: format!("{} Sample St", rng.between(100, 999)),
            line2: None,
            city: city.to_owned(),
            state: "CO".to_owned(),
            zip_code: zip_code.to_owned(),
        },
        status: status.to_owned(),
        emergency_contacts: vec![contact],
        payer_source: rng.pick(PAYER).map(|word| (*word).to_owned()),
        authorized_hours_per_week: u32::try_from(rng.between(4, 10) * 4).ok(),
        start_date: Some(calendar.date(TimeDelta::days(-rng.between(60, 700)))),
        discharge_date: (status == "discharged").then(|| calendar.zone.local(changed_at).date),
        referral_source: None,
        care_coordinator: None,
        preferred_language: rng
            .pick(&[None, None, Some("en"), Some("es")])
            .copied()
            .flatten()
            .map(str::to_owned),
        gender_preference: None,
        external_id: None,
        updated_at: changed_at,
    });
    (agency::number(&record.id).unwrap_or_default(), status == "active")
}

/// A visit that recurs every week.
struct Slot {
    client: u64,
    caregiver: u64,
    /// 0 is Monday.
    weekday: usize,
    start: i64,
    length: i64,
    visit_type: &'static str,
}

/// Gives each client who is cared for two to four visits a week on days of their own, and each caregiver at most one a
/// day, so that nobody is in two places at once.
fn slots(rng: &mut SplitMix64, staff: &[Hand], served: &[(u64, bool)]) -> Vec<Slot> {
    let mut waiting: Vec<Vec<u64>> = (0..7)
        .map(|day| {
            let mut free: Vec<u64> = staff
                .iter()
                .filter(|hand| hand.active && hand.day_off != day)
                .map(|hand| hand.number)
                .collect();
            rng.shuffle(&mut free);
            free
        })
        .collect();
    let mut slots = Vec::new();
    for (client, _) in served.iter().filter(|(_, active)| *active) {
        let mut days: Vec<usize> = (0..7).collect();
        rng.shuffle(&mut days);
        let visits = usize::try_from(rng.between(2, 4)).unwrap_or(2);
        for weekday in days.into_iter().take(visits) {
            let length = rng.between(12, 24) * QUARTER;
            let start = rng.between(OPENING / QUARTER, (CLOSING - length) / QUARTER) * QUARTER;
            let visit_type = rng.pick(VISIT_TYPE).copied().unwrap_or_default();
            // Where everybody has a visit that day, this one is not promised to the client.
            if let Some(caregiver) = waiting.get_mut(weekday).and_then(Vec::pop) {
                slots.push(Slot {
                    client: *client,
                    caregiver,
                    weekday,
                    start,
                    length,
                    visit_type,
                });
            }
        }
    }
    slots
}

/// The instants of quarters of an hour, each computed once.
struct Clock<'a> {
    calendar: &'a Calendar<'a>,
    known: HashMap<(NaiveDate, i64), DateTime<Utc>>,
}

impl Clock<'_> {
    fn at(&mut self, date: NaiveDate, minute: i64) -> Result<DateTime<Utc>> {
        if let Some(instant) = self.known.get(&(date, minute)) {
            return Ok(*instant);
        }
        let instant = self.calendar.at(date, minute)?;
        self.known.insert((date, minute), instant);
        Ok(instant)
    }
}

fn visits(
    agency: &mut Agency,
    calendar: &Calendar<'_>,
    rng: &mut SplitMix64,
    staff: &[Hand],
    served: &[(u64, bool)],
    days: i64,
) -> Result<()> {
    let slots = slots(rng, staff, served);
    let mut by_day: Vec<Vec<usize>> = vec![Vec::new(); 7];
    for (index, slot) in slots.iter().enumerate() {
        if let Some(day) = by_day.get_mut(slot.weekday) {
            day.push(index);
        }
    }
    let mut clock = Clock {
        calendar,
        known: HashMap::new(),
    };
    let mut first_of: Vec<u64> = vec![0; slots.len()];
    let from = calendar.date(TimeDelta::days(-days / 2));
    let (now, horizon) = (calendar.now, calendar.now + TimeDelta::days(OPEN_WITHIN));
    let length = usize::try_from(days).map_err(|_| defect("days"))?;
    for date in from.iter_days().take(length) {
        let weekday = date.weekday().num_days_from_monday() as usize;
        for index in by_day.get(weekday).into_iter().flatten() {
            let (Some(slot), Some(series)) = (slots.get(*index), first_of.get_mut(*index)) else {
                continue;
            };
            let (start, end) = (
                clock.at(date, slot.start)?,
                clock.at(date, slot.start + slot.length)?,
            );
            let draw = rng.between(0, 99);
            let status = if end + TimeDelta::hours(1) < now {
                match draw {
                    0 => "missed",
                    1 => "cancelled",
                    _ => "completed",
                }
            } else if start > now && start < horizon && draw < 4 {
                "open"
            } else if draw == 99 {
                "cancelled"
            } else {
                "scheduled"
            };
            let minutes = TimeDelta::minutes;
            let actual = (status == "completed").then(|| {
                (
                    start + minutes(rng.between(-5, 12)),
                    end + minutes(rng.between(-10, 10)),
                )
            });
            let number = agency.shifts.add(Shift {
                number: 0,
                series: *series,
                client: slot.client,
                caregiver: (status != "open").then_some(slot.caregiver),
                start,
                end,
                actual_start: actual.map(|(from, _)| from),
                actual_end: actual.map(|(_, to)| to),
                status,
                visit_type: slot.visit_type,
                certifications: &[],
                updated_at: actual.map_or(now - minutes(60), |(_, out)| out + minutes(5)),
            });
            if *series == 0 {
                *series = number;
            }
            if let Some((clock_in, clock_out)) = actual {
                let by_phone = draw % 5 == 4;
                agency.visits.add(Encounter {
                    number: 0,
                    shift: Some(number),
                    client: slot.client,
                    caregiver: slot.caregiver,
                    start: clock_in,
                    end: Some(clock_out),
                    method: if by_phone { "telephony" } else { "mobile" },
                    gps_verified: !by_phone,
                    notes: None,
                });
            }
        }
    }
    Ok(())
}
