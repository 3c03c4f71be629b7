mod ledger;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ledger::Effects;

/// A store in this process's memory: for tests, examples and as the model other stores are compared with.
///
/// Clones share their content. It keeps nothing when the process ends, so it guards against a lost answer or
/// a second worker of this process, but not against a crash.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    effects: Arc<Mutex<Effects>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn effects(&self) -> MutexGuard<'_, Effects> {
        // Every change is one assignment after all that can fail, so a panic elsewhere left it whole.
        self.effects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryStore;

    crate::ledger_suite!(async { (MemoryStore::new(), ()) });
}
