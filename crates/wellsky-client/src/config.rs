use std::time::Duration;

use careweave_http::{BreakerPolicy, Partition, RateLimit, RetryBudgetPolicy, RetryPolicy, Timeouts};
use careweave_types::{AgencyId, AgencyZone, Result};
use secrecy::SecretString;
use url::{Host, Url};

use crate::CacheSettings;
use crate::surface::{Api, Environment};
use crate::variables::{Variables, config_error};

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
    retry_budget: RetryBudgetPolicy,
    rate_limit: Option<RateLimit>,
    breaker: Option<BreakerPolicy>,
    cache: Option<CacheSettings>,
    agency_zone: Option<AgencyZone>,
}

/// The variables without which nothing can be called.
const NEEDED: [&str; 3] = ["WELLSKY_API_KEY", "WELLSKY_API_SECRET", "WELLSKY_AGENCY_ID"];

/// Time limits with one of them replaced.
type WithLimit = fn(Timeouts, Option<Duration>) -> Timeouts;

/// The variables that are time limits, in seconds or `off`.
const TIME_LIMITS: [(&str, WithLimit); 4] = [
    ("WELLSKY_CONNECT_TIMEOUT", |limits, limit| {
        limits.with_connect(limit)
    }),
    ("WELLSKY_READ_TIMEOUT", |limits, limit| limits.with_read(limit)),
    ("WELLSKY_ATTEMPT_TIMEOUT", |limits, limit| {
        limits.with_attempt(limit)
    }),
    ("WELLSKY_OPERATION_TIMEOUT", |limits, limit| {
        limits.with_operation(limit)
    }),
];

impl Config {
    /// A configuration for the vendor's sandbox with the default time limits, retries, limits and caches.
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
            retry_budget: RetryBudgetPolicy::default(),
            rate_limit: Some(RateLimit::default()),
            breaker: Some(BreakerPolicy {
                partition: Partition::ResourceClass,
                ..BreakerPolicy::default()
            }),
            cache: Some(CacheSettings::default()),
            agency_zone: None,
        }
    }

    /// Reads the environment variables `WELLSKY_API_KEY`, `WELLSKY_API_SECRET`, `WELLSKY_AGENCY_ID` and, where set:
    ///
    /// | variable | value | default |
    /// |---|---|---|
    /// | `WELLSKY_API` | `rest`, `connect` | `rest` |
    /// | `WELLSKY_ENVIRONMENT` | `sandbox`, `production` | `sandbox` |
    /// | `WELLSKY_BASE_URL`, `WELLSKY_TOKEN_URL` | an https URL | those of the environment |
    /// | `WELLSKY_CONNECT_TIMEOUT`, `WELLSKY_READ_TIMEOUT`, `WELLSKY_ATTEMPT_TIMEOUT` | seconds, or `off` | 5 |
    /// | `WELLSKY_OPERATION_TIMEOUT` | seconds, or `off` | 30 |
    /// | `WELLSKY_RATE_LIMIT` | the most requests in any second, or `off` | 100 |
    /// | `WELLSKY_CACHE` | `on`, `off` | `on` |
    /// | `WELLSKY_TIME_ZONE` | the agency's IANA zone | none: no refresh at 03:00 |
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
    pub fn from_lookup(lookup: impl FnMut(&str) -> Option<String>) -> Result<Self> {
        let mut variables = Variables::of(lookup);
        let [key, secret, agency] = variables.needed(NEEDED)?;
        let agency = AgencyId::new(agency).map_err(|e| Variables::refused("WELLSKY_AGENCY_ID", e))?;
        let mut config = Self::new(key, secret, agency);
        if let Some(api) = variables.parsed("WELLSKY_API", str::parse)? {
            config.api = api;
        }
        if let Some(environment) = variables.parsed("WELLSKY_ENVIRONMENT", str::parse)? {
            config.environment = environment;
        }
        config.base_url = variables.parsed("WELLSKY_BASE_URL", |url| checked_url("base_url", url))?;
        config.token_url = variables.parsed("WELLSKY_TOKEN_URL", |url| checked_url("token_url", url))?;
        for (name, with) in TIME_LIMITS {
            if let Some(limit) = variables.seconds_or_off(name)? {
                config.timeouts = with(config.timeouts, limit);
            }
        }
        if let Some(limit) = variables.count_or_off("WELLSKY_RATE_LIMIT")? {
            config.rate_limit = limit.map(RateLimit::per_second);
        }
        if let Some(false) = variables.on_or_off("WELLSKY_CACHE")? {
            config.cache = None;
        }
        config.agency_zone = variables.parsed("WELLSKY_TIME_ZONE", AgencyZone::new)?;
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

    /// Replaces what retries cost: see [`RetryBudgetPolicy`].
    #[must_use]
    pub fn with_retry_budget(mut self, budget: RetryBudgetPolicy) -> Self {
        self.retry_budget = budget;
        self
    }

    /// Replaces the limit of requests a second; `None` turns it off. A client and its clones share one limit.
    #[must_use]
    pub fn with_rate_limit(mut self, limit: impl Into<Option<RateLimit>>) -> Self {
        self.rate_limit = limit.into();
        self
    }

    /// Replaces the circuit breaker; `None` turns it off. A client and its clones share one.
    #[must_use]
    pub fn with_breaker(mut self, breaker: impl Into<Option<BreakerPolicy>>) -> Self {
        self.breaker = breaker.into();
        self
    }

    /// Replaces how long reads are kept that ask for it; `None` keeps nothing, so that each is made anew.
    #[must_use]
    pub fn with_cache(mut self, cache: impl Into<Option<CacheSettings>>) -> Self {
        self.cache = cache.into();
        self
    }

    /// Sets the agency's zone: at 03:00 there the people kept are read anew.
    #[must_use]
    pub fn with_agency_zone(mut self, zone: AgencyZone) -> Self {
        self.agency_zone = Some(zone);
        self
    }

    /// Checks what the setters cannot: that key, secret and agency can be sent, and that limits, retries and caches make
    /// sense.
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
        self.retry.validate()?;
        self.retry_budget.validate()?;
        if let Some(limit) = &self.rate_limit {
            limit.validate()?;
        }
        if let Some(breaker) = &self.breaker {
            breaker.validate()?;
        }
        if let Some(cache) = &self.cache {
            cache.validate()?;
        }
        Ok(())
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

    /// What retries cost.
    pub fn retry_budget(&self) -> RetryBudgetPolicy {
        self.retry_budget
    }

    /// The limit of requests; nothing when it is off.
    pub fn rate_limit(&self) -> Option<&RateLimit> {
        self.rate_limit.as_ref()
    }

    /// The circuit breaker; nothing when it is off.
    pub fn breaker(&self) -> Option<&BreakerPolicy> {
        self.breaker.as_ref()
    }

    /// How long reads are kept that ask for it; nothing when none is.
    pub fn cache(&self) -> Option<&CacheSettings> {
        self.cache.as_ref()
    }

    /// The agency's zone, where it is known.
    pub fn agency_zone(&self) -> Option<&AgencyZone> {
        self.agency_zone.as_ref()
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
