//! What the other side and the machine may do without doing harm.
#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::{
    AccessToken, Clock, Idempotency, LARGEST_ERROR_BODY, Operation, ReqwestConfig, ReqwestTransport, Retry,
    RetryPolicy, Sleep, Timeouts, TokenCache, TokenSource, TokioSleep, Transport,
};
use careweave_types::{ErrorKind, Result};
use chrono::TimeDelta;
use support::{Play, Script, clock, request, retry, seconds};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const AMPLE: Duration = Duration::from_secs(20);

/// A server that answers each connection with `head` and then `body`, over and over, until nobody reads any more.
async fn flood(head: &'static str, body: &'static [u8], times: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut read = [0; 1024];
            let _ = stream.read(&mut read).await;
            let _ = stream.write_all(head.as_bytes()).await;
            for _ in 0..times {
                if stream.write_all(body).await.is_err() {
                    break;
                }
            }
        }
    });
    format!("http://{address}/")
}

fn get(url: &str) -> http::Request<Bytes> {
    http::Request::get(url)
        .extension(Operation("shifts.get"))
        .body(Bytes::new())
        .unwrap()
}

fn over_the_network(timeouts: Timeouts) -> Retry {
    let transport = ReqwestTransport::new(ReqwestConfig {
        timeouts,
        ..ReqwestConfig::default()
    });
    Retry::new(
        Arc::new(transport.unwrap()) as Arc<dyn Transport>,
        RetryPolicy::never(),
        timeouts,
        clock() as Arc<dyn Clock>,
        Arc::new(TokioSleep) as Arc<dyn Sleep>,
    )
}

#[tokio::test]
async fn of_an_error_body_of_any_size_a_little_is_read_and_the_status_kept() {
    static BLOCK: [u8; 1_024] = [b'x'; 1_024];
    for (head, times) in [
        (
            "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 10485760\r\n\r\n",
            10_240,
        ),
        // One that never ends, and one longer than any answer may be.
        ("HTTP/1.1 502 Bad Gateway\r\n\r\n", usize::MAX),
        (
            "HTTP/1.1 404 Not Found\r\ncontent-length: 99999999999\r\n\r\n",
            usize::MAX,
        ),
    ] {
        let url = flood(head, &BLOCK, times).await;
        let transport = ReqwestTransport::new(ReqwestConfig::default()).unwrap();
        let answer = transport.send(get(&url), AMPLE).await.unwrap();
        assert_eq!(answer.body().len(), LARGEST_ERROR_BODY, "{head}");
        let error = over_the_network(Timeouts::default())
            .send(get(&url))
            .await
            .unwrap_err();
        let expected = if head.contains("404") {
            ErrorKind::NotFound
        } else {
            ErrorKind::Server
        };
        assert_eq!(error.kind(), expected, "{head}");
        assert!(error.message().len() < 400);
    }
}

#[tokio::test]
async fn an_error_body_that_is_no_text_is_survived() {
    let url = flood(
        "HTTP/1.1 422 Unprocessable Entity\r\ncontent-type: application/json\r\ncontent-length: 18\r\n\r\n",
        b"{\"error\":\"\xFF\xFE\xC3\x28 no\"",
        1,
    )
    .await;
    let error = over_the_network(Timeouts::default())
        .send(get(&url))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.http_status()),
        (ErrorKind::Rejected, Some(422))
    );
}

#[tokio::test]
async fn with_all_limits_off_a_call_still_works() {
    let url = flood("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n", b"{}", 1).await;
    let timeouts = Timeouts::none();
    timeouts.validate().unwrap();
    let answer = over_the_network(timeouts).send(get(&url)).await.unwrap();
    assert_eq!(answer.body().as_ref(), b"{}");
}

/// Writes down how long each attempt may take, and fails it.
#[derive(Debug, Default)]
struct Limits(Mutex<Vec<Duration>>);

