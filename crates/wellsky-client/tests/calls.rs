//! Calls over sockets: what is sent, what comes back, what goes wrong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod support;

use std::time::Duration;

use careweave_wellsky_client::{
    AvailabilityWindow, CaregiverFilter, CaregiverId, ClientFilter, ClientId, ClientPatch, Delivery,
    ErrorKind, NewClient, NewProspect, Patch, Phone, ProspectFilter, ProspectId, ShiftFilter, ShiftId,
    ShiftStatus, Status, TimeWindow, Timeouts, WellSky,
};
use chrono::{NaiveDate, TimeZone as _, Utc};
use serde_json::{Value, json};
use support::{Vendor, config, json_answer, key};
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn id(text: &str) -> ClientId {
    ClientId::new(text).unwrap()
}

fn window() -> TimeWindow {
    let at = |day| Utc.with_ymd_and_hms(2026, 4, day, 0, 0, 0).unwrap();
    TimeWindow::new(at(6), at(13)).unwrap()
}

fn new_client() -> NewClient {
    let address = serde_json::from_value(support::address()).unwrap();
    NewClient::new(
        "Alpha",
        "Testclient",
        Phone::parse("3035550100").unwrap(),
        address,
    )
}

#[tokio::test]
async fn a_read_carries_token_agency_and_request_id() {
    let vendor = Vendor::start().await;
    vendor
        .answers(
            "GET",
            "/v1/clients/7",
            json_answer(200, &support::client(&json!(7))),
        )
        .await;
    let client = vendor.wellsky.clients().get(&id("7")).await.unwrap();
    assert_eq!(client.first_name.expose(), "Alpha");
    let request = &vendor.requests().await[0];
    assert_eq!(request.headers["authorization"], "Bearer t0ken-aaaa");
    assert_eq!(request.headers["x-agency-id"], "4321");
    assert!(
        request.headers["x-request-id"]
            .to_str()
            .unwrap()
            .starts_with("cw-")
    );
    assert!(!request.headers.contains_key("idempotency-key"));
}

#[tokio::test]
async fn a_write_carries_its_idempotency_key() {
    let vendor = Vendor::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/clients"))
        .and(header("idempotency-key", "test/1"))
        .and(body_json(json!({
            "first_name": "Alpha", "last_name": "Testclient", "phone": "3035550100", "address": support::address()
        })))
        .respond_with(json_answer(201, &support::client(&json!("8"))))
        .expect(1)
        .mount(&vendor.server)
        .await;
    let client = vendor
        .wellsky
        .clients()
        .create(&new_client(), &key())
        .await
        .unwrap();
    assert_eq!(client.id, id("8"));
}

#[tokio::test]
async fn a_change_of_the_phone_number_sends_the_phone_number_alone() {
    let vendor = Vendor::start().await;
    Mock::given(method("PUT"))
        .and(path("/v1/clients/7"))
        .and(body_json(json!({"phone": "3035550111"})))
        .respond_with(json_answer(200, &support::client(&json!(7))))
        .expect(1)
        .mount(&vendor.server)
        .await;
    let patch = ClientPatch {
        phone: Patch::Set(Phone::parse("3035550111").unwrap()),
        ..ClientPatch::default()
    };
    vendor
        .wellsky
        .clients()
        .update(&id("7"), &patch, &key())
        .await
        .unwrap();
}

