use std::fmt;
use std::process;
use std::sync::{Arc, OnceLock};

use careweave::http::{Clock, SystemClock};
use careweave::types::{
    AgencyId, AgencyZone, CaregiverId, ClientId, Error, ErrorKind, Result, ShiftId, TimeWindow,
};
use careweave::wellsky::models::{CaregiverFilter, ClientFilter, ShiftFilter};
use careweave::wellsky::{Config, Pager, Row, WellSky};
use careweave::workflows::{AssignmentDesk, RosterOptions, pull_roster};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::call::{from_json, to_json};
use crate::{Call, ForkAware, RosterHandle, StoreHandle};

/// The environment variable that names the agency's IANA zone where a host does not.
pub const ZONE_VARIABLE: &str = "CAREWEAVE_AGENCY_ZONE";

/// A WellSky client for a host. It may be shared by threads, and a forked child gets a client of its own.
pub struct WellSkySession {
    client: ForkAware<WellSky>,
}

/// The settings as a host passes them, as JSON. Those left out are the client's defaults.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    api_key: String,
    api_secret: String,
    agency_id: String,
    environment: Option<String>,
    base_url: Option<String>,
    token_url: Option<String>,
}

/// From `start` (default: now) to `end` (default: two weeks later).
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WindowArguments {
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
}

impl WindowArguments {
    const DEFAULT_DAYS: i64 = 14;

    fn window(&self) -> Result<TimeWindow> {
        let start = self.start.unwrap_or_else(|| SystemClock::new().now());
        TimeWindow::new(
            start,
            self.end.unwrap_or(start + TimeDelta::days(Self::DEFAULT_DAYS)),
        )
    }
}

/// When and how much of an agency a roster or a job takes in. All may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RosterArguments {
    now: Option<DateTime<Utc>>,
    zone: Option<String>,
    history_days: Option<u32>,
    horizon_days: Option<u32>,
    pub(crate) wave_size: Option<usize>,
}

impl RosterArguments {
    pub(crate) fn options(&self, operation: &'static str) -> Result<RosterOptions> {
        let named = self.zone.clone().or_else(|| std::env::var(ZONE_VARIABLE).ok());
        let zone = named.ok_or_else(|| {
            Error::new(
                ErrorKind::Config,
                operation,
                format!(
                    "the agency's zone is not known: pass it, such as America/Denver, or set {ZONE_VARIABLE}"
                ),
            )
            .with("missing", ZONE_VARIABLE)
        })?;
        let mut options = RosterOptions::new(AgencyZone::new(&zone)?);
        options.history_days = self.history_days.unwrap_or(options.history_days);
        options.horizon_days = self.horizon_days.unwrap_or(options.horizon_days);
        Ok(options)
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now.unwrap_or_else(|| SystemClock::new().now())
    }
}

impl WellSkySession {
    /// A session from settings as JSON: `api_key`, `api_secret`, `agency_id` and optionally `environment`,
    /// `base_url`, `token_url`.
    ///
    /// # Errors
    /// `InvalidInput` for unknown settings, `Config` for what the client's [`Config`] refuses.
    pub fn new(settings: &str) -> Result<Self> {
        let settings: Settings = from_json("wellsky.configure", settings)?;
        let mut config = Config::new(
            settings.api_key,
            settings.api_secret,
            AgencyId::new(settings.agency_id)?,
        );
        if let Some(word) = settings.environment {
            config = config.with_environment(word.parse()?);
        }
        if let Some(url) = settings.base_url {
            config = config.with_base_url(&url)?;
        }
        if let Some(url) = settings.token_url {
            config = config.with_token_url(&url)?;
        }
        Self::with(config)
    }

    /// A session from the environment: `WELLSKY_API_KEY`, `WELLSKY_API_SECRET`, `WELLSKY_AGENCY_ID` and optionally
    /// `WELLSKY_ENVIRONMENT`, `WELLSKY_BASE_URL`, `WELLSKY_TOKEN_URL`.
    ///
    /// # Errors
    /// `Config` that names every variable that is missing.
    pub fn from_env() -> Result<Self> {
        Self::with(Config::from_env()?)
    }

    fn with(config: Config) -> Result<Self> {
        let client = ForkAware::new(move || WellSky::new(config.clone()));
        client.get()?;
        Ok(Self { client })
    }

    /// The client of this process.
    ///
    /// # Errors
    /// What making the client again in a forked child gives.
    pub fn client(&self) -> Result<WellSky> {
        self.client.get().cloned()
    }

