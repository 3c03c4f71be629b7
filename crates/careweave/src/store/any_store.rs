use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use careweave_sync_core::{
    AuditLog, Conflicts, EffectLedger, Gates, Health, Inbox, Latches, Leases, LegalHolds, Mirror, Outbox,
    Purge, Streams, Vault,
};
#[cfg(feature = "postgres")]
use careweave_sync_postgres::{PostgresOptions, PostgresStore};
#[cfg(feature = "sqlite")]
use careweave_sync_sqlite::SqliteStore;
use careweave_types::{Error, Result};

/// Every primitive behind one object. Implement the traits; this one follows.
pub trait Primitives:
    EffectLedger
    + Leases
    + Inbox
    + Outbox
    + Streams
    + Mirror
    + Latches
    + Gates
    + Conflicts
    + AuditLog
    + Vault
    + Health
    + Purge
    + LegalHolds
{
}

impl<T> Primitives for T where
    T: EffectLedger
        + Leases
        + Inbox
        + Outbox
        + Streams
        + Mirror
        + Latches
        + Gates
        + Conflicts
        + AuditLog
        + Vault
        + Health
        + Purge
        + LegalHolds
        + ?Sized
{
}

/// Which database keeps a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreKind {
    /// One file of SQLite, or its memory.
    Sqlite,
    /// A schema of PostgreSQL.
    Postgres,
}

impl StoreKind {
    /// The word for it: `"sqlite"`, `"postgres"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

impl fmt::Display for StoreKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for StoreKind {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "sqlite" => Ok(Self::Sqlite),
            "postgres" => Ok(Self::Postgres),
            _ => Err(Error::invalid(
                "store.kind",
                "database",
                "must be sqlite or postgres",
            )),
        }
    }
}

/// How to open a store by its URL.
#[derive(Clone, Debug, Default)]
pub struct StoreOptions {
    schema: Option<String>,
}

impl StoreOptions {
    /// The defaults of either kind.
    pub fn new() -> Self {
        Self::default()
    }

    /// The schema of a store on PostgreSQL; `careweave` unless it is said. A file has none.
    #[must_use]
    pub fn schema(mut self, name: impl Into<String>) -> Self {
        self.schema = Some(name.into());
        self
    }

    /// Opens the store that `url` names: `sqlite:<path>`, `sqlite::memory:`, or `postgres://user:password@host:port/database`.
    /// It is created, or its tables are brought up to date, where needed.
    ///
    /// # Errors
    /// None repeats the URL, which may hold a password. `InvalidInput` for a URL or an option that breaks a rule, `Unsupported` for
    /// a database that this build leaves out; otherwise as the store of its kind says: `Storage`, `Config`, `Unreachable`.
    pub async fn open_url(self, url: &str) -> Result<AnyStore> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return self.open_postgres(url).await;
        }
        if url.starts_with("sqlite:") {
            return self.open_sqlite(url).await;
        }
        Err(Error::invalid(
            "store.open",
            "url",
            "must begin with sqlite: as in sqlite:careweave.db, or with postgres:// as in postgres://user@host/database",
        ))
    }

    #[cfg(feature = "sqlite")]
    async fn open_sqlite(self, url: &str) -> Result<AnyStore> {
        if self.schema.is_some() {
            return Err(Error::invalid(
                "store.open",
                "schema",
                "is for stores on PostgreSQL: a file has no schemas",
            ));
        }
        let store = SqliteStore::open_url(url).await?;
        Ok(AnyStore {
            primitives: Arc::new(store.clone()),
            held: Held::Sqlite(store),
        })
    }

    #[cfg(not(feature = "sqlite"))]
    async fn open_sqlite(self, _url: &str) -> Result<AnyStore> {
        Err(left_out(
            "this build has no store on SQLite: turn the feature `sqlite` on",
        ))
    }

    #[cfg(feature = "postgres")]
    async fn open_postgres(self, url: &str) -> Result<AnyStore> {
        let mut options = PostgresOptions::new();
        if let Some(schema) = self.schema {
            options = options.schema(schema);
        }
        let store = options.open_url(url).await?;
        Ok(AnyStore {
            primitives: Arc::new(store.clone()),
            held: Held::Postgres(store),
        })
    }

    #[cfg(not(feature = "postgres"))]
    async fn open_postgres(self, _url: &str) -> Result<AnyStore> {
        Err(left_out(
            "this build has no store on PostgreSQL: turn the feature `postgres` on",
        ))
    }
}

#[cfg(not(all(feature = "sqlite", feature = "postgres")))]
fn left_out(message: &'static str) -> Error {
    Error::new(careweave_types::ErrorKind::Unsupported, "store.open", message).with("field", "url")
}

