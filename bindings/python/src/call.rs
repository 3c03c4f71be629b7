use std::sync::{Mutex, PoisonError};

use careweave_bindings_core as core;
use core::ErrorKind;
use pyo3::prelude::*;

use crate::{bridge, errors};

/// One call, not yet started. `wait()` blocks, `start()` gives an `asyncio.Future`; either may be used once. The
/// result is JSON text.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct Call {
    #[pyo3(get)]
    operation: String,
    held: Mutex<Option<core::Call>>,
}

impl From<core::Call> for Call {
    fn from(call: core::Call) -> Self {
        Self {
            operation: call.operation().to_owned(),
            held: Mutex::new(Some(call)),
        }
    }
}

impl Call {
    fn take(&self, py: Python<'_>) -> PyResult<core::Call> {
        let taken = self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.ok_or_else(|| {
            let again = core::Error::new(
                ErrorKind::InvalidInput,
                self.operation.clone(),
                "a call runs once",
            );
            errors::to_py(py, &again)
        })
    }
}

#[pymethods]
impl Call {
    fn wait(&self, py: Python<'_>) -> PyResult<String> {
        bridge::wait(py, self.take(py)?)
    }

    fn start<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        bridge::start(py, self.take(py)?)
    }
}
