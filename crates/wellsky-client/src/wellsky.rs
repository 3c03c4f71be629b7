use std::fmt;
use std::sync::Arc;

use careweave_http::{
    Authorized, ClientCredentials, Clock, InMemoryMetrics, Layers, Metrics, ReqwestConfig, ReqwestTransport,
    RetryBudget, Sleep, SystemClock, TokenCache, TokioSleep, Transport,
};
use careweave_types::{AgencyId, Result};

use crate::caches::Caches;
use crate::caller::Caller;
use crate::capabilities::{Capabilities, unsupported};
use crate::connect::{self, Connect};
use crate::dialect::Dialect;
use crate::models::ClientFilter;
use crate::resources::{Applicants, Caregivers, Clients, Prospects, Shifts, Visits};
use crate::rest::{self, Span};
use crate::scope::{Access, Act, Scope};
use crate::{Api, Config, Environment, Feature, IdempotencyKey};

const HINT: &str = "check the API key and secret (WELLSKY_API_KEY, WELLSKY_API_SECRET), and that they belong to this \
                    environment (WELLSKY_ENVIRONMENT, WELLSKY_BASE_URL)";

/// A client of WellSky Personal Care for one agency. Clones share connections, the token, the limit of requests, the
/// circuit breaker, what was counted and what was kept of reads: make one for each agency and clone it.
///
/// It belongs to the process and the tokio runtime in which it is used: after a fork, build another.
#[derive(Clone)]
pub struct WellSky {
    pub(crate) dialect: Dialect,
    pub(crate) access: Access,
    pub(crate) shared: Arc<Shared>,
}

/// What all clones of a client share beside the dialect.
pub(crate) struct Shared {
    config: Config,
    pub(crate) layers: Layers,
    pub(crate) metrics: Arc<InMemoryMetrics>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sleep: Arc<dyn Sleep>,
}

impl fmt::Debug for WellSky {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WellSky")
            .field("config", &self.shared.config)
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
    /// How many clients the agency has there; over Connect, prospects among them.
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
        let counted = Arc::new(InMemoryMetrics::new());
        let metrics: Arc<dyn Metrics> = Arc::clone(&counted) as Arc<dyn Metrics>;
        let mut layers = Layers::over(transport, Arc::clone(&clock), Arc::clone(&sleep))
            .with_metrics(Arc::clone(&metrics))
            .with_retry(config.retry())
            .with_timeouts(config.timeouts())
            .with_budget(Arc::new(RetryBudget::new(config.retry_budget())?));
        if let Some(limit) = config.rate_limit() {
            layers = layers.with_rate_limit(limit.clone())?;
        }
        if let Some(breaker) = config.breaker() {
            layers = layers.with_breaker(breaker.clone())?;
        }
        let retry = layers.retry()?;
        let credentials = ClientCredentials::new(
            retry.clone(),
            config.token_url(),
            config.api_key().clone(),
            config.api_secret().clone(),
            HINT,
        );
        let tokens =
            TokenCache::new(Arc::new(credentials), Arc::clone(&clock)).with_metrics(Arc::clone(&metrics));
        let caches = Caches::new(&config, &clock, &metrics)?;
        let caller = Caller::new(Authorized::new(retry, Arc::new(tokens)), caches);
        let (base_url, agency) = (config.base_url(), config.agency_id().clone());
        let dialect = match config.api() {
            Api::Rest => Dialect::Rest(Arc::new(rest::Session::new(
                rest::Requests::new(base_url, agency),
                caller,
            ))),
            Api::Connect => Dialect::Connect(Arc::new(connect::Session::new(
                connect::Requests::new(base_url, agency, config.slash_after_ids()),
                caller,
                Arc::clone(&clock),
            ))),
        };
        Ok(Self {
            dialect,
            access: Access::FULL,
            shared: Arc::new(Shared {
                config,
                layers,
                metrics: counted,
                clock,
                sleep,
            }),
        })
    }

    /// The configuration in use.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// Proves that the credentials work: gets a token and asks for one client.
    ///
    /// # Errors
    /// `Unauthenticated` for wrong credentials, `Forbidden` for another's agency, `UnknownRoute` for a wrong base URL,
    /// `Unreachable` when nobody answers there.
    pub async fn verify(&self) -> Result<Verified> {
        let client_total = match &self.dialect {
            Dialect::Rest(session) => {
                session.authenticate().await?;
                let span = Span { limit: 1, offset: 0 };
                let request = session.requests.list_clients(&ClientFilter::default(), span);
                session.count("clients", request).await?
            }
            Dialect::Connect(session) => {
                session.authenticate().await?;
                session.count_patients("wellsky.verify").await?
            }
        };
        Ok(Verified {
            agency_id: self.config().agency_id().clone(),
            environment: self.config().environment(),
            client_total,
        })
    }

    /// Clients.
    pub fn clients(&self) -> Clients {
        Clients::new(self.dialect.clone(), self.access)
    }

    /// Caregivers.
    pub fn caregivers(&self) -> Caregivers {
        Caregivers::new(self.dialect.clone(), self.access)
    }

    /// Shifts.
    pub fn shifts(&self) -> Shifts {
        Shifts::new(self.dialect.clone(), self.access)
    }

    /// Prospects.
    pub fn prospects(&self) -> Prospects {
        Prospects::new(self.dialect.clone(), self.access)
    }

    /// Applicants.
    pub fn applicants(&self) -> Applicants {
        Applicants::new(self.dialect.clone(), self.access)
    }

    /// Visits: shifts with what was clocked.
    pub fn visits(&self) -> Visits {
        Visits::new(self.dialect.clone(), self.access)
    }

    /// The vendor's own records, where the Connect surface is spoken.
    ///
    /// # Errors
    /// `Unsupported` over REST; `Forbidden` for a handle with a scope, because these records are not masked.
    pub fn connect(&self) -> Result<Connect> {
        const OPERATION: &str = "wellsky.connect";
        self.access.permit(OPERATION, Act::Connect)?;
        match &self.dialect {
            Dialect::Connect(session) => Ok(Connect::new(Arc::clone(session))),
            Dialect::Rest(_) => Err(unsupported(Api::Rest, OPERATION, Feature::Clock)),
        }
    }

    /// What can be done over this dialect: what is documented, and what was found since. Nothing is sent.
    pub fn capabilities(&self) -> Capabilities {
        self.dialect.capabilities()
    }

    /// Finds out what the documents leave open, without changing anything, and gives the capabilities then known. Over
    /// REST there is nothing to find out.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn probe(&self) -> Result<Capabilities> {
        if let Dialect::Connect(session) = &self.dialect {
            self.access.permit("capabilities.probe", Act::AssignShifts)?;
            session
                .probe_appointment_writes(&IdempotencyKey::new("capabilities/probe")?)
                .await?;
        }
        Ok(self.capabilities())
    }

    /// A handle on the same connections for a part of the agency's work. A call outside it is `Forbidden` before anything
    /// is sent, and what is read is masked to what the scope may see: optional fields are empty, required ones say
    /// [`WITHHELD`](crate::WITHHELD). Scoping a scoped handle leaves what both scopes allow.
    #[must_use]
    pub fn scoped(&self, scope: Scope) -> Self {
        Self {
            access: self.access.narrowed(scope),
            ..self.clone()
        }
    }
}
