//! The documented agency.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use careweave_sandbox::SandboxConfig;
use careweave_types::{AgencyZone, TimeWindow, Weekday, WorkweekAnchor};
use chrono::{DateTime, TimeDelta, Utc};
use common::{Caller, start, start_with, text};
use reqwest::Method;
use serde_json::{Value, json};

const LISTS: [(&str, &str); 7] = [
    ("/clients", "clients"),
    ("/clients/status-changes", "status_changes"),
    ("/caregivers", "caregivers"),
    ("/shifts", "shifts"),
    ("/shifts/open", "shifts"),
    ("/prospects", "prospects"),
    ("/applicants", "applicants"),
];

#[tokio::test]
async fn the_counts_are_the_documented_ones() {
    let (_sandbox, caller) = start().await;
    let (_, state) = caller.control(Method::GET, "/state", None).await;
    assert_eq!(
        state,
        json!({
            "clients": {"active": 5, "on_hold": 3, "discharged": 2},
            "caregivers": {"active": 6, "inactive": 2},
            "shifts": {"scheduled": 10, "completed": 15, "open": 5},
            "prospects": {"new": 1, "assessment_scheduled": 1, "negotiating": 1, "won": 1},
            "applicants": {"new": 1, "phone_interview": 1, "background_check": 1, "hired": 1},
        })
    );
}

/// Every list as bytes, and each record by its id.
async fn everything(caller: &Caller) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut paths: Vec<String> = LISTS
        .iter()
        .map(|(path, _)| format!("{path}?limit=100"))
        .collect();
    for shift in caller.rows("/shifts?status=completed", "shifts").await {
        paths.push(format!("/shifts/{}/evv", text(&shift, "id")));
    }
    for path in paths {
        let response = caller.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        all.push((path, response.bytes().await.unwrap().to_vec()));
    }
    all
}

#[tokio::test]
async fn the_same_seed_and_now_give_the_same_bytes_and_another_seed_does_not() {
    let (_a, first) = start_with(SandboxConfig::default().with_seed(42)).await;
    let (_b, second) = start_with(SandboxConfig::default().with_seed(42)).await;
    let (_c, other) = start_with(SandboxConfig::default().with_seed(43)).await;
    assert_eq!(first.ready.credentials, second.ready.credentials);
    assert_ne!(first.ready.credentials, other.ready.credentials);
    assert_eq!(first.token, second.token);
    let (first, second, other) = (
        everything(&first).await,
        everything(&second).await,
        everything(&other).await,
    );
    assert!(first == second);
    for ((path, a), (_, b)) in first.iter().zip(&other).take(LISTS.len()) {
        assert_ne!(a, b, "{path}");
    }
}

fn instant(record: &Value, field: &str) -> DateTime<Utc> {
    text(record, field).parse().unwrap()
}

fn window(shift: &Value) -> TimeWindow {
    TimeWindow::new(instant(shift, "scheduled_start"), instant(shift, "scheduled_end")).unwrap()
}

fn words<'a>(record: &'a Value, field: &str) -> BTreeSet<&'a str> {
    let list = record[field].as_array().unwrap();
    list.iter().map(|word| word.as_str().unwrap()).collect()
}

fn is_available(zone: &AgencyZone, caregiver: &Value, shift: &TimeWindow) -> bool {
    let (start, end) = (zone.local(shift.start()), zone.local(shift.end()));
    assert_eq!(start.date, end.date);
    caregiver["availability"].as_array().unwrap().iter().any(|w| {
        let w: careweave_types::AvailabilityWindow = serde_json::from_value(w.clone()).unwrap();
        let (from, to) = w.minutes();
        w.day == start.weekday && from <= start.minute_of_day() && end.minute_of_day() <= to
    })
}

fn is_free(shifts: &[Value], caregiver: &Value, wanted: &TimeWindow) -> bool {
    shifts
        .iter()
        .all(|s| s["caregiver_id"] != caregiver["id"] || !window(s).overlaps(wanted))
}

