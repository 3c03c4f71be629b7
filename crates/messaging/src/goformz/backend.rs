use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::{Clock, Idempotency, Layers, Operation, Sleep, Transport};
use careweave_types::{Error, ErrorKind, Result};
use http::Method;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};
use url::Url;

use super::codec;
use super::config::Config;
use super::session::Session;
use super::webhook::{event, read_hint};
use crate::forms::{Form, FormEvent, FormHint, FormId, FormService, FormWebhook, NewFormWebhook, WebhookId};

/// The event that is subscribed to.
const COMPLETED: &str = "form.complete";

/// One account.
#[derive(Debug)]
pub struct GoFormz {
    base: Url,
    session: Session,
}

impl GoFormz {
    /// An account. Nothing is sent before it is used.
    ///
    /// # Errors
    /// `InvalidInput` for limits that cannot work.
    pub fn new(
        config: Config,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        sleep: Arc<dyn Sleep>,
    ) -> Result<Self> {
        let retry = Layers::over(transport, Arc::clone(&clock), sleep)
            .with_timeouts(config.timeouts)
            .with_retry(config.retry)
            .with_rate_limit(config.rate_limit.clone())?
            .with_breaker(config.breaker.clone())?
            .retry()?;
        Ok(Self {
            session: Session::new(&config, retry, clock),
            base: config.base_url,
        })
    }

    fn request(
        &self,
        operation: &'static str,
        (method, idempotency): (Method, Idempotency),
        path: &[&str],
        body: Option<&Value>,
    ) -> Result<http::Request<Bytes>> {
        let unbuilt = || Error::new(ErrorKind::Internal, operation, "the request could not be built");
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| unbuilt())?
            .pop_if_empty()
            .extend(path);
        let mut request = http::Request::builder().method(method).uri(url.as_str());
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let body = body.map_or_else(Bytes::new, |body| Bytes::from(body.to_string()));
        let mut request = request.body(body).map_err(|_| unbuilt())?;
        request.extensions_mut().insert(Operation(operation));
        request.extensions_mut().insert(idempotency);
        Ok(request)
    }
}

#[async_trait]
impl FormService for GoFormz {
    fn name(&self) -> &'static str {
        "goformz"
    }

    async fn form(&self, id: &FormId) -> Result<Form> {
        let how = (Method::GET, Idempotency::Safe);
        let request = self.request("forms.get", how, &["formz", id.as_str()], None)?;
        let answer = self.session.send(request).await?;
        codec::form(id, answer.body())
    }

    async fn webhooks(&self) -> Result<Vec<FormWebhook>> {
        let how = (Method::GET, Idempotency::Safe);
        let request = self.request("webhooks.list", how, &["webhooks"], None)?;
        let answer = self.session.send(request).await?;
        codec::webhooks(answer.body())
    }

    async fn subscribe(&self, new: &NewFormWebhook) -> Result<FormWebhook> {
        let same = |hook: &FormWebhook| {
            hook.template.as_ref() == Some(&new.template)
                && hook.target == new.target
                && event(hook.event.clone()) == FormEvent::Completed
        };
        if let Some(stands) = self.webhooks().await?.into_iter().find(same) {
            return Ok(stands);
        }
        let body = json!({
            "eventType": COMPLETED, "targetUrl": new.target.0.as_str(), "entityId": new.template.as_str(),
        });
        // The service takes no key: a second request would be a second webhook.
        let how = (Method::POST, Idempotency::NotIdempotent);
        let request = self.request("webhooks.create", how, &["webhooks"], Some(&body))?;
        let answer = self.session.send(request).await?;
        codec::webhook(answer.body())
    }

    async fn unsubscribe(&self, id: &WebhookId) -> Result<bool> {
        let how = (Method::DELETE, Idempotency::Idempotent);
        let request = self.request("webhooks.delete", how, &["webhooks", id.as_str()], None)?;
        match self.session.send(request).await {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn hint(&self, body: &[u8]) -> Result<FormHint> {
        read_hint(body)
    }
}
