//! A CRM in memory, as a host would put it behind a trait, that fails, loses and repeats when it is told to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::{Mutex, MutexGuard};

use careweave_types::{Delivery, Error, ErrorKind, IdempotencyKey, Result};

/// A record of a CRM.
pub(crate) trait Kept: Clone + Debug + Send {
    /// What may happen to it.
    type Change: Clone + Debug + Send;

    fn id(&self) -> &str;
    fn changed(change: &Self::Change) -> &str;
    /// Takes the fields that a change names, if it names any; true when it did.
    fn take(&mut self, change: &Self::Change) -> bool;
}

#[derive(Debug)]
struct Held<R: Kept> {
    records: BTreeMap<String, (u64, R)>,
    number: u64,
    keys: BTreeSet<String>,
    told: Vec<R::Change>,
    fails_next: bool,
    loses_next: bool,
    repeats_next: bool,
    reverses_next: bool,
}

/// The CRM.
#[derive(Debug)]
pub(crate) struct MemoryCrm<R: Kept>(Mutex<Held<R>>);

/// How many records a page has.
const PAGE: usize = 7;

/// Records, what to ask with for the next, and what to ask with in the next run.
pub(crate) type Listed<R> = (Vec<R>, Option<String>, Option<String>);

impl<R: Kept> Default for MemoryCrm<R> {
    fn default() -> Self {
        Self(Mutex::new(Held {
            records: BTreeMap::new(),
            number: 0,
            keys: BTreeSet::new(),
            told: Vec::new(),
            fails_next: false,
            loses_next: false,
            repeats_next: false,
            reverses_next: false,
        }))
    }
}

impl<R: Kept> MemoryCrm<R> {
    fn held(&self) -> MutexGuard<'_, Held<R>> {
        self.0.lock().unwrap()
    }

    pub(crate) fn put(&self, record: R) {
        let mut held = self.held();
        held.number += 1;
        let number = held.number;
        held.records.insert(record.id().to_owned(), (number, record));
    }

    pub(crate) fn edit(&self, id: &str, change: impl FnOnce(&mut R)) {
        let mut record = self.get(id);
        change(&mut record);
        self.put(record);
    }

    pub(crate) fn get(&self, id: &str) -> R {
        self.held().records[id].1.clone()
    }

    /// The changes it was given and took.
    pub(crate) fn changes(&self) -> Vec<R::Change> {
        self.held().told.clone()
    }

    /// The next listing fails on its second page.
    pub(crate) fn fail_next(&self) {
        self.held().fails_next = true;
    }

    /// The next change is made, and its answer lost.
    pub(crate) fn lose_next(&self) {
        self.held().loses_next = true;
    }

    /// The next listing gives everything from the beginning again.
    pub(crate) fn repeat_next(&self) {
        self.held().repeats_next = true;
    }

    /// The next page gives its records from the last to the first.
    pub(crate) fn reverse_next(&self) {
        self.held().reverses_next = true;
    }

    /// No key was ever seen.
    pub(crate) fn forget_keys(&self) {
        self.held().keys.clear();
    }

    pub(crate) fn list(&self, after: Option<&str>) -> Result<Listed<R>> {
        let mut held = self.held();
        let mut from: u64 = after.map_or(0, |token| token.parse().unwrap());
        if held.fails_next && from > 0 {
            held.fails_next = false;
            return Err(Error::new(ErrorKind::Server, "crm.list", "the CRM failed"));
        }
        if std::mem::take(&mut held.repeats_next) {
            from = 0;
        }
        let mut changed: Vec<&(u64, R)> = held.records.values().filter(|(n, _)| *n > from).collect();
        changed.sort_by_key(|(n, _)| *n);
        let page: Vec<&(u64, R)> = changed.iter().copied().take(PAGE).collect();
        let last = page.last().map(|(n, _)| n.to_string());
        let more = changed.len() > page.len();
        let mut records: Vec<R> = page.into_iter().map(|(_, record)| record.clone()).collect();
        if std::mem::take(&mut held.reverses_next) {
            records.reverse();
        }
        Ok((
            records,
            last.clone().filter(|_| more),
            last.or_else(|| after.map(str::to_owned)),
        ))
    }

    pub(crate) fn one(&self, id: &str) -> Option<R> {
        self.held().records.get(id).map(|(_, record)| record.clone())
    }

    pub(crate) fn take(&self, change: &R::Change, key: &IdempotencyKey) -> Result<()> {
        let id = R::changed(change);
        let Some(mut record) = self.one(id) else {
            return Err(Error::new(
                ErrorKind::NotFound,
                "crm.apply",
                "there is no such record",
            ));
        };
        if !self.held().keys.insert(key.to_string()) {
            return Ok(());
        }
        if record.take(change) {
            self.put(record);
        }
        let mut held = self.held();
        held.told.push(change.clone());
        if std::mem::take(&mut held.loses_next) {
            return Err(
                Error::new(ErrorKind::Timeout, "crm.apply", "no answer").with_delivery(Delivery::MaybeSent)
            );
        }
        Ok(())
    }

    pub(crate) fn has_taken(&self, key: &IdempotencyKey) -> bool {
        self.held().keys.contains(key.as_str())
    }
}
