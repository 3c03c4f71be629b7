//! Planned faults that break the answer or the pace.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use common::{error, ids, read, resources, start};
use reqwest::Method;
use serde_json::{Value, json};

const PATIENTS: &str = "/patients/?_count=5";

#[tokio::test]
async fn a_truncated_answer_is_cut_with_a_right_length_or_by_closing() {
    let (_sandbox, caller) = start().await;
    let get = || caller.connect(Method::GET, PATIENTS).send();
    let whole = get().await.unwrap().bytes().await.unwrap();
    caller
        .fault(
            "GET",
            "/patients",
            1,
            json!({"kind": "truncate", "how": "content_length"}),
        )
        .await;
    let answer = get().await.unwrap();
    assert_eq!(answer.status(), 200);
    let cut = answer.bytes().await.unwrap();
    assert_eq!(cut, whole[..whole.len() / 2]);
    assert!(serde_json::from_slice::<Value>(&cut).is_err());

    caller
        .fault("GET", "/patients", 1, json!({"kind": "truncate", "how": "close"}))
        .await;
    let mut answer = get().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.headers()["content-length"],
        whole.len().to_string().as_str()
    );
    let mut arrived = Vec::new();
    let broken = loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => arrived.extend_from_slice(&chunk),
            Ok(None) => break false,
            Err(_) => break true,
        }
    };
    assert!(broken, "the connection closed before the length was reached");
    assert_eq!(arrived, whole[..whole.len() / 2]);
    assert_eq!(get().await.unwrap().bytes().await.unwrap(), whole);
}

#[tokio::test]
async fn a_broken_text_is_no_utf_8_and_a_huge_error_is_huge() {
    let (_sandbox, caller) = start().await;
    caller
        .fault("GET", "/patients", 1, json!({"kind": "invalid_utf8"}))
        .await;
    let answer = caller.connect(Method::GET, PATIENTS).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let bytes = answer.bytes().await.unwrap();
    assert!(std::str::from_utf8(&bytes).is_err());
    caller
        .fault("GET", "/patients", 1, json!({"kind": "huge_body", "status": 503}))
        .await;
    let answer = caller.connect(Method::GET, PATIENTS).send().await.unwrap();
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.bytes().await.unwrap().len(), 10 * 1024 * 1024);
    caller.fault("*", "/patients", 1, json!({"kind": "html"})).await;
    let (status, page) = caller.cpost("/patients/", &json!({})).await;
    assert!(status == 500 && page.as_str().unwrap().contains("<html>"));
}

#[tokio::test]
async fn a_page_that_repeats_never_ends_a_naive_loop_on_either_surface() {
    let (_sandbox, caller) = start().await;
    let always = json!({"method": "*", "path_prefix": "/v1", "action": {"kind": "repeat_page"}});
    assert_eq!(
        caller.control(Method::POST, "/faults", Some(&always)).await,
        (201, always.clone())
    );
    let first = ids(&resources(&caller.cget(PATIENTS).await.1));
    for page in 1..6 {
        let again = caller.cget(&format!("{PATIENTS}&_page={page}")).await.1;
        assert_eq!(ids(&resources(&again)), first);
    }
    let (_, rest) = caller.get("/clients?limit=5&offset=5").await;
    assert_eq!(
        rest["clients"][0]["id"],
        first
            .iter()
            .find(|id| id.starts_with('5'))
            .map_or(json!("500001"), |id| json!(id))
    );
    let (_, planned) = caller.control(Method::GET, "/faults", None).await;
    assert_eq!(planned, json!({ "faults": [always] }));
    let journal = caller.journal("?surface=wellsky.connect").await;
    assert!(journal.iter().all(|e| e["fault"] == "repeat_page"));
    assert_eq!(
        caller.control(Method::DELETE, "/faults", None).await.1,
        json!({"removed": 1})
    );
    assert_ne!(
        ids(&resources(&caller.cget(&format!("{PATIENTS}&_page=1")).await.1)),
        first
    );
}

#[tokio::test]
async fn requests_over_the_rate_are_told_to_wait_and_pass_when_the_clock_moves_on() {
    let (_sandbox, caller) = start().await;
    let limit = json!({"method": "*", "path_prefix": "/patients",
                       "action": {"kind": "rate_limit", "per_second": 3, "retry_after": 7}});
    assert_eq!(caller.control(Method::POST, "/faults", Some(&limit)).await.0, 201);
    // Requests take real time too, so that only the least that must be refused is counted.
    let mut refused = 0;
    for _ in 0..40 {
        let answer = caller.connect(Method::GET, PATIENTS).send().await.unwrap();
        if answer.status() == 429 {
            assert_eq!(answer.headers()["retry-after"], "7");
            assert_eq!(read(answer).await, error(429, "Too many requests"));
            refused += 1;
        }
    }
    assert!(refused > 0);
    assert_eq!(caller.cget("/practitioners/?_count=1").await.0, 200);
    let step = json!({"advance_seconds": 1});
    assert_eq!(caller.control(Method::POST, "/clock", Some(&step)).await.0, 200);
    assert_eq!(caller.cget(PATIENTS).await.0, 200);
    let limited = caller.journal("?path_prefix=/patients").await;
    assert_eq!(
        limited.iter().filter(|e| e["fault"] == "rate_limit").count(),
        refused
    );
}

#[tokio::test]
async fn an_expired_token_stays_refused_and_a_fresh_one_is_good() {
    let (_sandbox, caller) = start().await;
    caller
        .fault("GET", "/patients", 1, json!({"kind": "expired_token"}))
        .await;
    for _ in 0..2 {
        assert_eq!(caller.cget(PATIENTS).await, error(401, "invalid_token"));
    }
    let fresh = caller.fresh_token().await;
    let url = format!("{}{PATIENTS}", caller.ready.wellsky.connect);
    assert_eq!(
        caller
            .http
            .get(url)
            .bearer_auth(fresh)
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
}

#[tokio::test]
async fn a_latency_holds_requests_back_and_lets_them_through() {
    let (_sandbox, caller) = start().await;
    for ms in [json!(5), json!([1, 9])] {
        let slow = json!({"method": "GET", "path_prefix": "/patients", "times": 2, "action": {"kind": "latency", "ms": ms}});
        assert_eq!(caller.control(Method::POST, "/faults", Some(&slow)).await.0, 201);
        for _ in 0..3 {
            assert_eq!(caller.cget(PATIENTS).await.0, 200);
        }
    }
    let journal = caller.journal("?path_prefix=/patients").await;
    let met: Vec<bool> = journal.iter().map(|e| e["fault"] == "latency").collect();
    assert_eq!(met, [true, true, false, true, true, false]);
    for action in [
        json!({"kind": "latency", "ms": [9, 1]}),
        json!({"kind": "latency", "ms": 600_001}),
        json!({"kind": "rate_limit", "per_second": 0}),
        json!({"kind": "huge_body", "bytes": 1_000_000_000}),
        json!({"kind": "html", "status": 99}),
        json!({"kind": "truncate"}),
    ] {
        let fault = json!({"method": "*", "path_prefix": "/", "times": 1, "action": action});
        let (status, body) = caller.control(Method::POST, "/faults", Some(&fault)).await;
        assert!([400, 422].contains(&status), "{action}: {body}");
    }
}