#[tokio::test]
async fn what_breaks_a_rule_is_never_sent() {
    let vendor = Vendor::start().await;
    let clients = vendor.wellsky.clients();
    assert!(
        clients
            .update(&id("7"), &ClientPatch::default(), &key())
            .await
            .is_err()
    );
    let mut nameless = new_client();
    nameless.last_name = "".into();
    assert_eq!(
        clients.create(&nameless, &key()).await.unwrap_err().get("field"),
        Some("last_name")
    );
    let backwards = ClientFilter {
        start_date_from: NaiveDate::from_ymd_opt(2026, 4, 6),
        start_date_to: NaiveDate::from_ymd_opt(2026, 4, 5),
        ..ClientFilter::default()
    };
    let error = clients.list(backwards).all().await.unwrap_err();
    assert_eq!(error.get("field"), Some("start_date_to"));
    assert!(clients.list(ClientFilter::default()).page_size(101).is_err());
    assert!(clients.list(ClientFilter::default()).page_size(0).is_err());
    assert!(clients.get(&id("..")).await.is_err());
    assert!(vendor.server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_id_cannot_leave_its_place_in_the_path() {
    let vendor = Vendor::start().await;
    vendor
        .answers(
            "GET",
            "/v1/clients/a%2Fb%3Fc%20d%25",
            json_answer(200, &support::client(&json!("x"))),
        )
        .await;
    assert!(vendor.wellsky.clients().get(&id("a/b?c d%")).await.is_ok());
}

#[tokio::test]
async fn get_reports_what_find_leaves_out() {
    let vendor = Vendor::start().await;
    let clients = vendor.wellsky.clients();
    vendor
        .answers(
            "GET",
            "/v1/clients/9",
            json_answer(404, &json!({"error": "Resource not found"})),
        )
        .await;
    assert_eq!(clients.find(&id("9")).await.unwrap(), None);
    let error = clients.get(&id("9")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::NotFound, "clients.get")
    );
    let evv = vendor.wellsky.shifts().evv(&ShiftId::new("9").unwrap()).await;
    assert_eq!(
        evv.unwrap(),
        None,
        "wiremock answers 404 to what it does not know"
    );
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let server = MockServer::start().await;
    Mock::given(path("/oauth/accesstoken"))
        .respond_with(support::token("old"))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(path("/oauth/accesstoken"))
        .respond_with(support::token("new"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(header("authorization", "Bearer old"))
        .respond_with(json_answer(401, &json!({"error": "invalid_token"})))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(header("authorization", "Bearer new"))
        .respond_with(json_answer(200, &support::client(&json!(7))))
        .expect(2)
        .mount(&server)
        .await;
    let vendor = Vendor::over(server, Timeouts::default());
    assert!(vendor.wellsky.clients().get(&id("7")).await.is_ok());
    assert!(vendor.wellsky.clients().get(&id("7")).await.is_ok());
}

#[tokio::test]
async fn a_token_refused_twice_is_an_error_of_the_credentials() {
    let vendor = Vendor::start().await;
    vendor
        .answers(
            "GET",
            "/v1/clients/7",
            json_answer(401, &json!({"error": "invalid_token"})),
        )
        .await;
    let error = vendor.wellsky.clients().get(&id("7")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert_eq!(vendor.requests().await.len(), 2);
}

#[tokio::test]
async fn wrong_credentials_say_which_variables_to_check() {
    let server = MockServer::start().await;
    Mock::given(path("/oauth/accesstoken"))
        .respond_with(json_answer(401, &json!({"error": "invalid_client"})))
        .expect(1)
        .mount(&server)
        .await;
    let vendor = Vendor::over(server, Timeouts::default());
    let error = vendor.wellsky.verify().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert!(error.message().contains("WELLSKY_API_KEY") && error.message().contains("WELLSKY_API_SECRET"));
    assert!(!format!("{error:?} {error:#}").contains("5ecret"));
}

#[tokio::test]
async fn verify_counts_the_clients() {
    let vendor = Vendor::start().await;
    let page = json!({"clients": [support::client(&json!(1))], "total": 10, "limit": 1, "offset": 0});
    vendor
        .answers("GET", "/v1/clients", json_answer(200, &page))
        .await;
    let verified = vendor.wellsky.verify().await.unwrap();
    assert_eq!(verified.client_total, 10);
    assert_eq!(verified.agency_id.as_str(), "4321");
    assert_eq!(vendor.requests().await[0].url.query(), Some("limit=1&offset=0"));
}

#[tokio::test]
async fn the_gateways_403_is_an_unknown_route_and_not_retried() {
    let vendor = Vendor::start().await;
    vendor
        .answers(
            "GET",
            "/v1/clients/7",
            json_answer(403, &json!({"message": "Missing Authentication Token"})),
        )
        .await;
    let error = vendor.wellsky.clients().get(&id("7")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownRoute);
    assert_eq!(vendor.requests().await.len(), 1);
}

#[tokio::test]
async fn a_read_is_tried_three_times_after_an_html_500() {
    let vendor = Vendor::start().await;
    let html = ResponseTemplate::new(500).set_body_raw("<html><h1>Server Error</h1></html>", "text/html");
    vendor.answers("GET", "/v1/clients/7", html).await;
    let error = vendor.wellsky.clients().get(&id("7")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.http_status()),
        (ErrorKind::Server, Some(500))
    );
    assert_eq!(error.status(), Status::Persistent);
    assert_eq!(vendor.waits(), [2, 4]);
    assert_eq!(vendor.requests().await.len(), 3);
    let ids: Vec<_> = vendor
        .requests()
        .await
        .iter()
        .map(|r| r.headers["x-request-id"].clone())
        .collect();
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn a_create_that_failed_is_not_sent_again() {
    let vendor = Vendor::start().await;
    vendor
        .answers("POST", "/v1/clients", ResponseTemplate::new(500))
        .await;
    let error = vendor
        .wellsky
        .clients()
        .create(&new_client(), &key())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Server, Delivery::MaybeSent)
    );
    assert_eq!(vendor.requests().await.len(), 1);
    assert!(vendor.waits().is_empty());
}

#[tokio::test]
async fn a_create_without_an_answer_in_time_is_not_sent_again() {
    let server = MockServer::start().await;
    Mock::given(path("/oauth/accesstoken"))
        .respond_with(support::token("t"))
        .mount(&server)
        .await;
    Mock::given(path("/v1/clients"))
        .respond_with(ResponseTemplate::new(201).set_delay(Duration::from_secs(30)))
        .expect(1)
        .mount(&server)
        .await;
    let brief = Timeouts {
        attempt: Duration::from_millis(300),
        ..Timeouts::default()
    };
    let vendor = Vendor::over(server, brief);
    let error = vendor
        .wellsky
        .clients()
        .create(&new_client(), &key())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::MaybeSent)
    );
}

