//! The store.

use std::sync::Arc;

use careweave_bindings_core as core;
use core::StoreHandle;
use napi::Either;
use napi_derive::napi;

use crate::call::Call;
use crate::failure::{Failure, outcome};

/// A store, held by Rust. Arguments and results are JSON text.
#[napi]
#[derive(Debug)]
pub struct Store(pub(crate) Arc<StoreHandle>);

#[napi]
impl Store {
    /// A store by its URL and its settings as a JSON object, not opened yet.
    #[napi]
    pub fn at(url: String, settings: String) -> Either<Store, Failure> {
        outcome(StoreHandle::with_settings(url, &settings).map(|handle| Self(Arc::new(handle))))
    }

    /// The URL, without a password.
    #[napi(getter)]
    pub fn url(&self) -> String {
        self.0.url().to_owned()
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

    /// An operation of the table, with its arguments as a JSON object.
    #[napi]
    pub fn call(&self, operation: String, arguments: String) -> Call {
        self.0.call(&operation, &arguments).into()
    }
}

/// The statements that queue an effect in a transaction of the caller's own; arguments and result are JSON.
#[napi]
pub fn enqueue_statements(arguments: String) -> Either<String, Failure> {
    outcome(core::enqueue_statements(&arguments))
}
