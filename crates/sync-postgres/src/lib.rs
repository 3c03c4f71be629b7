//! The store that many workers share: PostgreSQL.
//!
//! [`PostgresStore`] keeps the records of `careweave-sync-core` in one schema of a database, for any number of
//! worker processes on any number of machines. It behaves as the SQLite store does: the same rules, the same
//! errors, of two that claim the same key one wins.
//!
//! ```no_run
//! # async fn example() -> careweave_types::Result<()> {
//! use careweave_sync_postgres::PostgresStore;
//! let store = PostgresStore::open_url("postgres://portal@db.example.invalid/care").await?;
//! // plan, begin, confirm …
//! store.close().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What it keeps
//!
//! All primitives of `careweave-sync-core`: the ledger, leases, inbox, outbox, streams, audit chains, latches, gates, mirrors and the
//! vault, each behind its trait.
//!
//! # How a step is written
//!
//! A step of the ledger or the vault reads, decides by the rules, and writes one statement that commits by itself
//! and only over what it was decided on; when another worker was faster it is decided anew. No lock outlives the
//! statement.
//!
//! A step of the others is a transaction at READ COMMITTED that locks the rows it decides on, always in the same order, so
//! that none waits for another in a circle. Claims of the outbox pass over items that others have locked. What is written
//! under a lease shares its row until the commit: the lease is not granted anew before that. Three rows are shared
//! by all workers, the numbers of messages, of items and of changes; each is held from when a number is taken until the
//! commit, so that numbers are committed in their order and whoever reads on from one misses none. Writes that
//! take such a number therefore follow each other, one commit at a time.
//!
//! A worker that is cut off or killed leaves no lock. One that is stopped in the middle of a transaction keeps its
//! locks until the statement time-out has passed; then the server ends it and undoes it. Time is `now`, as the caller
//! gives it.
//!
//! # When the connection is lost
//!
//! * Before anything was sent: [`Unreachable`](careweave_types::ErrorKind::Unreachable), with delivery `NotSent`.
//!   Nothing changed; try again.
//! * While a step was being written: `Unreachable` or `Timeout`, with delivery
//!   [`MaybeSent`](careweave_types::Delivery::MaybeSent). The step may have been committed. Read again what it
//!   was to change, and go on from what that shows. After a lost `begin` send nothing: if it was recorded, the attempt expires at its
//!   deadline and is looked up as any other.
//! * The server answered that it did not: delivery `Answered`. Nothing of the step was kept.
//!
//! All work runs on one thread of the store's own, so the store needs no async runtime of its caller, and a future that
//! is dropped does not tear a step apart.
//!
//! # Fork
//!
//! Open a store after the fork: in the child of the process that opened it, every call fails with `Storage`.
//!
//! # Encryption
//!
//! `?sslmode=` in the URL says how connections are protected: `disable`, `prefer`, `require` or `verify-full`; see
//! [`PostgresOptions::open_url`]. Without it they are not encrypted: that is for a socket, a private network or a tunnel. Only
//! `verify-full` tells the server from somebody in between.

mod audit;
mod batch;
mod bodies;
mod column;
mod conflicts;
mod connection;
mod database;
mod fault;
mod gate;
mod health;
mod holds;
mod inbox;
mod latch;
mod lease;
mod ledger;
mod migrations;
mod mirror;
mod options;
mod outbox;
mod race;
mod retention;
mod schema;
mod store;
mod stream;
mod tls;
mod transaction;
mod url;
mod vault;
mod worker;

pub use options::PostgresOptions;
pub use store::PostgresStore;
