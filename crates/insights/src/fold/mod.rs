//! Taking in events one by one, and reporting on them at any moment.
//!
//! A [`Fold`] turns the events its report is about into rows of a few whole numbers, with names interned. The report
//! is computed from the *set* of rows: the order in which events came, and how often, cannot matter, and folds of
//! parts can be merged.

mod facts;
mod names;

use std::collections::HashMap;

use careweave_types::Result;
use chrono::{DateTime, Utc};
use hashbrown::HashTable;

pub use facts::{Facts, Known, Subject};
pub(crate) use names::fingerprint;
pub use names::{Names, Symbol};

use crate::event::{Event, conflict};

/// What a report takes from events, and how it is made.
pub trait Report: Sized {
    /// What of an event the report needs.
    type Fact: Copy + PartialEq + std::fmt::Debug + Send + Sync;
    /// What has to be said when asking for it.
    type Query: Send + Sync;

    /// The fact of an event and whom it is about; nothing when the event is none of this report's business.
    fn fact(event: &Event, names: &mut Names) -> Option<(Symbol, Self::Fact)>;

    /// The fact with its symbols replaced.
    fn rename(fact: Self::Fact, with: &mut dyn FnMut(Symbol) -> Symbol) -> Self::Fact;

    /// The report on what is known.
    ///
    /// # Errors
    /// `InvalidInput` when the facts contradict each other, such as two currencies in one sum.
    fn of(facts: &Facts<'_, Self::Fact>, query: &Self::Query) -> Result<Self>;
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observed {
    /// It counts.
    Counted,
    /// It has been seen before.
    Repeated,
    /// Another version of an event that is known; the one recorded last counts.
    Corrected,
    /// It is none of this report's business, or of a kind this release does not know.
    Ignored,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Row<F> {
    id: u64,
    at: i64,
    known: i64,
    subject: Symbol,
    fact: F,
}

/// Events taken in for one report.
///
/// An id is remembered as 64 bits. Should two ids ever share them, the second event is refused as a conflict, or is
/// taken for a correction if it was recorded later: for ten million events the odds are about three in a million.
pub struct Fold<R: Report> {
    names: Names,
    rows: Vec<Row<R::Fact>>,
    ids: HashTable<u32>,
    /// The rows of ids that came in more than one version.
    versions: HashMap<u64, Vec<u32>>,
}

impl<R: Report> Default for Fold<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R: Report> Clone for Fold<R> {
    fn clone(&self) -> Self {
        Self {
            names: self.names.clone(),
            rows: self.rows.clone(),
            ids: self.ids.clone(),
            versions: self.versions.clone(),
        }
    }
}

impl<R: Report> std::fmt::Debug for Fold<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fold")
            .field("rows", &self.rows.len())
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

impl<R: Report> Fold<R> {
    /// An empty fold.
    pub fn new() -> Self {
        Self {
            names: Names::default(),
            rows: Vec::new(),
            ids: HashTable::new(),
            versions: HashMap::new(),
        }
    }

    /// Takes in an event.
    ///
    /// An id that comes again with the same content is a repetition. With other content it is a correction: the
    /// version recorded last counts, and an earlier `as_of` still sees the earlier one. An id keeps its kind.
    ///
    /// # Errors
    /// `InvalidInput` when a field breaks its rule, or the fold is full; `Conflict` when the id stands for another event that was
    /// recorded at the same moment.
    pub fn observe(&mut self, event: &Event) -> Result<Observed> {
        event.check()?;
        self.observe_checked(event)
    }

    /// Takes in an event whose fields have been held against their rules.
    pub(crate) fn observe_checked(&mut self, event: &Event) -> Result<Observed> {
        self.require_room()?;
        let Some((subject, fact)) = R::fact(event, &mut self.names) else {
            return Ok(Observed::Ignored);
        };
        let row = Row {
            id: fingerprint(event.id.as_str()),
            at: event.at.timestamp_millis(),
            known: event.known_from().timestamp_millis(),
            subject,
            fact,
        };
        self.take(row).ok_or_else(|| conflict(event))
    }

    /// Takes in events until one is refused.
    ///
    /// # Errors
    /// As [`Fold::observe`].
    pub fn observe_all<'a>(&mut self, events: impl IntoIterator<Item = &'a Event>) -> Result<()> {
        events
            .into_iter()
            .try_for_each(|event| self.observe(event).map(drop))
    }

    /// Rows and names are numbered in 32 bits, and an event brings up to five names.
    fn require_room(&self) -> Result<()> {
        const MOST: usize = (u32::MAX - 8) as usize;
        if self.rows.len() < MOST && self.names.len() < MOST {
            return Ok(());
        }
        Err(careweave_types::Error::invalid(
            "insights.observe",
            "events",
            "a fold holds four billion facts and names: fold parts of the time apart",
        ))
    }

    /// Nothing when the row contradicts one that is known.
    fn take(&mut self, row: Row<R::Fact>) -> Option<Observed> {
        let rows = &self.rows;
        let first = self
            .ids
            .find(row.id, |&at| rows[at as usize].id == row.id)
            .copied();
        let at = self.rows.len() as u32;
        let Some(first) = first else {
            self.ids.insert_unique(row.id, at, |&at| rows[at as usize].id);
            self.rows.push(row);
            return Some(Observed::Counted);
        };
        let versions = self
            .versions
            .get(&row.id)
            .map_or(std::slice::from_ref(&first), Vec::as_slice);
        for &version in versions {
            let version = &self.rows[version as usize];
            if *version == row {
                return Some(Observed::Repeated);
            }
            if version.known == row.known {
                return None;
            }
        }
        self.versions
            .entry(row.id)
            .or_insert_with(|| vec![first])
            .push(at);
        self.rows.push(row);
        Some(Observed::Corrected)
    }

    /// Adds what another fold has taken in, as if it had been taken in here.
    ///
    /// # Errors
    /// `Conflict` when both know an id, recorded at one moment, as different events; what was merged before it stays.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        let mut known: Vec<Option<Symbol>> = vec![None; other.names.len()];
        for row in &other.rows {
            self.require_room()?;
            let mut with = |symbol: Symbol| {
                *known[symbol.0 as usize].get_or_insert_with(|| self.names.symbol(other.names.name(symbol)))
            };
            let row = Row {
                subject: with(row.subject),
                fact: R::rename(row.fact, &mut with),
                ..*row
            };
            if self.take(row).is_none() {
                return Err(careweave_types::Error::new(
                    careweave_types::ErrorKind::Conflict,
                    "insights.merge",
                    "both folds know an event id, recorded at the same moment, with different content",
                )
                .with("field", "id")
                .with("subject", self.names.name(row.subject)));
            }
        }
        Ok(())
    }

    /// The report as of a moment: what happened or was recorded later is left out.
    ///
    /// # Errors
    /// As [`Report::of`].
    pub fn report(&self, query: &R::Query, as_of: DateTime<Utc>) -> Result<R> {
        let facts = Facts::known(&self.names, &self.rows, &self.versions, as_of);
        R::of(&facts, query)
    }

    /// How many rows are kept.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True when nothing has been taken in.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Bytes of memory held, without those of the allocator.
    pub fn bytes(&self) -> usize {
        self.rows.capacity() * size_of::<Row<R::Fact>>() + self.ids.allocation_size() + self.names.bytes()
    }
}

/// A report over events that are all there: the same as folding them.
///
/// # Errors
/// As [`Fold::observe`] and [`Fold::report`].
pub fn report<'a, R: Report>(
    events: impl IntoIterator<Item = &'a Event>,
    query: &R::Query,
    as_of: DateTime<Utc>,
) -> Result<R> {
    let mut fold = Fold::<R>::new();
    fold.observe_all(events)?;
    fold.report(query, as_of)
}
