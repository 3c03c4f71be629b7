//! Overlaps in many calendars: large inputs cross once, record by record and without a text.

use std::collections::HashMap;

use careweave_bindings_core as core;
use core::{ClaimRow, Error, conflicts};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyList;

use crate::errors;

const OPERATION: &str = "calendars.conflicts";

/// The conflicts among claims: places of the two, and the time both want in microseconds since 1970.
#[pyfunction]
pub(crate) fn calendar_conflicts(
    py: Python<'_>,
    claims: &Bound<'_, PyList>,
) -> PyResult<Vec<(u32, u32, i64, i64)>> {
    let mut people: HashMap<PyBackedStr, u32> = HashMap::new();
    let mut rows = Vec::with_capacity(claims.len());
    for (place, claim) in claims.iter().enumerate() {
        let who: PyBackedStr = field(&claim, intern!(py, "who"), place, "must be a string")?;
        let next = u32::try_from(people.len()).unwrap_or(u32::MAX);
        let who = *people.entry(who).or_insert(next);
        let minutes = "must be a whole number of minutes, zero or more";
        rows.push(ClaimRow {
            who,
            start: instant(&claim, "start", place)?,
            end: instant(&claim, "end", place)?,
            before_minutes: field(&claim, intern!(py, "before_minutes"), place, minutes)?,
            after_minutes: field(&claim, intern!(py, "after_minutes"), place, minutes)?,
        });
    }
    let found = py
        .detach(|| conflicts(&rows))
        .map_err(|error| errors::to_py(py, &error))?;
    Ok(found
        .into_iter()
        .map(|row| (row.first, row.second, row.start, row.end))
        .collect())
}

fn field<'py, T>(
    claim: &Bound<'py, PyAny>,
    name: &Bound<'py, pyo3::types::PyString>,
    place: usize,
    rule: &str,
) -> PyResult<T>
where
    T: for<'a> FromPyObject<'a, 'py>,
{
    let value = claim
        .getattr(name)
        .and_then(|value| value.extract().map_err(Into::into));
    value.map_err(|_: PyErr| wrong(claim.py(), name.to_string(), place, rule))
}

/// An aware datetime, in microseconds since 1970.
fn instant(claim: &Bound<'_, PyAny>, name: &'static str, place: usize) -> PyResult<i64> {
    const MICROSECONDS: f64 = 1e6;
    let py = claim.py();
    let seconds = claim.getattr(name).and_then(|value| {
        // A naive one would be read in the zone of the machine.
        if value.getattr(intern!(py, "tzinfo"))?.is_none() {
            return Ok(None);
        }
        value
            .call_method0(intern!(py, "timestamp"))?
            .extract::<f64>()
            .map(Some)
    });
    let rule = "must be a datetime with a time zone";
    match seconds {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "a datetime of Python lies within 64 bits of microseconds"
        )]
        Ok(Some(seconds)) => Ok((seconds * MICROSECONDS).round() as i64),
        Ok(None) | Err(_) => Err(wrong(py, name.to_owned(), place, rule)),
    }
}

fn wrong(py: Python<'_>, field: String, place: usize, rule: &str) -> PyErr {
    let error = Error::invalid(OPERATION, field, rule).with("record", format!("claims[{place}]"));
    errors::to_py(py, &error)
}
