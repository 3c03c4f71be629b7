//! Booking, moving and canceling at an Acuity account, its limits and its OAuth.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod acuity_common;

use acuity_common::{ASSESSMENT, Account, COURSE, OFFICE, code};
use reqwest::Method;
use serde_json::{Value, json};

const DAY: &str = "2026-04-08";

#[tokio::test]
async fn a_booking_is_a_200_and_takes_its_time() {
    let account = Account::start().await;
    let free = account.free(ASSESSMENT, DAY).await;
    let made = account.book(ASSESSMENT, &free).await;
    assert_eq!(
        (&made["datetime"], &made["duration"]),
        (&json!(free), &json!("60"))
    );
    assert_eq!(
        (&made["calendarID"], &made["labels"]),
        (&json!(OFFICE), &Value::Null)
    );
    let (status, body) = account
        .post("/appointments", account.booking(ASSESSMENT, &free))
        .await;
    assert_eq!((status, code(&body)), (400, "no_available_calendar"));
    let mut named = account.booking(ASSESSMENT, &free);
    named["calendarID"] = OFFICE.into();
    let (status, body) = account.post("/appointments", named.clone()).await;
    assert_eq!((status, code(&body)), (400, "not_available"));
    // The office books twice if it wants to.
    for _ in 0..2 {
        let (status, body) = account.post("/appointments?admin=true", named.clone()).await;
        assert_eq!((status, &body["datetime"]), (200, &json!(free)));
    }
}

#[tokio::test]
async fn what_a_booking_lacks_is_said_by_its_code() {
    let account = Account::start().await;
    let free = account.free(ASSESSMENT, DAY).await;
    for (change, expected) in [
        (json!({"datetime": null}), "required_datetime"),
        (json!({"datetime": "soon"}), "invalid_datetime"),
        (json!({"appointmentTypeID": null}), "required_appointment_type_id"),
        (
            json!({"appointmentTypeID": 51_000_004}),
            "invalid_appointment_type",
        ),
        (json!({"calendarID": 7_100_003}), "invalid_calendar"),
        (json!({"firstName": ""}), "required_first_name"),
        (json!({"lastName": null}), "required_last_name"),
        (json!({"email": null}), "required_email"),
        (json!({"email": "nobody"}), "invalid_email"),
        (json!({"timezone": "MST"}), "invalid_timezone"),
        (json!({"fields": [{"id": 1, "value": "x"}]}), "invalid_fields"),
        (json!({"fields": "x"}), "invalid_fields"),
        (json!({"notes": "for the office"}), "bad_request"),
        (json!({"labels": [{"id": 11}, {"id": 12}]}), "bad_request"),
        (json!({"certificate": "NONE"}), "invalid_certificate"),
        (json!({"certificate": "EXPIRED"}), "expired_certificate"),
        (json!({"certificate": "SPENT"}), "certificate_uses"),
        (
            json!({"appointmentTypeID": COURSE, "certificate": "WELCOME5", "fields": [{"id": 8201, "value": "yes"}]}),
            "invalid_certificate_type",
        ),
        (json!({"appointmentTypeID": COURSE}), "required_field"),
        (
            json!({"datetime": "2026-04-06T07:00:00-0600", "calendarID": OFFICE}),
            "not_available_min_hours_in_advance",
        ),
        (
            json!({"datetime": "2028-04-06T09:00:00-0600", "calendarID": OFFICE}),
            "not_available_max_days_in_advance",
        ),
    ] {
        let mut booking = account.booking(ASSESSMENT, &free);
        for (name, value) in change.as_object().unwrap() {
            booking[name] = value.clone();
        }
        let (status, body) = account.post("/appointments", booking).await;
        assert_eq!((status, code(&body)), (400, expected), "{change}: {body}");
    }
    let mut admin = account.booking(ASSESSMENT, &free);
    admin["notes"] = "for the office".into();
    let (status, body) = account.post("/appointments?admin=true", admin.clone()).await;
    assert_eq!((status, code(&body)), (400, "invalid_calendar"));
    admin["calendarID"] = OFFICE.into();
    admin["certificate"] = "WELCOME5".into();
    let (status, body) = account.post("/appointments?admin=true", admin).await;
    assert_eq!(
        (status, &body["notes"], &body["certificate"]),
        (200, &json!("for the office"), &json!("WELCOME5"))
    );
}

