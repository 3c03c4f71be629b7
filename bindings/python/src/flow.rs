//! Flows that ask the host.

use std::sync::Arc;

use careweave_bindings_core as core;
use core::FlowSession;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::call::Call;
use crate::errors;
use crate::provider::Provider;
use crate::store::Store;
use crate::wellsky::WellSky;

/// One run of a flow; arguments, steps and answers are JSON text.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct Flow(FlowSession);

impl Flow {
    fn made(py: Python<'_>, made: core::Result<FlowSession>) -> PyResult<Self> {
        made.map(Self).map_err(|error| errors::to_py(py, &error))
    }
}

#[pymethods]
impl Flow {
    #[staticmethod]
    fn appointments(py: Python<'_>, provider: &Provider, store: &Store, arguments: &str) -> PyResult<Self> {
        let store = Arc::clone(&store.0);
        Self::made(py, FlowSession::appointments(&provider.0, store, arguments))
    }

    #[staticmethod]
    fn sales(py: Python<'_>, wellsky: &WellSky, store: &Store, arguments: &str) -> PyResult<Self> {
        let store = Arc::clone(&store.0);
        Self::made(py, FlowSession::sales(&wellsky.0, store, arguments))
    }

    #[staticmethod]
    fn campaigns(py: Python<'_>, store: &Store, arguments: &str) -> PyResult<Self> {
        let store = Arc::clone(&store.0);
        Self::made(py, FlowSession::campaigns(None, store, arguments))
    }

    #[staticmethod]
    fn campaigns_in_wellsky(
        py: Python<'_>,
        wellsky: &WellSky,
        store: &Store,
        arguments: &str,
    ) -> PyResult<Self> {
        let store = Arc::clone(&store.0);
        Self::made(py, FlowSession::campaigns(Some(&wellsky.0), store, arguments))
    }

    #[staticmethod]
    fn board_suite() -> Self {
        Self(FlowSession::board_suite())
    }

    fn next(&self) -> Call {
        self.0.next().into()
    }

    fn answer(&self, py: Python<'_>, number: u64, answer: &str) -> PyResult<()> {
        let answered = self.0.answer(number, answer);
        answered.map_err(|error| errors::to_py(py, &error))
    }

    fn refuse(&self, py: Python<'_>, number: u64, failure: &str) -> PyResult<()> {
        let refused = self.0.refuse(number, failure);
        refused.map_err(|error| errors::to_py(py, &error))
    }

    fn close(&self) -> Call {
        self.0.close().into()
    }
}

/// The fields of an error that a host refuses with.
#[pyfunction]
pub(crate) fn refusal_fields<'py>(py: Python<'py>, given: &str) -> PyResult<Bound<'py, PyDict>> {
    match core::refusal(given) {
        Ok(fields) => errors::to_dict(py, &fields),
        Err(error) => Err(errors::to_py(py, &error)),
    }
}
