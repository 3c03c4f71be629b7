use std::fmt;

use careweave_http::{RetryPolicy, Timeouts};
use careweave_types::{AgencyId, Error, ErrorKind, Result};
use secrecy::SecretString;
use url::{Host, Url};

/// Which of the vendor's two installations is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Environment {
    /// For trying out: what is written there reaches nobody.
    #[default]
    Sandbox,
    /// The real one.
    Production,
}

impl Environment {
    /// The word for it: `sandbox`, `production`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Production => "production",
        }
    }

    const fn base_url(self, api: Api) -> &'static str {
        match (api, self) {
            (Api::Rest, Self::Sandbox) => "https://api-sandbox.clearcareonline.com/v1",
            (Api::Rest, Self::Production) => "https://api.clearcareonline.com/v1",
            (Api::Connect, Self::Sandbox) => "https://connect-sandbox.clearcareonline.com/v1",
            (Api::Connect, Self::Production) => "https://connect.clearcareonline.com/v1",
        }
    }
}

/// Which of the vendor's two surfaces is spoken. What each can do is in [`Capabilities`](crate::Capabilities).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Api {
    /// The plain REST surface: clients, caregivers, shifts.
    #[default]
    Rest,
    /// The FHIR-like Connect surface: patients, practitioners, appointments, encounters.
    Connect,
}

impl Api {
    /// The word for it: `rest`, `connect`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Connect => "connect",
        }
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Api {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "rest" => Ok(Self::Rest),
            "connect" => Ok(Self::Connect),
            _ => Err(config_error("the API must be rest or connect").with("field", "api")),
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Environment {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "sandbox" => Ok(Self::Sandbox),
            "production" => Ok(Self::Production),
            _ => {
                Err(config_error("the environment must be sandbox or production")
                    .with("field", "environment"))
            }
        }
    }
}

/// Who calls WellSky, where, and how patiently. `Debug` shows neither the key nor the secret.
///
/// ```
/// use careweave_wellsky_client::{AgencyId, Config};
/// let config = Config::new("key", "secret", AgencyId::new("4321")?)
///     .with_base_url("http://127.0.0.1:8080/v1")?;
/// assert_eq!(config.token_url().as_str(), "http://127.0.0.1:8080/oauth/accesstoken");
/// # Ok::<(), careweave_wellsky_client::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    api_key: SecretString,
    api_secret: SecretString,
    agency_id: AgencyId,
    api: Api,
    environment: Environment,
    slash_after_ids: bool,
    base_url: Option<Url>,
    token_url: Option<Url>,
    timeouts: Timeouts,
    retry: RetryPolicy,
}

/// The variables a configuration is read from, and whether each must be set.
const VARIABLES: [(&str, bool); 7] = [
    ("WELLSKY_API_KEY", true),
    ("WELLSKY_API_SECRET", true),
    ("WELLSKY_AGENCY_ID", true),
    ("WELLSKY_API", false),
    ("WELLSKY_ENVIRONMENT", false),
    ("WELLSKY_BASE_URL", false),
    ("WELLSKY_TOKEN_URL", false),
];

impl Config {
    /// A configuration for the vendor's sandbox with the default time limits and retries.
    pub fn new(
        api_key: impl Into<SecretString>,
        api_secret: impl Into<SecretString>,
        agency_id: AgencyId,
    ) -> Self {
        Self {
            api_key: api_key.into(),
            api_secret: api_secret.into(),
            agency_id,
            api: Api::default(),
            environment: Environment::default(),
            slash_after_ids: true,
            base_url: None,
            token_url: None,
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
        }
    }

    /// Reads the environment variables `WELLSKY_API_KEY`, `WELLSKY_API_SECRET`, `WELLSKY_AGENCY_ID` and, where set,
    /// `WELLSKY_API` (`rest` or `connect`, default `rest`), `WELLSKY_ENVIRONMENT` (`sandbox` or `production`, default `sandbox`), `WELLSKY_BASE_URL`, `WELLSKY_TOKEN_URL`.
    ///
    /// # Errors
    /// `Config` naming every variable that is missing at once, or the one that is wrong.
    pub fn from_env() -> Result<Self> {
        let mut unreadable = Vec::new();
        let config = Self::from_lookup(|name| match std::env::var(name) {
            Ok(value) => Some(value),
            Err(std::env::VarError::NotPresent) => None,
            Err(std::env::VarError::NotUnicode(_)) => {
                unreadable.push(name.to_owned());
                None
            }
        });
        if unreadable.is_empty() {
            return config;
        }
        let names = unreadable.join(", ");
        Err(config_error(format!("{names}: the value is not UTF-8 text")).with("variable", names))
    }

