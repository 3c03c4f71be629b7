//! The Connect dialect over a vendor that misbehaves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use careweave_http::{Clock, ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport, SystemClock};
use careweave_types::AgencyZone;
use careweave_wellsky_client::connect::{Connect, NewTaskLog, Position, TaskLogId};
use careweave_wellsky_client::{
    Api, CaregiverFilter, ClientFilter, ClientId, Delivery, EncounterId, Environment, ErrorKind, RetryPolicy,
    Row, ShiftFilter, TimeWindow, WellSky,
};
use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use serde_json::{Value, json};
use support::{config, json_answer, key, token};
use wiremock::matchers::{body_partial_json, header, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 6, 12, 0, 0).unwrap()
}

async fn vendor() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/oauth/accesstoken"))
        .respond_with(token("t0ken-aaaa"))
        .mount(&server)
        .await;
    server
}

fn over(server: &MockServer, base: &str, clock: Arc<dyn Clock>) -> WellSky {
    let config = config()
        .with_api(Api::Connect)
        .with_base_url(&format!("{}{base}", server.uri()))
        .unwrap()
        .with_retry(RetryPolicy::never());
    let transport = Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap());
    WellSky::with_transport(config, transport, clock, Arc::new(RecordedSleep::new())).unwrap()
}

fn wellsky(server: &MockServer) -> WellSky {
    over(server, "/v1", Arc::new(ManualClock::new(noon())))
}

fn connect(server: &MockServer) -> Connect {
    wellsky(server).connect().unwrap()
}

async fn answers(server: &MockServer, verb: &str, at: &str, response: ResponseTemplate) {
    Mock::given(method(verb))
        .and(path(at))
        .respond_with(response)
        .mount(server)
        .await;
}

async fn asked(server: &MockServer) -> Vec<Request> {
    let all = server.received_requests().await.unwrap();
    all.into_iter()
        .filter(|r| r.url.path() != "/oauth/accesstoken")
        .collect()
}

fn patient(id: &Value) -> Value {
    json!({
        "resourceType": "Patient", "id": id, "active": true,
        "name": [{"use": "official", "family": "Testclient", "given": ["Alpha"]}],
        "meta": {"tag": [{"code": "isClient", "display": "true"}, {"code": "status", "display": "None"}]}
    })
}

fn bundle(total: Option<u64>, rows: &[Value]) -> Value {
    let entries: Vec<Value> = rows.iter().map(|row| json!({"resource": row})).collect();
    let mut body = json!({"resourceType": "Bundle", "entry": entries});
    if let Some(total) = total {
        body["totalRecords"] = total.into();
    }
    body
}

/// A list of 250 practitioners, whose first page is number `base`.
struct Pages(u64);

impl Respond for Pages {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let number = |name: &str| {
            let pair = request.url.query_pairs().find(|(key, _)| key == name);
            pair.map(|(_, value)| value.parse::<u64>().unwrap())
        };
        let count = number("_count").unwrap();
        assert!(count <= 100, "over 100 is never sent");
        let start = number("_page").unwrap_or(self.0).saturating_sub(self.0) * count;
        let rows: Vec<Value> = (start..(start + count).min(250))
            .map(|n| json!({"id": 700_000 + n, "active": true, "meta": {"tag": [{"code": "isHired", "display": "true"}]}}))
            .collect();
        json_answer(200, &bundle(Some(250), &rows))
    }
}

#[tokio::test]
async fn two_hundred_and_fifty_people_take_three_requests_once_the_first_page_is_known() {
    for (base, first, later) in [(0, 3, 3), (1, 4, 3)] {
        let server = vendor().await;
        Mock::given(method("POST"))
            .and(path("/v1/practitioners/_search/"))
            .respond_with(Pages(base))
            .mount(&server)
            .await;
        let wellsky = wellsky(&server);
        for expected in [first, first + later] {
            let found = wellsky
                .caregivers()
                .list(CaregiverFilter::default())
                .all()
                .await
                .unwrap();
            assert_eq!(found.len(), 250);
            assert_eq!(asked(&server).await.len(), expected);
        }
    }
}

#[tokio::test]
async fn one_id_twice_in_a_list_is_not_two_people() {
    let server = vendor().await;
    let twice = bundle(Some(2), &[patient(&json!(500_001)), patient(&json!("500001"))]);
    answers(&server, "POST", "/v1/patients/_search/", json_answer(200, &twice)).await;
    let error = connect(&server).patients().list(None).all().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.get("expected"), error.get("got")),
        (ErrorKind::Incomplete, Some("2"), Some("1"))
    );
}