    /// The agency's id.
    ///
    /// # Errors
    /// As [`client`](Self::client).
    pub fn agency_id(&self) -> Result<String> {
        Ok(self.client()?.config().agency_id().to_string())
    }

    /// Checks credentials, address and agency by one token and one cheap read. Gives
    /// `{"agency_id","environment","client_total"}`.
    pub fn verify(&self) -> Call {
        #[derive(Serialize)]
        struct Seen {
            agency_id: AgencyId,
            environment: &'static str,
            client_total: u64,
        }
        self.call("wellsky.verify", |wellsky| async move {
            let seen = wellsky.verify().await?;
            Ok(Seen {
                agency_id: seen.agency_id,
                environment: seen.environment.as_str(),
                client_total: seen.client_total,
            })
        })
    }

    /// Every client that meets the filter (the fields of [`ClientFilter`] as JSON), as an array.
    pub fn clients(&self, filter: &str) -> Call {
        let filter = from_json::<ClientFilter>("clients.list", filter);
        self.call("clients.list", |wellsky| async move {
            wellsky.clients().list(filter?).all().await
        })
    }

    /// One client.
    pub fn client_by_id(&self, id: &str) -> Call {
        let id = ClientId::new(id);
        self.call("clients.get", |wellsky| async move {
            wellsky.clients().get(&id?).await
        })
    }

    /// Every caregiver that meets the filter (the fields of [`CaregiverFilter`] as JSON), as an array.
    pub fn caregivers(&self, filter: &str) -> Call {
        let filter = from_json::<CaregiverFilter>("caregivers.list", filter);
        self.call("caregivers.list", |wellsky| async move {
            wellsky.caregivers().list(filter?).all().await
        })
    }

    /// One caregiver.
    pub fn caregiver(&self, id: &str) -> Call {
        let id = CaregiverId::new(id);
        self.call("caregivers.get", |wellsky| async move {
            wellsky.caregivers().get(&id?).await
        })
    }

    /// Every shift that meets the filter (the fields of [`ShiftFilter`] as JSON; `window` is `{"start","end"}`), as
    /// an array in order of start.
    pub fn shifts(&self, filter: &str) -> Call {
        let filter = from_json::<ShiftFilter>("shifts.list", filter);
        self.call("shifts.list", |wellsky| async move {
            wellsky.shifts().list(filter?).all().await
        })
    }

    /// Every open shift that overlaps the window, as an array in order of start. `{"start","end"}`: instants; the
    /// defaults are now and two weeks after the start.
    pub fn open_shifts(&self, window: &str) -> Call {
        let window =
            from_json::<WindowArguments>("shifts.open", window).and_then(|arguments| arguments.window());
        self.call("shifts.open", |wellsky| async move {
            wellsky.shifts().open(window?).all().await
        })
    }

    /// One shift.
    pub fn shift(&self, id: &str) -> Call {
        let id = ShiftId::new(id);
        self.call(
            "shifts.get",
            |wellsky| async move { wellsky.shifts().get(&id?).await },
        )
    }

    /// The electronic visit verification of a shift; `null` before the first clock-in.
    pub fn evv(&self, shift_id: &str) -> Call {
        let id = ShiftId::new(shift_id);
        self.call(
            "shifts.evv",
            |wellsky| async move { wellsky.shifts().evv(&id?).await },
        )
    }

    /// The clients page by page, `page_size` (1 to 100) at a time.
    ///
    /// # Errors
    /// `InvalidInput` for a wrong filter or page size.
    pub fn client_pages(&self, filter: &str, page_size: Option<u32>) -> Result<Pages> {
        let filter = from_json::<ClientFilter>("clients.list", filter)?;
        Pages::of("clients.list", self.client()?.clients().list(filter), page_size)
    }

    /// The caregivers page by page, `page_size` (1 to 100) at a time.
    ///
    /// # Errors
    /// `InvalidInput` for a wrong filter or page size.
    pub fn caregiver_pages(&self, filter: &str, page_size: Option<u32>) -> Result<Pages> {
        let filter = from_json::<CaregiverFilter>("caregivers.list", filter)?;
        Pages::of(
            "caregivers.list",
            self.client()?.caregivers().list(filter),
            page_size,
        )
    }

