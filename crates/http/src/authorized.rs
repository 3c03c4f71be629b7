use std::sync::Arc;

use bytes::Bytes;
use careweave_types::{Delivery, ErrorKind, Result};
use http::header::AUTHORIZATION;

use crate::{AccessToken, Operation, Retry, TokenCache};

/// Sends requests with a bearer token, and once more with a new token when the first is refused.
#[derive(Clone, Debug)]
pub struct Authorized {
    retry: Retry,
    tokens: Arc<TokenCache>,
    scheme: &'static str,
}

impl Authorized {
    /// A sender over `retry` with the tokens of `tokens`.
    pub fn new(retry: Retry, tokens: Arc<TokenCache>) -> Self {
        Self {
            retry,
            tokens,
            scheme: "Bearer",
        }
    }

    /// The word before the token, for vendors that compare it letter by letter; `Bearer` unless told.
    #[must_use]
    pub const fn with_scheme(mut self, scheme: &'static str) -> Self {
        self.scheme = scheme;
        self
    }

    /// What sends the requests.
    pub const fn retry(&self) -> &Retry {
        &self.retry
    }

    /// The tokens in use.
    pub fn tokens(&self) -> &TokenCache {
        &self.tokens
    }

    /// Sends `request`. A 401 was not processed, so that a write, too, may go again with a new token.
    ///
    /// # Errors
    /// `Unauthenticated` when the new token is refused as well; otherwise what [`Retry::send`] says.
    pub async fn send(&self, mut request: http::Request<Bytes>) -> Result<http::Response<Bytes>> {
        let operation = Operation::of(&request);
        let token = self.tokens.token().await?;
        self.bear(&mut request, &token)?;
        match self.retry.send_ref(&mut request).await {
            Err(error) if error.kind() == ErrorKind::Unauthenticated => {
                tracing::debug!(operation, "token refused, asking for a new one");
                self.tokens.invalidate(&token).await;
                let repeated = self.again(&mut request).await;
                match error.delivery() {
                    // An attempt before the 401 was lost: what comes after it does not undo the doubt.
                    Delivery::MaybeSent => repeated.map_err(|error| error.with_delivery(Delivery::MaybeSent)),
                    _ => repeated,
                }
            }
            outcome => outcome,
        }
    }

    async fn again(&self, request: &mut http::Request<Bytes>) -> Result<http::Response<Bytes>> {
        let token = self.tokens.token().await?;
        self.bear(request, &token)?;
        self.retry.send_ref(request).await
    }

    fn bear(&self, request: &mut http::Request<Bytes>, token: &AccessToken) -> Result<()> {
        let value = token.header(self.scheme, Operation::of(request))?;
        request.headers_mut().insert(AUTHORIZATION, value);
        Ok(())
    }
}
