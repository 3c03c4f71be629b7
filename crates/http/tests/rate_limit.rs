//! Who may send when, and what a 429 changes for everybody.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use careweave_http::{
    Clock, Idempotency, Layers, ManualClock, Partition, RateLimit, RateLimiter, RecordedSleep, Recovery,
    Sleep, Timeouts, Transport,
};
use careweave_types::{Delivery, ErrorKind};
use proptest::prelude::*;
use support::{Play, Script, Timers, clock, request, settle};
use tokio::task::JoinHandle;

const PART: &str = "api.example.invalid";
const OK: Play = Play::Answer(200, &[], "{}");

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// A hundred a second, one every ten milliseconds.
fn evenly() -> RateLimit {
    RateLimit {
        requests: 100,
        burst: 1,
        ..RateLimit::default()
    }
}

fn limiter(limit: RateLimit) -> (Arc<RateLimiter>, Arc<ManualClock>, Arc<Timers>) {
    let clock = clock();
    let timers = Timers::on(&clock);
    let limiter = RateLimiter::new(
        limit,
        Arc::clone(&clock) as Arc<dyn Clock>,
        Arc::clone(&timers) as Arc<dyn Sleep>,
    )
    .unwrap();
    (Arc::new(limiter), clock, timers)
}

/// Who was let through, and when.
type Admitted = Arc<Mutex<Vec<(usize, Duration)>>>;

/// The end of the tests' patience, on their own clock.
const LONG: Duration = Duration::from_secs(10_000);

fn arrive(
    limiter: &Arc<RateLimiter>,
    clock: &Arc<ManualClock>,
    who: usize,
    admitted: &Admitted,
) -> JoinHandle<()> {
    let (limiter, clock, admitted) = (Arc::clone(limiter), Arc::clone(clock), Arc::clone(admitted));
    tokio::spawn(async move {
        if limiter.admit("shifts.get", PART).await.is_ok() {
            admitted.lock().unwrap().push((who, clock.monotonic()));
        }
    })
}

#[tokio::test]
async fn requests_go_in_the_order_they_came_and_one_of_them_watches_the_clock() {
    let (limiter, clock, timers) = limiter(evenly());
    let admitted = Admitted::default();
    for who in 0..20 {
        arrive(&limiter, &clock, who, &admitted);
        settle().await;
    }
    assert_eq!(limiter.in_line(PART), 19);
    timers.run_to(Duration::from_secs(1)).await;
    let expected: Vec<_> = (0..20).map(|who| (who as usize, millis(10 * who))).collect();
    assert_eq!(*admitted.lock().unwrap(), expected);
    assert_eq!(timers.most(), 1);
    assert_eq!(limiter.in_line(PART), 0);
}

#[tokio::test]
async fn a_waiter_that_goes_away_gives_its_place_to_the_next() {
    let (limiter, clock, timers) = limiter(evenly());
    let admitted = Admitted::default();
    let mut tasks = Vec::new();
    for who in 0..6 {
        tasks.push(arrive(&limiter, &clock, who, &admitted));
        settle().await;
    }
    // The first in line, who watches the clock, and one in the middle.
    tasks[1].abort();
    tasks[3].abort();
    timers.run_to(Duration::from_secs(1)).await;
    assert_eq!(
        *admitted.lock().unwrap(),
        [(0, millis(0)), (2, millis(10)), (4, millis(20)), (5, millis(30))]
    );
    assert_eq!(limiter.in_line(PART), 0);
}

#[tokio::test]
async fn a_429_stops_everybody_and_then_they_go_one_by_one_at_half_the_rate() {
    let (limiter, clock, timers) = limiter(RateLimit {
        burst: 10,
        ..evenly()
    });
    let turned_away = limiter.admit("shifts.get", PART).await.unwrap();
    limiter.turned_away(&turned_away, Some(Duration::from_secs(7)));
    assert_eq!(limiter.rate_per_mille(PART), 500);
    let admitted = Admitted::default();
    for who in 0..4 {
        arrive(&limiter, &clock, who, &admitted);
        settle().await;
    }
    timers.run_to(Duration::from_secs(8)).await;
    assert_eq!(
        *admitted.lock().unwrap(),
        [
            (0, millis(7_000)),
            (1, millis(7_020)),
            (2, millis(7_040)),
            (3, millis(7_060))
        ]
    );
    // Held for 10 s after the pause, then 5 % more each second.
    timers.run_to(Duration::from_secs(19)).await;
    assert_eq!(limiter.rate_per_mille(PART), 600);
    timers.run_to(Duration::from_secs(60)).await;
    assert_eq!(limiter.rate_per_mille(PART), 1_000);
}

