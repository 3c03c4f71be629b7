//! What goes on beside the operations: deliveries, changes, alerts, the daily refresh.

#![allow(clippy::needless_pass_by_value, reason = "pyo3 hands arguments over by value")]

use std::sync::Arc;

use careweave_bindings_core as core;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use crate::call::Call;
use crate::errors;
use crate::store::Store;
use crate::wellsky::WellSky;

/// Checks deliveries, on the calling thread.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct EventReceiver(core::EventReceiver);

#[pymethods]
impl EventReceiver {
    #[new]
    fn new(py: Python<'_>, settings: &str) -> PyResult<Self> {
        let made = core::EventReceiver::new(settings);
        made.map(Self).map_err(|error| errors::to_py(py, &error))
    }

    /// Headers as pairs, the body byte for byte; `now` is in seconds since 1970.
    fn accept(
        &self,
        py: Python<'_>,
        headers: Vec<(PyBackedStr, PyBackedStr)>,
        body: &[u8],
        now: Option<f64>,
    ) -> PyResult<String> {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let now = now.map(|seconds| core::instant("events.receive", "now", seconds));
        now.transpose()
            .and_then(|now| self.0.accept(&headers, body, now))
            .map_err(|error| errors::to_py(py, &error))
    }
}

/// Changes, one at a time.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct Changes(core::ChangeStream);

impl Changes {
    fn made(py: Python<'_>, made: core::Result<core::ChangeStream>) -> PyResult<Self> {
        made.map(Self).map_err(|error| errors::to_py(py, &error))
    }
}

#[pymethods]
impl Changes {
    #[staticmethod]
    fn feed(py: Python<'_>, wellsky: &WellSky, store: &Store, arguments: &str) -> PyResult<Self> {
        let store = Arc::clone(&store.0);
        Self::made(py, core::ChangeStream::feed(&wellsky.0, store, arguments))
    }

    #[staticmethod]
    fn poll(py: Python<'_>, wellsky: &WellSky, store: &Store, arguments: &str) -> PyResult<Self> {
        let store = Arc::clone(&store.0);
        Self::made(py, core::ChangeStream::poll(&wellsky.0, store, arguments))
    }

    /// The next step; `taken` is the number of the one that was taken since.
    fn next(&self, taken: Option<u64>) -> Call {
        self.0.next(taken).into()
    }

    fn close(&self) -> Call {
        self.0.close().into()
    }
}

/// A watch over what a client counts.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct AlertWatch(core::AlertSession);

#[pymethods]
impl AlertWatch {
    #[new]
    fn new(py: Python<'_>, wellsky: &WellSky, arguments: &str) -> PyResult<Self> {
        let made = core::AlertSession::new(Arc::clone(&wellsky.0), arguments);
        made.map(Self).map_err(|error| errors::to_py(py, &error))
    }

    fn look(&self, py: Python<'_>, arguments: &str) -> PyResult<String> {
        py.detach(|| self.0.look(arguments))
            .map_err(|error| errors::to_py(py, &error))
    }
}

/// Work that goes on until it is stopped.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct Background(core::Background);

#[pymethods]
impl Background {
    /// The daily refresh of a client's caches, and the call that begins it.
    #[staticmethod]
    fn refresh(wellsky: &WellSky) -> (Self, Call) {
        let (background, begin) = wellsky.0.refresh();
        (Self(background), begin.into())
    }

    #[getter]
    fn running(&self) -> bool {
        self.0.is_running()
    }

    fn stop(&self) -> Call {
        self.0.stop().into()
    }
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<AlertWatch>()?;
    module.add_class::<Background>()?;
    module.add_class::<Changes>()?;
    module.add_class::<EventReceiver>()
}
