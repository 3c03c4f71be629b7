use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use careweave::http::{Clock as _, ReqwestConfig, ReqwestTransport, SystemClock, TokioSleep};
use careweave::providers::registry::{Effects, ProviderConfig};
use careweave::providers::{Identity, Provider};
use careweave::types::{Error, Result};
use careweave::webhooks::{Delivery, Verified};
use chrono::{DateTime, Utc};

use crate::call::{from_json, to_json};
use crate::operations::{Asked, find, of_another_session, parsed_delivery};
use crate::{Call, ForkAware};

/// A scheduling service for a host. It may be shared by threads, and a forked child gets connections of its own.
pub struct ProviderSession {
    provider: ForkAware<Provider>,
    identity: Identity,
}

impl ProviderSession {
    /// A session from an address, `acuity://user_id:api_key@default?integration=main`; see
    /// [`ProviderConfig::from_address`].
    ///
    /// # Errors
    /// `Config` for what is no such address, or names settings that do not fit the service; never a value.
    pub fn from_url(url: &str) -> Result<Self> {
        Self::with(ProviderConfig::from_address(url)?)
    }

    /// A session from settings, as a JSON object of strings: `provider`, `integration` and those of the service.
    ///
    /// # Errors
    /// `InvalidInput` for what is no such object; as [`from_url`](Self::from_url).
    pub fn from_settings(settings: &str) -> Result<Self> {
        let settings: BTreeMap<String, String> = from_json("providers.config", settings)?;
        Self::with(ProviderConfig::from_map(settings)?)
    }

    /// A session from the environment: with the prefix `MAIN_`, `MAIN_PROVIDER`, `MAIN_INTEGRATION`, `MAIN_API_KEY`.
    ///
    /// # Errors
    /// `InvalidInput` for an empty prefix; as [`from_url`](Self::from_url).
    pub fn from_env(prefix: &str) -> Result<Self> {
        Self::with(ProviderConfig::from_env(prefix)?)
    }

    fn with(config: ProviderConfig) -> Result<Self> {
        let provider = ForkAware::new(move || Provider::from_config(&config, &effects()?));
        let identity = provider.get()?.identity().clone();
        Ok(Self { provider, identity })
    }

    /// The provider of this process.
    ///
    /// # Errors
    /// What making the provider again in a forked child gives.
    pub fn provider(&self) -> Result<Provider> {
        self.provider.get().cloned()
    }

    /// Whose account of which service this is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Starts the operation with this name, with its arguments as a JSON object; see [`operations`](crate::operations).
    /// What is wrong with them is told by the call.
    pub fn call(&self, operation: &str, arguments: &str) -> Call {
        let row = match find(operation) {
            Ok(row) => row,
            Err(error) => return Call::failed("operations.call", error),
        };
        row.start(Asked {
            wellsky: Err(of_another_session(operation)),
            provider: self.provider(),
            store: None,
            arguments,
        })
    }

    /// Checks who sent a delivery, on the calling thread: the operation `provider.verify_webhook` without a call, for receivers
    /// that check many.
    ///
    /// # Errors
    /// `Unauthenticated`: answer 401 and change nothing.
    pub fn verify_webhook(
        &self,
        headers: &[(&str, &str)],
        body: &[u8],
        now: Option<DateTime<Utc>>,
    ) -> Result<Verified> {
        let delivery = Delivery { headers, body };
        let now = now.unwrap_or_else(|| SystemClock::new().now());
        self.provider.get()?.verify_webhook(&delivery, now)
    }

    /// Checks who sent a delivery and reads it, on the calling thread: the operation `provider.parse_webhook` without a call.
    /// Gives its result as JSON.
    ///
    /// # Errors
    /// `Unauthenticated`: answer 401 and change nothing. `Decode` for what is no delivery of this service.
    pub fn parse_webhook(
        &self,
        headers: &[(&str, &str)],
        body: &[u8],
        now: Option<DateTime<Utc>>,
    ) -> Result<String> {
        let delivery = Delivery { headers, body };
        let now = now.unwrap_or_else(|| SystemClock::new().now());
        let events = parsed_delivery(self.provider.get()?.parse_webhook(&delivery, now)?)?;
        to_json("provider.parse_webhook", &events)
    }
}

