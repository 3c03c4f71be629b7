//! Scheduling services.

use std::sync::Arc;

use careweave_bindings_core as core;
use core::ProviderSession;
use napi::Either;
use napi_derive::napi;

use crate::call::Call;
use crate::failure::{Failure, outcome};
use crate::webhook::{self, CheckedDelivery};

/// A scheduling service, held by Rust. Arguments and results are JSON text.
#[napi]
#[derive(Debug)]
pub struct Provider(pub(crate) Arc<ProviderSession>);

impl Provider {
    fn made(session: core::Result<ProviderSession>) -> Either<Self, Failure> {
        outcome(session.map(|session| Self(Arc::new(session))))
    }
}

#[napi]
impl Provider {
    /// A provider from an address.
    #[napi]
    pub fn from_url(url: String) -> Either<Provider, Failure> {
        Self::made(ProviderSession::from_url(&url))
    }

    /// A provider from settings, as a JSON object of strings.
    #[napi]
    pub fn from_settings(settings: String) -> Either<Provider, Failure> {
        Self::made(ProviderSession::from_settings(&settings))
    }

    /// A provider from the environment.
    #[napi]
    pub fn from_env(prefix: String) -> Either<Provider, Failure> {
        Self::made(ProviderSession::from_env(&prefix))
    }

    /// The service.
    #[napi(getter)]
    pub fn provider(&self) -> String {
        self.0.identity().provider.to_string()
    }

    /// The connected account, as the host names it.
    #[napi(getter)]
    pub fn integration(&self) -> String {
        self.0.identity().integration.to_string()
    }

    /// An operation of the table, with its arguments as a JSON object.
    #[napi]
    pub fn call(&self, operation: String, arguments: String) -> Call {
        self.0.call(&operation, &arguments).into()
    }

    /// Checks who sent a delivery, on the calling thread; `now` is in seconds since 1970.
    #[napi]
    pub fn verify_webhook(
        &self,
        headers: Vec<String>,
        body: &[u8],
        now: Option<f64>,
    ) -> Either<CheckedDelivery, Failure> {
        let now = now.map(|seconds| core::instant("provider.verify_webhook", "now", seconds));
        webhook::checked(
            now.transpose()
                .and_then(|now| self.0.verify_webhook(&webhook::pairs(&headers), body, now)),
        )
    }

    /// Checks who sent a delivery and reads it, on the calling thread. Gives its events as JSON.
    #[napi]
    pub fn parse_webhook(
        &self,
        headers: Vec<String>,
        body: &[u8],
        now: Option<f64>,
    ) -> Either<String, Failure> {
        let now = now.map(|seconds| core::instant("provider.parse_webhook", "now", seconds));
        outcome(
            now.transpose()
                .and_then(|now| self.0.parse_webhook(&webhook::pairs(&headers), body, now)),
        )
    }
}
