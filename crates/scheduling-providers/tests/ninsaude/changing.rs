//! Moving, cancelling, statuses and details.

use careweave_scheduling_providers::model::{AppointmentStatus, CancelledBy};
use careweave_scheduling_providers::ninsaude::StatusRoute;
use careweave_scheduling_providers::request::{
    AppointmentPatch, CalendarChoice, Cancellation, ListAppointments, NewTime, Notify, StatusChange,
};
use careweave_scheduling_providers::{Effect, Problem, Provider, SchedulingProviderExt as _};
use careweave_types::ErrorKind;
use serde_json::json;

use crate::clinic::{Clinic, booking, key, professional, quiet};

async fn booked(clinic: &Clinic, provider: &Provider) -> careweave_scheduling_providers::model::Appointment {
    let slot = clinic.slots(provider, "11").await.remove(0);
    let new = booking(&slot, 0).with_notes("synthetic note");
    provider.create(&new, &key("book")).await.unwrap().appointment
}

#[tokio::test]
async fn moving_leaves_the_old_row_and_links_the_new_one_to_it() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let old = booked(&clinic, &provider).await;
    let to = clinic.slots(&provider, "11").await.remove(5);
    let moved = provider
        .reschedule(old.id(), &NewTime::at(to.window.start()), &key("move"))
        .await
        .unwrap();
    let new = moved.appointment.id().clone();
    assert_eq!(
        moved.effect,
        Effect::Replaced {
            old: old.id().clone(),
            new: new.clone()
        }
    );
    assert_eq!(moved.appointment.reschedule_of.as_ref(), Some(old.id()));
    assert_eq!(
        (moved.appointment.window, moved.appointment.previous_start),
        (to.window, Some(old.start()))
    );
    let left = provider.get(old.id()).await.unwrap();
    assert_eq!(
        (left.status(), left.status.raw.as_str()),
        (&AppointmentStatus::Rescheduled, "7")
    );
    // Another process with the same decision.
    let again = clinic
        .provider()
        .reschedule(old.id(), &NewTime::at(to.window.start()), &key("move"))
        .await
        .unwrap();
    assert_eq!(
        (again.effect, again.appointment.id()),
        (Effect::AlreadyDone, &new)
    );
    assert_eq!(
        clinic.journal("POST", "atendimento_agenda/reagendar").await.len(),
        1
    );
}

#[tokio::test]
async fn a_move_whose_answer_was_lost_is_made_once() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let old = booked(&clinic, &provider).await;
    let to = clinic.slots(&provider, "11").await.remove(5);
    let lost = json!({"kind": "drop", "when": "after_commit"});
    clinic
        .fault("POST", "atendimento_agenda/reagendar", 1, lost)
        .await;
    let moved = provider
        .reschedule(old.id(), &NewTime::at(to.window.start()), &key("move"))
        .await
        .unwrap();
    assert!(
        matches!(moved.effect, Effect::Replaced { .. }),
        "{:?}",
        moved.effect
    );
    assert_eq!(
        clinic.journal("POST", "atendimento_agenda/reagendar").await.len(),
        1
    );
    let standing = ListAppointments::starting_in(quiet()).without_cancelled();
    assert_eq!(provider.everything(standing).await.unwrap().appointments.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_moved_is_refused_before_anything_is_sent() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let old = booked(&clinic, &provider).await;
    let slots = clinic.slots(&provider, "11").await;
    let to = NewTime::at(slots[5].window.start());
    let to_somebody_else = to.clone().with_calendar(CalendarChoice::To(professional("12")));
    let error = provider
        .reschedule(old.id(), &to_somebody_else, &key("a"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::Unsupported, Some("calendar"))
    );
    let mut silently = to.clone();
    silently.notify = Notify::Suppress;
    let error = provider
        .reschedule(old.id(), &silently, &key("b"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::Unsupported, Some("notify"))
    );
    provider
        .update(old.id(), &patched_note("changed meanwhile"), &key("c"))
        .await
        .unwrap();
    let stale = to.clone().if_version(old.version.clone());
    let error = provider
        .reschedule(old.id(), &stale, &key("d"))
        .await
        .unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::VersionConflict));
    let mut long = to;
    long.end = Some(long.start + chrono::TimeDelta::hours(20));
    let error = provider.reschedule(old.id(), &long, &key("e")).await.unwrap_err();
    assert_eq!(error.get("field"), Some("end"));
    assert!(
        clinic
            .journal("POST", "atendimento_agenda/reagendar")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn a_time_somebody_else_has_is_not_moved_to() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let old = booked(&clinic, &provider).await;
    let taken = clinic.slots(&provider, "11").await.remove(0);
    provider.create(&booking(&taken, 1), &key("other")).await.unwrap();
    let error = provider
        .reschedule(old.id(), &NewTime::at(taken.window.start()), &key("move"))
        .await
        .unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::SlotTaken));
    assert!(provider.get(old.id()).await.unwrap().status().occupies_time());
}

