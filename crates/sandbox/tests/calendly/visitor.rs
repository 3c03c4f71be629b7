use careweave_sandbox::{Sandbox, SandboxConfig};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};

use crate::common::{Caller, read, start_with};

pub struct Visitor {
    pub caller: Caller,
    pub base: String,
    pub token: String,
}

pub struct Said {
    pub status: u16,
    pub body: Value,
    pub headers: reqwest::header::HeaderMap,
}

impl Said {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// The parameter a 400 complains about.
    pub fn parameter(&self) -> &str {
        assert_eq!(self.status, 400, "{}", self.body);
        self.body["details"][0]["parameter"].as_str().unwrap()
    }
}

pub async fn open() -> (Sandbox, Visitor) {
    open_with(SandboxConfig::default()).await
}

pub async fn open_with(config: SandboxConfig) -> (Sandbox, Visitor) {
    let (sandbox, caller) = start_with(config).await;
    let visitor = Visitor {
        base: caller.ready.calendly.clone(),
        token: caller.ready.credentials.calendly.token.clone(),
        caller,
    };
    (sandbox, visitor)
}

impl Visitor {
    pub async fn send_as(&self, token: &str, method: Method, path: &str, body: Option<&Value>) -> Said {
        let mut request = self
            .caller
            .http
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.unwrap();
        let headers = answer.headers().clone();
        let (status, body) = read(answer).await;
        Said {
            status,
            body,
            headers,
        }
    }

    pub async fn get(&self, path: &str) -> Said {
        self.send_as(&self.token, Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Said {
        self.send_as(&self.token, Method::POST, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Said {
        self.send_as(&self.token, Method::DELETE, path, None).await
    }

    pub async fn me(&self) -> Value {
        self.get("/users/me").await.body["resource"].clone()
    }

    /// `organization=…`, ready for a query.
    pub async fn organization(&self) -> String {
        format!(
            "organization={}",
            self.me().await["current_organization"].as_str().unwrap()
        )
    }

    pub async fn command(&self, command: &str, body: &Value) -> Value {
        let (status, answer) = self
            .caller
            .control(Method::POST, &format!("/calendly/{command}"), Some(body))
            .await;
        assert!((200..300).contains(&status), "{command}: {status} {answer}");
        answer
    }

    pub async fn advance(&self, seconds: i64) {
        let step = json!({"advance_seconds": seconds});
        assert_eq!(
            self.caller.control(Method::POST, "/clock", Some(&step)).await.0,
            200
        );
    }

    pub async fn now(&self) -> DateTime<Utc> {
        let (_, clock) = self.caller.control(Method::GET, "/clock", None).await;
        clock["now"].as_str().unwrap().parse().unwrap()
    }

    pub async fn token_for(&self, scopes: &[&str], user: usize) -> String {
        let made = self
            .command("tokens", &json!({"scopes": scopes, "user": user}))
            .await;
        made["token"].as_str().unwrap().to_owned()
    }

    pub async fn kind(&self, slug: &str) -> Value {
        let path = format!("/event_types?{}&count=100", self.organization().await);
        let kinds = self.get(&path).await.body["collection"]
            .as_array()
            .unwrap()
            .clone();
        kinds.into_iter().find(|kind| kind["slug"] == slug).unwrap()
    }

    /// Times of a kind in the month that begins in thirty days.
    pub async fn times(&self, slug: &str) -> Vec<String> {
        let kind = self.kind(slug).await;
        let from = self.now().await + TimeDelta::days(30);
        let path = format!(
            "/event_type_available_times?event_type={}&start_time={}&end_time={}",
            kind["uri"].as_str().unwrap(),
            stamp(from),
            stamp(from + TimeDelta::days(31))
        );
        let said = self.get(&path).await;
        assert_eq!(said.status, 200, "{}", said.body);
        let times = said.body["collection"].as_array().unwrap();
        times
            .iter()
            .map(|time| time["start_time"].as_str().unwrap().to_owned())
            .collect()
    }

    pub async fn booking(&self, slug: &str, start: &str, number: usize) -> Value {
        json!({
            "event_type": self.kind(slug).await["uri"],
            "start_time": start,
            "invitee": {
                "name": format!("Alpha Testclient{number}"),
                "email": format!("alpha{number}@example.invalid"),
                "timezone": "America/Denver",
            },
            "tracking": {"utm_content": "the-marker"},
        })
    }
}

pub fn stamp(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

/// The path of a URI of this server.
pub fn path(uri: &Value) -> String {
    let uri = uri.as_str().unwrap();
    uri.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap()
}
