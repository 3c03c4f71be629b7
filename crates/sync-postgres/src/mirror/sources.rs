//! Connections and kinds as rows: the lock of whoever writes about their records.

use careweave_sync_core::ExternalRef;
use careweave_types::Result;
use tokio_postgres::types::Type;

use crate::column::{column, only};
use crate::database::Given;
use crate::transaction::Transaction;

/// Locks the row of a connection and kind, which is made if it is missing.
pub(crate) async fn lock(tx: &mut Transaction, connection: &str, kind: &str) -> Result<i64> {
    let table = tx.table("mirror_source");
    let given: [Given<'_>; 2] = [(&connection, Type::TEXT), (&kind, Type::TEXT)];
    let lock = format!("SELECT id FROM {table} WHERE connection = $1 AND kind = $2 FOR NO KEY UPDATE");
    let rows = tx.read(&lock, &given).await?;
    if let Some(row) = rows.first() {
        return column(row, "id");
    }
    // Of many that make it one does, and the others wait for it.
    let make = format!(
        "INSERT INTO {table} (connection, kind) VALUES ($1, $2) ON CONFLICT (connection, kind) DO NOTHING"
    );
    tx.write(&make, &given).await?;
    let rows = tx.read(&lock, &given).await?;
    column(only(&rows, "id")?, "id")
}

/// Locks the rows of two records, always in the same order, so that no two transactions wait for each other.
pub(super) async fn lock_two(
    tx: &mut Transaction,
    one: &ExternalRef,
    other: &ExternalRef,
) -> Result<(i64, i64)> {
    if (&one.connection, &one.kind) <= (&other.connection, &other.kind) {
        let first = lock(tx, &one.connection, &one.kind).await?;
        Ok((first, lock(tx, &other.connection, &other.kind).await?))
    } else {
        let first = lock(tx, &other.connection, &other.kind).await?;
        Ok((lock(tx, &one.connection, &one.kind).await?, first))
    }
}
