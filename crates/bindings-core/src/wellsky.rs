use std::fmt;
use std::process;
use std::sync::{Arc, OnceLock};

use careweave::types::{Error, ErrorKind, Result};
use careweave::wellsky::{Config, Pager, Row, Scope, WellSky};
use careweave::workflows::pull_roster;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde::Serialize;
use tokio::sync::Mutex;

use crate::call::{from_json, to_json};
use crate::operations::{Asked, RosterAsked, find, of_another_session};
use crate::wellsky_settings::Settings;
use crate::{Background, Call, ForkAware, RosterHandle, StoreHandle};

/// A WellSky client for a host. It may be shared by threads, and a forked child gets a client of its own.
pub struct WellSkySession {
    client: ForkAware<WellSky>,
    scope: Scope,
}

/// The parts of an agency's work, by the word a host passes.
const SCOPES: &[(&str, Scope)] = &[
    ("full", Scope::Full),
    ("sales", Scope::Sales),
    ("recruiting", Scope::Recruiting),
    ("coordinator", Scope::Coordinator),
    ("voice_assistant", Scope::VoiceAssistant),
];

fn scope(word: Option<&str>) -> Result<Scope> {
    let Some(word) = word else { return Ok(Scope::Full) };
    let found = SCOPES.iter().find(|(known, _)| *known == word);
    found.map(|(_, scope)| *scope).ok_or_else(|| {
        let words: Vec<&str> = SCOPES.iter().map(|(word, _)| *word).collect();
        let rule = format!("must be one of {}", words.join(", "));
        Error::invalid("wellsky.configure", "scope", rule)
    })
}

impl WellSkySession {
    /// A session from settings as JSON: `api_key`, `api_secret`, `agency_id` and optionally `api` (`rest`,
    /// `connect`), `scope` (`full`, `sales`, `recruiting`, `coordinator`, `voice_assistant`), `environment`, `base_url`,
    /// `token_url`, `zone`, `cache` (`off`, or policies for `people`, `open_shifts`, `schedule`), `timeouts`, `retry`,
    /// `rate_limit`.
    ///
    /// # Errors
    /// `InvalidInput` for unknown settings, `Config` for what the client's [`Config`] refuses.
    pub fn new(settings: &str) -> Result<Self> {
        let settings = Settings::read(settings)?;
        let scope = scope(settings.scope.as_deref())?;
        Self::with(settings.config()?, scope)
    }

    /// A session from the environment: `WELLSKY_API_KEY`, `WELLSKY_API_SECRET`, `WELLSKY_AGENCY_ID` and optionally
    /// `WELLSKY_API`, `WELLSKY_ENVIRONMENT`, `WELLSKY_BASE_URL`, `WELLSKY_TOKEN_URL`.
    ///
    /// # Errors
    /// `Config` that names every variable that is missing.
    pub fn from_env() -> Result<Self> {
        Self::from_env_scoped(None)
    }

    /// As [`from_env`](Self::from_env), for a part of the agency's work.
    ///
    /// # Errors
    /// As there, and `InvalidInput` for a scope that is none.
    pub fn from_env_scoped(word: Option<&str>) -> Result<Self> {
        Self::with(Config::from_env()?, scope(word)?)
    }

    fn with(config: Config, scope: Scope) -> Result<Self> {
        let client = ForkAware::new(move || WellSky::new(config.clone()));
        client.get()?;
        Ok(Self { client, scope })
    }

    /// The client of this process.
    ///
    /// # Errors
    /// What making the client again in a forked child gives.
    pub fn client(&self) -> Result<WellSky> {
        Ok(self.client.get()?.scoped(self.scope))
    }

    /// The agency's id.
    ///
    /// # Errors
    /// As [`client`](Self::client).
    pub fn agency_id(&self) -> Result<String> {
        Ok(self.client()?.config().agency_id().to_string())
    }

    /// Starts the operation with this name, with its arguments as a JSON object; see [`operations`](crate::operations).
    /// What is wrong with them is told by the call.
    pub fn call(&self, operation: &str, arguments: &str, store: Option<Arc<StoreHandle>>) -> Call {
        match find(operation) {
            Ok(row) => row.start(self.asked(operation, arguments, store)),
            Err(error) => Call::failed("operations.call", error),
        }
    }

    /// The list with this name page by page, `page_size` (1 to 100) at a time.
    ///
    /// # Errors
    /// `InvalidInput` for an operation that has no pages, wrong arguments or a wrong page size.
    pub fn pages(&self, operation: &str, arguments: &str, page_size: Option<u32>) -> Result<Pages> {
        find(operation)?.open(self.asked(operation, arguments, None), page_size)
    }

    fn asked<'a>(&self, operation: &str, arguments: &'a str, store: Option<Arc<StoreHandle>>) -> Asked<'a> {
        Asked {
            wellsky: self.client(),
            provider: Err(of_another_session(operation)),
            store,
            arguments,
        }
    }

    /// Pulls a roster. Arguments as JSON, all optional: `now` (an instant), `zone`, `history_days`, `horizon_days`.
    pub fn roster(&self, arguments: &str) -> RosterPull {
        const OPERATION: &str = "roster.pull";
        let arguments = from_json::<RosterAsked>(OPERATION, arguments);
        let made = Arc::new(OnceLock::new());
        let slot = Arc::clone(&made);
        let call = self.run(OPERATION, |wellsky| async move {
            let arguments = arguments?;
            let now = arguments.now();
            let roster = pull_roster(&wellsky, &arguments.options(OPERATION)?, now).await?;
            // The call runs once, so the slot is empty.
            let _ = slot.set(Arc::new(RosterHandle::new(roster)));
            Ok(())
        });
        RosterPull { call, made }
    }

    /// People read anew each day at 03:00 in the agency's zone, until it is stopped; the call begins it.
    pub fn refresh(&self) -> (Background, Call) {
        let background = Background::new("cached.run_refresh");
        let client = self.client();
        let call = background.start(move |stop| {
            let wellsky = client?;
            Ok(async move { wellsky.run_refresh(stop).await })
        });
        (background, call)
    }

    fn run<T, F>(&self, operation: &'static str, run: impl FnOnce(WellSky) -> F) -> Call
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
    pub(crate) fn of<T: Row + Serialize>(
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
