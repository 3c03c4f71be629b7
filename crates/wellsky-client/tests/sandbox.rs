//! The client against the sandbox, which was written from the contract alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::collections::BTreeSet;
use std::time::Duration;

use bytes::Bytes;
use careweave_http::{ReqwestConfig, ReqwestTransport, Transport as _};
use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_wellsky_client::{
    Address, AgencyId, ApplicantFilter, ApplicantStatus, CaregiverFilter, CaregiverPatch, CaregiverStatus,
    ClientFilter, ClientPatch, ClientStatus, Config, Delivery, ErrorKind, IdempotencyKey, NewApplicant,
    NewClient, NewProspect, Patch, Phone, Pii, ProspectFilter, ProspectPatch, ProspectStatus, RetryPolicy,
    Row, Shift, ShiftFilter, ShiftStatus, TimeWindow, WellSky,
};
use serde_json::{Value, json};

fn config(sandbox: &Sandbox) -> Config {
    let credentials = &sandbox.ready().credentials.wellsky;
    Config::new(
        credentials.api_key.as_str(),
        credentials.api_secret.as_str(),
        AgencyId::new(credentials.agency_id.as_str()).unwrap(),
    )
    .with_base_url(&sandbox.ready().wellsky.rest)
    .unwrap()
    .with_retry(RetryPolicy::never())
}

async fn start() -> (Sandbox, WellSky) {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let wellsky = WellSky::new(config(&sandbox)).unwrap();
    (sandbox, wellsky)
}

async fn control(sandbox: &Sandbox, path: &str, body: Value) {
    let request = http::Request::post(format!("{}{path}", sandbox.ready().control))
        .header("content-type", "application/json")
        .body(Bytes::from(body.to_string()))
        .unwrap();
    let transport = ReqwestTransport::new(ReqwestConfig::default()).unwrap();
    let answer = transport.send(request, Duration::from_secs(5)).await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
}

fn week(sandbox: &Sandbox) -> TimeWindow {
    let now = sandbox.ready().now;
    TimeWindow::new(now, now + chrono::TimeDelta::days(8)).unwrap()
}

async fn open_shift(sandbox: &Sandbox, wellsky: &WellSky) -> Shift {
    let open = wellsky.shifts().open(week(sandbox)).all().await.unwrap();
    assert_eq!(open.len(), 5);
    assert!(open.iter().all(Shift::is_open));
    open.into_iter().next().unwrap()
}

async fn active_caregiver_free_for(
    wellsky: &WellSky,
    shift: &Shift,
) -> careweave_wellsky_client::CaregiverId {
    let filter = CaregiverFilter {
        status: Some(CaregiverStatus::Active),
        ..CaregiverFilter::default()
    };
    for caregiver in wellsky.caregivers().list(filter).all().await.unwrap() {
        let schedule = wellsky
            .caregivers()
            .schedule(&caregiver.id, shift.window().unwrap())
            .all()
            .await
            .unwrap();
        if schedule.iter().all(|booked| !booked.status.occupies_caregiver()) {
            return caregiver.id;
        }
    }
    panic!("nobody is free for shift {}", shift.id);
}

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

fn phone() -> Phone {
    Phone::parse("3035550177").unwrap()
}

fn once<T: Row>(rows: &[T]) -> usize {
    rows.iter().map(Row::key).collect::<BTreeSet<_>>().len()
}

