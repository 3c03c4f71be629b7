use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use careweave::http::{Clock as _, SystemClock};
use careweave::types::Result;
use careweave::wellsky::AlertWatch;

use crate::call::{from_json, to_json};
use crate::operations::{AlertsSeen, LookAsked, WatchAsked};
use crate::{WellSkySession, guard};

const OPERATION: &str = "alerts.watch";

/// Judges a client's counts by the rules of the service objectives, look by look. Nothing is sent.
pub struct AlertSession {
    session: Arc<WellSkySession>,
    watch: Mutex<AlertWatch>,
}

impl AlertSession {
    /// A watch over a client. Arguments as JSON, both optional: `span_seconds` and the `states` of an earlier watch.
    ///
    /// # Errors
    /// `InvalidInput` for wrong arguments.
    pub fn new(session: Arc<WellSkySession>, arguments: &str) -> Result<Self> {
        let asked: WatchAsked = from_json(OPERATION, arguments)?;
        Ok(Self {
            session,
            watch: Mutex::new(asked.watch()?),
        })
    }

    /// Looks at what was counted by now: `{"changes":[…],"states":[…]}`. Arguments as JSON, both optional: `sync_lag_seconds`
    /// and `now`.
    ///
    /// # Errors
    /// `InvalidInput` for wrong arguments.
    pub fn look(&self, arguments: &str) -> Result<String> {
        guard::call(OPERATION, || {
            let asked: LookAsked = from_json(OPERATION, arguments)?;
            let now = asked.now.unwrap_or_else(|| SystemClock::new().now());
            let (lag, counted) = (asked.sync_lag()?, self.session.client()?.metrics());
            let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
            let changes = watch.look(counted, lag, now);
            to_json(OPERATION, &AlertsSeen::of(&changes, watch.states()))
        })
    }
}

impl fmt::Debug for AlertSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AlertSession").finish_non_exhaustive()
    }
}
