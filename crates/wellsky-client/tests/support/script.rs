//! A vendor inside the process: a transport that answers by a function, with the time in the test's hands.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::{Clock, ManualClock, RecordedSleep, Sleep, Transport};
use careweave_types::{Delivery, Error, ErrorKind, Result};
use careweave_wellsky_client::{Config, WellSky};
use chrono::{TimeZone as _, Utc};
use serde_json::{Value, json};

/// What the vendor does with a request.
pub(crate) enum Play {
    Answer(u16, Value),
    Raw(u16, &'static str, Vec<u8>),
    Later(u16, &'static str),
    Fail(ErrorKind, Delivery),
}

type Answering = Box<dyn Fn(&str) -> Play + Send + Sync>;

pub(crate) struct Script {
    answering: Mutex<Arc<Answering>>,
    seen: Mutex<Vec<(String, Duration)>>,
    clock: Arc<ManualClock>,
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Script")
    }
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, request: http::Request<Bytes>, _: Duration) -> Result<http::Response<Bytes>> {
        // A network does not answer before others have had their turn.
        tokio::task::yield_now().await;
        let line = format!("{} {}", request.method(), request.uri().path());
        self.seen
            .lock()
            .unwrap()
            .push((line.clone(), self.clock.monotonic()));
        let answering = Arc::clone(&self.answering.lock().unwrap());
        let play = if line.ends_with("/oauth/accesstoken") {
            Play::Answer(200, json!({"access_token": "t0ken-aaaa", "expires_in": "3599"}))
        } else {
            answering(&line)
        };
        let answer = http::Response::builder();
        let answer = match play {
            Play::Answer(status, body) => answer
                .status(status)
                .header("content-type", "application/json")
                .body(Bytes::from(body.to_string())),
            Play::Raw(status, content_type, body) => answer
                .status(status)
                .header("content-type", content_type)
                .body(Bytes::from(body)),
            Play::Later(status, seconds) => answer
                .status(status)
                .header("retry-after", seconds)
                .body(Bytes::new()),
            Play::Fail(kind, delivery) => {
                return Err(Error::new(kind, "test", "scripted").with_delivery(delivery));
            }
        };
        Ok(answer.unwrap())
    }
}

/// A client whose vendor is a [`Script`].
pub(crate) struct Staged {
    pub(crate) wellsky: WellSky,
    pub(crate) script: Arc<Script>,
    pub(crate) clock: Arc<ManualClock>,
}

impl Staged {
    pub(crate) fn new(config: Config, answering: impl Fn(&str) -> Play + Send + Sync + 'static) -> Self {
        let clock = Arc::new(ManualClock::new(
            Utc.with_ymd_and_hms(2026, 4, 6, 12, 0, 0).unwrap(),
        ));
        let sleep = RecordedSleep::advancing(Arc::clone(&clock));
        let script = Arc::new(Script {
            answering: Mutex::new(Arc::new(Box::new(answering))),
            seen: Mutex::default(),
            clock: Arc::clone(&clock),
        });
        let wellsky = WellSky::with_transport(
            config,
            Arc::clone(&script) as Arc<dyn Transport>,
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(sleep) as Arc<dyn Sleep>,
        )
        .unwrap();
        Self {
            wellsky,
            script,
            clock,
        }
    }

    /// From now on the vendor answers by another function.
    pub(crate) fn now_answers(&self, answering: impl Fn(&str) -> Play + Send + Sync + 'static) {
        *self.script.answering.lock().unwrap() = Arc::new(Box::new(answering));
    }

    /// The requests to anything but the token endpoint, and when they came.
    pub(crate) fn timed(&self) -> Vec<(String, Duration)> {
        let seen = self.script.seen.lock().unwrap().clone();
        seen.into_iter()
            .filter(|(line, _)| !line.ends_with("/oauth/accesstoken"))
            .collect()
    }

    /// How often this was asked for.
    pub(crate) fn asked(&self, line: &str) -> usize {
        self.timed().iter().filter(|(seen, _)| seen == line).count()
    }
}

/// A list answer of REST.
pub(crate) fn list(collection: &str, rows: &[Value]) -> Play {
    Play::Answer(
        200,
        json!({collection: rows, "total": rows.len(), "limit": 100, "offset": 0}),
    )
}

/// Lets the tasks of a current-thread runtime run until none can go on.
pub(crate) async fn settle() {
    for _ in 0..300 {
        tokio::task::yield_now().await;
    }
}
