//! The schedule of the agency, read whole or said not to be.

use std::collections::BTreeSet;

use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_wellsky_client::connect::{AppointmentDays, AppointmentFilter, Week};
use careweave_wellsky_client::{
    Api, CaregiverId, ClientId, Delivery, ErrorKind, Reading, Shift, ShiftFilter, TimeWindow,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::agency::{Agency, over};

#[tokio::test]
async fn every_shift_the_agency_has_is_read_whatever_the_quirks() {
    for switches in [
        &[][..],
        &[
            ("first_page", "1"),
            ("first_page_encounter", "1"),
            ("entry_wrapping", "bare"),
            ("empty_total", "zero"),
        ],
        &[
            ("open_caregiver", "null"),
            ("count_over_100", "refuse"),
            ("missing_slash", "403"),
        ],
        &[
            ("open_caregiver", "empty_object"),
            ("completed_status", "completed"),
            ("by_id_slash", "required"),
        ],
        &[
            ("open_caregiver", "empty_id"),
            ("week_numbering", "us"),
            ("by_id_slash", "refused"),
        ],
    ] {
        let agency = Agency::with(switches).await;
        let window = agency.days(-31, 10);
        let expected = agency
            .rest
            .shifts()
            .list(ShiftFilter::default())
            .all()
            .await
            .unwrap();
        for size in [3, 100] {
            let found = agency
                .wellsky
                .shifts()
                .list(ShiftFilter::in_window(window))
                .page_size(size)
                .unwrap()
                .all()
                .await
                .unwrap();
            assert_eq!(found.len(), 30, "{switches:?}");
            let summary = |shifts: &[Shift]| -> BTreeSet<(DateTime<Utc>, String, String)> {
                shifts
                    .iter()
                    .map(|s| (s.scheduled_start, s.client_id.to_string(), s.status.to_string()))
                    .collect()
            };
            assert_eq!(summary(&found), summary(&expected), "{switches:?}");
        }
        let shift = agency.open_shift().await;
        assert_eq!(
            agency.wellsky.shifts().get(&shift.id).await.unwrap().id,
            shift.id,
            "{switches:?}"
        );
    }
}

#[tokio::test]
async fn credentials_that_are_refused_fail_the_reading_and_not_each_client() {
    let agency = Agency::start().await;
    agency
        .fault(json!({"method": "POST", "path_prefix": "/v1/appointment/_search",
                      "action": {"kind": "status", "status": 401, "body": {"error": "invalid_token"}}}))
        .await;
    let window = ShiftFilter::in_window(agency.days(0, 8));
    let error = agency.wellsky.shifts().read(window).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error}");
}

#[tokio::test]
async fn a_client_that_cannot_be_read_makes_the_reading_incomplete_and_not_shorter() {
    let agency = Agency::start().await;
    let window = agency.days(0, 8);
    let whole = agency
        .wellsky
        .shifts()
        .read(ShiftFilter::in_window(window))
        .await
        .unwrap();
    assert!(whole.is_complete());
    let plan = json!({"method": "POST", "path_prefix": "/v1/appointment/_search", "times": 1,
                      "action": {"kind": "html"}});
    agency.fault(plan.clone()).await;
    let reading = agency
        .wellsky
        .shifts()
        .read(ShiftFilter::in_window(window))
        .await
        .unwrap();
    let Reading::Incomplete { found, failures } = reading else {
        panic!("a client is missing");
    };
    assert_eq!((failures.len(), failures[0].error.kind()), (1, ErrorKind::Server));
    assert!(
        failures[0].subject.starts_with("client 5"),
        "{}",
        failures[0].subject
    );
    assert!(found.len() <= whole.found().len());
    agency.fault(plan).await;
    let error = agency
        .wellsky
        .shifts()
        .list(ShiftFilter::in_window(window))
        .all()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("failed")),
        (ErrorKind::Incomplete, Some("1"))
    );
}

#[tokio::test]
async fn an_appointment_search_without_a_person_or_with_two_spans_is_not_sent() {
    let agency = Agency::start().await;
    let appointments = agency.connect().appointments();
    let client_id = Some(ClientId::new("500001").unwrap());
    let days = Some(AppointmentDays::new(agency.now.date_naive(), 1).unwrap());
    let week = Some(Week::of(agency.now.date_naive()));
    for filter in [
        AppointmentFilter {
            days,
            ..AppointmentFilter::default()
        },
        AppointmentFilter {
            client_id: client_id.clone(),
            ..AppointmentFilter::default()
        },
        AppointmentFilter {
            client_id,
            days,
            week,
            ..AppointmentFilter::default()
        },
    ] {
        let error = appointments.list(&filter).all().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::InvalidInput, Delivery::NotSent)
        );
    }
    assert!(
        appointments
            .list(&AppointmentFilter::default())
            .page_size(101)
            .is_err()
    );
    assert_eq!(agency.asked().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_clinics_month_is_the_same_over_both_surfaces() {
    let sandbox = Sandbox::start(SandboxConfig {
        scale: careweave_sandbox::Scale::Clinic,
        ..SandboxConfig::default()
    })
    .await
    .unwrap();
    let (rest, connect) = (
        over(&sandbox, Api::Rest, true),
        over(&sandbox, Api::Connect, true),
    );
    let now = sandbox.ready().now;
    let window = TimeWindow::new(now - TimeDelta::days(20), now + TimeDelta::days(20)).unwrap();
    let summary = |shifts: Vec<Shift>| -> Vec<(DateTime<Utc>, String, Option<CaregiverId>, String)> {
        let mut rows: Vec<_> = shifts
            .into_iter()
            .map(|s| {
                (
                    s.scheduled_start,
                    s.client_id.to_string(),
                    s.caregiver_id,
                    s.status.to_string(),
                )
            })
            .collect();
        rows.sort();
        rows
    };
    let expected = summary(
        rest.shifts()
            .list(ShiftFilter::in_window(window))
            .all()
            .await
            .unwrap(),
    );
    let found = summary(
        connect
            .shifts()
            .list(ShiftFilter::in_window(window))
            .all()
            .await
            .unwrap(),
    );
    assert!(found.len() > 200, "{}", found.len());
    assert_eq!(found, expected);
}