#[tokio::test]
async fn a_pause_that_comes_while_they_wait_holds_for_them_too() {
    let (limiter, clock, timers) = limiter(evenly());
    let sent = limiter.admit("shifts.get", PART).await.unwrap();
    let admitted = Admitted::default();
    arrive(&limiter, &clock, 1, &admitted);
    settle().await;
    limiter.turned_away(&sent, Some(Duration::from_secs(3)));
    timers.run_to(Duration::from_secs(4)).await;
    assert_eq!(*admitted.lock().unwrap(), [(1, Duration::from_secs(3))]);
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_refused_and_nothing_is_sent() {
    let (limiter, _, timers) = limiter(RateLimit {
        longest_wait: Duration::from_secs(5),
        ..RateLimit::default()
    });
    let sent = limiter.admit("shifts.get", PART).await.unwrap();
    limiter.turned_away(&sent, Some(Duration::from_secs(3_600)));
    let error = limiter.admit("shifts.get", PART).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery(), error.retry_after()),
        (
            ErrorKind::RateLimited,
            Delivery::NotSent,
            Some(Duration::from_secs(3_600))
        )
    );
    assert_eq!(error.get("rate_limit"), Some("in_line"));
    assert!(error.is_retryable());
    assert_eq!((timers.most(), limiter.in_line(PART)), (0, 0));
}

#[tokio::test]
async fn a_pause_that_nobody_can_mean_is_cut() {
    let (limiter, _, timers) = limiter(RateLimit {
        longest_wait: Duration::from_secs(10_000),
        ..RateLimit::default()
    });
    let sent = limiter.admit("shifts.get", PART).await.unwrap();
    limiter.turned_away(&sent, Some(Duration::MAX));
    timers.run_to(Duration::from_secs(3_600)).await;
    assert!(limiter.admit("shifts.get", PART).await.is_ok());
}

#[tokio::test]
async fn parts_do_not_wait_for_each_other() {
    let (limiter, _, timers) = limiter(evenly());
    for part in ["a", "b", "c"] {
        assert_eq!(limiter.admit("x", part).await.unwrap().waited(), Duration::ZERO);
    }
    assert_eq!(timers.most(), 0);
    let request = request("GET", Idempotency::Safe);
    assert_eq!(Partition::Host.of(&request), "api.example.invalid");
    assert_eq!(
        Partition::ResourceClass.of(&request),
        "api.example.invalid/shifts"
    );
}

