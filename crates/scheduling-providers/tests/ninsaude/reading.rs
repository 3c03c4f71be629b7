//! Reading the agenda: codes, pages, rows that cannot be read, and a clinic that does not answer.

use std::collections::BTreeMap;

use careweave_scheduling_providers::model::{AppointmentStatus, CancelledBy, ZoneSource};
use careweave_scheduling_providers::request::{BusyQuery, ListAppointments, SlotQuery};
use careweave_scheduling_providers::{
    Completeness, Missing, Problem, SchedulingProvider as _, SchedulingProviderExt as _,
};
use careweave_types::{ErrorKind, TimeWindow};
use serde_json::json;

use crate::clinic::{Clinic, at, booking, id, key, professional, quiet, range, service, zone};

fn may() -> TimeWindow {
    range("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")
}

#[tokio::test]
async fn each_code_is_read_by_the_table_and_unexplained_ones_are_shown_and_counted() {
    let clinic = Clinic::open().await;
    let codes = [0, 1, 2, 3, 4, 5, 7, 6, 99];
    for (day, code) in codes.iter().enumerate() {
        clinic.add(&format!("2026-05-{:02}", day + 4), 1, 1, *code).await;
    }
    let adapter = clinic.adapter();
    let unknown = adapter.unknown_statuses();
    let page = adapter.list(&ListAppointments::starting_in(may())).await.unwrap();
    assert!(page.is_complete());
    let read: Vec<_> = page
        .appointments
        .iter()
        .map(|one| (one.status.raw.as_str(), one.status().as_str(), one.status.arrived))
        .collect();
    assert_eq!(
        read,
        [
            ("0", "scheduled", false),
            ("1", "scheduled", true),
            ("2", "confirmed", false),
            ("3", "completed", false),
            ("4", "no_show", false),
            ("5", "cancelled", false),
            ("7", "rescheduled", false),
            ("6", "6", false),
            ("99", "99", false),
        ]
    );
    assert_eq!(unknown.seen(), BTreeMap::from([(6, 1), (99, 1)]));
    let cancelled = page.appointments[5].cancellation.as_ref().unwrap();
    assert_eq!((cancelled.by, &cancelled.reason), (CancelledBy::Unknown, &None));
    assert!(
        page.appointments
            .iter()
            .all(|one| one.zone_source == ZoneSource::Config)
    );
    // Nothing was written: what nobody can explain stays as it stands.
    assert!(clinic.journal("PUT", "").await.is_empty());
    let standing = adapter
        .list(&ListAppointments::starting_in(may()).without_cancelled())
        .await
        .unwrap();
    assert_eq!(standing.appointments.len(), 7);
}

#[tokio::test]
async fn one_row_of_500_that_cannot_be_read_is_reported_beside_499() {
    let clinic = Clinic::open().await;
    clinic.add("2026-05-04", 50, 500, 0).await;
    clinic.switch("malformed_rows", "one").await;
    let provider = clinic.provider();
    let list = provider
        .everything(ListAppointments::starting_in(may()))
        .await
        .unwrap();
    assert_eq!(
        (list.appointments.len(), list.failures.len(), list.complete),
        (499, 1, false)
    );
    let failure = &list.failures[0];
    assert_eq!(failure.row, 250);
    assert!(failure.external_id.is_some() && failure.field.is_some());
    assert!(
        list.appointments
            .iter()
            .all(|one| Some(one.id()) != failure.external_id.as_ref())
    );
    // A missing row is not a cancelled one.
    let changes = provider.changes(None, may()).await.unwrap();
    assert_eq!(
        (changes.changed.len(), changes.gone.len(), changes.complete),
        (499, 0, false)
    );
    clinic.switch("malformed_rows", "tenth").await;
    let list = provider
        .everything(ListAppointments::starting_in(may()))
        .await
        .unwrap();
    assert_eq!((list.appointments.len(), list.failures.len()), (450, 50));
    let fields: std::collections::BTreeSet<_> =
        list.failures.iter().filter_map(|f| f.field.as_deref()).collect();
    assert_eq!(
        fields.into_iter().collect::<Vec<_>>(),
        ["data", "horaInicial", "status"]
    );
}

#[tokio::test]
async fn a_service_that_cuts_its_pages_is_read_to_the_end_all_the_same() {
    let clinic = Clinic::open().await;
    clinic.add("2026-05-04", 50, 100, 0).await;
    for largest in ["150", "20", "7"] {
        clinic.switch("largest_page", largest).await;
        let provider = clinic.provider();
        let list = provider
            .everything(ListAppointments::starting_in(may()))
            .await
            .unwrap();
        assert_eq!((list.appointments.len(), list.complete), (100, true), "{largest}");
    }
}

