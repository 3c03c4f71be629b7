//! Errors become instances of the classes in `careweave.errors`.

use careweave_bindings_core as core;
use core::ErrorFields;
use pyo3::exceptions::PyRuntimeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple};

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
    // The words of closed vocabularies, and the keys, are made once.
    let word = |text: &str| PyString::intern(py, text);
    let dict = PyDict::new(py);
    dict.set_item(intern!(py, "code"), word(&fields.code))?;
    dict.set_item(intern!(py, "kind"), word(&fields.kind))?;
    dict.set_item(intern!(py, "operation"), word(&fields.operation))?;
    dict.set_item(intern!(py, "message"), &fields.message)?;
    dict.set_item(intern!(py, "context"), PyTuple::new(py, &fields.context)?)?;
    dict.set_item(intern!(py, "status"), word(&fields.status))?;
    dict.set_item(intern!(py, "retryable"), fields.retryable)?;
    dict.set_item(intern!(py, "retry_after_ms"), fields.retry_after_ms)?;
    dict.set_item(intern!(py, "delivery"), word(&fields.delivery))?;
    dict.set_item(intern!(py, "http_status"), fields.http_status)?;
    dict.set_item(intern!(py, "request_id"), &fields.request_id)?;
    dict.set_item(intern!(py, "exception_class"), word(&fields.exception_class))?;
    dict.set_item(intern!(py, "line"), &fields.line)?;
    Ok(dict)
}