#[tokio::test]
async fn time_in_line_does_not_count_towards_the_operation() {
    let clock = clock();
    let script = Script::taking(
        &clock,
        Duration::from_secs(4),
        [
            Play::Answer(429, &[("retry-after", "7")], "{}"),
            Play::Answer(500, &[], ""),
            OK,
        ],
    );
    let sleep = Arc::new(RecordedSleep::advancing(Arc::clone(&clock)));
    let retry = Layers::over(
        Arc::clone(&script) as Arc<dyn Transport>,
        Arc::clone(&clock) as Arc<dyn Clock>,
        Arc::clone(&sleep) as Arc<dyn Sleep>,
    )
    // One request in 20 s, of an operation that may take 15 s.
    .with_rate_limit(RateLimit {
        requests: 1,
        per: Duration::from_secs(20),
        ..RateLimit::default()
    })
    .unwrap()
    .with_timeouts(Timeouts::default().with_operation(Duration::from_secs(15)))
    .retry()
    .unwrap();
    assert!(retry.send(request("GET", Idempotency::Safe)).await.is_ok());
    // 7 s as asked, then in line, 2 s of our own, and in line again, at half the rate.
    assert_eq!(sleep.waits()[0], Duration::from_secs(7));
    assert_eq!(script.seen().len(), 3);
    assert!(
        clock.monotonic() > Duration::from_secs(50),
        "{:?}",
        clock.monotonic()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_threads_together_stay_below_the_rate() {
    let clock = clock();
    let limiter = RateLimiter::new(
        RateLimit {
            requests: 1_000,
            burst: 10,
            ..RateLimit::default()
        },
        Arc::clone(&clock) as Arc<dyn Clock>,
        Arc::new(RecordedSleep::advancing(Arc::clone(&clock))) as Arc<dyn Sleep>,
    )
    .unwrap();
    let limiter = Arc::new(limiter);
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move {
                for _ in 0..200 {
                    let _ = limiter.admit("shifts.get", PART).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    // 1600 requests, ten at once, the others a millisecond apart.
    assert!(clock.monotonic() >= millis(1_590), "{:?}", clock.monotonic());
    assert_eq!(limiter.in_line(PART), 0);
}

#[test]
fn a_limit_that_cannot_work_is_refused_by_field() {
    let good = RateLimit::default;
    for (limit, field) in [
        (
            RateLimit {
                requests: 0,
                ..good()
            },
            "rate_limit.requests",
        ),
        (
            RateLimit {
                per: Duration::ZERO,
                ..good()
            },
            "rate_limit.per",
        ),
        (RateLimit { burst: 0, ..good() }, "rate_limit.burst"),
        (
            RateLimit {
                longest_pause: Duration::ZERO,
                ..good()
            },
            "rate_limit.longest_pause",
        ),
        (
            RateLimit {
                bare_pause: Duration::from_secs(7_200),
                ..good()
            },
            "rate_limit.bare_pause",
        ),
        (
            RateLimit {
                recovery: Recovery {
                    step_per_mille: 0,
                    ..Recovery::default()
                },
                ..good()
            },
            "rate_limit.recovery.step_per_mille",
        ),
        (
            RateLimit {
                recovery: Recovery {
                    every: Duration::ZERO,
                    ..Recovery::default()
                },
                ..good()
            },
            "rate_limit.recovery.every",
        ),
    ] {
        let error = limit.validate().unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(field))
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Random arrivals, some of whom go away, some of whom are turned away.
    #[test]
    fn the_bound_and_the_order_hold_whoever_comes_and_goes(
        burst in 1_u32..6,
        arrivals in prop::collection::vec((0_u64..25, 0_u8..20, 0_usize..40), 1..60),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (admitted, gone) = runtime.block_on(async {
            let (limiter, clock, timers) = limiter(RateLimit { burst, longest_wait: LONG, ..evenly() });
            let mut sent = limiter.admit("shifts.get", PART).await.unwrap();
            let admitted = Admitted::default();
            let (mut tasks, mut gone, mut now) = (Vec::new(), Vec::new(), Duration::ZERO);
            for (who, (gap, event, whom)) in arrivals.into_iter().enumerate() {
                now += millis(gap);
                timers.run_to(now).await;
                tasks.push(arrive(&limiter, &clock, who, &admitted));
                settle().await;
                match event {
                    0..5 => {
                        let whom = whom % tasks.len();
                        tasks[whom].abort();
                        gone.push(whom);
                        settle().await;
                    }
                    5 => limiter.turned_away(&sent, Some(millis(30))),
                    _ if limiter.in_line(PART) == 0 && event < 10 => {
                        timers.run_to(now + Duration::from_secs(2)).await;
                        now += Duration::from_secs(2);
                        if limiter.in_line(PART) == 0 && limiter.rate_per_mille(PART) == 1_000 {
                            sent = limiter.admit("shifts.get", PART).await.unwrap();
                        }
                    }
                    _ => {}
                }
            }
            timers.run_to(now + LONG).await;
            for task in tasks {
                let _ = task.await;
            }
            let admitted = admitted.lock().unwrap().clone();
            (admitted, gone)
        });
        // In order, and all but those who went away.
        prop_assert!(admitted.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
        prop_assert!(admitted.len() + gone.len() >= 1);
        for (i, (_, start)) in admitted.iter().enumerate() {
            for (j, (_, end)) in admitted.iter().enumerate().skip(i) {
                let most = (*end - *start).as_millis() / 10 + u128::from(burst);
                prop_assert!((j - i + 1) as u128 <= most);
            }
        }
        for who in 0..admitted.last().map_or(0, |(who, _)| *who) {
            prop_assert!(admitted.iter().any(|(a, _)| *a == who) || gone.contains(&who), "{who} was forgotten");
        }
    }
}
