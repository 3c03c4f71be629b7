//! Connect: tokens, paths, and what a wrong address is answered.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use common::{error, read, start};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn the_token_endpoint_stands_at_the_root_and_its_numbers_are_strings() {
    let (_sandbox, caller) = start().await;
    let keys = &caller.ready.credentials.wellsky;
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", keys.api_key.as_str()),
        ("client_secret", keys.api_secret.as_str()),
    ];
    let form = caller
        .http
        .post(&caller.ready.wellsky.connect_token)
        .form(&fields);
    let (status, body) = read(form.send().await.unwrap()).await;
    assert_eq!(status, 200);
    assert_eq!(body["token_type"], "BearerToken");
    assert_eq!(body["expires_in"], "3599");
    assert!(body["issued_at"].is_number());
    let token = body["access_token"].as_str().unwrap();
    assert!(token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit()));
    let with_it = caller
        .http
        .get(format!("{}/patients/", caller.ready.wellsky.connect))
        .bearer_auth(token);
    assert_eq!(with_it.send().await.unwrap().status(), 200);

    let wrong = json!({"grant_type": "client_credentials", "client_id": keys.api_key, "client_secret": "no"});
    let answer = caller.http.post(&caller.ready.wellsky.connect_token).json(&wrong);
    assert_eq!(
        read(answer.send().await.unwrap()).await,
        error(401, "invalid_client")
    );

    let root = caller.ready.wellsky.connect.strip_suffix("/v1").unwrap();
    let elsewhere = caller.http.post(format!("{root}/oauth/token")).json(&wrong);
    assert_eq!(elsewhere.send().await.unwrap().status(), 404);
    let under_v1 = caller
        .http
        .post(format!("{root}/v1/oauth/accesstoken"))
        .json(&wrong);
    assert_eq!(
        read(under_v1.send().await.unwrap()).await,
        (403, json!({"message": "Missing Authentication Token"}))
    );
}

