//! What the layers cost a request when nobody has to wait: nanoseconds for each pass.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement reads the machine's clock and prints"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use careweave_http::{
    BreakerPolicy, CircuitBreaker, Clock, Event, Health, InMemoryMetrics, Metrics as _, Outcome, RateLimit,
    RateLimiter, StatusClass, SystemClock, TokioSleep,
};

const ROUNDS: u32 = 500_000;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let limit = RateLimit {
        requests: 1_000_000,
        per: Duration::from_millis(1),
        burst: 1_000_000,
        ..RateLimit::default()
    };
    let limiter = RateLimiter::new(limit, Arc::clone(&clock), Arc::new(TokioSleep)).unwrap();
    let breaker = Arc::new(CircuitBreaker::new(BreakerPolicy::default(), clock).unwrap());
    let metrics = InMemoryMetrics::new();
    runtime.block_on(async {
        let started = Instant::now();
        for _ in 0..ROUNDS {
            let _ = black_box(limiter.admit("shifts.get", "api.example.invalid").await.unwrap());
        }
        report("limiter", started);
    });
    let started = Instant::now();
    for _ in 0..ROUNDS {
        let pass = breaker.admit("shifts.get", "api.example.invalid").unwrap();
        black_box(pass).settle(Health::Answered);
    }
    report("breaker", started);
    let started = Instant::now();
    for _ in 0..ROUNDS {
        metrics.record(black_box(Event::Attempt {
            operation: "shifts.get",
            outcome: Outcome::Success,
            status: StatusClass::Success,
            elapsed: Duration::from_millis(120),
        }));
    }
    report("metrics", started);
}

fn report(layer: &str, started: Instant) {
    println!(
        "{layer}: {} ns",
        started.elapsed().as_nanos() / u128::from(ROUNDS)
    );
}
