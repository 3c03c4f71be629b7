//! The token endpoint and the tokens it handed out.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::credentials::WellskyCredentials;
use crate::form;
use crate::ready::seed_hex;
use crate::vendor::{Arrival, media_type};

/// The vendor's lifetime of a token.
const LIFETIME: Duration = Duration::from_secs(3_599);

/// The tokens that are good.
pub(crate) struct Tokens {
    seed: u64,
    issued: u64,
    live: HashMap<String, Instant>,
}

impl Tokens {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            issued: 0,
            live: HashMap::new(),
        }
    }

    fn issue(&mut self, now: Instant) -> String {
        self.live.retain(|_, since| now.duration_since(*since) < LIFETIME);
        self.issued += 1;
        let token = seed_hex(self.seed, &format!("token {}", self.issued))[..32].to_owned();
        self.live.insert(token.clone(), now);
        token
    }

    /// True while the token is good.
    pub(crate) fn accept(&self, token: &str, now: Instant) -> bool {
        self.live
            .get(token)
            .is_some_and(|since| now.duration_since(*since) < LIFETIME)
    }

    /// Refuses one token from now on.
    pub(crate) fn expire(&mut self, token: &str) {
        self.live.remove(token);
    }

    /// Refuses from now on every token handed out so far; says how many were good.
    pub(crate) fn expire_all(&mut self) -> usize {
        let count = self.live.len();
        self.live.clear();
        count
    }
}

/// `POST /oauth/accesstoken` with a JSON or a form body.
pub(crate) fn exchange(
    tokens: &mut Tokens,
    credentials: &WellskyCredentials,
    arrival: &Arrival,
    issued_at: i64,
    now: Instant,
) -> Result<Answer, Refusal> {
    let body = arrival.body.as_ref().ok_or(Refusal::TooLarge)?;
    let malformed = || Refusal::Malformed("invalid_request".to_owned());
    let fields: HashMap<String, String> = match media_type(arrival).as_str() {
        "application/x-www-form-urlencoded" => {
            let text = std::str::from_utf8(body).map_err(|_| malformed())?;
            form::decode(text).map_err(|_| malformed())?.into_iter().collect()
        }
        "application/json" => match serde_json::from_slice(body) {
            Ok(Value::Object(map)) => map
                .into_iter()
                .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())))
                .collect(),
            _ => return Err(malformed()),
        },
        _ => return Err(malformed()),
    };
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    if field("grant_type") != "client_credentials" {
        return Err(Refusal::Malformed("unsupported_grant_type".to_owned()));
    }
    if field("client_id") != credentials.api_key || field("client_secret") != credentials.api_secret {
        return Ok(Answer::json(401, &json!({"error": "invalid_client"})));
    }
    // Numbers as strings, and one as a number: so the vendor answers.
    Ok(Answer::json(
        200,
        &json!({
            "refresh_token_expires_in": "0",
            "token_type": "BearerToken",
            "issued_at": issued_at,
            "client_id": credentials.api_key,
            "access_token": tokens.issue(now),
            "scope": "",
            "expires_in": LIFETIME.as_secs().to_string(),
            "refresh_count": "0",
            "status": "approved",
        }),
    ))
}