#[tokio::test]
async fn an_endpoint_without_totals_or_pages_ends_the_reading() {
    let server = vendor().await;
    let rows: Vec<Value> = (0..3).map(|n| patient(&json!(n + 1))).collect();
    answers(
        &server,
        "POST",
        "/v1/patients/_search/",
        json_answer(200, &bundle(None, &rows)),
    )
    .await;
    assert_eq!(
        connect(&server).patients().list(None).all().await.unwrap().len(),
        3
    );
    assert!(asked(&server).await.len() <= 3);
}

#[tokio::test]
async fn a_ten_megabyte_error_is_a_server_error_in_a_few_words() {
    let server = vendor().await;
    let page = format!("<html>{}</html>", "Alpha Testclient ".repeat(600_000));
    let response = ResponseTemplate::new(500).set_body_raw(page, "text/html");
    answers(&server, "GET", "/v1/encounter/1/", response).await;
    let id = EncounterId::new("1").unwrap();
    let error = connect(&server).encounters().get(&id).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.http_status()),
        (ErrorKind::Server, Some(500))
    );
    assert!(format!("{error:#}").len() < 500 && !format!("{error:#}").contains("Alpha"));
}

#[tokio::test]
async fn broken_text_and_half_an_answer_are_decode_errors_that_quote_nothing() {
    for body in [
        &b"{\"id\":\"1\",\"status\":\"\xff\xfe\"}"[..],
        &b"{\"id\":\"1\",\"subject\":{\"display\":\"Alpha"[..],
    ] {
        let server = vendor().await;
        let response = ResponseTemplate::new(200).set_body_raw(body.to_vec(), "application/json");
        answers(&server, "GET", "/v1/encounter/1/", response).await;
        let error = connect(&server)
            .encounters()
            .get(&EncounterId::new("1").unwrap())
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.http_status()),
            (ErrorKind::Decode, Some(200))
        );
        assert!(!format!("{error:#} {error:?}").contains("Alpha"));
    }
}

/// A wall clock that jumps back and forth by years while time passes evenly.
#[derive(Debug)]
struct Jumping {
    inner: SystemClock,
    calls: AtomicI64,
}

impl Clock for Jumping {
    fn now(&self) -> DateTime<Utc> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        noon() + TimeDelta::days(if call % 2 == 0 { -1000 } else { 1000 })
    }

    fn monotonic(&self) -> Duration {
        self.inner.monotonic()
    }
}

#[tokio::test]
async fn a_clock_that_jumps_costs_no_token_and_loses_no_call() {
    let server = vendor().await;
    let rows = bundle(Some(1), &[patient(&json!(1))]);
    answers(&server, "POST", "/v1/patients/_search/", json_answer(200, &rows)).await;
    let clock = Jumping {
        inner: SystemClock::new(),
        calls: AtomicI64::new(0),
    };
    let wellsky = over(&server, "/v1", Arc::new(clock));
    for _ in 0..5 {
        let found = wellsky
            .connect()
            .unwrap()
            .patients()
            .list(None)
            .all()
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
    }
    let tokens = server.received_requests().await.unwrap();
    assert_eq!(
        tokens
            .iter()
            .filter(|r| r.url.path() == "/oauth/accesstoken")
            .count(),
        1
    );
}

#[tokio::test]
async fn the_token_is_fetched_at_the_root_of_the_host_and_carried_as_bearer() {
    for base in ["/v1", "/v1/"] {
        let server = vendor().await;
        Mock::given(method("GET"))
            .and(path("/v1/organizations/"))
            .and(header("authorization", "Bearer t0ken-aaaa"))
            .respond_with(json_answer(
                200,
                &json!({"entry": [{"id": "9001", "name": "Agency"}]}),
            ))
            .expect(1)
            .mount(&server)
            .await;
        let wellsky = over(&server, base, Arc::new(ManualClock::new(noon())));
        let found = wellsky.connect().unwrap().organizations().list().await.unwrap();
        assert_eq!(found.len(), 1);
        let request = asked(&server).await.remove(0);
        assert!(request.headers.get("x-agency-id").is_none() && request.url.query().is_none());
    }
}

#[test]
fn each_surface_of_each_installation_has_its_own_address() {
    for (api, environment, base, token) in [
        (
            Api::Rest,
            Environment::Sandbox,
            "https://api-sandbox.clearcareonline.com/v1",
            "https://api-sandbox.clearcareonline.com/oauth/accesstoken",
        ),
        (
            Api::Rest,
            Environment::Production,
            "https://api.clearcareonline.com/v1",
            "https://api.clearcareonline.com/oauth/accesstoken",
        ),
        (
            Api::Connect,
            Environment::Sandbox,
            "https://connect-sandbox.clearcareonline.com/v1",
            "https://connect-sandbox.clearcareonline.com/oauth/accesstoken",
        ),
        (
            Api::Connect,
            Environment::Production,
            "https://connect.clearcareonline.com/v1",
            "https://connect.clearcareonline.com/oauth/accesstoken",
        ),
    ] {
        let config = config().with_api(api).with_environment(environment);
        assert_eq!(
            (config.base_url().as_str(), config.token_url().as_str()),
            (base, token)
        );
    }
}

