//! JSON text straight into instances of the generated classes: one pass over the text, no dictionaries in between.

pub(crate) mod instants;
mod plan;
mod reader;
pub(crate) mod slots;

use std::cell::{Cell, RefCell};

use careweave_bindings_core as core;
use core::{Error, ErrorKind};
use pyo3::prelude::*;
use pyo3::types::PyString;
use serde::de::DeserializeSeed;

pub(crate) use plan::Plan;
use reader::Reader;

use crate::errors;

/// What a decoding leaves behind beside its value.
#[derive(Default)]
struct Course<'a> {
    /// The field that was being read.
    field: Cell<Option<&'a str>>,
    /// What Python raised: serde's errors are texts.
    raised: RefCell<Option<PyErr>>,
}

/// Reads JSON text as `plan` says.
#[pyfunction]
pub(crate) fn decode<'py>(
    py: Python<'py>,
    text: &Bound<'py, PyString>,
    plan: &Plan,
) -> PyResult<Bound<'py, PyAny>> {
    let course = Course::default();
    let mut json = serde_json::Deserializer::from_str(text.to_str()?);
    let reader = Reader {
        py,
        node: plan.node(),
        course: &course,
    };
    let read = reader
        .deserialize(&mut json)
        .and_then(|value| json.end().map(|()| value));
    read.map_err(|failed| {
        // serde's message may quote the value, which may be personal data.
        course.raised.take().unwrap_or_else(|| {
            let mut error = Error::new(
                ErrorKind::Decode,
                "bindings.decode",
                "a result has another form than the schema says",
            )
            .with("column", failed.column().to_string());
            if let Some(field) = course.field.get() {
                error = error.with("field", field);
            }
            errors::to_py(py, &error)
        })
    })
}
