//! Rosters and rankings.

use std::sync::Arc;

use careweave_bindings_core as core;
use core::RosterHandle;
use napi::Either;
use napi_derive::napi;

use crate::failure::{Failure, outcome};

/// A validated roster, held by Rust.
#[napi]
#[derive(Debug)]
pub struct Roster(pub(crate) Arc<RosterHandle>);

#[napi]
impl Roster {
    /// Reads the text of a roster file.
    #[napi]
    pub fn from_json(text: String) -> Either<Roster, Failure> {
        outcome(RosterHandle::from_json(&text).map(|roster| Self(Arc::new(roster))))
    }

    /// The ranking for one open shift, as text.
    #[napi]
    pub fn rank(&self, shift_id: String) -> Either<String, Failure> {
        outcome(self.0.rank(&shift_id))
    }

    /// The rankings for every open shift, as texts.
    #[napi]
    pub fn rank_open(&self) -> Either<Vec<String>, Failure> {
        outcome(self.0.rank_open())
    }

    /// The rankings for one shift, or for every open shift, as the one text that the command line prints.
    #[napi]
    pub fn rankings_json(&self, shift_id: Option<String>) -> Either<String, Failure> {
        outcome(self.0.rankings_json(shift_id.as_deref()))
    }

    /// The open shifts by start.
    #[napi(getter)]
    pub fn open_shift_ids(&self) -> Vec<String> {
        self.0.open_shift_ids()
    }

    /// The text of a roster file.
    #[napi]
    pub fn to_json(&self) -> Either<String, Failure> {
        outcome(self.0.to_json())
    }
}