#[async_trait]
impl Transport for Limits {
    async fn send(&self, _: http::Request<Bytes>, within: Duration) -> Result<http::Response<Bytes>> {
        self.0.lock().unwrap().push(within);
        Ok(http::Response::builder().status(500).body(Bytes::new()).unwrap())
    }
}

#[tokio::test]
async fn each_limit_can_be_set_and_turned_off() {
    let second = Duration::from_secs(1);
    for (timeouts, expected) in [
        (Timeouts::default(), [5 * second, 5 * second, 5 * second]),
        (Timeouts::default().with_attempt(3 * second), [3 * second; 3]),
        // 20 s in all, of which the pauses take 2 and 4.
        (
            Timeouts::default().with_attempt(None).with_operation(20 * second),
            [20 * second, 18 * second, 14 * second],
        ),
        (
            Timeouts::default().with_operation(None).with_attempt(None),
            [Timeouts::UNLIMITED; 3],
        ),
        (Timeouts::default().with_operation(None), [5 * second; 3]),
    ] {
        let (limits, clock) = (Arc::new(Limits::default()), clock());
        let sleep = careweave_http::RecordedSleep::advancing(Arc::clone(&clock));
        let retry = Retry::new(
            Arc::clone(&limits) as Arc<dyn Transport>,
            RetryPolicy::default(),
            timeouts,
            clock as Arc<dyn Clock>,
            Arc::new(sleep) as Arc<dyn Sleep>,
        );
        retry.send(request("GET", Idempotency::Safe)).await.unwrap_err();
        assert_eq!(*limits.0.lock().unwrap(), expected, "{timeouts:?}");
    }
    let none = Timeouts::default().with_connect(None).with_read(None);
    assert_eq!(
        (none.connect, none.read),
        (Timeouts::UNLIMITED, Timeouts::UNLIMITED)
    );
    let written = serde_json::to_string(&none).unwrap();
    assert_eq!(serde_json::from_str::<Timeouts>(&written).unwrap(), none);
}

#[tokio::test]
async fn a_wait_until_a_date_is_measured_by_the_clock_of_the_side_that_named_it() {
    let answer = Play::Answer(
        429,
        &[
            ("date", "Mon, 06 Apr 2026 12:00:00 GMT"),
            ("retry-after", "Mon, 06 Apr 2026 12:00:07 GMT"),
        ],
        "{}",
    );
    for wrong in [TimeDelta::days(-30), TimeDelta::zero(), TimeDelta::days(30)] {
        let clock = clock();
        clock.set_wall(clock.now() + wrong);
        let script = Script::of([answer.clone(), Play::Answer(200, &[], "{}")]);
        let (retry, sleep) = retry(&script, RetryPolicy::default(), &clock);
        retry.send(request("GET", Idempotency::Safe)).await.unwrap();
        assert_eq!(seconds(&sleep.waits()), [7], "{wrong}");
    }
}

#[derive(Debug, Default)]
struct Hourly(std::sync::atomic::AtomicU32);

#[async_trait]
impl TokenSource for Hourly {
    async fn fetch(&self) -> Result<AccessToken> {
        self.0.fetch_add(1, std::sync::atomic::Ordering::AcqRel);
        Ok(AccessToken::new("t".into(), Some(Duration::from_secs(3_600))))
    }
}

#[tokio::test]
async fn a_token_lives_by_the_monotonic_clock_whatever_the_wall_clock_does() {
    let (clock, source) = (clock(), Arc::new(Hourly::default()));
    let tokens = TokenCache::new(
        Arc::clone(&source) as Arc<dyn TokenSource>,
        Arc::clone(&clock) as Arc<dyn Clock>,
    );
    let fetched = || source.0.load(std::sync::atomic::Ordering::Acquire);
    tokens.token().await.unwrap();
    for jump in [TimeDelta::days(2), TimeDelta::days(-700)] {
        clock.set_wall(clock.now() + jump);
        tokens.token().await.unwrap();
        assert_eq!(fetched(), 1);
    }
    clock.advance(Duration::from_secs(3_540));
    tokens.token().await.unwrap();
    assert_eq!(fetched(), 2);
}
