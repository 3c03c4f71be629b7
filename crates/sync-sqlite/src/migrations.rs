//! The numbered steps from an empty file to the present schema.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::fault::{Fault, storage};

/// Marks a file as a careweave store: "CwSt".
pub(crate) const APPLICATION_ID: i32 = 0x4377_5374;

/// Step n is at index n - 1; `user_version` counts the steps taken. Steps are never edited, only added.
const STEPS: &[&str] = &[
    include_str!("../migrations/0001_effect_ledger.sql"),
    include_str!("../migrations/0002_lease.sql"),
    include_str!("../migrations/0003_inbox.sql"),
    include_str!("../migrations/0004_outbox.sql"),
    include_str!("../migrations/0005_audit.sql"),
    include_str!("../migrations/0006_latch.sql"),
    include_str!("../migrations/0007_gate.sql"),
    include_str!("../migrations/0008_mirror.sql"),
    include_str!("../migrations/0009_vault.sql"),
    include_str!("../migrations/0010_conflict.sql"),
    include_str!("../migrations/0011_sealed_bodies.sql"),
    include_str!("../migrations/0012_retention.sql"),
    include_str!("../migrations/0013_health.sql"),
    include_str!("../migrations/0014_stream.sql"),
    include_str!("../migrations/0015_legal_hold.sql"),
];

/// The schema version this program writes.
pub(crate) fn latest() -> usize {
    STEPS.len()
}

/// Tells how many steps the file has taken, without writing; refuses a file that is not ours to write.
pub(crate) fn inspect(conn: &mut Connection, path: &Path) -> Result<usize, Fault> {
    // One snapshot: another process may be creating the store between two reads.
    let snapshot = conn.transaction()?;
    taken(&snapshot, path)
}

fn taken(conn: &Transaction<'_>, path: &Path) -> Result<usize, Fault> {
    const AT: &str = "store.open";
    let application: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let taken: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application == 0 && taken == 0 && tables == 0 {
        return Ok(0);
    }
    if application != APPLICATION_ID {
        return Err(storage(
            AT,
            path,
            "the file is a SQLite database of another program: give a path of its own to the store",
        )
        .with("application_id", application.to_string())
        .into());
    }
    match usize::try_from(taken) {
        Ok(taken) if (1..=latest()).contains(&taken) => Ok(taken),
        _ => Err(storage(
            AT,
            path,
            "the store was written by a newer version of careweave: update this program; it was left as it was",
        )
        .with("store_version", taken.to_string())
        .with("known_version", latest().to_string())
        .into()),
    }
}

/// Takes the missing steps, all or none.
pub(crate) fn migrate(conn: &mut Connection, path: &Path) -> Result<(), Fault> {
    if inspect(conn, path)? == latest() {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have migrated while this one waited for the lock.
    for step in &STEPS[taken(&tx, path)?..] {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", i64::try_from(latest()).unwrap_or(i64::MAX))?;
    tx.commit()?;
    Ok(())
}
