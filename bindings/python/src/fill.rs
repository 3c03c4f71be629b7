use std::sync::Arc;

use careweave_bindings_core as core;
use pyo3::prelude::*;

use crate::call::Call;
use crate::errors;
use crate::store::Store;
use crate::wellsky::WellSky;

/// The main job: make it, start it, then ask whom to offer to and hand the answers back.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct FillJob(core::FillSession);

#[pymethods]
impl FillJob {
    #[new]
    fn new(py: Python<'_>, wellsky: &WellSky, store: &Store, arguments: &str) -> PyResult<Self> {
        core::FillSession::new(Arc::clone(&wellsky.0), Arc::clone(&store.0), arguments)
            .map(Self)
            .map_err(|error| errors::to_py(py, &error))
    }

    fn start(&self) -> Call {
        self.0.start().into()
    }

    fn next_offers(&self) -> Call {
        self.0.next_offers().into()
    }

    fn claim(&self, shift_id: &str, caregiver_id: &str) -> Call {
        self.0.claim(shift_id, caregiver_id).into()
    }

    fn decline(&self, shift_id: &str, caregiver_id: &str) -> Call {
        self.0.decline(shift_id, caregiver_id).into()
    }

    fn report(&self) -> Call {
        self.0.report().into()
    }
}
