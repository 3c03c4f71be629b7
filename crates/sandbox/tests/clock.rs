//! The sandbox's own clock.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use careweave_sandbox::Switches;
use common::{error, start, text};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn the_clock_stands_still_until_it_is_moved_and_stamps_what_is_written() {
    let (_sandbox, caller) = start().await;
    let now = async || text(&caller.control(Method::GET, "/clock", None).await.1, "now");
    assert_eq!(now().await, "2026-04-06T12:00:00Z");
    let step = json!({"advance_seconds": 3_000});
    assert_eq!(
        caller.control(Method::POST, "/clock", Some(&step)).await,
        (200, json!({"now": "2026-04-06T12:50:00Z"}))
    );
    let to = json!({"now": "2026-04-06T06:55:00-06:00"});
    assert_eq!(
        caller.control(Method::POST, "/clock", Some(&to)).await,
        (200, json!({"now": "2026-04-06T12:55:00Z"}))
    );
    let id = text(&caller.rows("/clients", "clients").await[0], "id");
    let (_, client) = caller
        .put(&format!("/clients/{id}"), &json!({"first_name": "Later"}))
        .await;
    assert_eq!(client["updated_at"], "2026-04-06T12:55:01Z");
    let since = json!({"updated": "ge2026-04-06T12:55:01"});
    assert_eq!(caller.found("/patients/_search/", &since).await.len(), 1);
    for wrong in [
        json!({"advance_seconds": -1}),
        json!({"now": "2026-04-06T12:00:00Z"}),
        json!({"now": "2126-04-06T12:00:00Z"}),
        json!({}),
        json!({"now": "2026-04-07T12:00:00Z", "advance_seconds": 1}),
        json!({"now": "tomorrow"}),
    ] {
        let (status, body) = caller.control(Method::POST, "/clock", Some(&wrong)).await;
        assert!([400, 422].contains(&status), "{wrong}: {body}");
    }
    assert_eq!(now().await, "2026-04-06T12:55:01Z");
}

#[tokio::test]
async fn a_token_ages_with_the_clock_and_not_with_writes() {
    let (_sandbox, caller) = start().await;
    let advance = async |seconds: u32| {
        let step = json!({ "advance_seconds": seconds });
        assert_eq!(caller.control(Method::POST, "/clock", Some(&step)).await.0, 200);
    };
    advance(3_500).await;
    assert_eq!(caller.cget("/patients/").await.0, 200);
    advance(99).await;
    assert_eq!(caller.cget("/patients/").await, error(401, "invalid_token"));
    assert_eq!(caller.get("/clients").await, error(401, "invalid_token"));
    let fresh = caller.fresh_token().await;
    assert_ne!(fresh, caller.token);
    let url = format!("{}/patients/", caller.ready.wellsky.connect);
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
async fn switches_are_shown_and_set_all_or_none() {
    let (_sandbox, caller) = start().await;
    let (_, before) = caller.control(Method::GET, "/switches", None).await;
    assert_eq!(before["switches"]["first_page"], "0");
    assert_eq!(before["switches"]["acuity.plan"], "powerhouse");
    assert_eq!(
        before["switches"].as_object().unwrap().len(),
        Switches::rules().count()
    );
    for (wrong, named) in [
        (
            json!({"first_page": "1", "entry_wrapping": "folded"}),
            "entry_wrapping",
        ),
        (json!({"first_page": "1", "nothing": "x"}), "nothing"),
        (json!({"first_page": 1}), "first_page"),
    ] {
        let (status, body) = caller.control(Method::PUT, "/switches", Some(&wrong)).await;
        assert!(status == 422 && text(&body, "error").contains(named), "{body}");
    }
    assert_eq!(caller.control(Method::GET, "/switches", None).await.1, before);
}
