//! A sandbox, a provider over sockets, and what a test does to both.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::{
    Clock, ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport, RetryPolicy, Sleep, Transport,
};
use careweave_sandbox::{Ready, Sandbox, SandboxConfig};
use careweave_scheduling_providers::Provider;
use careweave_scheduling_providers::calendly::{
    self, Access, CalendlyConfig, OAuthApp, Pkce, Reach, TokenDesk,
};
use careweave_scheduling_providers::credentials::CredentialStore;
use careweave_scheduling_providers::model::{AppointmentType, Client, Slot};
use careweave_scheduling_providers::registry::Effects;
use careweave_scheduling_providers::request::{NewAppointment, SlotQuery};
use careweave_types::ids::IntegrationId;
use careweave_types::{AgencyZone, Delivery, Error, ErrorKind, IdempotencyKey, Result, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use serde_json::{Value, json};

/// The network, with a counter and a way to lose an answer.
#[derive(Debug)]
pub struct Wire {
    inner: ReqwestTransport,
    lose: AtomicBool,
    /// After a lost booking, no meeting can be read either.
    and_then_dark: AtomicBool,
    dark: AtomicBool,
    sent: AtomicU64,
}

impl Wire {
    /// Loses the answer to the next booking, and every reading of meetings after it.
    pub fn lose_next_booking_and_go_dark(&self) {
        self.and_then_dark.store(true, Ordering::SeqCst);
        self.lose_next_booking();
    }

    pub fn light(&self) {
        self.dark.store(false, Ordering::SeqCst);
    }

    /// Loses the answer to the next booking after it was made.
    pub fn lose_next_booking(&self) {
        self.lose.store(true, Ordering::SeqCst);
    }

    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Transport for Wire {
    async fn send(&self, request: http::Request<Bytes>, within: Duration) -> Result<http::Response<Bytes>> {
        self.sent.fetch_add(1, Ordering::SeqCst);
        let books = request.method() == http::Method::POST && request.uri().path() == "/invitees";
        if self.dark.load(Ordering::SeqCst) && request.uri().path().starts_with("/scheduled_events") {
            return Err(Error::new(ErrorKind::Unreachable, "test.send", "it is dark"));
        }
        let answer = self.inner.send(request, within).await?;
        if books && self.lose.swap(false, Ordering::SeqCst) {
            self.dark
                .store(self.and_then_dark.swap(false, Ordering::SeqCst), Ordering::SeqCst);
            return Err(
                Error::new(ErrorKind::Unreachable, "test.send", "the answer was lost")
                    .with_delivery(Delivery::MaybeSent),
            );
        }
        Ok(answer)
    }
}

pub struct Desk {
    sandbox: Sandbox,
    pub ready: Ready,
    pub clock: Arc<ManualClock>,
    pub wire: Arc<Wire>,
}

pub fn zone() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

pub fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

pub fn integration() -> IntegrationId {
    IntegrationId::new("main").unwrap()
}

pub const REDIRECT: &str = "http://localhost:4000/connected";

impl Desk {
    pub async fn open() -> Self {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
        let ready = sandbox.ready().clone();
        Self {
            clock: Arc::new(ManualClock::new(ready.now)),
            wire: Arc::new(Wire {
                inner: ReqwestTransport::new(ReqwestConfig::default()).unwrap(),
                lose: AtomicBool::new(false),
                and_then_dark: AtomicBool::new(false),
                dark: AtomicBool::new(false),
                sent: AtomicU64::new(0),
            }),
            ready,
            sandbox,
        }
    }

    pub async fn close(self) {
        self.sandbox.stop().await.unwrap();
    }

    pub fn effects(&self) -> Effects {
        let sleep = RecordedSleep::advancing(Arc::clone(&self.clock));
        Effects::new(
            Arc::clone(&self.wire) as Arc<dyn Transport>,
            Arc::clone(&self.clock) as Arc<dyn Clock>,
            Arc::new(sleep),
        )
    }

    pub fn config_with(&self, token: &str) -> CalendlyConfig {
        let access = Access::PersonalToken(SecretString::from(token.to_owned()));
        CalendlyConfig::new(integration(), access)
            .unwrap()
            .with_base_url(&self.ready.calendly)
            .unwrap()
            .with_reach(Reach::Organization)
            .with_signing_keys([SecretString::from(SIGNING_KEY.to_owned())])
    }

    pub fn config(&self) -> CalendlyConfig {
        self.config_with(&self.ready.credentials.calendly.token)
    }

    pub fn provider(&self) -> Provider {
        self.provider_of(self.config())
    }

    pub fn provider_of(&self, config: CalendlyConfig) -> Provider {
        calendly::provider(config, &self.effects()).unwrap()
    }

    pub fn app(&self) -> OAuthApp {
        let keys = &self.ready.credentials.calendly;
        let secret = SecretString::from(keys.client_secret.clone());
        OAuthApp::new(&keys.client_id, Some(secret), REDIRECT)
            .unwrap()
            .with_auth_url(&self.ready.calendly)
            .unwrap()
    }

    pub fn token_desk(&self) -> TokenDesk {
        let Effects {
            transport,
            clock,
            sleep,
            ..
        } = self.effects();
        let sleep: Arc<dyn Sleep> = sleep;
        TokenDesk::new(
            self.app(),
            transport,
            clock,
            sleep,
            careweave_http::Timeouts::default(),
        )
        .unwrap()
    }

    /// Signs in as a person would, and keeps the tokens.
    pub async fn connect(&self, store: &dyn CredentialStore) {
        let pkce = Pkce::from_random([9; 32]);
        let url = self.app().authorize_url(&pkce, "the-state", &[]).unwrap();
        let request = http::Request::get(url.as_str()).body(Bytes::new()).unwrap();
        let answer = self
            .wire
            .inner
            .send(request, Duration::from_secs(5))
            .await
            .unwrap();
        assert_eq!(answer.status(), 302);
        let back = answer.headers()["location"].to_str().unwrap().to_owned();
        let query = back.split_once("code=").unwrap().1;
        let (code, state) = query.split_once('&').unwrap();
        assert_eq!(state, "state=the-state");
        let code = SecretString::from(code.to_owned());
        self.token_desk()
            .connect(&code, &pkce, &integration(), store)
            .await
            .unwrap();
    }

    pub fn oauth_config(&self, store: Arc<dyn CredentialStore>) -> CalendlyConfig {
        let access = Access::OAuth {
            app: Box::new(self.app()),
            store,
        };
        CalendlyConfig::new(integration(), access)
            .unwrap()
            .with_base_url(&self.ready.calendly)
            .unwrap()
            .with_reach(Reach::Organization)
    }

    pub async fn control(&self, method: &str, path: &str, body: &Value) -> Value {
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

    pub async fn switch(&self, name: &str, value: &str) {
        self.control("PUT", "switches", &json!({ name: value })).await;
    }

    pub async fn fault(&self, method: &str, path: &str, times: u32, action: Value) {
        let fault = json!({"method": method, "path_prefix": path, "times": times, "action": action});
        self.control("POST", "faults", &fault).await;
    }

    /// A personal token that may do so much and no more.
    pub async fn token_for(&self, scopes: &[&str]) -> String {
        let made = self
            .control("POST", "calendly/tokens", &json!({ "scopes": scopes }))
            .await;
        made["token"].as_str().unwrap().to_owned()
    }

    /// Moves the clocks of both sides.
    pub async fn advance(&self, by: TimeDelta) {
        self.clock.advance(by.to_std().unwrap());
        self.control("POST", "clock", &json!({"advance_seconds": by.num_seconds()}))
            .await;
    }

    /// The requests to Calendly under a path so far, oldest first.
    pub async fn journal(&self, method: &str, path: &str) -> Vec<Value> {
        let query = format!("journal?surface=calendly&method={method}&path_prefix={path}");
        let body = self.control("GET", &query, &Value::Null).await;
        body["entries"].as_array().unwrap().clone()
    }

    /// A range of two weeks without seeded meetings.
    pub fn quiet(&self) -> TimeWindow {
        let from = self.ready.now + TimeDelta::days(30);
        TimeWindow::new(from, from + TimeDelta::days(14)).unwrap()
    }

    pub async fn kind(&self, provider: &Provider, name: &str) -> AppointmentType {
        let kinds = provider.appointment_types().await.unwrap();
        kinds.into_iter().find(|kind| kind.name == name).unwrap()
    }

    /// Free slots of a type in the quiet range.
    pub async fn slots(&self, provider: &Provider, name: &str) -> Vec<Slot> {
        let kind = self.kind(provider, name).await;
        let query = SlotQuery::new(kind.id, self.quiet(), zone());
        let mut apart: Vec<Slot> = Vec::new();
        for slot in provider.slots(&query).await.unwrap() {
            let last = apart
                .last()
                .map_or(DateTime::<Utc>::MIN_UTC, |last| last.window.end());
            if slot.window.start() >= last + TimeDelta::minutes(30) {
                apart.push(slot);
            }
        }
        apart
    }
}

pub const SIGNING_KEY: &str = "an-invented-signing-key";
pub const ASSESSMENT: &str = "In-home assessment";
pub const CALL: &str = "Care plan call";
pub const ORIENTATION: &str = "Caregiver orientation";

pub fn client(number: usize) -> Client {
    Client::of_parts("Alpha", format!("Testclient{number}"))
        .with_email(format!("alpha{number}@example.invalid"))
        .with_phone(format!("30355501{number:02}"))
}

pub fn booking(slot: &Slot, number: usize) -> NewAppointment {
    NewAppointment::in_slot(slot, zone(), client(number))
}

pub fn impatient() -> RetryPolicy {
    RetryPolicy {
        retry_after_budget: Duration::ZERO,
        ..RetryPolicy::default()
    }
}
