mod rows;

use std::time::Duration;

use async_trait::async_trait;
use careweave_sync_core::lease::machine;
use careweave_sync_core::{Fence, FenceGuard, Lease, Leases};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;

use crate::race::{MAX_RACES, outrun};
use crate::store::PostgresStore;
use crate::transaction::Transaction;

impl PostgresStore {
    async fn step_lease(
        &self,
        at: &'static str,
        name: &str,
        step: impl Fn(Option<&Lease>, &str) -> Result<Lease> + Send + Sync + 'static,
    ) -> Result<Lease> {
        machine::check_name(at, name)?;
        let name = name.to_owned();
        self.transact(at, move |tx| {
            async move {
                for _ in 0..MAX_RACES {
                    // The row is locked, so that of many that ask one decides at a time. One that is not there yet
                    // cannot be locked: of many that insert it one does, and the others decide anew.
                    let before = rows::for_update(tx, &name).await?;
                    let after = step(before.as_ref(), &name)?;
                    if before.as_ref() == Some(&after) || rows::put(tx, before.as_ref(), &after).await? {
                        return Ok(after);
                    }
                }
                Err(outrun(at).with("lease", name))
            }
            .boxed()
        })
        .await
    }
}

#[async_trait]
impl Leases for PostgresStore {
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
        const AT: &str = "lease.check_fence";
        machine::check_name(AT, name)?;
        let name = name.to_owned();
        self.run(AT, move |db| async move {
            let held = rows::by_name(&db, AT, &name).await?;
            machine::check(held.as_ref(), &name, fence, now)
        })
        .await
    }

    async fn lease(&self, name: &str) -> Result<Option<Lease>> {
        const AT: &str = "lease.lease";
        machine::check_name(AT, name)?;
        let name = name.to_owned();
        self.run(AT, move |db| async move { rows::by_name(&db, AT, &name).await })
            .await
    }
}

/// Passes when the lease of the guard is live. It stays so until the transaction ends: the row is locked for sharing, so
/// others write under it too, and whoever wants it granted, renewed or released waits. Call it before anything else
/// is locked, so that nobody who holds the lease waits for somebody who waits for the lease.
pub(crate) async fn check_guard(
    tx: &mut Transaction,
    guard: Option<&FenceGuard>,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(guard) = guard else { return Ok(()) };
    machine::check_name("lease.check_fence", &guard.lease)?;
    let held = rows::for_share(tx, &guard.lease).await?;
    machine::check(held.as_ref(), &guard.lease, guard.fence, now)
}
