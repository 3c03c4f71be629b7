//! A sandbox clinic, a provider over sockets, and what a test does to both.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::{
    BreakerPolicy, Clock, ManualClock, RateLimit, RecordedSleep, ReqwestConfig, ReqwestTransport, Transport,
};
use careweave_sandbox::{Ready, Sandbox, SandboxConfig};
use careweave_scheduling_providers::Provider;
use careweave_scheduling_providers::credentials::MemoryCredentials;
use careweave_scheduling_providers::model::{Client, Slot};
use careweave_scheduling_providers::ninsaude::{self, Config, Ninsaude, SignIn};
use careweave_scheduling_providers::registry::Effects;
use careweave_scheduling_providers::request::{Consent, NewAppointment, SlotQuery};
use careweave_types::ids::{AppointmentTypeId, CalendarId, ExternalId, IntegrationId};
use careweave_types::{AgencyZone, Delivery, Error, ErrorKind, IdempotencyKey, Result, TimeWindow};
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde_json::{Value, json};

/// The network, with a counter and a way to lose an answer.
#[derive(Debug)]
pub(crate) struct Wire {
    inner: ReqwestTransport,
    lose: AtomicBool,
    sent: AtomicU64,
}

impl Wire {
    /// Loses the answer to the next booking after it was made.
    pub(crate) fn lose_next_booking(&self) {
        self.lose.store(true, Ordering::SeqCst);
    }

    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Transport for Wire {
    async fn send(&self, request: http::Request<Bytes>, within: Duration) -> Result<http::Response<Bytes>> {
        self.sent.fetch_add(1, Ordering::SeqCst);
        let books =
            request.method() == http::Method::POST && request.uri().path() == "/v1/atendimento_agenda";
        let answer = self.inner.send(request, within).await?;
        if books && self.lose.swap(false, Ordering::SeqCst) {
            return Err(
                Error::new(ErrorKind::Unreachable, "test.send", "the answer was lost")
                    .with_delivery(Delivery::MaybeSent),
            );
        }
        Ok(answer)
    }
}

pub(crate) struct Clinic {
    pub(crate) sandbox: Sandbox,
    pub(crate) ready: Ready,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) sleep: Arc<RecordedSleep>,
    pub(crate) wire: Arc<Wire>,
}

pub(crate) fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

