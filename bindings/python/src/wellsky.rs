use std::sync::{Arc, OnceLock};

use careweave_bindings_core as core;
use core::{RosterHandle, WellSkySession};
use pyo3::prelude::*;

use crate::call::Call;
use crate::errors;
use crate::roster::Roster;
use crate::store::Store;

/// A WellSky client. Threads may share it; a forked child gets connections of its own.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct WellSky(pub(crate) Arc<WellSkySession>);

impl WellSky {
    fn made(py: Python<'_>, session: core::Result<WellSkySession>) -> PyResult<Self> {
        Ok(Self(Arc::new(
            session.map_err(|error| errors::to_py(py, &error))?,
        )))
    }
}

#[pymethods]
impl WellSky {
    #[staticmethod]
    fn from_settings(py: Python<'_>, settings: &str) -> PyResult<Self> {
        Self::made(py, WellSkySession::new(settings))
    }

    #[staticmethod]
    fn from_env(py: Python<'_>, scope: Option<&str>) -> PyResult<Self> {
        Self::made(py, WellSkySession::from_env_scoped(scope))
    }

    #[getter]
    fn agency_id(&self, py: Python<'_>) -> PyResult<String> {
        self.0.agency_id().map_err(|error| errors::to_py(py, &error))
    }

    /// An operation of the table, with its arguments as a JSON object.
    fn call(&self, operation: &str, arguments: &str, store: Option<&Store>) -> Call {
        let store = store.map(|store| Arc::clone(&store.0));
        self.0.call(operation, arguments, store).into()
    }

    /// A list of the table, page by page.
    fn pages(
        &self,
        py: Python<'_>,
        operation: &str,
        arguments: &str,
        page_size: Option<u32>,
    ) -> PyResult<Pages> {
        let pages = self.0.pages(operation, arguments, page_size);
        Ok(Pages(pages.map_err(|error| errors::to_py(py, &error))?))
    }

    fn roster(&self, py: Python<'_>, arguments: &str) -> PyResult<RosterPull> {
        let pull = self.0.roster(arguments);
        Ok(RosterPull {
            call: Py::new(py, Call::from(pull.call))?,
            made: pull.made,
        })
    }
}

/// A list read page by page.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct Pages(core::Pages);

#[pymethods]
impl Pages {
    fn next(&self) -> Call {
        self.0.next().into()
    }
}

/// A roster on its way: run `call`, then `take()` it.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct RosterPull {
    #[pyo3(get)]
    call: Py<Call>,
    made: Arc<OnceLock<Arc<RosterHandle>>>,
}

#[pymethods]
impl RosterPull {
    fn take(&self, py: Python<'_>) -> PyResult<Roster> {
        match self.made.get() {
            Some(roster) => Ok(Roster(Arc::clone(roster))),
            None => {
                let early =
                    core::Error::invalid("roster.pull", "call", "run the call before taking the roster");
                Err(errors::to_py(py, &early))
            }
        }
    }
}
