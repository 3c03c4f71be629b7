//! The numbers that were given last: ids here, changes and scans.

use careweave_sync_core::LocalId;
use careweave_types::Result;
use tokio_postgres::types::Type;

use crate::column::{column, number, only, unreadable};
use crate::transaction::Transaction;

/// The numbers after some were taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    pub(super) locals: i64,
    pub(super) changes: i64,
    /// The number of the scan that began last; 0 before the first.
    pub(super) scans: i64,
}

/// How many numbers are taken.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Taken {
    pub(super) locals: i64,
    pub(super) changes: i64,
    pub(super) scans: i64,
}

/// Keeps the numbers as they are until the transaction ends.
pub(super) async fn lock(tx: &mut Transaction) -> Result<()> {
    let sql = format!("SELECT 1 FROM {} FOR NO KEY UPDATE", tx.table("mirror_count"));
    tx.read(&sql, &[]).await.map(drop)
}

/// Takes numbers; nobody else does until the transaction ends.
pub(super) async fn take(tx: &mut Transaction, taken: Taken) -> Result<Counts> {
    let sql = format!(
        "UPDATE {} SET locals = locals + $1, changes = changes + $2, scans = scans + $3 \
         RETURNING locals, changes, scans",
        tx.table("mirror_count")
    );
    let rows = tx
        .write(
            &sql,
            &[
                (&taken.locals, Type::INT8),
                (&taken.changes, Type::INT8),
                (&taken.scans, Type::INT8),
            ],
        )
        .await?;
    let row = only(&rows, "changes")?;
    Ok(Counts {
        locals: column(row, "locals")?,
        changes: column(row, "changes")?,
        scans: column(row, "scans")?,
    })
}

/// Gives the number of a change.
pub(super) async fn next_change(tx: &mut Transaction) -> Result<Counts> {
    let one = Taken {
        changes: 1,
        ..Taken::default()
    };
    take(tx, one).await
}

/// Takes so many numbers of changes; gives the one before the first.
pub(crate) async fn take_changes(tx: &mut Transaction, changes: usize) -> Result<i64> {
    let changes = i64::try_from(changes).map_err(|e| unreadable("changes", e))?;
    let taken = Taken {
        changes,
        ..Taken::default()
    };
    Ok(take(tx, taken).await?.changes - changes)
}

/// Gives a new id.
pub(super) async fn fresh_local(tx: &mut Transaction) -> Result<LocalId> {
    let sql = format!(
        "UPDATE {} SET locals = locals + 1 RETURNING locals",
        tx.table("mirror_count")
    );
    let rows = tx.write(&sql, &[]).await?;
    Ok(LocalId::new(number(only(&rows, "locals")?, "locals")?))
}

/// The number of the scan that began last. Of scans of a source that is locked it stays so.
pub(super) async fn newest_scan(tx: &mut Transaction) -> Result<i64> {
    let sql = format!("SELECT scans FROM {}", tx.table("mirror_count"));
    let rows = tx.read(&sql, &[]).await?;
    column(only(&rows, "scans")?, "scans")
}
