//! Acuity's webhooks: registration, signatures, retries.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod acuity_common;

use std::time::Duration;

use acuity_common::{ASSESSMENT, Account, code};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A receiver that answers every delivery with one status.
struct Receiver {
    url: String,
    arrived: mpsc::UnboundedReceiver<(String, String)>,
}

impl Receiver {
    async fn start(status: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (sender, arrived) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = String::new();
                let (head, body) = loop {
                    let mut chunk = [0; 1_024];
                    let read = stream.read(&mut chunk).await.unwrap();
                    request.push_str(std::str::from_utf8(&chunk[..read]).unwrap());
                    let Some((head, body)) = request.split_once("\r\n\r\n") else {
                        continue;
                    };
                    let length = head
                        .lines()
                        .find_map(|line| line.strip_prefix("Content-Length: "))
                        .unwrap();
                    if body.len() == length.parse::<usize>().unwrap() {
                        break (head.to_owned(), body.to_owned());
                    }
                };
                let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                stream.write_all(answer.as_bytes()).await.unwrap();
                if sender.send((head, body)).is_err() {
                    return;
                }
            }
        });
        Self { url, arrived }
    }

    async fn next(&mut self) -> (String, String) {
        tokio::time::timeout(Duration::from_secs(20), self.arrived.recv())
            .await
            .unwrap()
            .unwrap()
    }
}

async fn subscribe(account: &Account, event: &str, target: &str) -> Value {
    let (status, hook) = account
        .post("/webhooks", json!({"event": event, "target": target}))
        .await;
    assert_eq!((status, &hook["status"]), (200, &json!("active")), "{hook}");
    hook
}

#[tokio::test]
async fn a_delivery_is_a_form_of_ids_signed_with_the_api_key() {
    let account = Account::start().await;
    let mut receiver = Receiver::start(200).await;
    subscribe(&account, "appointment.scheduled", &receiver.url).await;
    subscribe(&account, "appointment.changed", &receiver.url).await;
    subscribe(&account, "appointment.canceled", &receiver.url).await;
    let free = account.free(ASSESSMENT, "2026-04-08").await;
    let made = account.book(ASSESSMENT, &free).await;
    let mut actions = Vec::new();
    for _ in 0..2 {
        let (head, body) = receiver.next().await;
        assert!(
            head.contains("Content-Type: application/x-www-form-urlencoded"),
            "{head}"
        );
        let signature = head
            .lines()
            .find_map(|line| line.strip_prefix("x-acuity-signature: "))
            .unwrap();
        let key = account.ready.credentials.acuity.api_key.as_bytes();
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
        mac.update(body.as_bytes());
        assert_eq!(STANDARD.encode(mac.finalize().into_bytes()), signature);
        let expected = format!(
            "&id={}&calendarID={}&appointmentTypeID={}",
            made["id"], made["calendarID"], made["appointmentTypeID"]
        );
        assert!(body.ends_with(&expected), "{body}");
        actions.push(body.strip_suffix(&expected).unwrap().to_owned());
    }
    assert_eq!(actions, ["action=scheduled", "action=changed"]);
    account
        .control(
            Method::PUT,
            "/switches",
            json!({"acuity.webhook_action": "prefixed"}),
        )
        .await;
    account
        .put(&format!("/appointments/{}/cancel", made["id"]), json!({}))
        .await;
    assert!(
        receiver
            .next()
            .await
            .1
            .starts_with("action=appointment.canceled&")
    );
}

#[tokio::test]
async fn an_account_has_25_webhooks_at_most_on_the_ports_of_the_web() {
    let account = Account::start().await;
    for (body, reason) in [
        (
            json!({"event": "appointment.deleted", "target": "https://hooks.example.invalid/"}),
            "event",
        ),
        (
            json!({"event": "appointment.changed", "target": "https://hooks.example.invalid:8443/"}),
            "port",
        ),
        (json!({"event": "appointment.changed"}), "target"),
    ] {
        let (status, refused) = account.post("/webhooks", body).await;
        assert!(
            status == 400 && refused["message"].as_str().unwrap().contains(reason),
            "{refused}"
        );
    }
    for place in 0..25 {
        subscribe(
            &account,
            "appointment.changed",
            &format!("https://hooks.example.invalid/{place}"),
        )
        .await;
    }
    let one_more = json!({"event": "appointment.changed", "target": "https://hooks.example.invalid/25"});
    let (status, refused) = account.post("/webhooks", one_more.clone()).await;
    assert_eq!((status, code(&refused)), (400, "bad_request"));
    let hooks = account.rows("/webhooks").await;
    assert_eq!(hooks.len(), 25);
    assert_eq!(
        account.delete(&format!("/webhooks/{}", hooks[0]["id"])).await.0,
        204
    );
    assert_eq!(account.post("/webhooks", one_more).await.0, 200);
    assert_eq!(account.delete("/webhooks/1").await.0, 404);
}

#[tokio::test]
async fn what_is_not_received_is_tried_again_for_a_day_and_then_the_webhook_is_disabled() {
    let account = Account::start().await;
    let mut receiver = Receiver::start(500).await;
    let hook = subscribe(&account, "appointment.scheduled", &receiver.url).await;
    let free = account.free(ASSESSMENT, "2026-04-08").await;
    account.book(ASSESSMENT, &free).await;
    let first = receiver.next().await.1;
    let mut attempts = 1;
    let state = loop {
        let (_, body) = account.control(Method::GET, "/deliveries", Value::Null).await;
        let delivery = &body["deliveries"][0];
        match delivery["state"].as_str().unwrap() {
            "waiting" => {
                let due = delivery["due_at"].clone();
                account.control(Method::POST, "/clock", json!({"now": due})).await;
                assert_eq!(receiver.next().await.1, first);
                attempts += 1;
            }
            "sending" => tokio::task::yield_now().await,
            state => break state.to_owned(),
        }
    };
    assert_eq!((state.as_str(), attempts), ("failed", 11));
    let hooks = account.rows("/webhooks").await;
    assert_eq!(
        (&hooks[0]["id"], &hooks[0]["status"]),
        (&hook["id"], &json!("disabled"))
    );
}

#[tokio::test]
async fn plans_of_duplicates_and_losses_hold_for_this_surface_too() {
    let account = Account::start().await;
    let plan = json!({"seed": 5, "duplicate_percent": 100});
    assert_eq!(account.control(Method::POST, "/webhooks", plan).await.0, 200);
    let mut receiver = Receiver::start(200).await;
    subscribe(&account, "appointment.changed", &receiver.url).await;
    let bulk =
        json!({"count": 3, "from": "2026-05-04T15:00:00Z", "to": "2026-05-04T18:00:00Z", "notify": true});
    let (_, made) = account.control(Method::POST, "/acuity/appointments", bulk).await;
    let mut seen = Vec::new();
    for _ in 0..6 {
        seen.push(receiver.next().await.1);
    }
    for id in made["ids"].as_array().unwrap() {
        let marked = format!("&id={id}&");
        assert_eq!(seen.iter().filter(|body| body.contains(&marked)).count(), 2);
    }
}
