//! Booking and moving, once.

use careweave_scheduling_providers::calendly::BookingQuota;
use careweave_scheduling_providers::model::{AppointmentStatus, CancelledBy, Location};
use careweave_scheduling_providers::request::{Cancellation, ListAppointments, NewTime};
use careweave_scheduling_providers::{Effect, Problem, SchedulingProviderExt as _};
use careweave_types::{Delivery, ErrorKind};
use chrono::TimeDelta;
use serde_json::json;

use crate::desk::{ASSESSMENT, CALL, Desk, booking, key};

async fn standing(desk: &Desk) -> usize {
    let request = ListAppointments::starting_in(desk.quiet()).without_cancelled();
    let list = desk.provider().everything(request).await.unwrap();
    assert!(list.complete);
    list.appointments.len()
}

#[tokio::test]
async fn of_two_processes_that_race_for_a_slot_one_gets_it_and_the_other_hears_who_was_first() {
    let desk = Desk::open().await;
    let (one, two) = (desk.provider(), desk.provider());
    let slot = desk.slots(&one, ASSESSMENT).await.remove(0);
    let (left, right) = (booking(&slot, 1), booking(&slot, 2));
    let (first, second) = (key("race/1"), key("race/2"));
    let (left, right) =
        futures_util::future::join(one.create(&left, &first), two.create(&right, &second)).await;
    let refused = match (left, right) {
        (Ok(_), Err(error)) | (Err(error), Ok(_)) => error,
        outcome => panic!("one of the two gets it: {outcome:?}"),
    };
    assert_eq!(Problem::of(&refused), Some(Problem::SlotTaken));
    assert_eq!(refused.http_status(), Some(400));
    assert_eq!(standing(&desk).await, 1);
    desk.close().await;
}

#[tokio::test]
async fn a_booking_whose_answer_the_network_lost_is_found_by_its_marker_and_made_once() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let slot = desk.slots(&provider, ASSESSMENT).await.remove(0);
    desk.fault(
        "POST",
        "/invitees",
        1,
        json!({"kind": "drop", "when": "after_commit"}),
    )
    .await;
    let written = provider.create(&booking(&slot, 1), &key("lost/1")).await.unwrap();
    assert_eq!(written.effect, Effect::Created);
    // Another process, after a crash of this one: the key is all it has.
    let again = desk
        .provider()
        .create(&booking(&slot, 1), &key("lost/1"))
        .await
        .unwrap();
    assert_eq!(again.effect, Effect::AlreadyDone);
    assert_eq!(again.appointment.key, written.appointment.key);
    assert_eq!(desk.journal("POST", "/invitees").await.len(), 1);
    assert_eq!(standing(&desk).await, 1);
    desk.close().await;
}

#[tokio::test]
async fn a_booking_that_was_lost_before_it_arrived_is_sent_again_and_made_once() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let slot = desk.slots(&provider, ASSESSMENT).await.remove(0);
    desk.fault(
        "POST",
        "/invitees",
        1,
        json!({"kind": "drop", "when": "before_commit"}),
    )
    .await;
    let written = provider.create(&booking(&slot, 1), &key("lost/2")).await.unwrap();
    assert_eq!(written.effect, Effect::Created);
    assert_eq!(desk.journal("POST", "/invitees").await.len(), 2);
    assert_eq!(standing(&desk).await, 1);
    desk.close().await;
}

#[tokio::test]
async fn a_booking_that_cannot_be_looked_for_stays_in_doubt_until_the_same_key_settles_it() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let slot = desk.slots(&provider, ASSESSMENT).await.remove(0);
    desk.wire.lose_next_booking_and_go_dark();
    let error = provider
        .create(&booking(&slot, 1), &key("doubt/1"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::InDoubt, Delivery::MaybeSent)
    );
    desk.wire.light();
    let settled = provider
        .create(&booking(&slot, 1), &key("doubt/1"))
        .await
        .unwrap();
    assert_eq!(settled.effect, Effect::AlreadyDone);
    assert_eq!(desk.journal("POST", "/invitees").await.len(), 1);
    assert_eq!(standing(&desk).await, 1);
    desk.close().await;
}

#[tokio::test]
async fn when_the_search_before_a_booking_fails_nothing_is_sent() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let slot = desk.slots(&provider, ASSESSMENT).await.remove(0);
    desk.fault(
        "GET",
        "/scheduled_events",
        40,
        json!({"kind": "status", "status": 503}),
    )
    .await;
    let error = provider
        .create(&booking(&slot, 1), &key("blind/1"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Server, Delivery::NotSent)
    );
    assert!(desk.journal("POST", "/invitees").await.is_empty());
    desk.close().await;
}

