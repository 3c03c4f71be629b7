//! Booking once: lost answers, patients, consent, and what cannot be written.

use careweave_scheduling_providers::model::Client;
use careweave_scheduling_providers::request::{ListAppointments, NewAppointment};
use careweave_scheduling_providers::{Effect, Problem, Provider, SchedulingProviderExt as _};
use careweave_types::ErrorKind;
use chrono::TimeDelta;
use serde_json::json;

use crate::clinic::{Clinic, at, booking, consent, id, key, professional, quiet, service, zone};

async fn standing(provider: &Provider) -> usize {
    let list = provider
        .everything(ListAppointments::starting_in(quiet()).without_cancelled())
        .await
        .unwrap();
    assert!(list.complete);
    list.appointments.len()
}

#[tokio::test]
async fn a_booking_whose_answer_was_lost_is_made_once_whoever_tries_again() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let slot = clinic.slots(&provider, "11").await.remove(0);
    clinic
        .fault(
            "POST",
            "atendimento_agenda",
            1,
            json!({"kind": "drop", "when": "after_commit"}),
        )
        .await;
    let first = provider.create(&booking(&slot, 0), &key("book/1")).await.unwrap();
    assert_eq!(first.effect, Effect::Created);
    // Another process with the same key, after a crash of this one.
    let again = clinic
        .provider()
        .create(&booking(&slot, 0), &key("book/1"))
        .await
        .unwrap();
    assert_eq!(
        (again.effect, again.appointment.key),
        (Effect::AlreadyDone, first.appointment.key)
    );
    assert_eq!(standing(&provider).await, 1);
    assert_eq!(clinic.journal("POST", "atendimento_agenda").await.len(), 1);
}

#[tokio::test]
async fn a_booking_that_never_arrived_is_sent_again_after_looking() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let slot = clinic.slots(&provider, "11").await.remove(0);
    clinic
        .fault(
            "POST",
            "atendimento_agenda",
            1,
            json!({"kind": "drop", "when": "before_commit"}),
        )
        .await;
    let made = provider.create(&booking(&slot, 0), &key("book/1")).await.unwrap();
    assert_eq!(made.effect, Effect::Created);
    assert_eq!(standing(&provider).await, 1);
    assert_eq!(clinic.journal("POST", "atendimento_agenda").await.len(), 2);
}

#[tokio::test]
async fn a_clinic_that_keeps_failing_leaves_the_booking_in_doubt_and_not_made() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let slot = clinic.slots(&provider, "11").await.remove(0);
    clinic
        .fault(
            "POST",
            "atendimento_agenda",
            9,
            json!({"kind": "status", "status": 502}),
        )
        .await;
    let error = provider
        .create(&booking(&slot, 0), &key("book/1"))
        .await
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::InDoubt | ErrorKind::Server),
        "{error:#}"
    );
    clinic.control("DELETE", "faults", &json!(null)).await;
    assert_eq!(standing(&provider).await, 0);
    let made = provider.create(&booking(&slot, 0), &key("book/1")).await.unwrap();
    assert_eq!((made.effect, standing(&provider).await), (Effect::Created, 1));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_looked_into() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let slot = clinic.slots(&provider, "11").await.remove(0);
    let cut = json!({"kind": "truncate", "how": "content_length"});
    clinic.fault("POST", "atendimento_agenda", 1, cut).await;
    let made = provider.create(&booking(&slot, 0), &key("book/1")).await.unwrap();
    assert_eq!((made.effect, standing(&provider).await), (Effect::Created, 1));
    assert_eq!(clinic.journal("POST", "atendimento_agenda").await.len(), 1);
}

#[tokio::test]
async fn a_row_that_may_be_the_booking_and_cannot_be_read_stops_it() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let slot = clinic.slots(&provider, "11").await.remove(0);
    let made = provider.create(&booking(&slot, 0), &key("book/1")).await.unwrap();
    clinic.switch("malformed_rows", "one").await;
    let error = clinic
        .provider()
        .create(&booking(&slot, 0), &key("book/1"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), Problem::of(&error)),
        (ErrorKind::Decode, Some(Problem::Contract))
    );
    // It is of another patient, as far as it can be read: no reason not to try.
    let error = clinic
        .provider()
        .create(&booking(&slot, 1), &key("book/2"))
        .await
        .unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::SlotTaken));
    clinic.switch("malformed_rows", "none").await;
    let again = clinic
        .provider()
        .create(&booking(&slot, 0), &key("book/1"))
        .await
        .unwrap();
    assert_eq!(again.appointment.key, made.appointment.key);
}

#[tokio::test]
async fn without_consent_nothing_is_sent() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let slot = clinic.slots(&provider, "11").await.remove(0);
    let before = clinic.wire.sent();
    let mut without = booking(&slot, 0);
    without.consent = None;
    let error = provider.create(&without, &key("book/1")).await.unwrap_err();
    assert_eq!(
        (Problem::of(&error), error.get("field")),
        (Some(Problem::ConsentMissing), Some("consent"))
    );
    assert_eq!(clinic.wire.sent(), before);
}

