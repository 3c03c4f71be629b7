//! Shifts given to caregivers and taken from them.

use careweave_wellsky_client::connect::Occurrence;
use careweave_wellsky_client::{CaregiverId, Delivery, ErrorKind, ShiftFilter, ShiftStatus, TimeWindow};
use chrono::TimeDelta;
use serde_json::json;

use crate::agency::{Agency, key};

#[tokio::test]
async fn an_assignment_is_checked_written_and_read_back_whether_put_replaces_or_merges() {
    for put in ["replace", "merge"] {
        let agency = Agency::with(&[("appointment_writes", "on"), ("appointment_put", put)]).await;
        let shift = agency.open_shift().await;
        let caregiver = agency.free_caregiver(&shift).await;
        let assignment = agency
            .wellsky
            .shifts()
            .assign(&shift.id, &caregiver, &key("a"))
            .await
            .unwrap();
        assert_eq!(assignment.shift.caregiver_id.as_ref(), Some(&caregiver));
        let shown = agency.wellsky.shifts().get(&shift.id).await.unwrap();
        assert_eq!(
            (shown.caregiver_id, shown.status),
            (Some(caregiver.clone()), ShiftStatus::Scheduled)
        );
        assert_eq!(
            shown.visit_type, shift.visit_type,
            "what was not named is still there"
        );
        // The other surface sees it too.
        let rest = agency
            .rest
            .shifts()
            .list(ShiftFilter::in_window(shift.window().unwrap()))
            .all()
            .await
            .unwrap();
        let same = rest
            .iter()
            .find(|s| s.client_id == shift.client_id && s.scheduled_start == shift.scheduled_start);
        assert_eq!(same.unwrap().caregiver_id.as_ref(), Some(&caregiver));

        let error = agency
            .wellsky
            .shifts()
            .assign(&shift.id, &caregiver, &key("b"))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Conflict, Delivery::Answered)
        );

        let appointments = agency.connect().appointments();
        let occurrence = Occurrence::of_shift(&shift.id).unwrap();
        assert_eq!(
            appointments
                .assign(&occurrence, &caregiver, &key("c"))
                .await
                .unwrap()
                .caregiver_id
                .as_ref(),
            Some(&caregiver)
        );
        let other = CaregiverId::new("999999").unwrap();
        assert_eq!(
            appointments
                .unassign(&occurrence, &other, &key("d"))
                .await
                .unwrap_err()
                .kind(),
            ErrorKind::Conflict
        );
        let freed = appointments
            .unassign(&occurrence, &caregiver, &key("e"))
            .await
            .unwrap();
        assert!(freed.is_open(), "PUT {put}");
        assert!(agency.wellsky.shifts().get(&shift.id).await.unwrap().is_open());
    }
}

#[tokio::test]
async fn a_caregiver_with_an_overlapping_visit_is_refused_and_one_that_touches_is_not() {
    let agency = Agency::with(&[("appointment_writes", "on")]).await;
    let shift = agency.open_shift().await;
    let caregiver = agency.free_caregiver(&shift).await;
    let appointments = agency.connect().appointments();
    let around = |from: i64, to: i64| {
        TimeWindow::new(
            shift.scheduled_end + TimeDelta::minutes(from),
            shift.scheduled_end + TimeDelta::minutes(to),
        )
        .unwrap()
    };
    let next = appointments
        .create(&shift.client_id, None, around(0, 60), &key("n"))
        .await
        .unwrap();
    let overlapping = appointments
        .create(&shift.client_id, None, around(-1, 60), &key("o"))
        .await
        .unwrap();
    agency
        .wellsky
        .shifts()
        .assign(&shift.id, &caregiver, &key("a"))
        .await
        .unwrap();
    let error = appointments
        .assign(&overlapping, &caregiver, &key("b"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("overlaps")),
        (ErrorKind::Conflict, Some(shift.id.as_str())),
        "{error}"
    );
    assert!(appointments.get(&overlapping).await.unwrap().is_open());
    assert_eq!(
        appointments
            .assign(&next, &caregiver, &key("c"))
            .await
            .unwrap()
            .caregiver_id,
        Some(caregiver)
    );
}

#[tokio::test]
async fn an_assignment_that_the_vendor_does_not_show_is_in_doubt() {
    let agency = Agency::with(&[("appointment_writes", "on")]).await;
    let shift = agency.open_shift().await;
    let caregiver = agency.free_caregiver(&shift).await;
    agency
        .fault(
            json!({"method": "PUT", "path_prefix": "/v1/appointment", "times": 1,
                      "action": {"kind": "drop", "when": "after_commit"}}),
        )
        .await;
    let error = agency
        .wellsky
        .shifts()
        .assign(&shift.id, &caregiver, &key("a"))
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::MaybeSent, "{error:#}");
    assert_eq!(
        agency.wellsky.shifts().get(&shift.id).await.unwrap().caregiver_id,
        Some(caregiver)
    );
}

#[tokio::test]
async fn a_read_that_breaks_before_the_write_leaves_no_doubt() {
    let agency = Agency::with(&[("appointment_writes", "on")]).await;
    let shift = agency.open_shift().await;
    let caregiver = agency.free_caregiver(&shift).await;
    for (method, path) in [("GET", "/v1/appointment"), ("POST", "/v1/appointment/_search")] {
        agency
            .fault(json!({"method": method, "path_prefix": path, "times": 1,
                          "action": {"kind": "drop", "when": "before_commit"}}))
            .await;
        let error = agency
            .wellsky
            .shifts()
            .assign(&shift.id, &caregiver, &key("a"))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Unreachable, Delivery::NotSent),
            "{error:#}"
        );
    }
    assert!(agency.wellsky.shifts().get(&shift.id).await.unwrap().is_open());
}