#[tokio::test]
async fn the_documented_agency_is_read_whole_whatever_the_page_size() {
    let (sandbox, wellsky) = start().await;
    assert_eq!(wellsky.verify().await.unwrap().client_total, 10);
    for size in [1, 3, 100] {
        let clients = wellsky
            .clients()
            .list(ClientFilter::default())
            .page_size(size)
            .unwrap()
            .all()
            .await
            .unwrap();
        let caregivers = wellsky
            .caregivers()
            .list(CaregiverFilter::default())
            .page_size(size)
            .unwrap()
            .all()
            .await
            .unwrap();
        let shifts = wellsky
            .shifts()
            .list(ShiftFilter::default())
            .page_size(size)
            .unwrap()
            .all()
            .await
            .unwrap();
        assert_eq!(
            (once(&clients), once(&caregivers), once(&shifts)),
            (10, 8, 30),
            "pages of {size}"
        );
        assert!(
            clients
                .iter()
                .all(|c| c.phone.valid().is_some() && c.status.is_known())
        );
        assert!(
            shifts
                .windows(2)
                .all(|pair| pair[0].scheduled_start <= pair[1].scheduled_start)
        );
    }
    assert_eq!(
        wellsky
            .prospects()
            .list(ProspectFilter::default())
            .all()
            .await
            .unwrap()
            .len(),
        4
    );
    assert_eq!(
        wellsky
            .applicants()
            .list(ApplicantFilter::default())
            .all()
            .await
            .unwrap()
            .len(),
        4
    );
    let changes = wellsky
        .clients()
        .status_changes(chrono::DateTime::UNIX_EPOCH)
        .all()
        .await
        .unwrap();
    assert!(!changes.is_empty());
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn filters_narrow_the_lists() {
    let (sandbox, wellsky) = start().await;
    let active = ClientFilter {
        status: Some(ClientStatus::Active),
        ..ClientFilter::default()
    };
    assert_eq!(wellsky.clients().list(active).all().await.unwrap().len(), 5);
    let later = ClientFilter {
        updated_since: Some(sandbox.ready().now + chrono::TimeDelta::days(1)),
        ..ClientFilter::default()
    };
    assert!(wellsky.clients().list(later).all().await.unwrap().is_empty());
    let completed = ShiftFilter {
        status: Some(ShiftStatus::Completed),
        ..ShiftFilter::default()
    };
    let completed = wellsky.shifts().list(completed).all().await.unwrap();
    assert_eq!(completed.len(), 15);
    let evv = wellsky
        .shifts()
        .evv(&completed[0].id)
        .await
        .unwrap()
        .expect("a completed shift was clocked");
    assert_eq!(Some(&evv.caregiver_id), completed[0].caregiver_id.as_ref());
    let open = open_shift(&sandbox, &wellsky).await;
    assert_eq!(wellsky.shifts().evv(&open.id).await.unwrap(), None);
    let caregiver = active_caregiver_free_for(&wellsky, &open).await;
    let matching = ShiftFilter {
        status: Some(ShiftStatus::Open),
        caregiver_match: Some(caregiver),
        ..ShiftFilter::default()
    };
    let matching = wellsky.shifts().list(matching).all().await.unwrap();
    assert!(matching.iter().any(|shift| shift.id == open.id));
    let on_a_day = CaregiverFilter {
        available_on: Some(sandbox.ready().now.date_naive()),
        ..CaregiverFilter::default()
    };
    assert!(wellsky.caregivers().list(on_a_day).all().await.unwrap().len() <= 8);
}

#[tokio::test]
async fn a_shift_is_assigned_once() {
    let (sandbox, wellsky) = start().await;
    let shift = open_shift(&sandbox, &wellsky).await;
    let caregiver = active_caregiver_free_for(&wellsky, &shift).await;
    let assignment = wellsky
        .shifts()
        .assign_with_notes(
            &shift.id,
            &caregiver,
            &Pii::from("use the side door"),
            &key("assign/1"),
        )
        .await
        .unwrap();
    assert_eq!(assignment.shift.status, ShiftStatus::Scheduled);
    assert_eq!(
        wellsky.shifts().get(&shift.id).await.unwrap().caregiver_id,
        Some(caregiver.clone())
    );
    let error = wellsky
        .shifts()
        .assign(&shift.id, &caregiver, &key("assign/2"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Conflict, Delivery::Answered),
        "{error}"
    );

    let nobody = careweave_wellsky_client::CaregiverId::new("nobody").unwrap();
    let open = wellsky
        .shifts()
        .open(week(&sandbox))
        .all()
        .await
        .unwrap()
        .remove(0);
    let error = wellsky
        .shifts()
        .assign(&open.id, &nobody, &key("assign/3"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::Rejected, Some("caregiver_id")),
        "{error}"
    );
    let nothing = careweave_wellsky_client::ShiftId::new("nothing").unwrap();
    let error = wellsky
        .shifts()
        .assign(&nothing, &caregiver, &key("assign/4"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
}

#[tokio::test]
async fn an_assignment_whose_answer_was_lost_is_in_doubt_and_may_have_happened() {
    let (sandbox, wellsky) = start().await;
    let shift = open_shift(&sandbox, &wellsky).await;
    let caregiver = active_caregiver_free_for(&wellsky, &shift).await;
    let fault = json!({
        "method": "POST", "path_prefix": "/v1/shifts", "times": 1, "action": {"kind": "drop", "when": "after_commit"}
    });
    control(&sandbox, "/_sandbox/faults", fault).await;
    let error = wellsky
        .shifts()
        .assign(&shift.id, &caregiver, &key("assign/1"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Unreachable, Delivery::MaybeSent),
        "{error:#}"
    );
    assert_eq!(
        wellsky.shifts().get(&shift.id).await.unwrap().caregiver_id,
        Some(caregiver)
    );
}

#[tokio::test]
async fn expired_tokens_are_replaced_without_the_caller_noticing() {
    let (sandbox, wellsky) = start().await;
    wellsky.verify().await.unwrap();
    control(&sandbox, "/_sandbox/tokens/expire", json!({})).await;
    wellsky.verify().await.unwrap();
}

#[tokio::test]
async fn wrong_credentials_agency_and_url_are_told_apart() {
    let (sandbox, _) = start().await;
    let credentials = &sandbox.ready().credentials.wellsky;
    let agency = || AgencyId::new(credentials.agency_id.as_str()).unwrap();
    let verify = |config: Config, rest: String| async move {
        let config = config
            .with_base_url(&rest)
            .unwrap()
            .with_token_url(&sandbox_token(&rest))
            .unwrap();
        WellSky::new(config.with_retry(RetryPolicy::never()))
            .unwrap()
            .verify()
            .await
            .unwrap_err()
            .kind()
    };
    let (key, secret) = (credentials.api_key.as_str(), credentials.api_secret.as_str());
    let rest = sandbox.ready().wellsky.rest.clone();
    assert_eq!(
        verify(Config::new(key, "wrong", agency()), rest.clone()).await,
        ErrorKind::Unauthenticated
    );
    let other = AgencyId::new("1").unwrap();
    assert_eq!(
        verify(Config::new(key, secret, other), rest.clone()).await,
        ErrorKind::Forbidden
    );
    let wrong = format!("{rest}/fhir");
    assert_eq!(
        verify(Config::new(key, secret, agency()), wrong).await,
        ErrorKind::UnknownRoute
    );
    assert!(
        WellSky::new(config(&sandbox).with_base_url(&format!("{rest}/")).unwrap())
            .unwrap()
            .verify()
            .await
            .is_ok()
    );
}

/// The token endpoint beside a REST root.
fn sandbox_token(rest: &str) -> String {
    let root = rest.split("/v1").next().unwrap();
    format!("{root}/oauth/accesstoken")
}

#[tokio::test]
async fn people_are_created_changed_and_emptied_field_by_field() {
    let (_sandbox, wellsky) = start().await;
    let address = Address {
        line1: "1 Test Street".into(),
        line2: None,
        city: "Denver".into(),
        state: "CO".to_owned(),
        zip_code: "80202-1234".into(),
    };
    let clients = wellsky.clients();
    let new = NewClient {
        email: Some("alpha@example.invalid".into()),
        external_id: Some("crm-7".to_owned()),
        ..NewClient::new("Alpha", "Testclient", phone(), address)
    };
    let created = clients.create(&new, &key("client/1")).await.unwrap();
    assert_eq!(created.status, ClientStatus::Pending);
    assert_eq!(clients.get(&created.id).await.unwrap(), created);
    let patch = ClientPatch {
        email: Patch::Clear,
        phone: Patch::Set(Phone::parse("3035550178x5").unwrap()),
        ..ClientPatch::default()
    };
    let changed = clients
        .update(&created.id, &patch, &key("client/2"))
        .await
        .unwrap();
    assert_eq!(
        (changed.email.as_ref(), &changed.status),
        (None, &ClientStatus::Pending)
    );
    assert_eq!(changed.phone.to_wire().expose(), "3035550178x5");
    assert_eq!(changed.external_id.as_deref(), Some("crm-7"));

    let caregiver = wellsky
        .caregivers()
        .list(CaregiverFilter::default())
        .all()
        .await
        .unwrap()
        .remove(0);
    let windows =
        serde_json::from_value::<Vec<_>>(json!([{"day": "friday", "start": "22:00", "end": "06:00"}]))
            .unwrap();
    let changed = wellsky
        .caregivers()
        .set_availability(&caregiver.id, &windows, &key("availability/1"))
        .await
        .unwrap();
    assert_eq!(changed.availability, windows);
    let patch = CaregiverPatch {
        languages: Patch::Set(vec!["en".to_owned(), "es-MX".to_owned()]),
        ..CaregiverPatch::default()
    };
    let changed = wellsky
        .caregivers()
        .update(&caregiver.id, &patch, &key("caregiver/1"))
        .await
        .unwrap();
    assert_eq!(changed.languages, ["en", "es-MX"]);
    assert_eq!(changed.availability, windows);
}

#[tokio::test]
async fn prospects_and_applicants_are_converted_once() {
    let (_sandbox, wellsky) = start().await;
    let prospects = wellsky.prospects();
    let new = NewProspect {
        address: Some(
            serde_json::from_value(
                json!({"line1": "1 Test Street", "city": "Denver", "state": "CO", "zip_code": "80202"}),
            )
            .unwrap(),
        ),
        external_id: Some("crm-8".to_owned()),
        ..NewProspect::new("Alpha", "Testprospect", phone())
    };
    let created = prospects.create(&new, &key("prospect/1")).await.unwrap();
    let mine = ProspectFilter {
        external_id: Some("crm-8".to_owned()),
        ..ProspectFilter::default()
    };
    let found = prospects.list(mine).all().await.unwrap();
    assert_eq!(found.iter().map(|p| &p.id).collect::<Vec<_>>(), [&created.id]);
    let error = prospects
        .convert_to_client(&created.id, None, &key("convert/1"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict, "{error}");
    let won = ProspectPatch {
        status: ProspectStatus::Won.into(),
        ..ProspectPatch::default()
    };
    prospects
        .update(&created.id, &won, &key("prospect/2"))
        .await
        .unwrap();
    let converted = prospects
        .convert_to_client(&created.id, None, &key("convert/2"))
        .await
        .unwrap();
    assert_eq!(
        converted.prospect.converted_client_id.as_ref(),
        Some(&converted.client.id)
    );
    assert!(
        wellsky
            .clients()
            .find(&converted.client.id)
            .await
            .unwrap()
            .is_some()
    );
    let error = prospects
        .convert_to_client(&created.id, None, &key("convert/3"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict, "{error}");

    let hired = NewApplicant {
        status: Some(ApplicantStatus::Hired),
        ..NewApplicant::new("Bravo", "Testapplicant", phone())
    };
    let hired = wellsky
        .applicants()
        .create(&hired, &key("applicant/1"))
        .await
        .unwrap();
    let date = chrono::NaiveDate::from_ymd_opt(2026, 4, 13);
    let converted = wellsky
        .applicants()
        .convert_to_caregiver(&hired.id, date, &key("convert/4"))
        .await
        .unwrap();
    assert_eq!(converted.caregiver.hire_date, date);
    assert_eq!(
        converted.applicant.converted_caregiver_id,
        Some(converted.caregiver.id)
    );
}