#[test]
fn the_surface_is_read_from_the_environment_and_an_unknown_one_is_refused() {
    let read = |word: Option<&str>| {
        let word = word.map(str::to_owned);
        careweave_wellsky_client::Config::from_lookup(move |name| match name {
            "WELLSKY_API_KEY" | "WELLSKY_API_SECRET" | "WELLSKY_AGENCY_ID" => Some("abc".to_owned()),
            "WELLSKY_API" => word.clone(),
            _ => None,
        })
    };
    assert_eq!(read(None).unwrap().api(), Api::Rest);
    assert_eq!(read(Some("connect")).unwrap().api(), Api::Connect);
    let error = read(Some("fhir")).unwrap_err();
    assert_eq!(
        (error.kind(), error.get("variable")),
        (ErrorKind::Config, Some("WELLSKY_API"))
    );
}

#[tokio::test]
async fn a_403_of_the_gateway_is_a_wrong_path_and_one_of_the_application_a_missing_right() {
    for (body, kind) in [
        (
            json!({"message": "Missing Authentication Token"}),
            ErrorKind::UnknownRoute,
        ),
        (
            json!({"message": "Invalid key=value pair (missing equal-sign) in Authorization header"}),
            ErrorKind::UnknownRoute,
        ),
        (
            json!({"error": "Access denied. Invalid agencyId."}),
            ErrorKind::Forbidden,
        ),
    ] {
        let server = vendor().await;
        answers(&server, "GET", "/v1/encounter/1/", json_answer(403, &body)).await;
        let error = connect(&server)
            .encounters()
            .get(&EncounterId::new("1").unwrap())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(asked(&server).await.len(), 1, "not tried again");
    }
}

#[tokio::test]
async fn a_note_whose_answer_was_an_html_500_is_sent_once() {
    let server = vendor().await;
    let response = ResponseTemplate::new(500).set_body_raw("<html>oops</html>", "text/html");
    answers(&server, "POST", "/v1/encounter/1/tasklog/", response).await;
    let note = NewTaskLog::note("Call", "Daughter called", noon());
    let id = EncounterId::new("1").unwrap();
    let error = connect(&server)
        .task_logs()
        .create(&id, &note, &key())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    let requests = asked(&server).await;
    assert_eq!(requests.len(), 1);
    let body: Value = serde_json::from_slice(&requests[0].body).unwrap();
    assert_eq!(body["message_for_next_caregiver"], false);
    assert_eq!(body["recorded"], "2026-04-06T12:00:00+00:00");
}

#[tokio::test]
async fn ids_come_as_numbers_and_as_text() {
    for id in [json!("12118"), json!(12118)] {
        let server = vendor().await;
        let answer = json!({"success": true, "taskLogId": id});
        answers(
            &server,
            "POST",
            "/v1/encounter/1/tasklog/",
            json_answer(201, &answer),
        )
        .await;
        let note = NewTaskLog::note("Call", "Daughter called", noon());
        let written = connect(&server)
            .task_logs()
            .create(&EncounterId::new("1").unwrap(), &note, &key())
            .await
            .unwrap();
        assert_eq!(written, TaskLogId::new("12118").unwrap());
    }
}

#[tokio::test]
async fn a_clock_in_sends_time_and_place_and_an_answer_that_cannot_be_read_may_have_happened() {
    let server = vendor().await;
    Mock::given(method("POST"))
        .and(path("/v1/encounter/109000001/clockin/"))
        .and(body_partial_json(json!({
            "resourceType": "Encounter", "period": {"start": "2026-04-06T12:00:00+00:00"},
            "position": {"latitude": 39.74, "longitude": -104.99}
        })))
        .respond_with(json_answer(200, &json!({"success": true})))
        .mount(&server)
        .await;
    let appointment = careweave_wellsky_client::connect::AppointmentId::new("109000001").unwrap();
    let place = Position::new(39.74, -104.99).unwrap();
    let error = connect(&server)
        .encounters()
        .clock_in(&appointment, noon(), place, &key())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Decode, Delivery::MaybeSent)
    );
}