fn effects() -> Result<Effects> {
    Ok(Effects::new(
        Arc::new(ReqwestTransport::new(ReqwestConfig::default())?),
        Arc::new(SystemClock::new()),
        Arc::new(TokioSleep),
    ))
}

impl fmt::Debug for ProviderSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderSession")
            .field("identity", &self.identity)
            .finish_non_exhaustive()
    }
}

/// The instant so many seconds after 1970 began: how hosts pass instants without a text.
///
/// # Errors
/// `InvalidInput` naming `field` for what is no instant.
pub fn instant(operation: &'static str, field: &'static str, seconds: f64) -> Result<DateTime<Utc>> {
    const MICROSECONDS: f64 = 1e6;
    let micros = (seconds * MICROSECONDS).round();
    let within = micros.is_finite() && micros.abs() < 9e18;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "whole and within 64 bits, as was just checked"
    )]
    let instant = within
        .then(|| DateTime::from_timestamp_micros(micros as i64))
        .flatten();
    instant.ok_or_else(|| Error::invalid(operation, field, "must be an instant in seconds since 1970"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use careweave::types::ErrorKind;

    const MEMORY: &str = "memory://default?integration=main&zone=America/Denver";

    #[test]
    fn a_session_says_whose_it_is_and_prints_no_setting() {
        let session =
            ProviderSession::from_url("acuity://11111111:the-key@default?integration=main").unwrap();
        assert_eq!(session.identity().provider.as_str(), "acuity");
        assert_eq!(session.identity().integration.as_str(), "main");
        assert!(!format!("{session:?}").contains("the-key"));
    }

    #[tokio::test]
    async fn wrong_arguments_name_the_field_before_anything_is_asked() {
        let session = ProviderSession::from_url(MEMORY).unwrap();
        for (operation, arguments, field) in [
            ("provider.get", r#"{"appointment_id": 1.5}"#, "appointment_id"),
            (
                "provider.set_status",
                r#"{"appointment_id":"1","change":"undo","idempotency_key":"k"}"#,
                "change",
            ),
            (
                "provider.reschedule",
                r#"{"appointment_id":"1","start":"2030-01-01T00:00:00Z","idempotency_key":"k","calendar":"a","any_calendar":true}"#,
                "any_calendar",
            ),
            (
                "provider.changes",
                r#"{"start":"2030-01-01T00:00:00Z","end":"2030-01-02T00:00:00Z","since":"{}"}"#,
                "since",
            ),
            (
                "provider.cancel",
                r#"{"appointment_id":"1","idempotency_key":"k","expected":"seven"}"#,
                "expected",
            ),
        ] {
            let error = session.call(operation, arguments).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{operation}: {error:#}");
            assert_eq!(error.get("field"), Some(field), "{operation}: {error:#}");
        }
    }

    #[tokio::test]
    async fn an_operation_of_wellsky_is_none_of_a_scheduling_service() {
        let session = ProviderSession::from_url(MEMORY).unwrap();
        for name in ["clients.list", "wellsky.verify"] {
            let error = session.call(name, "{}").await.unwrap_err();
            assert_eq!((error.operation(), error.get("field")), (name, Some("operation")));
        }
    }

    #[test]
    fn seconds_are_instants_to_the_microsecond() {
        let at = instant("t", "now", 1_775_000_000.25).unwrap();
        assert_eq!(at.timestamp_micros(), 1_775_000_000_250_000);
        for wrong in [f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(instant("t", "now", wrong).unwrap_err().get("field"), Some("now"));
        }
    }
}
