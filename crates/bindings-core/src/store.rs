use std::sync::Arc;

use careweave::sync::{EffectLedger, SqliteStore};
use careweave::types::Result;
use tokio::sync::OnceCell;

use crate::{Call, PerProcess};

/// A store for a host, by its URL (`sqlite:careweave.db`). A handle opened before a fork must not be used in the child,
/// which is told so by a `Storage` error; a handle that was not opened yet works there.
#[derive(Debug)]
pub struct StoreHandle {
    url: String,
    opened: PerProcess<OnceCell<SqliteStore>>,
}

impl StoreHandle {
    /// A handle that opens its store on first use.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            opened: PerProcess::new(),
        }
    }

    /// The URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Opens the store now, so that a wrong URL or a foreign file is told early. Gives `null`.
    pub fn open(self: &Arc<Self>) -> Call {
        let handle = Arc::clone(self);
        Call::of("store.open", async move {
            handle.store().await?;
            Ok(())
        })
    }

    /// Closes the store; what was being written is finished first. Gives `null`.
    pub fn close(self: &Arc<Self>) -> Call {
        let handle = Arc::clone(self);
        Call::of("store.close", async move {
            match handle.opened.get().and_then(OnceCell::get) {
                Some(store) => store.close().await,
                None => Ok(()),
            }
        })
    }

    /// The ledger in the store.
    ///
    /// # Errors
    /// `Storage` when the store cannot be opened, `InvalidInput` for a URL that is none.
    pub async fn ledger(&self) -> Result<Arc<dyn EffectLedger>> {
        Ok(Arc::new(self.store().await?))
    }

    async fn store(&self) -> Result<SqliteStore> {
        let cell = self.opened.get_or_try_init(|| Ok(OnceCell::new()))?;
        cell.get_or_try_init(|| SqliteStore::open_url(&self.url))
            .await
            .cloned()
    }
}
