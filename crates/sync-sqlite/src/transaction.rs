//! How the store writes.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::fault::Fault;

/// A transaction that holds the write lock from the start, so that what it read stays true until it commits.
pub(crate) fn write(conn: &mut Connection) -> Result<Transaction<'_>, Fault> {
    if !conn.is_autocommit() {
        // A failed disk can refuse even a rollback; do not build on what it left.
        conn.execute_batch("ROLLBACK")?;
    }
    Ok(conn.transaction_with_behavior(TransactionBehavior::Immediate)?)
}
