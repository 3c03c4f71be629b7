//! Errors become instances of the classes in `careweave.errors`.

use careweave_bindings_core as core;
use core::ErrorFields;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

/// Why a blocking wait ended.
pub(crate) enum Failure {
    Careweave(core::Error),
    Signal(PyErr),
}

impl From<core::Error> for Failure {
    fn from(error: core::Error) -> Self {
        Self::Careweave(error)
    }
}

/// The exception for an error.
pub(crate) fn to_py(py: Python<'_>, error: &core::Error) -> PyErr {
    static FROM_FIELDS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let fields = core::error_fields(error);
    let made = FROM_FIELDS
        .import(py, "careweave.errors", "from_fields")
        .and_then(|from_fields| from_fields.call1((to_dict(py, &fields)?,)));
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(failed) => {
            // Without its package the module still says what happened.
            let bare = PyRuntimeError::new_err(fields.line);
            bare.set_cause(py, Some(failed));
            bare
        }
    }
}

/// The fields of the error for a call that its caller cancelled while it ran.
#[pyfunction]
pub(crate) fn cancelled_fields<'py>(py: Python<'py>, operation: &str) -> PyResult<Bound<'py, PyDict>> {
    to_dict(
        py,
        &core::error_fields(&core::error::cancelled(operation.to_owned())),
    )
}

/// The fields of the error for an argument that Python already refuses.
#[pyfunction]
pub(crate) fn invalid_input_fields<'py>(
    py: Python<'py>,
    operation: &str,
    field: &str,
    rule: &str,
) -> PyResult<Bound<'py, PyDict>> {
    to_dict(
        py,
        &core::error_fields(&core::Error::invalid(operation.to_owned(), field, rule)),
    )
}

pub(crate) fn to_dict<'py>(py: Python<'py>, fields: &ErrorFields) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("code", &fields.code)?;
    dict.set_item("kind", &fields.kind)?;
    dict.set_item("operation", &fields.operation)?;
    dict.set_item("message", &fields.message)?;
    dict.set_item("context", PyTuple::new(py, &fields.context)?)?;
    dict.set_item("status", &fields.status)?;
    dict.set_item("retryable", fields.retryable)?;
    dict.set_item("retry_after_ms", fields.retry_after_ms)?;
    dict.set_item("delivery", &fields.delivery)?;
    dict.set_item("http_status", fields.http_status)?;
    dict.set_item("request_id", &fields.request_id)?;
    dict.set_item("exception_class", &fields.exception_class)?;
    dict.set_item("line", &fields.line)?;
    Ok(dict)
}
