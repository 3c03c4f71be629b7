//! A sandbox, a provider over sockets, and what a test does to both.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::{Clock, ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport, Transport};
use careweave_sandbox::{Ready, Sandbox, SandboxConfig};
use careweave_scheduling_providers::Provider;
use careweave_scheduling_providers::acuity::{self, AcuityConfig, DEFAULT_PER_SECOND, Egress};
use careweave_scheduling_providers::model::{Client, Slot};
use careweave_scheduling_providers::registry::Effects;
use careweave_scheduling_providers::request::{NewAppointment, SlotQuery};
use careweave_types::ids::{AppointmentTypeId, CalendarId, IntegrationId};
use careweave_types::{AgencyZone, Delivery, Error, ErrorKind, IdempotencyKey, Result, TimeWindow};
use chrono::{TimeDelta, Utc};
use secrecy::SecretString;
use serde_json::{Value, json};

pub(crate) const OFFICE: &str = "7100001";
pub(crate) const NIGHT_DESK: &str = "7100002";
pub(crate) const ASSESSMENT: &str = "51000001";
pub(crate) const INTERVIEW: &str = "51000002";
pub(crate) const ORIENTATION: &str = "51000003";
pub(crate) const CHECK_IN: &str = "51000006";
/// The intake field for marks. The assessment's form asks it, the interview has none.
pub(crate) const REFERENCE: u64 = 8_101;

/// The network, with what is known of its use, and a way to lose an answer.
#[derive(Debug)]
pub(crate) struct Wire {
    inner: ReqwestTransport,
    clock: Arc<ManualClock>,
    lose: AtomicBool,
    sent: AtomicU64,
    in_flight: AtomicUsize,
    most_in_flight: AtomicUsize,
    sent_at: Mutex<Vec<Duration>>,
}

impl Wire {
    /// Loses the answer to the next booking after it was made.
    pub(crate) fn lose_next_booking(&self) {
        self.lose.store(true, Ordering::SeqCst);
    }

    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }

    pub(crate) fn most_in_flight(&self) -> usize {
        self.most_in_flight.load(Ordering::SeqCst)
    }

    /// When each request left, on the clock of the test.
    pub(crate) fn sent_at(&self) -> Vec<Duration> {
        self.sent_at.lock().unwrap().clone()
    }
}

#[async_trait]
impl Transport for Wire {
    async fn send(&self, request: http::Request<Bytes>, within: Duration) -> Result<http::Response<Bytes>> {
        self.sent.fetch_add(1, Ordering::SeqCst);
        self.sent_at.lock().unwrap().push(self.clock.monotonic());
        let now = self.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_in_flight.fetch_max(now, Ordering::SeqCst);
        let books = request.method() == http::Method::POST && request.uri().path().ends_with("/appointments");
        let answer = self.inner.send(request, within).await;
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
        if books && self.lose.swap(false, Ordering::SeqCst) {
            return Err(
                Error::new(ErrorKind::Unreachable, "test.send", "the answer was lost")
                    .with_delivery(Delivery::MaybeSent),
            );
        }
        answer
    }
}

pub(crate) struct Office {
    sandbox: Sandbox,
    pub(crate) ready: Ready,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) wire: Arc<Wire>,
    pub(crate) egress: Arc<Egress>,
}

pub(crate) fn zone() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

pub(crate) fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

pub(crate) fn kind(id: &str) -> AppointmentTypeId {
    AppointmentTypeId::new(id).unwrap()
}

pub(crate) fn calendar(id: &str) -> CalendarId {
    CalendarId::new(id).unwrap()
}

impl Office {
    pub(crate) async fn open() -> Self {
        Self::with(SandboxConfig::default()).await
    }

    /// The limiter of the adapter follows the test's clock, so the sandbox's, which follows the machine's, is off.
    pub(crate) async fn with(mut config: SandboxConfig) -> Self {
        config.switches.set("acuity.rate_limit", "off").unwrap();
        Self::strictly(config).await
    }

    pub(crate) async fn strictly(config: SandboxConfig) -> Self {
        let sandbox = Sandbox::start(config).await.unwrap();
        let ready = sandbox.ready().clone();
        let clock = Arc::new(ManualClock::new(ready.now));
        let sleep = RecordedSleep::advancing(Arc::clone(&clock));
        let egress = Egress::new(
            DEFAULT_PER_SECOND,
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(sleep),
        )
        .unwrap();
        Self {
            wire: Arc::new(Wire {
                inner: ReqwestTransport::new(ReqwestConfig::default()).unwrap(),
                clock: Arc::clone(&clock),
                lose: AtomicBool::new(false),
                sent: AtomicU64::new(0),
                in_flight: AtomicUsize::new(0),
                most_in_flight: AtomicUsize::new(0),
                sent_at: Mutex::default(),
            }),
            egress: Arc::new(egress),
            clock,
            ready,
            sandbox,
        }
    }

