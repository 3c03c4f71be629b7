//! A transport that plays a script, and what the tests build around it.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::{
    Idempotency, ManualClock, Operation, RecordedSleep, Retry, RetryPolicy, Timeouts, Transport,
};
use careweave_types::{Delivery, Error, ErrorKind, Result};
use chrono::{TimeZone as _, Utc};

/// What the other side does with one request.
#[derive(Clone, Debug)]
pub(crate) enum Play {
    Answer(u16, &'static [(&'static str, &'static str)], &'static str),
    Fail(ErrorKind, Delivery),
}

#[derive(Default)]
pub(crate) struct Script {
    plays: Mutex<VecDeque<Play>>,
    seen: Mutex<Vec<http::Request<Bytes>>>,
    clock: Option<(Arc<ManualClock>, Duration)>,
}

impl std::fmt::Debug for Script {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Script")
    }
}

impl Script {
    pub(crate) fn of(plays: impl IntoIterator<Item = Play>) -> Arc<Self> {
        Arc::new(Self {
            plays: Mutex::new(plays.into_iter().collect()),
            ..Self::default()
        })
    }

    /// Each request takes `each` on the clock.
    pub(crate) fn taking(
        clock: &Arc<ManualClock>,
        each: Duration,
        plays: impl IntoIterator<Item = Play>,
    ) -> Arc<Self> {
        Arc::new(Self {
            plays: Mutex::new(plays.into_iter().collect()),
            clock: Some((Arc::clone(clock), each)),
            ..Self::default()
        })
    }

    pub(crate) fn seen(&self) -> Vec<http::Request<Bytes>> {
        self.seen.lock().unwrap().clone()
    }
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, request: http::Request<Bytes>, _within: Duration) -> Result<http::Response<Bytes>> {
        self.seen.lock().unwrap().push(request);
        // A network does not answer before others have had their turn.
        tokio::task::yield_now().await;
        if let Some((clock, each)) = &self.clock {
            clock.advance(*each);
        }
        let play = self
            .plays
            .lock()
            .unwrap()
            .pop_front()
            .expect("a request nobody expected");
        match play {
            Play::Answer(status, headers, body) => {
                let mut response = http::Response::builder().status(status);
                for (name, value) in headers {
                    response = response.header(*name, *value);
                }
                Ok(response.body(Bytes::from_static(body.as_bytes())).unwrap())
            }
            Play::Fail(kind, delivery) => Err(Error::new(kind, "test", "scripted").with_delivery(delivery)),
        }
    }
}

pub(crate) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(
        Utc.with_ymd_and_hms(2026, 4, 6, 12, 0, 0).unwrap(),
    ))
}

/// A retrying sender over `script`, and the waits it asks for.
pub(crate) fn retry(
    script: &Arc<Script>,
    policy: RetryPolicy,
    clock: &Arc<ManualClock>,
) -> (Retry, Arc<RecordedSleep>) {
    let sleep = Arc::new(RecordedSleep::advancing(Arc::clone(clock)));
    let retry = Retry::new(
        Arc::clone(script) as Arc<dyn Transport>,
        policy,
        Timeouts::default(),
        Arc::clone(clock) as Arc<dyn careweave_http::Clock>,
        Arc::clone(&sleep) as Arc<dyn careweave_http::Sleep>,
    );
    (retry, sleep)
}

pub(crate) fn request(method: &str, idempotency: Idempotency) -> http::Request<Bytes> {
    http::Request::builder()
        .method(method)
        .uri("https://api.example.invalid/v1/shifts/41?secret=query")
        .extension(Operation("shifts.get"))
        .extension(idempotency)
        .body(Bytes::new())
        .unwrap()
}

pub(crate) fn seconds(waits: &[Duration]) -> Vec<u64> {
    waits.iter().map(Duration::as_secs).collect()
}

/// Waits that end when the test says so.
pub(crate) struct Timers {
    clock: Arc<ManualClock>,
    pending: Mutex<Vec<(Duration, tokio::sync::oneshot::Sender<()>)>>,
    most: std::sync::atomic::AtomicUsize,
}

impl std::fmt::Debug for Timers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Timers")
    }
}

impl Timers {
    pub(crate) fn on(clock: &Arc<ManualClock>) -> Arc<Self> {
        Arc::new(Self {
            clock: Arc::clone(clock),
            pending: Mutex::default(),
            most: std::sync::atomic::AtomicUsize::new(0),
        })
    }

    /// The most waits that were under way at the same time.
    pub(crate) fn most(&self) -> usize {
        self.most.load(std::sync::atomic::Ordering::Acquire)
    }

    /// Moves the clock to the end of the next wait and ends it; false when nobody waits.
    pub(crate) fn step(&self) -> bool {
        let mut pending = self.pending.lock().unwrap();
        pending.retain(|(_, sender)| !sender.is_closed());
        let now = careweave_http::Clock::monotonic(&*self.clock);
        let Some(next) = pending.iter().map(|(at, _)| *at).min() else {
            return false;
        };
        self.clock.advance(next.saturating_sub(now));
        let due = pending.extract_if(.., |(at, _)| *at <= next.max(now));
        for (_, sender) in due {
            let _ = sender.send(());
        }
        true
    }

    /// Moves the clock to `at`, ending the waits on the way one after another and letting tasks run in between.
    pub(crate) async fn run_to(&self, at: Duration) {
        loop {
            settle().await;
            let now = careweave_http::Clock::monotonic(&*self.clock);
            let next = {
                let mut pending = self.pending.lock().unwrap();
                pending.retain(|(_, sender)| !sender.is_closed());
                pending.iter().map(|(at, _)| *at).min()
            };
            match next {
                Some(next) if next <= at => {
                    self.step();
                }
                _ => {
                    self.clock.advance(at.saturating_sub(now));
                    return;
                }
            }
        }
    }
}

#[async_trait]
impl careweave_http::Sleep for Timers {
    async fn sleep(&self, wait: Duration) {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        {
            let mut pending = self.pending.lock().unwrap();
            pending.retain(|(_, sender)| !sender.is_closed());
            let at = careweave_http::Clock::monotonic(&*self.clock) + wait;
            pending.push((at, sender));
            self.most
                .fetch_max(pending.len(), std::sync::atomic::Ordering::AcqRel);
        }
        let _ = receiver.await;
    }
}

/// Lets all tasks of a current-thread runtime run until none can go on.
pub(crate) async fn settle() {
    for _ in 0..300 {
        tokio::task::yield_now().await;
    }
}
