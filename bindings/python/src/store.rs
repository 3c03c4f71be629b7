use std::sync::Arc;

use careweave_bindings_core as core;
use pyo3::prelude::*;

use crate::call::Call;
use crate::errors;

/// A store by its URL.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct Store(pub(crate) Arc<core::StoreHandle>);

#[pymethods]
impl Store {
    /// With settings as a JSON object.
    #[new]
    fn new(py: Python<'_>, url: &str, settings: &str) -> PyResult<Self> {
        core::StoreHandle::with_settings(url, settings)
            .map(|handle| Self(Arc::new(handle)))
            .map_err(|error| errors::to_py(py, &error))
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

    /// An operation of the table, with its arguments as a JSON object.
    fn call(&self, operation: &str, arguments: &str) -> Call {
        self.0.call(operation, arguments).into()
    }
}

/// The statements that queue an effect in a transaction of the caller's own; arguments and result are JSON.
#[pyfunction]
pub(crate) fn enqueue_statements(py: Python<'_>, arguments: &str) -> PyResult<String> {
    core::enqueue_statements(arguments).map_err(|error| errors::to_py(py, &error))
}
