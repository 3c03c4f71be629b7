//! Lists that are complete or say that they are not; times; shapes.

use std::collections::BTreeSet;

use careweave_sandbox::SandboxConfig;
use careweave_scheduling_providers::model::{AppointmentStatus, EndSource, ZoneSource};
use careweave_scheduling_providers::request::{BusyQuery, ListAppointments, SlotQuery};
use careweave_scheduling_providers::{
    Completeness, Missing, Provider, RowFailure, SchedulingProviderExt as _,
};
use careweave_types::{AgencyZone, Currency, Money, TimeWindow};
use chrono::{TimeDelta, Timelike as _};
use serde_json::json;

use crate::office::{
    ASSESSMENT, CHECK_IN, NIGHT_DESK, OFFICE, ORIENTATION, Office, calendar, kind, window, zone,
};

async fn ids(provider: &Provider, range: TimeWindow) -> (Vec<String>, bool) {
    let list = provider
        .everything(ListAppointments::starting_in(range))
        .await
        .unwrap();
    (
        list.appointments.iter().map(|a| a.id().to_string()).collect(),
        list.complete,
    )
}

#[tokio::test]
async fn every_appointment_of_a_crowded_week_and_a_crowded_day_is_read_once() {
    let office = Office::open().await;
    let provider = office.provider();
    let mut week = office
        .add(250, "2026-05-11T06:00:00Z", "2026-05-18T06:00:00Z", OFFICE)
        .await;
    let day = office
        .add(130, "2026-05-20T12:00:00Z", "2026-05-20T23:00:00Z", OFFICE)
        .await;
    week.extend(day);
    let (found, complete) = ids(&provider, window("2026-05-10T00:00:00Z", "2026-05-25T00:00:00Z")).await;
    assert!(complete);
    assert_eq!(found.len(), 380);
    assert_eq!(found.iter().collect::<BTreeSet<_>>(), week.iter().collect());
    office.close().await;
}

#[tokio::test]
async fn a_day_that_is_too_full_for_one_calendar_is_read_by_calendar_or_reported_as_incomplete() {
    let office = Office::open().await;
    let provider = office.provider();
    let day = ("2026-05-20T12:00:00Z", "2026-05-20T23:00:00Z");
    let mut made = office.add(150, day.0, day.1, OFFICE).await;
    made.extend(office.add(150, day.0, day.1, NIGHT_DESK).await);
    let range = window("2026-05-20T06:00:00Z", "2026-05-21T06:00:00Z");
    let (found, complete) = ids(&provider, range).await;
    assert!(complete);
    assert_eq!(found.iter().collect::<BTreeSet<_>>(), made.iter().collect());

    // More than both ends of a calendar's day together bring.
    office.add(250, day.0, day.1, OFFICE).await;
    let page = provider
        .list(&ListAppointments::starting_in(range))
        .await
        .unwrap();
    assert_eq!(page.completeness, Completeness::Incomplete(Missing::Truncated));
    assert!(page.appointments.len() >= 300);
    let busy = BusyQuery {
        calendars: vec![calendar(OFFICE)],
        range,
    };
    let error = provider.busy(&busy).await.unwrap_err();
    assert_eq!(error.kind(), careweave_types::ErrorKind::Incomplete);
    office.close().await;
}

#[tokio::test]
async fn a_cancellation_between_two_readings_is_a_change_and_no_disappearance() {
    let office = Office::open().await;
    let provider = office.provider();
    let made = office
        .add(3, "2026-05-11T15:00:00Z", "2026-05-11T20:00:00Z", OFFICE)
        .await;
    let range = office.quiet();
    let first = provider.changes(None, range).await.unwrap();
    assert_eq!(first.changed.len(), 3);
    let keys = &office.ready.credentials.acuity;
    let pair = format!("{}:{}", keys.user_id, keys.api_key);
    let cancel = http::Request::put(format!(
        "{}/appointments/{}/cancel?admin=true",
        office.ready.acuity, made[1]
    ))
    .header(
        "authorization",
        format!(
            "Basic {}",
            base64::Engine::encode(&base64::engine::general_purpose::STANDARD, pair)
        ),
    )
    .header("content-type", "application/json")
    .body(bytes::Bytes::from_static(b"{}"))
    .unwrap();
    let wire = office.effects().transport;
    assert_eq!(
        wire.send(cancel, std::time::Duration::from_secs(5))
            .await
            .unwrap()
            .status(),
        200
    );
    let second = provider.changes(Some(&first.next), range).await.unwrap();
    assert!(second.gone.is_empty() && second.changed.len() == 1);
    let changed = provider
        .get(&careweave_types::ids::ExternalId::new(made[1].as_str()).unwrap())
        .await
        .unwrap();
    assert_eq!(*changed.status(), AppointmentStatus::Cancelled);
    assert_eq!(changed.status.raw, "canceled=true,noShow=false");
    office.close().await;
}

