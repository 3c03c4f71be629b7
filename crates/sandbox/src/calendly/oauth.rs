//! OAuth: authorize, token, introspect, revoke.

use std::collections::HashMap;
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use careweave_types::Pii;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::Account;
use super::tokens::{Code, Grant, LIFETIME, Pair, SCOPES};
use crate::answer::Answer;
use crate::credentials::CalendlyCredentials;
use crate::form;
use crate::vendor::Arrival;

/// What a path of OAuth is answered from.
pub(super) struct Desk<'a> {
    pub(super) keys: &'a CalendlyCredentials,
    pub(super) base: &'a str,
    pub(super) instant: Instant,
    pub(super) now: DateTime<Utc>,
}

fn refuse(status: u16, error: &str, description: &str) -> Answer {
    Answer::json(status, &json!({"error": error, "error_description": description}))
}

fn client_refused() -> Answer {
    refuse(401, "invalid_client", "The client could not be authenticated.")
}

fn grant_refused() -> Answer {
    refuse(
        400,
        "invalid_grant",
        "The grant is invalid, expired, revoked, or was used before.",
    )
}

/// The pairs of a form; of two with one name, nobody knows which is meant.
fn fields(text: &str) -> Option<HashMap<String, Pii<String>>> {
    let mut fields = HashMap::new();
    for (name, value) in form::decode(text).ok()? {
        if fields.insert(name, Pii::new(value)).is_some() {
            return None;
        }
    }
    Some(fields)
}

fn field<'a>(fields: &'a HashMap<String, Pii<String>>, name: &str) -> &'a str {
    fields.get(name).map_or("", |value| value.expose().as_str())
}

impl Account {
    /// `GET /oauth/authorize`: there is nobody to ask, so the owner agrees at once.
    pub(super) fn authorize(&mut self, desk: &Desk<'_>, arrival: &Arrival) -> Answer {
        let Some(query) = fields(arrival.query.as_deref().unwrap_or_default()) else {
            return refuse(400, "invalid_request", "The query could not be read.");
        };
        let redirect_uri = field(&query, "redirect_uri");
        if field(&query, "client_id") != desk.keys.client_id || redirect_uri.is_empty() {
            return refuse(
                400,
                "invalid_request",
                "client_id or redirect_uri is not registered.",
            );
        }
        if field(&query, "response_type") != "code" {
            return refuse(400, "unsupported_response_type", "response_type must be code.");
        }
        let challenge = query.get("code_challenge").map(|text| text.expose().clone());
        if challenge.is_some() && field(&query, "code_challenge_method") != "S256" {
            return refuse(400, "invalid_request", "code_challenge_method must be S256.");
        }
        let asked = field(&query, "scope");
        let grant = if asked.is_empty() {
            Grant::full(0)
        } else {
            Grant {
                user: 0,
                scopes: asked.split_whitespace().map(str::to_owned).collect(),
            }
        };
        if grant.scopes.iter().any(|scope| !SCOPES.contains(&scope.as_str())) {
            return refuse(400, "invalid_scope", "The requested scope is unknown.");
        }
        let code = self.tokens.code(Code {
            grant,
            redirect_uri: redirect_uri.to_owned(),
            challenge,
            issued: desk.instant,
        });
        let state = match field(&query, "state") {
            "" => String::new(),
            state => format!("&state={}", super::asked::escape(state)),
        };
        let joint = if redirect_uri.contains('?') { '&' } else { '?' };
        Answer::empty(302).with_header("location", format!("{redirect_uri}{joint}code={code}{state}"))
    }

    /// `POST /oauth/token`.
    pub(super) fn exchange(&mut self, desk: &Desk<'_>, arrival: &Arrival) -> Answer {
        let Some(fields) = posted(arrival) else {
            return refuse(400, "invalid_request", "The body must be a form.");
        };
        let verifier = field(&fields, "code_verifier");
        match field(&fields, "grant_type") {
            "authorization_code" => {
                let native = !verifier.is_empty() && field(&fields, "client_id") == desk.keys.client_id;
                if !native && !authenticated(desk.keys, arrival, &fields) {
                    return client_refused();
                }
                let code = self.tokens.take_code(field(&fields, "code"), desk.instant);
                let Some(code) = code.filter(|code| code.redirect_uri == field(&fields, "redirect_uri"))
                else {
                    return grant_refused();
                };
                let proved = match &code.challenge {
                    Some(challenge) => *challenge == s256(verifier),
                    None => verifier.is_empty(),
                };
                if !proved {
                    return grant_refused();
                }
                self.hand_out(desk, code.grant)
            }
            "refresh_token" => {
                let native = field(&fields, "client_id") == desk.keys.client_id;
                if !native && !authenticated(desk.keys, arrival, &fields) {
                    return client_refused();
                }
                let token = field(&fields, "refresh_token");
                let Some(user) = self.tokens.knows_refresh(token).map(|grant| grant.user) else {
                    return grant_refused();
                };
                // A quota that is used up must not cost the refresh token.
                if let Some(wait) = self.tokens.too_many(user, desk.instant) {
                    return too_many(wait.as_secs() + 1);
                }
                match self.tokens.take_refresh(token) {
                    Some(grant) => self.hand_out(desk, grant),
                    None => grant_refused(),
                }
            }
            _ => refuse(400, "unsupported_grant_type", "The grant type is not supported."),
        }
    }

