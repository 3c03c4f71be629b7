//! The agency of a sandbox, with a client of each surface.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use careweave_http::Transport as _;
use careweave_http::{ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport};
use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_wellsky_client::connect::{Connect, MemoryOutbox, Position};
use careweave_wellsky_client::{
    AgencyId, Api, CaregiverFilter, CaregiverId, CaregiverStatus, Config, IdempotencyKey, Phone, RetryPolicy,
    Shift, TimeWindow, WellSky,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

pub(crate) struct Agency {
    pub(crate) sandbox: Sandbox,
    pub(crate) rest: WellSky,
    pub(crate) wellsky: WellSky,
    pub(crate) now: DateTime<Utc>,
}

impl Agency {
    pub(crate) async fn start() -> Self {
        Self::with(&[]).await
    }

    /// An agency whose Connect surface has these switches set.
    pub(crate) async fn with(switches: &[(&str, &str)]) -> Self {
        let mut config = SandboxConfig::default();
        for (name, value) in switches {
            config.switches.set(name, value).unwrap();
        }
        let sandbox = Sandbox::start(config).await.unwrap();
        let refuses_slash = switches.contains(&("by_id_slash", "refused"));
        let client = |api| over(&sandbox, api, !refuses_slash);
        let (rest, wellsky) = (client(Api::Rest), client(Api::Connect));
        let now = sandbox.ready().now;
        Self {
            sandbox,
            rest,
            wellsky,
            now,
        }
    }

    pub(crate) fn connect(&self) -> Connect {
        self.wellsky.connect().unwrap()
    }

    pub(crate) fn days(&self, from: i64, to: i64) -> TimeWindow {
        TimeWindow::new(self.now + TimeDelta::days(from), self.now + TimeDelta::days(to)).unwrap()
    }

    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.sandbox.ready().control))
            .header("content-type", "application/json")
            .body(Bytes::from(body.to_string()))
            .unwrap();
        let transport = ReqwestTransport::new(ReqwestConfig::default()).unwrap();
        let answer = transport.send(request, Duration::from_secs(5)).await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        serde_json::from_slice(answer.body()).unwrap_or(Value::Null)
    }

    pub(crate) async fn switch(&self, name: &str, value: &str) {
        self.control("PUT", "/_sandbox/switches", json!({name: value}))
            .await;
    }

    pub(crate) async fn fault(&self, plan: Value) {
        self.control("POST", "/_sandbox/faults", plan).await;
    }

    /// What the Connect surface was asked, without tokens: method and path.
    pub(crate) async fn asked(&self) -> Vec<String> {
        let journal = self
            .control("GET", "/_sandbox/journal?surface=wellsky.connect", Value::Null)
            .await;
        let entries = journal["entries"].as_array().expect("a journal").clone();
        entries
            .iter()
            .map(|e| {
                format!(
                    "{} {}",
                    e["method"].as_str().unwrap(),
                    e["path"].as_str().unwrap()
                )
            })
            .filter(|line| !line.contains("accesstoken"))
            .collect()
    }

    pub(crate) async fn open_shift(&self) -> Shift {
        let open = self.wellsky.shifts().open(self.days(0, 8)).all().await.unwrap();
        open.into_iter()
            .next()
            .expect("the documented agency has open shifts")
    }

    pub(crate) async fn free_caregiver(&self, shift: &Shift) -> CaregiverId {
        let filter = CaregiverFilter {
            status: Some(CaregiverStatus::Active),
            ..CaregiverFilter::default()
        };
        for caregiver in self.wellsky.caregivers().list(filter).all().await.unwrap() {
            let booked = self
                .wellsky
                .caregivers()
                .schedule(&caregiver.id, shift.window().unwrap())
                .all()
                .await
                .unwrap();
            if booked.iter().all(|shift| !shift.status.occupies_caregiver()) {
                return caregiver.id;
            }
        }
        panic!("nobody is free");
    }
}

pub(crate) fn over(sandbox: &Sandbox, api: Api, slash: bool) -> WellSky {
    let credentials = &sandbox.ready().credentials.wellsky;
    let endpoints = &sandbox.ready().wellsky;
    let config = Config::new(
        credentials.api_key.as_str(),
        credentials.api_secret.as_str(),
        AgencyId::new(credentials.agency_id.as_str()).unwrap(),
    )
    .with_api(api)
    .with_slash_after_ids(slash)
    .with_base_url(match api {
        Api::Rest => &endpoints.rest,
        Api::Connect => &endpoints.connect,
    })
    .unwrap()
    .with_retry(RetryPolicy::never());
    WellSky::with_transport(
        config,
        Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap()),
        Arc::new(ManualClock::new(sandbox.ready().now)),
        Arc::new(RecordedSleep::new()),
    )
    .unwrap()
}

/// An outbox on a clock that stands still.
pub(crate) fn outbox() -> MemoryOutbox {
    MemoryOutbox::new(Arc::new(ManualClock::new(SandboxConfig::default().now)))
}

pub(crate) fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

pub(crate) fn phone() -> Phone {
    Phone::parse("3035550177").unwrap()
}

pub(crate) fn place() -> Position {
    Position::new(39.74, -104.99).unwrap()
}
