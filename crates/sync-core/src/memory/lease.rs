use std::time::Duration;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{MemoryStore, locked};
use crate::lease::{Fence, Lease, Leases, machine};

impl MemoryStore {
    fn step_lease(&self, name: &str, step: impl FnOnce(Option<&Lease>) -> Result<Lease>) -> Result<Lease> {
        let mut leases = self.leases();
        let after = step(leases.get(name))?;
        if machine::is_loss(leases.get(name), &after) {
            *locked(&self.losses).entry(name.to_owned()).or_default() += 1;
        }
        leases.insert(name.to_owned(), after.clone());
        Ok(after)
    }
}

#[async_trait]
impl Leases for MemoryStore {
    async fn acquire(&self, name: &str, holder: &str, ttl: Duration, now: DateTime<Utc>) -> Result<Lease> {
        self.step_lease(name, |held| machine::acquire(held, name, holder, ttl, now))
    }

    async fn renew(&self, name: &str, fence: Fence, ttl: Duration, now: DateTime<Utc>) -> Result<Lease> {
        self.step_lease(name, |held| machine::renew(held, name, fence, ttl, now))
    }

    async fn release(&self, name: &str, fence: Fence, now: DateTime<Utc>) -> Result<Lease> {
        self.step_lease(name, |held| machine::release(held, name, fence, now))
    }

    async fn check_fence(&self, name: &str, fence: Fence, now: DateTime<Utc>) -> Result<()> {
        machine::check(self.leases().get(name), name, fence, now)
    }

    async fn lease(&self, name: &str) -> Result<Option<Lease>> {
        machine::check_name("lease.lease", name)?;
        Ok(self.leases().get(name).cloned())
    }
}
