//! The control port: journal, offers, and what it refuses.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use careweave_sandbox::SandboxConfig;
use common::{start, start_with, text};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn the_ready_line_holds_what_is_needed_and_reads_back() {
    let (sandbox, caller) = start_with(SandboxConfig::default().with_seed(9)).await;
    let line: Value = serde_json::from_str(&sandbox.ready().line()).unwrap();
    assert!(!sandbox.ready().line().contains('\n'));
    assert_eq!(
        (&line["seed"], &line["now"], &line["zone"]),
        (
            &json!(9),
            &json!("2026-04-06T12:00:00Z"),
            &json!("America/Denver")
        )
    );
    let rest = text(&line["wellsky"], "rest");
    assert!(rest.starts_with("http://127.0.0.1:") && rest.ends_with("/v1"));
    assert_eq!(
        text(&line["wellsky"], "token"),
        rest.replace("/v1", "/oauth/accesstoken")
    );
    assert!(text(&line["credentials"]["wellsky"], "api_key").starts_with("sandbox-key-"));
    assert!(
        text(&line["credentials"]["wellsky"], "agency_id")
            .parse::<u64>()
            .is_ok()
    );
    assert_eq!(
        caller.control(Method::GET, "/ready", None).await,
        (200, line.clone())
    );
    let back: careweave_sandbox::Ready = serde_json::from_value(line).unwrap();
    assert_eq!(&back, sandbox.ready());
    assert!(!format!("{sandbox:?}").contains(&back.credentials.wellsky.api_secret));
}

