//! Flows that ask the host.

use std::sync::Arc;

use careweave_bindings_core as core;
use core::FlowSession;
use napi::Either;
use napi_derive::napi;

use crate::call::Call;
use crate::failure::{Failure, outcome};
use crate::provider::Provider;
use crate::store::Store;
use crate::wellsky::WellSky;

/// One run of a flow, held by Rust; arguments, steps and answers are JSON text.
#[napi]
#[derive(Debug)]
pub struct Flow(FlowSession);

#[napi]
impl Flow {
    /// Appointments of an account and the tasks of the host.
    #[napi]
    pub fn appointments(provider: &Provider, store: &Store, arguments: String) -> Either<Flow, Failure> {
        let store = Arc::clone(&store.0);
        outcome(FlowSession::appointments(&provider.0, store, &arguments).map(Self))
    }

    /// Deals of the host and WellSky.
    #[napi]
    pub fn sales(wellsky: &WellSky, store: &Store, arguments: String) -> Either<Flow, Failure> {
        let store = Arc::clone(&store.0);
        outcome(FlowSession::sales(&wellsky.0, store, &arguments).map(Self))
    }

    /// Campaigns of the host that fill shifts.
    #[napi]
    pub fn campaigns(store: &Store, arguments: String) -> Either<Flow, Failure> {
        let store = Arc::clone(&store.0);
        outcome(FlowSession::campaigns(None, store, &arguments).map(Self))
    }

    /// The same, ranked and assigned in WellSky.
    #[napi]
    pub fn campaigns_in_wellsky(
        wellsky: &WellSky,
        store: &Store,
        arguments: String,
    ) -> Either<Flow, Failure> {
        let store = Arc::clone(&store.0);
        outcome(FlowSession::campaigns(Some(&wellsky.0), store, &arguments).map(Self))
    }

    /// The rules of boards, tried on the host's.
    #[napi]
    pub fn board_suite() -> Flow {
        Self(FlowSession::board_suite())
    }

    /// The next step, or `null` at the end.
    #[napi]
    pub fn next(&self) -> Call {
        self.0.next().into()
    }

    /// Answers a question.
    #[napi]
    pub fn answer(&self, number: u32, answer: String) -> Option<Failure> {
        self.0.answer(u64::from(number), &answer).err().map(Failure::from)
    }

    /// Says that a question is not answered.
    #[napi]
    pub fn refuse(&self, number: u32, failure: String) -> Option<Failure> {
        self.0
            .refuse(u64::from(number), &failure)
            .err()
            .map(Failure::from)
    }

    /// Ends the run; gives `null`.
    #[napi]
    pub fn close(&self) -> Call {
        self.0.close().into()
    }
}

/// The fields of an error that a host refuses with.
#[napi]
pub fn refusal(given: String) -> Failure {
    match core::refusal(&given) {
        Ok(fields) => fields.into(),
        Err(error) => error.into(),
    }
}
