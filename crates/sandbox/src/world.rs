use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};

use crate::delivery::Deliveries;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::notice::Notice;
use crate::offers::Offer;
use crate::ready::Ready;
use crate::real_time;
use crate::switches::Switches;
use crate::wellsky::{Agency, Tokens};
use crate::{acuity, calendly, goformz, ninsaude};

/// All that changes while a sandbox runs. One lock guards it, so that two requests never interleave.
pub(crate) struct World {
    pub(crate) agency: Agency,
    pub(crate) tokens: Tokens,
    pub(crate) acuity: acuity::Account,
    pub(crate) calendly: calendly::Account,
    pub(crate) ninsaude: ninsaude::Account,
    pub(crate) goformz: goformz::Account,
    pub(crate) journal: Journal,
    pub(crate) faults: Faults,
    pub(crate) offers: Vec<Offer>,
    pub(crate) switches: Switches,
    pub(crate) deliveries: Deliveries,
    /// How far the clock was moved, on top of the time that really passed.
    pub(crate) advanced: Duration,
}

impl World {
    /// The clock that all surfaces share.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.agency.now()
    }

    /// Moves the clock on by one second, for a write that is committed.
    pub(crate) fn tick(&mut self) -> DateTime<Utc> {
        self.agency.tick()
    }

    /// Plans the delivery of what happened on a scheduler's surface.
    pub(crate) fn notify(&mut self, notice: &Notice) {
        let now = self.now();
        self.deliveries.add(notice, now);
    }

    /// Now, for what ages with real time and with the clock: tokens and request rates.
    pub(crate) fn instant(&self) -> Instant {
        real_time::instant() + self.advanced
    }

    /// Moves the clock to a later instant.
    pub(crate) fn advance(&mut self, to: DateTime<Utc>) {
        let by = (to - self.agency.now()).to_std().unwrap_or_default();
        self.advanced += by;
        self.agency.advance(to);
        self.deliveries.release();
    }

    /// Plans the deliveries of what happened; true when there are any.
    pub(crate) fn plan_deliveries(&mut self) -> bool {
        let now = self.agency.now();
        let mut planned = false;
        for event in self.agency.take_events() {
            for target in self.agency.targets(&event) {
                self.deliveries.add(&Notice::of_wellsky(&event, &target), now);
                planned = true;
            }
        }
        planned
    }
}

/// What every request sees.
pub(crate) struct Shared {
    pub(crate) ready: Ready,
    pub(crate) deliveries_changed: Notify,
    world: Mutex<World>,
    /// Requests being carried out, by surface and address.
    in_flight: Mutex<HashMap<(&'static str, String), usize>>,
    halted: watch::Receiver<bool>,
}

impl Shared {
    pub(crate) fn new(ready: Ready, world: World, halted: watch::Receiver<bool>) -> Self {
        Self {
            ready,
            deliveries_changed: Notify::new(),
            world: Mutex::new(world),
            in_flight: Mutex::default(),
            halted,
        }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Completes when the sandbox halts: whatever is held back then is given up.
    pub(crate) async fn halted(&self) {
        let mut halted = self.halted.clone();
        // An error means that the sandbox is gone, which is a halt too.
        let _ = halted.wait_for(|halted| *halted).await;
    }
}

/// A request that is being carried out, for as long as this lives.
pub(crate) struct InFlight<'a> {
    shared: &'a Shared,
    key: (&'static str, String),
    count: usize,
}

impl<'a> InFlight<'a> {
    pub(crate) fn enter(shared: &'a Shared, surface: &'static str, address: &str) -> Self {
        let key = (surface, address.to_owned());
        let mut requests = shared.in_flight.lock().unwrap_or_else(PoisonError::into_inner);
        let count = requests.entry(key.clone()).or_default();
        *count += 1;
        let count = *count;
        Self { shared, key, count }
    }

    /// How many there were when it was entered, itself included.
    pub(crate) fn count(&self) -> usize {
        self.count
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        let mut requests = self
            .shared
            .in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = requests.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                requests.remove(&self.key);
            }
        }
    }
}
