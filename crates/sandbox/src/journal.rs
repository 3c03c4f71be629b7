use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

/// The most entries kept; older ones fall out.
const CAPACITY: usize = 100_000;

/// One request as it arrived, and what became of it.
///
/// The `Authorization` header is not part of it, and a body or query that names a client secret is left out.
#[derive(Clone, Serialize)]
pub(crate) struct Entry {
    pub(crate) seq: u64,
    /// The agency's clock when the request arrived.
    pub(crate) at: DateTime<Utc>,
    pub(crate) surface: &'static str,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    /// `null` while the request is held back, and for good when the connection was dropped without an answer.
    pub(crate) status: Option<u16>,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) body: Option<Value>,
    pub(crate) committed: bool,
    /// The kind of the planned fault it met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fault: Option<&'static str>,
}

/// Every request to a vendor surface, in the order of arrival.
#[derive(Default)]
pub(crate) struct Journal {
    entries: VecDeque<Entry>,
    last_seq: u64,
}

impl Journal {
    /// Adds the request and returns its number; numbers start at 1 and never repeat.
    pub(crate) fn arrived(&mut self, mut entry: Entry) -> u64 {
        self.last_seq += 1;
        entry.seq = self.last_seq;
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
        self.last_seq
    }

    /// Notes what became of request `seq`.
    pub(crate) fn settled(&mut self, seq: u64, status: Option<u16>, committed: bool) {
        // Sequence numbers rise by one, so the position follows from the first one kept.
        let first = self.entries.front().map_or(u64::MAX, |e| e.seq);
        let position = seq.checked_sub(first).and_then(|p| usize::try_from(p).ok());
        if let Some(entry) = position.and_then(|p| self.entries.get_mut(p)) {
            entry.status = status;
            entry.committed = committed;
        }
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    pub(crate) fn clear(&mut self) -> usize {
        let removed = self.entries.len();
        self.entries.clear();
        removed
    }
}

/// True when `path` lies under `prefix`, which may name the version or leave it out: `/v1/shifts` and `/shifts`
/// both cover `/v1/shifts/41`, and `/clients` covers `/api/v1/clients`.
pub(crate) fn under(path: &str, prefix: &str) -> bool {
    let path_below = |root| {
        path.strip_prefix(root)
            .is_some_and(|rest| rest.starts_with(prefix))
    };
    path_below("") || path_below("/v1") || path_below("/api/v1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> Entry {
        Entry {
            seq: 0,
            at: DateTime::UNIX_EPOCH,
            surface: "wellsky",
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: None,
            status: None,
            idempotency_key: None,
            request_id: None,
            body: None,
            committed: false,
            fault: None,
        }
    }

    #[test]
    fn the_oldest_entry_falls_out_and_late_outcomes_still_find_theirs() {
        let mut journal = Journal::default();
        for _ in 0..=CAPACITY {
            journal.arrived(entry("/v1/clients"));
        }
        assert_eq!(journal.entries().next().unwrap().seq, 2);
        journal.settled(1, Some(200), false);
        journal.settled(3, Some(201), true);
        let third = journal.entries().nth(1).unwrap();
        assert_eq!((third.seq, third.status, third.committed), (3, Some(201), true));
        assert_eq!(journal.entries().filter(|e| e.status.is_some()).count(), 1);
    }

    #[test]
    fn numbers_go_on_after_the_journal_was_emptied() {
        let mut journal = Journal::default();
        journal.arrived(entry("/v1/clients"));
        assert_eq!(journal.clear(), 1);
        assert_eq!(journal.arrived(entry("/v1/clients")), 2);
        journal.settled(1, Some(200), false);
        assert_eq!(journal.entries().next().unwrap().status, None);
    }
}
