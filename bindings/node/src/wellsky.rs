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
pub struct WellSky(pub(crate) Arc<WellSkySession>);

#[napi]
impl WellSky {
    /// A client from settings.
    #[napi]
    pub fn configure(settings: String) -> Either<WellSky, Failure> {
        outcome(WellSkySession::new(&settings).map(|session| Self(Arc::new(session))))
    }

    /// A client from the environment, for a part of the agency's work.
    #[napi]
    pub fn from_env(scope: Option<String>) -> Either<WellSky, Failure> {
        let session = WellSkySession::from_env_scoped(scope.as_deref());
        outcome(session.map(|session| Self(Arc::new(session))))
    }

    /// The agency's id.
    #[napi(getter)]
    pub fn agency_id(&self) -> Either<String, Failure> {
        outcome(self.0.agency_id())
    }

    /// An operation of the table, with its arguments as a JSON object.
    #[napi]
    pub fn call(&self, operation: String, arguments: String, store: Option<&Store>) -> Call {
        let store = store.map(|store| Arc::clone(&store.0));
        self.0.call(&operation, &arguments, store).into()
    }

    /// A list of the table, page by page.
    #[napi]
    pub fn pages(
        &self,
        operation: String,
        arguments: String,
        page_size: Option<u32>,
    ) -> Either<Pages, Failure> {
        outcome(self.0.pages(&operation, &arguments, page_size).map(Pages))
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
