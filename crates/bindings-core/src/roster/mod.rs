//! Rosters and rankings, as a host sees them.

mod collection;
mod explanations;
mod table;
mod top;

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use careweave::matching::roster::{CareRecords, CaregiverProfile, ClientRecord, ShiftNeeds, Workweek};
use careweave::matching::{
    Caregiver, Event, IndexedWorld, Policy, Preset, Ranking, Roster, RosterData, Shift, World, rank,
    rank_open, rankings_to_json,
};
use careweave::types::{AgencyZone, CaregiverId, Error, Result, ShiftId};
use chrono::{DateTime, Utc};
use serde::Deserialize;

pub use collection::{Collection, Collections};
pub use table::{Column, Table, instant_value};
pub use top::{TopColumns, TopRankings};

use crate::call::{from_json, to_json};
use crate::guard;

const LOAD: &str = "roster.load";
const UPDATE: &str = "roster.update";
const RANK: &str = "matching.rank";

/// A validated roster, held on the Rust side: it crosses the language border once, and each ranking gives the text
/// that Rust itself would print.
///
/// Threads may share it. Rankings run side by side; [`apply`](Self::apply) and [`update`](Self::update) wait for them,
/// and every ranking sees the roster before or after a change, never half of it.
#[derive(Debug)]
pub struct RosterHandle {
    held: RwLock<Held>,
    policy: Policy,
}

/// A roster, laid out for speed once somebody asks what needs it.
#[derive(Debug)]
enum Held {
    Snapshot(Box<Roster>),
    Indexed(Box<IndexedWorld>),
}

impl Held {
    fn roster(&self) -> &Roster {
        match self {
            Self::Snapshot(roster) => roster,
            Self::Indexed(index) => index.world().roster(),
        }
    }

    fn index(&mut self, policy: &Policy) -> Result<&mut IndexedWorld> {
        if let Self::Snapshot(roster) = self {
            let world = World::new((**roster).clone(), policy)?;
            *self = Self::Indexed(Box::new(IndexedWorld::new(world)?));
        }
        match self {
            Self::Indexed(index) => Ok(index),
            Self::Snapshot(_) => Err(Error::new(
                crate::ErrorKind::Internal,
                RANK,
                "the roster has no index",
            )),
        }
    }
}

/// What a roster is beside its records.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    as_of: DateTime<Utc>,
    zone: AgencyZone,
    #[serde(default)]
    workweek: Workweek,
}

impl RosterHandle {
    /// Reads a roster file's text.
    ///
    /// `policy` is the name of a preset (`seed-v1`, `default`, `relationship`, `hierarchy`) or the text of a policy file;
    /// `seed-v1` unless stated.
    ///
    /// # Errors
    /// `InvalidInput` that names the record and the field, as [`Roster::from_json`].
    pub fn from_json(text: &str, policy: Option<&str>) -> Result<Self> {
        guard::call(LOAD, || {
            let policy = policy_of(policy)?;
            Ok(Self::under(Roster::from_json(text)?, policy))
        })
    }

    /// Builds a roster from collections of records or tables.
    ///
    /// `settings` is JSON with `as_of`, `zone` and perhaps `workweek`, as in a roster file.
    ///
    /// # Errors
    /// `InvalidInput` that names the record (`shifts[3]`) and the field.
    pub fn from_collections(settings: &str, collections: Collections, policy: Option<&str>) -> Result<Self> {
        guard::call(LOAD, || {
            let policy = policy_of(policy)?;
            let Settings {
                as_of,
                zone,
                workweek,
            } = from_json(LOAD, settings)?;
            let parts = Parts::read(LOAD, collections)?;
            let data = RosterData {
                format: careweave::matching::roster::FORMAT.to_owned(),
                as_of,
                zone,
                workweek,
                caregivers: parts.caregivers,
                shifts: parts.shifts,
            };
            Ok(Self::under(Roster::with_care(data, parts.care)?, policy))
        })
    }

    /// Takes a roster that Rust made.
    pub fn new(roster: Roster) -> Self {
        Self::under(roster, Policy::seed_v1())
    }

    fn under(roster: Roster, policy: Policy) -> Self {
        Self {
            held: RwLock::new(Held::Snapshot(Box::new(roster))),
            policy,
        }
    }

    /// The same roster under another policy, as a roster of its own.
    ///
    /// # Errors
    /// `InvalidInput` for a policy that breaks a rule.
    pub fn with_policy(&self, policy: &str) -> Result<Self> {
        guard::call(LOAD, || {
            let policy = policy_of(Some(policy))?;
            Ok(Self::under(self.read().roster().clone(), policy))
        })
    }

