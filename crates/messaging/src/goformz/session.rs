use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use careweave_http::{Authorized, ClientCredentials, Clock, Operation, Retry, TokenCache};
use careweave_types::{Error, ErrorKind, Result};
use http::HeaderValue;
use http::header::AUTHORIZATION;
use secrecy::{ExposeSecret as _, SecretString};

use super::config::{Config, Fallback};

/// The operation that errors of the token endpoint name.
const TOKEN: &str = "token.fetch";

const HINT: &str = "check client id and secret, and that the account may use the API";

/// Sends requests with a token, or with the credentials themselves where the account is given none.
#[derive(Debug)]
pub(super) struct Session {
    sender: Authorized,
    fallback: Fallback,
    basic: SecretString,
    /// True once tokens were refused and the credentials themselves were taken.
    by_basic: AtomicBool,
}

impl Session {
    pub(super) fn new(config: &Config, retry: Retry, clock: Arc<dyn Clock>) -> Self {
        let source = ClientCredentials::new(
            retry.clone(),
            config.token_url.clone(),
            SecretString::from(config.client_id.as_str()),
            config.client_secret.clone(),
            HINT,
        );
        let pair = format!("{}:{}", config.client_id, config.client_secret.expose_secret());
        Self {
            sender: Authorized::new(retry, Arc::new(TokenCache::new(Arc::new(source), clock))),
            fallback: config.fallback,
            basic: SecretString::from(format!("Basic {}", STANDARD.encode(pair))),
            by_basic: AtomicBool::new(false),
        }
    }

    /// The answer, which is a success.
    pub(super) async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>> {
        if self.by_basic.load(Ordering::Relaxed) {
            return self.with_basic(request).await;
        }
        let again = request.clone();
        match self.sender.send(request).await {
            Err(refusal) if self.fallback == Fallback::Basic && is_refusal(&refusal) => {
                tracing::debug!("the account is given no tokens, its credentials go by HTTP Basic");
                let answer = self.with_basic(again).await;
                let taken = match &answer {
                    Ok(_) => true,
                    // The credentials were taken, and the request was not.
                    Err(error) => error.kind() == ErrorKind::NotFound,
                };
                self.by_basic.store(taken, Ordering::Relaxed);
                match answer {
                    // Neither way is open: what the token endpoint said tells more.
                    Err(error) if error.kind() == ErrorKind::Unauthenticated => Err(refusal),
                    answer => answer,
                }
            }
            answer => answer,
        }
    }

    async fn with_basic(&self, mut request: http::Request<Bytes>) -> Result<http::Response<Bytes>> {
        let operation = Operation::of(&request);
        let mut value = HeaderValue::from_str(self.basic.expose_secret())
            .map_err(|_| Error::new(ErrorKind::Config, operation, "the credentials cannot be sent"))?;
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
        self.sender.retry().send(request).await
    }
}

/// True when the token endpoint answered that it gives this account no token; an outage is none.
fn is_refusal(error: &Error) -> bool {
    error.operation() == TOKEN
        && matches!(
            error.kind(),
            ErrorKind::Rejected
                | ErrorKind::Unauthenticated
                | ErrorKind::Forbidden
                | ErrorKind::NotFound
                | ErrorKind::UnknownRoute
                | ErrorKind::Unsupported
        )
}
