use std::collections::{BTreeMap, BTreeSet};

use careweave_types::{Result, TimeWindow};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Fingerprint, Reach, Seen};
use crate::events::Change;

/// A record as a reading gave it.
pub(super) struct Read {
    pub(super) id: String,
    pub(super) seen: Seen,
    pub(super) change: Change,
}

impl Read {
    pub(super) fn new(
        content: &impl Serialize,
        starts_at: Option<DateTime<Utc>>,
        change: Change,
    ) -> Result<Self> {
        Ok(Self {
            id: change.record().id,
            seen: Seen {
                fingerprint: Fingerprint::of(content)?,
                starts_at,
            },
            change,
        })
    }
}

/// What a reading showed against the snapshot before it.
#[derive(Default)]
pub(super) struct Diff {
    /// Records that are new or have other content.
    pub(super) changed: Vec<Read>,
    /// Records that a complete reading of everything lacks. Whether they are gone is asked of each.
    pub(super) missing: Vec<String>,
}

/// Compares a reading with the snapshot before it. Only a complete reading of everything can miss a record, and a shift only
/// within the window that was read.
pub(super) fn diff(
    before: &BTreeMap<String, Seen>,
    found: Vec<Read>,
    reach: Reach,
    complete: bool,
    window: Option<TimeWindow>,
) -> Diff {
    let ids: BTreeSet<&str> = found.iter().map(|read| read.id.as_str()).collect();
    let inside = |seen: &Seen| match (window, seen.starts_at) {
        (Some(window), Some(at)) => window.contains(at),
        _ => true,
    };
    let missing = if complete && reach == Reach::Whole {
        before
            .iter()
            .filter(|(id, seen)| !ids.contains(id.as_str()) && inside(seen))
            .map(|(id, _)| id.clone())
            .collect()
    } else {
        Vec::new()
    };
    let changed = found
        .into_iter()
        .filter(|read| {
            before
                .get(&read.id)
                .is_none_or(|seen| seen.fingerprint != read.seen.fingerprint)
        })
        .collect();
    Diff { changed, missing }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Record, RecordKind};
    use chrono::TimeDelta;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(490_000 + hour)
    }

    fn read(id: &str, content: &str, hour: Option<i64>) -> Read {
        let record = Record::new(RecordKind::Patient, id).unwrap();
        // What the change holds is of no matter to the comparison.
        Read::new(&content, hour.map(at), Change::Gone(record)).unwrap()
    }

    fn before(reads: Vec<Read>) -> BTreeMap<String, Seen> {
        reads.into_iter().map(|read| (read.id, read.seen)).collect()
    }

    fn changed(diff: &Diff) -> Vec<&str> {
        diff.changed.iter().map(|read| read.id.as_str()).collect()
    }

    #[test]
    fn only_new_and_other_content_is_a_change() {
        let before = before(vec![read("1", "a", None), read("2", "a", None)]);
        let found = vec![read("1", "a", None), read("2", "b", None), read("3", "c", None)];
        let diff = diff(&before, found, Reach::Whole, true, None);
        assert_eq!(changed(&diff), ["2", "3"]);
        assert!(diff.missing.is_empty());
    }

    #[test]
    fn a_reading_with_holes_and_one_of_what_changed_miss_nobody() {
        let before = before(vec![read("1", "a", None), read("2", "a", None)]);
        let complete = diff(&before, Vec::new(), Reach::Whole, true, None);
        assert_eq!(complete.missing, ["1", "2"]);
        for (reach, complete) in [(Reach::Whole, false), (Reach::Since(at(0)), true)] {
            let found = diff(&before, Vec::new(), reach, complete, None);
            assert!(found.missing.is_empty(), "{reach:?} {complete}");
        }
    }

    #[test]
    fn a_shift_outside_the_window_is_not_missed() {
        let before = before(vec![read("past", "a", Some(-1)), read("inside", "a", Some(5))]);
        let window = TimeWindow::new(at(0), at(10)).unwrap();
        let diff = diff(&before, Vec::new(), Reach::Whole, true, Some(window));
        assert_eq!(diff.missing, ["inside"]);
    }
}
