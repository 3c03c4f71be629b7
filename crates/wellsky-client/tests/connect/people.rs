//! Clients, prospects, caregivers, applicants and those around them.

use careweave_wellsky_client::connect::derive::status_changes;
use careweave_wellsky_client::{
    Api, ApplicantFilter, ApplicantPatch, ApplicantStatus, CaregiverFilter, CaregiverStatus, ClientFilter,
    ClientId, ClientStatus, ErrorKind, Feature, NewApplicant, NewProspect, Phone, ProspectFilter,
};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::agency::{Agency, key, over, phone};

#[tokio::test]
async fn people_are_read_whole_by_pages_of_any_size_wherever_pages_count_from() {
    for first in ["0", "1"] {
        let agency = Agency::with(&[("first_page", first)]).await;
        for size in [1, 3, 100] {
            let clients = agency
                .wellsky
                .clients()
                .list(ClientFilter::default())
                .page_size(size)
                .unwrap();
            let caregivers = agency
                .wellsky
                .caregivers()
                .list(CaregiverFilter::default())
                .page_size(size)
                .unwrap();
            let (clients, caregivers) = (clients.all().await.unwrap(), caregivers.all().await.unwrap());
            assert_eq!(
                (clients.len(), caregivers.len()),
                (10, 8),
                "pages of {size} from {first}"
            );
            let discharged = clients
                .iter()
                .filter(|c| c.status == ClientStatus::Discharged)
                .count();
            assert_eq!(discharged, 2);
            // On hold cannot be told from active over Connect.
            assert_eq!(
                clients
                    .iter()
                    .filter(|c| c.status == ClientStatus::Active)
                    .count(),
                8
            );
        }
        let rest = agency
            .rest
            .caregivers()
            .list(CaregiverFilter::default())
            .all()
            .await
            .unwrap();
        let connect = agency
            .wellsky
            .caregivers()
            .list(CaregiverFilter::default())
            .all()
            .await
            .unwrap();
        for (rest, connect) in rest.iter().zip(&connect) {
            assert_eq!(
                (&rest.id, &rest.first_name, &rest.last_name),
                (&connect.id, &connect.first_name, &connect.last_name)
            );
            assert_eq!((&rest.phone, &rest.status), (&connect.phone, &connect.status));
            assert_eq!(rest.certifications, connect.certifications);
            assert_eq!(rest.service_area, connect.service_area);
        }
        assert_eq!(
            agency
                .wellsky
                .prospects()
                .list(ProspectFilter::default())
                .all()
                .await
                .unwrap()
                .len(),
            4
        );
        assert_eq!(
            agency
                .wellsky
                .applicants()
                .list(ApplicantFilter::default())
                .all()
                .await
                .unwrap()
                .len(),
            4
        );
    }
}

#[tokio::test]
async fn emergency_contacts_are_the_related_persons_marked_so() {
    let agency = Agency::start().await;
    let rest = agency
        .rest
        .clients()
        .list(ClientFilter::default())
        .all()
        .await
        .unwrap();
    let connect = agency
        .wellsky
        .clients()
        .list(ClientFilter::default())
        .all()
        .await
        .unwrap();
    let contacts = |clients: &[careweave_wellsky_client::Client]| -> Vec<(ClientId, Vec<String>)> {
        clients
            .iter()
            .map(|c| {
                let phones = c
                    .emergency_contacts
                    .iter()
                    .map(|e| e.phone.to_wire().expose().clone());
                (c.id.clone(), phones.collect())
            })
            .collect()
    };
    assert!(rest.iter().any(|client| !client.emergency_contacts.is_empty()));
    assert_eq!(contacts(&rest), contacts(&connect));
    let one = agency.wellsky.clients().get(&rest[0].id).await.unwrap();
    assert_eq!(one.emergency_contacts.len(), rest[0].emergency_contacts.len());
}

#[tokio::test]
async fn a_list_of_clients_that_fails_ends_nobodys_care() {
    let agency = Agency::start().await;
    let clients = agency.wellsky.clients();
    let before = clients.snapshot(agency.now).await.unwrap();
    agency
        .fault(json!({"method": "POST", "path_prefix": "/v1/patients/_search", "action": {"kind": "repeat_page"}}))
        .await;
    let error = clients
        .list(ClientFilter::default())
        .page_size(2)
        .unwrap()
        .all()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("expected"), error.get("got")),
        (ErrorKind::Incomplete, Some("14"), Some("2"))
    );
    agency.control("DELETE", "/_sandbox/faults", Value::Null).await;
    let id = before
        .statuses
        .iter()
        .find(|(_, s)| **s == ClientStatus::Active)
        .unwrap()
        .0
        .clone();
    let patch = careweave_wellsky_client::ClientPatch {
        status: ClientStatus::Discharged.into(),
        ..Default::default()
    };
    clients.update(&id, &patch, &key("d")).await.unwrap();
    let after = clients.snapshot(agency.now + TimeDelta::hours(1)).await.unwrap();
    let found = status_changes(&before, &after);
    assert_eq!(found.changes.len(), 1);
    assert_eq!(
        (&found.changes[0].client_id, &found.changes[0].to),
        (&id, &ClientStatus::Discharged)
    );
    assert!(found.gone.is_empty());
}