#[tokio::test]
async fn the_journal_holds_every_request_in_order_and_no_secret() {
    let (_sandbox, caller) = start().await;
    let (shift, caregiver) = caller.fillable().await;
    let earlier = caller.journal("").await;
    let last = earlier.last().unwrap()["seq"].as_u64().unwrap();

    let path = format!("/shifts/{shift}/assignments");
    let body = json!({"caregiver_id": caregiver});
    let request = caller
        .request(Method::POST, &path)
        .header("Idempotency-Key", "key-1")
        .header("X-Request-ID", "req-1")
        .json(&body);
    assert_eq!(request.send().await.unwrap().status(), 201);
    caller.get("/clients?limit=3").await;
    caller.get("/nowhere").await;
    caller.post("/clients", &json!({"first_name": ""})).await;
    let keys = &caller.ready.credentials.wellsky;
    caller
        .post("/oauth/accesstoken", &json!({"client_secret": keys.api_secret}))
        .await;
    caller
        .get(&format!("/clients?client_secret={}", keys.api_secret))
        .await;

    let entries = caller.journal(&format!("?since_seq={last}")).await;
    let seen: Vec<_> = entries
        .iter()
        .map(|e| {
            (
                text(e, "method"),
                text(e, "path"),
                e["status"].as_u64().unwrap(),
                e["committed"].as_bool().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("POST", format!("/v1{path}"), 201, true),
        ("GET", "/v1/clients".to_owned(), 200, false),
        ("GET", "/v1/nowhere".to_owned(), 403, false),
        ("POST", "/v1/clients".to_owned(), 422, false),
        ("POST", "/v1/oauth/accesstoken".to_owned(), 403, false),
        ("GET", "/v1/clients".to_owned(), 400, false),
    ];
    assert!(
        seen.into_iter()
            .eq(expected.map(|(m, p, s, c)| (m.to_owned(), p, s, c)))
    );
    assert_eq!(
        entries[0],
        json!({
            "seq": last + 1, "at": "2026-04-06T12:00:00Z", "surface": "wellsky", "method": "POST",
            "path": format!("/v1{path}"), "query": null, "status": 201, "idempotency_key": "key-1",
            "request_id": "req-1", "body": body, "committed": true,
        })
    );
    assert_eq!(entries[1]["query"], "limit=3");
    assert_eq!(
        entries[1]["at"], "2026-04-06T12:00:01Z",
        "the clock advanced with the write"
    );

    let whole = Value::from(caller.journal("").await).to_string();
    assert!(!whole.contains(&keys.api_secret) && !whole.contains(&caller.token));
    let token = &caller.journal("?path_prefix=/oauth").await[0];
    assert_eq!((&token["status"], &token["body"]), (&json!(200), &json!(null)));

    let posts = caller.journal("?method=POST&path_prefix=/v1/shifts").await;
    assert_eq!(posts, [entries[0].clone()]);
    assert_eq!(caller.journal("?path_prefix=/shifts&method=post").await, posts);

    let count = caller.journal("").await.len();
    assert_eq!(
        caller.control(Method::DELETE, "/journal", None).await,
        (200, json!({"removed": count}))
    );
    assert!(caller.journal("").await.is_empty());
}

#[tokio::test]
async fn offers_are_answered_the_same_way_each_time_and_somebody_accepts() {
    let (_sandbox, caller) = start().await;
    let shifts = caller.rows("/shifts/open", "shifts").await;
    let caregivers: Vec<Value> = caller
        .rows("/caregivers?status=active", "caregivers")
        .await
        .iter()
        .map(|c| c["id"].clone())
        .collect();
    let offer = async |shift: &Value, list: &[Value]| {
        let ask = json!({"shift_id": shift["id"], "caregiver_ids": list});
        let (status, body) = caller.control(Method::POST, "/offers", Some(&ask)).await;
        assert_eq!(status, 200, "{body}");
        body["replies"].as_array().unwrap().clone()
    };
    let mut made = Vec::new();
    for shift in &shifts {
        for list in [&caregivers[..], &caregivers[..1]] {
            let replies = offer(shift, list).await;
            assert!(replies.iter().any(|r| r["answer"] == "yes"));
            assert!(
                replies
                    .iter()
                    .map(|r| r["after_seconds"].as_u64().unwrap())
                    .is_sorted()
            );
            assert!(replies.iter().all(|r| list.contains(&r["caregiver_id"])));
            assert_eq!(offer(shift, list).await, replies);
            let record = json!({"shift_id": shift["id"], "caregiver_ids": list, "replies": replies});
            made.extend([record.clone(), record]);
        }
    }
    assert_eq!(
        caller.control(Method::GET, "/offers", None).await,
        (200, json!({ "offers": made }))
    );
}

#[tokio::test]
async fn an_offer_nobody_can_be_sent_is_refused() {
    let (_sandbox, caller) = start().await;
    let (shift, caregiver) = caller.fillable().await;
    for (ask, status, named) in [
        (
            json!({"shift_id": "1", "caregiver_ids": [caregiver]}),
            404,
            "not found",
        ),
        (
            json!({"shift_id": shift, "caregiver_ids": []}),
            422,
            "caregiver_ids must not be empty",
        ),
        (
            json!({"shift_id": shift, "caregiver_ids": ["1"]}),
            422,
            "caregiver_ids[0] does not exist",
        ),
        (
            json!({"shift_id": shift, "caregiver_ids": [caregiver, caregiver]}),
            422,
            "caregiver_ids[1]",
        ),
        (json!({"shift_id": shift}), 400, "caregiver_ids"),
    ] {
        let (got, body) = caller.control(Method::POST, "/offers", Some(&ask)).await;
        assert_eq!(got, status, "{ask}: {body}");
        assert!(text(&body, "error").contains(named), "{body}");
    }
    assert_eq!(
        caller.control(Method::GET, "/offers", None).await.1,
        json!({"offers": []})
    );
}

#[tokio::test]
async fn what_the_control_port_does_not_know_is_refused() {
    let (_sandbox, caller) = start().await;
    for (method, path, status) in [
        (Method::GET, "/nothing", 404),
        (Method::POST, "/journal", 405),
        (Method::GET, "/tokens/expire", 405),
        (Method::GET, "/journal?metod=GET", 400),
        (Method::GET, "/journal?since_seq=-1", 400),
        (Method::GET, "/state?x=1", 400),
        (Method::POST, "/faults", 400),
    ] {
        let (got, body) = caller.control(method, path, None).await;
        assert_eq!(got, status, "{path}: {body}");
        assert!(body["error"].is_string(), "{path}");
    }
    let fault = |fields: Value| {
        let mut fault = json!({
            "method": "GET", "path_prefix": "/", "times": 1, "action": {"kind": "drop", "when": "before_commit"},
        });
        fault
            .as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        fault
    };
    for wrong in [
        fault(json!({"times": 0})),
        fault(json!({"method": "FETCH"})),
        fault(json!({"path_prefix": "v1"})),
        fault(json!({"extra": 1})),
        fault(json!({"action": {"kind": "explode"}})),
        fault(json!({"action": {"kind": "drop", "when": "later"}})),
        fault(json!({"action": {"kind": "status", "status": 99}})),
        fault(json!({"action": {"kind": "status", "status": 500, "content_type": "a\nb"}})),
        fault(json!({"action": {"kind": "delay", "before_ms": 600_001}})),
    ] {
        let (status, body) = caller.control(Method::POST, "/faults", Some(&wrong)).await;
        assert!([400, 422].contains(&status), "{wrong}: {body}");
    }
    assert_eq!(caller.get("/clients").await.0, 200, "none of them was planned");
}
