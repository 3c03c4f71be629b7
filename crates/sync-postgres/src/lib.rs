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
//! # How a step is written
//!
//! A step reads the effect, decides by the rules, and writes one statement that commits by itself and only over the
//! revision it was decided on; when another worker was faster it is decided anew. No lock outlives a statement, so a
//! worker that is stopped, cut off or killed holds up nobody. Time is `now`, as the caller gives it.
//!
//! # When the connection is lost
//!
//! * Before anything was sent: [`Unreachable`](careweave_types::ErrorKind::Unreachable), with delivery `NotSent`.
//!   Nothing changed; try again.
//! * While a step was being written: `Unreachable` or `Timeout`, with delivery
//!   [`MaybeSent`](careweave_types::Delivery::MaybeSent). The step may have been committed. Read the effect again and
//!   go on from what it shows. After a lost `begin` send nothing: if it was recorded, the attempt expires at its
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
//! # Not built
//!
//! Connections are not encrypted: use a socket, a private network or a tunnel. A URL that asks for TLS is refused.

mod connection;
mod database;
mod fault;
mod ledger;
mod migrations;
mod options;
mod schema;
mod store;
mod url;
mod worker;

pub use options::PostgresOptions;
pub use store::PostgresStore;
