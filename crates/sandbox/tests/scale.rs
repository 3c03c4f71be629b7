//! Agencies larger than the documented one.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use careweave_sandbox::{SandboxConfig, Scale};
use chrono::{DateTime, Utc};
use common::{Caller, resources, start_with, text};
use reqwest::Method;
use serde_json::{Value, json};

type Window = (DateTime<Utc>, DateTime<Utc>);

/// Every row of a REST list.
async fn every(caller: &Caller, path: &str, collection: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    loop {
        let (status, body) = caller
            .get(&format!("{path}?limit=100&offset={}", rows.len()))
            .await;
        assert_eq!(status, 200, "{body}");
        rows.extend(body[collection].as_array().unwrap().iter().cloned());
        if rows.len() as u64 >= body["total"].as_u64().unwrap() {
            return rows;
        }
    }
}

#[tokio::test]
async fn a_clinic_holds_the_documented_agency_and_nobody_is_in_two_places() {
    let config = || SandboxConfig::default().with_scale(Scale::Clinic);
    let (_small, documented) = start_with(SandboxConfig::default()).await;
    let (_sandbox, caller) = start_with(config()).await;
    let clients = every(&caller, "/clients", "clients").await;
    let caregivers = every(&caller, "/caregivers", "caregivers").await;
    let shifts = every(&caller, "/shifts", "shifts").await;
    assert_eq!((clients.len(), caregivers.len()), (60, 40));
    assert!(shifts.len() > 400, "{}", shifts.len());
    for shift in documented.rows("/shifts", "shifts").await {
        assert!(shifts.contains(&shift), "{shift}");
    }
    let mut phones = BTreeSet::new();
    for person in clients.iter().chain(&caregivers) {
        let phone = text(person, "phone");
        assert!(phone.len() == 10 && &phone[3..8] == "55501", "{phone}");
        assert!(phones.insert(phone));
    }
    let mut busy: BTreeMap<(&str, String), Vec<Window>> = BTreeMap::new();
    for shift in &shifts {
        let window: Window = (
            text(shift, "scheduled_start").parse().unwrap(),
            text(shift, "scheduled_end").parse().unwrap(),
        );
        for field in ["client_id", "caregiver_id"] {
            if let Some(id) = shift[field].as_str() {
                busy.entry((field, id.to_owned())).or_default().push(window);
            }
        }
    }
    for (who, mut windows) in busy {
        windows.sort();
        for pair in windows.windows(2) {
            assert!(pair[0].1 <= pair[1].0, "{who:?} {pair:?}");
        }
    }
    let statuses: BTreeSet<&str> = shifts.iter().map(|s| s["status"].as_str().unwrap()).collect();
    assert!(statuses.is_superset(&BTreeSet::from(["completed", "scheduled", "open"])));

    let (_again, second) = start_with(config()).await;
    assert_eq!(every(&second, "/shifts", "shifts").await, shifts);
}

#[tokio::test]
async fn an_agency_of_five_hundred_is_read_whole_by_pages_on_connect() {
    let (_sandbox, caller) = start_with(SandboxConfig::default().with_scale(Scale::Agency)).await;
    for (path, expected) in [("/patients/", 504_usize), ("/practitioners/", 304)] {
        let mut seen = BTreeSet::new();
        for page in 0..6 {
            let (_, body) = caller.cget(&format!("{path}?_count=100&_page={page}")).await;
            assert_eq!(body["totalRecords"], expected);
            seen.extend(resources(&body).iter().map(|r| text(r, "id")));
        }
        assert_eq!(seen.len(), expected);
    }
    let (_, counts) = caller.control(Method::GET, "/state", None).await;
    let total: u64 = counts["shifts"]
        .as_object()
        .unwrap()
        .values()
        .map(|n| n.as_u64().unwrap())
        .sum();
    assert!((8_000..30_000).contains(&total), "{counts}");

    // A client's weekly visit is one appointment whose occurrences are weeks apart.
    let mut weekly = 0;
    for id in 500_011..500_021 {
        let found = caller
            .found(
                "/appointment/_search/",
                &json!({"clientId": id, "monthNo": "202604"}),
            )
            .await;
        let mut series: BTreeMap<String, Vec<DateTime<Utc>>> = BTreeMap::new();
        for appointment in &found {
            let start = text(appointment, "start").parse().unwrap();
            series.entry(text(appointment, "id")).or_default().push(start);
        }
        for starts in series.values() {
            assert!(starts.windows(2).all(|pair| (pair[1] - pair[0]).num_days() == 7));
            weekly += usize::from(starts.len() >= 4);
        }
    }
    assert!(weekly > 5, "{weekly}");
}

#[tokio::test]
#[cfg_attr(debug_assertions, ignore = "the time of a debug build says nothing")]
async fn an_agency_of_ten_thousand_is_there_within_three_seconds() {
    #[allow(clippy::disallowed_methods, reason = "the time it takes is what is asked")]
    let began = std::time::Instant::now();
    let (_sandbox, caller) = start_with(SandboxConfig::default().with_scale(Scale::Large)).await;
    let took = began.elapsed();
    assert!(took.as_secs_f64() < 3.0, "{took:?}");
    let (_, counts) = caller.control(Method::GET, "/state", None).await;
    let sum = |collection: &str| -> u64 {
        counts[collection]
            .as_object()
            .unwrap()
            .values()
            .map(|n| n.as_u64().unwrap())
            .sum()
    };
    assert_eq!((sum("clients"), sum("caregivers")), (10_000, 6_000));
    assert!(sum("shifts") > 250_000, "{counts}");
}
