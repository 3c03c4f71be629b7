use std::sync::Arc;

use careweave_bindings_core as core;
use core::RosterHandle;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors;
use crate::tables::collections;

/// A validated roster, held by Rust.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct Roster(pub(crate) Arc<RosterHandle>);

impl Roster {
    /// Asks the roster with the interpreter released.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        ask: impl FnOnce(&RosterHandle) -> core::Result<T> + Send,
    ) -> PyResult<T> {
        py.detach(|| ask(&self.0))
            .map_err(|error| errors::to_py(py, &error))
    }

    fn made(py: Python<'_>, make: impl FnOnce() -> core::Result<RosterHandle> + Send) -> PyResult<Self> {
        let roster = py.detach(make).map_err(|error| errors::to_py(py, &error))?;
        Ok(Self(Arc::new(roster)))
    }
}

#[pymethods]
impl Roster {
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str, policy: Option<&str>) -> PyResult<Self> {
        Self::made(py, || RosterHandle::from_json(text, policy))
    }

    #[staticmethod]
    fn from_collections(
        py: Python<'_>,
        settings: &str,
        given: &Bound<'_, PyDict>,
        policy: Option<&str>,
    ) -> PyResult<Self> {
        let given = collections(given)?;
        Self::made(py, || RosterHandle::from_collections(settings, given, policy))
    }

    fn with_policy(&self, py: Python<'_>, policy: &str) -> PyResult<Self> {
        Self::made(py, || self.0.with_policy(policy))
    }

    fn policy_json(&self) -> String {
        self.0.policy_json()
    }

    fn rank(&self, py: Python<'_>, shift_id: &str) -> PyResult<String> {
        self.ask(py, |roster| roster.rank(shift_id))
    }

    fn rank_open(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        self.ask(py, RosterHandle::rank_open)
    }

    fn rankings_json(&self, py: Python<'_>, shift_id: Option<&str>) -> PyResult<String> {
        self.ask(py, |roster| roster.rankings_json(shift_id))
    }

    fn top(
        &self,
        py: Python<'_>,
        shift_ids: Option<Vec<String>>,
        top: u32,
        threads: u32,
    ) -> PyResult<TopRankings> {
        self.ask(py, |roster| roster.top(shift_ids.as_deref(), top, threads))
            .map(TopRankings)
    }

    fn why_not(&self, py: Python<'_>, shift_id: &str, caregiver_id: &str) -> PyResult<String> {
        self.ask(py, |roster| roster.why_not(shift_id, caregiver_id))
    }

    fn compare(&self, py: Python<'_>, shift_id: &str, one: &str, other: &str) -> PyResult<String> {
        self.ask(py, |roster| roster.compare(shift_id, one, other))
    }

    fn apply(&self, py: Python<'_>, event: &str) -> PyResult<()> {
        self.ask(py, |roster| roster.apply(event))
    }

    fn update(&self, py: Python<'_>, given: &Bound<'_, PyDict>) -> PyResult<()> {
        let given = collections(given)?;
        self.ask(py, |roster| roster.update(given))
    }

    fn open_shift_ids(&self, py: Python<'_>) -> Vec<String> {
        py.detach(|| self.0.open_shift_ids())
    }

    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        self.ask(py, RosterHandle::to_json)
    }
}

/// The first few for each of some shifts.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct TopRankings(core::TopRankings);

#[pymethods]
impl TopRankings {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn json(&self, py: Python<'_>, position: usize) -> PyResult<String> {
        self.0.json(position).map_err(|error| errors::to_py(py, &error))
    }

    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = py.detach(|| self.0.columns());
        let table = PyDict::new(py);
        table.set_item("shift_id", columns.shift_id)?;
        table.set_item("rank", columns.rank)?;
        table.set_item("caregiver_id", columns.caregiver_id)?;
        table.set_item("score", columns.score)?;
        table.set_item("overtime_minutes", columns.overtime_minutes)?;
        table.set_item("overtime_premium", columns.overtime_premium)?;
        Ok(table)
    }
}
