//! What is computed from its arguments alone.

use careweave_bindings_core as core;
use pyo3::prelude::*;

use crate::call::Call;
use crate::errors;

/// Overtime, visit verification: names and documents are those of bindings-core.
#[pyfunction]
pub(crate) fn compute(py: Python<'_>, name: &str, document: &str, arguments: &str) -> PyResult<String> {
    py.detach(|| core::computations::compute(name, document, arguments))
        .map_err(|error| errors::to_py(py, &error))
}

/// Assigns many shifts at once; the search ends when the call is dropped.
#[pyfunction]
pub(crate) fn solve(problem: String, effort: &str) -> Call {
    core::computations::solve(problem, effort).into()
}
