use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::common::read;
use crate::visitor::{Visitor, open};

const VERIFIER: &str = "an-invented-verifier-of-forty-three-characters-or-more";
const REDIRECT: &str = "http://localhost:4000/back";

async fn code(visitor: &Visitor, scope: &str) -> String {
    let keys = &visitor.caller.ready.credentials.calendly;
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let query = [
        ("client_id", keys.client_id.as_str()),
        ("response_type", "code"),
        ("redirect_uri", REDIRECT),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("state", "a state"),
        ("scope", scope),
    ];
    let answer = http
        .get(format!("{}/oauth/authorize", visitor.base))
        .query(&query)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 302);
    let location = answer.headers()["location"].to_str().unwrap();
    assert!(
        location.starts_with(REDIRECT) && location.ends_with("&state=a%20state"),
        "{location}"
    );
    location
        .split_once("code=")
        .unwrap()
        .1
        .split('&')
        .next()
        .unwrap()
        .to_owned()
}

async fn ask(visitor: &Visitor, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
    let keys = &visitor.caller.ready.credentials.calendly;
    let request = visitor
        .caller
        .http
        .post(format!("{}/oauth/{path}", visitor.base))
        .basic_auth(&keys.client_id, Some(&keys.client_secret))
        .form(form);
    read(request.send().await.unwrap()).await
}

async fn exchange(visitor: &Visitor, code: &str, verifier: &str) -> (u16, Value) {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", verifier),
    ];
    ask(visitor, "token", &form).await
}

async fn refresh(visitor: &Visitor, token: &str) -> (u16, Value) {
    ask(
        visitor,
        "token",
        &[("grant_type", "refresh_token"), ("refresh_token", token)],
    )
    .await
}

fn text(body: &Value, field: &str) -> String {
    body[field].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_code_is_good_once_and_with_its_verifier() {
    let (sandbox, visitor) = open().await;
    let (status, body) = exchange(&visitor, &code(&visitor, "").await, "another-verifier").await;
    assert_eq!((status, &body["error"]), (400, &"invalid_grant".into()));
    let good = code(&visitor, "users:read").await;
    let (status, tokens) = exchange(&visitor, &good, VERIFIER).await;
    assert_eq!(status, 200, "{tokens}");
    assert_eq!(
        (&tokens["expires_in"], &tokens["scope"]),
        (&7_200.into(), &"users:read".into())
    );
    assert!(text(&tokens, "owner").contains("/users/"));
    let me = visitor
        .send_as(&text(&tokens, "access_token"), Method::GET, "/users/me", None)
        .await;
    assert_eq!(me.status, 200);
    let (status, body) = exchange(&visitor, &good, VERIFIER).await;
    assert_eq!((status, &body["error"]), (400, &"invalid_grant".into()));
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn a_code_is_good_for_ten_minutes_and_an_access_token_for_two_hours() {
    let (sandbox, visitor) = open().await;
    let late = code(&visitor, "").await;
    visitor.advance(600).await;
    assert_eq!(exchange(&visitor, &late, VERIFIER).await.0, 400);
    let (_, tokens) = exchange(&visitor, &code(&visitor, "").await, VERIFIER).await;
    let access = text(&tokens, "access_token");
    visitor.advance(7_100).await;
    assert_eq!(
        visitor
            .send_as(&access, Method::GET, "/users/me", None)
            .await
            .status,
        200
    );
    visitor.advance(100).await;
    assert_eq!(
        visitor
            .send_as(&access, Method::GET, "/users/me", None)
            .await
            .status,
        401
    );
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn a_refresh_token_is_good_once() {
    let (sandbox, visitor) = open().await;
    let (_, first) = exchange(&visitor, &code(&visitor, "").await, VERIFIER).await;
    let (status, second) = refresh(&visitor, &text(&first, "refresh_token")).await;
    assert_eq!(status, 200, "{second}");
    let (status, body) = refresh(&visitor, &text(&first, "refresh_token")).await;
    assert_eq!((status, &body["error"]), (400, &"invalid_grant".into()));
    assert_eq!(refresh(&visitor, &text(&second, "refresh_token")).await.0, 200);
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn the_ninth_token_of_a_minute_is_refused_and_costs_no_refresh_token() {
    let (sandbox, visitor) = open().await;
    let (_, mut tokens) = exchange(&visitor, &code(&visitor, "").await, VERIFIER).await;
    for _ in 0..7 {
        let (status, next) = refresh(&visitor, &text(&tokens, "refresh_token")).await;
        assert_eq!(status, 200, "{next}");
        tokens = next;
    }
    assert_eq!(refresh(&visitor, &text(&tokens, "refresh_token")).await.0, 429);
    visitor.advance(60).await;
    assert_eq!(refresh(&visitor, &text(&tokens, "refresh_token")).await.0, 200);
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn tokens_are_looked_at_and_taken_back_by_the_application_alone() {
    let (sandbox, visitor) = open().await;
    let (_, tokens) = exchange(&visitor, &code(&visitor, "users:read").await, VERIFIER).await;
    let access = text(&tokens, "access_token");
    let (_, known) = ask(&visitor, "introspect", &[("token", &access)]).await;
    assert_eq!(
        (&known["active"], &known["scope"]),
        (&true.into(), &"users:read".into())
    );
    let form = [
        ("token", access.as_str()),
        ("client_id", "somebody"),
        ("client_secret", "else"),
    ];
    let stranger = visitor
        .caller
        .http
        .post(format!("{}/oauth/revoke", visitor.base))
        .form(&form);
    assert_eq!(read(stranger.send().await.unwrap()).await.0, 401);
    assert_eq!(ask(&visitor, "revoke", &[("token", &access)]).await.0, 200);
    let (_, gone) = ask(&visitor, "introspect", &[("token", &access)]).await;
    assert_eq!(gone["active"], false);
    assert_eq!(
        visitor
            .send_as(&access, Method::GET, "/users/me", None)
            .await
            .status,
        401
    );
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn no_token_is_kept_in_the_journal() {
    let (sandbox, visitor) = open().await;
    let (_, tokens) = exchange(&visitor, &code(&visitor, "").await, VERIFIER).await;
    refresh(&visitor, &text(&tokens, "refresh_token")).await;
    let journal = Value::from(visitor.caller.journal("?surface=calendly").await).to_string();
    for secret in [
        text(&tokens, "refresh_token"),
        text(&tokens, "access_token"),
        VERIFIER.to_owned(),
    ] {
        assert!(!journal.contains(&secret));
    }
    sandbox.stop().await.unwrap();
}
