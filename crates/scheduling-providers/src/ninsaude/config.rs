use std::collections::BTreeMap;

use careweave_http::{BreakerPolicy, RateLimit, RetryPolicy, Timeouts};
use careweave_types::ids::IntegrationId;
use careweave_types::{AgencyZone, Error, ErrorKind, Result};
use secrecy::SecretString;
use std::time::Duration;
use url::Url;

use crate::registry::Settings;

const OPERATION: &str = "ninsaude.config";

/// Where the service answers.
pub const PRODUCTION: &str = "https://api.ninsaude.com/v1";

/// How the account is signed in to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SignIn {
    /// By a user of the clinic.
    Password {
        /// The account, as the clinic's address names it.
        account: String,
        /// The user.
        username: String,
        /// The user's password.
        password: SecretString,
        /// The unit the user signs in to.
        account_unit: String,
    },
    /// By a refresh token that somebody got before. Once it is used up, a person has to sign in.
    RefreshToken(SecretString),
}

/// The route a status is changed by: sources disagree which one an account has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StatusRoute {
    /// `PUT atendimento_agenda/{id}` with the status alone.
    #[default]
    Short,
    /// `PUT atendimento_agenda/alterar/status/agendamento/{id}` with the record as it was read.
    WholeRecord,
}

/// One clinic, and how patiently it is called. `Debug` shows neither password nor token.
///
/// Nothing on the wire says a zone, so each unit of the clinic needs one here.
#[derive(Clone, Debug)]
pub struct Config {
    pub(super) integration: IntegrationId,
    pub(super) sign_in: SignIn,
    pub(super) base_url: Url,
    pub(super) units: BTreeMap<String, AgencyZone>,
    pub(super) service_minutes: BTreeMap<String, u32>,
    pub(super) status_route: StatusRoute,
    pub(super) page_size: u32,
    pub(super) lookup: Lookup,
    pub(super) timeouts: Timeouts,
    pub(super) retry: RetryPolicy,
    pub(super) rate_limit: RateLimit,
    pub(super) breaker: BreakerPolicy,
}

/// How far around today an appointment is looked for that was not listed before: the service finds none by its id alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lookup {
    pub(super) back_days: u32,
    pub(super) ahead_days: u32,
}

impl Config {
    /// The clinic in production. It needs a zone per unit before it can be used: [`with_unit`](Self::with_unit).
    ///
    /// By default a call takes 12 s in all, 60 requests go out in a minute and 10 at once after a quiet time: the service
    /// publishes no limit, and one that was exceeded is adapted to.
    ///
    /// # Errors
    /// `InvalidInput` naming what is empty.
    pub fn new(integration: IntegrationId, sign_in: SignIn) -> Result<Self> {
        if let SignIn::Password {
            account,
            username,
            account_unit,
            ..
        } = &sign_in
        {
            for (field, text) in [
                ("account", account),
                ("username", username),
                ("account_unit", account_unit),
            ] {
                if text.trim().is_empty() {
                    return Err(Error::invalid(OPERATION, field, "must not be empty"));
                }
            }
        }
        Ok(Self {
            integration,
            sign_in,
            base_url: base_url(PRODUCTION)?,
            units: BTreeMap::new(),
            service_minutes: BTreeMap::new(),
            status_route: StatusRoute::default(),
            page_size: 100,
            lookup: Lookup {
                back_days: 90,
                ahead_days: 180,
            },
            timeouts: Timeouts::default().with_operation(Duration::from_secs(12)),
            retry: RetryPolicy {
                first_wait: Duration::from_secs(1),
                longest_wait: Duration::from_secs(4),
                ..RetryPolicy::default()
            },
            rate_limit: RateLimit {
                requests: 60,
                per: Duration::from_secs(60),
                burst: 10,
                ..RateLimit::default()
            },
            breaker: BreakerPolicy::default(),
        })
    }

    /// Another address, such as that of a sandbox.
    ///
    /// # Errors
    /// `InvalidInput` for what is no http or https address.
    pub fn with_base_url(mut self, address: &str) -> Result<Self> {
        self.base_url = base_url(address)?;
        Ok(self)
    }

    /// The zone of a unit's wall clock.
    #[must_use]
    pub fn with_unit(mut self, unit: impl Into<String>, zone: AgencyZone) -> Self {
        self.units.insert(unit.into(), zone);
        self
    }