#[tokio::test]
async fn cancelling_sets_the_status_keeps_the_row_and_adds_the_reason_to_the_note() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let old = booked(&clinic, &provider).await;
    let cancellation = Cancellation::by(CancelledBy::Client).because("synthetic reason");
    let written = provider
        .cancel(old.id(), &cancellation, &key("cancel"))
        .await
        .unwrap();
    assert_eq!(
        (written.effect, written.appointment.status()),
        (Effect::Changed, &AppointmentStatus::Cancelled)
    );
    let notes = written.appointment.notes.unwrap();
    assert_eq!(notes.expose(), "synthetic note\nsynthetic reason");
    let sent = clinic.journal("PUT", "atendimento_agenda").await;
    assert_eq!((sent.len(), &sent[0]["body"]["status"]), (1, &json!(5)));
    assert!(clinic.journal("DELETE", "atendimento_agenda").await.is_empty());
}

#[tokio::test]
async fn statuses_are_set_by_the_route_the_account_has() {
    let clinic = Clinic::open().await;
    for (route, offered) in [
        (StatusRoute::Short, "put"),
        (StatusRoute::WholeRecord, "whole_record"),
    ] {
        clinic.switch("status_routes", offered).await;
        let provider = clinic.provider_of(clinic.config().with_status_route(route));
        let old = booked(&clinic, &provider).await;
        for (change, raw) in [
            (StatusChange::Confirm, "2"),
            (StatusChange::MarkNoShow, "4"),
            (StatusChange::RevertNoShow, "0"),
            (StatusChange::Complete, "3"),
        ] {
            let name = format!("{offered}/{raw}");
            let written = provider.set_status(old.id(), change, &key(&name)).await.unwrap();
            assert_eq!(written.appointment.status.raw, raw, "{name}");
            assert_eq!(written.appointment.notes, old.notes);
        }
        let cancel = Cancellation::by(CancelledBy::Host);
        provider
            .cancel(old.id(), &cancel, &key(&format!("{offered}/cancel")))
            .await
            .unwrap();
        let by_short = clinic
            .journal("PUT", &format!("atendimento_agenda/{}", old.id()))
            .await
            .len();
        let by_long = clinic.journal("PUT", "atendimento_agenda/alterar").await.len();
        assert_eq!(
            (by_short, by_long),
            if route == StatusRoute::Short {
                (5, 0)
            } else {
                (0, 5)
            }
        );
    }
}

#[tokio::test]
async fn a_status_whose_answer_was_lost_is_looked_up() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let old = booked(&clinic, &provider).await;
    // Every attempt is carried out and none is answered: the record itself says that it is done.
    clinic
        .fault(
            "PUT",
            "atendimento_agenda",
            9,
            json!({"kind": "drop", "when": "after_commit"}),
        )
        .await;
    let written = provider
        .set_status(old.id(), StatusChange::Confirm, &key("confirm"))
        .await
        .unwrap();
    assert_eq!(written.appointment.status(), &AppointmentStatus::Confirmed);
}

fn patched_note(text: &str) -> AppointmentPatch {
    let mut patch = AppointmentPatch::default();
    patch.notes = Some(text.into());
    patch
}

#[tokio::test]
async fn details_of_the_patient_and_of_the_appointment_go_where_they_belong() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let old = booked(&clinic, &provider).await;
    let mut patch = patched_note("another note");
    patch.email = Some("changed@example.invalid".into());
    patch.first = Some("Outro".into());
    patch.last = Some("Testcliente".into());
    let written = provider.update(old.id(), &patch, &key("update")).await.unwrap();
    let client = written.appointment.client.unwrap();
    assert_eq!(client.full.expose(), "Outro Testcliente");
    assert_eq!(client.email.unwrap().expose(), "changed@example.invalid");
    assert_eq!(written.appointment.notes.unwrap().expose(), "another note");
    assert_eq!(written.appointment.window, old.window);
    let mut half = AppointmentPatch::default();
    half.first = Some("Meio".into());
    let error = provider.update(old.id(), &half, &key("half")).await.unwrap_err();
    assert_eq!(error.get("field"), Some("first"));
}
