//! Planned faults.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::{Caller, error, read, start};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// Asks until `done` says so; a bound on real time makes a failure a failure and not a hang.
async fn until(caller: &Caller, path: &str, done: impl Fn(&Value) -> bool) {
    let waiting = async {
        loop {
            if done(&caller.control(Method::GET, path, None).await.1) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting)
        .await
        .unwrap();
}

fn open(state: &Value) -> u64 {
    state["shifts"]["open"].as_u64().unwrap()
}

#[tokio::test]
async fn a_status_is_answered_as_often_as_planned_and_nothing_is_carried_out() {
    let (_sandbox, caller) = start().await;
    let (shift, caregiver) = caller.fillable().await;
    let path = format!("/shifts/{shift}/assignments");
    let body = json!({"caregiver_id": caregiver});
    caller
        .fault("POST", "/v1/shifts", 2, json!({"kind": "status", "status": 500}))
        .await;
    for _ in 0..2 {
        assert_eq!(caller.post(&path, &body).await.0, 500);
    }
    assert_eq!(caller.get(&format!("/shifts/{shift}")).await.1["status"], "open");
    assert_eq!(caller.post(&path, &body).await.0, 201);
    let entries = caller.journal("?method=POST&path_prefix=/v1/shifts").await;
    let seen: Vec<_> = entries
        .iter()
        .map(|e| (e["status"].clone(), e["committed"].clone()))
        .collect();
    assert_eq!(
        seen,
        [
            (json!(500), json!(false)),
            (json!(500), json!(false)),
            (json!(201), json!(true))
        ]
    );
}

#[tokio::test]
async fn a_status_carries_the_body_type_and_wait_that_were_planned() {
    let (_sandbox, caller) = start().await;
    caller
        .fault(
            "GET",
            "/v1/clients",
            1,
            json!({"kind": "status", "status": 429, "retry_after": 7}),
        )
        .await;
    let response = caller.request(Method::GET, "/clients").send().await.unwrap();
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(read(response).await, error(429, "Too many requests"));

    let html =
        json!({"kind": "status", "status": 502, "body": "<h1>Bad Gateway</h1>", "content_type": "text/html"});
    caller.fault("*", "/", 1, html).await;
    let response = caller
        .request(Method::PUT, "/clients/500001")
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["content-type"], "text/html");
    assert_eq!(read(response).await, (502, json!("<h1>Bad Gateway</h1>")));

    caller
        .fault(
            "GET",
            "/v1/shifts",
            1,
            json!({"kind": "status", "status": 403, "body": {"error": "No"}}),
        )
        .await;
    assert_eq!(caller.get("/shifts").await, error(403, "No"));
    assert_eq!(caller.get("/shifts").await.0, 200);
}

#[tokio::test]
async fn a_fault_meets_its_method_and_prefix_alone_and_can_be_called_off() {
    let (_sandbox, caller) = start().await;
    caller
        .fault("POST", "/v1/clients", 1, json!({"kind": "status", "status": 503}))
        .await;
    caller
        .fault("GET", "/v1/shifts", 9, json!({"kind": "status", "status": 503}))
        .await;
    assert_eq!(caller.get("/clients").await.0, 200);
    assert_eq!(caller.post("/prospects", &json!({})).await.0, 422);
    assert_eq!(caller.get("/shifts/open").await.0, 503);
    assert_eq!(
        caller.control(Method::DELETE, "/faults", None).await,
        (200, json!({"removed": 2}))
    );
    assert_eq!(caller.get("/shifts/open").await.0, 200);
    assert_eq!(caller.post("/clients", &json!({})).await.0, 422);
}

