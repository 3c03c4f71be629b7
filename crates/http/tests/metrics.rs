//! What is counted of a call, and what it says of nobody.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use careweave_http::{
    AccessToken, Authorized, BreakerPolicy, CacheClass, CacheLookup, Clock, Event, Idempotency,
    InMemoryMetrics, Layers, Metrics, MetricsSnapshot, Outcome, RateLimit, RecordedSleep, RetryBudget,
    RetryBudgetPolicy, RetryPolicy, Sleep, StatusClass, TokenCache, TokenSource, Transport,
};
use careweave_types::{Delivery, ErrorKind, Result, Status};
use support::{Play, Script, clock, request, retry};

const OK: Play = Play::Answer(200, &[], "{}");
const FAILED: Play = Play::Answer(500, &[], "");
const LOST: Play = Play::Fail(ErrorKind::Timeout, Delivery::MaybeSent);

#[derive(Debug)]
struct Token;

#[async_trait::async_trait]
impl TokenSource for Token {
    async fn fetch(&self) -> Result<AccessToken> {
        Ok(AccessToken::new("s3cret".into(), None))
    }
}

/// A sender with all layers, each request of which takes `each`.
fn sender(each: Duration, plays: impl IntoIterator<Item = Play>) -> (Authorized, Arc<InMemoryMetrics>) {
    let clock = clock();
    let script = Script::taking(&clock, each, plays);
    let metrics = Arc::new(InMemoryMetrics::new());
    let retry = Layers::over(
        script as Arc<dyn Transport>,
        Arc::clone(&clock) as Arc<dyn Clock>,
        Arc::new(RecordedSleep::advancing(Arc::clone(&clock))) as Arc<dyn Sleep>,
    )
    .with_metrics(Arc::clone(&metrics) as Arc<dyn Metrics>)
    .with_rate_limit(RateLimit::per_second(1))
    .unwrap()
    .with_breaker(BreakerPolicy::default())
    .unwrap()
    .retry()
    .unwrap();
    let tokens = TokenCache::new(Arc::new(Token), clock).with_metrics(Arc::clone(&metrics) as _);
    (Authorized::new(retry, Arc::new(tokens)), metrics)
}

#[tokio::test]
async fn a_call_is_counted_with_its_attempts_and_timed_without_its_waits() {
    let plays = [
        FAILED,
        Play::Answer(401, &[], "{}"),
        Play::Answer(429, &[("retry-after", "9")], "{}"),
        LOST,
        OK,
    ];
    let (sender, metrics) = sender(Duration::from_millis(100), plays);
    sender.send(request("GET", Idempotency::Safe)).await.unwrap();
    let seen = metrics.snapshot();
    let operation = &seen.operations["shifts.get"];
    for (outcome, status) in [
        (Outcome::ServerError, StatusClass::ServerError),
        (Outcome::Unauthenticated, StatusClass::ClientError),
        (Outcome::RateLimited, StatusClass::ClientError),
        (Outcome::Timeout, StatusClass::None),
        (Outcome::Success, StatusClass::Success),
    ] {
        assert_eq!(operation.attempts[&outcome][&status], 1, "{outcome:?}");
    }
    assert_eq!(operation.latency.count(), 5);
    assert!(operation.latency.percentile(99.0).unwrap() < Duration::from_millis(107));
    // The first ended with the 401, the second with success.
    assert_eq!(operation.calls[&Outcome::Unauthenticated], 1);
    assert_eq!(operation.calls[&Outcome::Success], 1);
    assert_eq!(operation.retries.values().sum::<u64>(), 3);
    assert_eq!(seen.token_fetches[&Outcome::Success], 2);
    assert_eq!(seen.queued.count(), 5);
    assert!(operation.duration.percentile(100.0).unwrap() > Duration::from_secs(9));
}