#[tokio::test]
async fn older_answers_without_the_word_canceled_read_the_same() {
    let office = Office::open().await;
    let provider = office.provider();
    let range = window("2026-03-20T00:00:00Z", "2026-04-25T00:00:00Z");
    let statuses = async || -> Vec<AppointmentStatus> {
        let list = provider
            .everything(ListAppointments::starting_in(range))
            .await
            .unwrap();
        list.appointments.iter().map(|a| a.status().clone()).collect()
    };
    let with = statuses().await;
    office.switch("acuity.canceled_field", "omitted").await;
    assert_eq!(statuses().await, with);
    for wanted in [
        AppointmentStatus::Scheduled,
        AppointmentStatus::Confirmed,
        AppointmentStatus::Completed,
        AppointmentStatus::Cancelled,
        AppointmentStatus::NoShow,
    ] {
        assert!(with.contains(&wanted), "{wanted}");
    }
    office.close().await;
}

#[tokio::test]
async fn offsets_without_a_colon_are_the_instants_they_stand_for() {
    for (name, offset) in [
        ("America/St_Johns", -(3 * 3_600 + 1_800)),
        ("Asia/Kathmandu", 5 * 3_600 + 2_700),
        ("America/Los_Angeles", -8 * 3_600),
    ] {
        let zone = AgencyZone::new(name).unwrap();
        let winter = "2026-01-14T12:00:00Z".parse().unwrap();
        let office = Office::with(SandboxConfig::at(winter).with_zone(zone.clone())).await;
        let provider = office.provider();
        let range = TimeWindow::new(winter - TimeDelta::days(20), winter + TimeDelta::days(20)).unwrap();
        let list = provider
            .everything(ListAppointments::starting_in(range))
            .await
            .unwrap();
        assert!(list.complete && list.appointments.len() > 20, "{name}");
        for appointment in &list.appointments {
            assert_eq!(
                appointment.local_start.offset().local_minus_utc(),
                offset,
                "{name}"
            );
            // The office opens at nine, on the hour or on the half.
            let local = zone.local(appointment.start());
            assert!(
                (9..17).contains(&local.time.hour()) && local.time.minute() == 0,
                "{local:?}"
            );
            assert_eq!(
                (appointment.end_source, appointment.zone_source),
                (EndSource::Duration, ZoneSource::Calendar)
            );
            // Created twenty days before now, and written on the clock of the vendor's servers.
            assert_eq!(appointment.created_at, Some(winter - TimeDelta::days(20)));
        }
        office.close().await;
    }
}

#[tokio::test]
async fn a_row_whose_time_has_no_offset_is_reported_and_the_others_are_read() {
    let office = Office::open().await;
    let provider = office.provider();
    let row = |id: u64, datetime: &str| {
        json!({"id": id, "firstName": "Alpha", "lastName": "Testclient", "datetime": datetime, "duration": "50",
               "appointmentTypeID": 51_000_001, "calendarID": 7_100_001, "canceled": false, "labels": null,
               "calendarTimezone": "America/Denver"})
    };
    let body = json!([row(1, "2026-05-12T10:00:00-0600"), row(2, "2026-05-12T10:00:00"), {"id": "three"}]);
    provider.verify().await.unwrap();
    office
        .fault(
            "GET",
            "/appointments",
            1,
            json!({"kind": "status", "status": 200, "body": body}),
        )
        .await;
    let request = ListAppointments::starting_in(window("2026-05-12T00:00:00Z", "2026-05-13T00:00:00Z"));
    let page = provider.list(&request).await.unwrap();
    assert_eq!(page.appointments.len(), 1);
    assert_eq!(
        page.appointments[0].end() - page.appointments[0].start(),
        TimeDelta::minutes(50)
    );
    let failed = |failure: &RowFailure| {
        (
            failure.row,
            failure.external_id.as_ref().map(ToString::to_string),
            failure.field.clone(),
        )
    };
    assert_eq!(
        failed(&page.failures[0]),
        (1, Some("2".to_owned()), Some("datetime".to_owned()))
    );
    assert_eq!((page.failures.len(), page.failures[1].row), (2, 2));
    assert!(!page.is_complete());
    office.close().await;
}

