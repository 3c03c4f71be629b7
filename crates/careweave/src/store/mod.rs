//! A store of either kind, by its URL, and what a program needs around one.

mod any_store;
mod enqueue_sql;
mod entropy;
mod statement;
mod vault_keys;

pub use any_store::{AnyStore, Primitives, StoreKind, StoreOptions};
pub use enqueue_sql::EnqueueSql;
pub use entropy::OsEntropy;
pub use statement::{Placeholders, Statement, Value};
pub use vault_keys::{Rotation, VaultKeys};
