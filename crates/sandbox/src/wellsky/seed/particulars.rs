//! What the Connect surface alone shows of the people: births, genders, second phones, dates of creation.

use chrono::TimeDelta;

use super::super::agency::Agency;
use super::super::connect::{Extra, Stage};
use super::super::contacts;
use super::calendar::Calendar;
use crate::rng::SplitMix64;

/// Fills in what is known beyond the REST records, and gives the people to call records of their own.
pub(super) fn remember(agency: &mut Agency, calendar: &Calendar<'_>, seed: u64) {
    let stream = |number: u64| SplitMix64::new(seed, number.rotate_left(17) ^ 3);
    let born = |rng: &mut SplitMix64, oldest: i64, youngest: i64| {
        let days = rng.between(youngest * 365, oldest * 365);
        Some(calendar.date(TimeDelta::days(-days)).to_string())
    };
    let gender = |rng: &mut SplitMix64| rng.pick(&["female", "female", "male"]).map(|g| (*g).to_owned());
    let second_phone = |number: u64, extra: &mut Extra| {
        if number.is_multiple_of(3) {
            let line = format!("72055501{:02}", number % 100);
            extra.phones.insert("home".to_owned(), line);
        }
    };
    let clients: Vec<(u64, bool)> = agency
        .clients
        .numbers()
        .map(|number| {
            (
                number,
                agency.clients.at(number).is_some_and(|c| c.status == "active"),
            )
        })
        .collect();
    for (number, active) in clients {
        let mut rng = stream(number);
        let extra = agency.extras.person(number);
        extra.birth_date = born(&mut rng, 98, 60);
        extra.gender = gender(&mut rng);
        extra.marital_status = rng.pick(&["M", "W", "D", "S"]).map(|code| (*code).to_owned());
        second_phone(number, extra);
        // So the vendor writes half of the clients who are being cared for.
        if active && number.is_multiple_of(2) {
            extra.stage = Some(Stage::None);
        }
        contacts::follow_seeded(agency, number);
    }
    let prospects: Vec<u64> = agency.prospects.numbers().collect();
    for number in prospects {
        let mut rng = stream(number);
        let extra = agency.extras.person(number);
        extra.birth_date = born(&mut rng, 98, 60);
        extra.gender = gender(&mut rng);
    }
    let caregivers: Vec<u64> = agency.caregivers.numbers().collect();
    for number in caregivers {
        let extra = agency.extras.person(number);
        extra.birth_date = born(&mut stream(number), 64, 20);
        second_phone(number, extra);
    }
    let applicants: Vec<u64> = agency.applicants.numbers().collect();
    for number in applicants {
        let mut rng = stream(number);
        let extra = agency.extras.person(number);
        extra.birth_date = born(&mut rng, 64, 20);
        extra.gender = gender(&mut rng);
    }
}
