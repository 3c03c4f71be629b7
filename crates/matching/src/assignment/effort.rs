use std::sync::atomic::{AtomicBool, Ordering};

use super::watch::Watch;

/// How many iterations the search may do. An iteration is one step of a neighbourhood search; it takes microseconds to
/// milliseconds, depending on the problem. Time is no budget, because results would differ between machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Iterations(pub u64);

/// How hard to search.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The budget, shared by all components in proportion to their size.
    pub iterations: Iterations,
    /// The seed of every random choice: the same problem, budget and seed give the same solution, byte for byte.
    pub seed: u64,
    /// Raise it to stop early with the best solution so far. Such a result is not reproducible.
    pub cancel: Option<&'a AtomicBool>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            iterations: Iterations(20_000),
            seed: 1,
            cancel: None,
        }
    }
}

/// What a search of one component hears from outside, and tells.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Effort<'a> {
    pub(super) cancel: Option<&'a AtomicBool>,
    pub(super) watch: Option<&'a Watch>,
    /// Iterations of the components before.
    pub(super) done: u64,
}

impl Effort<'_> {
    /// Tells how far the component is; true when it has to stop.
    pub(super) fn stopped(&self, iterations: u64, best: i64) -> bool {
        if let Some(watch) = self.watch {
            watch.tell(self.done + iterations, best);
        }
        self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}