    fn hand_out(&mut self, desk: &Desk<'_>, grant: Grant) -> Answer {
        if let Some(wait) = self.tokens.too_many(grant.user, desk.instant) {
            return too_many(wait.as_secs() + 1);
        }
        let pair: Pair = self.tokens.give(grant, desk.instant);
        let scopes: Vec<&str> = pair.grant.scopes.iter().map(String::as_str).collect();
        Answer::json(
            200,
            &json!({
                "token_type": "Bearer",
                "access_token": pair.access,
                "refresh_token": pair.refresh,
                "expires_in": LIFETIME.as_secs(),
                "created_at": desk.now.timestamp(),
                "scope": scopes.join(" "),
                "owner": format!("{}/users/{}", desk.base, self.book.users[pair.grant.user].uuid),
                "organization": format!("{}/organizations/{}", desk.base, self.book.organization),
            }),
        )
        .committed()
    }

    /// `POST /oauth/introspect`.
    pub(super) fn introspect(&self, desk: &Desk<'_>, arrival: &Arrival) -> Answer {
        let fields = match posted(arrival) {
            Some(fields) if authenticated(desk.keys, arrival, &fields) => fields,
            _ => return client_refused(),
        };
        let token = field(&fields, "token");
        let known = self.tokens.accept(token, desk.instant);
        let kind = if known.is_some() {
            "access_token"
        } else {
            "refresh_token"
        };
        match known.or_else(|| self.tokens.knows_refresh(token).cloned()) {
            Some(grant) => {
                let scopes: Vec<&str> = grant.scopes.iter().map(String::as_str).collect();
                Answer::json(
                    200,
                    &json!({
                        "active": true,
                        "scope": scopes.join(" "),
                        "client_id": desk.keys.client_id,
                        "token_type": kind,
                        "owner": format!("{}/users/{}", desk.base, self.book.users[grant.user].uuid),
                        "organization": format!("{}/organizations/{}", desk.base, self.book.organization),
                    }),
                )
            }
            None => Answer::json(200, &json!({"active": false})),
        }
    }

    /// `POST /oauth/revoke`.
    pub(super) fn revoke(&mut self, desk: &Desk<'_>, arrival: &Arrival) -> Answer {
        match posted(arrival) {
            Some(fields) if authenticated(desk.keys, arrival, &fields) => {
                self.tokens.revoke(field(&fields, "token"));
                Answer::json(200, &json!({})).committed()
            }
            _ => client_refused(),
        }
    }
}

fn too_many(seconds: u64) -> Answer {
    refuse(429, "too_many_requests", "Too many tokens were requested.")
        .with_header("x-ratelimit-limit", "8")
        .with_header("x-ratelimit-remaining", "0")
        .with_header("x-ratelimit-reset", seconds.to_string())
}

fn posted(arrival: &Arrival) -> Option<HashMap<String, Pii<String>>> {
    let text = std::str::from_utf8(arrival.body.as_ref()?).ok()?;
    if text.trim_start().starts_with('{') {
        let Ok(Value::Object(map)) = serde_json::from_str(text) else {
            return None;
        };
        let pair = |(name, value): (String, Value)| Some((name, Pii::new(value.as_str()?.to_owned())));
        return map.into_iter().map(pair).collect();
    }
    fields(text)
}

/// True for the client's id and secret, in the header or in the body.
fn authenticated(
    keys: &CalendlyCredentials,
    arrival: &Arrival,
    fields: &HashMap<String, Pii<String>>,
) -> bool {
    let in_body =
        field(fields, "client_id") == keys.client_id && field(fields, "client_secret") == keys.client_secret;
    let expected = STANDARD.encode(format!("{}:{}", keys.client_id, keys.client_secret));
    in_body || arrival.header("authorization") == Some(&format!("Basic {expected}"))
}

/// The challenge of a verifier (RFC 7636, section 4.2).
fn s256(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_of_the_standard_is_computed() {
        // RFC 7636, appendix B.
        assert_eq!(
            s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
