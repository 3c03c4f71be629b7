//! The WellSky client.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use careweave_bindings_core as core;
use core::{RosterHandle, WellSkySession};
use napi::Either;
use napi_derive::napi;

use crate::call::Call;
use crate::failure::{Failure, outcome};
use crate::fill_job::FillJob;
use crate::roster::Roster;
use crate::store::Store;

/// A WellSky client, held by Rust. Arguments and results are JSON text.
#[napi]
#[derive(Debug)]
pub struct WellSky(Arc<WellSkySession>);

#[napi]
impl WellSky {
    /// A client from settings.
    #[napi]
    pub fn configure(settings: String) -> Either<WellSky, Failure> {
        outcome(WellSkySession::new(&settings).map(|session| Self(Arc::new(session))))
    }

    /// A client from the environment.
    #[napi]
    pub fn from_env() -> Either<WellSky, Failure> {
        outcome(WellSkySession::from_env().map(|session| Self(Arc::new(session))))
    }

    /// The agency's id.
    #[napi(getter)]
    pub fn agency_id(&self) -> Either<String, Failure> {
        outcome(self.0.agency_id())
    }

    /// Checks credentials, address and agency.
    #[napi]
    pub fn verify(&self) -> Call {
        self.0.verify().into()
    }

    /// Every client that meets the filter.
    #[napi]
    pub fn clients(&self, filter: String) -> Call {
        self.0.clients(&filter).into()
    }

    /// One client.
    #[napi]
    pub fn client(&self, id: String) -> Call {
        self.0.client_by_id(&id).into()
    }

    /// Every caregiver that meets the filter.
    #[napi]
    pub fn caregivers(&self, filter: String) -> Call {
        self.0.caregivers(&filter).into()
    }

    /// One caregiver.
    #[napi]
    pub fn caregiver(&self, id: String) -> Call {
        self.0.caregiver(&id).into()
    }

    /// Every shift that meets the filter.
    #[napi]
    pub fn shifts(&self, filter: String) -> Call {
        self.0.shifts(&filter).into()
    }

    /// Every open shift in the window.
    #[napi]
    pub fn open_shifts(&self, window: String) -> Call {
        self.0.open_shifts(&window).into()
    }

    /// One shift.
    #[napi]
    pub fn shift(&self, id: String) -> Call {
        self.0.shift(&id).into()
    }

    /// The electronic visit verification of a shift.
    #[napi]
    pub fn evv(&self, shift_id: String) -> Call {
        self.0.evv(&shift_id).into()
    }

    /// Clients page by page.
    #[napi]
    pub fn client_pages(&self, filter: String, page_size: Option<u32>) -> Either<Pages, Failure> {
        outcome(self.0.client_pages(&filter, page_size).map(Pages))
    }

    /// Caregivers page by page.
    #[napi]
    pub fn caregiver_pages(&self, filter: String, page_size: Option<u32>) -> Either<Pages, Failure> {
        outcome(self.0.caregiver_pages(&filter, page_size).map(Pages))
    }

    /// Shifts page by page.
    #[napi]
    pub fn shift_pages(&self, filter: String, page_size: Option<u32>) -> Either<Pages, Failure> {
        outcome(self.0.shift_pages(&filter, page_size).map(Pages))
    }

    /// Gives a shift to a caregiver at most once.
    #[napi]
    pub fn assign(&self, shift_id: String, caregiver_id: String, store: &Store) -> Call {
        self.0
            .assign(&shift_id, &caregiver_id, Arc::clone(&store.0))
            .into()
    }

    /// Pulls a roster.
    #[napi]
    pub fn roster(&self, arguments: String) -> RosterPull {
        let pull = self.0.roster(&arguments);
        RosterPull {
            call: Mutex::new(Some(pull.call)),
            made: pull.made,
        }
    }

    /// A job that fills open shifts, not started yet.
    #[napi]
    pub fn fill_open_shifts(&self, store: &Store, arguments: String) -> Either<FillJob, Failure> {
        let job = core::FillSession::new(Arc::clone(&self.0), Arc::clone(&store.0), &arguments);
        outcome(job.map(FillJob))
    }
}

/// A list that is read page by page.
#[napi]
#[derive(Debug)]
pub struct Pages(core::Pages);

#[napi]
impl Pages {
    /// The next page, or `null` after the last.
    #[napi]
    pub fn next(&self) -> Call {
        self.0.next().into()
    }
}

/// A roster on its way: run the call, then take the roster.
#[napi]
#[derive(Debug)]
pub struct RosterPull {
    call: Mutex<Option<core::Call>>,
    made: Arc<OnceLock<Arc<RosterHandle>>>,
}

#[napi]
impl RosterPull {
    /// The call, which can be taken once.
    #[napi]
    pub fn call(&self) -> Option<Call> {
        self.call
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .map(Call::from)
    }

    /// The roster, after the call has ended well.
    #[napi]
    pub fn made(&self) -> Option<Roster> {
        self.made.get().map(|roster| Roster(Arc::clone(roster)))
    }
}
