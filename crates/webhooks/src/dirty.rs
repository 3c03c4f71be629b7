use std::collections::{BTreeMap, BTreeSet};

type Key = (Box<str>, Box<str>);

/// Subjects somebody said have changed, until they were fetched again.
///
/// Any number of hints for one subject becomes at least one fetch, and never none: a hint that arrives while the subject
/// is being fetched keeps it dirty, because the fetch may have been too early to see the change.
///
/// ```
/// use careweave_webhooks::{Ack, DirtyMarks};
/// let mut marks = DirtyMarks::default();
/// marks.mark("Patient", "500001");
/// marks.mark("Patient", "500001");
/// let mark = marks.next().expect("one subject");
/// marks.mark("Patient", "500001"); // while it is being fetched
/// assert_eq!(marks.fetched(&mark), Ack::StillDirty);
/// let mark = marks.next().expect("once more");
/// assert_eq!(marks.fetched(&mark), Ack::Clean);
/// assert!(marks.next().is_none());
/// ```
#[derive(Clone, Debug, Default)]
pub struct DirtyMarks {
    marks: BTreeMap<Key, Heard>,
    /// Every dirty subject by the hint that made it dirty: the order in which they are handed out.
    by_age: BTreeMap<u64, Key>,
    fetching: BTreeSet<Key>,
    /// How many hints were heard. No number is given twice, so that a fetch of long ago cleans nothing.
    heard: u64,
}

#[derive(Clone, Copy, Debug)]
struct Heard {
    first: u64,
    last: u64,
}

/// A subject to fetch, as it was marked when it was handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirtyMark {
    /// The kind of the subject, as the sender names it.
    pub kind: Box<str>,
    /// The subject's id.
    pub id: Box<str>,
    /// The number of the last hint that is in it.
    pub seen: u64,
}

/// What a finished fetch meant for the mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ack {
    /// Nothing was heard of the subject since: it is clean.
    Clean,
    /// It was marked again meanwhile: fetch once more.
    StillDirty,
}

impl DirtyMarks {
    /// A hint arrived.
    pub fn mark(&mut self, kind: &str, id: &str) {
        self.heard += 1;
        let key: Key = (kind.into(), id.into());
        if let Some(heard) = self.marks.get_mut(&key) {
            heard.last = self.heard;
            return;
        }
        self.by_age.insert(self.heard, key.clone());
        let heard = Heard {
            first: self.heard,
            last: self.heard,
        };
        self.marks.insert(key, heard);
    }

    /// How many subjects are dirty.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// True when nothing is dirty.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// The dirty subject that has been dirty longest and is not being fetched; it is then being fetched.
    #[allow(
        clippy::should_implement_trait,
        reason = "it hands out work and is not an iterator over it"
    )]
    pub fn next(&mut self) -> Option<DirtyMark> {
        let key = self.by_age.values().find(|key| !self.fetching.contains(*key))?;
        let mark = mark_of(key, self.marks.get(key)?.last);
        self.fetching.insert(key.clone());
        Some(mark)
    }

    /// Up to `limit` dirty subjects, the one that has been dirty longest first, without handing them out: for several
    /// readers who may fetch the same subject.
    pub fn waiting(&self, limit: usize) -> Vec<DirtyMark> {
        self.by_age
            .values()
            .filter_map(|key| Some(mark_of(key, self.marks.get(key)?.last)))
            .take(limit)
            .collect()
    }

    /// The subject was fetched and stored.
    pub fn fetched(&mut self, mark: &DirtyMark) -> Ack {
        let key = (mark.kind.clone(), mark.id.clone());
        self.fetching.remove(&key);
        match self.marks.get(&key) {
            Some(heard) if heard.last > mark.seen => Ack::StillDirty,
            Some(heard) => {
                self.by_age.remove(&heard.first);
                self.marks.remove(&key);
                Ack::Clean
            }
            None => Ack::Clean,
        }
    }

    /// The fetch failed: the subject stays dirty and will be handed out again.
    pub fn failed(&mut self, mark: &DirtyMark) {
        self.fetching.remove(&(mark.kind.clone(), mark.id.clone()));
    }
}

fn mark_of(key: &Key, seen: u64) -> DirtyMark {
    DirtyMark {
        kind: key.0.clone(),
        id: key.1.clone(),
        seen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fetch_of_long_ago_does_not_clean_a_later_hint() {
        let mut marks = DirtyMarks::default();
        marks.mark("Patient", "1");
        let first = marks.next().unwrap();
        assert_eq!(marks.fetched(&first), Ack::Clean);
        marks.mark("Patient", "1");
        assert_eq!(
            marks.fetched(&first),
            Ack::StillDirty,
            "the same answer, told twice"
        );
        assert_eq!(marks.len(), 1);
    }

    #[test]
    fn the_subject_that_is_dirty_longest_comes_first_and_looking_hands_nothing_out() {
        let mut marks = DirtyMarks::default();
        for (kind, id) in [
            ("Patient", "9"),
            ("Encounter", "1"),
            ("Patient", "2"),
            ("Patient", "9"),
        ] {
            marks.mark(kind, id);
        }
        let ids = |marks: Vec<DirtyMark>| marks.into_iter().map(|m| m.id).collect::<Vec<_>>();
        assert_eq!(ids(marks.waiting(10)), ["9".into(), "1".into(), "2".into()]);
        assert_eq!(ids(marks.waiting(1)), ["9".into()]);
        let handed_out = marks.next().unwrap();
        assert_eq!((&*handed_out.id, handed_out.seen), ("9", 4));
        assert_eq!(&*marks.next().unwrap().id, "1");
        marks.failed(&handed_out);
        assert_eq!(
            &*marks.next().unwrap().id,
            "9",
            "a failed fetch is handed out again"
        );
    }
}