    /// The shifts page by page, `page_size` (1 to 100) at a time.
    ///
    /// # Errors
    /// `InvalidInput` for a wrong filter or page size.
    pub fn shift_pages(&self, filter: &str, page_size: Option<u32>) -> Result<Pages> {
        let filter = from_json::<ShiftFilter>("shifts.list", filter)?;
        Pages::of("shifts.list", self.client()?.shifts().list(filter), page_size)
    }

    /// Gives a shift to a caregiver at most once: the claim is recorded in `store` before it is sent, the first
    /// claim wins, and the shift is read back. Gives the outcome:
    /// `{"result":"assigned"|"already_assigned"|"taken"|"refused"|"in_doubt",…}`.
    pub fn assign(&self, shift_id: &str, caregiver_id: &str, store: Arc<StoreHandle>) -> Call {
        let ids = ShiftId::new(shift_id).and_then(|shift| Ok((shift, CaregiverId::new(caregiver_id)?)));
        self.call("shifts.assign", |wellsky| async move {
            let (shift, caregiver) = ids?;
            let desk = AssignmentDesk::new(wellsky, store.ledger().await?, Arc::new(SystemClock::new()));
            desk.assign(&shift, &caregiver).await
        })
    }

    /// Pulls a roster. Arguments as JSON, all optional: `now` (an instant), `zone`, `history_days`, `horizon_days`.
    pub fn roster(&self, arguments: &str) -> RosterPull {
        const OPERATION: &str = "roster.pull";
        let arguments = from_json::<RosterArguments>(OPERATION, arguments);
        let made = Arc::new(OnceLock::new());
        let slot = Arc::clone(&made);
        let call = self.call(OPERATION, |wellsky| async move {
            let arguments = arguments?;
            let roster = pull_roster(&wellsky, &arguments.options(OPERATION)?, arguments.now()).await?;
            // The call runs once, so the slot is empty.
            let _ = slot.set(Arc::new(RosterHandle::new(roster)));
            Ok(())
        });
        RosterPull { call, made }
    }

    fn call<T, F>(&self, operation: &'static str, run: impl FnOnce(WellSky) -> F) -> Call
    where
        T: Serialize,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        match self.client() {
            Ok(wellsky) => Call::of(operation, run(wellsky)),
            Err(error) => Call::of(operation, async move { Err::<(), _>(error) }),
        }
    }
}

impl fmt::Debug for WellSkySession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WellSkySession").finish_non_exhaustive()
    }
}

/// A roster on its way: run the [`call`](Self::call), then take what was [`made`](Self::made).
#[derive(Debug)]
pub struct RosterPull {
    /// The call; its result is `null`.
    pub call: Call,
    /// Holds the roster after the call has ended well.
    pub made: Arc<OnceLock<Arc<RosterHandle>>>,
}

/// A list read page by page.
pub struct Pages {
    operation: &'static str,
    pid: u32,
    stream: Arc<Mutex<BoxStream<'static, Result<String>>>>,
}

impl Pages {
    fn of<T: Row + Serialize>(
        operation: &'static str,
        pager: Pager<T>,
        page_size: Option<u32>,
    ) -> Result<Self> {
        #[derive(Serialize)]
        struct Written<'a, T> {
            items: &'a [T],
            total: u64,
            offset: u64,
            pass: u32,
        }
        let pager = match page_size {
            Some(rows) => pager.page_size(rows)?,
            None => pager,
        };
        let stream = pager.map(move |page| {
            let page = page?;
            to_json(
                operation,
                &Written {
                    items: &page.items,
                    total: page.total,
                    offset: page.offset,
                    pass: page.pass,
                },
            )
        });
        Ok(Self {
            operation,
            pid: process::id(),
            stream: Arc::new(Mutex::new(stream.boxed())),
        })
    }

    /// The next page, `{"items":[…],"total":N,"offset":O,"pass":P}`, or `null` after the last one. A page of a later
    /// pass makes those of earlier passes void: the list changed while it was read and is read again.
    pub fn next(&self) -> Call {
        let stream = Arc::clone(&self.stream);
        let (operation, pid) = (self.operation, self.pid);
        Call::of_text(operation, async move {
            if pid != process::id() {
                return Err(Error::new(
                    ErrorKind::Unsupported,
                    operation,
                    "these pages were opened before a fork; start the list again in the child",
                ));
            }
            let page = stream.lock().await.next().await.transpose()?;
            Ok(page.unwrap_or_else(|| "null".to_owned()))
        })
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}
