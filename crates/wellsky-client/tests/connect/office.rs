//! The office: paths, tags, steps.

use std::collections::BTreeSet;

use careweave_wellsky_client::connect::{AppointmentDays, AppointmentFilter, DocumentOwner, Week};
use careweave_wellsky_client::{CaregiverId, ClientId, ErrorKind, ProspectFilter};
use chrono::TimeDelta;

use crate::agency::{Agency, key};

#[tokio::test]
async fn paths_are_spelled_as_the_vendor_spells_them() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let client = ClientId::new("500001").unwrap();
    connect.locations().list().all().await.unwrap();
    connect.organizations().list().await.unwrap();
    connect.admins().list().all().await.unwrap();
    connect.subscriptions().list().all().await.unwrap();
    connect.related_persons().of(&client).await.unwrap();
    connect
        .documents()
        .of(&DocumentOwner::Client(client.clone()))
        .await
        .unwrap();
    let day = AppointmentDays::new(agency.now.date_naive(), 7).unwrap();
    let by_days = AppointmentFilter {
        client_id: Some(client.clone()),
        days: Some(day),
        ..AppointmentFilter::default()
    };
    connect.appointments().list(&by_days).all().await.unwrap();
    let by_week = AppointmentFilter {
        client_id: Some(client.clone()),
        week: Some(Week::of(agency.now.date_naive())),
        ..AppointmentFilter::default()
    };
    connect.appointments().list(&by_week).all().await.unwrap();
    let activities = connect
        .care_plans()
        .activities(&careweave_wellsky_client::connect::ActivityType::Adl)
        .await
        .unwrap();
    assert!(!activities.is_empty());
    let charges = careweave_wellsky_client::connect::ChargeItemFilter {
        client_id: Some(client.clone()),
        caregiver_id: None,
        from: (agency.now - TimeDelta::days(31)).date_naive(),
        to: agency.now.date_naive(),
    };
    connect.charge_items().list(&charges).all().await.unwrap();
    let asked: BTreeSet<String> = agency.asked().await.into_iter().collect();
    for line in [
        "POST /v1/locations/_search",
        "GET /v1/organizations/",
        "POST /v1/admins/_search/",
        "POST /v1/subscriptions/_search/",
        "GET /v1/relatedperson/500001/",
        "POST /v1/documentReferences/_profile/",
        "POST /v1/appointment/_search/",
        "GET /v1/careplan/activity-metadata",
        "POST /v1/chargeitem/_search/",
    ] {
        assert!(asked.contains(line), "{line} in {asked:?}");
    }
}

#[tokio::test]
async fn profile_tags_and_steps_are_written_by_the_vendors_numbers() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let caregiver = CaregiverId::new("700001").unwrap();
    let new = careweave_wellsky_client::connect::NewProfileTag {
        name: "Hoyer lift".to_owned(),
        description: None,
        kind: None,
    };
    let tag = connect.profile_tags().create(&new, &key("t")).await.unwrap();
    connect
        .practitioners()
        .set_profile_tags(&caregiver, &[tag], &key("s"))
        .await
        .unwrap();
    let shown = agency.wellsky.caregivers().get(&caregiver).await.unwrap();
    assert_eq!(
        (shown.skills, shown.certifications.len()),
        (vec!["Hoyer lift".to_owned()], 0)
    );
    let prospect = agency
        .wellsky
        .prospects()
        .list(ProspectFilter::default())
        .all()
        .await
        .unwrap()
        .remove(0);
    let id = ClientId::new(prospect.id.as_str()).unwrap();
    connect
        .patients()
        .set_pipeline_status(&id, 40, &key("p"))
        .await
        .unwrap();
    let shown = agency.wellsky.prospects().get(&prospect.id).await.unwrap();
    assert_eq!(shown.status.as_str(), "wants_to_meet_candidates");
    assert_eq!(shown.phone, prospect.phone);
    let error = connect
        .patients()
        .set_pipeline_status(&id, 41, &key("q"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("number"))
    );
}
