use reqwest::Method;
use serde_json::{Value, json};

use crate::visitor::{Visitor, open, path};

async fn hook(visitor: &Visitor, url: &str) -> Value {
    let me = visitor.me().await;
    json!({
        "url": url,
        "events": ["invitee.created", "invitee.canceled"],
        "organization": me["current_organization"],
        "scope": "organization",
        "signing_key": "an-invented-key",
    })
}

async fn deliveries(visitor: &Visitor) -> Vec<Value> {
    let (_, log) = visitor.caller.control(Method::GET, "/deliveries", None).await;
    log["deliveries"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_subscription_is_made_shown_and_deleted() {
    let (sandbox, visitor) = open().await;
    let body = hook(&visitor, "https://hooks.example.invalid/a").await;
    let made = visitor.post("/webhook_subscriptions", &body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let record = &made.body["resource"];
    assert_eq!(
        (&record["state"], &record["callback_url"]),
        (&"active".into(), &body["url"])
    );
    assert!(!made.body.to_string().contains("an-invented-key"));
    let at = path(&record["uri"]);
    assert_eq!(visitor.get(&at).await.body["resource"], *record);
    assert_eq!(visitor.post("/webhook_subscriptions", &body).await.status, 409);
    let list = format!(
        "/webhook_subscriptions?{}&scope=organization",
        visitor.organization().await
    );
    assert_eq!(
        visitor.get(&list).await.body["collection"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(visitor.delete(&at).await.status, 204);
    assert_eq!(visitor.delete(&at).await.status, 404);
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn scope_rules_hold_for_making_and_for_listing() {
    let (sandbox, visitor) = open().await;
    let good = hook(&visitor, "https://hooks.example.invalid/a").await;
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    for (body, parameter) in [
        (with("url", "ftp://example.invalid".into()), "url"),
        (with("events", json!([])), "events"),
        (with("events", json!(["invitee.rescheduled"])), "events"),
        (with("scope", "everybody".into()), "scope"),
        (with("scope", "user".into()), "user"),
    ] {
        assert_eq!(
            visitor.post("/webhook_subscriptions", &body).await.parameter(),
            parameter,
            "{body}"
        );
    }
    let plain = visitor
        .token_for(&["webhooks:write", "scheduled_events:read"], 2)
        .await;
    let said = visitor
        .send_as(&plain, Method::POST, "/webhook_subscriptions", Some(&good))
        .await;
    assert_eq!(
        said.status, 403,
        "the whole organization is for owners and admins"
    );
    let blind = visitor.token_for(&["webhooks:write"], 0).await;
    let said = visitor
        .send_as(&blind, Method::POST, "/webhook_subscriptions", Some(&good))
        .await;
    assert_eq!(said.status, 403);
    assert!(
        said.body["message"]
            .as_str()
            .unwrap()
            .contains("scheduled_events:read")
    );
    let organization = visitor.organization().await;
    assert_eq!(
        visitor
            .get("/webhook_subscriptions?scope=organization")
            .await
            .parameter(),
        "organization"
    );
    assert_eq!(
        visitor
            .get(&format!("/webhook_subscriptions?{organization}"))
            .await
            .parameter(),
        "scope"
    );
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn a_move_by_the_invitee_is_two_deliveries_in_the_order_that_is_asked_for() {
    for (order, first, second) in [
        ("canceled_first", "invitee.canceled", "invitee.created"),
        ("created_first", "invitee.created", "invitee.canceled"),
    ] {
        let (sandbox, visitor) = open().await;
        let times = visitor.times("assessment").await;
        let booked = visitor
            .post("/invitees", &visitor.booking("assessment", &times[0], 1).await)
            .await;
        let old = booked.body["resource"]["uri"].clone();
        let body = hook(&visitor, "http://127.0.0.1:9/hook").await;
        assert_eq!(visitor.post("/webhook_subscriptions", &body).await.status, 201);
        let body = json!({"invitee": old, "start_time": times[9], "order": order});
        let moved = visitor.command("reschedule", &body).await;
        let log = deliveries(&visitor).await;
        assert_eq!(log.len(), 2);
        assert_eq!(
            (&log[0]["criteria"], &log[1]["criteria"]),
            (&first.into(), &second.into())
        );
        let of = |event: &str| {
            let told = log.iter().find(|d| d["criteria"] == event).unwrap();
            told["body"]["payload"].clone()
        };
        let (left, new) = (of("invitee.canceled"), of("invitee.created"));
        assert_eq!(
            (&left["uri"], &left["new_invitee"], &left["rescheduled"]),
            (&old, &new["uri"], &true.into())
        );
        assert_eq!(new["old_invitee"], old);
        assert_eq!(new["uri"], moved["invitee"]["uri"]);
        assert_ne!(new["scheduled_event"]["uri"], left["scheduled_event"]["uri"]);
        sandbox.stop().await.unwrap();
    }
}

#[tokio::test]
async fn a_subscription_that_fails_for_a_day_is_disabled_and_tells_nothing_more() {
    let (sandbox, visitor) = open().await;
    // Nobody listens there.
    let body = hook(&visitor, "http://127.0.0.1:9/hook").await;
    let made = visitor.post("/webhook_subscriptions", &body).await;
    let at = path(&made.body["resource"]["uri"]);
    let times = visitor.times("assessment").await;
    visitor
        .post("/invitees", &visitor.booking("assessment", &times[0], 1).await)
        .await;
    let mut retried = false;
    for _ in 0..60 {
        while deliveries(&visitor).await[0]["state"] == "sending" {}
        let record = visitor.get(&at).await.body["resource"].clone();
        retried |= record["state"] == "active" && record["retry_started_at"].is_string();
        if record["state"] == "disabled" {
            break;
        }
        visitor.advance(3_600).await;
    }
    assert_eq!(visitor.get(&at).await.body["resource"]["state"], "disabled");
    assert!(retried, "it said that it tries again");
    let before = deliveries(&visitor).await.len();
    let mut later = visitor.booking("assessment", &times[40], 2).await;
    later["start_time"] = visitor.times("assessment").await[0].as_str().into();
    assert_eq!(visitor.post("/invitees", &later).await.status, 201);
    assert_eq!(deliveries(&visitor).await.len(), before);
    // Deleted and made anew, it tells again.
    assert_eq!(visitor.delete(&at).await.status, 204);
    assert_eq!(visitor.post("/webhook_subscriptions", &body).await.status, 201);
    later["start_time"] = visitor.times("assessment").await[5].as_str().into();
    assert_eq!(visitor.post("/invitees", &later).await.status, 201);
    assert_eq!(deliveries(&visitor).await.len(), before + 1);
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn a_sample_shows_what_a_delivery_would_hold() {
    let (sandbox, visitor) = open().await;
    let organization = visitor.organization().await;
    for (event, status) in [("invitee.created", "active"), ("invitee.canceled", "canceled")] {
        let said = visitor
            .get(&format!(
                "/sample_webhook_data?event={event}&{organization}&scope=organization"
            ))
            .await;
        assert_eq!((said.status, &said.body["event"]), (200, &event.into()));
        assert_eq!(said.body["payload"]["status"], status);
        assert!(said.body["payload"]["scheduled_event"]["uri"].is_string());
    }
    let unknown = format!("/sample_webhook_data?event=invitee.rescheduled&{organization}&scope=organization");
    assert_eq!(visitor.get(&unknown).await.parameter(), "event");
    sandbox.stop().await.unwrap();
}
