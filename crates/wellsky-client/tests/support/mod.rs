//! A WellSky over wiremock, with the time in the test's hands.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::Arc;
use std::time::Duration;

use careweave_http::{ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport};
use careweave_wellsky_client::{AgencyId, Config, IdempotencyKey, Timeouts, WellSky};
use chrono::{TimeZone as _, Utc};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

pub(crate) mod script;

pub(crate) struct Vendor {
    pub(crate) server: MockServer,
    pub(crate) wellsky: WellSky,
    pub(crate) sleep: Arc<RecordedSleep>,
}

impl Vendor {
    /// A server that hands out the token `t0ken-aaaa` and knows nothing else yet.
    pub(crate) async fn start() -> Self {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .and(path("/oauth/accesstoken"))
            .respond_with(token("t0ken-aaaa"))
            .mount(&server)
            .await;
        Self::over(server, Timeouts::default())
    }

    pub(crate) fn over(server: MockServer, timeouts: Timeouts) -> Self {
        let config = config()
            .with_base_url(&format!("{}/v1", server.uri()))
            .unwrap()
            .with_timeouts(timeouts)
            // The waits seen are those of retries alone.
            .with_rate_limit(None);
        let clock = Arc::new(ManualClock::new(
            Utc.with_ymd_and_hms(2026, 4, 6, 12, 0, 0).unwrap(),
        ));
        let sleep = Arc::new(RecordedSleep::advancing(Arc::clone(&clock)));
        let transport = ReqwestTransport::new(ReqwestConfig {
            timeouts,
            ..ReqwestConfig::default()
        })
        .unwrap();
        let wellsky = WellSky::with_transport(
            config,
            Arc::new(transport),
            clock,
            Arc::clone(&sleep) as Arc<dyn careweave_http::Sleep>,
        )
        .unwrap();
        Self {
            server,
            wellsky,
            sleep,
        }
    }

    pub(crate) async fn answers(&self, verb: &str, at: &str, response: ResponseTemplate) {
        Mock::given(method(verb))
            .and(path(at))
            .respond_with(response)
            .mount(&self.server)
            .await;
    }

    /// The requests to anything but the token endpoint.
    pub(crate) async fn requests(&self) -> Vec<wiremock::Request> {
        let all = self.server.received_requests().await.unwrap();
        all.into_iter()
            .filter(|r| r.url.path() != "/oauth/accesstoken")
            .collect()
    }

    pub(crate) fn waits(&self) -> Vec<u64> {
        self.sleep.waits().iter().map(Duration::as_secs).collect()
    }
}

pub(crate) fn config() -> Config {
    Config::new(
        "api-key-1",
        "5ecret-of-the-agency",
        AgencyId::new("4321").unwrap(),
    )
}

pub(crate) fn token(token: &str) -> ResponseTemplate {
    json_answer(
        200,
        &json!({"access_token": token, "token_type": "BearerToken", "expires_in": "3599"}),
    )
}

pub(crate) fn json_answer(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

pub(crate) fn key() -> IdempotencyKey {
    IdempotencyKey::new("test/1").unwrap()
}

pub(crate) fn address() -> Value {
    json!({"line1": "1 Test Street", "city": "Denver", "state": "CO", "zip_code": "80202"})
}

pub(crate) fn client(id: &Value) -> Value {
    json!({
        "id": id, "first_name": "Alpha", "last_name": "Testclient", "phone": "3035550100", "address": address(),
        "status": "active", "updated_at": "2026-04-06T14:00:00Z"
    })
}

pub(crate) fn shift(id: &str, caregiver: Option<&str>) -> Value {
    json!({
        "id": id, "client_id": "1", "caregiver_id": caregiver, "scheduled_start": "2026-04-07T14:00:00Z",
        "scheduled_end": "2026-04-07T18:00:00Z", "status": if caregiver.is_some() { "scheduled" } else { "open" },
        "visit_type": "Personal Care", "updated_at": "2026-04-06T14:00:00Z"
    })
}

pub(crate) fn prospect(id: &str, status: &str) -> Value {
    json!({
        "id": id, "first_name": "Bravo", "last_name": "Testprospect", "phone": "3035550101", "status": status,
        "updated_at": "2026-04-06T14:00:00Z"
    })
}

pub(crate) fn caregiver(id: &str) -> Value {
    json!({
        "id": id, "first_name": "Bravo", "last_name": "Testgiver", "phone": "3035550102", "status": "active",
        "updated_at": "2026-04-06T14:00:00Z"
    })
}
