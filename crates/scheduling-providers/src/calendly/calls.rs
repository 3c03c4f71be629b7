use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use careweave_http::{Authorized, Layers, Operation, RetryPolicy, TokenCache, TokenSource};
use careweave_types::{Error, ErrorKind, Result};
use http::Method;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::answers::{Answers, Ear};
use super::quota::Bookings;
use super::{CalendlyConfig, PRODUCT, refusal};
use crate::registry::Effects;

/// The requests of one account: everything over one limit, bookings over their own.
#[derive(Debug)]
pub(super) struct Calls {
    base: Url,
    ordinary: Authorized,
    booking: Authorized,
    bookings: Bookings,
    tokens: Arc<TokenCache>,
}

impl Calls {
    pub(super) fn new(
        config: &CalendlyConfig,
        effects: &Effects,
        tokens: Arc<dyn TokenSource>,
    ) -> Result<Self> {
        let Effects {
            transport,
            clock,
            sleep,
            metrics,
        } = effects.clone();
        let tokens = Arc::new(TokenCache::new(tokens, Arc::clone(&clock)).with_metrics(Arc::clone(&metrics)));
        let layers = Layers::over(Arc::new(Answers(transport)), Arc::clone(&clock), sleep)
            .with_metrics(metrics)
            .with_timeouts(config.timeouts);
        // A booking that is turned away goes back to whoever asked for it: nothing waits behind it, least of all a reading.
        let at_once = RetryPolicy {
            retry_after_budget: Duration::ZERO,
            ..config.retry
        };
        let booking = layers.clone().with_retry(at_once).retry()?;
        let ordinary = layers
            .with_retry(config.retry)
            .with_rate_limit(config.reading.clone())?
            .retry()?;
        Ok(Self {
            base: config.base_url.clone(),
            ordinary: Authorized::new(ordinary, Arc::clone(&tokens)),
            booking: Authorized::new(booking, Arc::clone(&tokens)),
            bookings: Bookings::new(config.quota.clone(), clock),
            tokens,
        })
    }

    pub(super) fn tokens(&self) -> &TokenCache {
        &self.tokens
    }

    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T> {
        let request = self.request(operation, Method::GET, path, query, None)?;
        decode(operation, &self.send(&self.ordinary, operation, request).await?)
    }

    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &[&str],
        body: &Value,
    ) -> Result<T> {
        let request = self.request(operation, Method::POST, path, &[], Some(body))?;
        decode(operation, &self.send(&self.ordinary, operation, request).await?)
    }

    pub(super) async fn delete(&self, operation: &'static str, path: &[&str]) -> Result<()> {
        let request = self.request(operation, Method::DELETE, path, &[], None)?;
        self.send(&self.ordinary, operation, request).await.map(drop)
    }

    /// Books, when the quota has a place.
    pub(super) async fn book<T: DeserializeOwned>(&self, operation: &'static str, body: &Value) -> Result<T> {
        self.bookings.admit(operation)?;
        let request = self.request(operation, Method::POST, &["invitees"], &[], Some(body))?;
        match self.send(&self.booking, operation, request).await {
            Ok(answer) => decode(operation, &answer).map_err(|error| {
                // The booking stands, though its record could not be read.
                error.with_delivery(careweave_types::Delivery::MaybeSent)
            }),
            Err(error) => {
                if error.kind() == ErrorKind::RateLimited
                    && let Some(wait) = error.retry_after()
                {
                    self.bookings.turned_away(wait);
                }
                Err(error)
            }
        }
    }

    async fn send(
        &self,
        through: &Authorized,
        operation: &'static str,
        mut request: http::Request<Bytes>,
    ) -> Result<Bytes> {
        let ear = Ear::default();
        request.extensions_mut().insert(ear.clone());
        match through.send(request).await {
            Ok(response) => Ok(response.into_body()),
            Err(error) => Err(refusal::explain(error, &ear.heard(), operation)),
        }
    }

    fn request(
        &self,
        operation: &'static str,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<http::Request<Bytes>> {
        let unbuildable = || Error::new(ErrorKind::Internal, operation, "the request could not be built");
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| unbuildable())?
            .pop_if_empty()
            .extend(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let mut request = http::Request::builder()
            .method(method)
            .uri(url.as_str())
            .header(USER_AGENT, PRODUCT)
            .header(ACCEPT, "application/json")
            .extension(Operation(operation));
        let bytes = match body {
            Some(body) => {
                request = request.header(CONTENT_TYPE, "application/json");
                Bytes::from(body.to_string())
            }
            None => Bytes::new(),
        };
        request.body(bytes).map_err(|_| unbuildable())
    }
}

/// Reads an answer; what breaks the contract is named by its path.
pub(super) fn decode<T: DeserializeOwned>(operation: &'static str, bytes: &[u8]) -> Result<T> {
    // Keeping track of the place costs as much as the reading: only what is wrong is read that way, a second time.
    if let Ok(read) = serde_json::from_slice(bytes) {
        return Ok(read);
    }
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(bytes)).map_err(|error| {
        // The source is not kept: it may quote what it could not read.
        refusal::contract(
            operation,
            error.path().to_string(),
            "the answer breaks the contract of the service",
        )
    })
}