    /// How long a service takes, over whatever the clinic says of it.
    ///
    /// # Errors
    /// `InvalidInput` for none or more than a day.
    pub fn with_service_minutes(mut self, service: impl Into<String>, minutes: u32) -> Result<Self> {
        if !(1..=1_440).contains(&minutes) {
            return Err(Error::invalid(
                OPERATION,
                "service_minutes",
                "must be between 1 and 1440",
            ));
        }
        self.service_minutes.insert(service.into(), minutes);
        Ok(self)
    }

    /// The route a status is changed by.
    #[must_use]
    pub fn with_status_route(mut self, route: StatusRoute) -> Self {
        self.status_route = route;
        self
    }

    /// How many rows are asked for at once.
    ///
    /// # Errors
    /// `InvalidInput` outside 2 to 500.
    pub fn with_page_size(mut self, rows: u32) -> Result<Self> {
        if !(2..=500).contains(&rows) {
            return Err(Error::invalid(
                OPERATION,
                "page_size",
                "must be between 2 and 500",
            ));
        }
        self.page_size = rows;
        Ok(self)
    }

    /// How many days back and ahead an appointment is looked for that was not listed before.
    #[must_use]
    pub fn with_lookup(mut self, back_days: u32, ahead_days: u32) -> Self {
        self.lookup = Lookup {
            back_days: back_days.min(3_660),
            ahead_days: ahead_days.min(3_660),
        };
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

    /// Reads a configuration from the settings that [`FACTORY`](super::FACTORY) names.
    ///
    /// # Errors
    /// `Config` naming all that is missing, or a setting and what it should be; `InvalidInput` for a value out of its range.
    pub fn from_settings(settings: &Settings) -> Result<Self> {
        let sign_in = match settings.secret("refresh_token") {
            Some(token) => SignIn::RefreshToken(token),
            None => {
                let missing: Vec<_> = ["account", "username", "password", "account_unit"]
                    .into_iter()
                    .filter(|name| settings.text(name).is_none())
                    .collect();
                if !missing.is_empty() {
                    return Err(Error::new(
                        ErrorKind::Config,
                        OPERATION,
                        "settings are missing: a user of the clinic with password, or a refresh token",
                    )
                    .with("settings", missing.join(", ")));
                }
                let given = |name| settings.text(name).unwrap_or_default().to_owned();
                SignIn::Password {
                    account: given("account"),
                    username: given("username"),
                    password: settings.required("password")?,
                    account_unit: given("account_unit"),
                }
            }
        };
        let mut config = Self::new(settings.integration().clone(), sign_in)?;
        for (unit, zone) in pairs(settings, "units", "1=America/Sao_Paulo,2=America/Rio_Branco")? {
            let zone = AgencyZone::new(zone).map_err(|error| error.with("unit", unit.to_owned()))?;
            config = config.with_unit(unit, zone);
        }
        for (service, minutes) in pairs(settings, "service_minutes", "21=20,23=40")? {
            let minutes = minutes
                .parse()
                .map_err(|_| malformed("service_minutes", "21=20,23=40"))?;
            config = config.with_service_minutes(service, minutes)?;
        }
        if let Some(address) = settings.text("base_url") {
            config = config.with_base_url(address)?;
        }
        if let Some(rows) = settings.parsed("page_size", "a whole number")? {
            config = config.with_page_size(rows)?;
        }
        if let Some(requests) = settings.parsed("requests_per_minute", "a whole number")? {
            let limit = RateLimit {
                requests,
                ..config.rate_limit.clone()
            };
            limit.validate()?;
            config = config.with_rate_limit(limit);
        }
        match settings.text("status_route") {
            None | Some("short") => Ok(config),
            Some("whole_record") => Ok(config.with_status_route(StatusRoute::WholeRecord)),
            Some(_) => Err(malformed("status_route", "short or whole_record")),
        }
    }

    /// The zone of a unit.
    ///
    /// # Errors
    /// `Config` naming the unit without one.
    pub(super) fn zone(&self, unit: &str) -> Result<&AgencyZone> {
        self.units.get(unit).ok_or_else(|| without_zone(unit))
    }
}

/// The refusal to guess what a unit's wall clock shows.
pub(super) fn without_zone(unit: &str) -> Error {
    Error::new(
        ErrorKind::Config,
        OPERATION,
        "the unit has no zone in the configuration, and nothing on the wire says one",
    )
    .with("field", format!("unit.{unit}"))
    .with("unit", unit.to_owned())
}

/// The pairs of a setting such as `1=America/Sao_Paulo,2=America/Rio_Branco`.
fn pairs<'a>(settings: &'a Settings, name: &'static str, such_as: &str) -> Result<Vec<(&'a str, &'a str)>> {
    let Some(text) = settings.text(name) else {
        return Ok(Vec::new());
    };
    text.split(',')
        .map(|pair| {
            let (id, value) = pair.split_once('=').ok_or_else(|| malformed(name, such_as))?;
            match (id.trim(), value.trim()) {
                ("", _) | (_, "") => Err(malformed(name, such_as)),
                pair => Ok(pair),
            }
        })
        .collect()
}

