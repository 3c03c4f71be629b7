//! Leases as rows.

use careweave_sync_core::lease::LeaseState;
use careweave_sync_core::{Fence, Lease};
use rusqlite::{Connection, Row, params};

use crate::column::{column, instant, number, unreadable};
use crate::fault::Fault;

pub(super) fn by_name(conn: &Connection, name: &str) -> Result<Option<Lease>, Fault> {
    conn.prepare_cached(
        "SELECT name, holder, fence, state, granted_at, expires_at, updated_at FROM lease WHERE name = ?1",
    )?
    .query([name])?
    .next()?
    .map(lease)
    .transpose()
}

/// Writes a step, and counts the loss it showed.
pub(super) fn put(conn: &Connection, lease: &Lease, lost: bool) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO lease (name, holder, fence, state, granted_at, expires_at, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, fence = excluded.fence, \
         state = excluded.state, granted_at = excluded.granted_at, expires_at = excluded.expires_at, \
         updated_at = excluded.updated_at, losses = losses + ?8",
    )?
    .execute(params![
        lease.name,
        lease.holder,
        lease.fence.get().cast_signed(),
        lease.state.as_str(),
        lease.granted_at.timestamp_micros(),
        lease.expires_at.timestamp_micros(),
        lease.updated_at.timestamp_micros(),
        lost,
    ])?;
    Ok(())
}

fn lease(row: &Row<'_>) -> Result<Lease, Fault> {
    let state: String = column(row, "state")?;
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