#[tokio::test]
async fn a_connection_is_dropped_without_an_answer_before_or_after_the_commit() {
    let (_sandbox, caller) = start().await;
    let (shift, caregiver) = caller.fillable().await;
    let path = format!("/shifts/{shift}/assignments");
    let body = json!({"caregiver_id": caregiver});
    for (when, open_after) in [("before_commit", 5), ("after_commit", 4)] {
        caller
            .fault("POST", "/v1/shifts", 1, json!({"kind": "drop", "when": when}))
            .await;
        let sent = caller.request(Method::POST, &path).json(&body).send().await;
        assert!(sent.unwrap_err().status().is_none(), "{when}");
        let (_, state) = caller.control(Method::GET, "/state", None).await;
        assert_eq!(open(&state), open_after, "{when}");
        let entry = caller
            .journal("?method=POST&path_prefix=/v1/shifts")
            .await
            .pop()
            .unwrap();
        assert_eq!(entry["status"], json!(null), "{when}");
        assert_eq!(entry["committed"], json!(when == "after_commit"), "{when}");
    }
    assert_eq!(caller.post(&path, &body).await, error(409, "Shift is not open"));
}

#[tokio::test]
async fn a_dropped_connection_carries_not_one_byte() {
    let (_sandbox, caller) = start().await;
    caller
        .fault(
            "GET",
            "/v1/clients",
            1,
            json!({"kind": "drop", "when": "after_commit"}),
        )
        .await;
    let address = caller
        .ready
        .wellsky
        .rest
        .trim_start_matches("http://")
        .trim_end_matches("/v1");
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!(
        "GET /v1/clients HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\r\n",
        caller.token
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let end = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes)).await;
    // Closed, by an end or by a reset, and empty.
    let _closed = end.unwrap();
    assert_eq!(bytes, b"");
}

#[tokio::test]
async fn a_delay_after_the_commit_shows_in_the_state_before_the_answer_arrives() {
    let (sandbox, caller) = start().await;
    let caller = Arc::new(caller);
    let (shift, caregiver) = caller.fillable().await;
    caller
        .fault(
            "POST",
            "/v1/shifts",
            1,
            json!({"kind": "delay", "after_commit_ms": 600_000}),
        )
        .await;
    let pending = tokio::spawn({
        let caller = Arc::clone(&caller);
        async move {
            caller
                .request(Method::POST, &format!("/shifts/{shift}/assignments"))
                .json(&json!({"caregiver_id": caregiver}))
                .send()
                .await
        }
    });
    until(&caller, "/state", |state| open(state) == 4).await;
    assert!(!pending.is_finished());
    let entry = &caller.journal("?method=POST&path_prefix=/v1/shifts").await[0];
    assert_eq!(
        (&entry["status"], &entry["committed"]),
        (&json!(201), &json!(true))
    );
    drop(sandbox);
    let answer = tokio::time::timeout(Duration::from_secs(20), pending)
        .await
        .unwrap()
        .unwrap();
    assert!(answer.is_err(), "the answer was never sent");
}

#[tokio::test]
async fn a_short_delay_ends_with_the_answer() {
    let (_sandbox, caller) = start().await;
    caller
        .fault(
            "GET",
            "/v1/clients",
            1,
            json!({"kind": "delay", "before_ms": 20, "after_commit_ms": 20}),
        )
        .await;
    assert_eq!(caller.get("/clients").await.1["total"], 10);
}

#[tokio::test]
async fn a_request_goes_on_when_the_caller_hangs_up() {
    let (_sandbox, caller) = start().await;
    let caller = Arc::new(caller);
    let (shift, caregiver) = caller.fillable().await;
    caller
        .fault(
            "POST",
            "/v1/shifts",
            1,
            json!({"kind": "delay", "before_ms": 400}),
        )
        .await;
    let pending = tokio::spawn({
        let caller = Arc::clone(&caller);
        let (path, body) = (
            format!("/shifts/{shift}/assignments"),
            json!({"caregiver_id": caregiver}),
        );
        async move { caller.post(&path, &body).await }
    });
    let arrived = |journal: &Value| !journal["entries"].as_array().unwrap().is_empty();
    until(&caller, "/journal?method=POST&path_prefix=/v1/shifts", arrived).await;
    pending.abort();
    until(&caller, "/state", |state| open(state) == 4).await;
}