fn malformed(name: &'static str, such_as: &str) -> Error {
    Error::new(
        ErrorKind::Config,
        OPERATION,
        format!("a setting should be like {such_as}"),
    )
    .with("settings", name)
}

fn base_url(address: &str) -> Result<Url> {
    let refuse = || {
        Error::invalid(
            OPERATION,
            "base_url",
            "must be an http or https address without query",
        )
    };
    let url = Url::parse(address.trim_end_matches('/')).map_err(|_| refuse())?;
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    (matches!(url.scheme(), "http" | "https") && url.has_host() && plain)
        .then_some(url)
        .ok_or_else(refuse)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use careweave_http::{ReqwestConfig, ReqwestTransport, SystemClock, TokioSleep};

    use super::*;
    use crate::Provider;
    use crate::model::ProviderKind;
    use crate::registry::{Effects, ProviderConfig};

    const WHOLE: &[(&str, &str)] = &[
        ("account", "exemplo"),
        ("username", "integracao"),
        ("password", "synthetic-password"),
        ("account_unit", "1"),
        ("units", "1=America/Sao_Paulo, 2=America/Rio_Branco"),
    ];

    fn integration() -> IntegrationId {
        IntegrationId::new("clinic").unwrap()
    }

    fn made_of(pairs: &[(&str, &str)], more: (&str, &str)) -> Result<Provider> {
        let mut config = ProviderConfig::new(ProviderKind::Ninsaude, integration());
        for (name, value) in pairs.iter().chain([&more]) {
            config = config.with(*name, *value);
        }
        let transport = ReqwestTransport::new(ReqwestConfig::default()).unwrap();
        let effects = Effects::new(
            Arc::new(transport),
            Arc::new(SystemClock::new()),
            Arc::new(TokioSleep),
        );
        Provider::from_config(&config, &effects)
    }

    #[test]
    fn a_user_of_the_clinic_or_a_refresh_token_signs_in_and_all_that_is_missing_is_named() {
        let error = made_of(&WHOLE[..1], WHOLE[4]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.get("settings"), Some("username, password, account_unit"));
        assert_eq!(
            made_of(&WHOLE[..3], WHOLE[3]).unwrap_err().get("settings"),
            Some("units")
        );
        assert!(made_of(&WHOLE[..4], WHOLE[4]).is_ok());
        assert!(made_of(&WHOLE[4..], ("refresh_token", "synthetic")).is_ok());
    }

    #[test]
    fn a_value_that_breaks_its_rule_is_refused_by_name() {
        for (name, value, named) in [
            ("base_url", "ftp://example.invalid", "base_url"),
            ("page_size", "1", "page_size"),
            ("page_size", "many", "page_size"),
            ("requests_per_minute", "0", "rate_limit.requests"),
            ("status_route", "long", "status_route"),
            ("service_minutes", "21=0", "service_minutes"),
            ("service_minutes", "21", "service_minutes"),
            ("units", "1=Brazil", "zone"),
            ("units", "=America/Manaus", "units"),
            ("clinic_id", "4", "clinic_id"),
        ] {
            let error = made_of(WHOLE, (name, value)).unwrap_err();
            assert_eq!(
                error.get("settings").or(error.get("field")),
                Some(named),
                "{error}"
            );
        }
    }

    #[test]
    fn a_unit_without_a_zone_is_named_and_no_secret_is_printed() {
        let sign_in = SignIn::Password {
            account: "exemplo".to_owned(),
            username: "integracao".to_owned(),
            password: SecretString::from("synthetic-password"),
            account_unit: "1".to_owned(),
        };
        let config = Config::new(integration(), sign_in).unwrap();
        assert_eq!(config.timeouts.operation, Duration::from_secs(12));
        let error = config.zone("7").unwrap_err();
        assert_eq!(
            (error.get("unit"), error.get("field")),
            (Some("7"), Some("unit.7"))
        );
        assert!(!format!("{config:?}").contains("synthetic-password"));
    }
}
