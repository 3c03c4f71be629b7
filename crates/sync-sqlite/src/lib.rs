//! The embedded default store: SQLite in one file.
//!
//! [`SqliteStore`] keeps the records of `careweave-sync-core` durably: write-ahead log, an fsync per
//! commit. Steps that wait at the same time share one transaction and one fsync; each is kept or undone by itself, and its
//! caller is answered when it is on disk. All work runs on one thread of the store's own, so it blocks no async
//! runtime and needs none. Several processes may open the same file; of two that claim the same key one wins.
//! Past one machine use a server database: the file must not lie on a network file system.
//!
//! ```
//! # async fn example() -> careweave_types::Result<()> {
//! use careweave_sync_sqlite::SqliteStore;
//! let store = SqliteStore::open_url("sqlite:careweave.db").await?;
//! // plan, begin, confirm …
//! store.close().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Fork
//!
//! Open a store after the fork. One that was open when its process forked belongs to the parent: in the
//! child every call fails with `Storage` and says so, instead of waiting for a thread that is not there.
//! Nor can the child open the same file anew: SQLite's locks do not survive a fork, and when the parent
//! closed the file, commits of the child would be lost; opening fails with `Storage`. A parent that closed its
//! store before the fork, and a child that was started by spawning, are free to open it.

mod audit;
mod bodies;
mod column;
mod conflicts;
mod connection;
mod fault;
mod gate;
mod health;
mod holds;
mod inbox;
mod inherited;
mod latch;
mod lease;
mod ledger;
mod migrations;
mod mirror;
mod options;
mod outbox;
mod release;
mod retention;
mod store;
mod stream;
mod transaction;
mod url;
mod vault;
mod writer;

pub use options::SqliteOptions;
pub use store::SqliteStore;
