//! People are read anew at 03:00 in the agency's zone.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};
use futures_util::future::{Either, select};

use crate::WellSky;
use crate::reading::{Failure, Reading};
use crate::scope::Act;

/// How long the wait for 03:00 is at most before the clock is looked at again: it may have been set.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

impl WellSky {
    /// Whether the people kept are to be read anew: it has been 03:00 in the agency's zone since they were. Never
    /// without a [zone](crate::Config::with_agency_zone) or with the cache off.
    pub fn refresh_due(&self, now: DateTime<Utc>) -> bool {
        self.dialect
            .caches()
            .refresh_at(now)
            .is_some_and(|due_at| now >= due_at)
    }

    /// Reads every list of clients and caregivers that is kept anew, and tells how many there were. Those who ask
    /// meanwhile get what is held. What cannot be read stays, marked stale, and remains due.
    ///
    /// # Errors
    /// `Forbidden` for a handle whose scope sees not both.
    pub async fn refresh(&self) -> Result<Reading<usize>> {
        const OPERATION: &str = "cache.refresh";
        self.access.permit(OPERATION, Act::ReadClients)?;
        self.access.permit(OPERATION, Act::ReadCaregivers)?;
        let began = self.shared.clock.now();
        let clients = self.clients().cached().refresh().await;
        let caregivers = self.caregivers().cached().refresh().await;
        let (mut lists, mut failures) = (0, Vec::new());
        for (subject, outcomes) in [("clients", clients), ("caregivers", caregivers)] {
            for outcome in outcomes {
                match outcome {
                    Ok(()) => lists += 1,
                    Err(error) => failures.push(Failure {
                        subject: format!("a list of {subject}"),
                        error,
                    }),
                }
            }
        }
        if failures.is_empty() {
            self.dialect.caches().refreshed(began);
        }
        self.dialect.caches().purge();
        Ok(Reading::of(lists, failures))
    }

    /// Refreshes each day until `stop` is ready; a refresh under way then is given up. One that fails is tried again
    /// after a quarter of an hour. Nothing is started by itself: a host that wants this gives it a task.
    ///
    /// # Errors
    /// `Config` without a zone or with the cache off; `Forbidden` as [`WellSky::refresh`].
    pub async fn run_refresh(&self, stop: impl Future<Output = ()>) -> Result<()> {
        const OPERATION: &str = "cache.run_refresh";
        self.access.permit(OPERATION, Act::ReadClients)?;
        self.access.permit(OPERATION, Act::ReadCaregivers)?;
        let mut stop = pin!(stop);
        loop {
            let now = self.shared.clock.now();
            let Some(due_at) = self.dialect.caches().refresh_at(now) else {
                return Err(Error::new(
                    careweave_types::ErrorKind::Config,
                    OPERATION,
                    "nothing is refreshed: set the agency's zone (WELLSKY_TIME_ZONE) and leave the cache on",
                )
                .with("field", "agency_zone"));
            };
            let mut wait = (due_at - now).to_std().unwrap_or_default().min(LONGEST_WAIT);
            if wait.is_zero() {
                match select(stop.as_mut(), pin!(self.refresh())).await {
                    Either::Left(_) => return Ok(()),
                    Either::Right((Ok(Reading::Complete(lists)), _)) => {
                        tracing::info!(lists, "people read anew");
                        continue;
                    }
                    Either::Right((Ok(Reading::Incomplete { failures, .. }), _)) => {
                        for failure in &failures {
                            tracing::warn!(kind = %failure.error.kind(), "people could not be read anew");
                        }
                        wait = LONGEST_WAIT;
                    }
                    Either::Right((Err(error), _)) => return Err(error),
                }
            }
            match select(stop.as_mut(), self.shared.sleep.sleep(wait)).await {
                Either::Left(_) => return Ok(()),
                Either::Right(_) => {}
            }
        }
    }

    /// Takes everything kept for out of date, as when a hint came that the vendor's records have changed: the next
    /// reads are made anew, and what is held is given out, marked stale, only while the vendor is down.
    pub fn expire_cached(&self) {
        self.dialect.caches().expire_all();
    }
}
