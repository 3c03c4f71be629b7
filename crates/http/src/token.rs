use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use careweave_types::{Error, ErrorKind, Result};
use http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Mutex;

use crate::Clock;
use crate::again::again;
use crate::metrics::{Event, Metrics, NoMetrics, Outcome};

/// How long before its expiry a token is replaced.
pub const REFRESH_MARGIN: Duration = Duration::from_secs(60);

/// A bearer token and how long it lives. `Debug` does not show the token.
///
/// Clones share the token and the header that carries it.
#[derive(Clone)]
pub struct AccessToken {
    inner: Arc<Inner>,
}

struct Inner {
    secret: SecretString,
    expires_in: Option<Duration>,
    /// The header, with the word before the token that it was made for.
    header: OnceLock<(&'static str, HeaderValue)>,
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("secret", &self.inner.secret)
            .field("expires_in", &self.inner.expires_in)
            .finish()
    }
}

impl AccessToken {
    /// A token that lives for `expires_in` from now on; without it, until it is refused.
    pub fn new(secret: SecretString, expires_in: Option<Duration>) -> Self {
        Self {
            inner: Arc::new(Inner {
                secret,
                expires_in,
                header: OnceLock::new(),
            }),
        }
    }

    /// The token.
    pub fn secret(&self) -> &SecretString {
        &self.inner.secret
    }

    /// How long it lived when it was handed out.
    pub fn expires_in(&self) -> Option<Duration> {
        self.inner.expires_in
    }

    /// The header that carries it, with `scheme` before it, whatever a token answer calls it.
    pub(crate) fn header(&self, scheme: &'static str, operation: &'static str) -> Result<HeaderValue> {
        if let Some((word, value)) = self.inner.header.get()
            && *word == scheme
        {
            return Ok(value.clone());
        }
        let text = format!("{scheme} {}", self.secret().expose_secret());
        let mut value = HeaderValue::from_str(&text).map_err(|_| {
            Error::new(
                ErrorKind::Decode,
                operation,
                "the token holds characters that no header can carry",
            )
        })?;
        value.set_sensitive(true);
        // One cache of tokens serves one vendor, who wants one scheme: the first header is the one to keep.
        self.inner.header.get_or_init(|| (scheme, value.clone()));
        Ok(value)
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
            || self.secret().expose_secret() == other.secret().expose_secret()
    }
}

/// Fetches a new token each time it is asked.
#[async_trait]
pub trait TokenSource: Send + Sync + fmt::Debug {
    /// A new token.
    ///
    /// # Errors
    /// `Unauthenticated` when the credentials are refused; otherwise what the transport said.
    async fn fetch(&self) -> Result<AccessToken>;
}

/// Keeps one token for all callers.
///
/// However many callers ask at once, one request is made; those who waited for it share its outcome, a failure too. A
/// token is replaced [`REFRESH_MARGIN`] before its expiry (half its life, when that is shorter).
#[derive(Debug)]
pub struct TokenCache {
    source: Arc<dyn TokenSource>,
    clock: Arc<dyn Clock>,
    metrics: Arc<dyn Metrics>,
    fetches: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    held: Option<Held>,
    failure: Option<Error>,
}

#[derive(Debug)]
struct Held {
    token: AccessToken,
    refresh_at: Option<Duration>,
}

impl TokenCache {
    /// An empty cache over `source`.
    pub fn new(source: Arc<dyn TokenSource>, clock: Arc<dyn Clock>) -> Self {
        Self {
            source,
            clock,
            metrics: Arc::new(NoMetrics),
            fetches: AtomicU64::new(0),
            state: Mutex::default(),
        }
    }

    /// Counts each token that is asked for in `metrics`.
    #[must_use]
    pub fn with_metrics(mut self, metrics: Arc<dyn Metrics>) -> Self {
        self.metrics = metrics;
        self
    }

    /// The token, fetched when there is none or it is about to expire.
    ///
    /// # Errors
    /// What the source said.
    pub async fn token(&self) -> Result<AccessToken> {
        let asked_at = self.fetches.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        let now = self.clock.monotonic();
        if let Some(held) = &state.held
            && held.refresh_at.is_none_or(|at| now < at)
        {
            return Ok(held.token.clone());
        }
        if self.fetches.load(Ordering::Acquire) != asked_at
            && let Some(failure) = &state.failure
        {
            return Err(again(failure));
        }
        state.held = None;
        let outcome = self.source.fetch().await;
        self.metrics.record(Event::TokenFetch {
            outcome: Outcome::of(&outcome),
        });
        self.fetches.fetch_add(1, Ordering::AcqRel);
        match outcome {
            Ok(token) => {
                let refresh_at = token.expires_in().map(|life| {
                    now.saturating_add(life)
                        .saturating_sub(REFRESH_MARGIN.min(life / 2))
                });
                state.failure = None;
                state.held = Some(Held {
                    token: token.clone(),
                    refresh_at,
                });
                Ok(token)
            }
            Err(error) => {
                state.failure = Some(again(&error));
                Err(error)
            }
        }
    }

    /// Forgets `token` if it is still the one held: a token that came in meanwhile stays.
    pub async fn invalidate(&self, token: &AccessToken) {
        let mut state = self.state.lock().await;
        if state.held.as_ref().is_some_and(|held| held.token.is(token)) {
            state.held = None;
        }
    }
}