#[tokio::test]
async fn a_patient_is_registered_once_and_found_the_next_time() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let slots = clinic.slots(&provider, "11").await;
    clinic
        .fault(
            "POST",
            "cadastro_paciente",
            1,
            json!({"kind": "drop", "when": "after_commit"}),
        )
        .await;
    let first = provider
        .create(&booking(&slots[0], 3), &key("book/1"))
        .await
        .unwrap();
    let second = provider
        .create(&booking(&slots[1], 3), &key("book/2"))
        .await
        .unwrap();
    let patient = |written: &careweave_scheduling_providers::Written| {
        written
            .appointment
            .client
            .as_ref()
            .unwrap()
            .external_id
            .clone()
            .unwrap()
    };
    assert_eq!(patient(&first), patient(&second));
    assert_eq!(patient(&first), id("5013"));
    assert_eq!(clinic.journal("POST", "cadastro_paciente").await.len(), 1);
    // The same name with another address is another person.
    let mut namesake = booking(&slots[2], 3);
    namesake.client = Client::named("Novo Testcliente3").with_email("other@example.invalid");
    let third = provider.create(&namesake, &key("book/3")).await.unwrap();
    assert_eq!(patient(&third), id("5014"));
    // A person whom the clinic knows is taken by the id.
    let mut known = booking(&slots[3], 3);
    known.client = Client::named("Alpha Testcliente").with_external_id(id("5001"));
    let fourth = provider.create(&known, &key("book/4")).await.unwrap();
    assert_eq!(patient(&fourth), id("5001"));
}

#[tokio::test]
async fn a_name_alone_is_nobody_and_two_who_fit_are_not_chosen_between() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let slot = clinic.slots(&provider, "11").await.remove(0);
    let mut booked = booking(&slot, 0);
    booked.client = Client::named("Alpha Testcliente");
    let error = provider.create(&booked, &key("book/1")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("client"))
    );
    // Two with one name share a telephone.
    for address in ["one@example.invalid", "two@example.invalid"] {
        let client = Client::named("Par Testcliente")
            .with_email(address)
            .with_phone("3035550177");
        let slots = clinic.slots(&provider, "11").await;
        let mut booked = booking(&slots[4], 0);
        booked.client = client;
        booked.client.phone = None;
        let made = provider.create(&booked, &key(address)).await.unwrap();
        let mut patch = careweave_scheduling_providers::request::AppointmentPatch::default();
        patch.phone = Some("3035550177".into());
        provider
            .update(made.appointment.id(), &patch, &key(&format!("phone/{address}")))
            .await
            .unwrap();
    }
    booked.client = Client::named("Par Testcliente").with_phone("3035550177");
    let error = provider.create(&booked, &key("book/2")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.get("ids")),
        (ErrorKind::Conflict, Some("5013, 5014"))
    );
}

#[tokio::test]
async fn the_end_follows_from_the_service_and_may_not_cross_midnight() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let client = || Client::named("Alpha Testcliente").with_external_id(id("5001"));
    let at_nine = |what: &str, start: &str| {
        let mut new = NewAppointment::new(service(what), at(start), zone("America/Sao_Paulo"), client())
            .with_calendar(professional("11"))
            .with_consent(consent());
        new.unit = Some("1".to_owned());
        new
    };
    let made = provider
        .create(&at_nine("23", "2026-04-13T12:00:00Z"), &key("book/1"))
        .await
        .unwrap();
    assert_eq!(
        made.appointment.end() - made.appointment.start(),
        TimeDelta::minutes(40)
    );
    let sent = clinic.journal("POST", "atendimento_agenda").await;
    assert_eq!(sent[0]["body"]["horaFinal"], "09:40:00");
    assert_eq!(sent[0]["body"]["especialidade"], 32);
    // 23:30 in São Paulo.
    let late = at_nine("23", "2026-04-14T02:30:00Z");
    let error = provider.create(&late, &key("book/2")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("end"))
    );
    assert_eq!(clinic.journal("POST", "atendimento_agenda").await.len(), 1);
}

#[tokio::test]
async fn what_the_service_has_nothing_for_is_refused_by_name() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let slot = clinic.slots(&provider, "11").await.remove(0);
    let whole = booking(&slot, 0);
    let mut without_calendar = whole.clone();
    without_calendar.calendar = None;
    let mut without_unit = whole.clone();
    without_unit.unit = None;
    let mut guests = whole.clone();
    guests.guests.push("guest@example.invalid".into());
    let mut elsewhere = whole.clone();
    elsewhere.unit = Some("9".to_owned());
    for (new, field) in [
        (without_calendar, "calendar"),
        (without_unit, "unit"),
        (guests, "guests"),
        (elsewhere, "unit.9"),
        (whole.clone().with_option("sala", "4"), "options.sala"),
    ] {
        let error = provider
            .create(&new, &key(&format!("refused/{field}")))
            .await
            .unwrap_err();
        assert_eq!(error.get("field"), Some(field), "{error:#}");
    }
    assert!(clinic.journal("POST", "atendimento_agenda").await.is_empty());
    let insured = whole
        .with_option("convenio", "42")
        .with_option("cpf", "00000000000")
        .silently();
    provider.create(&insured, &key("insured")).await.unwrap();
    let body = &clinic.journal("POST", "atendimento_agenda").await[0]["body"];
    assert_eq!(
        (&body["convenio"], &body["enviadoConfirmacao"]),
        (&json!(42), &json!(1))
    );
}
