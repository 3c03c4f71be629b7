use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use careweave_bindings_core as core;
use core::ErrorKind;
use pyo3::prelude::*;

use crate::{bridge, errors};

/// One call, not yet started. `wait()` blocks, `start()` gives an `asyncio.Future`; either gives the next text: JSON, the
/// result. Where there is `more`, the text was an array with some rows of a list, and the next call gives further ones.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct Call {
    #[pyo3(get)]
    operation: String,
    held: Held,
}

/// What is still to come, and what is known of the text that came.
#[derive(Clone, Default)]
pub(crate) struct Held(Arc<Mutex<Told>>);

#[derive(Default)]
struct Told {
    rest: Option<core::Call>,
    afresh: bool,
}

impl Held {
    fn lock(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the rest of a call and gives its text.
    pub(crate) fn keep(&self, told: core::Told) -> String {
        let mut held = self.lock();
        held.rest = told.rest;
        held.afresh = told.afresh;
        told.text
    }
}

impl From<core::Call> for Call {
    fn from(call: core::Call) -> Self {
        let (operation, held) = (call.operation().to_owned(), Held::default());
        held.lock().rest = Some(call);
        Self { operation, held }
    }
}

impl Call {
    fn take(&self, py: Python<'_>) -> PyResult<core::Call> {
        self.held.lock().rest.take().ok_or_else(|| {
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
    /// Whether there is something to run: before the call, and between the parts of a list.
    #[getter]
    fn more(&self) -> bool {
        self.held.lock().rest.is_some()
    }

    /// Whether the last text began the result: what came before it is void.
    #[getter]
    fn afresh(&self) -> bool {
        self.held.lock().afresh
    }

    fn wait(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.held.keep(bridge::wait(py, self.take(py)?)?))
    }

    fn start<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        bridge::start(py, self.take(py)?, self.held.clone())
    }
}
