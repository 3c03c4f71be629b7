use std::sync::Arc;

use careweave_bindings_core as core;
use pyo3::prelude::*;

use crate::call::Call;

/// A store by its URL.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct Store(pub(crate) Arc<core::StoreHandle>);

#[pymethods]
impl Store {
    #[new]
    fn new(url: &str) -> Self {
        Self(Arc::new(core::StoreHandle::new(url)))
    }

    #[getter]
    fn url(&self) -> &str {
        self.0.url()
    }

    fn open(&self) -> Call {
        self.0.open().into()
    }

    fn close(&self) -> Call {
        self.0.close().into()
    }
}
