use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use careweave_http::{Clock, Idempotency, Operation, Retry, RetryPolicy, Sleep, Timeouts, Transport};
use careweave_types::ids::IntegrationId;
use careweave_types::{Delivery, Error, ErrorKind, Result};
use chrono::{DateTime, TimeDelta, Utc};
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::answers::{Answers, Ear};
use super::{OAuthApp, PRODUCT, Pkce, refusal};
use crate::credentials::{CredentialStore, TokenSet, TokenState, overwrite};
use crate::problem::Problem;

/// Calendly's token endpoint, as one application uses it.
#[derive(Clone, Debug)]
pub struct TokenDesk {
    app: OAuthApp,
    retry: Retry,
    clock: Arc<dyn Clock>,
}

#[derive(Deserialize)]
struct Handed {
    access_token: SecretText,
    refresh_token: SecretText,
    #[serde(default)]
    expires_in: Option<u64>,
    #[serde(default)]
    owner: Option<String>,
}

struct SecretText(SecretString);

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        if text.is_empty() {
            return Err(serde::de::Error::custom("a token"));
        }
        Ok(Self(SecretString::from(text)))
    }
}

impl TokenDesk {
    /// A desk over a transport. Token requests go out once: a refresh that may have arrived has used its token up.
    ///
    /// # Errors
    /// `InvalidInput` for time limits that cannot work.
    pub fn new(
        app: OAuthApp,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        sleep: Arc<dyn Sleep>,
        timeouts: Timeouts,
    ) -> Result<Self> {
        timeouts.validate()?;
        let policy = RetryPolicy {
            retry_after_budget: Duration::ZERO,
            ..RetryPolicy::default()
        };
        let retry = Retry::new(
            Arc::new(Answers(transport)),
            policy,
            timeouts,
            Arc::clone(&clock),
            sleep,
        );
        Ok(Self { app, retry, clock })
    }

    /// Exchanges the code a person brought back, and stores what is handed out. A code is good once, for ten minutes.
    ///
    /// # Errors
    /// `ReauthRequired` when the code is refused; `Storage` when the tokens cannot be kept.
    pub async fn connect(
        &self,
        code: &SecretString,
        pkce: &Pkce,
        integration: &IntegrationId,
        store: &dyn CredentialStore,
    ) -> Result<()> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.expose_secret()),
            ("redirect_uri", self.app.redirect_uri.as_str()),
            ("code_verifier", pkce.verifier().expose_secret()),
        ];
        let tokens = self.ask("credentials.connect", &form).await?;
        overwrite(store, integration, &tokens).await.map(drop)
    }

    /// Exchanges a refresh token for a new set.
    pub(super) async fn refresh(&self, token: &SecretString) -> Result<TokenSet> {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token.expose_secret()),
        ];
        self.ask("credentials.refresh", &form).await
    }

    /// Takes the tokens of an account back at Calendly, and marks them as used up.
    ///
    /// # Errors
    /// What the service or the store said.
    pub async fn disconnect(&self, integration: &IntegrationId, store: &dyn CredentialStore) -> Result<()> {
        let Some(stored) = store.load(integration).await? else {
            return Ok(());
        };
        for token in [&stored.tokens.refresh, &stored.tokens.access] {
            let form = [("token", token.expose_secret())];
            self.send("credentials.disconnect", "revoke", &form).await?;
        }
        overwrite(store, integration, &stored.tokens.in_state(TokenState::UsedUp))
            .await
            .map(drop)
    }

    async fn ask(&self, operation: &'static str, form: &[(&str, &str)]) -> Result<TokenSet> {
        let asked_at = self.clock.now();
        let body = self.send(operation, "token", form).await?;
        let handed: Handed = serde_json::from_slice(&body).map_err(|_| {
            // The source is not kept: it may quote a token. The refresh token is used up all the same.
            Problem::Contract
                .error(operation, "the answer of the token endpoint could not be read")
                .with_delivery(Delivery::MaybeSent)
        })?;
        Ok(TokenSet {
            access: handed.access_token.0,
            refresh: handed.refresh_token.0,
            expires_at: handed.expires_in.and_then(|seconds| expiry(asked_at, seconds)),
            owner: handed.owner,
            state: TokenState::Usable,
        })
    }

    fn request(
        &self,
        operation: &'static str,
        endpoint: &str,
        form: &[(&str, &str)],
    ) -> Result<http::Request<Bytes>> {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let mut request = http::Request::post(self.app.endpoint(endpoint).as_str())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(USER_AGENT, PRODUCT)
            .extension(Operation(operation))
            .extension(Idempotency::NotIdempotent);
        match &self.app.client_secret {
            Some(secret) => {
                let pair = format!("{}:{}", self.app.client_id, secret.expose_secret());
                let mut value = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(pair)))
                    .map_err(|_| Error::invalid(operation, "client_secret", "must fit into a header"))?;
                value.set_sensitive(true);
                request = request.header(AUTHORIZATION, value);
            }
            None => {
                body.append_pair("client_id", &self.app.client_id);
            }
        }
        request
            .body(Bytes::from(body.finish()))
            .map_err(|_| Error::new(ErrorKind::Internal, operation, "the request could not be built"))
    }

    async fn send(&self, operation: &'static str, endpoint: &str, form: &[(&str, &str)]) -> Result<Bytes> {
        let mut request = self.request(operation, endpoint, form)?;
        let ear = Ear::default();
        request.extensions_mut().insert(ear.clone());
        match self.retry.send(request).await {
            Ok(response) => Ok(response.into_body()),
            Err(error) => Err(match ear.heard().error.as_deref() {
                Some("invalid_grant") => refusal::like(
                    &error,
                    Problem::ReauthRequired
                        .error(operation, "the code or the refresh token is not good any more"),
                ),
                Some("invalid_client" | "unauthorized_client") => refusal::like(
                    &error,
                    Error::new(
                        ErrorKind::Config,
                        operation,
                        "the application's id or secret was refused; check the OAuth application",
                    ),
                ),
                _ => error,
            }),
        }
    }
}

fn expiry(from: DateTime<Utc>, seconds: u64) -> Option<DateTime<Utc>> {
    from.checked_add_signed(TimeDelta::try_seconds(i64::try_from(seconds).ok()?)?)
}
