use async_trait::async_trait;
use careweave_sync_core::gate::machine;
use careweave_sync_core::ledger::check_list_limit;
use careweave_sync_core::{GateChange, GateScope, Gates, Level};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Params, Row, params};

use crate::column::{column, instant, unreadable};
use crate::fault::Fault;
use crate::store::SqliteStore;
use crate::transaction::{snapshot, write};

#[async_trait]
impl Gates for SqliteStore {
    async fn set_level(
        &self,
        scope: &GateScope,
        level: Level,
        actor: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<GateChange> {
        let (scope, actor, reason) = (scope.clone(), actor.to_owned(), reason.to_owned());
        self.run("gate.set", move |conn| {
            let tx = write(conn)?;
            let held = last(&tx, &scope)?;
            let change = machine::set(held.as_ref(), &scope, level, &actor, &reason, now)?;
            tx.prepare_cached(
                "INSERT INTO gate_change (connection, kind, operation, level, actor, reason, at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                change.scope.connection,
                change.scope.kind,
                change.scope.operation,
                change.level.as_str(),
                change.actor,
                change.reason,
                change.at.timestamp_micros(),
            ])?;
            tx.commit()?;
            Ok(change)
        })
        .await
    }

    async fn level(&self, scope: &GateScope) -> Result<Level> {
        const AT: &str = "gate.level";
        scope.validate(AT)?;
        let scope = scope.clone();
        self.run(AT, move |conn| {
            // One snapshot: a level set meanwhile is seen whole or not at all.
            level_of(&*snapshot(conn)?, &scope)
        })
        .await
    }

    async fn level_changes(&self, connection: &str, limit: u32) -> Result<Vec<GateChange>> {
        const AT: &str = "gate.changes";
        GateScope::connection(connection).validate(AT)?;
        check_list_limit(AT, limit)?;
        let connection = connection.to_owned();
        self.run(AT, move |conn| {
            changes(
                conn,
                "connection = ?1 ORDER BY seq DESC LIMIT ?2",
                params![connection, limit],
            )
        })
        .await
    }
}

/// The level that counts for a scope; in a transaction that writes it stays so until the commit.
pub(crate) fn level_of(conn: &Connection, scope: &GateScope) -> Result<Level, Fault> {
    let mut set = Vec::new();
    for scope in scope.outward() {
        set.extend(last(conn, &scope)?.map(|change| change.level));
    }
    Ok(machine::level(set))
}

fn last(conn: &Connection, scope: &GateScope) -> Result<Option<GateChange>, Fault> {
    let found = changes(
        conn,
        "connection = ?1 AND kind = ?2 AND operation = ?3 ORDER BY seq DESC LIMIT 1",
        params![scope.connection, scope.kind, scope.operation],
    )?;
    Ok(found.into_iter().next())
}

fn changes(conn: &Connection, condition: &str, with: impl Params) -> Result<Vec<GateChange>, Fault> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT connection, kind, operation, level, actor, reason, at FROM gate_change WHERE {condition}"
    ))?;
    let mut rows = select.query(with)?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        read.push(change(row)?);
    }
    Ok(read)
}

fn change(row: &Row<'_>) -> Result<GateChange, Fault> {
    let level: String = column(row, "level")?;
    Ok(GateChange {
        scope: GateScope {
            connection: column(row, "connection")?,
            kind: column(row, "kind")?,
            operation: column(row, "operation")?,
        },
        level: level.parse::<Level>().map_err(|e| unreadable("level", e))?,
        actor: column(row, "actor")?,
        reason: column(row, "reason")?,
        at: instant(row, "at")?,
    })
}