#[tokio::test]
async fn a_429_is_waited_out() {
    let vendor = Vendor::start().await;
    Mock::given(path("/v1/clients"))
        .respond_with(
            json_answer(429, &json!({"error": "Too many requests"})).insert_header("retry-after", "7"),
        )
        .up_to_n_times(1)
        .mount(&vendor.server)
        .await;
    vendor
        .answers(
            "POST",
            "/v1/clients",
            json_answer(201, &support::client(&json!(8))),
        )
        .await;
    assert!(
        vendor
            .wellsky
            .clients()
            .create(&new_client(), &key())
            .await
            .is_ok()
    );
    assert_eq!(vendor.waits(), [7]);
}

#[tokio::test]
async fn a_refused_field_is_named_and_what_is_quoted_is_not_repeated() {
    let vendor = Vendor::start().await;
    let refusal = json!({"error": "Validation failed: phone 3035550100 is used by Alpha Testclient"});
    vendor
        .answers("POST", "/v1/clients", json_answer(422, &refusal))
        .await;
    let error = vendor
        .wellsky
        .clients()
        .create(&new_client(), &key())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::Rejected, Some("phone"))
    );
    let shown = format!("{error} {error:?} {error:#}");
    assert!(
        !shown.contains("3035550100") && !shown.contains("Alpha") && !shown.contains("Testclient"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_reported_by_its_place_and_not_its_value() {
    let vendor = Vendor::start().await;
    let mut record = support::client(&json!(7));
    record["authorized_hours_per_week"] = json!("Alpha Testclient");
    let page =
        json!({"clients": [support::client(&json!(1)), record], "total": 2, "limit": 100, "offset": 0});
    vendor
        .answers("GET", "/v1/clients", json_answer(200, &page))
        .await;
    let error = vendor
        .wellsky
        .clients()
        .list(ClientFilter::default())
        .all()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.get("path"), Some("clients[1].authorized_hours_per_week"));
    assert!(error.message().contains("expected u32"), "{error}");
    assert!(!format!("{error:?} {error:#}").contains("Alpha"));
    assert!(error.request_id().is_some_and(|id| id.starts_with("cw-")));
}

#[tokio::test]
async fn an_answer_that_is_no_list_says_what_is_missing() {
    for (body, words) in [
        (json!({"total": 1}), "missing field `clients`"),
        (json!({"clients": []}), "missing field `total`"),
        (json!([1]), "expected a list answer with clients and total"),
    ] {
        let vendor = Vendor::start().await;
        vendor
            .answers("GET", "/v1/clients", json_answer(200, &body))
            .await;
        let error = vendor
            .wellsky
            .clients()
            .list(ClientFilter::default())
            .all()
            .await
            .unwrap_err();
        assert!(error.message().contains(words), "{error}");
    }
}

#[tokio::test]
async fn a_write_whose_answer_cannot_be_read_has_to_be_looked_up() {
    let vendor = Vendor::start().await;
    vendor
        .answers(
            "POST",
            "/v1/clients",
            ResponseTemplate::new(201).set_body_string("{\"id\":"),
        )
        .await;
    let error = vendor
        .wellsky
        .clients()
        .create(&new_client(), &key())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Decode, Delivery::MaybeSent)
    );
    assert_eq!(error.http_status(), Some(201));
}

