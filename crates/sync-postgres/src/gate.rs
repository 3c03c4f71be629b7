use async_trait::async_trait;
use careweave_sync_core::gate::machine;
use careweave_sync_core::ledger::check_list_limit;
use careweave_sync_core::{GateChange, GateScope, Gates, Level};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::column::{column, instant, number, unreadable};
use crate::database::{Committing, Given, Session};
use crate::race::outrun;
use crate::store::PostgresStore;
use crate::transaction::Transaction;

// Whoever sets a level of a connection holds an advisory lock of it until the commit, and whoever begins an attempt shares it:
// once a level is set, nothing begins any more that had seen the one before.
#[async_trait]
impl Gates for PostgresStore {
    async fn set_level(
        &self,
        scope: &GateScope,
        level: Level,
        actor: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<GateChange> {
        const AT: &str = "gate.set";
        scope.validate(AT)?;
        let (scope, actor, reason) = (scope.clone(), actor.to_owned(), reason.to_owned());
        self.transact(AT, move |tx| {
            async move {
                hold(tx, &scope.connection, "pg_advisory_xact_lock").await?;
                let (n, held) = last(tx, &scope).await?.unzip();
                let change = machine::set(held.as_ref(), &scope, level, &actor, &reason, now)?;
                match insert(tx, n.unwrap_or(0) + 1, &change).await? {
                    true => Ok(change),
                    // A worker of an earlier version, which takes no lock, was faster.
                    false => Err(outrun(AT).with("connection", scope.connection)),
                }
            }
            .boxed()
        })
        .await
    }

    async fn level(&self, scope: &GateScope) -> Result<Level> {
        const AT: &str = "gate.level";
        scope.validate(AT)?;
        let scope = scope.clone();
        self.run(AT, move |db| async move {
            level_in(&mut Committing { db: &db, at: AT }, &scope).await
        })
        .await
    }

    async fn level_changes(&self, connection: &str, limit: u32) -> Result<Vec<GateChange>> {
        const AT: &str = "gate.changes";
        GateScope::connection(connection).validate(AT)?;
        check_list_limit(AT, limit)?;
        let connection = connection.to_owned();
        self.run(AT, move |db| async move {
            let given: [Given<'_>; 2] = [(&connection, Type::TEXT), (&i64::from(limit), Type::INT8)];
            let mut session = Committing { db: &db, at: AT };
            let found = changes(&mut session, "connection = $1 ORDER BY seq DESC LIMIT $2", &given).await?;
            Ok(found.into_iter().map(|(_, change)| change).collect())
        })
        .await
    }
}

/// The first half of the advisory lock of a connection, "CwGa"; the second is its name and the schema's.
const LOCK: i32 = 0x4377_4761;

/// Shares the levels of a connection until the transaction ends: nobody sets one meanwhile.
pub(crate) async fn share(tx: &mut Transaction, connection: &str) -> Result<()> {
    hold(tx, connection, "pg_advisory_xact_lock_shared").await
}

async fn hold(tx: &mut Transaction, connection: &str, lock: &str) -> Result<()> {
    let name = format!("{}/{connection}", tx.schema());
    let sql = format!("SELECT {lock}($1, hashtext($2))");
    tx.read(&sql, &[(&LOCK, Type::INT4), (&name, Type::TEXT)])
        .await
        .map(drop)
}

/// The level that counts for a scope.
pub(crate) async fn level_in(session: &mut impl Session, scope: &GateScope) -> Result<Level> {
    // One statement, so one snapshot: a level set meanwhile is seen whole or not at all.
    let given: [Given<'_>; 3] = [
        (&scope.connection, Type::TEXT),
        (&scope.kind, Type::TEXT),
        (&scope.operation, Type::TEXT),
    ];
    let set = changes(
        session,
        "connection = $1 AND kind IN ('', $2) AND operation IN ('', $3) AND n = (SELECT max(n) FROM gate_change b \
         WHERE b.connection = a.connection AND b.kind = a.kind AND b.operation = a.operation)",
        &given,
    )
    .await?;
    let outward = scope.outward();
    Ok(machine::level(outward.iter().filter_map(|scope| {
        let (_, change) = set.iter().find(|(_, change)| change.scope == *scope)?;
        Some(change.level)
    })))
}

/// The last change of a scope, and its number.
async fn last(session: &mut impl Session, scope: &GateScope) -> Result<Option<(i64, GateChange)>> {
    let given: [Given<'_>; 3] = [
        (&scope.connection, Type::TEXT),
        (&scope.kind, Type::TEXT),
        (&scope.operation, Type::TEXT),
    ];
    let found = changes(
        session,
        "connection = $1 AND kind = $2 AND operation = $3 ORDER BY n DESC LIMIT 1",
        &given,
    )
    .await?;
    Ok(found.into_iter().next())
}

/// Records change number `n` of a scope; false when another worker did meanwhile.
async fn insert(session: &mut impl Session, n: i64, change: &GateChange) -> Result<bool> {
    let sql = format!(
        "INSERT INTO {} (connection, kind, operation, n, level, actor, reason, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (connection, kind, operation, n) DO NOTHING RETURNING seq",
        session.schema().table("gate_change")
    );
    let given: [Given<'_>; 8] = [
        (&change.scope.connection, Type::TEXT),
        (&change.scope.kind, Type::TEXT),
        (&change.scope.operation, Type::TEXT),
        (&n, Type::INT8),
        (&change.level.as_str(), Type::TEXT),
        (&change.actor, Type::TEXT),
        (&change.reason, Type::TEXT),
        (&change.at.timestamp_micros(), Type::INT8),
    ];
    Ok(!session.change((&sql, &given)).await?.is_empty())
}

async fn changes(
    session: &mut impl Session,
    condition: &str,
    given: &[Given<'_>],
) -> Result<Vec<(i64, GateChange)>> {
    let sql = format!(
        "WITH gate_change AS NOT MATERIALIZED (SELECT * FROM {}) \
         SELECT n, connection, kind, operation, level, actor, reason, at FROM gate_change a WHERE {condition}",
        session.schema().table("gate_change")
    );
    session.look((&sql, given)).await?.iter().map(change).collect()
}

fn change(row: &Row) -> Result<(i64, GateChange)> {
    let level: &str = column(row, "level")?;
    let change = GateChange {
        scope: GateScope {
            connection: column(row, "connection")?,
            kind: column(row, "kind")?,
            operation: column(row, "operation")?,
        },
        level: level.parse::<Level>().map_err(|e| unreadable("level", e))?,
        actor: column(row, "actor")?,
        reason: column(row, "reason")?,
        at: instant(row, "at")?,
    };
    Ok((number(row, "n")?, change))
}
