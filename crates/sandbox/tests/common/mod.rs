//! A caller of the sandbox that knows HTTP and nothing of careweave's client.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    clippy::unwrap_used,
    clippy::panic,
    reason = "shared by the tests of this folder, each of which uses a part"
)]

use careweave_sandbox::{Ready, Sandbox, SandboxConfig};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

pub struct Caller {
    pub http: reqwest::Client,
    pub ready: Ready,
    pub token: String,
}

pub async fn start() -> (Sandbox, Caller) {
    start_with(SandboxConfig::default()).await
}

pub async fn start_with(config: SandboxConfig) -> (Sandbox, Caller) {
    let sandbox = Sandbox::start(config).await.unwrap();
    let caller = Caller::new(sandbox.ready().clone()).await;
    (sandbox, caller)
}

impl Caller {
    pub async fn new(ready: Ready) -> Self {
        let mut caller = Self {
            // No proxy from the environment: it is a loopback server.
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            ready,
            token: String::new(),
        };
        caller.token = caller.fresh_token().await;
        caller
    }

    pub async fn fresh_token(&self) -> String {
        let keys = &self.ready.credentials.wellsky;
        let answer: Value = self
            .http
            .post(&self.ready.wellsky.token)
            .json(&json!({
                "grant_type": "client_credentials",
                "client_id": keys.api_key,
                "client_secret": keys.api_secret,
            }))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    /// A request with the token and the agency.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.ready.wellsky.rest))
            .bearer_auth(&self.token)
            .header("X-Agency-ID", &self.ready.credentials.wellsky.agency_id)
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        read(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        read(self.request(Method::POST, path).json(body).send().await.unwrap()).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> (u16, Value) {
        read(self.request(Method::PUT, path).json(body).send().await.unwrap()).await
    }

    /// All rows of a list that fits on one page.
    pub async fn rows(&self, path: &str, collection: &str) -> Vec<Value> {
        let joint = if path.contains('?') { '&' } else { '?' };
        let (status, body) = self.get(&format!("{path}{joint}limit=100")).await;
        assert_eq!(status, 200, "{path}: {body}");
        let rows = body[collection].as_array().unwrap().clone();
        assert_eq!(body["total"], rows.len());
        rows
    }

    pub async fn control(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let mut request = self
            .http
            .request(method, format!("{}/_sandbox{path}", self.ready.control));
        if let Some(body) = body {
            request = request.json(body);
        }
        read(request.send().await.unwrap()).await
    }

    pub async fn fault(&self, method: &str, path_prefix: &str, times: u32, action: Value) {
        let fault = json!({"method": method, "path_prefix": path_prefix, "times": times, "action": action});
        let (status, body) = self.control(Method::POST, "/faults", Some(&fault)).await;
        assert_eq!(status, 201, "{body}");
    }

    pub async fn journal(&self, query: &str) -> Vec<Value> {
        let (status, body) = self.control(Method::GET, &format!("/journal{query}"), None).await;
        assert_eq!(status, 200, "{body}");
        body["entries"].as_array().unwrap().clone()
    }

    /// An open shift and an active caregiver whom it can be given to.
    pub async fn fillable(&self) -> (String, String) {
        for shift in self.rows("/shifts/open", "shifts").await {
            for caregiver in self.rows("/caregivers?status=active", "caregivers").await {
                let id = caregiver["id"].as_str().unwrap();
                let free = self
                    .rows(&format!("/shifts?status=open&caregiver_match={id}"), "shifts")
                    .await;
                if free.contains(&shift) {
                    return (text(&shift, "id"), id.to_owned());
                }
            }
        }
        panic!("no open shift can be filled");
    }
}

/// The Connect surface. Paths begin with a slash and are sent as they stand.
impl Caller {
    pub fn connect(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.ready.wellsky.connect))
            .bearer_auth(&self.token)
    }

    pub async fn cget(&self, path: &str) -> (u16, Value) {
        read(self.connect(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn cpost(&self, path: &str, body: &Value) -> (u16, Value) {
        read(self.connect(Method::POST, path).json(body).send().await.unwrap()).await
    }

    pub async fn cput(&self, path: &str, body: &Value) -> (u16, Value) {
        read(self.connect(Method::PUT, path).json(body).send().await.unwrap()).await
    }

    pub async fn cdelete(&self, path: &str) -> (u16, Value) {
        read(self.connect(Method::DELETE, path).send().await.unwrap()).await
    }

    pub async fn switch(&self, name: &str, value: &str) {
        let (status, body) = self
            .control(Method::PUT, "/switches", Some(&json!({ name: value })))
            .await;
        assert_eq!((status, &body["switches"][name]), (200, &json!(value)), "{body}");
    }

    /// The `meta` of a body, with the agency and more tags.
    pub fn meta(&self, tags: &[(&str, &str)]) -> Value {
        let own = ("agencyId", self.ready.credentials.wellsky.agency_id.as_str());
        let tags: Vec<Value> = std::iter::once(&own)
            .chain(tags)
            .map(|(code, display)| json!({"code": code, "display": display}))
            .collect();
        json!({ "tag": tags })
    }

    /// A body that makes a patient or practitioner.
    pub fn person(&self, given: &str, phone: &str, tags: &[(&str, &str)]) -> Value {
        json!({
            "name": [{"use": "official", "family": "Testperson", "given": [given]}],
            "telecom": [{"system": "phone", "use": "mobile", "value": phone}],
            "address": [{"use": "home", "line": ["1 Sample St"], "city": "Denver", "state": "CO", "postalCode": "80202"}],
            "meta": self.meta(tags),
        })
    }

    /// All resources of a search that fits on one page.
    pub async fn found(&self, path: &str, filters: &Value) -> Vec<Value> {
        let joint = if path.contains('?') { '&' } else { '?' };
        let (status, body) = self.cpost(&format!("{path}{joint}_count=100"), filters).await;
        assert_eq!(status, 200, "{path}: {body}");
        resources(&body)
    }
}

/// The resources of a bundle whose entries are wrapped.
pub fn resources(bundle: &Value) -> Vec<Value> {
    let entries = bundle["entry"].as_array().unwrap();
    entries.iter().map(|entry| entry["resource"].clone()).collect()
}

pub fn ids(resources: &[Value]) -> Vec<String> {
    resources.iter().map(|r| text(r, "id")).collect()
}

/// The display of a tag in `meta`.
pub fn tag(resource: &Value, code: &str) -> Option<String> {
    let tags = resource["meta"]["tag"].as_array().unwrap();
    let tag = tags.iter().find(|tag| tag["code"] == code)?;
    Some(tag["display"].as_str().unwrap().to_owned())
}

pub async fn read(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

pub fn text(record: &Value, field: &str) -> String {
    record[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field}: {record}"))
        .to_owned()
}

pub fn failed(field_and_rule: &str) -> (u16, Value) {
    (
        422,
        json!({"error": format!("Validation failed: {field_and_rule}")}),
    )
}

pub fn error(status: u16, text: &str) -> (u16, Value) {
    (status, json!({ "error": text }))
}