fn appointment(id: &str, start: &str, end: &str) -> Value {
    json!({"resourceType": "Appointment", "id": id, "client": {"id": 500_001}, "caregiver": {"id": "700001"},
           "start": start, "end": end, "status": "SCHEDULED"})
}

#[tokio::test]
async fn a_range_of_thirty_days_is_split_and_nothing_outside_it_or_twice_is_given() {
    let server = vendor().await;
    let april = bundle(
        Some(4),
        &[
            appointment("1", "2026-04-01T15:00:00+00:00", "2026-04-01T19:00:00+00:00"),
            appointment("1", "2026-04-08T15:00:00+00:00", "2026-04-08T19:00:00+00:00"),
            appointment("2", "2026-04-30T23:00:00+00:00", "2026-05-01T05:00:00+00:00"),
            appointment("3", "2026-04-30T23:59:59+00:00", "2026-05-01T06:00:00+00:00"),
        ],
    );
    // The night before reaches into the range; a careless server repeats an occurrence and adds one long past.
    let before = bundle(
        Some(3),
        &[
            appointment("4", "2026-03-31T22:00:00+00:00", "2026-04-01T06:00:00+00:00"),
            appointment("5", "2026-03-31T10:00:00+00:00", "2026-03-31T14:00:00+00:00"),
            appointment("1", "2026-04-01T15:00:00+00:00", "2026-04-01T19:00:00+00:00"),
        ],
    );
    let search = || {
        Mock::given(method("POST"))
            .and(path("/v1/appointment/_search/"))
            .and(query_param_is_missing("_page"))
    };
    search()
        .and(body_partial_json(
            json!({"clientId": "500001", "monthNo": "202604"}),
        ))
        .and(query_param("_count", "100"))
        .respond_with(json_answer(200, &april))
        .expect(1)
        .mount(&server)
        .await;
    search()
        .and(body_partial_json(
            json!({"clientId": "500001", "startDate": "20260331"}),
        ))
        .respond_with(json_answer(200, &before))
        .expect(1)
        .mount(&server)
        .await;
    let window = TimeWindow::new(
        "2026-04-01T00:00:00Z".parse().unwrap(),
        "2026-05-01T00:00:00Z".parse().unwrap(),
    )
    .unwrap();
    let found = connect(&server)
        .appointments()
        .of_client(&ClientId::new("500001").unwrap(), window)
        .await
        .unwrap();
    assert_eq!(
        found.iter().map(Row::key).collect::<Vec<_>>(),
        [
            "4@20260331T220000Z",
            "1@20260401T150000Z",
            "1@20260408T150000Z",
            "2@20260430T230000Z",
            "3@20260430T235959Z"
        ]
    );
}

#[tokio::test]
async fn an_evening_shift_is_shown_on_the_evening_of_the_agencys_zone() {
    let server = vendor().await;
    answers(
        &server,
        "POST",
        "/v1/patients/_search/",
        json_answer(200, &bundle(Some(1), &[patient(&json!(500_001))])),
    )
    .await;
    let night = appointment("1", "2026-04-08T01:00:00+00:00", "2026-04-08T05:00:00+00:00");
    answers(
        &server,
        "POST",
        "/v1/appointment/_search/",
        json_answer(200, &bundle(Some(1), &[night])),
    )
    .await;
    answers(
        &server,
        "POST",
        "/v1/encounter/_search/",
        json_answer(200, &json!({"resourceType": "Bundle", "entry": []})),
    )
    .await;
    let window = TimeWindow::new(noon(), noon() + TimeDelta::days(3)).unwrap();
    let shift = wellsky(&server)
        .shifts()
        .list(ShiftFilter::in_window(window))
        .all()
        .await
        .unwrap()
        .remove(0);
    let zone = AgencyZone::new("America/Denver").unwrap();
    let local = zone.local(shift.scheduled_start);
    assert_eq!(
        (local.date.to_string().as_str(), local.minute_of_day()),
        ("2026-04-07", 19 * 60)
    );
    assert_eq!(shift.window().unwrap().minutes(), 240);
}

#[tokio::test]
async fn a_second_401_is_an_authentication_error() {
    let server = vendor().await;
    answers(
        &server,
        "POST",
        "/v1/patients/_search/",
        json_answer(401, &json!({"error": "invalid_token"})),
    )
    .await;
    let error = wellsky(&server)
        .clients()
        .list(ClientFilter::default())
        .all()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert_eq!(asked(&server).await.len(), 2);
}

