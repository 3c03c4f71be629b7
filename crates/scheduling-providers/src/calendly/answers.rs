//! What Calendly says in headers and error bodies that the layers above have no eyes for.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::Transport;
use careweave_types::Result;
use http::header::RETRY_AFTER;
use http::{HeaderName, StatusCode};
use serde::Deserialize;

/// Seconds until the limit is full again; 60 at most as observed. It is no instant.
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
/// Made from the token: nobody above has any use for it.
const KEY: HeaderName = HeaderName::from_static("x-ratelimit-key");

/// What an error body says, as far as it is decided on. Its sentences are not kept: they may quote what was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// `already_filled`, where an endpoint says a code.
    pub(super) code: Option<String>,
    /// OAuth's `invalid_grant`.
    pub(super) error: Option<String>,
    /// The parameters that are complained about.
    pub(super) parameters: Vec<String>,
    /// The message speaks of upgrading the plan.
    pub(super) upgrade: bool,
    /// The message speaks of a scope, and names it.
    pub(super) scope: Option<String>,
    /// The message says that the meeting was cancelled before.
    pub(super) already_cancelled: bool,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    details: Vec<Detail>,
}

#[derive(Deserialize)]
struct Detail {
    #[serde(default)]
    parameter: Option<String>,
}

impl Said {
    pub(super) fn read(body: &[u8]) -> Self {
        let Ok(body) = serde_json::from_slice::<Body>(body) else {
            return Self::default();
        };
        let message = body.message.unwrap_or_default().to_ascii_lowercase();
        let scope = message.contains("scope").then(|| {
            let named = message
                .split(|c: char| !(c.is_ascii_lowercase() || matches!(c, '_' | ':')))
                .find(|word| word.ends_with(":read") || word.ends_with(":write"));
            named.unwrap_or_default().to_owned()
        });
        Self {
            code: body.code.filter(|code| is_word(code)),
            error: body.error.filter(|error| is_word(error)),
            parameters: body
                .details
                .into_iter()
                .filter_map(|detail| detail.parameter)
                .filter(|parameter| is_word(parameter))
                .collect(),
            upgrade: message.contains("upgrade"),
            scope,
            already_cancelled: message.contains("already canceled"),
        }
    }
}

/// True for what can only be a code or the name of a parameter.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.'))
}

/// A place for what was said, carried in the extensions of a request: clones share it, so the last attempt's word is in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Ear(Arc<Mutex<Said>>);

impl Ear {
    pub(super) fn heard(&self) -> Said {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hear(&self, said: Said) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = said;
    }
}

/// A transport that turns Calendly's reset into a `Retry-After`, drops what is made from the token, and keeps what an error
/// body says for whoever asked.
#[derive(Debug)]
pub(super) struct Answers(pub(super) Arc<dyn Transport>);

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl Transport for Answers {
    async fn send(&self, request: http::Request<Bytes>, within: Duration) -> Result<http::Response<Bytes>> {
        let ear = request.extensions().get::<Ear>().cloned();
        let mut response = self.0.send(request, within).await?;
        response.headers_mut().remove(KEY);
        if !response.status().is_success()
            && let Some(ear) = ear
        {
            ear.hear(Said::read(response.body()));
        }
        if response.status() == StatusCode::TOO_MANY_REQUESTS
            && !response.headers().contains_key(RETRY_AFTER)
            && let Some(reset) = response.headers().get(RESET).cloned()
            && reset.to_str().is_ok_and(|text| text.parse::<u64>().is_ok())
        {
            response.headers_mut().insert(RETRY_AFTER, reset);
        }
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_body_gives_codes_and_names_and_none_of_its_sentences() {
        let said = Said::read(
            br#"{"title":"Invalid Argument","message":"Alpha Testclient","code":"already_filled",
                "details":[{"parameter":"invitee.email","message":"alpha@example.invalid is taken"},{"parameter":"Alpha"}]}"#,
        );
        assert_eq!(said.code.as_deref(), Some("already_filled"));
        assert_eq!(said.parameters, ["invitee.email"]);
        let printed = format!("{said:?}");
        assert!(
            !printed.contains("Alpha") && !printed.contains("example.invalid"),
            "{printed}"
        );
    }

    #[test]
    fn the_three_kinds_of_403_are_told_apart() {
        let plan = Said::read(br#"{"message":"Please upgrade to a paid plan."}"#);
        assert!(plan.upgrade && plan.scope.is_none());
        let scope = Said::read(br#"{"message":"the token lacks the scope webhooks:write."}"#);
        assert_eq!(scope.scope.as_deref(), Some("webhooks:write"));
        let done = Said::read(br#"{"message":"Event is already canceled"}"#);
        assert!(done.already_cancelled);
        assert_eq!(Said::read(b"{}"), Said::default());
        assert_eq!(Said::read(b"<html>"), Said::default());
    }
}
