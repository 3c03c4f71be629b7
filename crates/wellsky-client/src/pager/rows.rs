//! Rows, what tells them apart, and a list that is gathered whole.

use std::borrow::Cow;
use std::hash::{BuildHasher as _, RandomState};

use hashbrown::HashTable;

use crate::models::{Applicant, Caregiver, Client, Prospect, Shift, StatusChange};

/// How much room is made at once for a list, whatever the vendor says it has.
const MOST_ROOM: u64 = 100_000;

/// A row of a list.
pub trait Row: Send + 'static {
    /// What tells one row from another.
    fn key(&self) -> Cow<'_, str>;
}

macro_rules! rows_by_id {
    ($($row:ty),+) => {$(
        impl $crate::pager::Row for $row {
            fn key(&self) -> std::borrow::Cow<'_, str> {
                self.id.as_str().into()
            }
        }
    )+};
}
pub(crate) use rows_by_id;

rows_by_id!(Applicant, Caregiver, Client, Prospect, Shift);

impl Row for StatusChange {
    fn key(&self) -> Cow<'_, str> {
        // A status change has no id; a client changes once to one status at one instant.
        format!(
            "{:?}/{:?}/{:?}/{:?}",
            self.client_id, self.changed_at, self.from, self.to
        )
        .into()
    }
}

/// The rows of a list, each once, in the list's order. The rows themselves are what is looked up, so that their keys are
/// not kept a second time.
pub(super) struct Gathered<T> {
    rows: Vec<T>,
    places: HashTable<usize>,
    hasher: RandomState,
}

impl<T: Row> Gathered<T> {
    pub(super) fn new() -> Self {
        Self {
            rows: Vec::new(),
            places: HashTable::new(),
            hasher: RandomState::new(),
        }
    }

    /// Makes room for a list of `total` rows.
    pub(super) fn expect(&mut self, total: u64) {
        let more = total.min(MOST_ROOM).saturating_sub(self.rows.len() as u64) as usize;
        let Self { rows, places, hasher } = self;
        rows.reserve(more);
        places.reserve(more, |place| hasher.hash_one(&*rows[*place].key()));
    }

    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.places.clear();
    }

    /// Takes the rows of a page; of a row that comes again, the later one counts. Gives how many were new.
    pub(super) fn take(&mut self, items: Vec<T>) -> u64 {
        let before = self.rows.len();
        let Self { rows, places, hasher } = self;
        for row in items {
            let key = row.key();
            let hash = hasher.hash_one(&*key);
            match places.find(hash, |place| rows[*place].key() == key) {
                Some(place) => {
                    let place = *place;
                    drop(key);
                    rows[place] = row;
                }
                None => {
                    drop(key);
                    places.insert_unique(hash, rows.len(), |place| hasher.hash_one(&*rows[*place].key()));
                    rows.push(row);
                }
            }
        }
        (rows.len() - before) as u64
    }

    pub(super) fn into_rows(self) -> Vec<T> {
        self.rows
    }
}