fn assigned(shift: &str, caregiver: &str) -> Value {
    json!({
        "assignment": {"id": 5, "shift_id": shift, "caregiver_id": caregiver, "assigned_at": "2026-04-06T14:00:00Z"},
        "shift": support::shift(shift, Some(caregiver))
    })
}

#[tokio::test]
async fn an_assignment_is_confirmed_by_the_answer() {
    let vendor = Vendor::start().await;
    let (shift, caregiver) = (ShiftId::new("41").unwrap(), CaregiverId::new("7").unwrap());
    Mock::given(path("/v1/shifts/41/assignments"))
        .and(method("POST"))
        .and(body_json(json!({"caregiver_id": "7"})))
        .and(header("idempotency-key", "test/1"))
        .respond_with(json_answer(201, &assigned("41", "7")))
        .expect(1)
        .mount(&vendor.server)
        .await;
    let assignment = vendor
        .wellsky
        .shifts()
        .assign(&shift, &caregiver, &key())
        .await
        .unwrap();
    assert_eq!(assignment.id, "5");
    assert_eq!(assignment.shift.caregiver_id, Some(caregiver));
    assert_eq!(assignment.shift.status, ShiftStatus::Scheduled);
}

#[tokio::test]
async fn an_answer_about_another_caregiver_leaves_the_assignment_in_doubt() {
    let vendor = Vendor::start().await;
    let (shift, caregiver) = (ShiftId::new("41").unwrap(), CaregiverId::new("7").unwrap());
    vendor
        .answers(
            "POST",
            "/v1/shifts/41/assignments",
            json_answer(201, &assigned("41", "8")),
        )
        .await;
    let error = vendor
        .wellsky
        .shifts()
        .assign(&shift, &caregiver, &key())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::InDoubt, Delivery::MaybeSent)
    );
}

#[tokio::test]
async fn a_taken_shift_is_a_conflict() {
    let vendor = Vendor::start().await;
    let (shift, caregiver) = (ShiftId::new("41").unwrap(), CaregiverId::new("7").unwrap());
    vendor
        .answers(
            "POST",
            "/v1/shifts/41/assignments",
            json_answer(409, &json!({"error": "Shift is not open"})),
        )
        .await;
    let error = vendor
        .wellsky
        .shifts()
        .assign(&shift, &caregiver, &key())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Conflict, Delivery::Answered)
    );
    assert!(error.message().ends_with("Shift is not open"), "{error}");
}

