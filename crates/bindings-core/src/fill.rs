use std::fmt;
use std::process;
use std::sync::Arc;

use careweave::http::SystemClock;
use careweave::types::{CaregiverId, Error, ErrorKind, Result, ShiftId};
use careweave::workflows::{FillJob, FillOptions};
use tokio::sync::{Mutex, MutexGuard};

use crate::call::from_json;
use crate::operations::FillAsked;
use crate::{Call, StoreHandle, WellSkySession};

/// The main job for a host: make it, [`start`](Self::start) it, then ask whom to offer to and hand the answers back.
pub struct FillSession {
    session: Arc<WellSkySession>,
    store: Arc<StoreHandle>,
    arguments: FillAsked,
    held: Arc<Held>,
}

struct Held {
    pid: u32,
    job: Mutex<Option<FillJob>>,
}

impl FillSession {
    /// A job that is not started yet. Arguments as JSON, all optional: `now` (an instant), `zone`, `history_days`,
    /// `horizon_days`, `wave_size` (how many caregivers are asked at once for a shift).
    ///
    /// # Errors
    /// `InvalidInput` for wrong arguments.
    pub fn new(session: Arc<WellSkySession>, store: Arc<StoreHandle>, arguments: &str) -> Result<Self> {
        Ok(Self {
            session,
            store,
            arguments: from_json("fill.start", arguments)?,
            held: Arc::new(Held {
                pid: process::id(),
                job: Mutex::new(None),
            }),
        })
    }

    /// Takes up what earlier runs left unfinished, pulls the roster and ranks every open shift. Gives `null`.
    pub fn start(&self) -> Call {
        let (session, store) = (Arc::clone(&self.session), Arc::clone(&self.store));
        let (arguments, held) = (self.arguments.clone(), Arc::clone(&self.held));
        Call::of("fill.start", async move {
            let roster = arguments.roster();
            let now = roster.now();
            let mut options = FillOptions::new(roster.options("fill.start")?);
            options.wave_size = arguments.wave_size.unwrap_or(options.wave_size);
            let mut slot = held.lock().await?;
            let (wellsky, ledger) = (session.client()?, store.ledger().await?);
            let clock = Arc::new(SystemClock::new());
            *slot = Some(FillJob::start(wellsky, ledger, clock, options, now).await?);
            Ok(())
        })
    }

    /// Whom to ask next: `[{"shift_id","wave","caregiver_ids":[…]}]`, empty when nobody is left to ask.
    pub fn next_offers(&self) -> Call {
        let held = Arc::clone(&self.held);
        Call::of("fill.next_offers", async move {
            job(&mut held.lock().await?)?.next_offers()
        })
    }

    /// A caregiver said yes. Gives what became of it: `{"result":…,…}`.
    pub fn claim(&self, shift_id: &str, caregiver_id: &str) -> Call {
        let held = Arc::clone(&self.held);
        let ids = ids(shift_id, caregiver_id);
        Call::of("fill.claim", async move {
            let (shift, caregiver) = ids?;
            job(&mut held.lock().await?)?.claim(&shift, &caregiver).await
        })
    }

    /// A caregiver said no. Gives `null`.
    pub fn decline(&self, shift_id: &str, caregiver_id: &str) -> Call {
        let held = Arc::clone(&self.held);
        let ids = ids(shift_id, caregiver_id);
        Call::of("fill.decline", async move {
            let (shift, caregiver) = ids?;
            job(&mut held.lock().await?)?.decline(&shift, &caregiver)
        })
    }

    /// What happened so far, as the text Rust itself would print.
    pub fn report(&self) -> Call {
        let held = Arc::clone(&self.held);
        Call::of_text("fill.report", async move {
            Ok(job(&mut held.lock().await?)?.report().to_json())
        })
    }
}

impl Held {
    async fn lock(&self) -> Result<MutexGuard<'_, Option<FillJob>>> {
        if self.pid != process::id() {
            return Err(Error::new(
                ErrorKind::Unsupported,
                "fill.job",
                "this job was started before a fork; start one in the child, it takes up what was left",
            ));
        }
        Ok(self.job.lock().await)
    }
}

fn job<'a>(held: &'a mut MutexGuard<'_, Option<FillJob>>) -> Result<&'a mut FillJob> {
    held.as_mut()
        .ok_or_else(|| Error::invalid("fill.job", "job", "the job is not started"))
}

fn ids(shift_id: &str, caregiver_id: &str) -> Result<(ShiftId, CaregiverId)> {
    Ok((ShiftId::new(shift_id)?, CaregiverId::new(caregiver_id)?))
}

impl fmt::Debug for FillSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FillSession")
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}
