//! Values that were read, kept for as long as their kind allows, and marked when they are old.

mod cached;
mod policy;
mod read_cache;
mod shelf;

pub use cached::{Cached, Fresh, Freshness, StaleReason};
pub use policy::{CacheClass, CachePolicy, REFRESH_MINUTE, next_refresh};
pub use read_cache::ReadCache;
