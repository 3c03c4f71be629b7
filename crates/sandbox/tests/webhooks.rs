//! Subscriptions and deliveries.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{Caller, start, text};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A receiver that answers each delivery with the next of the statuses, and 200 after the last.
struct Receiver {
    url: String,
    arrived: mpsc::UnboundedReceiver<(String, Value)>,
}

impl Receiver {
    async fn start(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook?from=sandbox", listener.local_addr().unwrap());
        let statuses: Arc<Mutex<Vec<u16>>> = Arc::new(Mutex::new(statuses.iter().rev().copied().collect()));
        let (sender, arrived) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                let (head, body) = loop {
                    let mut chunk = [0; 1_024];
                    let read = stream.read(&mut chunk).await.unwrap();
                    assert!(read > 0, "the sandbox hung up");
                    request.extend_from_slice(&chunk[..read]);
                    let whole = String::from_utf8(request.clone()).unwrap();
                    if let Some((head, body)) = whole.split_once("\r\n\r\n")
                        && let Ok(body) = serde_json::from_str(body)
                    {
                        break (head.to_owned(), body);
                    }
                };
                let status = statuses.lock().unwrap().pop().unwrap_or(200);
                let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                stream.write_all(answer.as_bytes()).await.unwrap();
                if sender.send((head, body)).is_err() {
                    return;
                }
            }
        });
        Self { url, arrived }
    }

    async fn next(&mut self) -> (String, Value) {
        tokio::time::timeout(Duration::from_secs(20), self.arrived.recv())
            .await
            .unwrap()
            .unwrap()
    }

    /// The ids of the next deliveries.
    async fn ids(&mut self, count: usize) -> Vec<u64> {
        let mut ids = Vec::new();
        for _ in 0..count {
            ids.push(self.next().await.1["id"].as_u64().unwrap());
        }
        ids
    }
}

async fn subscribe(caller: &Caller, criteria: &str, endpoint: &str) {
    let body = json!({
        "resourceType": "Subscription", "status": "active", "criteria": criteria, "meta": caller.meta(&[]),
        "channel": {"type": "rest-hook", "endpoint": endpoint, "payload": "application/fhir+json",
                    "header": ["Authorization: Bearer shared-secret"]},
    });
    let (status, answer) = caller.cpost("/subscriptions/", &body).await;
    assert_eq!(status, 201, "{answer}");
}

async fn deliveries(caller: &Caller) -> Vec<Value> {
    let (_, body) = caller.control(Method::GET, "/deliveries", None).await;
    body["deliveries"].as_array().unwrap().clone()
}

