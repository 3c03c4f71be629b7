//! Tokens by client id and secret, and who is let in.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::fault::Fault;
use super::switches::GoformzSwitches;
use crate::answer::Answer;
use crate::credentials::GoformzCredentials;
use crate::form;
use crate::ready::seed_hex;
use crate::vendor::{Arrival, media_type};

/// How long a token is good.
const LIFETIME: Duration = Duration::from_secs(3_600);

/// The tokens that are good.
pub(super) struct Tokens {
    seed: u64,
    issued: u64,
    good: HashMap<String, Instant>,
}

impl Tokens {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            seed,
            issued: 0,
            good: HashMap::new(),
        }
    }

    fn issue(&mut self, now: Instant) -> String {
        self.good.retain(|_, since| now.duration_since(*since) < LIFETIME);
        self.issued += 1;
        let token = seed_hex(self.seed, &format!("goformz token {}", self.issued));
        self.good.insert(token.clone(), now);
        token
    }

    fn accept(&self, token: &str, now: Instant) -> bool {
        let since = self.good.get(token);
        since.is_some_and(|since| now.duration_since(*since) < LIFETIME)
    }

    /// Refuses one token from now on.
    pub(super) fn expire(&mut self, token: &str) {
        self.good.remove(token);
    }

    /// Refuses from now on every token handed out so far; says how many there were.
    pub(super) fn expire_all(&mut self) -> usize {
        let count = self.good.len();
        self.good.clear();
        count
    }
}

/// `POST /connect/token`.
pub(super) fn exchange(
    tokens: &mut Tokens,
    switches: &GoformzSwitches,
    credentials: &GoformzCredentials,
    arrival: &Arrival,
    now: Instant,
) -> Result<Answer, Fault> {
    let body = arrival.body.as_ref().ok_or(Fault::TooLarge)?;
    if media_type(arrival) != "application/x-www-form-urlencoded" {
        return Err(Fault::Token("invalid_request"));
    }
    let text = std::str::from_utf8(body).map_err(|_| Fault::Token("invalid_request"))?;
    let fields: HashMap<String, String> = form::decode(text)
        .map_err(|_| Fault::Token("invalid_request"))?
        .into_iter()
        .collect();
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    if field("grant_type") != "client_credentials" {
        return Err(Fault::Token("unsupported_grant_type"));
    }
    let known =
        field("client_id") == credentials.client_id && field("client_secret") == credentials.client_secret;
    if !known {
        return Err(Fault::Token("invalid_client"));
    }
    if !switches.grants() {
        return Err(Fault::Token("unauthorized_client"));
    }
    Ok(Answer::json(
        200,
        &json!({"access_token": tokens.issue(now), "expires_in": LIFETIME.as_secs(), "token_type": "Bearer"}),
    ))
}

/// The token of the request.
pub(super) fn bearer(arrival: &Arrival) -> Option<&str> {
    let (scheme, token) = arrival.header("authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// Whether the request is let in, by a token or by HTTP Basic.
pub(super) fn admits(
    tokens: &Tokens,
    switches: &GoformzSwitches,
    credentials: &GoformzCredentials,
    arrival: &Arrival,
    now: Instant,
) -> bool {
    if let Some(token) = bearer(arrival) {
        return tokens.accept(token, now);
    }
    let pair = format!("{}:{}", credentials.client_id, credentials.client_secret);
    let expected = format!("Basic {}", STANDARD.encode(pair));
    switches.takes_basic() && arrival.header("authorization") == Some(expected.as_str())
}