#[tokio::test]
async fn an_agenda_that_moves_while_it_is_read_is_not_called_complete() {
    let clinic = Clinic::open().await;
    clinic.add("2026-05-05", 50, 50, 0).await;
    let provider = clinic.provider();
    let request = ListAppointments::starting_in(may()).in_pages_of(20);
    let first = provider.list(&request).await.unwrap();
    // Somebody books an earlier time: all that follows stands one further down.
    clinic.add("2026-05-04", 1, 1, 0).await;
    let second = provider
        .list(&request.clone().from(first.next().unwrap().clone()))
        .await
        .unwrap();
    assert_eq!(
        second.completeness,
        Completeness::Incomplete(Missing::CountDiffers)
    );
    assert!(second.appointments.is_empty() && !second.is_complete());
    let again = provider.everything(request).await.unwrap();
    assert_eq!((again.appointments.len(), again.complete), (51, true));
}

#[tokio::test]
async fn a_clinic_that_does_not_answer_has_no_appointments_made_up_for_it() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let slot = clinic.slots(&provider, "11").await.remove(0);
    let before = clinic.journal("POST", "atendimento_agenda").await.len();
    for action in [
        json!({"kind": "status", "status": 500}),
        json!({"kind": "html"}),
        json!({"kind": "drop", "when": "before_commit"}),
        json!({"kind": "truncate", "how": "content_length"}),
        json!({"kind": "invalid_utf8"}),
        json!({"kind": "status", "status": 200, "body": {"data": []}}),
    ] {
        clinic.fault("*", "atendimento_agenda", 100, action.clone()).await;
        let kinds = [
            provider
                .list(&ListAppointments::starting_in(may()))
                .await
                .unwrap_err()
                .kind(),
            provider.get(&id("90001")).await.unwrap_err().kind(),
            clinic
                .provider()
                .slots(&SlotQuery::new(service("21"), quiet(), zone("UTC")).with_calendar(professional("11")))
                .await
                .unwrap_err()
                .kind(),
            provider
                .busy(&BusyQuery {
                    calendars: vec![professional("11")],
                    range: may(),
                })
                .await
                .unwrap_err()
                .kind(),
            provider
                .create(&booking(&slot, 0), &key("down"))
                .await
                .unwrap_err()
                .kind(),
        ];
        let expected = [ErrorKind::Server, ErrorKind::Unreachable, ErrorKind::Decode];
        assert!(
            kinds.iter().all(|kind| expected.contains(kind)),
            "{action}: {kinds:?}"
        );
        clinic.control("DELETE", "faults", &json!(null)).await;
        // What was refused while it was down is not held against it afterwards.
        clinic.clock.advance(std::time::Duration::from_secs(120));
    }
    assert_eq!(
        clinic.journal("POST", "atendimento_agenda").await.len(),
        before,
        "no booking was even sent"
    );
    let list = provider
        .everything(ListAppointments::starting_in(quiet()))
        .await
        .unwrap();
    assert_eq!((list.appointments.len(), list.complete), (0, true));
}

#[tokio::test]
async fn an_appointment_is_found_by_its_id_without_having_been_listed() {
    let clinic = Clinic::open().await;
    let near = clinic.add("2026-04-20", 1, 1, 0).await.remove(0);
    let ahead = clinic.add("2026-08-03", 1, 1, 0).await.remove(0);
    let back = clinic.add("2026-02-02", 1, 1, 3).await.remove(0);
    let far = clinic.add("2027-03-01", 1, 1, 0).await.remove(0);
    for (id_text, start) in [
        (&near, "2026-04-20T11:00:00Z"),
        (&ahead, "2026-08-03T11:00:00Z"),
        (&back, "2026-02-02T11:00:00Z"),
    ] {
        let found = clinic.provider().get(&id(id_text)).await.unwrap();
        assert_eq!(found.start(), at(start));
    }
    let error = clinic.provider().get(&id(&far)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.get("days_ahead")),
        (ErrorKind::NotFound, Some("180"))
    );
    let wider = clinic.provider_of(clinic.config().with_lookup(0, 400));
    assert_eq!(
        wider.get(&id(&far)).await.unwrap().start(),
        at("2027-03-01T11:00:00Z")
    );
    // Once seen, it is found where it stands.
    let before = clinic.wire.sent();
    wider.get(&id(&far)).await.unwrap();
    assert_eq!(clinic.wire.sent() - before, 1);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_not_a_missing_one() {
    let clinic = Clinic::open().await;
    let only = clinic.add("2026-05-04", 1, 1, 0).await.remove(0);
    let provider = clinic.provider();
    let request = ListAppointments::starting_in(may());
    provider.list(&request).await.unwrap();
    clinic.switch("malformed_rows", "one").await;
    let error = provider.get(&id(&only)).await.unwrap_err();
    assert_eq!(
        (error.kind(), Problem::of(&error)),
        (ErrorKind::Decode, Some(Problem::Contract))
    );
    assert_eq!(error.get("appointment"), Some(only.as_str()));
}