    pub(crate) async fn close(self) {
        self.sandbox.stop().await.unwrap();
    }

    pub(crate) fn effects(&self) -> Effects {
        let sleep = RecordedSleep::advancing(Arc::clone(&self.clock));
        Effects::new(
            Arc::clone(&self.wire) as Arc<dyn Transport>,
            Arc::clone(&self.clock) as Arc<dyn Clock>,
            Arc::new(sleep),
        )
    }

    pub(crate) fn config(&self) -> AcuityConfig {
        self.config_with("main", &self.ready.credentials.acuity.api_key)
    }

    pub(crate) fn config_with(&self, integration: &str, api_key: &str) -> AcuityConfig {
        let integration = IntegrationId::new(integration).unwrap();
        let user_id = &self.ready.credentials.acuity.user_id;
        AcuityConfig::api_key(integration, user_id, SecretString::from(api_key.to_owned()))
            .unwrap()
            .at(&self.ready.acuity)
            .unwrap()
            .with_egress(Arc::clone(&self.egress))
    }

    pub(crate) fn provider(&self) -> Provider {
        self.provider_of(self.config())
    }

    pub(crate) fn provider_of(&self, config: AcuityConfig) -> Provider {
        acuity::connect(config, &self.effects()).unwrap()
    }

    pub(crate) async fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let text = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}/_sandbox/{path}", self.ready.control))
            .header("content-type", "application/json")
            .body(Bytes::from(text))
            .unwrap();
        let answer = self
            .wire
            .inner
            .send(request, Duration::from_secs(20))
            .await
            .unwrap();
        let body = String::from_utf8_lossy(answer.body()).into_owned();
        assert!(answer.status().is_success(), "{path}: {} {body}", answer.status());
        serde_json::from_str(&body).unwrap()
    }

    pub(crate) async fn switch(&self, name: &str, value: &str) {
        self.control("PUT", "switches", &json!({ name: value })).await;
    }

    pub(crate) async fn fault(&self, method: &str, path: &str, times: u32, action: Value) {
        let fault = json!({"method": method, "path_prefix": path, "times": times, "action": action});
        self.control("POST", "faults", &fault).await;
    }

    /// Adds appointments, spread over a time; the ids.
    pub(crate) async fn add(&self, count: u32, from: &str, to: &str, calendar: &str) -> Vec<String> {
        let calendar: u64 = calendar.parse().unwrap();
        let bulk = json!({"count": count, "from": from, "to": to, "calendar_id": calendar});
        let made = self.control("POST", "acuity/appointments", &bulk).await;
        made["ids"]
            .as_array()
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    /// The requests to Acuity under a path so far, oldest first.
    pub(crate) async fn journal(&self, method: &str, path: &str) -> Vec<Value> {
        let query = format!("journal?surface=acuity&method={method}&path_prefix={path}");
        let body = self.control("GET", &query, &Value::Null).await;
        body["entries"].as_array().unwrap().clone()
    }

    /// A range of two weeks without seeded appointments.
    pub(crate) fn quiet(&self) -> TimeWindow {
        let from = self.ready.now + TimeDelta::days(30);
        TimeWindow::new(from, from + TimeDelta::days(14)).unwrap()
    }

    pub(crate) fn slots_of(&self, id: &str) -> SlotQuery {
        self.slots_at(id, OFFICE)
    }

    pub(crate) fn slots_at(&self, id: &str, at: &str) -> SlotQuery {
        let from = self.ready.now + TimeDelta::days(30);
        let range = TimeWindow::new(from, from + TimeDelta::days(3)).unwrap();
        SlotQuery::new(kind(id), range, zone()).with_calendar(calendar(at))
    }

    /// Free slots that do not touch.
    pub(crate) async fn slots(&self, provider: &Provider, id: &str) -> Vec<Slot> {
        let mut apart: Vec<Slot> = Vec::new();
        for slot in provider.slots(&self.slots_of(id)).await.unwrap() {
            let last = apart
                .last()
                .map_or(chrono::DateTime::<Utc>::MIN_UTC, |last| last.window.end());
            if slot.window.start() >= last + TimeDelta::minutes(30) {
                apart.push(slot);
            }
        }
        apart
    }
}

pub(crate) fn window(from: &str, to: &str) -> TimeWindow {
    TimeWindow::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

pub(crate) fn client(number: usize) -> Client {
    Client::of_parts("Alpha", format!("Testclient{number}"))
        .with_email(format!("alpha{number}@example.invalid"))
        .with_phone(format!("30355501{number:02}"))
}

pub(crate) fn booking(slot: &Slot, number: usize) -> NewAppointment {
    NewAppointment::in_slot(slot, zone(), client(number))
}