pub(crate) fn zone(name: &str) -> AgencyZone {
    AgencyZone::new(name).unwrap()
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn range(from: &str, to: &str) -> TimeWindow {
    TimeWindow::new(at(from), at(to)).unwrap()
}

pub(crate) fn id(text: &str) -> ExternalId {
    ExternalId::new(text).unwrap()
}

pub(crate) fn professional(text: &str) -> CalendarId {
    CalendarId::new(text).unwrap()
}

pub(crate) fn service(text: &str) -> AppointmentTypeId {
    AppointmentTypeId::new(text).unwrap()
}

/// Four days in which nobody has an appointment: from Friday, 10 April.
pub(crate) fn quiet() -> TimeWindow {
    range("2026-04-10T00:00:00Z", "2026-04-17T00:00:00Z")
}

pub(crate) fn consent() -> Consent {
    Consent {
        given_at: at("2026-04-01T12:00:00Z"),
        terms: "termo-2026".to_owned(),
    }
}

/// A booking of a slot for the n-th client.
pub(crate) fn booking(slot: &Slot, client: usize) -> NewAppointment {
    let client = Client::of_parts("Novo", format!("Testcliente{client}"))
        .with_email(format!("novo{client}@example.invalid"))
        .with_phone(format!("30355501{client:02}"));
    NewAppointment::in_slot(slot, zone("America/Sao_Paulo"), client).with_consent(consent())
}

impl Clinic {
    pub(crate) async fn open() -> Self {
        Self::open_at(SandboxConfig::default()).await
    }

    pub(crate) async fn open_at(config: SandboxConfig) -> Self {
        let sandbox = Sandbox::start(config).await.unwrap();
        let ready = sandbox.ready().clone();
        let clock = Arc::new(ManualClock::new(ready.now));
        Self {
            sleep: Arc::new(RecordedSleep::advancing(Arc::clone(&clock))),
            wire: Arc::new(Wire {
                inner: ReqwestTransport::new(ReqwestConfig::default()).unwrap(),
                lose: AtomicBool::new(false),
                sent: AtomicU64::new(0),
            }),
            clock,
            ready,
            sandbox,
        }
    }

    pub(crate) fn effects(&self) -> Effects {
        Effects::new(
            Arc::clone(&self.wire) as Arc<dyn Transport>,
            Arc::clone(&self.clock) as Arc<dyn Clock>,
            Arc::clone(&self.sleep) as Arc<dyn careweave_http::Sleep>,
        )
    }

    pub(crate) fn sign_in(&self) -> SignIn {
        let keys = &self.ready.credentials.ninsaude;
        SignIn::Password {
            account: keys.account.clone(),
            username: keys.username.clone(),
            password: SecretString::from(keys.password.clone()),
            account_unit: keys.account_unit.clone(),
        }
    }

    pub(crate) fn config_by(&self, sign_in: SignIn) -> Config {
        Config::new(IntegrationId::new("clinic").unwrap(), sign_in)
            .unwrap()
            .with_base_url(&self.ready.ninsaude)
            .unwrap()
            .with_unit("1", zone("America/Sao_Paulo"))
            .with_unit("2", zone("America/Rio_Branco"))
            .with_unit("3", self.ready.zone.clone())
            // The clock of a test stands still, so a line would never move.
            .with_rate_limit(RateLimit {
                requests: 1_000_000,
                burst: 1_000_000,
                ..RateLimit::default()
            })
            .with_breaker(BreakerPolicy::default())
    }

    pub(crate) fn config(&self) -> Config {
        self.config_by(self.sign_in())
    }

    pub(crate) fn provider(&self) -> Provider {
        self.provider_of(self.config())
    }

    pub(crate) fn provider_of(&self, config: Config) -> Provider {
        ninsaude::connect(config, &self.effects()).unwrap()
    }

    /// The adapter without its checks.
    pub(crate) fn adapter(&self) -> Ninsaude {
        Ninsaude::new(self.config(), &self.effects(), Arc::new(MemoryCredentials::new())).unwrap()
    }

    /// The first slots of a professional for a service of 20 minutes.
    pub(crate) async fn slots(&self, provider: &Provider, of: &str) -> Vec<Slot> {
        let query =
            SlotQuery::new(service("21"), quiet(), zone("America/Sao_Paulo")).with_calendar(professional(of));
        provider.slots(&query).await.unwrap()
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
            .send(request, Duration::from_secs(5))
            .await
            .unwrap();
        let body = String::from_utf8_lossy(answer.body()).into_owned();
        assert!(answer.status().is_success(), "{path}: {} {body}", answer.status());
        serde_json::from_str(&body).unwrap()
    }

    pub(crate) async fn switch(&self, name: &str, value: &str) {
        let name = format!("ninsaude.{name}");
        self.control("PUT", "switches", &json!({ name: value })).await;
    }

    pub(crate) async fn fault(&self, method: &str, path: &str, times: u32, action: Value) {
        let fault = json!({
            "method": method, "path_prefix": format!("/v1/{path}"), "times": times, "action": action,
        });
        self.control("POST", "faults", &fault).await;
    }

    /// Adds appointments of the first patient with professional 11 in unit 1, all in a row from eight o'clock on.
    pub(crate) async fn add(&self, date: &str, per_day: u64, count: u64, status: i64) -> Vec<String> {
        let body = json!({
            "unit": 1, "professional": 11, "patient": 5001, "date": date, "from": "08:00:00", "minutes": 5,
            "per_day": per_day, "count": count, "status": status,
        });
        let made = self.control("POST", "ninsaude/appointments", &body).await;
        made["ids"]
            .as_array()
            .unwrap()
            .iter()
            .map(Value::to_string)
            .collect()
    }

    /// Lets time pass at the clinic.
    pub(crate) async fn advance(&self, seconds: u64) {
        self.control("POST", "clock", &json!({ "advance_seconds": seconds }))
            .await;
    }

    /// The requests that reached the clinic, by method and path below `/v1`.
    pub(crate) async fn journal(&self, method: &str, path: &str) -> Vec<Value> {
        let query = format!("journal?surface=ninsaude&method={method}&path_prefix=/v1/{path}");
        let journal = self.control("GET", &query, &Value::Null).await;
        journal["entries"].as_array().unwrap().clone()
    }

    /// How often a token was asked for, and the statuses of the answers.
    pub(crate) async fn token_requests(&self) -> Vec<Value> {
        let journal = self.journal("POST", "oauth2/token").await;
        journal.iter().map(|entry| entry["status"].clone()).collect()
    }
}
