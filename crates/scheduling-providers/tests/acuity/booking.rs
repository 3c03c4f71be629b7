//! Booking once, moving by the right route, and whose rules hold.

use careweave_scheduling_providers::model::{CancelledBy, Client};
use careweave_scheduling_providers::request::{
    CalendarChoice, Cancellation, ListAppointments, NewTime, StatusChange,
};
use careweave_scheduling_providers::{Effect, PolicyBound, Problem, SchedulingProviderExt as _};
use careweave_types::ErrorKind;
use chrono::TimeDelta;
use serde_json::json;

use crate::office::{ASSESSMENT, INTERVIEW, NIGHT_DESK, OFFICE, Office, REFERENCE, booking, calendar, key};

#[tokio::test]
async fn a_move_goes_by_its_own_route_and_never_by_the_one_that_ignores_the_time() {
    let office = Office::open().await;
    let provider = office.provider();
    let slots = office.slots(&provider, ASSESSMENT).await;
    let booked = provider
        .create(&booking(&slots[0], 1), &key("book"))
        .await
        .unwrap()
        .appointment;
    let to = NewTime::at(slots[1].window.start());
    let moved = provider.reschedule(booked.id(), &to, &key("move")).await.unwrap();
    assert_eq!(
        (moved.effect, moved.appointment.id()),
        (Effect::Changed, booked.id())
    );
    assert_eq!(moved.appointment.start(), slots[1].window.start());
    let puts = office.journal("PUT", "/appointments").await;
    assert_eq!(puts.len(), 1);
    assert_eq!(
        puts[0]["path"],
        format!("/api/v1/appointments/{}/reschedule", booked.id())
    );
    // A time is sent with its offset, and the calendar is left out to keep it.
    assert!(puts[0]["body"]["datetime"].as_str().unwrap().ends_with("+0000"));
    assert!(puts[0]["body"].get("calendarID").is_none());
    office.close().await;
}

