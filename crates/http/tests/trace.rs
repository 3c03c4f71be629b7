//! What a trace tells of a request, and what it keeps to itself.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod support;

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use careweave_http::{Idempotency, RetryPolicy};
use support::{Play, Script, clock, request, retry};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes every event down as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0.lock().unwrap(), "{field}={value:?} ").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn a_trace_names_the_attempt_and_shows_no_query_header_or_body() {
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let script = Script::of([
        Play::Answer(500, &[("x-hidden", "h1dden")], r#"{"error":"h1dden"}"#),
        Play::Answer(200, &[], "h1dden"),
    ]);
    let (retry, _) = retry(&script, RetryPolicy::default(), &clock());
    let mut request = request("GET", Idempotency::Safe);
    *request.body_mut() = Bytes::from_static(b"h1dden");
    request
        .headers_mut()
        .insert("authorization", "Bearer h1dden".parse().unwrap());
    retry.send(request).await.unwrap();
    drop(guard);
    let text = log.0.lock().unwrap().clone();
    for part in [
        r#"operation="shifts.get""#,
        r#"method="GET""#,
        r#"path="/v1/shifts/41""#,
        "attempt=1",
        "attempt=2",
        "status=500",
        "status=200",
        "elapsed_ms=0",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("h1dden") && !text.contains("secret"), "{text}");
}
