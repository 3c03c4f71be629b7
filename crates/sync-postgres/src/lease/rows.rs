//! Leases as rows.

use careweave_sync_core::lease::{LeaseState, machine};
use careweave_sync_core::{Fence, Lease};
use careweave_types::Result;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::column::{column, instant, key, number, unreadable};
use crate::database::{Database, Given};
use crate::transaction::Transaction;

fn by_name_sql(table: &str) -> String {
    format!(
        "SELECT name, holder, fence, state, granted_at, expires_at, updated_at FROM {table} WHERE name = $1"
    )
}

pub(super) async fn by_name(db: &Database, at: &'static str, name: &str) -> Result<Option<Lease>> {
    let sql = by_name_sql(&db.schema().table("lease"));
    let rows = db.read(at, &sql, &[(&name, Type::TEXT)]).await?;
    rows.first().map(lease).transpose()
}

pub(super) async fn for_update(tx: &mut Transaction, name: &str) -> Result<Option<Lease>> {
    locked(tx, name, "FOR NO KEY UPDATE").await
}

pub(super) async fn for_share(tx: &mut Transaction, name: &str) -> Result<Option<Lease>> {
    locked(tx, name, "FOR SHARE").await
}

async fn locked(tx: &mut Transaction, name: &str, lock: &str) -> Result<Option<Lease>> {
    let sql = format!("{} {lock}", by_name_sql(&tx.table("lease")));
    let rows = tx.read(&sql, &[(&name, Type::TEXT)]).await?;
    rows.first().map(lease).transpose()
}

/// Writes a step over the row that was locked, counts the loss it showed, and ends the transaction; or records the first grant under a name. False
/// when another worker recorded that meanwhile.
pub(super) async fn put(tx: &mut Transaction, before: Option<&Lease>, after: &Lease) -> Result<bool> {
    let table = tx.table("lease");
    let sql = format!(
        "INSERT INTO {table} AS l (name, holder, fence, state, granted_at, expires_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, fence = excluded.fence, state = excluded.state, \
         granted_at = excluded.granted_at, expires_at = excluded.expires_at, updated_at = excluded.updated_at, \
         losses = l.losses + $9 WHERE $8 RETURNING l.seq"
    );
    let lost = i64::from(machine::is_loss(before, after));
    let given: [Given<'_>; 9] = [
        (&after.name, Type::TEXT),
        (&after.holder, Type::TEXT),
        (&key(after.fence.get()), Type::INT8),
        (&after.state.as_str(), Type::TEXT),
        (&after.granted_at.timestamp_micros(), Type::INT8),
        (&after.expires_at.timestamp_micros(), Type::INT8),
        (&after.updated_at.timestamp_micros(), Type::INT8),
        (&before.is_some(), Type::BOOL),
        (&lost, Type::INT8),
    ];
    tx.put(before.is_some(), &sql, &given).await
}

fn lease(row: &Row) -> Result<Lease> {
    let state: &str = column(row, "state")?;
    Ok(Lease {
        name: column(row, "name")?,
        holder: column(row, "holder")?,
        fence: Fence::new(number(row, "fence")?),
        state: state.parse::<LeaseState>().map_err(|e| unreadable("state", e))?,
        granted_at: instant(row, "granted_at")?,
        expires_at: instant(row, "expires_at")?,
        updated_at: instant(row, "updated_at")?,
    })
}