#[tokio::test]
async fn the_calendar_of_a_move_is_kept_named_or_left_to_the_service() {
    let office = Office::open().await;
    let provider = office.provider();
    let slots = office.slots(&provider, INTERVIEW).await;
    let booked = provider
        .create(&booking(&slots[0], 1), &key("book"))
        .await
        .unwrap()
        .appointment;
    for (step, choice, sent) in [
        (1, CalendarChoice::To(calendar(NIGHT_DESK)), json!(7_100_002)),
        (2, CalendarChoice::Any, json!(null)),
    ] {
        let to = NewTime::at(slots[step].window.start()).with_calendar(choice);
        let moved = provider
            .reschedule(booked.id(), &to, &key(&format!("move/{step}")))
            .await
            .unwrap();
        assert!(
            moved
                .appointment
                .is_with(&calendar(if step == 1 { NIGHT_DESK } else { OFFICE }))
        );
        let puts = office.journal("PUT", "/appointments").await;
        assert_eq!(puts[step - 1]["body"]["calendarID"], sent);
    }
    office.close().await;
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_booking_leaves_one_booking() {
    for marker in [None, Some(REFERENCE)] {
        let office = Office::open().await;
        let mut config = office.config();
        config.marker_field = marker;
        let provider = office.provider_of(config.clone());
        let slots = office.slots(&provider, ASSESSMENT).await;
        office
            .fault(
                "POST",
                "/appointments",
                1,
                json!({"kind": "drop", "when": "after_commit"}),
            )
            .await;
        let new = booking(&slots[0], 1);
        let first = provider.create(&new, &key("book")).await.unwrap();
        assert_eq!(first.effect, Effect::Created);
        // Another process, with nothing in memory.
        let again = office
            .provider_of(config)
            .create(&new, &key("book"))
            .await
            .unwrap();
        assert_eq!(
            (again.effect, again.appointment.id()),
            (Effect::AlreadyDone, first.appointment.id())
        );
        assert_eq!(office.journal("POST", "/appointments").await.len(), 1);
        let list = provider
            .everything(ListAppointments::starting_in(office.quiet()))
            .await
            .unwrap();
        assert_eq!(list.appointments.len(), 1, "{marker:?}");
        office.close().await;
    }
}

#[tokio::test]
async fn a_request_that_never_arrived_is_sent_again_after_a_search() {
    let office = Office::open().await;
    let provider = office.provider();
    let slots = office.slots(&provider, ASSESSMENT).await;
    office
        .fault(
            "POST",
            "/appointments",
            1,
            json!({"kind": "drop", "when": "before_commit"}),
        )
        .await;
    let made = provider
        .create(&booking(&slots[0], 1), &key("book"))
        .await
        .unwrap();
    assert_eq!(made.effect, Effect::Created);
    let seen: Vec<String> = office
        .journal("GET", "/appointments")
        .await
        .iter()
        .chain(&office.journal("POST", "/appointments").await)
        .map(|entry| entry["method"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(seen.iter().filter(|method| *method == "POST").count(), 2);
    assert!(
        seen.iter().filter(|method| *method == "GET").count() >= 4,
        "one search before, three after the loss"
    );
    let list = provider
        .everything(ListAppointments::starting_in(office.quiet()))
        .await
        .unwrap();
    assert_eq!(list.appointments.len(), 1);
    office.close().await;
}

#[tokio::test]
async fn another_booking_of_the_same_client_at_the_same_time_is_not_taken_for_this_one_if_it_bears_another_mark()
 {
    let office = Office::open().await;
    let provider = office.provider_of(office.config().with_marker_field(REFERENCE));
    let slots = office.slots(&provider, ASSESSMENT).await;
    let new = booking(&slots[0], 1).by_the_office();
    let first = provider.create(&new, &key("one")).await.unwrap();
    let second = provider.create(&new, &key("two")).await.unwrap();
    assert_eq!((first.effect, second.effect), (Effect::Created, Effect::Created));
    assert_ne!(first.appointment.id(), second.appointment.id());
    office.close().await;
}

#[tokio::test]
async fn of_two_accounts_that_race_for_a_slot_one_gets_it_and_the_office_may_book_twice() {
    let office = Office::open().await;
    let (left, right) = (office.provider(), office.provider());
    let slots = office.slots(&left, ASSESSMENT).await;
    let (one, two) = (booking(&slots[0], 1), booking(&slots[0], 2));
    let (first, second) = (key("one"), key("two"));
    let both = futures_util::future::join(left.create(&one, &first), right.create(&two, &second)).await;
    let refused = match both {
        (Ok(_), Err(error)) | (Err(error), Ok(_)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(Problem::of(&refused), Some(Problem::SlotTaken));
    assert_eq!(
        (refused.http_status(), refused.get("code")),
        (Some(400), Some("not_available"))
    );
    let office_books = booking(&slots[0], 3).by_the_office().silently();
    let made = left.create(&office_books, &key("three")).await.unwrap();
    assert_eq!(made.effect, Effect::Created);
    let posts = office.journal("POST", "/appointments").await;
    assert_eq!(posts.last().unwrap()["query"], "admin=true&noEmail=true");
    assert_eq!(posts[0]["query"], json!(null));
    office.close().await;
}

#[tokio::test]
async fn refusals_say_what_they_are_even_when_the_vendor_says_nothing() {
    let office = Office::open().await;
    office.switch("acuity.not_available_message", "empty").await;
    let provider = office.provider();
    let slots = office.slots(&provider, ASSESSMENT).await;
    provider
        .create(&booking(&slots[0], 1), &key("one"))
        .await
        .unwrap();
    let taken = provider
        .create(&booking(&slots[0], 2), &key("two"))
        .await
        .unwrap_err();
    assert_eq!(Problem::of(&taken), Some(Problem::SlotTaken));
    assert_eq!(taken.message(), "the time is not available");

    let mut soon = booking(&slots[1], 3);
    soon.start = office.ready.now + TimeDelta::minutes(60);
    soon.end = None;
    let error = provider.create(&soon, &key("three")).await.unwrap_err();
    assert_eq!(
        Problem::of(&error),
        Some(Problem::OutsidePolicy(PolicyBound::TooClose))
    );
    soon.start = office.ready.now + TimeDelta::days(800);
    let error = provider.create(&soon, &key("four")).await.unwrap_err();
    assert_eq!(
        Problem::of(&error),
        Some(Problem::OutsidePolicy(PolicyBound::TooFar))
    );

    let bad = booking(&slots[1], 4).with_option("certificate", "NONE");
    let error = provider.create(&bad, &key("five")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::Rejected, Some("options.certificate"))
    );
    office.close().await;
}

#[tokio::test]
async fn what_acuity_has_not_is_refused_by_field_before_anything_is_sent() {
    let office = Office::open().await;
    let provider = office.provider();
    let slots = office.slots(&provider, ASSESSMENT).await;
    let good = booking(&slots[0], 1);
    let before = office.journal("POST", "/appointments").await.len();
    let mut cases = Vec::new();
    let mut case =
        |field: &'static str,
         change: &dyn Fn(&mut careweave_scheduling_providers::request::NewAppointment)| {
            let mut changed = good.clone();
            change(&mut changed);
            cases.push((field, changed));
        };
    case("unit", &|new| new.unit = Some("1".to_owned()));
    case("guests", &|new| new.guests = vec!["guest@example.invalid".into()]);
    case("client.email", &|new| new.client.email = None);
    case("client.last", &|new| {
        new.client = Client::named("Alpha").with_email("alpha@example.invalid");
    });
    case("end", &|new| new.end = Some(new.start + TimeDelta::minutes(20)));
    case("options.color", &|new| {
        new.options.insert("color".to_owned(), "red".to_owned());
    });
    case("options.label_id", &|new| {
        new.options.insert("label_id".to_owned(), "VIP".to_owned());
    });
    case("calendar", &|new| {
        *new = new.clone().by_the_office();
        new.calendar = None;
    });
    for (place, (field, new)) in cases.iter().enumerate() {
        let error = provider
            .create(new, &key(&format!("case/{place}")))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(*field))
        );
    }
    assert_eq!(office.journal("POST", "/appointments").await.len(), before);
    office.close().await;
}

#[tokio::test]
async fn late_cancellations_are_the_offices_and_a_no_show_can_be_taken_back_but_not_the_cancellation() {
    let office = Office::open().await;
    let provider = office.provider();
    let slots = office.slots(&provider, ASSESSMENT).await;
    let booked = provider
        .create(&booking(&slots[0], 1), &key("book"))
        .await
        .unwrap()
        .appointment;
    let near = booked.start() - TimeDelta::minutes(30);
    office.control("POST", "clock", &json!({"now": near})).await;
    let by_client = Cancellation::by(CancelledBy::Client);
    let error = provider
        .cancel(booked.id(), &by_client, &key("late"))
        .await
        .unwrap_err();
    assert_eq!(
        Problem::of(&error),
        Some(Problem::OutsidePolicy(PolicyBound::TooClose))
    );
    let missed = provider
        .set_status(booked.id(), StatusChange::MarkNoShow, &key("missed"))
        .await
        .unwrap();
    assert_eq!(missed.appointment.status.raw, "canceled=true,noShow=true");
    let came = provider
        .set_status(booked.id(), StatusChange::RevertNoShow, &key("came"))
        .await
        .unwrap();
    assert_eq!(came.appointment.status.raw, "canceled=true,noShow=false");
    office.close().await;
}
