//! Behaviour suites: what every store must do, for whoever writes one.
//!
//! ```ignore
//! // In a test of the store's crate, with the feature `suite`: the expression is awaited once per test and gives a
//! // fresh store and a guard that lives as long (a temporary folder, or `()`).
//! careweave_sync_core::ledger_suite!(async { (MyStore::open().await.unwrap(), ()) });
//! // Likewise, in modules of their own: lease_suite!, inbox_suite!, outbox_suite!, audit_suite!, latch_suite!, gate_suite!, mirror_suite!, vault_suite!,
//! conflicts_suite!, gated_suite!, health_suite!, retention_suite!, holds_suite!, stream_suite!.
//! ```
//!
//! The suites bring their own [`block_on`], so they also prove that a store needs no particular runtime.

mod alternating;
pub mod audit;
pub mod conflicts;
pub mod crash;
mod dice;
pub mod equal_instants;
mod executor;
pub mod gate;
pub mod gated;
pub mod health;
pub mod holds;
pub mod inbox;
pub mod latch;
pub mod late_landing;
pub mod lease;
pub mod ledger;
mod ledger_life;
mod macros;
pub mod mirror;
pub mod outbox;
pub mod recovery;
pub mod retention;
pub mod stream;
pub mod vault;

pub use alternating::Alternating;
pub use executor::block_on;