/// A store of either kind. It derefs to its primitives; clones are handles to the same store.
#[derive(Clone)]
pub struct AnyStore {
    primitives: Arc<dyn Primitives>,
    held: Held,
}

#[derive(Clone, Debug)]
enum Held {
    #[cfg(feature = "sqlite")]
    Sqlite(SqliteStore),
    #[cfg(feature = "postgres")]
    Postgres(PostgresStore),
}

impl AnyStore {
    /// Opens the store that `url` names with the defaults; see [`StoreOptions::open_url`].
    ///
    /// # Errors
    /// As [`StoreOptions::open_url`].
    pub async fn open_url(url: &str) -> Result<Self> {
        StoreOptions::new().open_url(url).await
    }

    /// Which database keeps it.
    pub fn kind(&self) -> StoreKind {
        match &self.held {
            #[cfg(feature = "sqlite")]
            Held::Sqlite(_) => StoreKind::Sqlite,
            #[cfg(feature = "postgres")]
            Held::Postgres(_) => StoreKind::Postgres,
        }
    }

    /// Where it lies, for a person: the file, or the server and the schema. Never a password.
    pub fn place(&self) -> String {
        match &self.held {
            #[cfg(feature = "sqlite")]
            Held::Sqlite(store) => store.path().display().to_string(),
            #[cfg(feature = "postgres")]
            Held::Postgres(store) => format!("{}, schema {}", store.server(), store.schema()),
        }
    }

    /// The schema that holds the tables; a file has none.
    pub fn schema(&self) -> Option<&str> {
        match &self.held {
            #[cfg(feature = "sqlite")]
            Held::Sqlite(_) => None,
            #[cfg(feature = "postgres")]
            Held::Postgres(store) => Some(store.schema()),
        }
    }

    /// Its primitives, to hand on.
    pub fn primitives(&self) -> Arc<dyn Primitives> {
        Arc::clone(&self.primitives)
    }

    /// The store itself, where it is one file.
    #[cfg(feature = "sqlite")]
    pub fn as_sqlite(&self) -> Option<&SqliteStore> {
        #[allow(
            irrefutable_let_patterns,
            reason = "without the other kind there is no other case"
        )]
        if let Held::Sqlite(store) = &self.held {
            return Some(store);
        }
        None
    }

    /// The store itself, where it is a schema of PostgreSQL.
    #[cfg(feature = "postgres")]
    pub fn as_postgres(&self) -> Option<&PostgresStore> {
        #[allow(
            irrefutable_let_patterns,
            reason = "without the other kind there is no other case"
        )]
        if let Held::Postgres(store) = &self.held {
            return Some(store);
        }
        None
    }

    /// Finishes the work given so far and closes the store, for all handles.
    ///
    /// # Errors
    /// `Storage` when it cannot be closed, or was opened before a fork.
    pub async fn close(&self) -> Result<()> {
        match &self.held {
            #[cfg(feature = "sqlite")]
            Held::Sqlite(store) => store.close().await,
            #[cfg(feature = "postgres")]
            Held::Postgres(store) => store.close().await,
        }
    }
}

impl Deref for AnyStore {
    type Target = dyn Primitives;

    fn deref(&self) -> &Self::Target {
        &*self.primitives
    }
}

impl fmt::Debug for AnyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AnyStore").field(&self.held).finish()
    }
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use super::*;
    use careweave_types::ErrorKind;

    #[tokio::test]
    async fn a_store_says_what_it_is_and_keeps_every_primitive() {
        let store = AnyStore::open_url("sqlite::memory:").await.unwrap();
        assert_eq!(
            (store.kind(), store.place().as_str()),
            (StoreKind::Sqlite, ":memory:")
        );
        assert_eq!(store.schema(), None);
        assert_eq!(store.outbox_counts().await.unwrap().enqueued, 0);
        assert_eq!(store.audit_head("care").await.unwrap().seq, 0);
        assert!(store.unfired(10).await.unwrap().is_empty());
        store.close().await.unwrap();
    }

    #[tokio::test]
    async fn a_url_of_neither_kind_is_refused_and_not_repeated() {
        for url in [
            "",
            "careweave.db",
            "mysql://portal:hunter2@db/care",
            "file:hunter2",
        ] {
            let error = AnyStore::open_url(url).await.unwrap_err();
            assert_eq!(
                (error.kind(), error.get("field")),
                (ErrorKind::InvalidInput, Some("url")),
                "{url}"
            );
            assert!(!format!("{error:#} {error:?}").contains("hunter2"));
        }
    }

    #[tokio::test]
    async fn a_schema_is_for_servers_only() {
        let error = StoreOptions::new()
            .schema("care")
            .open_url("sqlite::memory:")
            .await
            .unwrap_err();
        assert_eq!(error.get("field"), Some("schema"));
    }
}
