use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{MemoryStore, locked};
use crate::conflicts::{
    Conflict, ConflictCounts, ConflictDecision, ConflictFilter, ConflictReport, ConflictState, Conflicts,
    FoundConflict, machine,
};
use crate::lease::FenceGuard;
use crate::mirror::ExternalRef;
use crate::rules;

/// Conflicts in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Held {
    last: u64,
    pub(super) rows: Vec<Conflict>,
}

impl Held {
    fn place(&self, number: u64) -> std::result::Result<usize, usize> {
        self.rows
            .binary_search_by_key(&number, |conflict| conflict.number)
    }

    fn put(&mut self, conflict: Conflict) {
        self.last = self.last.max(conflict.number);
        match self.place(conflict.number) {
            Ok(place) => self.rows[place] = conflict,
            Err(place) => self.rows.insert(place, conflict),
        }
    }

    pub(super) fn is_old(conflict: &Conflict, until: DateTime<Utc>) -> bool {
        conflict.closed_at.is_some_and(|closed| closed <= until)
    }
}

#[async_trait]
impl Conflicts for MemoryStore {
    async fn record_conflicts(
        &self,
        reference: &ExternalRef,
        found: &[FoundConflict],
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<ConflictReport> {
        machine::check_found(reference, found)?;
        let _lease = self.guarded(guard, now)?;
        let mut held = locked(&self.conflicts);
        let of_record: Vec<Conflict> = held
            .rows
            .iter()
            .filter(|conflict| conflict.reference == *reference)
            .cloned()
            .collect();
        let recorded = machine::record(&of_record, reference, found, held.last, now)?;
        for conflict in recorded.written {
            held.put(conflict);
        }
        Ok(recorded.report)
    }

    async fn conflict(&self, number: u64) -> Result<Conflict> {
        let held = locked(&self.conflicts);
        match held.place(number) {
            Ok(place) => Ok(held.rows[place].clone()),
            Err(_) => Err(machine::unknown("conflict.conflict", number)),
        }
    }

    async fn conflicts(&self, filter: &ConflictFilter) -> Result<Vec<Conflict>> {
        filter.validate()?;
        let held = locked(&self.conflicts);
        Ok(held
            .rows
            .iter()
            .filter(|one| one.number > filter.after && one.reference.connection == filter.connection)
            .filter(|one| {
                filter
                    .kind
                    .as_ref()
                    .is_none_or(|kind| *kind == one.reference.kind)
            })
            .filter(|one| filter.state.is_none_or(|state| state == one.state))
            .take(filter.limit as usize)
            .cloned()
            .collect())
    }

    async fn resolve_conflict(
        &self,
        number: u64,
        decision: &ConflictDecision,
        actor: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Conflict> {
        let mut held = locked(&self.conflicts);
        let Ok(place) = held.place(number) else {
            return Err(machine::unknown("conflict.resolve", number));
        };
        let after = machine::resolve(&held.rows[place], decision, actor, reason, now)?;
        held.rows[place] = after.clone();
        Ok(after)
    }

    async fn conflict_counts(&self, connection: &str) -> Result<ConflictCounts> {
        rules::reference("conflict.counts", "connection", connection)?;
        let held = locked(&self.conflicts);
        let count = |state: ConflictState| {
            let of_connection = held
                .rows
                .iter()
                .filter(|one| one.reference.connection == connection);
            of_connection.filter(|one| one.state == state).count() as u64
        };
        Ok(ConflictCounts {
            open: count(ConflictState::Open),
            resolved: count(ConflictState::Resolved),
            obsolete: count(ConflictState::Obsolete),
        })
    }
}