#[tokio::test]
async fn the_exposition_is_text_that_prometheus_reads_and_names_nobody() {
    let (sender, metrics) = sender(Duration::from_millis(400), [OK, FAILED, OK]);
    let mut personal = request("GET", Idempotency::Safe);
    *personal.uri_mut() = "https://api.example.invalid/v1/clients?phone=3035550100&name=Alpha"
        .parse()
        .unwrap();
    *personal.body_mut() = Bytes::from_static(b"{\"name\":\"Alpha Testclient\"}");
    sender.send(personal.clone()).await.unwrap();
    sender.send(personal).await.unwrap();
    metrics.record(Event::Cache {
        class: CacheClass::People,
        lookup: CacheLookup::Fresh,
    });
    let text = metrics.snapshot().to_prometheus();
    for line in [
        "# TYPE careweave_http_attempts_total counter",
        r#"careweave_http_attempts_total{operation="shifts.get",outcome="success",status="2xx"} 2"#,
        r#"careweave_http_attempts_total{operation="shifts.get",outcome="server_error",status="5xx"} 1"#,
        "# TYPE careweave_http_attempt_seconds histogram",
        r#"careweave_http_attempt_seconds_bucket{operation="shifts.get",le="0.25"} 0"#,
        r#"careweave_http_attempt_seconds_bucket{operation="shifts.get",le="0.5"} 3"#,
        r#"careweave_http_attempt_seconds_bucket{operation="shifts.get",le="+Inf"} 3"#,
        r#"careweave_http_attempt_seconds_count{operation="shifts.get"} 3"#,
        r#"careweave_http_calls_total{operation="shifts.get",outcome="success"} 2"#,
        r#"careweave_http_retries_total{operation="shifts.get",cause="server_error"} 1"#,
        r#"careweave_http_token_fetches_total{outcome="success"} 1"#,
        r#"careweave_http_breaker_changes_total{to="opened"} 0"#,
        r#"careweave_http_cache_lookups_total{class="people",result="fresh"} 1"#,
        r#"careweave_http_queued_seconds_count 3"#,
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    // Every line is a comment or `name{labels} number`, and each name has one type.
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(value.parse::<f64>().is_ok(), "{line}");
        assert!(name.starts_with("careweave_http_"), "{line}");
        let base = name.split('{').next().unwrap();
        let declared = ["", "_bucket", "_sum", "_count"].iter().any(|suffix| {
            base.strip_suffix(suffix)
                .is_some_and(|base| text.contains(&format!("# TYPE {base} ")))
        });
        assert!(declared, "{line}");
    }
    let shown = format!("{text} {metrics:?}");
    for secret in ["Alpha", "3035550100", "api.example", "s3cret", "v1"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[test]
fn a_label_is_escaped() {
    let metrics = InMemoryMetrics::new();
    metrics.record(Event::RetryUnpaid {
        operation: "a\"b\\c\nd",
    });
    let text = metrics.snapshot().to_prometheus();
    assert!(
        text.contains(r#"careweave_http_retries_unpaid_total{operation="a\"b\\c\nd"} 1"#),
        "{text}"
    );
}

#[test]
fn a_snapshot_survives_being_written_down() {
    let metrics = InMemoryMetrics::new();
    for millis in [1, 20, 300, 4_000] {
        metrics.record(Event::Attempt {
            operation: "clients.get",
            outcome: Outcome::Success,
            status: StatusClass::Success,
            elapsed: Duration::from_millis(millis),
        });
    }
    let snapshot = metrics.snapshot();
    let written = serde_json::to_string(&snapshot).unwrap();
    assert!(written.len() < 1_000, "{written}");
    assert_eq!(
        serde_json::from_str::<MetricsSnapshot>(&written).unwrap(),
        snapshot
    );
}

#[test]
fn names_without_end_need_memory_with_one() {
    let metrics = InMemoryMetrics::new();
    for number in 0..2_000 {
        let operation: &'static str = Box::leak(format!("made.up{number}").into_boxed_str());
        metrics.record(Event::RetryUnpaid { operation });
    }
    let snapshot = metrics.snapshot();
    assert!(snapshot.operations.len() <= 513);
    let counted: u64 = snapshot.operations.values().map(|o| o.retries_unpaid).sum();
    assert_eq!(counted, 2_000);
}

#[tokio::test]
async fn when_the_budget_is_empty_each_call_is_sent_once_and_success_fills_it_again() {
    let budget = Arc::new(
        RetryBudget::new(RetryBudgetPolicy {
            capacity: 25,
            ..RetryBudgetPolicy::default()
        })
        .unwrap(),
    );
    let plays = std::iter::repeat_n(LOST, 3 + 1 + 1)
        .chain(std::iter::repeat_n(OK, 5))
        .chain([LOST, OK, FAILED]);
    let script = Script::of(plays);
    let (retry, _) = retry(&script, RetryPolicy::default(), &clock());
    let metrics = Arc::new(InMemoryMetrics::new());
    let retry = retry
        .with_budget(Arc::clone(&budget))
        .with_metrics(Arc::clone(&metrics) as _);
    let get = || retry.send(request("GET", Idempotency::Safe));
    // Two retries at 10 tokens each; the third has only five left.
    assert_eq!(get().await.unwrap_err().get("attempts"), Some("3"));
    assert_eq!(budget.tokens(), 5);
    for _ in 0..2 {
        let error = get().await.unwrap_err();
        assert_eq!(error.get("retry_budget"), Some("empty"));
        assert_eq!(error.status(), Status::Temporary);
    }
    assert_eq!(script.seen().len(), 5);
    assert_eq!(metrics.snapshot().operations["shifts.get"].retries_unpaid, 2);
    for _ in 0..5 {
        get().await.unwrap();
    }
    assert_eq!(budget.tokens(), 10);
    // A retry that helps costs nothing in the end.
    get().await.unwrap();
    assert_eq!(budget.tokens(), 10);
    let too_small = RetryBudgetPolicy {
        capacity: 9,
        ..RetryBudgetPolicy::default()
    };
    assert_eq!(
        RetryBudget::new(too_small).unwrap_err().get("field"),
        Some("retry_budget.capacity")
    );
}

#[tokio::test]
async fn the_retries_of_a_thousand_callers_in_an_outage_are_at_most_a_hundred() {
    let script = Script::of(std::iter::repeat_n(FAILED, 1_100));
    let retry = Layers::over(
        Arc::clone(&script) as Arc<dyn Transport>,
        clock() as Arc<dyn Clock>,
        Arc::new(RecordedSleep::new()) as Arc<dyn Sleep>,
    )
    .retry()
    .unwrap();
    let calls = (0..1_000).map(|_| retry.send(request("GET", Idempotency::Safe)));
    let outcomes = futures_util::future::join_all(calls).await;
    assert!(outcomes.iter().all(Result::is_err));
    assert_eq!(script.seen().len(), 1_100);
}
