use std::sync::Arc;

use careweave_bindings_core as core;
use core::RosterHandle;
use pyo3::prelude::*;

use crate::errors;

/// A validated roster, held by Rust.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct Roster(pub(crate) Arc<RosterHandle>);

#[pymethods]
impl Roster {
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
        let roster = py
            .detach(|| RosterHandle::from_json(text))
            .map_err(|e| errors::to_py(py, &e))?;
        Ok(Self(Arc::new(roster)))
    }

    fn rank(&self, py: Python<'_>, shift_id: &str) -> PyResult<String> {
        py.detach(|| self.0.rank(shift_id))
            .map_err(|e| errors::to_py(py, &e))
    }

    fn rank_open(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        py.detach(|| self.0.rank_open())
            .map_err(|e| errors::to_py(py, &e))
    }

    fn rankings_json(&self, py: Python<'_>, shift_id: Option<&str>) -> PyResult<String> {
        py.detach(|| self.0.rankings_json(shift_id))
            .map_err(|e| errors::to_py(py, &e))
    }

    fn open_shift_ids(&self) -> Vec<String> {
        self.0.open_shift_ids()
    }

    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| self.0.to_json()).map_err(|e| errors::to_py(py, &e))
    }
}
