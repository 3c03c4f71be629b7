use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{MemoryStore, locked};
use crate::gate::{GateChange, GateScope, Gates, Level, machine};
use crate::rules::{self, check_list_limit};

/// Every change, the latest last.
pub(super) type Changes = Vec<GateChange>;

fn last<'a>(changes: &'a [GateChange], scope: &GateScope) -> Option<&'a GateChange> {
    changes.iter().rev().find(|change| change.scope == *scope)
}

/// The level that counts for a scope.
pub(super) fn level_of(changes: &[GateChange], scope: &GateScope) -> Level {
    let outward = scope.outward();
    machine::level(
        outward
            .iter()
            .filter_map(|scope| last(changes, scope))
            .map(|change| change.level),
    )
}

#[async_trait]
impl Gates for MemoryStore {
    async fn set_level(
        &self,
        scope: &GateScope,
        level: Level,
        actor: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<GateChange> {
        let mut changes = locked(&self.gates);
        let change = machine::set(last(&changes, scope), scope, level, actor, reason, now)?;
        changes.push(change.clone());
        Ok(change)
    }

    async fn level(&self, scope: &GateScope) -> Result<Level> {
        scope.validate("gate.level")?;
        Ok(level_of(&locked(&self.gates), scope))
    }

    async fn level_changes(&self, connection: &str, limit: u32) -> Result<Vec<GateChange>> {
        const AT: &str = "gate.changes";
        rules::reference(AT, "connection", connection)?;
        check_list_limit(AT, limit)?;
        let changes = locked(&self.gates);
        Ok(changes
            .iter()
            .rev()
            .filter(|change| change.scope.connection == connection)
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .cloned()
            .collect())
    }
}
