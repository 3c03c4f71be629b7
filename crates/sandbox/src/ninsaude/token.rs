//! The token endpoint and the tokens it handed out.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::json;

use super::fault::Fault;
use super::switches::{NinsaudeRefreshRotation, NinsaudeSwitches};
use crate::answer::Answer;
use crate::credentials::NinsaudeCredentials;
use crate::form;
use crate::ready::seed_hex;
use crate::vendor::{Arrival, media_type};

/// How long an access token is good.
const ACCESS_LIFETIME: Duration = Duration::from_secs(15 * 60);

/// The tokens that are good.
pub(super) struct Tokens {
    seed: u64,
    issued: u64,
    access: HashMap<String, Instant>,
    refresh: HashMap<String, Instant>,
}

impl Tokens {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            seed,
            issued: 0,
            access: HashMap::new(),
            refresh: HashMap::new(),
        }
    }

    fn next(&mut self, what: &str) -> String {
        self.issued += 1;
        seed_hex(self.seed, &format!("ninsaude {what} {}", self.issued))
    }

    fn issue_access(&mut self, now: Instant) -> String {
        self.access
            .retain(|_, since| now.duration_since(*since) < ACCESS_LIFETIME);
        let token = self.next("access");
        self.access.insert(token.clone(), now);
        token
    }

    fn issue_refresh(&mut self, now: Instant) -> String {
        let token = self.next("refresh");
        self.refresh.insert(token.clone(), now);
        token
    }

    /// True while the access token is good.
    pub(super) fn accept(&self, token: &str, now: Instant) -> bool {
        self.access
            .get(token)
            .is_some_and(|since| now.duration_since(*since) < ACCESS_LIFETIME)
    }

    /// Refuses one access token from now on.
    pub(super) fn expire(&mut self, token: &str) {
        self.access.remove(token);
    }

    /// Refuses from now on every access token handed out so far; says how many there were.
    pub(super) fn expire_all(&mut self) -> usize {
        let count = self.access.len();
        self.access.clear();
        count
    }
}

/// `POST /v1/oauth2/token`.
pub(super) fn exchange(
    tokens: &mut Tokens,
    switches: &NinsaudeSwitches,
    credentials: &NinsaudeCredentials,
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
    match field("grant_type") {
        "password" => {
            if field("account") != credentials.account
                || field("username") != credentials.username
                || field("password") != credentials.password
                || field("accountUnit") != credentials.account_unit
            {
                return Err(Fault::Token("invalid_request"));
            }
            let refresh = tokens.issue_refresh(now);
            Ok(granted(&tokens.issue_access(now), Some(refresh)))
        }
        "refresh_token" => {
            let header = arrival.header("x-grant-type");
            if switches.requires_x_grant_type() && header != Some("refresh_token") {
                return Err(Fault::Token("invalid_request"));
            }
            let given = field("refresh_token");
            let lifetime = switches.refresh_lifetime.duration();
            let good = tokens
                .refresh
                .get(given)
                .is_some_and(|since| now.duration_since(*since) < lifetime);
            if !good {
                return Err(Fault::Token("invalid_grant"));
            }
            let rotated = (switches.refresh_rotation == NinsaudeRefreshRotation::Rotated).then(|| {
                tokens.refresh.remove(given);
                tokens.issue_refresh(now)
            });
            Ok(granted(&tokens.issue_access(now), rotated))
        }
        _ => Err(Fault::Token("unsupported_grant_type")),
    }
}

fn granted(access: &str, refresh: Option<String>) -> Answer {
    let mut body = json!({
        "access_token": access,
        "token_type": "bearer",
        "expires_in": ACCESS_LIFETIME.as_secs(),
    });
    if let Some(refresh) = refresh {
        body["refresh_token"] = refresh.into();
    }
    Answer::json(200, &body)
}