#[tokio::test]
async fn a_change_of_details_ignores_the_time_and_the_route_for_it_keeps_the_id() {
    let account = Account::start().await;
    let free = account.free(ASSESSMENT, DAY).await;
    let made = account.book(ASSESSMENT, &free).await;
    let path = format!("/appointments/{}", made["id"]);
    let later = "2026-04-09T10:00:00-0600";
    let change = json!({"datetime": later, "firstName": "Beta", "labels": [{"id": 13}]});
    let (status, changed) = account.put(&path, change).await;
    assert_eq!(
        (status, &changed["datetime"], &changed["firstName"]),
        (200, &made["datetime"], &json!("Beta"))
    );
    assert_eq!(changed["labels"][0]["name"], "Confirmed");
    let (_, cleared) = account.put(&path, json!({"labels": []})).await;
    assert_eq!(cleared["labels"], Value::Null);

    let to = account.free(ASSESSMENT, "2026-04-09").await;
    let (status, moved) = account
        .put(&format!("{path}/reschedule"), json!({"datetime": to}))
        .await;
    assert_eq!(
        (status, &moved["id"], &moved["datetime"]),
        (200, &made["id"], &json!(to))
    );
    let (status, body) = account.put(&format!("{path}/reschedule"), json!({})).await;
    assert_eq!((status, code(&body)), (400, "required_datetime"));
}

#[tokio::test]
async fn a_cancellation_is_for_good_and_only_its_no_show_may_change() {
    let account = Account::start().await;
    let free = account.free(ASSESSMENT, DAY).await;
    let made = account.book(ASSESSMENT, &free).await;
    let path = format!("/appointments/{}", made["id"]);
    let empty = account
        .request(Method::PUT, &format!("{path}/cancel"))
        .send()
        .await
        .unwrap();
    assert_eq!(empty.status(), 400);
    let (status, canceled) = account
        .put(&format!("{path}/cancel"), json!({"noShow": true}))
        .await;
    assert_eq!(
        (status, &canceled["canceled"], &canceled["noShow"]),
        (200, &json!(true), &json!(false))
    );
    let (_, marked) = account
        .put(&format!("{path}/cancel?admin=true"), json!({"noShow": true}))
        .await;
    assert_eq!(marked["noShow"], true);
    let (_, unmarked) = account
        .put(&format!("{path}/cancel?admin=true"), json!({"noShow": false}))
        .await;
    assert_eq!(
        (&unmarked["noShow"], &unmarked["canceled"]),
        (&json!(false), &json!(true))
    );
    let (_, still) = account
        .put(&format!("{path}?admin=true"), json!({"canceled": false}))
        .await;
    assert_eq!(still["canceled"], true);
    let (status, body) = account
        .put(&format!("{path}/reschedule"), json!({"datetime": free}))
        .await;
    assert_eq!((status, code(&body)), (400, "reschedule_canceled"));
    // The time is free again.
    account.book(ASSESSMENT, &free).await;
}

