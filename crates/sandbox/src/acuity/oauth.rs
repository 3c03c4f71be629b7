//! The authorization code grant. There is nobody to ask, so consent is given at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::json;

use super::Desk;
use super::params::Params;
use super::refused::Refused;
use crate::answer::Answer;
use crate::form;
use crate::ready::seed_hex;
use crate::vendor::{Arrival, media_type};

/// Codes that were handed out and tokens that are good. Tokens do not expire.
pub(super) struct Grants {
    seed: u64,
    issued: u64,
    /// The redirect address of each code that was not used yet.
    codes: BTreeMap<String, String>,
    tokens: BTreeSet<String>,
}

impl Grants {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            seed,
            issued: 0,
            codes: BTreeMap::new(),
            tokens: BTreeSet::new(),
        }
    }

    pub(super) fn accepts(&self, token: &str) -> bool {
        self.tokens.contains(token)
    }

    fn next(&mut self, what: &str) -> String {
        self.issued += 1;
        seed_hex(self.seed, &format!("acuity {what} {}", self.issued))[..40].to_owned()
    }
}

pub(super) fn answer(desk: &mut Desk<'_>, arrival: &Arrival, step: &str) -> Result<Answer, Refused> {
    match (arrival.method.as_str(), step) {
        ("GET", "authorize") => authorize(desk, &Params::read(arrival)?),
        ("POST", "token") => token(desk, arrival),
        (_, "authorize" | "token") => Err(Refused::method()),
        _ => Err(Refused::not_found("That path")),
    }
}

fn authorize(desk: &mut Desk<'_>, params: &Params) -> Result<Answer, Refused> {
    let expected = [
        ("response_type", "code"),
        ("scope", "api-v1"),
        ("client_id", desk.credentials.user_id.as_str()),
    ];
    for (name, value) in expected {
        if params.required(name)? != value {
            return Err(Refused::bad_request(format!("The parameter {name} is wrong.")));
        }
    }
    let address = params.required("redirect_uri")?.to_owned();
    let code = desk.account.grants.next("code");
    desk.account.grants.codes.insert(code.clone(), address.clone());
    let mut pairs = vec![("code", code)];
    if let Some(state) = params.text("state") {
        pairs.push(("state", state.to_owned()));
    }
    let joint = if address.contains('?') { '&' } else { '?' };
    let location = format!("{address}{joint}{}", form::encode(&pairs));
    Ok(Answer::empty(302).with_header("location", location))
}

fn token(desk: &mut Desk<'_>, arrival: &Arrival) -> Result<Answer, Refused> {
    let refused = |status, code: &str| Ok(Answer::json(status, &json!({"error": code})));
    if media_type(arrival) != "application/x-www-form-urlencoded" {
        return refused(400, "invalid_request");
    }
    let body = arrival.body.as_deref().unwrap_or_default();
    let Ok(Ok(pairs)) = std::str::from_utf8(body).map(form::decode) else {
        return refused(400, "invalid_request");
    };
    let fields: HashMap<String, String> = pairs.into_iter().collect();
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    if field("grant_type") != "authorization_code" {
        return refused(400, "unsupported_grant_type");
    }
    if field("client_id") != desk.credentials.user_id || field("client_secret") != desk.credentials.api_key {
        return refused(401, "invalid_client");
    }
    let grants = &mut desk.account.grants;
    if grants.codes.remove(field("code")).as_deref() != Some(field("redirect_uri")) {
        return refused(400, "invalid_grant");
    }
    let token = grants.next("token");
    grants.tokens.insert(token.clone());
    Ok(Answer::json(
        200,
        &json!({"access_token": token, "token_type": "Bearer"}),
    ))
}
