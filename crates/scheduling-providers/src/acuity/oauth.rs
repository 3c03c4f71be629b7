use std::sync::Arc;

use careweave_http::{Idempotency, Layers, Operation};
use careweave_types::{Error, ErrorKind, Result};
use http::header::{ACCEPT, CONTENT_TYPE};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use url::Url;

use super::config::{BASE_URL, address};
use crate::credentials::{TokenSet, TokenState};
use crate::problem::Problem;
use crate::registry::Effects;

const OPERATION: &str = "acuity.oauth";
/// The fewest characters of a state: what an attacker can guess protects nothing.
const SHORTEST_STATE: usize = 16;

/// An application that accounts are connected to by OAuth 2.0 (authorization code). Acuity's tokens do not expire and are not
/// renewed.
#[derive(Clone, Debug)]
pub struct AcuityApp {
    client_id: String,
    client_secret: SecretString,
    redirect_uri: Url,
    root: Url,
}

impl AcuityApp {
    /// The application as it is registered.
    ///
    /// # Errors
    /// `InvalidInput` naming what is blank or no address.
    pub fn new(client_id: &str, client_secret: SecretString, redirect_uri: &str) -> Result<Self> {
        let wrong = |field: &'static str, rule: &'static str| Error::invalid(OPERATION, field, rule);
        if client_id.trim().is_empty() {
            return Err(wrong("client_id", "must not be blank"));
        }
        if client_secret.expose_secret().trim().is_empty() {
            return Err(wrong("client_secret", "must not be blank"));
        }
        Ok(Self {
            client_id: client_id.to_owned(),
            client_secret,
            redirect_uri: Url::parse(redirect_uri)
                .map_err(|_| wrong("redirect_uri", "must be the address that was registered"))?,
            root: address(BASE_URL)?,
        })
    }

    /// The same at another address of the API, such as a sandbox's.
    ///
    /// # Errors
    /// `InvalidInput` for anything but https, or http on the loopback.
    pub fn at(mut self, base_url: &str) -> Result<Self> {
        self.root = address(base_url)?;
        Ok(self)
    }

    /// Where the account's owner is sent. `state` comes back with the code: keep it with the owner's session and compare.
    ///
    /// # Errors
    /// `InvalidInput` for a state of fewer than 16 characters.
    pub fn authorize_url(&self, state: &str) -> Result<Url> {
        if state.len() < SHORTEST_STATE {
            return Err(Error::invalid(
                OPERATION,
                "state",
                "must be at least 16 characters that nobody can guess",
            ));
        }
        let mut url = self.route("authorize");
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("scope", "api-v1")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", self.redirect_uri.as_str())
            .append_pair("state", state);
        Ok(url)
    }

    /// Exchanges the code that came back for the account's token. Keep it with
    /// [`overwrite`](crate::credentials::overwrite).
    ///
    /// # Errors
    /// `ReauthRequired` when the code is used up or not this application's; what the transport said.
    pub async fn exchange(&self, code: &SecretString, effects: &Effects) -> Result<TokenSet> {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code.expose_secret())
            .append_pair("redirect_uri", self.redirect_uri.as_str())
            .append_pair("client_id", &self.client_id)
            .append_pair("client_secret", self.client_secret.expose_secret())
            .finish();
        let mut request = http::Request::post(self.route("token").as_str())
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.into())
            .map_err(|source| {
                Error::new(ErrorKind::Internal, OPERATION, "the request could not be built")
                    .with_source(source)
            })?;
        request.extensions_mut().insert(Operation(OPERATION));
        request.extensions_mut().insert(Idempotency::NotIdempotent);
        let retry = Layers::over(
            Arc::clone(&effects.transport),
            Arc::clone(&effects.clock),
            Arc::clone(&effects.sleep),
        )
        .retry()?;
        let response = retry.send(request).await.map_err(|error| match error.kind() {
            ErrorKind::Rejected | ErrorKind::Unauthenticated => Problem::ReauthRequired
                .error(OPERATION, "the code was refused: send the owner to sign in again"),
            _ => error,
        })?;
        #[derive(Deserialize)]
        struct Granted {
            access_token: String,
        }
        // The body holds the token, so nothing of it is told.
        let granted: Granted = serde_json::from_slice(response.body())
            .map_err(|_| Problem::Contract.error(OPERATION, "the answer holds no token"))?;
        Ok(TokenSet {
            access: granted.access_token.into(),
            refresh: SecretString::from(String::new()),
            expires_at: None,
            owner: None,
            state: TokenState::Usable,
        })
    }

    /// At the root of the host, beside the API.
    fn route(&self, step: &str) -> Url {
        let mut url = self.root.clone();
        url.set_path(&format!("/oauth2/{step}"));
        url
    }
}
