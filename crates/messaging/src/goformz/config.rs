use std::time::Duration;

use careweave_http::{BreakerPolicy, RateLimit, RetryPolicy, Timeouts};
use careweave_types::{Error, ErrorKind, Result};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

const OPERATION: &str = "goformz.config";

/// Where the service answers.
pub const PRODUCTION: &str = "https://api.goformz.com/v2";

/// Where it hands out tokens.
pub const PRODUCTION_TOKEN: &str = "https://accounts.goformz.com/connect/token";

/// What happens when the account is refused tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fallback {
    /// The credentials go by HTTP Basic from then on.
    #[default]
    Basic,
    /// The call fails.
    None,
}

/// One account, and how patiently it is called. `Debug` does not show the secret.
#[derive(Clone, Debug)]
pub struct Config {
    pub(super) client_id: String,
    pub(super) client_secret: SecretString,
    pub(super) base_url: Url,
    pub(super) token_url: Url,
    pub(super) fallback: Fallback,
    pub(super) timeouts: Timeouts,
    pub(super) retry: RetryPolicy,
    pub(super) rate_limit: RateLimit,
    pub(super) breaker: BreakerPolicy,
}

impl Config {
    /// An account in production. By default a call takes 12 s in all, and 60 requests go out in a minute: the service publishes
    /// no limit.
    ///
    /// # Errors
    /// `InvalidInput` naming what is empty or cannot be sent.
    pub fn new(client_id: &str, client_secret: SecretString) -> Result<Self> {
        for (field, text) in [
            ("client_id", client_id),
            ("client_secret", client_secret.expose_secret()),
        ] {
            if text.is_empty() || text.chars().any(char::is_control) {
                return Err(Error::invalid(
                    OPERATION,
                    field,
                    "must not be empty and must not hold control characters",
                ));
            }
        }
        if client_id.contains(':') {
            return Err(Error::invalid(OPERATION, "client_id", "must not hold a colon"));
        }
        Ok(Self {
            client_id: client_id.to_owned(),
            client_secret,
            base_url: address("base_url", PRODUCTION)?,
            token_url: address("token_url", PRODUCTION_TOKEN)?,
            fallback: Fallback::default(),
            timeouts: Timeouts::default().with_operation(Duration::from_secs(12)),
            retry: RetryPolicy::default(),
            rate_limit: RateLimit {
                requests: 60,
                per: Duration::from_secs(60),
                burst: 10,
                ..RateLimit::default()
            },
            breaker: BreakerPolicy::default(),
        })
    }

    /// Another root of the API, such as that of a sandbox.
    ///
    /// # Errors
    /// `InvalidInput` for what is no http or https address.
    pub fn with_base_url(mut self, text: &str) -> Result<Self> {
        self.base_url = address("base_url", text)?;
        Ok(self)
    }

    /// Another token endpoint.
    ///
    /// # Errors
    /// `InvalidInput` for what is no http or https address.
    pub fn with_token_url(mut self, text: &str) -> Result<Self> {
        self.token_url = address("token_url", text)?;
        Ok(self)
    }

    /// What happens when the account is refused tokens.
    #[must_use]
    pub fn with_fallback(mut self, fallback: Fallback) -> Self {
        self.fallback = fallback;
        self
    }

    /// Other time limits.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Other retries.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Another limit on requests.
    #[must_use]
    pub fn with_rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = limit;
        self
    }

    /// Another breaker.
    #[must_use]
    pub fn with_breaker(mut self, breaker: BreakerPolicy) -> Self {
        self.breaker = breaker;
        self
    }

    /// Reads the environment variables that the [module](super) lists.
    ///
    /// # Errors
    /// `Config` naming all that is missing, or a variable and what it should be.
    pub fn from_env() -> Result<Self> {
        Self::from_lookup(|name| std::env::var(name).ok())
    }

    /// As [`from_env`](Self::from_env), from anywhere.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_lookup(mut lookup: impl FnMut(&str) -> Option<String>) -> Result<Self> {
        let mut given = |name: &str| lookup(name).filter(|text| !text.is_empty());
        let (id, secret) = (given("GOFORMZ_CLIENT_ID"), given("GOFORMZ_CLIENT_SECRET"));
        let (Some(id), Some(secret)) = (&id, &secret) else {
            let missing: Vec<&str> = [("GOFORMZ_CLIENT_ID", &id), ("GOFORMZ_CLIENT_SECRET", &secret)]
                .into_iter()
                .filter(|(_, value)| value.is_none())
                .map(|(name, _)| name)
                .collect();
            return Err(
                Error::new(ErrorKind::Config, OPERATION, "environment variables are missing")
                    .with("variables", missing.join(", ")),
            );
        };
        let refused = |name: &'static str, error: Error| {
            Error::new(ErrorKind::Config, OPERATION, error.message().to_owned()).with("variable", name)
        };
        let mut config = Self::new(id, SecretString::from(secret.as_str()))
            .map_err(|error| refused("GOFORMZ_CLIENT_ID", error))?;
        if let Some(text) = given("GOFORMZ_BASE_URL") {
            config = config
                .with_base_url(&text)
                .map_err(|error| refused("GOFORMZ_BASE_URL", error))?;
        }
        if let Some(text) = given("GOFORMZ_TOKEN_URL") {
            config = config
                .with_token_url(&text)
                .map_err(|error| refused("GOFORMZ_TOKEN_URL", error))?;
        }
        config.fallback = match given("GOFORMZ_BASIC_FALLBACK").as_deref() {
            None | Some("on") => Fallback::Basic,
            Some("off") => Fallback::None,
            Some(_) => {
                let error = Error::invalid(OPERATION, "fallback", "must be on or off");
                return Err(refused("GOFORMZ_BASIC_FALLBACK", error));
            }
        };
        Ok(config)
    }
}

fn address(field: &'static str, text: &str) -> Result<Url> {
    let refuse = || Error::invalid(OPERATION, field, "must be an http or https address without query");
    let url = Url::parse(text.trim_end_matches('/')).map_err(|_| refuse())?;
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    (matches!(url.scheme(), "http" | "https") && url.has_host() && plain)
        .then_some(url)
        .ok_or_else(refuse)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config> {
        Config::from_lookup(|name| {
            let found = pairs.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_names_what_is_missing_and_what_is_wrong() {
        let keys = [("GOFORMZ_CLIENT_ID", "id"), ("GOFORMZ_CLIENT_SECRET", "hunter2")];
        let config = read(&keys).unwrap();
        assert_eq!(config.base_url.as_str(), PRODUCTION);
        assert!(!format!("{config:?}").contains("hunter2"));
        assert_eq!(
            read(&[]).unwrap_err().get("variables"),
            Some("GOFORMZ_CLIENT_ID, GOFORMZ_CLIENT_SECRET")
        );
        for (name, value) in [
            ("GOFORMZ_BASE_URL", "ftp://example.invalid"),
            ("GOFORMZ_TOKEN_URL", "example"),
            ("GOFORMZ_BASIC_FALLBACK", "maybe"),
        ] {
            let error = read(&[keys[0], keys[1], (name, value)]).unwrap_err();
            assert_eq!(
                (error.kind(), error.get("variable")),
                (ErrorKind::Config, Some(name))
            );
        }
    }
}
