use bytes::Bytes;
use careweave_http::{AccessToken, Idempotency, Operation, Retry, TokenCache};
use careweave_types::{Delivery, Error, ErrorKind, Result};
use chrono::{DateTime, TimeDelta, Utc};
use http::header::{AUTHORIZATION, HeaderValue};
use secrecy::ExposeSecret as _;
use serde_json::Value;

use crate::problem::Problem;

/// Sends requests with the token, and once more with a new one when it is refused.
///
/// The word before the token is `bearer` in lower case: with a capital the service answers 401.
#[derive(Debug)]
pub(super) struct Session {
    retry: Retry,
    tokens: TokenCache,
}

impl Session {
    pub(super) fn new(retry: Retry, tokens: TokenCache) -> Self {
        Self { retry, tokens }
    }

    /// The `result` of the answer.
    ///
    /// An answer to a write that cannot be read may stand for a write that was made: its error says `MaybeSent`.
    pub(super) async fn result(&self, request: http::Request<Bytes>) -> Result<Value> {
        let operation = Operation::of(&request);
        let doubt = match Idempotency::of(&request) {
            Idempotency::Safe => Delivery::Answered,
            Idempotency::Idempotent | Idempotency::NotIdempotent => Delivery::MaybeSent,
        };
        let body = self.send(request).await?;
        let result = serde_json::from_slice::<Value>(&body)
            .ok()
            .and_then(|mut body| body.get_mut("result").map(Value::take));
        result.ok_or_else(|| {
            Problem::Contract
                .error(operation, "the answer is not JSON with a result")
                .with_delivery(doubt)
        })
    }

    /// The rows of the answer.
    pub(super) async fn rows(&self, request: http::Request<Bytes>) -> Result<Vec<Value>> {
        let operation = Operation::of(&request);
        match self.result(request).await? {
            Value::Array(rows) => Ok(rows),
            _ => Err(Problem::Contract.error(operation, "the result is not a list")),
        }
    }

    async fn send(&self, request: http::Request<Bytes>) -> Result<Bytes> {
        self.answer(request)
            .await
            .map(http::Response::into_body)
            .map_err(with_problem)
    }

    async fn answer(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>> {
        let operation = Operation::of(&request);
        let token = self.tokens.token().await?;
        match self.retry.send(bearing(request.clone(), &token)?).await {
            Err(error) if error.kind() == ErrorKind::Unauthenticated => {
                tracing::debug!(operation, "token refused, asking for a new one");
                self.tokens.invalidate(&token).await;
                let token = self.tokens.token().await?;
                let repeated = self.retry.send(bearing(request, &token)?).await;
                match error.delivery() {
                    // An attempt before the 401 was lost: what comes after it does not undo the doubt.
                    Delivery::MaybeSent => repeated.map_err(|error| error.with_delivery(Delivery::MaybeSent)),
                    _ => repeated,
                }
            }
            outcome => outcome,
        }
    }

    /// Asks for a new token now; says how long it is good.
    pub(super) async fn renew(&self) -> Result<Option<DateTime<Utc>>> {
        let token = self.tokens.token().await?;
        self.tokens.invalidate(&token).await;
        let token = self.tokens.token().await?;
        let now = self.retry.clock().now();
        Ok(token
            .expires_in()
            .and_then(|left| TimeDelta::from_std(left).ok())
            .and_then(|left| now.checked_add_signed(left)))
    }
}

/// Says what somebody can do about a refusal: sign in anew, ask for permission, or see to what stands behind the service.
fn with_problem(error: Error) -> Error {
    match (error.kind(), error.http_status()) {
        (_, Some(424)) => {
            let failed = Problem::UpstreamCalendar
                .error("ninsaude.send", "what stands behind the service failed")
                .with("operation", error.operation().to_owned())
                .with_delivery(error.delivery())
                .with_http_status(424);
            match error.request_id() {
                Some(id) => failed.with_request_id(id),
                None => failed,
            }
        }
        _ if Problem::of(&error).is_some() => error,
        (ErrorKind::Unauthenticated, _) => Problem::ReauthRequired.mark(error),
        (ErrorKind::Forbidden, _) => Problem::MissingScope.mark(error),
        _ => error,
    }
}

fn bearing(mut request: http::Request<Bytes>, token: &AccessToken) -> Result<http::Request<Bytes>> {
    let mut value =
        HeaderValue::from_str(&format!("bearer {}", token.secret().expose_secret())).map_err(|_| {
            Error::new(
                ErrorKind::Decode,
                Operation::of(&request),
                "the token holds characters that no header can carry",
            )
        })?;
    value.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, value);
    Ok(request)
}
