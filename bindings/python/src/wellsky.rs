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

fn pages(py: Python<'_>, pages: core::Result<core::Pages>) -> PyResult<Pages> {
    Ok(Pages(pages.map_err(|error| errors::to_py(py, &error))?))
}

#[pymethods]
impl WellSky {
    #[staticmethod]
    fn from_settings(py: Python<'_>, settings: &str) -> PyResult<Self> {
        Self::made(py, WellSkySession::new(settings))
    }

    #[staticmethod]
    fn from_env(py: Python<'_>) -> PyResult<Self> {
        Self::made(py, WellSkySession::from_env())
    }

    #[getter]
    fn agency_id(&self, py: Python<'_>) -> PyResult<String> {
        self.0.agency_id().map_err(|error| errors::to_py(py, &error))
    }

    fn verify(&self) -> Call {
        self.0.verify().into()
    }

    fn clients(&self, filter: &str) -> Call {
        self.0.clients(filter).into()
    }

    fn client(&self, id: &str) -> Call {
        self.0.client_by_id(id).into()
    }

    fn client_pages(&self, py: Python<'_>, filter: &str, page_size: Option<u32>) -> PyResult<Pages> {
        pages(py, self.0.client_pages(filter, page_size))
    }

    fn caregivers(&self, filter: &str) -> Call {
        self.0.caregivers(filter).into()
    }

    fn caregiver(&self, id: &str) -> Call {
        self.0.caregiver(id).into()
    }

    fn caregiver_pages(&self, py: Python<'_>, filter: &str, page_size: Option<u32>) -> PyResult<Pages> {
        pages(py, self.0.caregiver_pages(filter, page_size))
    }

    fn shifts(&self, filter: &str) -> Call {
        self.0.shifts(filter).into()
    }

    fn shift_pages(&self, py: Python<'_>, filter: &str, page_size: Option<u32>) -> PyResult<Pages> {
        pages(py, self.0.shift_pages(filter, page_size))
    }

    fn open_shifts(&self, window: &str) -> Call {
        self.0.open_shifts(window).into()
    }

    fn shift(&self, id: &str) -> Call {
        self.0.shift(id).into()
    }

    fn evv(&self, shift_id: &str) -> Call {
        self.0.evv(shift_id).into()
    }

    fn assign(&self, shift_id: &str, caregiver_id: &str, store: &Store) -> Call {
        self.0.assign(shift_id, caregiver_id, Arc::clone(&store.0)).into()
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
