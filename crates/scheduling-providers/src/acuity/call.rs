//! One request and its answer.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use careweave_http::{Clock, Idempotency, Layers, Operation, Retry};
use careweave_types::ids::IntegrationId;
use careweave_types::{Delivery, Error, ErrorKind, Result};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{Method, Request};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::answers::{Answers, Ear, explained};
use super::config::{AcuityAccess, AcuityConfig};
use super::egress::Egress;
use crate::problem::Problem;
use crate::registry::Effects;

/// A request before it is sent.
#[derive(Clone)]
pub(super) struct Call {
    operation: &'static str,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    body: Option<Value>,
    idempotency: Idempotency,
}

impl Call {
    /// A read.
    pub(super) fn get(operation: &'static str, path: impl Into<String>) -> Self {
        Self {
            operation,
            method: Method::GET,
            path: path.into(),
            query: Vec::new(),
            body: None,
            idempotency: Idempotency::Safe,
        }
    }

    /// A write that is sent once.
    pub(super) fn write(
        operation: &'static str,
        method: Method,
        path: impl Into<String>,
        body: Value,
    ) -> Self {
        Self {
            method,
            body: Some(body),
            idempotency: Idempotency::NotIdempotent,
            ..Self::get(operation, path)
        }
    }

    /// A question that is asked by a POST.
    pub(super) fn ask(operation: &'static str, path: impl Into<String>, body: Value) -> Self {
        Self {
            idempotency: Idempotency::Safe,
            ..Self::write(operation, Method::POST, path, body)
        }
    }

    /// A deletion: done twice it leaves the same state.
    pub(super) fn delete(operation: &'static str, path: impl Into<String>) -> Self {
        Self {
            method: Method::DELETE,
            idempotency: Idempotency::Idempotent,
            ..Self::get(operation, path)
        }
    }

    #[allow(
        clippy::needless_pass_by_value,
        reason = "a query is written with literals and numbers"
    )]
    pub(super) fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.query.push((name.into(), value.to_string()));
        self
    }

    pub(super) fn with_some(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

/// Sends requests for one account.
#[derive(Debug)]
pub(super) struct Caller {
    base: Url,
    access: AcuityAccess,
    integration: IntegrationId,
    retry: Retry,
    clock: Arc<dyn Clock>,
}

impl Caller {
    pub(super) fn new(config: &AcuityConfig, effects: &Effects) -> Result<Self> {
        let egress = match &config.egress {
            Some(egress) => Arc::clone(egress),
            None => Egress::of_the_process()?,
        };
        let answers = Arc::new(Answers(Arc::clone(&effects.transport)));
        let limited = Layers::over(answers, Arc::clone(&effects.clock), Arc::clone(&effects.sleep))
            .with_metrics(Arc::clone(&effects.metrics))
            .sharing_limiter(Arc::clone(egress.limiter()))
            .transport();
        config.retry.validate()?;
        config.timeouts.validate()?;
        let retry = Retry::new(
            egress.over(limited),
            config.retry,
            config.timeouts,
            Arc::clone(&effects.clock),
            Arc::clone(&effects.sleep),
        )
        .with_metrics(Arc::clone(&effects.metrics));
        Ok(Self {
            base: config.base_url.clone(),
            access: config.access.clone(),
            integration: config.integration.clone(),
            retry,
            clock: Arc::clone(&effects.clock),
        })
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Sends and reads the answer.
    pub(super) async fn json<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        let operation = call.operation;
        decode(operation, &self.send(call).await?)
    }

    /// Sends and gives the body of the answer.
    pub(super) async fn send(&self, call: Call) -> Result<Bytes> {
        let ear = Ear::default();
        let request = self.request(call, ear.clone()).await?;
        match self.retry.send(request).await {
            Ok(response) => Ok(response.into_body()),
            Err(error) => Err(explained(error, ear.heard().as_deref())),
        }
    }

    async fn request(&self, call: Call, ear: Ear) -> Result<Request<Bytes>> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(call.path.split('/'));
        }
        for (name, value) in &call.query {
            url.query_pairs_mut().append_pair(name, value);
        }
        let broken = |source: http::Error| {
            Error::new(
                ErrorKind::Internal,
                call.operation,
                "the request could not be built",
            )
            .with_source(source)
        };
        let mut builder = Request::builder()
            .method(call.method)
            .uri(url.as_str())
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .header(AUTHORIZATION, self.authorization(call.operation).await?);
        let body = match &call.body {
            Some(body) => {
                builder = builder.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                Bytes::from(body.to_string())
            }
            None => Bytes::new(),
        };
        let mut request = builder.body(body).map_err(broken)?;
        request.extensions_mut().insert(Operation(call.operation));
        request.extensions_mut().insert(call.idempotency);
        request.extensions_mut().insert(ear);
        Ok(request)
    }

    async fn authorization(&self, operation: &'static str) -> Result<HeaderValue> {
        let text = match &self.access {
            AcuityAccess::ApiKey { user_id, api_key } => {
                let pair = format!("{user_id}:{}", api_key.expose_secret());
                SecretString::from(format!("Basic {}", STANDARD.encode(pair)))
            }
            AcuityAccess::OAuth(store) => {
                let stored = store.load(&self.integration).await?.ok_or_else(|| {
                    Problem::ReauthRequired.error(operation, "the account was never connected")
                })?;
                SecretString::from(format!("Bearer {}", stored.tokens.access.expose_secret()))
            }
        };
        let mut value = HeaderValue::from_str(text.expose_secret()).map_err(|_| {
            Error::new(
                ErrorKind::Config,
                operation,
                "the credentials hold characters that no header can carry",
            )
        })?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// Reads an answer. An error names the place and never the value.
pub(super) fn decode<'a, T: Deserialize<'a>>(operation: &'static str, body: &'a [u8]) -> Result<T> {
    // Keeping track of the place costs as much as the reading: only what is wrong is read that way, a second time.
    if let Ok(read) = serde_json::from_slice(body) {
        return Ok(read);
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        contract(
            operation,
            &path,
            "the answer is not as the vendor's reference has it",
        )
    })
}

/// The refusal of an answer that breaks the vendor's contract.
pub(super) fn contract(operation: &'static str, field: &str, rule: &str) -> Error {
    Problem::Contract
        .error(operation, rule)
        .with("field", field)
        .with_delivery(Delivery::Answered)
}
