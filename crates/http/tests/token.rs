//! Tokens: fetched once, kept until shortly before they expire, replaced once when refused.
#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use careweave_http::{
    AccessToken, Authorized, ClientCredentials, Clock, Idempotency, ManualClock, ReqwestConfig,
    ReqwestTransport, Retry, RetryPolicy, Sleep, Timeouts, TokenCache, TokioSleep, Transport,
};
use careweave_types::{Delivery, ErrorKind};
use secrecy::ExposeSecret as _;
use support::{Play, Script, clock, request, retry};
use url::Url;
use wiremock::matchers::{body_string_contains, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const SECRET: &str = "5ecret-of-the-agency";

fn credentials(retry: Retry, url: &str) -> ClientCredentials {
    ClientCredentials::new(
        retry,
        Url::parse(url).unwrap(),
        "key".into(),
        SECRET.into(),
        "check the variables",
    )
}

fn scripted(plays: impl IntoIterator<Item = Play>) -> (TokenCache, Arc<Script>, Arc<ManualClock>) {
    let (script, clock) = (Script::of(plays), clock());
    let (retry, _) = retry(&script, RetryPolicy::never(), &clock);
    let source = credentials(retry, "https://api.example.invalid/oauth/accesstoken");
    let cache = TokenCache::new(Arc::new(source), Arc::clone(&clock) as Arc<dyn Clock>);
    (cache, script, clock)
}

fn shown(token: &AccessToken) -> &str {
    token.secret().expose_secret()
}

const FIRST: Play = Play::Answer(
    200,
    &[("content-type", "application/json")],
    r#"{"refresh_token_expires_in":"0","token_type":"BearerToken","issued_at":1769750000,"client_id":"x",
        "access_token":"aaaa","scope":"","expires_in":"3599","refresh_count":"0","status":"approved"}"#,
);
const SECOND: Play = Play::Answer(200, &[], r#"{"access_token":"bbbb","expires_in":3599}"#);

#[tokio::test]
async fn an_expiry_is_read_as_text_as_a_number_and_when_it_is_missing() {
    for (body, expiry) in [
        (r#"{"access_token":"t","expires_in":"3599"}"#, Some(3599)),
        (r#"{"access_token":"t","expires_in":3599}"#, Some(3599)),
        (r#"{"access_token":"t","token_type":7}"#, None),
        (r#"{"access_token":"t","expires_in":null}"#, None),
    ] {
        let (cache, ..) = scripted([Play::Answer(200, &[], body)]);
        let token = cache.token().await.unwrap();
        assert_eq!(token.expires_in(), expiry.map(Duration::from_secs), "{body}");
    }
}

#[tokio::test]
async fn a_token_is_kept_until_a_minute_before_its_expiry() {
    let (cache, script, clock) = scripted([FIRST, SECOND]);
    assert_eq!(shown(&cache.token().await.unwrap()), "aaaa");
    clock.advance(Duration::from_secs(3599 - 61));
    assert_eq!(shown(&cache.token().await.unwrap()), "aaaa");
    clock.advance(Duration::from_secs(1));
    assert_eq!(shown(&cache.token().await.unwrap()), "bbbb");
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test]
async fn key_and_secret_travel_in_the_form_body_only() {
    let (cache, script, _) = scripted([FIRST]);
    cache.token().await.unwrap();
    let request = &script.seen()[0];
    let body = String::from_utf8(request.body().to_vec()).unwrap();
    for part in [
        "grant_type=client_credentials",
        "client_id=key",
        "client_secret=5ecret-of-the-agency",
    ] {
        assert!(body.contains(part), "{part}");
    }
    assert!(!request.uri().to_string().contains(SECRET));
    assert!(
        request
            .headers()
            .values()
            .all(|v| !v.as_bytes().ends_with(SECRET.as_bytes()))
    );
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
}

#[tokio::test]
async fn refused_credentials_say_what_to_check_and_never_the_secret() {
    for (status, body) in [
        (401, r#"{"error":"invalid_client"}"#),
        (400, r#"{"error":"invalid_client"}"#),
        (401, "<html>5ecret-of-the-agency</html>"),
        (403, r#"{"error":"no"}"#),
    ] {
        let (cache, ..) = scripted([Play::Answer(status, &[], body)]);
        let error = cache.token().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{status} {body}");
        assert!(error.message().contains("check the variables"), "{error}");
        assert_eq!(error.http_status(), Some(status));
        assert!(!format!("{error} {error:?} {error:#} {cache:?}").contains(SECRET));
    }
}

#[tokio::test]
async fn an_answer_that_is_no_token_is_a_decode_error_that_quotes_nothing() {
    for body in [
        "<html>aaaa</html>",
        "",
        r#"{"access_token":""}"#,
        r#"{"access_token":["aaaa"]}"#,
        r#"{"expires_in":"x","access_token":"aaaa"}"#,
    ] {
        let (cache, ..) = scripted([Play::Answer(200, &[], body)]);
        let error = cache.token().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert!(!format!("{error:#} {error:?}").contains("aaaa"), "{body}");
    }
}

#[tokio::test]
async fn another_grant_error_is_passed_on() {
    let (cache, ..) = scripted([Play::Answer(400, &[], r#"{"error":"unsupported_grant_type"}"#)]);
    assert_eq!(cache.token().await.unwrap_err().kind(), ErrorKind::Rejected);
}

#[tokio::test]
async fn a_failure_is_shared_by_those_who_waited_and_forgotten_by_those_who_come_later() {
    let refused = Play::Fail(ErrorKind::Unreachable, Delivery::NotSent);
    let (cache, script, _) = scripted([refused, FIRST]);
    let outcomes = futures_util::future::join_all((0..50).map(|_| cache.token())).await;
    assert!(
        outcomes
            .iter()
            .all(|o| o.as_ref().is_err_and(|e| e.kind() == ErrorKind::Unreachable))
    );
    assert_eq!(script.seen().len(), 1);
    assert!(cache.token().await.is_ok());
}

#[tokio::test]
async fn forgetting_a_refused_token_spares_the_one_that_replaced_it() {
    let (cache, script, _) = scripted([FIRST, SECOND]);
    let first = cache.token().await.unwrap();
    cache.invalidate(&first).await;
    assert_eq!(shown(&cache.token().await.unwrap()), "bbbb");
    cache.invalidate(&first).await;
    assert_eq!(shown(&cache.token().await.unwrap()), "bbbb");
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_and_then_reported() {
    let refused = Play::Answer(401, &[], r#"{"error":"invalid_token"}"#);
    let (script, clock) = (Script::of([FIRST, refused.clone(), SECOND, refused]), clock());
    let (retry, _) = retry(&script, RetryPolicy::default(), &clock);
    let source = credentials(retry.clone(), "https://api.example.invalid/oauth/accesstoken");
    let cache = TokenCache::new(Arc::new(source), Arc::clone(&clock) as Arc<dyn Clock>);
    let sender = Authorized::new(retry, Arc::new(cache));
    let error = sender
        .send(request("POST", Idempotency::NotIdempotent))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    let bearers: Vec<_> = script
        .seen()
        .iter()
        .filter_map(|r| {
            r.headers()
                .get("authorization")
                .map(|v| v.to_str().unwrap().to_owned())
        })
        .collect();
    assert_eq!(bearers, ["Bearer aaaa", "Bearer bbbb"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_calls_at_once_make_one_token_request() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/oauth/accesstoken"))
        .and(body_string_contains("grant_type=client_credentials"))
        .respond_with(
            ResponseTemplate::new(200)
                .set_delay(Duration::from_millis(50))
                .set_body_json(serde_json::json!({"access_token": "aaaa", "token_type": "BearerToken", "expires_in": "3599"})),
        )
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .and(path("/v1/shifts/41"))
        .and(header("authorization", "Bearer aaaa"))
        .respond_with(ResponseTemplate::new(200))
        .expect(50)
        .mount(&server)
        .await;
    let clock: Arc<dyn Clock> = clock();
    let retry = Retry::new(
        Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap()) as Arc<dyn Transport>,
        RetryPolicy::never(),
        Timeouts::default(),
        Arc::clone(&clock),
        Arc::new(TokioSleep) as Arc<dyn Sleep>,
    );
    let source = credentials(retry.clone(), &format!("{}/oauth/accesstoken", server.uri()));
    let sender = Authorized::new(retry, Arc::new(TokenCache::new(Arc::new(source), clock)));
    let calls = (0..50).map(|_| {
        let mut request = request("GET", Idempotency::Safe);
        *request.uri_mut() = format!("{}/v1/shifts/41", server.uri()).parse().unwrap();
        let sender = sender.clone();
        tokio::spawn(async move { sender.send(request).await })
    });
    for call in futures_util::future::join_all(calls).await {
        assert!(call.unwrap().is_ok());
    }
}