#[tokio::test]
async fn availability_is_replaced_as_a_whole() {
    let vendor = Vendor::start().await;
    let wire = json!([{"day": "friday", "start": "22:00", "end": "06:00"}]);
    Mock::given(path("/v1/caregivers/7/availability"))
        .and(method("PUT"))
        .and(body_json(json!({"availability": wire})))
        .respond_with(json_answer(200, &support::caregiver("7")))
        .expect(1)
        .mount(&vendor.server)
        .await;
    let windows: Vec<AvailabilityWindow> = serde_json::from_value(wire).unwrap();
    let caregiver = CaregiverId::new("7").unwrap();
    vendor
        .wellsky
        .caregivers()
        .set_availability(&caregiver, &windows, &key())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_won_prospect_becomes_a_client() {
    let vendor = Vendor::start().await;
    Mock::given(path("/v1/prospects/3/convert-to-client"))
        .and(body_json(json!({"start_date": "2026-04-13"})))
        .respond_with(json_answer(
            201,
            &json!({"client": support::client(&json!(90)), "prospect": support::prospect("3", "won")}),
        ))
        .expect(1)
        .mount(&vendor.server)
        .await;
    let converted = vendor
        .wellsky
        .prospects()
        .convert_to_client(
            &ProspectId::new("3").unwrap(),
            NaiveDate::from_ymd_opt(2026, 4, 13),
            &key(),
        )
        .await
        .unwrap();
    assert_eq!(converted.client.id, id("90"));
}

#[tokio::test]
async fn each_list_asks_with_the_documented_words() {
    let vendor = Vendor::start().await;
    let list = |collection: &str| {
        json_answer(
            200,
            &json!({collection: [], "total": 0, "limit": 100, "offset": 0}),
        )
    };
    for (at, collection) in [
        ("/v1/clients", "clients"),
        ("/v1/clients/status-changes", "status_changes"),
        ("/v1/caregivers", "caregivers"),
        ("/v1/caregivers/7/schedule", "shifts"),
        ("/v1/shifts", "shifts"),
        ("/v1/shifts/open", "shifts"),
        ("/v1/prospects", "prospects"),
        ("/v1/applicants", "applicants"),
    ] {
        vendor.answers("GET", at, list(collection)).await;
    }
    let wellsky = &vendor.wellsky;
    let (seven, since) = (CaregiverId::new("7").unwrap(), window().start());
    wellsky
        .clients()
        .list(ClientFilter {
            status: Some("active".into()),
            updated_since: Some(since),
            ..ClientFilter::default()
        })
        .all()
        .await
        .unwrap();
    wellsky.clients().status_changes(since).all().await.unwrap();
    wellsky
        .caregivers()
        .list(CaregiverFilter {
            available_on: NaiveDate::from_ymd_opt(2026, 4, 6),
            ..CaregiverFilter::default()
        })
        .all()
        .await
        .unwrap();
    wellsky
        .caregivers()
        .schedule(&seven, window())
        .all()
        .await
        .unwrap();
    wellsky
        .shifts()
        .list(ShiftFilter {
            status: Some(ShiftStatus::Open),
            caregiver_match: Some(seven),
            ..ShiftFilter::in_window(window())
        })
        .all()
        .await
        .unwrap();
    wellsky.shifts().open(window()).all().await.unwrap();
    wellsky
        .prospects()
        .list(ProspectFilter {
            external_id: Some("a&b".to_owned()),
            ..ProspectFilter::default()
        })
        .all()
        .await
        .unwrap();
    let asked: Vec<String> = vendor
        .requests()
        .await
        .iter()
        .map(|r| {
            format!(
                "{}?{}",
                r.url.path(),
                r.url.query().unwrap_or("").replace("limit=100&offset=0", "")
            )
        })
        .collect();
    let span = "&start=2026-04-06T00%3A00%3A00Z&end=2026-04-13T00%3A00%3A00Z";
    assert_eq!(
        asked,
        [
            "/v1/clients?&status=active&updated_since=2026-04-06T00%3A00%3A00Z".to_owned(),
            "/v1/clients/status-changes?&since=2026-04-06T00%3A00%3A00Z".to_owned(),
            "/v1/caregivers?&available=true&date=2026-04-06".to_owned(),
            format!("/v1/caregivers/7/schedule?{span}"),
            format!("/v1/shifts?{span}&status=open&caregiver_match=7"),
            format!("/v1/shifts/open?{span}"),
            "/v1/prospects?&external_id=a%26b".to_owned(),
        ]
    );
}

#[tokio::test]
async fn an_unreachable_host_is_named() {
    let wellsky = WellSky::new(
        config()
            .with_base_url("http://127.0.0.1:1/v1")
            .unwrap()
            .with_retry(careweave_wellsky_client::RetryPolicy::never()),
    )
    .unwrap();
    let error = wellsky
        .prospects()
        .create(
            &NewProspect::new("Alpha", "Testprospect", Phone::parse("3035550100").unwrap()),
            &key(),
        )
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Unreachable, Delivery::NotSent)
    );
    assert_eq!(
        error.message(),
        "could not connect to http://127.0.0.1:1: connection refused; check the base URL"
    );
}
