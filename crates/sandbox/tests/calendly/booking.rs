use reqwest::Method;
use serde_json::{Value, json};

use crate::visitor::{Visitor, open, path};

async fn switch(visitor: &Visitor, name: &str, value: &str) {
    let (status, body) = visitor
        .caller
        .control(Method::PUT, "/switches", Some(&json!({ name: value })))
        .await;
    assert_eq!(status, 200, "{body}");
}

#[tokio::test]
async fn a_booking_gives_the_invitee_and_the_place_comes_later() {
    let (sandbox, visitor) = open().await;
    let start = visitor.times("care-plan-call").await.remove(0);
    let said = visitor
        .post("/invitees", &visitor.booking("care-plan-call", &start, 1).await)
        .await;
    assert_eq!(said.status, 201, "{}", said.body);
    let invitee = &said.body["resource"];
    assert_eq!(
        (&invitee["scheduling_method"], &invitee["status"]),
        (&"api".into(), &"active".into())
    );
    assert_eq!(invitee["tracking"]["utm_content"], "the-marker");
    assert!(invitee.get("location").is_none());
    let event = visitor.get(&path(&invitee["event"])).await.body["resource"].clone();
    assert_eq!(event["location"]["status"], "initiated");
    assert!(event["location"]["join_url"].is_null());
    visitor.advance(10).await;
    let event = visitor.get(&path(&invitee["event"])).await.body["resource"].clone();
    assert_eq!(event["location"]["status"], "pushed");
    assert!(event["location"]["data"]["password"].is_string());
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn a_time_that_is_gone_is_a_400_with_a_code() {
    let (sandbox, visitor) = open().await;
    let start = visitor.times("assessment").await.remove(0);
    let first = visitor
        .post("/invitees", &visitor.booking("assessment", &start, 1).await)
        .await;
    assert_eq!(first.status, 201, "{}", first.body);
    let second = visitor
        .post("/invitees", &visitor.booking("assessment", &start, 2).await)
        .await;
    assert_eq!(
        (second.status, &second.body["code"]),
        (400, &"already_filled".into())
    );
    assert!(!visitor.times("assessment").await.contains(&start));
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn a_group_takes_as_many_as_it_holds() {
    let (sandbox, visitor) = open().await;
    let start = visitor.times("orientation").await.remove(0);
    let mut events = Vec::new();
    for number in 0..5 {
        let said = visitor
            .post("/invitees", &visitor.booking("orientation", &start, number).await)
            .await;
        assert_eq!(said.status, 201, "{}", said.body);
        events.push(said.body["resource"]["event"].clone());
    }
    assert!(events.iter().all(|event| *event == events[0]));
    let sixth = visitor
        .post("/invitees", &visitor.booking("orientation", &start, 6).await)
        .await;
    assert_eq!(sixth.body["code"], "already_filled");
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn a_booking_that_says_too_little_or_wrong_names_the_field() {
    let (sandbox, visitor) = open().await;
    let start = visitor.times("assessment").await.remove(0);
    let good = visitor.booking("assessment", &start, 1).await;
    let with = |pointer: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    let mut place = good.clone();
    place["location"] = json!({"kind": "zoom_conference"});
    let mut guests = good.clone();
    guests["event_guests"] = vec!["guest@example.invalid"; 11].into();
    for (body, parameter) in [
        (with("/event_type", "assessment".into()), "event_type"),
        (with("/start_time", "2026-01-01T10:00:00Z".into()), "start_time"),
        (with("/start_time", "2026-05-10 10:00".into()), "start_time"),
        (with("/invitee", Value::Null), "invitee"),
        (with("/invitee/name", " ".into()), "invitee.name"),
        (with("/invitee/email", "nobody".into()), "invitee.email"),
        (with("/invitee/timezone", "MST".into()), "invitee.timezone"),
        (place, "location.kind"),
        (guests, "event_guests"),
    ] {
        assert_eq!(
            visitor.post("/invitees", &body).await.parameter(),
            parameter,
            "{body}"
        );
    }
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn the_quota_of_a_plan_is_in_the_headers_and_the_next_booking_over_it_is_a_429() {
    for (plan, quota) in [("paid", 10), ("trial", 5)] {
        let (sandbox, visitor) = open().await;
        switch(&visitor, "calendly.plan", plan).await;
        let times = visitor.times("care-plan-call").await;
        let mut body = visitor.booking("care-plan-call", &times[0], 0).await;
        for (number, start) in times.iter().take(quota).enumerate() {
            body["start_time"] = start.as_str().into();
            let said = visitor.post("/invitees", &body).await;
            assert_eq!(said.status, 201, "{plan}: {}", said.body);
            assert_eq!(said.header("x-ratelimit-limit"), quota.to_string());
            assert_eq!(
                said.header("x-ratelimit-remaining"),
                (quota - number - 1).to_string()
            );
        }
        body["start_time"] = times[quota].as_str().into();
        let over = visitor.post("/invitees", &body).await;
        assert_eq!((over.status, over.header("x-ratelimit-tier")), (429, plan));
        let reset: i64 = over.header("x-ratelimit-reset").parse().unwrap();
        assert!(reset > 0 && over.headers.get("retry-after").is_none());
        let read = visitor.get("/users/me").await;
        assert_eq!(
            (read.status, read.header("x-ratelimit-limit")),
            (200, "500"),
            "reading goes on"
        );
        visitor.advance(reset).await;
        assert_eq!(visitor.post("/invitees", &body).await.status, 201);
        sandbox.stop().await.unwrap();
    }
}

#[tokio::test]
async fn the_free_plan_books_nothing_and_reads_fifty_times_a_minute() {
    let (sandbox, visitor) = open().await;
    let start = visitor.times("assessment").await.remove(0);
    let body = visitor.booking("assessment", &start, 1).await;
    switch(&visitor, "calendly.plan", "free").await;
    let refused = visitor.post("/invitees", &body).await;
    assert_eq!(refused.status, 403);
    assert!(refused.body["message"].as_str().unwrap().contains("upgrade"));
    switch(&visitor, "calendly.limit_body", "empty").await;
    let mut answers = 0;
    let over = loop {
        let said = visitor.get("/users/me").await;
        if said.status == 429 {
            break said;
        }
        answers += 1;
        assert!(answers <= 50);
    };
    assert_eq!(over.body, json!({}));
    assert_eq!(
        (
            over.header("x-ratelimit-limit"),
            over.header("x-ratelimit-remaining")
        ),
        ("50", "0")
    );
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn a_cancellation_takes_the_whole_event_and_cannot_be_repeated() {
    let (sandbox, visitor) = open().await;
    let start = visitor.times("orientation").await.remove(0);
    let mut event = Value::Null;
    for number in 0..2 {
        let said = visitor
            .post("/invitees", &visitor.booking("orientation", &start, number).await)
            .await;
        event = said.body["resource"]["event"].clone();
    }
    let cancel = format!("{}/cancellation", path(&event));
    let said = visitor
        .post(&cancel, &json!({"reason": "an invented reason"}))
        .await;
    assert_eq!(
        (said.status, &said.body["resource"]["canceler_type"]),
        (201, &"host".into())
    );
    let record = visitor.get(&path(&event)).await.body["resource"].clone();
    assert_eq!(
        (&record["status"], &record["invitees_counter"]["active"]),
        (&"canceled".into(), &0.into())
    );
    assert_eq!(record["cancellation"]["reason"], "an invented reason");
    let invitees = visitor
        .get(&format!("{}/invitees?status=canceled", path(&event)))
        .await
        .body;
    assert_eq!(invitees["collection"].as_array().unwrap().len(), 2);
    assert_eq!(visitor.post(&cancel, &json!({})).await.status, 403);
    assert!(
        visitor.times("orientation").await.contains(&start),
        "the time is free again"
    );
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn a_no_show_is_a_record_of_its_own() {
    let (sandbox, visitor) = open().await;
    let start = visitor.times("assessment").await.remove(0);
    let booked = visitor
        .post("/invitees", &visitor.booking("assessment", &start, 1).await)
        .await;
    let invitee = &booked.body["resource"]["uri"];
    let marked = visitor
        .post("/invitee_no_shows", &json!({ "invitee": invitee }))
        .await;
    assert_eq!(
        (marked.status, &marked.body["resource"]["invitee"]),
        (201, invitee)
    );
    let record = visitor.get(&path(invitee)).await.body["resource"].clone();
    assert_eq!(
        (&record["status"], &record["no_show"]["uri"]),
        (&"active".into(), &marked.body["resource"]["uri"])
    );
    let again = visitor
        .post("/invitee_no_shows", &json!({ "invitee": invitee }))
        .await;
    assert_eq!(again.parameter(), "invitee");
    let mark = path(&marked.body["resource"]["uri"]);
    assert_eq!(visitor.get(&mark).await.status, 200);
    assert_eq!(visitor.delete(&mark).await.status, 204);
    assert_eq!(visitor.delete(&mark).await.status, 404);
    assert!(visitor.get(&path(invitee)).await.body["resource"]["no_show"].is_null());
    sandbox.stop().await.unwrap();
}
