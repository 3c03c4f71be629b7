use std::fmt;
use std::sync::Arc;

use careweave_http::{
    Authorized, ClientCredentials, Clock, ReqwestConfig, ReqwestTransport, Retry, Sleep, SystemClock,
    TokenCache, TokioSleep, Transport,
};
use careweave_types::{AgencyId, Result};

use crate::models::ClientFilter;
use crate::resources::{Applicants, Caregivers, Clients, Prospects, Shifts};
use crate::rest::{Requests, Span};
use crate::session::Session;
use crate::{Config, Environment};

const HINT: &str = "check the API key and secret (WELLSKY_API_KEY, WELLSKY_API_SECRET), and that they belong to this \
                    environment (WELLSKY_ENVIRONMENT, WELLSKY_BASE_URL)";

/// A client of WellSky Personal Care for one agency. Clones share connections and the token.
///
/// It belongs to the process and the tokio runtime in which it is used: after a fork, build another.
#[derive(Clone)]
pub struct WellSky {
    session: Arc<Session>,
    config: Arc<Config>,
}

impl fmt::Debug for WellSky {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WellSky")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// What [`WellSky::verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The agency the credentials work for.
    pub agency_id: AgencyId,
    /// The installation that answered.
    pub environment: Environment,
    /// How many clients the agency has there.
    pub client_total: u64,
}

impl WellSky {
    /// A client over the network. Nothing is sent yet.
    ///
    /// # Errors
    /// `Config` or `InvalidInput` when the configuration cannot work.
    pub fn new(config: Config) -> Result<Self> {
        let transport = ReqwestTransport::new(ReqwestConfig {
            timeouts: config.timeouts(),
            ..ReqwestConfig::default()
        })?;
        Self::with_transport(
            config,
            Arc::new(transport),
            Arc::new(SystemClock::new()),
            Arc::new(TokioSleep),
        )
    }

    /// A client configured by the environment variables, see [`Config::from_env`].
    ///
    /// # Errors
    /// As [`Config::from_env`] and [`WellSky::new`].
    pub fn from_env() -> Result<Self> {
        Self::new(Config::from_env()?)
    }

    /// A client over any transport, with the time under the caller's control.
    ///
    /// # Errors
    /// `Config` or `InvalidInput` when the configuration cannot work.
    pub fn with_transport(
        config: Config,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        sleep: Arc<dyn Sleep>,
    ) -> Result<Self> {
        config.validate()?;
        let retry = Retry::new(
            transport,
            config.retry(),
            config.timeouts(),
            Arc::clone(&clock),
            sleep,
        );
        let credentials = ClientCredentials::new(
            retry.clone(),
            config.token_url(),
            config.api_key().clone(),
            config.api_secret().clone(),
            HINT,
        );
        let tokens = Arc::new(TokenCache::new(Arc::new(credentials), clock));
        let requests = Requests::new(config.base_url(), config.agency_id().clone());
        Ok(Self {
            session: Arc::new(Session::new(requests, Authorized::new(retry, tokens))),
            config: Arc::new(config),
        })
    }

    /// The configuration in use.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Proves that the credentials work: gets a token and asks for one client.
    ///
    /// # Errors
    /// `Unauthenticated` for wrong credentials, `Forbidden` for another's agency, `UnknownRoute` for a wrong base URL,
    /// `Unreachable` when nobody answers there.
    pub async fn verify(&self) -> Result<Verified> {
        self.session.authenticate().await?;
        let span = Span { limit: 1, offset: 0 };
        let request = self.session.requests.list_clients(&ClientFilter::default(), span);
        let client_total = self.session.count("clients", request).await?;
        Ok(Verified {
            agency_id: self.config.agency_id().clone(),
            environment: self.config.environment(),
            client_total,
        })
    }

    /// Clients.
    pub fn clients(&self) -> Clients {
        Clients::new(Arc::clone(&self.session))
    }

    /// Caregivers.
    pub fn caregivers(&self) -> Caregivers {
        Caregivers::new(Arc::clone(&self.session))
    }

    /// Shifts.
    pub fn shifts(&self) -> Shifts {
        Shifts::new(Arc::clone(&self.session))
    }

    /// Prospects.
    pub fn prospects(&self) -> Prospects {
        Prospects::new(Arc::clone(&self.session))
    }

    /// Applicants.
    pub fn applicants(&self) -> Applicants {
        Applicants::new(Arc::clone(&self.session))
    }
}
