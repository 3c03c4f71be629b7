//! Where an appointment stands.

use careweave_scheduling_providers::model::{Appointment, AppointmentStatus, CancelledBy};
use careweave_scheduling_providers::request::{Cancellation, ListAppointments, StatusChange};
use careweave_scheduling_providers::{AppointmentPage, Effect, Provider, SchedulingProviderExt as _};
use careweave_types::{ErrorKind, TimeWindow};
use chrono::TimeDelta;
use serde_json::json;

use crate::desk::{Desk, ORIENTATION, key};

async fn listed(provider: &Provider, range: TimeWindow) -> Vec<Appointment> {
    let list = provider
        .everything(ListAppointments::starting_in(range))
        .await
        .unwrap();
    assert!(list.complete, "{:?}", list.failures);
    list.appointments
}

/// Five people on one page book the same meeting.
async fn group_of_five(desk: &Desk, provider: &Provider) -> Vec<Appointment> {
    let slot = desk.slots(provider, ORIENTATION).await.remove(0);
    for n in 0..5 {
        let body = json!({
            "event_type": "orientation",
            "start_time": slot.window.start(),
            "name": format!("Alpha Testclient{n}"),
            "email": format!("alpha{n}@example.invalid"),
        });
        desk.control("POST", "calendly/book", &body).await;
    }
    listed(provider, desk.quiet()).await
}

fn standing(appointments: &[Appointment], status: &AppointmentStatus) -> usize {
    appointments
        .iter()
        .filter(|appointment| appointment.status() == status)
        .count()
}

#[tokio::test]
async fn one_of_five_cancels_and_four_stay_until_the_meeting_is_cancelled() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let five = group_of_five(&desk, &provider).await;
    assert_eq!(five.len(), 5);
    assert!(
        five.iter()
            .all(|one| one.group == five[0].group && one.group.is_some())
    );
    let leaving = five[2].id();
    desk.control("POST", "calendly/cancel", &json!({"invitee": leaving.as_str()}))
        .await;
    let after = listed(&provider, desk.quiet()).await;
    assert_eq!(standing(&after, &AppointmentStatus::Scheduled), 4);
    assert_eq!(standing(&after, &AppointmentStatus::Cancelled), 1);
    let left = after.iter().find(|one| one.id() == leaving).unwrap();
    assert_eq!(left.cancellation.as_ref().unwrap().by, CancelledBy::Client);
    // By the API nobody can be taken out alone.
    let one = Cancellation::by(CancelledBy::Host);
    let error = provider
        .cancel(five[0].id(), &one, &key("one/1"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(error.get("capability"), Some("cancel_one_attendee"));
    assert_eq!(
        standing(
            &listed(&provider, desk.quiet()).await,
            &AppointmentStatus::Scheduled
        ),
        4
    );
    let all = one.of_the_whole_group();
    assert_eq!(
        provider
            .cancel(five[0].id(), &all, &key("all/1"))
            .await
            .unwrap()
            .effect,
        Effect::Changed
    );
    assert_eq!(
        standing(
            &listed(&provider, desk.quiet()).await,
            &AppointmentStatus::Cancelled
        ),
        5
    );
    desk.close().await;
}

#[tokio::test]
async fn a_no_show_is_marked_and_taken_back_while_the_wire_says_active() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let past = TimeWindow::new(desk.ready.now - TimeDelta::days(14), desk.ready.now).unwrap();
    let over = listed(&provider, past).await;
    let came = over
        .iter()
        .find(|one| *one.status() == AppointmentStatus::Completed)
        .unwrap();
    assert!(came.status.inferred, "only the clock says that it took place");
    let marked = provider
        .set_status(came.id(), StatusChange::MarkNoShow, &key("mark/1"))
        .await
        .unwrap();
    assert_eq!(marked.effect, Effect::Changed);
    assert_eq!(*marked.appointment.status(), AppointmentStatus::NoShow);
    assert_eq!(marked.appointment.status.raw, "event active, invitee active");
    assert!(!marked.appointment.status.inferred);
    let back = provider
        .set_status(came.id(), StatusChange::RevertNoShow, &key("back/1"))
        .await
        .unwrap();
    assert_eq!(*back.appointment.status(), AppointmentStatus::Completed);
    desk.close().await;
}

#[tokio::test]
async fn a_reconfirmed_invitee_is_confirmed_and_the_end_of_the_meeting_completes_it() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let soon = TimeWindow::new(desk.ready.now, desk.ready.now + TimeDelta::days(3)).unwrap();
    let booked = listed(&provider, soon).await;
    let scheduled = booked
        .iter()
        .find(|one| *one.status() == AppointmentStatus::Scheduled)
        .unwrap();
    desk.control(
        "POST",
        "calendly/reconfirm",
        &json!({"invitee": scheduled.id().as_str()}),
    )
    .await;
    assert_eq!(
        *provider.get(scheduled.id()).await.unwrap().status(),
        AppointmentStatus::Confirmed
    );
    desk.advance(scheduled.end() - desk.ready.now).await;
    let over = provider.get(scheduled.id()).await.unwrap();
    assert_eq!(
        (over.status(), over.status.inferred),
        (&AppointmentStatus::Completed, true)
    );
    desk.close().await;
}

#[tokio::test]
async fn a_meeting_whose_invitees_cannot_be_read_is_reported_beside_the_others() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let range = TimeWindow::new(desk.ready.now, desk.ready.now + TimeDelta::days(14)).unwrap();
    let whole = listed(&provider, range).await;
    let broken = whole[4].group.clone().unwrap();
    let path = format!(
        "/scheduled_events/{}/invitees",
        broken.as_str().rsplit('/').next().unwrap()
    );
    desk.fault(
        "GET",
        &path,
        1,
        json!({"kind": "truncate", "how": "content_length"}),
    )
    .await;
    let AppointmentPage {
        appointments,
        failures,
        ..
    } = provider
        .list(&ListAppointments::starting_in(range))
        .await
        .unwrap();
    let of_others = whole
        .iter()
        .filter(|one| one.group.as_ref() != Some(&broken))
        .count();
    assert_eq!(appointments.len(), of_others);
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].external_id.as_ref(), Some(&broken));
    desk.close().await;
}

#[tokio::test]
async fn when_nothing_can_be_read_that_is_a_failure_and_no_empty_page() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let range = TimeWindow::new(desk.ready.now, desk.ready.now + TimeDelta::days(14)).unwrap();
    desk.fault(
        "GET",
        "/scheduled_events/",
        500,
        json!({"kind": "truncate", "how": "content_length"}),
    )
    .await;
    let error = provider
        .list(&ListAppointments::starting_in(range))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    desk.close().await;
}
