use careweave_types::{Error, Result};
use secrecy::SecretString;
use url::Url;

use super::Pkce;
use super::config::address;

/// Where people sign in, and where tokens come from.
const AUTH_URL: &str = "https://auth.calendly.com";

/// An application registered at Calendly. `Debug` does not show its secret.
#[derive(Clone, Debug)]
pub struct OAuthApp {
    pub(super) client_id: String,
    pub(super) client_secret: Option<SecretString>,
    pub(super) redirect_uri: Url,
    auth_url: Url,
}

impl OAuthApp {
    /// An application of the kind "web", which keeps a secret; or without one, of the kind "native".
    ///
    /// # Errors
    /// `InvalidInput` for a blank id or an address that is none.
    pub fn new(client_id: &str, client_secret: Option<SecretString>, redirect_uri: &str) -> Result<Self> {
        if client_id.trim().is_empty() {
            return Err(Error::invalid("calendly.oauth", "client_id", "must not be blank"));
        }
        let redirect_uri = Url::parse(redirect_uri)
            .map_err(|_| Error::invalid("calendly.oauth", "redirect_uri", "must be an address"))?;
        Ok(Self {
            client_id: client_id.to_owned(),
            client_secret,
            redirect_uri,
            auth_url: address("auth_url", AUTH_URL)?,
        })
    }

    /// Another address of the server that people sign in at: a sandbox.
    ///
    /// # Errors
    /// `InvalidInput` for what is no http or https address.
    pub fn with_auth_url(mut self, auth_url: &str) -> Result<Self> {
        self.auth_url = address("auth_url", auth_url)?;
        Ok(self)
    }

    /// The page a person is sent to. `state` comes back with the code: make it anew for each person, keep it, and refuse an
    /// answer with another one.
    ///
    /// # Errors
    /// `InvalidInput` for a blank state.
    pub fn authorize_url(&self, pkce: &Pkce, state: &str, scopes: &[&str]) -> Result<Url> {
        if state.trim().is_empty() {
            return Err(Error::invalid("calendly.oauth", "state", "must not be blank"));
        }
        let mut url = self.endpoint("authorize");
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("client_id", &self.client_id)
                .append_pair("response_type", "code")
                .append_pair("redirect_uri", self.redirect_uri.as_str())
                .append_pair("code_challenge", &pkce.challenge())
                .append_pair("code_challenge_method", "S256")
                .append_pair("state", state);
            if !scopes.is_empty() {
                query.append_pair("scope", &scopes.join(" "));
            }
        }
        Ok(url)
    }

    pub(super) fn endpoint(&self, name: &str) -> Url {
        let mut url = self.auth_url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["oauth", name]);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> OAuthApp {
        OAuthApp::new(
            "the-app",
            None,
            "https://portal.example.invalid/connected?by=calendly",
        )
        .unwrap()
    }

    #[test]
    fn the_page_carries_the_challenge_and_never_the_verifier() {
        // RFC 7636, appendix B.
        let pkce =
            Pkce::from_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned().into()).unwrap();
        let url = app()
            .authorize_url(&pkce, "st&te", &["scheduled_events:read", "users:read"])
            .unwrap();
        let pairs: std::collections::HashMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!(url.host_str(), Some("auth.calendly.com"));
        assert_eq!(url.path(), "/oauth/authorize");
        assert_eq!(
            pairs["code_challenge"],
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        assert_eq!(pairs["code_challenge_method"], "S256");
        assert_eq!(pairs["state"], "st&te");
        assert_eq!(pairs["scope"], "scheduled_events:read users:read");
        assert_eq!(
            pairs["redirect_uri"],
            "https://portal.example.invalid/connected?by=calendly"
        );
        assert!(!url.as_str().contains("dBjftJ"));
        assert!(
            app().authorize_url(&pkce, " ", &[]).is_err(),
            "a blank state protects nobody"
        );
    }
}