    /// As [`Config::from_env`], from any source of values. An empty value counts as missing.
    ///
    /// # Errors
    /// As [`Config::from_env`].
    pub fn from_lookup(mut lookup: impl FnMut(&str) -> Option<String>) -> Result<Self> {
        let values = VARIABLES.map(|(name, _)| lookup(name).filter(|value| !value.trim().is_empty()));
        let missing: Vec<&str> = VARIABLES
            .iter()
            .zip(&values)
            .filter(|((_, required), value)| *required && value.is_none())
            .map(|((name, _), _)| *name)
            .collect();
        let [
            Some(key),
            Some(secret),
            Some(agency),
            api,
            environment,
            base_url,
            token_url,
        ] = values
        else {
            return Err(config_error(format!(
                "set the environment variable{} {}: the API key, API secret and agency id that WellSky issued for the \
                 agency",
                if missing.len() == 1 { "" } else { "s" },
                missing.join(", ")
            ))
            .with("missing", missing.join(", ")));
        };
        let named = |variable: &'static str| {
            move |error: Error| {
                config_error(format!("{variable}: {}", error.message()))
                    .with("variable", variable)
                    .with_source(error)
            }
        };
        let agency = AgencyId::new(agency).map_err(named("WELLSKY_AGENCY_ID"))?;
        let mut config = Self::new(key, secret, agency);
        if let Some(word) = api {
            config.api = word.trim().parse().map_err(named("WELLSKY_API"))?;
        }
        if let Some(word) = environment {
            config.environment = word.trim().parse().map_err(named("WELLSKY_ENVIRONMENT"))?;
        }
        if let Some(url) = base_url {
            config = config.with_base_url(&url).map_err(named("WELLSKY_BASE_URL"))?;
        }
        if let Some(url) = token_url {
            config = config.with_token_url(&url).map_err(named("WELLSKY_TOKEN_URL"))?;
        }
        config.validate()?;
        Ok(config)
    }

    /// Chooses the surface.
    #[must_use]
    pub fn with_api(mut self, api: Api) -> Self {
        self.api = api;
        self
    }

    /// Whether Connect paths that end in an id end in a slash: sources contradict each other, and the default is what was
    /// seen to work. Paths of lists always end in one.
    #[must_use]
    pub fn with_slash_after_ids(mut self, slash: bool) -> Self {
        self.slash_after_ids = slash;
        self
    }

    /// Chooses the installation.
    #[must_use]
    pub fn with_environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Replaces the address of the API, which ends in the version (`https://host/v1`, a final `/` is the same). Unless a
    /// token URL is set, tokens then come from the same host.
    ///
    /// # Errors
    /// `Config` when it is not an https URL; plain http is for loopback hosts only, because the secret would travel in
    /// clear.
    pub fn with_base_url(mut self, url: &str) -> Result<Self> {
        self.base_url = Some(checked_url("base_url", url)?);
        Ok(self)
    }

    /// Replaces the address that hands out tokens.
    ///
    /// # Errors
    /// As [`Config::with_base_url`].
    pub fn with_token_url(mut self, url: &str) -> Result<Self> {
        self.token_url = Some(checked_url("token_url", url)?);
        Ok(self)
    }

    /// Replaces the time limits.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Replaces the retries.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Checks what the setters cannot: that key, secret and agency can be sent, and that limits and retries make sense.
    ///
    /// # Errors
    /// `Config` or `InvalidInput` naming the field.
    pub fn validate(&self) -> Result<()> {
        use secrecy::ExposeSecret as _;
        for (field, value) in [
            ("api_key", self.api_key.expose_secret()),
            ("api_secret", self.api_secret.expose_secret()),
            ("agency_id", self.agency_id.as_str()),
        ] {
            if value.is_empty() || !value.bytes().all(|b| b.is_ascii_graphic()) {
                return Err(config_error(format!(
                    "the {} must be visible ASCII characters without spaces",
                    field.replace('_', " ")
                ))
                .with("field", field));
            }
        }
        self.timeouts.validate()?;
        self.retry.validate()
    }

    /// The API key.
    pub fn api_key(&self) -> &SecretString {
        &self.api_key
    }

    /// The API secret.
    pub fn api_secret(&self) -> &SecretString {
        &self.api_secret
    }

    /// The agency.
    pub fn agency_id(&self) -> &AgencyId {
        &self.agency_id
    }

    /// The surface.
    pub fn api(&self) -> Api {
        self.api
    }

    /// Whether Connect paths that end in an id end in a slash.
    pub fn slash_after_ids(&self) -> bool {
        self.slash_after_ids
    }

    /// The installation.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// The time limits.
    pub fn timeouts(&self) -> Timeouts {
        self.timeouts
    }

    /// The retries.
    pub fn retry(&self) -> RetryPolicy {
        self.retry
    }

    /// The address of the API, as replaced or by the environment, without a final `/`.
    pub fn base_url(&self) -> String {
        match &self.base_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => self.environment.base_url(self.api).to_owned(),
        }
    }

    /// The address that hands out tokens: as replaced, or `/oauth/accesstoken` at the root of the API's host.
    pub fn token_url(&self) -> Url {
        if let Some(url) = &self.token_url {
            return url.clone();
        }
        let mut url = match &self.base_url {
            Some(url) => url.clone(),
            None => self.environment.known_base_url(self.api),
        };
        url.set_path("/oauth/accesstoken");
        url
    }
}

impl Environment {
    #[allow(clippy::expect_used, reason = "four literals, all read by a test")]
    fn known_base_url(self, api: Api) -> Url {
        Url::parse(self.base_url(api)).expect("the vendor's addresses are URLs")
    }
}

fn config_error(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Config, "config.read", message)
}

fn checked_url(field: &'static str, text: &str) -> Result<Url> {
    let refuse =
        |rule: &str| config_error(format!("the {} {rule}", field.replace('_', " "))).with("field", field);
    let url = Url::parse(text.trim()).map_err(|_| refuse("is not a URL such as https://host/v1"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("must not hold a user or a password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("must not hold a query or a fragment"));
    }
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => return Err(refuse("is not a URL such as https://host/v1")),
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if loopback => Ok(url),
        "http" => Err(refuse(
            "must be https: plain http would send the secret in clear, and is for loopback hosts only",
        )),
        _ => Err(refuse("must be https")),
    }
}