#[tokio::test]
async fn only_people_that_changed_are_read_since_an_instant() {
    let agency = Agency::start().await;
    agency
        .control("POST", "/_sandbox/clock", json!({"advance_seconds": 3600}))
        .await;
    let since = agency.now + TimeDelta::minutes(30);
    let filter = || ClientFilter {
        updated_since: Some(since),
        ..ClientFilter::default()
    };
    assert!(
        agency
            .wellsky
            .clients()
            .list(filter())
            .all()
            .await
            .unwrap()
            .is_empty()
    );
    let id = ClientId::new("500001").unwrap();
    let patch = careweave_wellsky_client::ClientPatch {
        phone: phone().into(),
        ..Default::default()
    };
    agency
        .wellsky
        .clients()
        .update(&id, &patch, &key("u"))
        .await
        .unwrap();
    let changed = agency.wellsky.clients().list(filter()).all().await.unwrap();
    assert_eq!(
        changed.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(),
        ["500001"]
    );
    assert!(!agency.wellsky.capabilities().allows(Feature::ShiftsUpdatedSince));
}

#[tokio::test]
async fn an_applicant_becomes_a_caregiver_under_the_same_id_once() {
    let agency = Agency::start().await;
    let applicants = agency.wellsky.applicants();
    let new = NewApplicant {
        external_id: Some("lead-1".to_owned()),
        ..NewApplicant::new("Bravo", "Testapplicant", phone())
    };
    let created = applicants.upsert(&new, &key("1")).await.unwrap().record().clone();
    assert_eq!(created.status, ApplicantStatus::New);
    let hired = ApplicantPatch {
        status: ApplicantStatus::Hired.into(),
        ..ApplicantPatch::default()
    };
    applicants.update(&created.id, &hired, &key("2")).await.unwrap();
    let first = applicants
        .convert_to_caregiver(&created.id, None, &key("3"))
        .await
        .unwrap();
    assert_eq!(first.caregiver.id.as_str(), created.id.as_str());
    assert_eq!(first.caregiver.status, CaregiverStatus::Active);
    let writes = agency
        .asked()
        .await
        .iter()
        .filter(|line| line.starts_with("PUT"))
        .count();
    let again = applicants
        .convert_to_caregiver(&created.id, None, &key("4"))
        .await
        .unwrap();
    assert_eq!(again, first);
    assert_eq!(
        agency
            .asked()
            .await
            .iter()
            .filter(|line| line.starts_with("PUT"))
            .count(),
        writes
    );
    assert!(!applicants.upsert(&new, &key("5")).await.unwrap().is_new());
}

#[tokio::test]
async fn two_who_create_the_same_prospect_at_once_end_with_one_or_are_told() {
    let agency = Agency::start().await;
    let new = |last: &str| NewProspect {
        external_id: Some("crm-9".to_owned()),
        ..NewProspect::new("Alpha", last, phone())
    };
    let other = over(&agency.sandbox, Api::Connect, true);
    let (a, b) = (new("Testone"), new("Testtwo"));
    let (prospects, others) = (agency.wellsky.prospects(), other.prospects());
    let (one_key, two_key) = (key("1"), key("2"));
    let (one, two) =
        futures_util::future::join(prospects.upsert(&a, &one_key), others.upsert(&b, &two_key)).await;
    let patients = agency
        .connect()
        .patients()
        .by_external_id("crm-9")
        .all()
        .await
        .unwrap();
    for outcome in [one, two] {
        match outcome {
            Ok(upserted) => assert!(
                patients
                    .iter()
                    .any(|p| p.id.as_str() == upserted.record().id.as_str())
            ),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Conflict, "{error}");
                assert_eq!(error.get("ids").unwrap().split(", ").count(), patients.len());
            }
        }
    }
    let later = prospects.upsert(&a, &key("3")).await;
    assert_eq!(
        later.is_ok(),
        patients.len() == 1,
        "a duplicate is never passed over"
    );
}

#[tokio::test]
async fn a_number_finds_everybody_who_has_it_whatever_it_is_for() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let patients = connect.patients().list(None).all().await.unwrap();
    let number = patients
        .iter()
        .flat_map(|p| &p.telecom)
        .filter(|t| t.system.as_deref() == Some("phone"))
        .find_map(|t| Phone::parse(t.value.as_ref()?.expose()).ok())
        .unwrap();
    let new = NewProspect::new("Bravo", "Samephone", number.clone());
    let created = agency.wellsky.prospects().create(&new, &key("1")).await.unwrap();
    let found = connect.patients().by_phone(&number).await.unwrap();
    assert!(found.len() >= 2, "two people share it: both come");
    assert!(found.iter().any(|p| p.id.as_str() == created.id.as_str()));
}

#[tokio::test]
async fn a_change_of_the_phone_never_moves_a_client_whether_put_merges_or_replaces() {
    for put in ["merge", "replace"] {
        let agency = Agency::with(&[("people_put", put)]).await;
        let clients = agency.wellsky.clients();
        let before = clients
            .list(ClientFilter::default())
            .all()
            .await
            .unwrap()
            .remove(0);
        let patch = careweave_wellsky_client::ClientPatch {
            phone: phone().into(),
            ..Default::default()
        };
        let outcome = clients.update(&before.id, &patch, &key("p")).await;
        let after = clients.get(&before.id).await.unwrap();
        assert_eq!(
            (&after.status, &after.first_name, &after.address),
            (&before.status, &before.first_name, &before.address)
        );
        match put {
            "merge" => assert_eq!(outcome.unwrap().phone.valid(), Some(&phone())),
            // A server that replaces wants the whole record: it refuses, and nothing is lost.
            _ => assert_eq!(
                (outcome.unwrap_err().kind(), after.phone),
                (ErrorKind::Rejected, before.phone)
            ),
        }
    }
}
