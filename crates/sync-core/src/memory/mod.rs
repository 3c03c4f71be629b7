mod audit;
mod conflicts;
mod gate;
mod health;
mod holds;
mod inbox;
mod latch;
mod lease;
mod ledger;
mod mirror;
mod outbox;
mod retention;
mod stream;
mod vault;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use careweave_types::Result;
use chrono::{DateTime, Utc};
use inbox::Messages;
use ledger::Effects;
use outbox::Items;

use crate::lease::{FenceGuard, Lease, machine};

/// A store in this process's memory: for tests, examples and as the model other stores are compared with.
///
/// Clones share their content. It keeps nothing when the process ends, so it guards against a lost answer or
/// a second worker of this process, but not against a crash.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    effects: Arc<Mutex<Effects>>,
    leases: Arc<Mutex<HashMap<String, Lease>>>,
    messages: Arc<Mutex<Messages>>,
    items: Arc<Mutex<Items>>,
    chains: Arc<Mutex<audit::Chains>>,
    latches: Arc<Mutex<latch::Held>>,
    gates: Arc<Mutex<gate::Changes>>,
    records: Arc<Mutex<mirror::Records>>,
    secrets: Arc<Mutex<vault::Secrets>>,
    conflicts: Arc<Mutex<conflicts::Held>>,
    logs: Arc<Mutex<stream::Logs>>,
    integrations: Arc<Mutex<HashMap<String, crate::health::IntegrationStatus>>>,
    /// Always locked first.
    holds: Arc<Mutex<holds::Standing>>,
    /// How often each lease was lost.
    losses: Arc<Mutex<HashMap<String, u64>>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn effects(&self) -> MutexGuard<'_, Effects> {
        locked(&self.effects)
    }

    fn leases(&self) -> MutexGuard<'_, HashMap<String, Lease>> {
        locked(&self.leases)
    }

    /// Passes when the lease of the guard is live; it stays so until the answer is dropped.
    fn guarded(
        &self,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<Option<MutexGuard<'_, HashMap<String, Lease>>>> {
        let Some(guard) = guard else { return Ok(None) };
        let leases = self.leases();
        machine::check(leases.get(&guard.lease), &guard.lease, guard.fence, now)?;
        Ok(Some(leases))
    }

    /// Always locked after the leases, where both are.
    fn messages(&self) -> MutexGuard<'_, Messages> {
        locked(&self.messages)
    }

    /// Always locked after the effects, where both are.
    fn items(&self) -> MutexGuard<'_, Items> {
        locked(&self.items)
    }
}

fn locked<T>(content: &Mutex<T>) -> MutexGuard<'_, T> {
    // Every change is made after all that can fail, so a panic elsewhere left it whole.
    content.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    mod audit {
        use crate::MemoryStore;

        crate::audit_suite!(async { (MemoryStore::new(), ()) });
    }

    mod conflicts {
        use crate::MemoryStore;

        crate::conflicts_suite!(async { (MemoryStore::new(), ()) });
    }

    mod gated {
        use crate::MemoryStore;

        crate::gated_suite!(async { (MemoryStore::new(), ()) });
    }

    mod health {
        use crate::MemoryStore;

        crate::health_suite!(async { (MemoryStore::new(), ()) });
    }

    mod retention {
        use crate::MemoryStore;

        crate::retention_suite!(async { (MemoryStore::new(), ()) });
    }

    mod holds {
        use crate::MemoryStore;

        crate::holds_suite!(async { (MemoryStore::new(), ()) });
    }

    mod gate {
        use crate::MemoryStore;

        crate::gate_suite!(async { (MemoryStore::new(), ()) });
    }

    mod inbox {
        use crate::MemoryStore;

        crate::inbox_suite!(async { (MemoryStore::new(), ()) });
    }

    mod ledger {
        use crate::MemoryStore;

        crate::ledger_suite!(async { (MemoryStore::new(), ()) });
    }

    mod latch {
        use crate::MemoryStore;

        crate::latch_suite!(async { (MemoryStore::new(), ()) });
    }

    mod lease {
        use crate::MemoryStore;

        crate::lease_suite!(async { (MemoryStore::new(), ()) });
    }

    mod mirror {
        use crate::MemoryStore;

        crate::mirror_suite!(async { (MemoryStore::new(), ()) });
    }

    mod vault {
        use crate::MemoryStore;

        crate::vault_suite!(async { (MemoryStore::new(), ()) });
    }

    mod outbox {
        use crate::MemoryStore;

        crate::outbox_suite!(async { (MemoryStore::new(), ()) });
    }

    mod stream {
        use crate::MemoryStore;

        crate::stream_suite!(async { (MemoryStore::new(), ()) });
    }
}
