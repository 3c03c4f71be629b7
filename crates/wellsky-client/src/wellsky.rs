use std::fmt;
use std::sync::Arc;

use careweave_http::{
    Authorized, ClientCredentials, Clock, ReqwestConfig, ReqwestTransport, Retry, Sleep, SystemClock,
    TokenCache, TokioSleep, Transport,
};
use careweave_types::{AgencyId, Result};

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

/// A client of WellSky Personal Care for one agency. Clones share connections and the token.
///
/// It belongs to the process and the tokio runtime in which it is used: after a fork, build another.
#[derive(Clone)]
pub struct WellSky {
    dialect: Dialect,
    access: Access,
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
        let tokens = Arc::new(TokenCache::new(Arc::new(credentials), Arc::clone(&clock)));
        let caller = Caller::new(Authorized::new(retry, tokens));
        let (base_url, agency) = (config.base_url(), config.agency_id().clone());
        let dialect = match config.api() {
            Api::Rest => Dialect::Rest(Arc::new(rest::Session::new(
                rest::Requests::new(base_url, agency),
                caller,
            ))),
            Api::Connect => Dialect::Connect(Arc::new(connect::Session::new(
                connect::Requests::new(base_url, agency, config.slash_after_ids()),
                caller,
                clock,
            ))),
        };
        Ok(Self {
            dialect,
            access: Access::FULL,
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
            agency_id: self.config.agency_id().clone(),
            environment: self.config.environment(),
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
