use std::sync::Arc;

use careweave_bindings_core as core;
use core::RosterHandle;
use napi_derive::napi;

use crate::failure::{Outcome, outcome};

/// A validated roster, held by Rust.
#[napi]
#[derive(Debug)]
pub(crate) struct Roster(pub(crate) Arc<RosterHandle>);

#[napi]
impl Roster {
    /// Reads the text of a roster file.
    #[napi]
    pub(crate) fn from_json(text: String) -> Outcome<Roster> {
        outcome(RosterHandle::from_json(&text).map(|roster| Self(Arc::new(roster))))
    }

    /// The ranking for one open shift, as text.
    #[napi]
    pub(crate) fn rank(&self, shift_id: String) -> Outcome<String> {
        outcome(self.0.rank(&shift_id))
    }

    /// The rankings for every open shift, as texts.
    #[napi]
    pub(crate) fn rank_open(&self) -> Outcome<Vec<String>> {
        outcome(self.0.rank_open())
    }

    /// The rankings for one shift, or for every open shift, as the one text that the command line prints.
    #[napi]
    pub(crate) fn rankings_json(&self, shift_id: Option<String>) -> Outcome<String> {
        let texts = match shift_id {
            Some(id) => self.0.rank(&id).map(|text| vec![text]),
            None => self.0.rank_open(),
        };
        outcome(texts.map(|texts| format!(r#"{{"rankings":[{}]}}"#, texts.join(","))))
    }

    /// The open shifts by start.
    #[napi(getter)]
    pub(crate) fn open_shift_ids(&self) -> Vec<String> {
        self.0.open_shift_ids()
    }

    /// The text of a roster file.
    #[napi]
    pub(crate) fn to_json(&self) -> Outcome<String> {
        outcome(self.0.to_json())
    }
}