#[test]
fn nothing_personal_shows_in_debug_of_what_is_read_or_written() {
    use careweave_wellsky_client::connect::{
        Admin, AdminTask, Appointment, ClockOut, Document, DocumentOwner, Encounter, NewDocument,
        NewSubscription, OutboxItem, Patient, Practitioner, RelatedPerson, TaskLog,
    };
    fn shown<T: serde::de::DeserializeOwned + std::fmt::Debug>(value: Value) -> String {
        format!("{:?}", serde_json::from_value::<T>(value).unwrap())
    }
    const MARK: &str = "Quixotica";
    const DIGITS: &str = "3035550142";
    let person = json!({
        "id": 1, "name": [{"family": MARK, "given": [MARK]}], "birthDate": MARK,
        "telecom": [{"system": "phone", "use": "mobile", "value": DIGITS}, {"system": "email", "value": MARK}],
        "address": [{"line": [MARK], "city": MARK, "postalCode": MARK}],
        "meta": {"tag": [{"code": "notes", "display": MARK}]}, "emergencyContact": true
    });
    let note = NewTaskLog {
        comment: Some(MARK.into()),
        ..NewTaskLog::note(MARK, MARK, noon())
    };
    let document = NewDocument {
        owner: DocumentOwner::Client(ClientId::new("1").unwrap()),
        kind: "General".to_owned(),
        title: MARK.into(),
        content_type: "text/plain".to_owned(),
        bytes: careweave_wellsky_client::Pii::new(MARK.as_bytes().to_vec()),
    };
    let out = ClockOut {
        comment: Some(MARK.into()),
        mileage_description: Some(MARK.into()),
        ..ClockOut::new(noon(), Position::new(39.7412, -104.9912).unwrap())
    };
    let subscription = NewSubscription {
        criteria: "patient.created".into(),
        reason: "sync".to_owned(),
        endpoint: "https://receiver.example.invalid/hook".parse().unwrap(),
        bearer: format!("{MARK}-0123456789").into(),
    };
    let all = [
        shown::<Patient>(person.clone()),
        shown::<Practitioner>(person.clone()),
        shown::<RelatedPerson>(person.clone()),
        shown::<Admin>(json!({"id": 1, "name": MARK})),
        shown::<AdminTask>(json!({"id": 1, "description": MARK})),
        shown::<TaskLog>(json!({"id": 1, "title": MARK, "description": MARK, "comment": MARK})),
        shown::<Document>(json!({"id": 1, "content": {"attachment": {"title": MARK, "url": MARK}}})),
        shown::<Encounter>(json!({"id": 1, "subject": {"reference": "Patient/1", "display": MARK}})),
        shown::<Appointment>(json!({
            "id": 1, "client": {"id": 1}, "start": "2026-04-06T12:00:00", "end": "2026-04-06T13:00:00",
            "position": {"latitude": 39.7412, "longitude": -104.9912},
            "tasks": [{"id": 1, "description": MARK, "comment": MARK}]
        })),
        format!("{note:?} {document:?} {out:?} {subscription:?}"),
        format!(
            "{:?}",
            OutboxItem::Document {
                document: document.clone(),
                key: key(),
                sent: careweave_wellsky_client::Delivery::NotSent,
            }
        ),
    ];
    for text in all {
        assert!(
            !text.contains(MARK) && !text.contains(DIGITS) && !text.contains("39.74"),
            "{text}"
        );
        assert!(!text.contains(&format!("{:?}", MARK.as_bytes())), "{text}");
    }
}

#[tokio::test]
async fn a_document_is_one_object_with_its_owner_under_ref() {
    use careweave_wellsky_client::connect::{DocumentOwner, NewDocument};
    let server = vendor().await;
    let made =
        ResponseTemplate::new(201).set_body_json(json!({"resourceType": "DocumentReference", "id": "7"}));
    answers(&server, "POST", "/v1/documentReferences/", made).await;
    let document = NewDocument {
        owner: DocumentOwner::Client(ClientId::new("500001").unwrap()),
        kind: "General".to_owned(),
        title: "plan.txt".into(),
        content_type: "text/plain".to_owned(),
        bytes: careweave_wellsky_client::Pii::new(b"hello".to_vec()),
    };
    connect(&server)
        .documents()
        .create(&document, &key())
        .await
        .unwrap();
    let sent: Value = asked(&server).await.remove(0).body_json().unwrap();
    assert_eq!(
        (&sent["content"], &sent["context"], &sent["type"]),
        (
            &json!({"attachment": {"contentType": "text/plain", "title": "plan.txt", "data": "aGVsbG8="}}),
            &json!({"related": [{"ref": "Patient/500001"}]}),
            &json!({"text": "General"})
        )
    );
    for absent in ["description", "date", "status", "subject"] {
        assert!(sent.get(absent).is_none(), "{absent}");
    }
}
