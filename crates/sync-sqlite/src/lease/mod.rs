pub(crate) mod rows;

use std::time::Duration;

use async_trait::async_trait;
use careweave_sync_core::lease::machine;
use careweave_sync_core::{Fence, FenceGuard, Lease, Leases};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use rusqlite::Connection;

use crate::fault::Fault;
use crate::store::SqliteStore;
use crate::transaction::write;

impl SqliteStore {
    async fn step_lease(
        &self,
        at: &'static str,
        name: &str,
        step: impl FnOnce(Option<&Lease>, &str) -> Result<Lease> + Send + 'static,
    ) -> Result<Lease> {
        let name = name.to_owned();
        self.run(at, move |conn| {
            let tx = write(conn)?;
            let before = rows::by_name(&tx, &name)?;
            let after = step(before.as_ref(), &name)?;
            if before.as_ref() != Some(&after) {
                rows::put(&tx, &after, machine::is_loss(before.as_ref(), &after))?;
                tx.commit()?;
            }
            Ok(after)
        })
        .await
    }
}

#[async_trait]
impl Leases for SqliteStore {
    async fn acquire(&self, name: &str, holder: &str, ttl: Duration, now: DateTime<Utc>) -> Result<Lease> {
        let holder = holder.to_owned();
        self.step_lease("lease.acquire", name, move |held, name| {
            machine::acquire(held, name, &holder, ttl, now)
        })
        .await
    }

    async fn renew(&self, name: &str, fence: Fence, ttl: Duration, now: DateTime<Utc>) -> Result<Lease> {
        self.step_lease("lease.renew", name, move |held, name| {
            machine::renew(held, name, fence, ttl, now)
        })
        .await
    }

    async fn release(&self, name: &str, fence: Fence, now: DateTime<Utc>) -> Result<Lease> {
        self.step_lease("lease.release", name, move |held, name| {
            machine::release(held, name, fence, now)
        })
        .await
    }

    async fn check_fence(&self, name: &str, fence: Fence, now: DateTime<Utc>) -> Result<()> {
        let name = name.to_owned();
        self.run("lease.check_fence", move |conn| {
            let held = rows::by_name(conn, &name)?;
            Ok(machine::check(held.as_ref(), &name, fence, now)?)
        })
        .await
    }

    async fn lease(&self, name: &str) -> Result<Option<Lease>> {
        const AT: &str = "lease.lease";
        machine::check_name(AT, name)?;
        let name = name.to_owned();
        self.run(AT, move |conn| rows::by_name(conn, &name)).await
    }
}

/// Passes when the lease of the guard is live; in a transaction that writes it stays so until the commit.
pub(crate) fn check_guard(
    conn: &Connection,
    guard: Option<&FenceGuard>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    if let Some(guard) = guard {
        let held = rows::by_name(conn, &guard.lease)?;
        machine::check(held.as_ref(), &guard.lease, guard.fence, now)?;
    }
    Ok(())
}
