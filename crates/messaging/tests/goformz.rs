//! The GoFormz adapter against the sandbox, over sockets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use careweave_http::{
    ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport, RetryPolicy, Transport as _,
};
use careweave_messaging::forms::{
    FormId, FormService as _, FormStatus, NewFormWebhook, Target, TemplateId, WebhookId,
};
use careweave_messaging::goformz::{Config, Fallback, GoFormz};
use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_types::ErrorKind;
use secrecy::SecretString;
use serde_json::{Value, json};

struct Office {
    sandbox: Sandbox,
    wire: Arc<ReqwestTransport>,
}

impl Office {
    async fn open(switches: &[(&str, &str)]) -> Self {
        let mut config = SandboxConfig::default();
        for (name, value) in switches {
            config.switches.set(name, value).unwrap();
        }
        Self {
            sandbox: Sandbox::start(config).await.unwrap(),
            wire: Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap()),
        }
    }

    fn config(&self) -> Config {
        let ready = self.sandbox.ready();
        let keys = &ready.credentials.goformz;
        Config::new(&keys.client_id, SecretString::from(keys.client_secret.as_str()))
            .unwrap()
            .with_base_url(&ready.goformz.base)
            .unwrap()
            .with_token_url(&ready.goformz.token)
            .unwrap()
            .with_retry(RetryPolicy::never())
    }

    fn service(&self, config: Config) -> GoFormz {
        let clock = Arc::new(ManualClock::new(self.sandbox.ready().now));
        let sleep = Arc::new(RecordedSleep::advancing(Arc::clone(&clock)));
        GoFormz::new(config, Arc::clone(&self.wire) as _, clock, sleep).unwrap()
    }

    async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}/_sandbox/{path}", self.sandbox.ready().control))
            .header("content-type", "application/json")
            .body(Bytes::from(body.to_string()))
            .unwrap();
        let answer = self.wire.send(request, Duration::from_secs(5)).await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        serde_json::from_slice(answer.body()).unwrap()
    }

    async fn begun(&self) -> FormId {
        let body = json!({"template_id": "template-client-packet", "fields": {"Name": {"text": "Alpha Testclient"}}});
        let form = self.control("POST", "goformz/forms", body).await;
        FormId::new(form["id"].as_str().unwrap()).unwrap()
    }

    /// The requests to the surface so far, as (path, status).
    async fn requests(&self) -> Vec<(String, u64)> {
        let journal = self.control("GET", "journal?surface=goformz", Value::Null).await;
        let entries = journal["entries"].as_array().unwrap().clone();
        entries
            .iter()
            .map(|entry| {
                (
                    entry["path"].as_str().unwrap().to_owned(),
                    entry["status"].as_u64().unwrap_or(0),
                )
            })
            .collect()
    }
}

#[tokio::test]
async fn a_form_is_fetched_as_it_is_and_a_token_is_asked_for_once() {
    let office = Office::open(&[]).await;
    let forms = office.service(office.config());
    let id = office.begun().await;
    let form = forms.form(&id).await.unwrap();
    assert_eq!(form.status, FormStatus::Other("Draft".to_owned()));
    office
        .control("POST", &format!("goformz/forms/{id}/complete"), Value::Null)
        .await;
    let complete = forms.form(&id).await.unwrap();
    assert_eq!(
        (complete.status, complete.template.as_str()),
        (FormStatus::Complete, "template-client-packet")
    );
    assert_ne!(complete.digest, form.digest);
    let tokens = office
        .requests()
        .await
        .iter()
        .filter(|(path, _)| path == "/connect/token")
        .count();
    assert_eq!(tokens, 1);
    let nobody = forms.form(&FormId::new("nobody").unwrap()).await.unwrap_err();
    assert_eq!(nobody.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced_once() {
    let office = Office::open(&[]).await;
    let forms = office.service(office.config());
    let id = office.begun().await;
    forms.form(&id).await.unwrap();
    office.control("POST", "goformz/tokens/expire", Value::Null).await;
    forms.form(&id).await.unwrap();
    let statuses: Vec<u64> = office
        .requests()
        .await
        .into_iter()
        .map(|(_, status)| status)
        .collect();
    assert_eq!(statuses, [200, 200, 401, 200, 200]);
}

#[tokio::test]
async fn an_account_that_is_given_no_tokens_is_called_with_basic_from_then_on() {
    let office = Office::open(&[("goformz.client_credentials", "refused")]).await;
    let forms = office.service(office.config());
    let id = office.begun().await;
    forms.form(&id).await.unwrap();
    forms.form(&id).await.unwrap();
    let paths: Vec<String> = office
        .requests()
        .await
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    let form = format!("/v2/formz/{id}");
    assert_eq!(paths, ["/connect/token", form.as_str(), form.as_str()]);

    let strict = office.service(office.config().with_fallback(Fallback::None));
    assert_eq!(
        strict.form(&id).await.unwrap_err().kind(),
        ErrorKind::Unauthenticated
    );
}

#[tokio::test]
async fn an_outage_of_the_token_endpoint_is_no_reason_for_basic() {
    let office = Office::open(&[]).await;
    let forms = office.service(office.config());
    let id = office.begun().await;
    let fault = json!({"method": "POST", "path_prefix": "/connect", "times": 1, "action": {"kind": "status", "status": 503}});
    office.control("POST", "faults", fault).await;
    assert_eq!(forms.form(&id).await.unwrap_err().kind(), ErrorKind::Server);
    forms.form(&id).await.unwrap();
    let paths: Vec<String> = office
        .requests()
        .await
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(paths[..2], ["/connect/token", "/connect/token"]);
}

#[tokio::test]
async fn credentials_that_neither_way_takes_are_refused_and_not_printed() {
    let office = Office::open(&[]).await;
    let ready = office.sandbox.ready();
    let config = Config::new("somebody", SecretString::from("hunter2hunter2"))
        .unwrap()
        .with_base_url(&ready.goformz.base)
        .unwrap()
        .with_token_url(&ready.goformz.token)
        .unwrap();
    let forms = office.service(config);
    let id = office.begun().await;
    let error = forms.form(&id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert!(!format!("{error:#} {error:?} {forms:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_webhook_is_set_up_once_listed_and_taken_down() {
    let office = Office::open(&[]).await;
    let forms = office.service(office.config());
    let new = NewFormWebhook {
        template: TemplateId::new("template-client-packet").unwrap(),
        target: Target("http://127.0.0.1:9/hooks/s3cret".parse().unwrap()),
    };
    let made = forms.subscribe(&new).await.unwrap();
    assert_eq!(forms.subscribe(&new).await.unwrap(), made);
    assert_eq!(forms.webhooks().await.unwrap(), std::slice::from_ref(&made));
    assert!(!format!("{made:?}").contains("s3cret"));
    assert!(forms.unsubscribe(&made.id).await.unwrap());
    assert!(!forms.unsubscribe(&made.id).await.unwrap());
    assert!(!forms.unsubscribe(&WebhookId::new("999").unwrap()).await.unwrap());
    assert!(forms.webhooks().await.unwrap().is_empty());
    let fault =
        json!({"method": "GET", "path_prefix": "/v2/webhooks", "times": 1, "action": {"kind": "html"}});
    office.control("POST", "faults", fault).await;
    assert!(forms.webhooks().await.is_err(), "a failure is no empty list");
}
