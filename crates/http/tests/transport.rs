//! What the network does, and how far a request is said to have got.
#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::time::Duration;

use bytes::Bytes;
use careweave_http::{Operation, ReqwestConfig, ReqwestTransport, Timeouts, Transport};
use careweave_types::{Delivery, Error, ErrorKind};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const AMPLE: Duration = Duration::from_secs(5);

fn post(url: &str) -> http::Request<Bytes> {
    http::Request::post(url)
        .extension(Operation("shifts.assign"))
        .body(Bytes::from_static(b"{\"name\":\"Alpha\"}"))
        .unwrap()
}

fn transport() -> ReqwestTransport {
    ReqwestTransport::new(ReqwestConfig::default()).unwrap()
}

/// A port where each connection is read from once and then answered with `answer` and closed.
async fn port_that_answers(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut read = [0; 1024];
            let _ = stream.read(&mut read).await;
            let _ = stream.write_all(answer).await;
        }
    });
    address.to_string()
}

fn says_nothing_personal(error: &Error) {
    let shown = format!("{error} {error:?} {error:#}");
    for part in ["Alpha", "name=", "q=1"] {
        assert!(!shown.contains(part), "{part} in {shown}");
    }
}

#[tokio::test]
async fn an_answer_of_any_status_is_an_answer() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(
            ResponseTemplate::new(503)
                .insert_header("x-request-id", "r")
                .set_body_string("busy"),
        )
        .mount(&server)
        .await;
    let answer = transport().send(post(&server.uri()), AMPLE).await.unwrap();
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["x-request-id"], "r");
    assert_eq!(answer.body().as_ref(), b"busy");
}

#[tokio::test]
async fn a_closed_port_is_unreachable_and_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = transport()
        .send(post(&format!("http://{address}/v1/x?q=1")), AMPLE)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Unreachable, Delivery::NotSent)
    );
    assert_eq!(
        error.message(),
        format!("could not connect to http://{address}: connection refused; check the base URL")
    );
    assert_eq!(error.get("path"), Some("/v1/x"));
    assert_eq!(error.operation(), "shifts.assign");
    says_nothing_personal(&error);
}

#[tokio::test]
async fn an_unknown_host_is_unreachable_and_nothing_was_sent() {
    let error = transport()
        .send(post("http://nobody.invalid/v1"), AMPLE)
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::NotSent, "{error:#}");
    assert!(
        error
            .message()
            .starts_with("could not connect to http://nobody.invalid"),
        "{error}"
    );
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_told_apart() {
    let address = port_that_answers(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let error = transport()
        .send(post(&format!("https://{address}/")), AMPLE)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Unreachable, Delivery::NotSent)
    );
    assert!(error.message().contains("TLS"), "{error:#}");
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_leaves_it_in_doubt() {
    for answer in [
        b"".as_slice(),
        b"HTTP/1.1 200 OK\r\ncontent-le",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half\"",
    ] {
        let address = port_that_answers(answer).await;
        let error = transport()
            .send(post(&format!("http://{address}/v1/x?q=1")), AMPLE)
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Unreachable, Delivery::MaybeSent),
            "{error:#}"
        );
        says_nothing_personal(&error);
    }
}

#[tokio::test]
async fn a_late_answer_is_a_timeout_and_leaves_the_request_in_doubt() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_delay(Duration::from_secs(30)))
        .mount(&server)
        .await;
    let error = transport()
        .send(post(&server.uri()), Duration::from_millis(100))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::MaybeSent)
    );
    assert!(error.is_retryable());
}

#[tokio::test]
async fn an_answer_over_the_limit_is_not_read() {
    let small = ReqwestTransport::new(ReqwestConfig {
        largest_response: 9,
        ..ReqwestConfig::default()
    })
    .unwrap();
    for (answer, kind) in [
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n123456789".as_slice(),
            None,
        ),
        // Said beforehand: not a byte of the body is waited for.
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n",
            Some(ErrorKind::Decode),
        ),
        (
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\n1234567890\r\n0\r\n\r\n",
            Some(ErrorKind::Decode),
        ),
    ] {
        let address = port_that_answers(answer).await;
        let outcome = small.send(post(&format!("http://{address}")), AMPLE).await;
        assert_eq!(
            outcome.err().map(|error| error.kind()),
            kind,
            "{}",
            String::from_utf8_lossy(answer)
        );
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(307).insert_header("location", "http://127.0.0.1:1/elsewhere"))
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(
        transport()
            .send(post(&server.uri()), AMPLE)
            .await
            .unwrap()
            .status(),
        307
    );
}

#[test]
fn a_time_limit_of_zero_is_refused() {
    let config = ReqwestConfig {
        timeouts: Timeouts {
            attempt: Duration::ZERO,
            ..Timeouts::default()
        },
        ..ReqwestConfig::default()
    };
    let error = ReqwestTransport::new(config).unwrap_err();
    assert_eq!(error.get("field"), Some("timeouts.attempt"));
}
