//! When a request goes again, and after how long.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod support;

use std::time::Duration;

use careweave_http::{Idempotency, Jitter, RetryPolicy};
use careweave_types::{Delivery, ErrorKind, Status};
use support::{Play, Script, clock, request, retry, seconds};

const OK: Play = Play::Answer(200, &[], "{}");
const FAILED: Play = Play::Answer(500, &[], "<html>oops</html>");
const LOST: Play = Play::Fail(ErrorKind::Timeout, Delivery::MaybeSent);
const REFUSED: Play = Play::Fail(ErrorKind::Unreachable, Delivery::NotSent);

#[tokio::test]
async fn a_read_goes_three_times_with_two_and_four_seconds_between() {
    let script = Script::of([FAILED, LOST, OK]);
    let (retry, sleep) = retry(&script, RetryPolicy::default(), &clock());
    assert!(retry.send(request("GET", Idempotency::Safe)).await.is_ok());
    assert_eq!(seconds(&sleep.waits()), [2, 4]);
    assert_eq!(script.seen().len(), 3);
}

#[tokio::test]
async fn when_all_attempts_are_used_up_nobody_further_out_retries() {
    let script = Script::of([FAILED, FAILED, FAILED]);
    let (retry, _) = retry(&script, RetryPolicy::default(), &clock());
    let error = retry.send(request("GET", Idempotency::Safe)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Server, Status::Persistent)
    );
    assert_eq!(error.get("attempts"), Some("3"));
    assert_eq!(error.http_status(), Some(500));
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn a_write_that_may_have_arrived_is_not_sent_again() {
    for play in [
        FAILED,
        LOST,
        Play::Fail(ErrorKind::Unreachable, Delivery::MaybeSent),
    ] {
        let script = Script::of([play.clone()]);
        let (retry, sleep) = retry(&script, RetryPolicy::default(), &clock());
        let error = retry
            .send(request("POST", Idempotency::NotIdempotent))
            .await
            .unwrap_err();
        assert_eq!(error.delivery(), Delivery::MaybeSent, "{play:?}");
        assert_eq!((script.seen().len(), sleep.waits().len()), (1, 0), "{play:?}");
    }
}

#[tokio::test]
async fn a_write_that_never_left_or_was_turned_away_goes_again() {
    let turned_away = Play::Answer(429, &[("retry-after", "7")], "{}");
    let script = Script::of([REFUSED, turned_away, OK]);
    let (retry, sleep) = retry(&script, RetryPolicy::default(), &clock());
    assert!(
        retry
            .send(request("POST", Idempotency::NotIdempotent))
            .await
            .is_ok()
    );
    assert_eq!(seconds(&sleep.waits()), [2, 7]);
}

#[tokio::test]
async fn a_repeatable_write_goes_again_after_a_failure() {
    let script = Script::of([FAILED, OK]);
    let (retry, _) = retry(&script, RetryPolicy::default(), &clock());
    assert!(retry.send(request("PUT", Idempotency::Idempotent)).await.is_ok());
}

#[tokio::test]
async fn an_undeclared_post_counts_as_not_repeatable() {
    let script = Script::of([FAILED]);
    let (retry, _) = retry(&script, RetryPolicy::default(), &clock());
    let mut request = request("POST", Idempotency::Safe);
    request.extensions_mut().clear();
    assert!(retry.send(request).await.is_err());
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test]
async fn refusals_are_final() {
    for status in [400, 401, 403, 404, 405, 409, 422, 501] {
        let script = Script::of([Play::Answer(status, &[], r#"{"error":"no"}"#)]);
        let (retry, _) = retry(&script, RetryPolicy::default(), &clock());
        let error = retry.send(request("GET", Idempotency::Safe)).await.unwrap_err();
        assert_eq!(error.status(), Status::Permanent, "{status}");
        assert_eq!(script.seen().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_429_is_waited_out_by_seconds_by_date_or_by_the_default() {
    for (headers, wait) in [
        (&[("retry-after", "7")] as &'static [_], 7),
        (&[("retry-after", "Mon, 06 Apr 2026 12:00:30 GMT")], 30),
        (&[("retry-after", "Mon, 06 Apr 2026 11:00:00 GMT")], 0),
        (&[], 60),
        (&[("retry-after", "soon")], 60),
    ] {
        let script = Script::of([Play::Answer(429, headers, "{}"), OK]);
        let (retry, sleep) = retry(&script, RetryPolicy::default(), &clock());
        assert!(retry.send(request("GET", Idempotency::Safe)).await.is_ok());
        assert_eq!(seconds(&sleep.waits()), [wait], "{headers:?}");
    }
}

#[tokio::test]
async fn a_wait_beyond_the_budget_is_left_to_the_caller() {
    let script = Script::of([Play::Answer(429, &[("retry-after", "3600")], "{}")]);
    let (retry, sleep) = retry(&script, RetryPolicy::default(), &clock());
    let error = retry.send(request("GET", Idempotency::Safe)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert!(error.is_retryable());
    assert!(sleep.waits().is_empty());
}

#[tokio::test]
async fn no_attempt_begins_that_could_not_end_within_the_operation() {
    let clock = clock();
    let script = Script::taking(&clock, Duration::from_secs(29), [FAILED]);
    let (retry, sleep) = retry(&script, RetryPolicy::default(), &clock);
    assert!(retry.send(request("GET", Idempotency::Safe)).await.is_err());
    assert!(sleep.waits().is_empty());
}

#[tokio::test]
async fn an_error_carries_the_request_id_it_was_sent_with() {
    let script = Script::of([LOST]);
    let (retry, _) = retry(&script, RetryPolicy::never(), &clock());
    let mut request = request("GET", Idempotency::Safe);
    request
        .headers_mut()
        .insert("x-request-id", "cw-1".parse().unwrap());
    assert_eq!(retry.send(request).await.unwrap_err().request_id(), Some("cw-1"));
}

#[test]
fn pauses_double_up_to_the_longest_and_jitter_stays_below() {
    let policy = RetryPolicy::default();
    let pauses: Vec<u64> = (2..7).map(|n| policy.pause(n, 0.3).as_secs()).collect();
    assert_eq!(pauses, [2, 4, 8, 10, 10]);
    assert_eq!(policy.pause(u32::MAX, 0.0), policy.longest_wait);
    let full = RetryPolicy {
        jitter: Jitter::Full,
        ..policy
    };
    assert_eq!(full.pause(3, 0.5), Duration::from_secs(2));
    let equal = RetryPolicy {
        jitter: Jitter::Equal,
        ..policy
    };
    assert_eq!(equal.pause(3, 0.0), Duration::from_secs(2));
    assert_eq!(equal.pause(3, 1.0), Duration::from_secs(4));
}

#[test]
fn a_policy_without_attempts_is_refused() {
    let policy = RetryPolicy {
        attempts: 0,
        ..RetryPolicy::default()
    };
    assert_eq!(
        policy.validate().unwrap_err().get("field"),
        Some("retry.attempts")
    );
}