#[tokio::test]
async fn clients_may_not_move_or_cancel_late_and_the_office_may() {
    let account = Account::start().await;
    let free = account.free(ASSESSMENT, DAY).await;
    let made = account.book(ASSESSMENT, &free).await;
    let path = format!("/appointments/{}", made["id"]);
    let start = chrono::DateTime::parse_from_str(&free, "%Y-%m-%dT%H:%M:%S%z")
        .unwrap()
        .to_utc();
    let near = start - chrono::TimeDelta::minutes(90);
    account
        .control(Method::POST, "/clock", json!({"now": near}))
        .await;
    let to = account.free(ASSESSMENT, "2026-04-09").await;
    for (route, body, close, past) in [
        ("cancel", json!({}), "cancel_too_close", "cancel_not_allowed"),
        (
            "reschedule",
            json!({"datetime": to}),
            "reschedule_too_close",
            "reschedule_not_allowed",
        ),
    ] {
        let (status, refused) = account.put(&format!("{path}/{route}"), body.clone()).await;
        assert_eq!((status, code(&refused)), (400, close));
        let old = account.rows("/appointments?maxDate=2026-04-03").await[0]["id"].clone();
        let (status, refused) = account.put(&format!("/appointments/{old}/{route}"), body).await;
        assert_eq!((status, code(&refused)), (400, past));
    }
    let (status, _) = account
        .put(&format!("{path}/reschedule?admin=true"), json!({"datetime": to}))
        .await;
    assert_eq!(status, 200);
    assert_eq!(
        account
            .put(&format!("{path}/cancel?admin=true"), json!({}))
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn more_than_ten_a_second_from_one_address_are_turned_away_and_others_are_not() {
    let account = Account::with(&[]).await;
    let from = async |address: &str| {
        let request = account
            .request(Method::GET, "/labels")
            .header("x-forwarded-for", address);
        let response = request.send().await.unwrap();
        let wait = response.headers().get("retry-after").cloned();
        (
            response.status().as_u16(),
            wait.map(|wait| wait.to_str().unwrap().to_owned()),
        )
    };
    let mut answers = Vec::new();
    for _ in 0..11 {
        answers.push(from("198.51.100.7").await);
    }
    // A machine that is slow enough may see the window slide; none may see more than ten within one.
    let good = answers.iter().filter(|(status, _)| *status == 200).count();
    assert!(good >= 10);
    let mut last = answers.pop().unwrap();
    while last.0 == 200 {
        last = from("198.51.100.7").await;
    }
    assert_eq!(last, (429, Some("1".to_owned())));
    assert_eq!(from("198.51.100.8, 198.51.100.7").await.0, 200);
    account
        .control(Method::PUT, "/switches", json!({"acuity.retry_after": "omitted"}))
        .await;
    account
        .control(Method::POST, "/clock", json!({"advance_seconds": 2}))
        .await;
    let mut last = from("198.51.100.7").await;
    while last.0 == 200 {
        last = from("198.51.100.7").await;
    }
    assert_eq!(last, (429, None));
}

#[tokio::test]
async fn more_than_twenty_at_once_from_one_address_are_turned_away() {
    let account = Account::with(&[]).await;
    let fault = json!({"method": "GET", "path_prefix": "/labels", "action": {"kind": "latency", "ms": 400}});
    assert_eq!(account.control(Method::POST, "/faults", fault).await.0, 201);
    let calls: Vec<_> = (0..25)
        .map(|_| {
            let request = account.request(Method::GET, "/labels");
            tokio::spawn(async move { request.send().await.unwrap().status().as_u16() })
        })
        .collect();
    let mut refused = 0;
    for call in calls {
        refused += usize::from(call.await.unwrap() == 429);
    }
    // Ten pass by the second, and of the rest at least five were over twenty.
    assert_eq!(refused, 15);
}

#[tokio::test]
async fn an_account_is_connected_by_a_code_that_works_once() {
    let account = Account::start().await;
    let keys = &account.ready.credentials.acuity;
    let root = account.ready.acuity.strip_suffix("/api/v1").unwrap();
    let back = "https://portal.example.invalid/back";
    let authorize = |scope: &str| {
        let pairs = [
            ("response_type", "code"),
            ("scope", scope),
            ("client_id", keys.user_id.as_str()),
            ("redirect_uri", back),
            ("state", "a-state-nobody-guesses"),
        ];
        account
            .http
            .get(format!("{root}/oauth2/authorize"))
            .query(&pairs)
            .send()
    };
    assert_eq!(authorize("api-v2").await.unwrap().status(), 400);
    let answer = authorize("api-v1").await.unwrap();
    assert_eq!(answer.status(), 302);
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    assert!(
        location.starts_with(back) && location.ends_with("state=a-state-nobody-guesses"),
        "{location}"
    );
    let code = location.split(['=', '&']).nth(1).unwrap().to_owned();
    let exchange = |secret: &str| {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", back),
            ("client_id", keys.user_id.as_str()),
            ("client_secret", secret),
        ];
        account
            .http
            .post(format!("{root}/oauth2/token"))
            .form(&form)
            .send()
    };
    assert_eq!(exchange("wrong").await.unwrap().status(), 401);
    let granted: Value = exchange(&keys.api_key).await.unwrap().json().await.unwrap();
    let token = granted["access_token"].as_str().unwrap();
    assert_eq!(exchange(&keys.api_key).await.unwrap().status(), 400);
    let me = account
        .http
        .get(format!("{}/me", account.ready.acuity))
        .bearer_auth(token);
    assert_eq!(me.send().await.unwrap().status(), 200);
    let (_, journal) = account
        .control(Method::GET, "/journal?surface=acuity", Value::Null)
        .await;
    let journal = journal.to_string();
    assert!(!journal.contains(&keys.api_key) && !journal.contains(token));
}

#[tokio::test]
async fn clients_are_known_by_name_and_phone() {
    let account = Account::start().await;
    let client = json!({"firstName": "Omega", "lastName": "Testclient", "phone": "3035550199"});
    assert_eq!(account.post("/clients", client).await.0, 200);
    let (status, changed) = account
        .put(
            "/clients?firstName=Omega&lastName=Testclient&phone=3035550199",
            json!({"email": "omega@example.invalid"}),
        )
        .await;
    assert_eq!(
        (status, &changed["email"]),
        (200, &json!("omega@example.invalid"))
    );
    assert_eq!(account.rows("/clients?search=omega").await.len(), 1);
    assert_eq!(
        account
            .delete("/clients?firstName=Omega&lastName=Testclient")
            .await
            .0,
        204
    );
    assert!(account.rows("/clients?search=omega").await.is_empty());
    assert_eq!(
        account
            .delete("/clients?firstName=Omega&lastName=Testclient")
            .await
            .0,
        404
    );
}
