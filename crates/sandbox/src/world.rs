use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};

use crate::delivery::Deliveries;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::offers::Offer;
use crate::ready::Ready;
use crate::real_time;
use crate::switches::ConnectSwitches;
use crate::wellsky::{Agency, Tokens};

/// All that changes while a sandbox runs. One lock guards it, so that two requests never interleave.
pub(crate) struct World {
    pub(crate) agency: Agency,
    pub(crate) tokens: Tokens,
    pub(crate) journal: Journal,
    pub(crate) faults: Faults,
    pub(crate) offers: Vec<Offer>,
    pub(crate) switches: ConnectSwitches,
    pub(crate) deliveries: Deliveries,
    /// How far the clock was moved, on top of the time that really passed.
    pub(crate) advanced: Duration,
}

impl World {
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
                self.deliveries.add(&event, &target, now);
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
    halted: watch::Receiver<bool>,
}

impl Shared {
    pub(crate) fn new(ready: Ready, world: World, halted: watch::Receiver<bool>) -> Self {
        Self {
            ready,
            deliveries_changed: Notify::new(),
            world: Mutex::new(world),
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