#[tokio::test]
async fn both_shapes_of_the_answer_to_a_booking_are_read() {
    for shape in ["resource", "beside"] {
        let desk = Desk::open().await;
        desk.switch("calendly.create_answer", shape).await;
        let provider = desk.provider();
        let slot = desk.slots(&provider, ASSESSMENT).await.remove(0);
        let written = provider
            .create(&booking(&slot, 1), &key("shape/1"))
            .await
            .unwrap();
        assert_eq!(
            (written.effect, written.appointment.window),
            (Effect::Created, slot.window),
            "{shape}"
        );
        let client = written.appointment.client.unwrap();
        assert_eq!(client.full.expose(), "Alpha Testclient1");
        assert_eq!(client.first.unwrap().expose(), "Alpha");
        assert_eq!(desk.journal("POST", "/invitees").await.len(), 1, "{shape}");
        desk.close().await;
    }
}

#[tokio::test]
async fn the_eleventh_booking_of_a_minute_is_told_when_and_reading_goes_on() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let slots = desk.slots(&provider, ASSESSMENT).await;
    for (n, slot) in slots.iter().take(10).enumerate() {
        provider
            .create(&booking(slot, n), &key(&format!("quota/{n}")))
            .await
            .unwrap();
    }
    // Here the account's own count speaks: nothing is sent.
    let queued = booking(&slots[10], 10);
    let error = provider.create(&queued, &key("quota/10")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::RateLimited, Delivery::NotSent)
    );
    let wait = error.retry_after().unwrap();
    assert!((1..=60).contains(&wait.as_secs()), "{wait:?}");
    assert_eq!(desk.journal("POST", "/invitees").await.len(), 10);
    // A process that has not counted hears it of Calendly, with Calendly's seconds.
    for body in ["said", "empty"] {
        desk.switch("calendly.limit_body", body).await;
        let other = desk.provider();
        let error = other.create(&queued, &key("quota/10")).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.http_status()),
            (ErrorKind::RateLimited, Some(429)),
            "{body}"
        );
        let wait = error.retry_after().unwrap();
        assert!((1..=60).contains(&wait.as_secs()), "{wait:?}");
        let again = other.create(&queued, &key("quota/10")).await.unwrap_err();
        assert_eq!(
            again.delivery(),
            Delivery::NotSent,
            "what Calendly said is kept to"
        );
        assert_eq!(standing(&desk).await, 10, "reading goes on");
    }
    desk.advance(TimeDelta::seconds(61)).await;
    let written = provider.create(&queued, &key("quota/10")).await.unwrap();
    assert_eq!(written.effect, Effect::Created);
    desk.close().await;
}

#[tokio::test]
async fn a_trial_books_five_times_a_day() {
    let desk = Desk::open().await;
    desk.switch("calendly.plan", "trial").await;
    let provider = desk.provider_of(desk.config().with_booking_quota(BookingQuota::trial()));
    let slots = desk.slots(&provider, ASSESSMENT).await;
    for (n, slot) in slots.iter().take(5).enumerate() {
        provider
            .create(&booking(slot, n), &key(&format!("trial/{n}")))
            .await
            .unwrap();
    }
    let sixth = booking(&slots[5], 5);
    let error = provider.create(&sixth, &key("trial/5")).await.unwrap_err();
    assert!(error.retry_after().unwrap().as_secs() > 86_000, "{error:?}");
    let error = desk.provider().create(&sixth, &key("trial/5")).await.unwrap_err();
    assert_eq!(error.http_status(), Some(429));
    assert!(error.retry_after().unwrap().as_secs() > 80_000, "{error:?}");
    desk.close().await;
}

#[tokio::test]
async fn the_link_of_a_video_call_comes_later_and_its_passcode_is_never_printed() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let slot = desk.slots(&provider, CALL).await.remove(0);
    let written = provider
        .create(&booking(&slot, 1), &key("video/1"))
        .await
        .unwrap();
    let Location::Video {
        link: None,
        passcode: None,
    } = &written.appointment.location
    else {
        panic!("no link yet: {:?}", written.appointment.location);
    };
    desk.advance(TimeDelta::seconds(30)).await;
    let read = provider.get(written.appointment.id()).await.unwrap();
    let Location::Video {
        link: Some(link),
        passcode: Some(passcode),
    } = &read.location
    else {
        panic!("the link is there: {:?}", read.location);
    };
    assert!(link.expose().starts_with("https://video.example.invalid/j/"));
    assert!(passcode.expose().starts_with("sandbox-pass-"));
    assert_ne!(read.version, written.appointment.version);
    let printed = format!("{read:?} {written:?} {provider:?}");
    assert!(
        !printed.contains("sandbox-pass-") && !printed.contains("video.example"),
        "{printed}"
    );
    desk.close().await;
}

