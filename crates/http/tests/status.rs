//! What each answer means.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use bytes::Bytes;
use careweave_http::status_error;
use careweave_types::{Delivery, Error, ErrorKind};
use chrono::{TimeZone as _, Utc};

fn error(status: u16, content_type: &str, body: impl Into<Bytes>) -> Error {
    let response = http::Response::builder()
        .status(status)
        .header("content-type", content_type)
        .header("x-request-id", "req-1")
        .body(body.into())
        .unwrap();
    status_error(
        &response,
        "clients.get",
        Utc.with_ymd_and_hms(2026, 4, 6, 12, 0, 0).unwrap(),
    )
}

const JSON: &str = "application/json";

#[test]
fn the_contracts_table_holds() {
    for (status, body, kind) in [
        (400, r#"{"error":"Invalid query value"}"#, ErrorKind::Rejected),
        (401, r#"{"error":"invalid_token"}"#, ErrorKind::Unauthenticated),
        (
            403,
            r#"{"error":"Access denied. Invalid agencyId."}"#,
            ErrorKind::Forbidden,
        ),
        (
            403,
            r#"{"message":"Missing Authentication Token"}"#,
            ErrorKind::UnknownRoute,
        ),
        (
            403,
            r#"{"message":"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'q83v+abc='."}"#,
            ErrorKind::UnknownRoute,
        ),
        (
            403,
            r#"{"message":"User is not authorized"}"#,
            ErrorKind::Forbidden,
        ),
        (
            403,
            r#"{"error":"Missing Authentication Token"}"#,
            ErrorKind::Forbidden,
        ),
        (403, "", ErrorKind::Forbidden),
        (404, r#"{"error":"Resource not found"}"#, ErrorKind::NotFound),
        (405, r#"{"error":"Method not allowed"}"#, ErrorKind::Unsupported),
        (409, r#"{"error":"Shift is not open"}"#, ErrorKind::Conflict),
        (
            422,
            r#"{"error":"Validation failed: phone is required"}"#,
            ErrorKind::Rejected,
        ),
        (429, r#"{"error":"Too many requests"}"#, ErrorKind::RateLimited),
        (500, "{}", ErrorKind::Server),
        (503, "", ErrorKind::Server),
        (302, "", ErrorKind::Config),
    ] {
        let error = error(status, JSON, body);
        assert_eq!(error.kind(), kind, "{status} {body}");
        assert_eq!(error.http_status(), Some(status));
        assert_eq!(error.delivery(), Delivery::Answered);
        assert_eq!(error.operation(), "clients.get");
        assert_eq!(error.request_id(), Some("req-1"));
    }
}

#[test]
fn a_refused_field_is_named() {
    let error = error(
        422,
        JSON,
        r#"{"error":"Validation failed: birthDate is required"}"#,
    );
    assert_eq!(error.get("field"), Some("birthDate"));
    assert!(
        error
            .message()
            .ends_with("Validation failed: birthDate is required"),
        "{error}"
    );
}

#[test]
fn html_broken_text_and_huge_bodies_are_survived() {
    let html = error(
        500,
        "text/html; charset=utf-8",
        "<html><h1>Server Error (500)</h1></html>",
    );
    assert_eq!(html.kind(), ErrorKind::Server);
    assert!(html.message().contains("text/html"), "{html}");

    let broken = error(502, JSON, vec![0xFF, 0xFE, b'{', 0x00]);
    assert_eq!(broken.kind(), ErrorKind::Server);

    let huge = format!(r#"{{"error":"{}"}}"#, "required ".repeat(2_000_000));
    let huge = error(400, JSON, huge);
    assert_eq!(huge.kind(), ErrorKind::Rejected);
    assert!(huge.message().len() < 400);

    let long = format!(r#"{{"error":"{}"}}"#, "required ".repeat(2_000));
    assert!(error(400, JSON, long).message().chars().count() < 300);

    let odd = error(422, JSON, r#"{"error":{"phone":["is required"]}}"#);
    assert_eq!(odd.kind(), ErrorKind::Rejected);
}

#[test]
fn what_an_error_text_quotes_of_a_person_stays_out() {
    for quoted in [
        "Validation failed: phone 3035550100 is used by Alpha Testclient",
        "alpha.testclient@example.invalid is used",
        "Alpha Testclient, born 1941-02-03, exists",
        "'Alpha' 'Testclient' exists",
    ] {
        let body = serde_json::json!({ "error": quoted }).to_string();
        let error = error(422, JSON, body);
        let shown = format!("{error} {error:?} {error:#}");
        for secret in ["3035550100", "Alpha", "alpha", "Testclient", "1941"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
}

#[test]
fn a_request_id_that_is_none_is_left_out() {
    let response = http::Response::builder()
        .status(500)
        .header("x-request-id", "a b <script>")
        .body(Bytes::new())
        .unwrap();
    let now = Utc.with_ymd_and_hms(2026, 4, 6, 12, 0, 0).unwrap();
    assert_eq!(status_error(&response, "clients.get", now).request_id(), None);
}