    // A panic while the lock is held leaves whole values behind: changes are made by one assignment or by `apply`, which
    // refuses before it changes anything.
    fn read(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Held> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the indexed roster, and indexes it the first time.
    fn indexed<T>(&self, ask: impl FnOnce(&IndexedWorld) -> Result<T>) -> Result<T> {
        loop {
            if let Held::Indexed(index) = &*self.read() {
                return ask(index);
            }
            self.write().index(&self.policy)?;
        }
    }

    /// The policy's text.
    pub fn policy_json(&self) -> String {
        self.policy.to_json()
    }

    /// The ranking of everybody for one shift, as [`careweave::matching::Ranking::to_json`] writes it.
    ///
    /// # Errors
    /// As [`rank`].
    pub fn rank(&self, shift_id: &str) -> Result<String> {
        guard::call(RANK, || Ok(self.ranking(&ShiftId::new(shift_id)?)?.to_json()))
    }

    fn ranking(&self, shift: &ShiftId) -> Result<Ranking> {
        if self.is_documented_heuristic() {
            return rank(self.read().roster(), shift, &self.policy);
        }
        self.indexed(|index| index.world().rank(shift))
    }

    fn rankings(&self) -> Result<Vec<Ranking>> {
        if self.is_documented_heuristic() {
            return rank_open(self.read().roster(), &self.policy);
        }
        self.indexed(|index| index.open().iter().map(|id| index.world().rank(id)).collect())
    }

    /// Under the documented heuristic a ranking of everybody has words of its own.
    fn is_documented_heuristic(&self) -> bool {
        self.policy == Policy::seed_v1()
    }

    /// The rankings for every open shift, in order of start.
    ///
    /// # Errors
    /// As [`rank_open`].
    pub fn rank_open(&self) -> Result<Vec<String>> {
        guard::call(RANK, || {
            Ok(self.rankings()?.iter().map(Ranking::to_json).collect())
        })
    }

    /// The rankings for every open shift, or for one shift, as one document: the text that `careweave rank --json`
    /// prints, without the line end.
    ///
    /// # Errors
    /// As [`rank`].
    pub fn rankings_json(&self, shift_id: Option<&str>) -> Result<String> {
        guard::call(RANK, || {
            let rankings = match shift_id {
                Some(id) => vec![self.ranking(&ShiftId::new(id)?)?],
                None => self.rankings()?,
            };
            Ok(rankings_to_json(&rankings))
        })
    }

    /// The first `top` for some shifts, or for every open shift by start, on so many threads. They are the first of the
    /// ranking of everybody, and nobody else is looked at.
    ///
    /// # Errors
    /// As [`rank`].
    pub fn top(&self, shifts: Option<&[String]>, top: u32, threads: u32) -> Result<TopRankings> {
        guard::call(RANK, || {
            let shifts = match shifts {
                None => None,
                Some(ids) => Some(ids.iter().map(ShiftId::new).collect::<Result<Vec<_>>>()?),
            };
            self.indexed(|index| TopRankings::of(index, shifts, top as usize, threads as usize))
        })
    }

    /// Where a caregiver stands for a shift and why: the reasons against, or the rank and what separates it from the first.
    ///
    /// # Errors
    /// `NotFound` for an unknown shift or caregiver; `InvalidInput` for a shift that is not open.
    pub fn why_not(&self, shift_id: &str, caregiver_id: &str) -> Result<String> {
        const OPERATION: &str = "matching.why_not";
        guard::call(OPERATION, || {
            let (shift, caregiver) = (ShiftId::new(shift_id)?, CaregiverId::new(caregiver_id)?);
            let standing = self.indexed(|index| index.world().why_not(&shift, &caregiver))?;
            to_json(OPERATION, &explanations::standing(standing))
        })
    }

    /// Why one caregiver comes before or after another, rule by rule.
    ///
    /// # Errors
    /// As [`RosterHandle::why_not`], and `InvalidInput` for a caregiver who may not take the shift.
    pub fn compare(&self, shift_id: &str, one: &str, other: &str) -> Result<String> {
        const OPERATION: &str = "matching.compare";
        guard::call(OPERATION, || {
            let shift = ShiftId::new(shift_id)?;
            let (one, other) = (CaregiverId::new(one)?, CaregiverId::new(other)?);
            let comparison = self.indexed(|index| index.world().compare(&shift, &one, &other))?;
            to_json(OPERATION, &explanations::comparison(comparison))
        })
    }

    /// Brings the roster up to date with one event of a shift, a [`Event`] in JSON: microseconds, and nothing is rebuilt.
    ///
    /// # Errors
    /// `NotFound` for an unknown shift or caregiver; `Conflict` for an event that the shift's state rules out. Nothing has
    /// changed then.
    pub fn apply(&self, event: &str) -> Result<()> {
        guard::call("roster.apply", || {
            let event: Event = from_json("roster.apply", event)?;
            self.write().index(&self.policy)?.apply(&event)
        })
    }

    /// Takes records in place of those with the same id, or beside the others. The other records stay on this side of the
    /// border; the whole is validated and indexed anew.
    ///
    /// # Errors
    /// As [`RosterHandle::from_collections`]. Nothing has changed then.
    pub fn update(&self, collections: Collections) -> Result<()> {
        guard::call(UPDATE, || {
            let parts = Parts::read(UPDATE, collections)?;
            let mut held = self.write();
            let mut data = held.roster().data().clone();
            let mut care = held.roster().care().clone();
            replace(&mut data.caregivers, parts.caregivers, |c| c.id.as_str());
            replace(&mut data.shifts, parts.shifts, |s| s.id.as_str());
            replace(&mut care.profiles, parts.care.profiles, |p| {
                p.caregiver_id.as_str()
            });
            replace(&mut care.clients, parts.care.clients, |c| c.client_id.as_str());
            replace(&mut care.needs, parts.care.needs, |n| n.shift_id.as_str());
            replace(&mut care.memory, parts.care.memory, |m| m.id.as_str());
            let roster = Roster::with_care(data, care)?;
            *held = Held::Snapshot(Box::new(roster));
            Ok(())
        })
    }

    /// The ids of the open shifts, in order of start.
    pub fn open_shift_ids(&self) -> Vec<String> {
        let held = self.read();
        let open = held.roster().open_shifts();
        open.into_iter()
            .map(|shift| shift.id.as_str().to_owned())
            .collect()
    }

    /// The roster as a roster file's text.
    ///
    /// # Errors
    /// `Internal` when it cannot be written.
    pub fn to_json(&self) -> Result<String> {
        #[derive(serde::Serialize)]
        struct File<'a> {
            #[serde(flatten)]
            data: &'a RosterData,
            #[serde(flatten)]
            care: &'a CareRecords,
        }
        let held = self.read();
        let (data, care) = (held.roster().data(), held.roster().care());
        to_json("roster.to_json", &File { data, care })
    }
}

