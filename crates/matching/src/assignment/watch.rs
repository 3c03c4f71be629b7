use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Where a running search is, read from another thread while it runs. Watching changes nothing.
///
/// A problem is solved in parts that nothing connects, one after the other; the cost is that of the part at hand.
#[derive(Debug, Default)]
pub struct Watch {
    parts: AtomicU64,
    part: AtomicU64,
    iterations: AtomicU64,
    best: AtomicI64,
    looks: AtomicU64,
}

/// One look at a [`Watch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many parts there are; 0 before the search begins.
    pub parts: u64,
    /// The part at hand, from 1.
    pub part: u64,
    /// Iterations done in all parts.
    pub iterations: u64,
    /// The least cost found for the part at hand, once its search has begun.
    pub best: Option<i64>,
}

impl Watch {
    /// Where the search is. The figures are read one after the other and may be a moment apart.
    pub fn progress(&self) -> Progress {
        let told = self.looks.load(Ordering::Acquire) > 0;
        Progress {
            parts: self.parts.load(Ordering::Relaxed),
            part: self.part.load(Ordering::Relaxed),
            iterations: self.iterations.load(Ordering::Relaxed),
            best: told.then(|| self.best.load(Ordering::Relaxed)),
        }
    }

    pub(super) fn begin(&self, parts: usize) {
        self.parts.store(parts as u64, Ordering::Relaxed);
    }

    pub(super) fn begin_part(&self, part: usize) {
        self.looks.store(0, Ordering::Release);
        self.part.store(part as u64 + 1, Ordering::Relaxed);
    }

    pub(super) fn tell(&self, iterations: u64, best: i64) {
        self.iterations.store(iterations, Ordering::Relaxed);
        self.best.store(best, Ordering::Relaxed);
        self.looks.fetch_add(1, Ordering::Release);
    }
}
