use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// Names for requests (`cw-<hex>-<n>`), so that an error here and a log line there can be laid side by side. They say
/// nothing about who or what is asked for.
#[derive(Debug)]
pub(crate) struct RequestIds {
    run: u64,
    count: AtomicU64,
}

impl Default for RequestIds {
    fn default() -> Self {
        Self {
            run: RandomState::new().hash_one(0_u8),
            count: AtomicU64::new(0),
        }
    }
}

impl RequestIds {
    pub(crate) fn next(&self) -> String {
        let n = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        format!("cw-{:016x}-{n}", self.run)
    }
}