#[tokio::test]
async fn an_unknown_route_is_the_gateways_403_and_says_nothing_of_tokens() {
    let (_sandbox, caller) = start().await;
    for (method, path) in [
        (Method::GET, "/Patient/"),
        (Method::GET, "/Practitioner/"),
        (Method::GET, "/appointments/"),
        (Method::POST, "/documentreferences/"),
        (Method::GET, "/admintask/1/"),
        (Method::POST, "/patients/500001/notes/"),
        (Method::POST, "/locations/_search/"),
        (Method::GET, "/encounter/"),
        (Method::PATCH, "/patients/500001/"),
        (Method::POST, "/adminTasks/_search/"),
        (Method::POST, "/appointment/"),
        (Method::PUT, "/appointment/109000001/"),
        (Method::DELETE, "/appointment/109000001/"),
    ] {
        let (status, body) = read(caller.connect(method.clone(), path).send().await.unwrap()).await;
        let message = body["message"].as_str().unwrap_or_default().to_owned();
        assert_eq!(status, 403, "{method} {path}: {body}");
        assert!(
            message.starts_with("Invalid key=value pair (missing equal-sign) in Authorization header"),
            "{method} {path}: {body}"
        );
        let url = format!("{}{path}", caller.ready.wellsky.connect);
        let bare = caller.http.request(method.clone(), url).send().await.unwrap();
        assert_eq!(
            read(bare).await,
            (403, json!({"message": "Missing Authentication Token"})),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn a_list_path_needs_its_slash_and_a_path_to_an_id_does_not() {
    let (_sandbox, caller) = start().await;
    for (method, path) in [
        (Method::GET, "/patients"),
        (Method::POST, "/patients"),
        (Method::POST, "/patients/_search"),
        (Method::GET, "/appointment"),
        (Method::POST, "/encounter/_search"),
        (Method::GET, "/organizations"),
        (Method::GET, "/encounter/128000001/tasklog"),
    ] {
        let answer = caller
            .connect(method.clone(), path)
            .json(&json!({}))
            .send()
            .await
            .unwrap();
        assert_eq!(
            read(answer).await,
            error(404, "Resource not found"),
            "{method} {path}"
        );
    }
    let with = caller.cget("/patients/500001/").await;
    assert_eq!(with.0, 200);
    assert_eq!(caller.cget("/patients/500001").await, with);
    assert_eq!(caller.cpost("/locations/_search", &json!({})).await.0, 200);
    assert_eq!(
        caller.cget("/profileTags/").await,
        error(405, "Method not allowed")
    );
    assert_eq!(
        caller.cget("/patients/5/").await,
        error(404, "Resource not found")
    );

    caller.switch("missing_slash", "403").await;
    assert!(caller.cget("/patients").await.1["message"].is_string());
    caller.switch("by_id_slash", "required").await;
    assert_eq!(caller.cget("/patients/500001").await.0, 404);
    assert_eq!(caller.cget("/patients/500001/").await.0, 200);
    caller.switch("by_id_slash", "refused").await;
    assert_eq!(caller.cget("/patients/500001/").await.0, 404);
    caller.switch("profile_tags_list", "list").await;
    assert_eq!(caller.cget("/profileTags/").await.0, 200);
}

#[tokio::test]
async fn a_missing_or_unknown_token_is_a_401_on_every_known_route() {
    let (_sandbox, caller) = start().await;
    for path in [
        "/patients/",
        "/appointment/109000001/",
        "/subscriptions/",
        "/profileTags/",
    ] {
        let url = format!("{}{path}", caller.ready.wellsky.connect);
        let bare = caller.http.get(&url).send().await.unwrap();
        assert_eq!(read(bare).await, error(401, "invalid_token"), "{path}");
        let wrong = caller
            .http
            .get(&url)
            .bearer_auth("0".repeat(32))
            .send()
            .await
            .unwrap();
        assert_eq!(read(wrong).await, error(401, "invalid_token"), "{path}");
    }
}

#[tokio::test]
async fn bodies_are_json_or_fhir_json_and_of_one_agency() {
    let (_sandbox, caller) = start().await;
    let send = async |media: &str, body: String| {
        let request = caller.connect(Method::POST, "/patients/_search/");
        read(
            request
                .header("Content-Type", media)
                .body(body)
                .send()
                .await
                .unwrap(),
        )
        .await
    };
    assert_eq!(send("application/fhir+json", "{}".to_owned()).await.0, 200);
    assert_eq!(
        send("application/json; charset=utf-8", "{}".to_owned()).await.0,
        200
    );
    assert_eq!(send("text/plain", "{}".to_owned()).await.0, 415);
    assert_eq!(send("application/json", "{".to_owned()).await.0, 400);
    assert_eq!(
        send("application/json", format!("\"{}\"", "x".repeat(1 << 20)))
            .await
            .0,
        413
    );

    let denied = error(403, "Access denied. Invalid agencyId.");
    assert_eq!(caller.cget("/patients/?agencyId=1").await, denied);
    let mut body = caller.person("Alpha", "3035550177", &[]);
    body["meta"]["tag"][0]["display"] = "1".into();
    assert_eq!(caller.cpost("/patients/", &body).await, denied);
    body["meta"]["tag"] = json!([]);
    assert_eq!(
        caller.cpost("/patients/", &body).await,
        common::failed("agencyId is required")
    );
}

#[tokio::test]
async fn the_journal_tells_the_surfaces_apart_and_keeps_no_secret() {
    let (_sandbox, caller) = start().await;
    caller.get("/clients").await;
    caller.cget("/patients/?_count=2").await;
    let hook = json!({
        "criteria": "patient.created", "meta": caller.meta(&[]),
        "channel": {"endpoint": "http://127.0.0.1:9/", "header": ["Authorization: Bearer shared-with-nobody"]},
    });
    assert_eq!(caller.cpost("/subscriptions/", &hook).await.0, 201);
    let surfaces = |entries: &[Value]| entries.iter().map(|e| e["surface"].clone()).collect::<Vec<_>>();
    let connect = caller.journal("?surface=wellsky.connect").await;
    assert_eq!(surfaces(&connect), ["wellsky.connect", "wellsky.connect"]);
    assert_eq!(connect[0]["query"], "_count=2");
    assert_eq!(connect[1]["committed"], true);
    assert_eq!(
        surfaces(&caller.journal("?surface=wellsky").await),
        ["wellsky", "wellsky"]
    );
    let whole = Value::from(caller.journal("").await).to_string();
    assert!(!whole.contains("shared-with-nobody") && !whole.contains(&caller.token));
    let (_, log) = caller.control(Method::GET, "/deliveries", None).await;
    assert!(!log.to_string().contains("shared-with-nobody"));
}