#[tokio::test]
async fn a_move_is_a_new_booking_in_the_place_of_the_old_one_and_each_names_the_other() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let slots = desk.slots(&provider, ASSESSMENT).await;
    let old = provider
        .create(&booking(&slots[0], 1), &key("book/1"))
        .await
        .unwrap()
        .appointment;
    let to = NewTime::at(slots[3].window.start());
    let moved = provider.reschedule(old.id(), &to, &key("move/1")).await.unwrap();
    let new = moved.appointment.id().clone();
    assert_eq!(
        moved.effect,
        Effect::Replaced {
            old: old.id().clone(),
            new: new.clone()
        }
    );
    assert_eq!(moved.appointment.reschedule_of.as_ref(), Some(old.id()));
    assert_eq!(moved.appointment.client, old.client);
    let left = provider.get(old.id()).await.unwrap();
    assert_eq!(*left.status(), AppointmentStatus::Rescheduled);
    assert!(left.status.inferred, "Calendly itself says cancelled");
    assert_eq!(left.rescheduled_to, Some(new.clone()));
    // Another process with the same key finds it done; with another key it is too late.
    let again = desk
        .provider()
        .reschedule(old.id(), &to, &key("move/1"))
        .await
        .unwrap();
    assert_eq!(
        (again.effect, again.appointment.id()),
        (Effect::AlreadyDone, &new)
    );
    let late = provider
        .reschedule(old.id(), &NewTime::at(slots[5].window.start()), &key("move/2"))
        .await;
    assert_eq!(Problem::of(&late.unwrap_err()), Some(Problem::NotAllowed));
    assert_eq!(standing(&desk).await, 1);
    desk.close().await;
}

#[tokio::test]
async fn a_move_that_broke_off_half_way_says_what_stands_and_the_same_key_finishes_it() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let slots = desk.slots(&provider, ASSESSMENT).await;
    let old = provider
        .create(&booking(&slots[0], 1), &key("book/1"))
        .await
        .unwrap()
        .appointment;
    desk.fault(
        "POST",
        "/scheduled_events",
        1,
        json!({"kind": "status", "status": 500}),
    )
    .await;
    let to = NewTime::at(slots[3].window.start());
    let error = provider
        .reschedule(old.id(), &to, &key("move/1"))
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::MaybeSent);
    assert!(
        error
            .get("stands_too")
            .is_some_and(|id| id.contains("/invitees/")),
        "{error}"
    );
    assert_eq!(standing(&desk).await, 2);
    let moved = desk
        .provider()
        .reschedule(old.id(), &to, &key("move/1"))
        .await
        .unwrap();
    assert!(matches!(moved.effect, Effect::Replaced { .. }));
    assert_eq!(standing(&desk).await, 1);
    assert_eq!(
        desk.journal("POST", "/invitees").await.len(),
        2,
        "one booking, and one for the move"
    );
    desk.close().await;
}

#[tokio::test]
async fn what_calendly_would_not_hear_is_refused_before_it_books() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let slot = desk.slots(&provider, ASSESSMENT).await.remove(0);
    let other_host = provider.calendars().await.unwrap()[1].id.clone();
    let good = booking(&slot, 1);
    let mut longer = good.clone();
    longer.end = Some(slot.window.end() + TimeDelta::minutes(15));
    let mut elsewhere = good.clone();
    elsewhere.calendar = Some(other_host);
    let mut nowhere = good.clone();
    nowhere.client.email = None;
    let mut video = good.clone();
    video.location = Some(Location::Video {
        link: None,
        passcode: None,
    });
    let unknown = good.clone().with_option("colour", "blue");
    let mut unit = good.clone();
    unit.unit = Some("1".to_owned());
    for (field, wrong) in [
        ("end", longer),
        ("calendar", elsewhere),
        ("client.email", nowhere),
        ("location", video),
        ("options", unknown),
        ("unit", unit),
    ] {
        let error = provider
            .create(&wrong, &key(&format!("wrong/{field}")))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(field)),
            "{error}"
        );
    }
    assert!(desk.journal("POST", "/invitees").await.is_empty());
    desk.close().await;
}

#[tokio::test]
async fn a_cancellation_says_who_and_why() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let slot = desk.slots(&provider, ASSESSMENT).await.remove(0);
    let booked = provider
        .create(&booking(&slot, 1), &key("book/1"))
        .await
        .unwrap()
        .appointment;
    let why = Cancellation::by(CancelledBy::Host).because("an invented reason");
    let written = provider
        .cancel(booked.id(), &why, &key("cancel/1"))
        .await
        .unwrap();
    assert_eq!(written.effect, Effect::Changed);
    let record = written.appointment.cancellation.unwrap();
    assert_eq!(record.by, CancelledBy::Host);
    assert_eq!(record.reason.as_ref().unwrap().expose(), "an invented reason");
    assert!(!format!("{record:?}").contains("invented"));
    desk.close().await;
}