#[tokio::test]
async fn what_has_two_shapes_is_read_in_both() {
    let office = Office::open().await;
    let provider = office.provider();
    let calendars = provider.calendars().await.unwrap();
    let emails: Vec<&str> = calendars[0]
        .emails
        .iter()
        .map(|email| email.expose().as_str())
        .collect();
    assert_eq!(emails, ["office@example.invalid", "desk@example.invalid"]);
    assert_eq!(
        calendars[1].zone.as_ref().map(AgencyZone::name),
        Some("America/New_York")
    );
    let types = provider.appointment_types().await.unwrap();
    let assessment = types.iter().find(|found| found.id == kind(ASSESSMENT)).unwrap();
    assert_eq!(
        (assessment.duration_minutes, assessment.buffers.after_minutes),
        (60, 15)
    );
    assert_eq!(assessment.questions.len(), 3);
    assert_eq!(assessment.name, "In-home assessment ");
    let interview = types
        .iter()
        .find(|found| found.price == Some(Money::new(2_550, Currency::Usd)));
    assert!(interview.is_some());
    let list = provider
        .everything(ListAppointments::starting_in(window(
            "2026-03-20T00:00:00Z",
            "2026-04-25T00:00:00Z",
        )))
        .await
        .unwrap();
    let answered = list.appointments.iter().find(|a| !a.answers.is_empty()).unwrap();
    assert_eq!(answered.answers[0].question_id.as_deref(), Some("8102"));
    assert!(
        list.appointments
            .iter()
            .all(|a| a.raw.as_ref().is_some_and(|raw| raw.bytes().is_some()))
    );
    assert!(list.appointments.iter().any(|a| a.group.is_some()));
    let account = provider.verify().await.unwrap();
    assert_eq!(account.account_id, office.ready.credentials.acuity.user_id);
    assert_eq!(account.default_zone, zone());
    office.close().await;
}

#[tokio::test]
async fn slots_skip_the_hour_that_is_skipped_and_keep_the_two_that_look_alike_apart() {
    let new_york = AgencyZone::new("America/New_York").unwrap();
    let starts = async |now: &str, range: TimeWindow| -> Vec<String> {
        let office = Office::with(SandboxConfig::at(now.parse().unwrap())).await;
        let query =
            SlotQuery::new(kind(CHECK_IN), range, new_york.clone()).with_calendar(calendar(NIGHT_DESK));
        let slots = office.provider().slots(&query).await.unwrap();
        office.close().await;
        slots
            .iter()
            .map(|slot| slot.local_start.format("%H:%M%z").to_string())
            .collect()
    };
    let spring = starts(
        "2027-03-01T12:00:00Z",
        window("2027-03-14T05:00:00Z", "2027-03-15T04:00:00Z"),
    )
    .await;
    assert_eq!(spring.len(), 46);
    assert!(spring.iter().all(|start| !start.starts_with("02:")), "{spring:?}");
    let autumn = starts(
        "2026-10-26T12:00:00Z",
        window("2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
    )
    .await;
    assert_eq!(autumn.len(), 50);
    let half_past_one: Vec<_> = autumn.iter().filter(|start| start.starts_with("01:30")).collect();
    assert_eq!(half_past_one, ["01:30-0400", "01:30-0500"]);
}

#[tokio::test]
async fn classes_are_offered_as_sessions_with_the_seats_that_are_left() {
    let office = Office::open().await;
    let range = window("2026-04-06T12:00:00Z", "2026-05-20T00:00:00Z");
    let slots = office
        .provider()
        .slots(&SlotQuery::new(kind(ORIENTATION), range, zone()))
        .await
        .unwrap();
    assert_eq!(slots.first().and_then(|slot| slot.capacity_left), Some(3));
    assert!(slots.len() > 10 && slots[1..].iter().all(|slot| slot.capacity_left == Some(6)));
    assert!(
        slots
            .iter()
            .all(|slot| slot.window.minutes() == 90 && slot.calendar.is_some())
    );
    office.close().await;
}

#[tokio::test]
async fn a_calendar_is_busy_with_appointments_and_blocks_and_not_with_what_was_called_off() {
    let office = Office::open().await;
    let provider = office.provider();
    let range = window("2026-04-06T12:00:00Z", "2026-04-18T00:00:00Z");
    let query = BusyQuery {
        calendars: vec![calendar(OFFICE)],
        range,
    };
    let busy = provider.busy(&query).await.unwrap();
    let list = provider
        .everything(ListAppointments::starting_in(range).with_calendar(calendar(OFFICE)))
        .await
        .unwrap();
    let standing = list
        .appointments
        .iter()
        .filter(|a| a.status().occupies_time())
        .count();
    let canceled = list.appointments.len() - standing;
    assert!(canceled > 0);
    assert_eq!(busy.len(), standing + 1, "the appointments and one block");
    office.close().await;
}
