use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::{Names, Row, Symbol};
use crate::period::{Basis, Period};

/// A fact and when it happened, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known<F> {
    /// When.
    pub at: i64,
    /// What.
    pub fact: F,
}

/// What is known of one subject, in the order in which it happened; ties in an order that is always the same.
#[derive(Debug)]
pub struct Subject<'a, F> {
    /// Who or what.
    pub symbol: Symbol,
    /// The facts.
    pub facts: &'a [Known<F>],
}

impl<F: Copy> Subject<'_, F> {
    /// When the first fact of this sort happened.
    pub fn first(&self, of: impl Fn(&F) -> bool) -> Option<i64> {
        self.facts
            .iter()
            .find(|known| of(&known.fact))
            .map(|known| known.at)
    }

    /// The first of what `take` takes, and when.
    pub fn first_of<T>(&self, take: impl Fn(&F) -> Option<T>) -> Option<(i64, T)> {
        self.facts
            .iter()
            .find_map(|known| Some((known.at, take(&known.fact)?)))
    }

    /// The last of what `take` takes, and when.
    pub fn last_of<T>(&self, take: impl Fn(&F) -> Option<T>) -> Option<(i64, T)> {
        self.facts
            .iter()
            .rev()
            .find_map(|known| Some((known.at, take(&known.fact)?)))
    }
}

/// What is known at a moment, by subject.
#[derive(Debug)]
pub struct Facts<'a, F> {
    names: &'a Names,
    as_of: DateTime<Utc>,
    known: Vec<Known<F>>,
    /// Where each symbol's facts begin; one more than there are symbols.
    starts: Vec<u32>,
    later: u64,
}

impl<'a, F: Copy> Facts<'a, F> {
    pub(super) fn known(
        names: &'a Names,
        rows: &[Row<F>],
        versions: &HashMap<u64, Vec<u32>>,
        as_of: DateTime<Utc>,
    ) -> Self {
        let moment = as_of.timestamp_millis();
        // Of several versions the one recorded last counts, and the others do not.
        let mut replaced: HashSet<u32> = HashSet::new();
        for group in versions.values() {
            let in_time = || group.iter().filter(|&&at| rows[at as usize].known <= moment);
            let counts = in_time().max_by_key(|&&at| rows[at as usize].known);
            replaced.extend(in_time().filter(|at| Some(*at) != counts).copied());
        }
        let is_known = |(at, row): &(usize, &Row<F>)| {
            row.known <= moment && (replaced.is_empty() || !replaced.contains(&(*at as u32)))
        };
        // Rows are dealt out to their subjects: two passes, nothing compared.
        let mut starts = vec![0_u32; names.len() + 1];
        let mut count = 0;
        for (_, row) in rows.iter().enumerate().filter(is_known) {
            starts[row.subject.0 as usize + 1] += 1;
            count += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut order = vec![0_u32; count];
        for (at, row) in rows.iter().enumerate().filter(is_known) {
            let slot = &mut next[row.subject.0 as usize];
            order[*slot as usize] = at as u32;
            *slot += 1;
        }
        for pair in starts.windows(2) {
            order[pair[0] as usize..pair[1] as usize].sort_unstable_by_key(|&at| {
                let row = &rows[at as usize];
                (row.at, row.id)
            });
        }
        let later = rows.iter().filter(|row| row.known > moment).count() as u64;
        Self {
            names,
            as_of,
            known: order
                .iter()
                .map(|&at| {
                    let row = &rows[at as usize];
                    Known {
                        at: row.at,
                        fact: row.fact,
                    }
                })
                .collect(),
            starts,
            later,
        }
    }

    /// The moment the report speaks of.
    pub const fn as_of(&self) -> DateTime<Utc> {
        self.as_of
    }

    pub(crate) const fn now(&self) -> i64 {
        self.as_of.timestamp_millis()
    }

    /// Everybody and everything facts are about, in no order a report may depend on.
    pub fn subjects(&self) -> impl Iterator<Item = Subject<'_, F>> {
        (0..self.names.len() as u32)
            .map(|at| self.of(Symbol(at)))
            .filter(|subject| !subject.facts.is_empty())
    }

    /// What is known of one.
    pub fn of(&self, symbol: Symbol) -> Subject<'_, F> {
        let at = symbol.0 as usize;
        let facts = &self.known[self.starts[at] as usize..self.starts[at + 1] as usize];
        Subject { symbol, facts }
    }

    /// The name of a symbol.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.names.name(symbol)
    }

    /// What the report rests on.
    pub(crate) fn basis(&self, period: &Period) -> Basis {
        Basis {
            as_of: self.as_of,
            period: period.clone(),
            facts: self.known.len() as u64,
            later_facts: self.later,
        }
    }
}
