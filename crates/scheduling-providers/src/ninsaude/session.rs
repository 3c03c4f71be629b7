use std::sync::Arc;

use bytes::Bytes;
use careweave_http::{Authorized, Idempotency, Operation, Retry, TokenCache};
use careweave_types::{Delivery, Error, ErrorKind, Result};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::problem::Problem;

/// The word before the token: with a capital the service answers 401.
const SCHEME: &str = "bearer";

/// Sends requests with the token, and reads what comes back.
#[derive(Debug)]
pub(super) struct Session {
    sender: Authorized,
}

impl Session {
    pub(super) fn new(retry: Retry, tokens: TokenCache) -> Self {
        Self {
            sender: Authorized::new(retry, Arc::new(tokens)).with_scheme(SCHEME),
        }
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
        self.sender
            .send(request)
            .await
            .map(http::Response::into_body)
            .map_err(with_problem)
    }

    /// Asks for a new token now; says how long it is good.
    pub(super) async fn renew(&self) -> Result<Option<DateTime<Utc>>> {
        let tokens = self.sender.tokens();
        let token = tokens.token().await?;
        tokens.invalidate(&token).await;
        let token = tokens.token().await?;
        let now = self.sender.retry().clock().now();
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
