//! Rosters and rankings.

use std::sync::Arc;

use careweave_bindings_core as core;
use core::{Collections, RosterHandle};
use napi::Either;
use napi_derive::napi;

use crate::failure::{Failure, outcome};
use crate::tables::{Collection, collections};

/// A validated roster, held by Rust.
#[napi]
#[derive(Debug)]
pub struct Roster(pub(crate) Arc<RosterHandle>);

impl Roster {
    fn made(made: core::Result<RosterHandle>) -> Either<Self, Failure> {
        outcome(made.map(|roster| Self(Arc::new(roster))))
    }
}

fn why_not_done(done: core::Result<()>) -> Option<Failure> {
    done.err().map(Into::into)
}

#[napi]
impl Roster {
    /// Reads the text of a roster file.
    #[napi]
    pub fn from_json(text: String, policy: Option<String>) -> Either<Roster, Failure> {
        Self::made(RosterHandle::from_json(&text, policy.as_deref()))
    }

    /// Builds a roster from records and columns.
    #[napi]
    pub fn from_collections(
        settings: String,
        given: Vec<Collection>,
        policy: Option<String>,
    ) -> Either<Roster, Failure> {
        let build = |given: Collections| RosterHandle::from_collections(&settings, given, policy.as_deref());
        Self::made(collections(given).and_then(build))
    }

    /// The same roster under another policy.
    #[napi]
    pub fn with_policy(&self, policy: String) -> Either<Roster, Failure> {
        Self::made(self.0.with_policy(&policy))
    }

    /// The policy's text.
    #[napi(getter)]
    pub fn policy_json(&self) -> String {
        self.0.policy_json()
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

    /// The first few for some shifts, or for every open shift.
    #[napi]
    pub fn top(
        &self,
        shift_ids: Option<Vec<String>>,
        top: u32,
        threads: u32,
    ) -> Either<TopRankings, Failure> {
        outcome(self.0.top(shift_ids.as_deref(), top, threads).map(TopRankings))
    }

    /// Where a caregiver stands for a shift, as text.
    #[napi]
    pub fn why_not(&self, shift_id: String, caregiver_id: String) -> Either<String, Failure> {
        outcome(self.0.why_not(&shift_id, &caregiver_id))
    }

    /// Two candidates rule by rule, as text.
    #[napi]
    pub fn compare(&self, shift_id: String, one: String, other: String) -> Either<String, Failure> {
        outcome(self.0.compare(&shift_id, &one, &other))
    }

    /// Brings the roster up to date with one event; gives why it could not be done.
    #[napi]
    pub fn apply(&self, event: String) -> Option<Failure> {
        why_not_done(self.0.apply(&event))
    }

    /// Takes records in place of those with the same id; gives why it could not be done.
    #[napi]
    pub fn update(&self, given: Vec<Collection>) -> Option<Failure> {
        why_not_done(collections(given).and_then(|given| self.0.update(given)))
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

/// The first few for each of some shifts.
#[napi]
#[derive(Debug)]
pub struct TopRankings(core::TopRankings);

#[napi]
impl TopRankings {
    /// How many shifts there are.
    #[napi(getter)]
    pub fn length(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// The first few of one shift, as text.
    #[napi]
    pub fn json(&self, position: u32) -> Either<String, Failure> {
        outcome(self.0.json(position as usize))
    }

    /// All places of all shifts, column by column.
    #[napi]
    pub fn columns(&self) -> TopColumns {
        let columns = self.0.columns();
        TopColumns {
            shift_id: columns.shift_id,
            rank: columns.rank,
            caregiver_id: columns.caregiver_id,
            score: columns.score,
            overtime_minutes: columns.overtime_minutes,
            overtime_premium: columns.overtime_premium,
        }
    }
}

/// All places of all shifts, column by column.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct TopColumns {
    /// The shift.
    pub shift_id: Vec<String>,
    /// 1 for the best.
    pub rank: Vec<u32>,
    /// Who.
    pub caregiver_id: Vec<String>,
    /// The score, in the policy's unit.
    pub score: Vec<i64>,
    /// Minutes of overtime the shift adds.
    pub overtime_minutes: Vec<i64>,
    /// Overtime premium the shift adds, in minor units.
    pub overtime_premium: Vec<i64>,
}
