use std::collections::BTreeMap;

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
    marks: BTreeMap<(Box<str>, Box<str>), u64>,
    fetching: BTreeMap<(Box<str>, Box<str>), u64>,
}

/// A subject to fetch, as it was marked when it was handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirtyMark {
    /// The kind of the subject, as the sender names it.
    pub kind: Box<str>,
    /// The subject's id.
    pub id: Box<str>,
    seen: u64,
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
        *self.marks.entry((kind.into(), id.into())).or_default() += 1;
    }

    /// How many subjects are dirty.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// True when nothing is dirty.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// A dirty subject that is not being fetched.
    #[allow(
        clippy::should_implement_trait,
        reason = "it hands out work and is not an iterator over it"
    )]
    pub fn next(&mut self) -> Option<DirtyMark> {
        let (key, seen) = self
            .marks
            .iter()
            .find(|(key, _)| !self.fetching.contains_key(*key))?;
        let (key, seen) = (key.clone(), *seen);
        self.fetching.insert(key.clone(), seen);
        Some(DirtyMark {
            kind: key.0,
            id: key.1,
            seen,
        })
    }

    /// The subject was fetched and stored.
    pub fn fetched(&mut self, mark: &DirtyMark) -> Ack {
        let key = (mark.kind.clone(), mark.id.clone());
        self.fetching.remove(&key);
        if self.marks.get(&key).is_some_and(|now| *now != mark.seen) {
            return Ack::StillDirty;
        }
        self.marks.remove(&key);
        Ack::Clean
    }

    /// The fetch failed: the subject stays dirty and will be handed out again.
    pub fn failed(&mut self, mark: &DirtyMark) {
        self.fetching.remove(&(mark.kind.clone(), mark.id.clone()));
    }
}
