//! The store.

use std::sync::Arc;

use careweave_bindings_core::StoreHandle;
use napi_derive::napi;

use crate::call::Call;

/// A store, held by Rust.
#[napi]
#[derive(Debug)]
pub struct Store(pub(crate) Arc<StoreHandle>);

#[napi]
impl Store {
    /// A store by its URL, not opened yet.
    #[napi(constructor)]
    pub fn new(url: String) -> Self {
        Self(Arc::new(StoreHandle::new(url)))
    }

    /// Opens it; gives `null`.
    #[napi]
    pub fn open(&self) -> Call {
        self.0.open().into()
    }

    /// Closes it; gives `null`.
    #[napi]
    pub fn close(&self) -> Call {
        self.0.close().into()
    }
}
