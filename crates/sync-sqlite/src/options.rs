use std::path::PathBuf;
use std::time::Duration;

use careweave_sync_core::{Bodies, BodySeal};
use careweave_types::{Error, Result};

use crate::store::SqliteStore;
use crate::url;

/// The longest busy time-out: one hour.
const MAX_BUSY_TIMEOUT: Duration = Duration::from_secs(3_600);

/// How to open a store.
#[derive(Clone, Debug)]
pub struct SqliteOptions {
    busy_timeout: Duration,
    bodies: Bodies,
}

impl Default for SqliteOptions {
    /// A busy time-out of five seconds.
    fn default() -> Self {
        Self {
            busy_timeout: Duration::from_secs(5),
            bodies: Bodies::plain(),
        }
    }
}

impl SqliteOptions {
    /// The defaults: a busy time-out of five seconds.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long a call waits while another process holds the store, in whole milliseconds. At most an hour.
    #[must_use]
    pub fn busy_timeout(mut self, wait: Duration) -> Self {
        self.busy_timeout = wait;
        self
    }

    /// Seals the bodies of messages and the values of conflicts under these keys, so that the file shows nothing of anybody. What
    /// was kept before is sealed by [`seal_bodies`](careweave_sync_core::SealedBodies::seal_bodies). Give the keys at every
    /// opening: without them what is sealed cannot be read.
    #[must_use]
    pub fn seal_bodies(mut self, seal: BodySeal) -> Self {
        self.bodies = Bodies::sealed(seal);
        self
    }

    /// Opens the store in the file at `path`, and creates it when there is none; its folder must exist.
    ///
    /// # Errors
    /// `InvalidInput` for an empty path, one with a NUL or a leading colon, or a bad option. `Storage`, with
    /// `path`, when the file is a folder, not SQLite, another program's, of a newer careweave, read-only,
    /// damaged, or locked for longer than the busy time-out; it is then left as it was.
    pub async fn open(self, path: impl Into<PathBuf>) -> Result<SqliteStore> {
        let busy_timeout = self.checked()?;
        SqliteStore::start(url::file(path.into())?, busy_timeout, self.bodies).await
    }

    /// Opens the store that `url` names: `sqlite:<path>`, `sqlite:///<absolute path>`, or `sqlite::memory:`. The
    /// path is taken literally; parameters are not accepted.
    ///
    /// # Errors
    /// `InvalidInput` for any other URL, which is not repeated in the error; otherwise as [`open`](Self::open).
    pub async fn open_url(self, url: &str) -> Result<SqliteStore> {
        let busy_timeout = self.checked()?;
        SqliteStore::start(url::parse(url)?, busy_timeout, self.bodies).await
    }

    /// Opens a store that ends with its last handle.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn in_memory(self) -> Result<SqliteStore> {
        let busy_timeout = self.checked()?;
        SqliteStore::start(url::Place::Memory, busy_timeout, self.bodies).await
    }

    fn checked(&self) -> Result<Duration> {
        if self.busy_timeout > MAX_BUSY_TIMEOUT {
            return Err(Error::invalid(
                "store.open",
                "busy_timeout",
                "must not be longer than an hour",
            ));
        }
        Ok(self.busy_timeout)
    }
}
