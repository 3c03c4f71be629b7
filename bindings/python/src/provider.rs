use std::sync::Arc;

use careweave_bindings_core as core;
use core::ProviderSession;
use pyo3::prelude::*;

use crate::call::Call;
use crate::errors;
use crate::headers::Headers;
use crate::webhook;

/// A scheduling service. Threads may share it; a forked child gets connections of its own.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct Provider(pub(crate) Arc<ProviderSession>);

impl Provider {
    fn made(py: Python<'_>, session: core::Result<ProviderSession>) -> PyResult<Self> {
        Ok(Self(Arc::new(
            session.map_err(|error| errors::to_py(py, &error))?,
        )))
    }
}

#[pymethods]
impl Provider {
    #[staticmethod]
    fn from_url(py: Python<'_>, url: &str) -> PyResult<Self> {
        Self::made(py, ProviderSession::from_url(url))
    }

    #[staticmethod]
    fn from_settings(py: Python<'_>, settings: &str) -> PyResult<Self> {
        Self::made(py, ProviderSession::from_settings(settings))
    }

    #[staticmethod]
    fn from_env(py: Python<'_>, prefix: &str) -> PyResult<Self> {
        Self::made(py, ProviderSession::from_env(prefix))
    }

    #[getter]
    fn provider(&self) -> &str {
        self.0.identity().provider.as_str()
    }

    #[getter]
    fn integration(&self) -> &str {
        self.0.identity().integration.as_str()
    }

    /// An operation of the table, with its arguments as a JSON object.
    fn call(&self, operation: &str, arguments: &str) -> Call {
        self.0.call(operation, arguments).into()
    }

    /// Checks who sent a delivery, on the calling thread; `now` is in seconds since 1970.
    fn verify_webhook<'py>(
        &self,
        py: Python<'py>,
        headers: Headers,
        body: &[u8],
        now: Option<f64>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let now = now.map(|seconds| core::instant("provider.verify_webhook", "now", seconds));
        let checked = now
            .transpose()
            .and_then(|now| self.0.verify_webhook(&headers.pairs(), body, now));
        webhook::verified(py, checked)
    }

    /// Checks who sent a delivery and reads it, on the calling thread. Gives its events as JSON.
    fn parse_webhook(
        &self,
        py: Python<'_>,
        headers: Headers,
        body: &[u8],
        now: Option<f64>,
    ) -> PyResult<String> {
        let now = now.map(|seconds| core::instant("provider.parse_webhook", "now", seconds));
        now.transpose()
            .and_then(|now| self.0.parse_webhook(&headers.pairs(), body, now))
            .map_err(|error| errors::to_py(py, &error))
    }
}
