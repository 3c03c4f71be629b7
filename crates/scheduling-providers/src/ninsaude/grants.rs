use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::{AccessToken, Clock, Idempotency, Operation, REFRESH_MARGIN, Retry, TokenSource};
use careweave_types::ids::IntegrationId;
use careweave_types::{Delivery, Error, ErrorKind, Result};
use chrono::TimeDelta;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tokio::sync::Mutex;
use url::{Url, form_urlencoded};

use super::config::SignIn;
use crate::credentials::{CredentialStore, Replacement, TokenSet, TokenState};
use crate::problem::Problem;

const OPERATION: &str = "token.fetch";

/// How long an access token is good when the answer does not say.
const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// Fetches tokens by the password grant and the refresh grant, and keeps them where all processes of the account find them.
///
/// A refresh token that is handed out takes the place of the one before. Where another process was quicker, its tokens
/// are taken.
#[derive(Debug)]
pub(super) struct Grants {
    retry: Retry,
    url: Url,
    integration: IntegrationId,
    sign_in: SignIn,
    store: Arc<dyn CredentialStore>,
    clock: Arc<dyn Clock>,
    /// The access token that was handed out last: asked again, it is no good any more.
    handed_out: Mutex<Option<SecretString>>,
}

impl Grants {
    pub(super) fn new(
        retry: Retry,
        url: Url,
        (integration, sign_in): (IntegrationId, SignIn),
        store: Arc<dyn CredentialStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            retry,
            url,
            integration,
            sign_in,
            store,
            clock,
            handed_out: Mutex::new(None),
        }
    }

    async fn by_password(&self) -> Result<Option<Answer>> {
        let SignIn::Password {
            account,
            username,
            password,
            account_unit,
        } = &self.sign_in
        else {
            return Ok(None);
        };
        let fields = [
            ("grant_type", "password"),
            ("account", account),
            ("username", username),
            ("password", password.expose_secret()),
            ("accountUnit", account_unit),
        ];
        self.ask("password", &fields, Idempotency::Idempotent)
            .await
            .map(Some)
            .map_err(|error| match is_refusal(&error) {
                true => refused(
                    &error,
                    "the clinic refused account, user, password or unit, or does not let this user use the API",
                ),
                false => error,
            })
    }

    async fn by_refresh(&self, token: &SecretString) -> Result<Answer> {
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token.expose_secret()),
        ];
        // A token that was replaced is not taken a second time.
        self.ask("refresh_token", &fields, Idempotency::NotIdempotent)
            .await
    }

    async fn ask(
        &self,
        grant: &'static str,
        fields: &[(&str, &str)],
        repeated: Idempotency,
    ) -> Result<Answer> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut request = http::Request::post(self.url.as_str())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(CACHE_CONTROL, "no-cache")
            // Some accounts take no refresh without it, and none is known to mind it.
            .header("X-Grant-Type", grant)
            .body(Bytes::from(body))
            .map_err(|_| {
                Error::new(
                    ErrorKind::Internal,
                    OPERATION,
                    "the token request could not be built",
                )
            })?;
        request.extensions_mut().insert(Operation(OPERATION));
        request.extensions_mut().insert(repeated);
        let response = self.retry.send(request).await?;
        let answer: Answer = serde_json::from_slice(response.body()).map_err(|_| unreadable())?;
        if answer.access_token.expose_secret().is_empty() {
            return Err(unreadable());
        }
        Ok(answer)
    }

    /// New tokens: by a refresh token that is good, the one that is held before the one that was configured, else by the
    /// password.
    async fn renew(&self, held: Option<&SecretString>) -> Result<Answer> {
        let configured = match &self.sign_in {
            SignIn::RefreshToken(token) => Some(token),
            SignIn::Password { .. } => None,
        };
        let mut tried: Option<&str> = None;
        for token in [held, configured].into_iter().flatten() {
            let text = token.expose_secret();
            if text.is_empty() || tried == Some(text) {
                continue;
            }
            tried = Some(text);
            match self.by_refresh(token).await {
                Err(error) if is_refusal(&error) => {
                    tracing::debug!(operation = OPERATION, "a refresh token is not good any more");
                }
                outcome => return outcome.map(|answer| answer.keeping(token)),
            }
        }
        match self.by_password().await? {
            Some(answer) => Ok(answer),
            None => Err(Problem::ReauthRequired.error(
                OPERATION,
                "the refresh token is not good any more; a person has to sign in",
            )),
        }
    }

    fn lifetime_of(&self, tokens: &TokenSet) -> Option<Duration> {
        let expires_at = tokens.expires_at?;
        expires_at.signed_duration_since(self.clock.now()).to_std().ok()
    }
}