/// Waits until no delivery is being sent or waits for its turn.
async fn settled(caller: &Caller) -> Vec<Value> {
    let quiet = async {
        loop {
            let log = deliveries(caller).await;
            if log.iter().all(|d| d["state"] != "sending") {
                return log;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), quiet)
        .await
        .unwrap()
}

async fn create_patient(caller: &Caller, line: usize) -> u64 {
    let person = caller.person("Hooked", &format!("30355501{line:02}"), &[("isClient", "true")]);
    let (status, made) = caller.cpost("/patients/", &person).await;
    assert_eq!(status, 201, "{made}");
    text(&made, "id").parse().unwrap()
}

async fn plan(caller: &Caller, plan: Value) {
    let (status, body) = caller.control(Method::POST, "/webhooks", Some(&plan)).await;
    assert_eq!(status, 200, "{body}");
}

#[tokio::test]
async fn a_delivery_says_who_and_nothing_else() {
    let (_sandbox, caller) = start().await;
    let mut receiver = Receiver::start(&[]).await;
    subscribe(&caller, "patient.created", &receiver.url).await;
    let id = create_patient(&caller, 80).await;
    let (head, body) = receiver.next().await;
    assert_eq!(body, json!({"resourceType": "Patient", "id": id}));
    assert!(head.starts_with("POST /hook?from=sandbox HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("Authorization: Bearer shared-secret"), "{head}");
    assert!(head.contains("Content-Type: application/fhir+json"), "{head}");
    let log = settled(&caller).await;
    assert_eq!(
        (
            &log[0]["state"],
            &log[0]["criteria"],
            &log[0]["attempts"][0]["status"]
        ),
        (&json!("delivered"), &json!("patient.created"), &json!(200))
    );
}

#[tokio::test]
async fn writes_on_either_surface_fire_the_criteria_they_are_about() {
    let (_sandbox, caller) = start().await;
    let mut receiver = Receiver::start(&[]).await;
    for criteria in [
        "patient.name.changed",
        "patient.telecom.changed",
        "patient.address.changed",
        "patient.deactivated.changed",
        "prospect.status.changed",
        "practitioner.created",
        "practitioner.deactivated.changed",
        "applicant.status.changed",
        "encounter.clockout.changed",
        "admintask.created",
        "referralsources.changed",
    ] {
        subscribe(&caller, criteria, &receiver.url).await;
    }
    let criteria = async |caller: &Caller, count: usize, receiver: &mut Receiver| {
        receiver.ids(count).await;
        let log = deliveries(caller).await;
        log[log.len() - count..]
            .iter()
            .map(|d| text(d, "criteria"))
            .collect::<Vec<_>>()
    };
    let client = text(&caller.rows("/clients?status=active", "clients").await[0], "id");
    let prospect = text(&caller.rows("/prospects?status=new", "prospects").await[0], "id");
    let applicant = text(
        &caller.rows("/applicants?status=new", "applicants").await[0],
        "id",
    );
    let caregiver = text(
        &caller.rows("/caregivers?status=active", "caregivers").await[0],
        "id",
    );

    caller
        .put(
            &format!("/clients/{client}"),
            &json!({"first_name": "Renamed", "phone": "3035550181"}),
        )
        .await;
    assert_eq!(
        criteria(&caller, 2, &mut receiver).await,
        ["patient.name.changed", "patient.telecom.changed"]
    );
    let home = json!({"telecom": [{"system": "phone", "use": "work", "value": "3035550182x7"}]});
    caller.cput(&format!("/patients/{client}/"), &home).await;
    assert_eq!(
        criteria(&caller, 1, &mut receiver).await,
        ["patient.telecom.changed"]
    );
    caller
        .cput(&format!("/patients/{client}/"), &json!({"active": false}))
        .await;
    assert_eq!(
        criteria(&caller, 1, &mut receiver).await,
        ["patient.deactivated.changed"]
    );
    caller
        .put(&format!("/prospects/{prospect}"), &json!({"status": "contacted"}))
        .await;
    assert_eq!(
        criteria(&caller, 1, &mut receiver).await,
        ["prospect.status.changed"]
    );
    let stage = json!({"meta": caller.meta(&[("status", "40")])});
    caller.cput(&format!("/practitioners/{applicant}/"), &stage).await;
    assert_eq!(
        criteria(&caller, 1, &mut receiver).await,
        ["applicant.status.changed"]
    );
    caller
        .put(
            &format!("/caregivers/{caregiver}"),
            &json!({"status": "inactive"}),
        )
        .await;
    assert_eq!(
        criteria(&caller, 1, &mut receiver).await,
        ["practitioner.deactivated.changed"]
    );
    caller
        .post(
            "/applicants",
            &json!({"first_name": "New", "last_name": "Testapplicant", "phone": "3035550183"}),
        )
        .await;
    assert_eq!(
        criteria(&caller, 1, &mut receiver).await,
        ["practitioner.created"]
    );
    caller
        .cput(
            "/encounter/128000001/",
            &json!({"endDateTime": "2026-04-06T11:59:00"}),
        )
        .await;
    assert_eq!(
        criteria(&caller, 1, &mut receiver).await,
        ["encounter.clockout.changed"]
    );
    let task = json!({"description": "x", "requester": [{"id": client}], "meta": caller.meta(&[])});
    caller.cpost("/adminTasks/", &task).await;
    assert_eq!(criteria(&caller, 1, &mut receiver).await, ["admintask.created"]);
}

#[tokio::test]
async fn a_refused_delivery_is_tried_again_only_when_switched_and_a_minute_later() {
    let (_sandbox, caller) = start().await;
    let mut receiver = Receiver::start(&[500, 500, 200]).await;
    subscribe(&caller, "patient.created", &receiver.url).await;
    create_patient(&caller, 80).await;
    receiver.next().await;
    assert_eq!(settled(&caller).await[0]["state"], "failed");

    caller.switch("webhook_retries", "1").await;
    let id = create_patient(&caller, 81).await;
    receiver.next().await;
    let waiting = &settled(&caller).await[1];
    assert_eq!(
        (&waiting["state"], &waiting["attempts"][0]["status"]),
        (&json!("waiting"), &json!(500))
    );
    let step = json!({"advance_seconds": 61});
    assert_eq!(caller.control(Method::POST, "/clock", Some(&step)).await.0, 200);
    assert_eq!(receiver.ids(1).await, [id]);
    let log = settled(&caller).await;
    assert_eq!(
        (&log[1]["state"], log[1]["attempts"].as_array().unwrap().len()),
        (&json!("delivered"), 2)
    );
}

#[tokio::test]
async fn a_receiver_that_is_not_there_is_noted() {
    let (_sandbox, caller) = start().await;
    let free = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    };
    subscribe(&caller, "patient.created", &format!("http://{free}/")).await;
    create_patient(&caller, 80).await;
    let noted = async {
        loop {
            let log = deliveries(&caller).await;
            if log[0]["state"] == "failed" {
                return log[0].clone();
            }
            tokio::task::yield_now().await;
        }
    };
    let entry = tokio::time::timeout(Duration::from_secs(20), noted)
        .await
        .unwrap();
    assert_eq!(entry["attempts"][0]["error"], "no answer");
    let (_, removed) = caller.control(Method::DELETE, "/deliveries", None).await;
    assert_eq!(removed, json!({"removed": 1}));
}

#[tokio::test]
async fn deliveries_are_doubled_lost_delayed_and_reordered_by_plan() {
    let (_sandbox, caller) = start().await;
    let mut receiver = Receiver::start(&[]).await;
    subscribe(&caller, "patient.created", &receiver.url).await;

    plan(&caller, json!({"duplicate_percent": 100})).await;
    let id = create_patient(&caller, 80).await;
    assert_eq!(receiver.ids(2).await, [id, id]);
    let log = settled(&caller).await;
    assert_eq!(log[1]["duplicate_of"], log[0]["seq"]);

    plan(&caller, json!({"lose_percent": 100})).await;
    create_patient(&caller, 81).await;
    assert_eq!(deliveries(&caller).await[2]["state"], "lost");

    plan(
        &caller,
        json!({"delay_percent": 100, "delay_seconds": [600, 600]}),
    )
    .await;
    let late = create_patient(&caller, 82).await;
    assert_eq!(caller.control(Method::DELETE, "/webhooks", None).await.0, 200);
    let soon = create_patient(&caller, 83).await;
    assert_eq!(receiver.ids(1).await, [soon]);
    let waiting = &deliveries(&caller).await[3];
    assert_eq!(
        (&waiting["state"], &waiting["sent_at"]),
        (&json!("waiting"), &Value::Null)
    );
    caller
        .control(Method::POST, "/clock", Some(&json!({"advance_seconds": 600})))
        .await;
    assert_eq!(receiver.ids(1).await, [late]);

    plan(&caller, json!({"reorder_percent": 100})).await;
    let first = create_patient(&caller, 84).await;
    assert_eq!(deliveries(&caller).await[5]["state"], "held");
    plan(&caller, json!({})).await;
    let second = create_patient(&caller, 85).await;
    assert_eq!(receiver.ids(2).await, [second, first]);

    plan(&caller, json!({"reorder_percent": 100})).await;
    let last = create_patient(&caller, 86).await;
    caller
        .control(Method::POST, "/clock", Some(&json!({"advance_seconds": 0})))
        .await;
    assert_eq!(receiver.ids(1).await, [last]);
    for wrong in [
        json!({"lose_percent": 101}),
        json!({"delay_seconds": [5, 1]}),
        json!({"chaos": true}),
    ] {
        let (status, body) = caller.control(Method::POST, "/webhooks", Some(&wrong)).await;
        assert!([400, 422].contains(&status), "{body}");
    }
}
