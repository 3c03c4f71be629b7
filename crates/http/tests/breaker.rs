//! When a side that does not answer is left alone, and how it comes back.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use careweave_http::{
    BreakerPolicy, BreakerState, BreakerTransport, CircuitBreaker, Clock, Health, Idempotency,
    InMemoryMetrics, Layers, ManualClock, Operation, Partition, RateLimit, RecordedSleep, Sleep, Transport,
};
use careweave_types::{Delivery, Error, ErrorKind, Status};
use support::{Play, Script, clock, request};

const PART: &str = "api.example.invalid";
const AMPLE: Duration = Duration::from_secs(5);
const OK: Play = Play::Answer(200, &[], "{}");
const FAILED: Play = Play::Answer(503, &[], "");
const LOST: Play = Play::Fail(ErrorKind::Timeout, Delivery::MaybeSent);
const REFUSED: Play = Play::Fail(ErrorKind::Unreachable, Delivery::NotSent);

struct Bench {
    transport: BreakerTransport,
    breaker: Arc<CircuitBreaker>,
    script: Arc<Script>,
    clock: Arc<ManualClock>,
}

fn bench(policy: BreakerPolicy, plays: impl IntoIterator<Item = Play>) -> Bench {
    let (script, clock) = (Script::of(plays), clock());
    let breaker = CircuitBreaker::new(policy, Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
    let breaker = Arc::new(breaker);
    Bench {
        transport: BreakerTransport::new(Arc::clone(&script) as Arc<dyn Transport>, Arc::clone(&breaker)),
        breaker,
        script,
        clock,
    }
}

impl Bench {
    async fn send(&self) -> Result<u16, Error> {
        self.transport
            .send(request("GET", Idempotency::Safe), AMPLE)
            .await
            .map(|response| response.status().as_u16())
    }
}

#[tokio::test]
async fn five_failures_in_a_row_open_it_and_nothing_more_is_sent() {
    let bench = bench(BreakerPolicy::default(), [FAILED, LOST, REFUSED, FAILED, FAILED]);
    for _ in 0..5 {
        assert_eq!(bench.breaker.state(PART), BreakerState::Closed);
        let _ = bench.send().await;
    }
    bench.clock.advance(Duration::from_secs(10));
    let error = bench.send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery(), error.status()),
        (ErrorKind::Unreachable, Delivery::NotSent, Status::Temporary)
    );
    assert_eq!(error.get("breaker"), Some("open"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
    assert_eq!(error.operation(), "shifts.get");
    assert_eq!(bench.script.seen().len(), 5);
    assert_eq!(
        bench.breaker.states(),
        [(
            PART.to_owned(),
            BreakerState::Open {
                retry_after: Duration::from_secs(20)
            }
        )]
    );
}

#[tokio::test]
async fn refusals_never_open_it() {
    let refusals = [400, 401, 403, 404, 405, 408, 409, 422, 429];
    let plays: Vec<_> = refusals
        .iter()
        .cycle()
        .take(90)
        .map(|status| Play::Answer(*status, &[], "{}"))
        .collect();
    let bench = bench(BreakerPolicy::default(), plays);
    for _ in 0..90 {
        bench.send().await.unwrap();
    }
    assert_eq!(bench.breaker.state(PART), BreakerState::Closed);
}

#[tokio::test]
async fn what_fails_on_this_side_says_nothing() {
    let local = Play::Fail(ErrorKind::InvalidInput, Delivery::NotSent);
    let unreadable = Play::Fail(ErrorKind::Decode, Delivery::MaybeSent);
    let in_line = Play::Fail(ErrorKind::RateLimited, Delivery::NotSent);
    let plays = [local, unreadable, in_line].into_iter().cycle().take(30);
    let bench = bench(BreakerPolicy::default(), plays);
    for _ in 0..30 {
        let _ = bench.send().await;
    }
    assert_eq!(bench.breaker.state(PART), BreakerState::Closed);
}

#[tokio::test]
async fn a_good_probe_closes_it_and_a_bad_one_opens_it_again() {
    let plays = [FAILED, FAILED, FAILED, FAILED, FAILED, LOST, OK, OK];
    let bench = bench(BreakerPolicy::default(), plays);
    for _ in 0..5 {
        let _ = bench.send().await;
    }
    bench.clock.advance(Duration::from_secs(30));
    assert_eq!(bench.send().await.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(
        bench.breaker.state(PART),
        BreakerState::Open {
            retry_after: Duration::from_secs(30)
        }
    );
    bench.clock.advance(Duration::from_secs(30));
    assert_eq!(bench.send().await.unwrap(), 200);
    assert_eq!(bench.breaker.state(PART), BreakerState::Closed);
    assert_eq!(bench.send().await.unwrap(), 200);
}

#[tokio::test]
async fn of_many_at_once_one_is_the_probe() {
    let bench = bench(
        BreakerPolicy::default(),
        [FAILED, FAILED, FAILED, FAILED, FAILED, OK],
    );
    for _ in 0..5 {
        let _ = bench.send().await;
    }
    bench.clock.advance(Duration::from_secs(30));
    let outcomes = futures_util::future::join_all((0..50).map(|_| bench.send())).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for error in outcomes.into_iter().filter_map(Result::err) {
        assert_eq!(error.get("breaker"), Some("open"));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    }
}

#[tokio::test]
async fn a_probe_that_is_dropped_makes_room_for_another() {
    let bench = bench(
        BreakerPolicy::default(),
        [FAILED, FAILED, FAILED, FAILED, FAILED, OK],
    );
    for _ in 0..5 {
        let _ = bench.send().await;
    }
    bench.clock.advance(Duration::from_secs(30));
    let probe = bench.breaker.admit("shifts.get", PART).unwrap();
    assert_eq!(bench.breaker.state(PART), BreakerState::HalfOpen);
    assert!(bench.breaker.admit("shifts.get", PART).is_err());
    drop(probe);
    assert_eq!(bench.send().await.unwrap(), 200);
    assert_eq!(bench.breaker.state(PART), BreakerState::Closed);
}

#[tokio::test]
async fn by_class_a_broken_route_does_not_take_the_others_with_it() {
    let policy = BreakerPolicy {
        partition: Partition::ResourceClass,
        ..BreakerPolicy::default()
    };
    let bench = bench(policy, [FAILED, FAILED, FAILED, FAILED, FAILED, OK]);
    for _ in 0..5 {
        let _ = bench.send().await;
    }
    assert!(bench.send().await.is_err());
    let mut other = request("GET", Idempotency::Safe);
    other.extensions_mut().insert(Operation("clients.get"));
    assert!(bench.transport.send(other, AMPLE).await.is_ok());
}

fn layered(
    plays: impl IntoIterator<Item = Play>,
) -> (Layers, Arc<Script>, Arc<RecordedSleep>, Arc<InMemoryMetrics>) {
    let (script, clock) = (Script::of(plays), clock());
    let sleep = Arc::new(RecordedSleep::advancing(Arc::clone(&clock)));
    let metrics = Arc::new(InMemoryMetrics::new());
    let layers = Layers::over(
        Arc::clone(&script) as Arc<dyn Transport>,
        Arc::clone(&clock) as Arc<dyn Clock>,
        Arc::clone(&sleep) as Arc<dyn Sleep>,
    )
    .with_metrics(Arc::clone(&metrics) as _)
    .with_rate_limit(RateLimit::default())
    .unwrap()
    .with_breaker(BreakerPolicy {
        consecutive: 2,
        ..BreakerPolicy::default()
    })
    .unwrap();
    (layers, script, sleep, metrics)
}

#[tokio::test]
async fn what_an_open_breaker_refuses_is_not_repeated() {
    let (layers, script, sleep, metrics) = layered([FAILED, FAILED]);
    let retry = layers.retry().unwrap();
    let error = retry.send(request("GET", Idempotency::Safe)).await.unwrap_err();
    assert_eq!(error.get("breaker"), Some("open"));
    assert!(error.is_retryable(), "an outer queue may park it");
    let waits = sleep.waits();
    let error = retry.send(request("GET", Idempotency::Safe)).await.unwrap_err();
    assert_eq!(error.get("breaker"), Some("open"));
    assert_eq!(sleep.waits(), waits, "refused at once");
    assert_eq!(script.seen().len(), 2);
    assert_eq!(metrics.snapshot().breaker.opened, 1);
}

#[tokio::test]
async fn a_write_that_may_have_arrived_stays_in_doubt_when_the_breaker_opens_over_it() {
    let (layers, ..) = layered([LOST, LOST]);
    let retry = layers.retry().unwrap();
    let error = retry
        .send(request("PUT", Idempotency::Idempotent))
        .await
        .unwrap_err();
    assert_eq!(error.get("breaker"), Some("open"));
    assert_eq!(error.delivery(), Delivery::MaybeSent);
}

#[tokio::test]
async fn a_refused_request_takes_no_place_in_line() {
    let (layers, ..) = layered([FAILED, FAILED]);
    let retry = layers.retry().unwrap();
    let _ = retry.send(request("GET", Idempotency::Safe)).await;
    for _ in 0..100 {
        assert!(retry.send(request("GET", Idempotency::Safe)).await.is_err());
    }
    let admission = layers.limiter().unwrap().admit("shifts.get", PART).await.unwrap();
    assert_eq!(admission.waited(), Duration::ZERO);
}

#[test]
fn a_policy_that_cannot_work_is_refused_by_field() {
    let good = BreakerPolicy::default;
    for (policy, field) in [
        (
            BreakerPolicy {
                window: Duration::ZERO,
                ..good()
            },
            "breaker.window",
        ),
        (
            BreakerPolicy {
                min_volume: 0,
                ..good()
            },
            "breaker.min_volume",
        ),
        (
            BreakerPolicy {
                failure_percent: 101,
                ..good()
            },
            "breaker.failure_percent",
        ),
        (
            BreakerPolicy {
                consecutive: 0,
                ..good()
            },
            "breaker.consecutive",
        ),
        (
            BreakerPolicy {
                open_for: Duration::ZERO,
                ..good()
            },
            "breaker.open_for",
        ),
    ] {
        assert_eq!(policy.validate().unwrap_err().get("field"), Some(field));
    }
}

#[test]
fn a_pass_settled_late_is_ignored() {
    let clock = clock();
    let breaker =
        CircuitBreaker::new(BreakerPolicy::default(), Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
    let breaker = Arc::new(breaker);
    let passes: Vec<_> = (0..9).map(|_| breaker.admit("x", "p").unwrap()).collect();
    for pass in passes {
        pass.settle(Health::Failed);
    }
    clock.advance(Duration::from_secs(29));
    // The four that ended after it opened did not prolong it.
    assert_eq!(
        breaker.state("p"),
        BreakerState::Open {
            retry_after: Duration::from_secs(1)
        }
    );
}
