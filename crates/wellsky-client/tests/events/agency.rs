//! The agency of a sandbox, a server that receives its deliveries, and a view that changes are stored in.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::body::Bytes as Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use careweave_http::{ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport, Transport as _};
use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_wellsky_client::connect::{Connect, Criteria, DesiredSubscriptions, HiddenHeader};
use careweave_wellsky_client::events::{Change, ChangeSink, EventReceiver, Record};
use careweave_wellsky_client::{
    AgencyId, Api, Config, Error, ErrorKind, IdempotencyKey, Result, RetryPolicy, WellSky,
};
use serde_json::{Value, json};
use tokio::sync::watch;

pub(crate) const SECRET: &str = "0123456789-of-the-subscription";

pub(crate) struct Agency {
    pub(crate) sandbox: Sandbox,
    pub(crate) wellsky: WellSky,
    pub(crate) clock: Arc<ManualClock>,
}

impl Agency {
    pub(crate) async fn start() -> Self {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
        let clock = Arc::new(ManualClock::new(sandbox.ready().now));
        let wellsky = over(&sandbox, Api::Connect, &clock);
        Self {
            sandbox,
            wellsky,
            clock,
        }
    }

    pub(crate) fn connect(&self) -> Connect {
        self.wellsky.connect().unwrap()
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

    pub(crate) async fn fault(&self, plan: Value) {
        self.control("POST", "/_sandbox/faults", plan).await;
    }

    /// Method and path of everything the Connect surface was asked since, tokens aside.
    pub(crate) async fn asked(&self) -> Vec<String> {
        let journal = self
            .control("GET", "/_sandbox/journal?surface=wellsky.connect", Value::Null)
            .await;
        journal["entries"]
            .as_array()
            .unwrap()
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

    /// Moves the clock of the sandbox and ours.
    pub(crate) async fn advance(&self, seconds: u64) {
        self.control("POST", "/_sandbox/clock", json!({"advance_seconds": seconds}))
            .await;
        self.clock.advance(Duration::from_secs(seconds));
    }
}

pub(crate) fn over(sandbox: &Sandbox, api: Api, clock: &Arc<ManualClock>) -> WellSky {
    let credentials = &sandbox.ready().credentials.wellsky;
    let endpoints = &sandbox.ready().wellsky;
    let config = Config::new(
        credentials.api_key.as_str(),
        credentials.api_secret.as_str(),
        AgencyId::new(credentials.agency_id.as_str()).unwrap(),
    )
    .with_api(api)
    .with_base_url(match api {
        Api::Rest => &endpoints.rest,
        Api::Connect => &endpoints.connect,
    })
    .unwrap()
    .with_retry(RetryPolicy::never());
    WellSky::with_transport(
        config,
        Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap()),
        Arc::clone(clock) as Arc<dyn careweave_http::Clock>,
        Arc::new(RecordedSleep::new()),
    )
    .unwrap()
}

pub(crate) fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

/// What a program of this test wants to hear of.
pub(crate) fn desired(endpoint: &str, criteria: impl IntoIterator<Item = Criteria>) -> DesiredSubscriptions {
    DesiredSubscriptions {
        owner: "careweave.tests".to_owned(),
        reason: "keep the portal's records".to_owned(),
        endpoint: endpoint.parse().unwrap(),
        bearer: SECRET.into(),
        criteria: criteria.into_iter().collect(),
        hidden_header: HiddenHeader::Trust,
    }
}

/// A server of the host's own, with our receiver inside. It counts what it answered.
pub(crate) struct Hook {
    pub(crate) endpoint: String,
    answered: watch::Receiver<Vec<u16>>,
}

impl Hook {
    pub(crate) async fn start(receiver: EventReceiver, clock: Arc<ManualClock>) -> Self {
        type Shared = (EventReceiver, Arc<ManualClock>, watch::Sender<Vec<u16>>);
        async fn hook(
            State((receiver, clock, answered)): State<Shared>,
            headers: HeaderMap,
            body: Body,
        ) -> StatusCode {
            use careweave_http::Clock as _;
            let headers: Vec<(&str, &str)> = headers
                .iter()
                .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
                .collect();
            let status = receiver.receive(&headers, &body, clock.now()).await.status();
            answered.send_modify(|answered| answered.push(status));
            StatusCode::from_u16(status).unwrap()
        }
        let (sender, answered) = watch::channel(Vec::new());
        let router = axum::Router::new()
            .route("/hook", axum::routing::post(hook))
            .with_state((receiver, clock, sender));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { endpoint, answered }
    }

    /// Waits until so many deliveries were answered, and gives what was answered.
    pub(crate) async fn answered(&self, count: usize) -> Vec<u16> {
        let mut answered = self.answered.clone();
        let seen = answered.wait_for(|seen| seen.len() >= count).await.unwrap();
        seen.clone()
    }
}

/// The host's own records: the newest of each.
#[derive(Default)]
pub(crate) struct View {
    pub(crate) records: Mutex<BTreeMap<Record, Change>>,
    pub(crate) applied: Mutex<Vec<Record>>,
    /// Refuses to store these, as a database might.
    pub(crate) refuses: Mutex<Vec<Record>>,
}

impl View {
    pub(crate) fn get(&self, record: &Record) -> Option<Change> {
        self.records.lock().unwrap().get(record).cloned()
    }

    pub(crate) fn applied(&self) -> Vec<Record> {
        self.applied.lock().unwrap().clone()
    }

    pub(crate) fn refuse(&self, records: &[Record]) {
        *self.refuses.lock().unwrap() = records.to_vec();
    }
}

#[async_trait]
impl ChangeSink for View {
    async fn apply(&self, change: Change) -> Result<()> {
        let record = change.record();
        if self.refuses.lock().unwrap().contains(&record) {
            return Err(Error::new(ErrorKind::Storage, "view.apply", "the disk is full"));
        }
        self.applied.lock().unwrap().push(record.clone());
        let mut records = self.records.lock().unwrap();
        match change {
            Change::Gone(record) => records.remove(&record),
            change => records.insert(record, change),
        };
        Ok(())
    }
}
