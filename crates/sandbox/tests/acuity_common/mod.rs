//! A caller of the Acuity surface that knows HTTP and nothing of careweave's client.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    clippy::unwrap_used,
    reason = "shared by the tests of this folder, each of which uses a part"
)]

use careweave_sandbox::{Ready, Sandbox, SandboxConfig};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

pub const OFFICE: u64 = 7_100_001;
pub const NIGHT_DESK: u64 = 7_100_002;
pub const CLASSROOM: u64 = 7_100_003;
pub const ASSESSMENT: u64 = 51_000_001;
pub const INTERVIEW: u64 = 51_000_002;
pub const ORIENTATION: u64 = 51_000_003;
pub const COURSE: u64 = 51_000_005;
pub const CHECK_IN: u64 = 51_000_006;

pub struct Account {
    pub sandbox: Sandbox,
    pub http: reqwest::Client,
    pub ready: Ready,
}

impl Account {
    /// An account that counts no requests: most tests are about something else.
    pub async fn start() -> Self {
        Self::with(&[("acuity.rate_limit", "off")]).await
    }

    pub async fn with(switches: &[(&str, &str)]) -> Self {
        Self::around("2026-04-06T12:00:00Z", switches).await
    }

    pub async fn around(now: &str, switches: &[(&str, &str)]) -> Self {
        let mut config = SandboxConfig::at(now.parse().unwrap());
        for (name, value) in switches {
            config.switches.set(name, value).unwrap();
        }
        let sandbox = Sandbox::start(config).await.unwrap();
        Self {
            http: reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            ready: sandbox.ready().clone(),
            sandbox,
        }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let keys = &self.ready.credentials.acuity;
        self.http
            .request(method, format!("{}{path}", self.ready.acuity))
            .basic_auth(&keys.user_id, Some(&keys.api_key))
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        read(self.request(Method::GET, path).send().await.unwrap()).await
    }

    /// The rows of a list that succeeds.
    pub async fn rows(&self, path: &str) -> Vec<Value> {
        let (status, body) = self.get(path).await;
        assert_eq!(status, 200, "{path}: {body}");
        body.as_array().unwrap().clone()
    }

    pub async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        read(self.request(Method::POST, path).json(&body).send().await.unwrap()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        read(self.request(Method::PUT, path).json(&body).send().await.unwrap()).await
    }

    pub async fn delete(&self, path: &str) -> (u16, Value) {
        read(self.request(Method::DELETE, path).send().await.unwrap()).await
    }

    pub async fn control(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let mut request = self
            .http
            .request(method, format!("{}/_sandbox{path}", self.ready.control));
        if !body.is_null() {
            request = request.json(&body);
        }
        read(request.send().await.unwrap()).await
    }

    /// The first free start of a type on a date.
    pub async fn free(&self, kind: u64, date: &str) -> String {
        let path = format!("/availability/times?appointmentTypeID={kind}&date={date}");
        let times = self.rows(&path).await;
        times[0]["time"].as_str().unwrap().to_owned()
    }

    /// A body that books.
    pub fn booking(&self, kind: u64, datetime: &str) -> Value {
        json!({
            "datetime": datetime, "appointmentTypeID": kind, "firstName": "Alpha", "lastName": "Testclient",
            "email": "alpha@example.invalid", "phone": "3035550100", "timezone": "America/Denver",
        })
    }

    pub async fn book(&self, kind: u64, datetime: &str) -> Value {
        let (status, body) = self.post("/appointments", self.booking(kind, datetime)).await;
        assert_eq!(status, 200, "{body}");
        body
    }
}

async fn read(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

pub fn code(body: &Value) -> &str {
    body["error"].as_str().unwrap()
}
