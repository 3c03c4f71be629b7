use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use careweave_types::{Error, Result};
use careweave_webhooks::{Ack, DirtyMark, DirtyMarks};
use chrono::{DateTime, Utc};

use super::{HintStore, Mark, Record, RecordKind};

/// Hints in memory: gone with the process. What was lost so is found by the next poll.
#[derive(Debug, Default)]
pub struct MemoryHints {
    marks: Mutex<DirtyMarks>,
}

impl MemoryHints {
    /// Nothing marked.
    pub fn new() -> Self {
        Self::default()
    }

    fn marks(&self) -> MutexGuard<'_, DirtyMarks> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl HintStore for MemoryHints {
    async fn mark(&self, record: &Record, _now: DateTime<Utc>) -> Result<()> {
        self.marks().mark(record.kind.as_str(), &record.id);
        Ok(())
    }

    async fn waiting(&self, limit: u32) -> Result<Vec<Mark>> {
        if !(1..=1000).contains(&limit) {
            return Err(Error::invalid(
                "hints.waiting",
                "limit",
                "must lie between 1 and 1000",
            ));
        }
        let marks = self.marks().waiting(limit as usize);
        Ok(marks
            .into_iter()
            .map(|mark| Mark {
                record: Record {
                    kind: RecordKind::from(&*mark.kind),
                    id: mark.id.into_string(),
                },
                seen: mark.seen,
            })
            .collect())
    }

    async fn fetched(&self, mark: &Mark, _now: DateTime<Utc>) -> Result<Ack> {
        Ok(self.marks().fetched(&DirtyMark {
            kind: mark.record.kind.as_str().into(),
            id: mark.record.id.as_str().into(),
            seen: mark.seen,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn hints_in_memory_behave_as_hints_do() {
        super::super::suite::hint_store(|| async { MemoryHints::new() }).await;
    }
}