#[async_trait]
impl TokenSource for Grants {
    async fn fetch(&self) -> Result<AccessToken> {
        let mut handed_out = self.handed_out.lock().await;
        loop {
            let stored = self.store.load(&self.integration).await?;
            if let Some(stored) = &stored
                && stored.tokens.state == TokenState::Usable
                && let Some(left) = self.lifetime_of(&stored.tokens)
                && left > REFRESH_MARGIN
                && handed_out
                    .as_ref()
                    .is_none_or(|last| last.expose_secret() != stored.tokens.access.expose_secret())
            {
                let token = stored.tokens.access.clone();
                *handed_out = Some(token.clone());
                return Ok(AccessToken::new(token, Some(left)));
            }
            let held = stored
                .as_ref()
                .filter(|stored| stored.tokens.state != TokenState::UsedUp)
                .map(|stored| &stored.tokens.refresh);
            let answer = self.renew(held).await?;
            let left = answer.expires_in.map_or(LIFETIME, Duration::from_secs);
            let tokens = TokenSet {
                access: answer.access_token,
                refresh: answer.refresh_token.unwrap_or_default(),
                expires_at: TimeDelta::from_std(left)
                    .ok()
                    .and_then(|left| self.clock.now().checked_add_signed(left)),
                owner: None,
                state: TokenState::Usable,
            };
            let expected = stored.map(|stored| stored.revision);
            match self.store.replace(&self.integration, expected, &tokens).await? {
                Replacement::Stored(_) => {
                    *handed_out = Some(tokens.access.clone());
                    return Ok(AccessToken::new(tokens.access, Some(left)));
                }
                Replacement::Stale => {}
            }
        }
    }
}

/// What is read of a token answer.
#[derive(Deserialize)]
struct Answer {
    #[serde(deserialize_with = "secret")]
    access_token: SecretString,
    #[serde(default, deserialize_with = "some_secret")]
    refresh_token: Option<SecretString>,
    #[serde(default)]
    expires_in: Option<u64>,
}

impl Answer {
    /// The same with the refresh token there was, where no other was handed out.
    fn keeping(mut self, token: &SecretString) -> Self {
        self.refresh_token.get_or_insert_with(|| token.clone());
        self
    }
}

fn secret<'de, D: serde::Deserializer<'de>>(d: D) -> Result<SecretString, D::Error> {
    String::deserialize(d).map(SecretString::from)
}

fn some_secret<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<SecretString>, D::Error> {
    let token = Option::<String>::deserialize(d)?;
    Ok(token.filter(|token| !token.is_empty()).map(SecretString::from))
}

/// True when the endpoint answered that it gives no token for this.
fn is_refusal(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Rejected | ErrorKind::Unauthenticated | ErrorKind::Forbidden
    )
}

fn refused(error: &Error, message: &'static str) -> Error {
    let refused =
        Error::new(ErrorKind::Unauthenticated, OPERATION, message).with_delivery(Delivery::Answered);
    match error.http_status() {
        Some(status) => refused.with_http_status(status),
        None => refused,
    }
}

fn unreadable() -> Error {
    Error::new(
        ErrorKind::Decode,
        OPERATION,
        "the answer of the token endpoint could not be read; check the base URL",
    )
    .with_delivery(Delivery::Answered)
}