/// The records of a roster, read.
struct Parts {
    caregivers: Vec<Caregiver>,
    shifts: Vec<Shift>,
    care: CareRecords,
}

impl Parts {
    fn read(operation: &'static str, collections: Collections) -> Result<Self> {
        let mut given = collections;
        let parts = Self {
            caregivers: given.take::<Caregiver>(operation, "caregivers")?,
            shifts: given.take::<Shift>(operation, "shifts")?,
            care: CareRecords {
                profiles: given.take::<CaregiverProfile>(operation, "profiles")?,
                clients: given.take::<ClientRecord>(operation, "clients")?,
                needs: given.take::<ShiftNeeds>(operation, "needs")?,
                memory: given.take(operation, "memory")?,
            },
        };
        given.require_none_left(operation)?;
        Ok(parts)
    }
}

/// Puts records in place of those with the same id; new ones follow.
fn replace<T>(held: &mut Vec<T>, given: Vec<T>, id: impl Fn(&T) -> &str) {
    if given.is_empty() {
        return;
    }
    let ids: std::collections::HashSet<String> = given.iter().map(|record| id(record).to_owned()).collect();
    held.retain(|record| !ids.contains(id(record)));
    held.extend(given);
}

/// A preset by its name, or a policy by its text.
fn policy_of(given: Option<&str>) -> Result<Policy> {
    let Some(given) = given else {
        return Ok(Policy::seed_v1());
    };
    if given.trim_start().starts_with('{') {
        return Policy::from_json(given);
    }
    let presets = Preset::ALL.map(Policy::preset);
    let names: Vec<_> = presets.iter().map(|p| p.name.clone()).collect();
    presets.into_iter().find(|p| p.name == given).ok_or_else(|| {
        let rule = format!(
            "must be one of {}, or the text of a policy file",
            names.join(", ")
        );
        Error::invalid(LOAD, "policy", rule)
    })
}

#[cfg(test)]
mod tests;
