use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::faults::Faults;
use crate::journal::Journal;
use crate::offers::Offer;
use crate::ready::Ready;
use crate::wellsky::{Agency, Tokens};

/// All that changes while a sandbox runs. One lock guards it, so that two requests never interleave.
pub(crate) struct World {
    pub(crate) agency: Agency,
    pub(crate) tokens: Tokens,
    pub(crate) journal: Journal,
    pub(crate) faults: Faults,
    pub(crate) offers: Vec<Offer>,
}

/// What every request sees.
pub(crate) struct Shared {
    pub(crate) ready: Ready,
    world: Mutex<World>,
    halted: watch::Receiver<bool>,
}

impl Shared {
    pub(crate) fn new(ready: Ready, world: World, halted: watch::Receiver<bool>) -> Self {
        Self {
            ready,
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