/// What the sandbox promises of every agency.
async fn keeps_its_promises(config: SandboxConfig) {
    let label = format!("seed {} at {} in {}", config.seed, config.now, config.zone);
    let (now, zone) = (config.now, config.zone.clone());
    let (_sandbox, caller) = start_with(config).await;
    let clients = caller.rows("/clients", "clients").await;
    let caregivers = caller.rows("/caregivers", "caregivers").await;
    let shifts = caller.rows("/shifts", "shifts").await;
    let changes = caller.rows("/clients/status-changes", "status_changes").await;
    let client_of: BTreeMap<String, &Value> = clients.iter().map(|c| (text(c, "id"), c)).collect();

    let count = |status: &str| shifts.iter().filter(|s| s["status"] == status).count();
    assert_eq!(
        [count("scheduled"), count("completed"), count("open")],
        [10, 15, 5],
        "{label}"
    );
    assert!((3..=6).contains(&changes.len()), "{label}");
    for change in &changes {
        assert_eq!(
            client_of[&text(change, "client_id")]["status"],
            change["to"],
            "{label}"
        );
    }

    let mut phones = BTreeSet::new();
    let mut names = BTreeSet::new();
    for person in clients.iter().chain(&caregivers) {
        let phone = text(person, "phone");
        assert!(phone.starts_with("30355501") && phone.len() == 10, "{label}");
        assert!(phones.insert(phone), "{label}: a phone twice");
        assert!(names.insert(text(person, "first_name")), "{label}: a name twice");
        assert!(text(person, "last_name").starts_with("Test"), "{label}");
        assert!(instant(person, "updated_at") < now, "{label}");
    }

    for (index, a) in shifts.iter().enumerate() {
        let client = client_of[&text(a, "client_id")];
        assert_eq!(a["client_zip_code"], client["address"]["zip_code"], "{label}");
        assert_eq!(
            a["client_gender_preference"], client["gender_preference"],
            "{label}"
        );
        assert_eq!(a["client_language"], client["preferred_language"], "{label}");
        for b in &shifts[index + 1..] {
            let same = |field: &str| !a[field].is_null() && a[field] == b[field];
            if same("caregiver_id") || same("client_id") {
                assert!(!window(a).overlaps(&window(b)), "{label}: {a} {b}");
            }
        }
        match a["status"].as_str().unwrap() {
            "completed" => {
                assert!(window(a).start() >= now - TimeDelta::days(14), "{label}");
                assert!(instant(a, "actual_end") < now, "{label}");
                let (status, evv) = caller.get(&format!("/shifts/{}/evv", text(a, "id"))).await;
                assert_eq!(status, 200, "{label}");
                assert_eq!(evv["clock_in"], a["actual_start"], "{label}");
                assert_eq!(evv["caregiver_id"], a["caregiver_id"], "{label}");
            }
            "scheduled" => {
                assert!(window(a).start() >= now + TimeDelta::hours(6), "{label}");
                assert!(
                    a["caregiver_id"].is_string() && a["actual_start"].is_null(),
                    "{label}"
                );
            }
            _ => assert!(a["caregiver_id"].is_null(), "{label}"),
        }
    }

    let open: Vec<&Value> = shifts.iter().filter(|s| s["status"] == "open").collect();
    let active: Vec<&Value> = caregivers.iter().filter(|c| c["status"] == "active").collect();
    let anchor = WorkweekAnchor::midnight(Weekday::Sunday, zone.clone());
    let (mut fillable, mut clashes, mut overtime, mut known) = (0, 0, 0, 0);
    for shift in open {
        let w = window(shift);
        assert_eq!(
            client_of[&text(shift, "client_id")]["status"],
            "active",
            "{label}"
        );
        assert!(w.start() >= now + TimeDelta::hours(6), "{label}");
        assert!(w.start() <= now + TimeDelta::days(6), "{label}");
        assert!((180..=360).contains(&w.minutes()), "{label}");
        for edge in [w.start(), w.end()] {
            let minute = zone.local(edge).minute_of_day();
            assert!((420..=1_260).contains(&minute) && minute % 15 == 0, "{label}");
        }
        let week = anchor.week_of(w.start()).unwrap();
        let fits = |c: &&&Value| {
            words(c, "certifications").is_superset(&words(shift, "required_certifications"))
                && is_available(&zone, c, &w)
        };
        let good: Vec<&&Value> = active.iter().filter(fits).collect();
        let free: Vec<&&&Value> = good.iter().filter(|c| is_free(&shifts, c, &w)).collect();
        fillable += usize::from(!free.is_empty());
        clashes += good.len() - free.len();
        for caregiver in &free {
            let theirs = shifts.iter().filter(|s| s["caregiver_id"] == caregiver["id"]);
            let booked: i64 = theirs
                .clone()
                .filter_map(|s| window(s).intersection(&week))
                .map(|part| part.minutes())
                .sum();
            if (36 * 60..=40 * 60).contains(&booked) && booked + w.minutes() > 40 * 60 {
                overtime += 1;
            }
            known += theirs
                .filter(|s| s["status"] == "completed" && s["client_id"] == shift["client_id"])
                .count();
        }
    }
    assert_eq!(fillable, 5, "{label}");
    assert!(clashes >= 1, "{label}: no good caregiver has a conflict");
    assert!(overtime >= 1, "{label}: nobody would work overtime");
    assert!(known >= 2, "{label}: nobody free knows a client");
}

#[tokio::test]
async fn fifty_seeds_keep_every_promise() {
    for seed in 0..50 {
        keeps_its_promises(SandboxConfig::default().with_seed(seed)).await;
    }
}

#[tokio::test]
async fn every_hour_of_the_week_keeps_every_promise() {
    let monday = SandboxConfig::default().now;
    for hour in 0..168 {
        let config =
            SandboxConfig::at(monday + TimeDelta::hours(hour)).with_seed(u64::try_from(hour).unwrap());
        keeps_its_promises(config).await;
    }
}

#[tokio::test]
async fn changes_of_clocks_and_other_zones_keep_every_promise() {
    for (zone, now) in [
        ("America/Denver", "2026-03-03T08:00:00Z"),
        ("America/Denver", "2026-03-07T20:59:59Z"),
        ("America/Denver", "2026-10-27T13:30:00Z"),
        ("America/Denver", "2026-11-01T08:30:00Z"),
        ("America/Denver", "2027-12-30T23:00:00Z"),
        ("Pacific/Auckland", "2026-04-01T00:00:00Z"),
        ("Asia/Kathmandu", "2026-06-01T18:20:00Z"),
        ("America/Sao_Paulo", "2018-11-01T03:00:00Z"),
        ("UTC", "2026-04-06T00:00:00Z"),
    ] {
        let config = SandboxConfig::at(now.parse().unwrap()).with_zone(AgencyZone::new(zone).unwrap());
        keeps_its_promises(config).await;
    }
}