#[tokio::test]
async fn a_row_of_a_unit_without_a_zone_is_reported_by_its_unit() {
    let clinic = Clinic::open().await;
    clinic.add("2026-05-04", 1, 1, 0).await;
    let config = careweave_scheduling_providers::ninsaude::Config::new(
        careweave_types::ids::IntegrationId::new("clinic").unwrap(),
        clinic.sign_in(),
    )
    .unwrap()
    .with_base_url(&clinic.ready.ninsaude)
    .unwrap()
    .with_unit("2", zone("America/Rio_Branco"));
    let page = clinic
        .provider_of(config)
        .list(&ListAppointments::starting_in(may()))
        .await
        .unwrap();
    assert_eq!((page.appointments.len(), page.failures.len()), (0, 1));
    assert_eq!(page.failures[0].field.as_deref(), Some("unit.1"));
}

#[tokio::test]
async fn lists_are_narrowed_to_a_professional_and_a_service() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let april = range("2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z");
    let all = provider
        .everything(ListAppointments::starting_in(april))
        .await
        .unwrap()
        .appointments;
    let of_12 = ListAppointments::starting_in(april).with_calendar(professional("12"));
    let of_12 = provider.everything(of_12).await.unwrap().appointments;
    assert_eq!(
        of_12.len(),
        all.iter().filter(|one| one.is_with(&professional("12"))).count()
    );
    assert!(!of_12.is_empty() && of_12.len() < all.len());
    // Ten in the morning in Rio Branco.
    assert!(of_12.iter().all(|one| one.zone.name() == "America/Rio_Branco"));
    assert!(
        of_12
            .iter()
            .any(|one| one.start().to_rfc3339().contains("T15:00:00"))
    );
    let of_23 = ListAppointments::starting_in(april).of_type(service("23"));
    assert!(provider.everything(of_23).await.unwrap().appointments.is_empty());
    let one = &of_12[0];
    assert_eq!(
        one.appointment_type.as_ref().unwrap().name.as_deref(),
        Some("Consulta")
    );
    let client = one.client.as_ref().unwrap();
    assert!(
        client
            .email
            .as_ref()
            .unwrap()
            .expose()
            .ends_with("@example.invalid")
            && client.phone.is_some()
    );
    assert!(!format!("{one:?}").contains("Testcliente"));
}

#[tokio::test]
async fn busy_time_has_what_stands_and_what_nobody_can_explain() {
    let clinic = Clinic::open().await;
    for (day, code) in [(4, 0), (5, 5), (6, 7), (7, 6)] {
        clinic.add(&format!("2026-05-{day:02}"), 1, 1, code).await;
    }
    let provider = clinic.provider();
    let query = BusyQuery {
        calendars: vec![professional("11"), professional("12")],
        range: may(),
    };
    let days: Vec<_> = provider
        .busy(&query)
        .await
        .unwrap()
        .iter()
        .map(|busy| busy.window.start().to_rfc3339())
        .collect();
    assert_eq!(days, ["2026-05-04T11:00:00+00:00", "2026-05-07T11:00:00+00:00"]);
    clinic.switch("malformed_rows", "one").await;
    assert_eq!(provider.busy(&query).await.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn what_changed_is_told_by_comparing_and_an_unknown_status_is_a_change_of_its_own() {
    let clinic = Clinic::open().await;
    let ids = clinic.add("2026-05-04", 5, 5, 0).await;
    let provider = clinic.provider();
    let first = provider.changes(None, may()).await.unwrap();
    assert_eq!(first.changed.len(), 5);
    let cancel = careweave_scheduling_providers::request::Cancellation::by(CancelledBy::Client);
    provider
        .cancel(&id(&ids[1]), &cancel, &key("cancel"))
        .await
        .unwrap();
    clinic.add("2026-05-06", 1, 1, 99).await;
    let second = provider.changes(Some(&first.next), may()).await.unwrap();
    let statuses: Vec<_> = second
        .changed
        .iter()
        .map(|change| change.appointment.status().clone())
        .collect();
    assert_eq!(
        statuses,
        [
            AppointmentStatus::Cancelled,
            AppointmentStatus::Other("99".into())
        ]
    );
    assert!(second.gone.is_empty() && second.complete);
}
