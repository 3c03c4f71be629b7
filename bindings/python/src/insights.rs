//! Reports from events.

use std::sync::{Arc, OnceLock};

use arrow_array::{ArrayRef, RecordBatch, StructArray};
use arrow_schema::Field;
use careweave_bindings_core as core;
use core::{AnswerHandle, Error, GivenBatches, GivenEvents, InquiryHandle};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};
use pyo3_arrow::input::AnyRecordBatch;

use crate::call::Call;
use crate::errors;

const PUSH: &str = "insights.push";

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Answer>()?;
    module.add_class::<AnswerPull>()?;
    module.add_class::<AnswerTable>()?;
    module.add_class::<Inquiry>()
}

/// Questions, and what has been taken in for them, held by Rust.
#[pyclass(frozen, module = "careweave._native")]
struct Inquiry(Arc<InquiryHandle>);

#[pymethods]
impl Inquiry {
    #[new]
    fn new(py: Python<'_>, questions: &str, threads: Option<u32>) -> PyResult<Self> {
        let made = py.detach(|| InquiryHandle::new(questions, threads));
        made.map(|inquiry| Self(Arc::new(inquiry)))
            .map_err(|error| errors::to_py(py, &error))
    }

    /// Takes in what `given` holds, as `kind` says, and gives how many events it was.
    fn push(&self, py: Python<'_>, kind: &str, given: &Bound<'_, PyAny>, first: u64) -> PyResult<u64> {
        let given = events(kind, given, first)?;
        py.detach(|| self.0.push(given))
            .map_err(|error| errors::to_py(py, &error))
    }

    /// The same, as a call.
    fn pushing(&self, kind: &str, given: &Bound<'_, PyAny>, first: u64) -> PyResult<Call> {
        Ok(self.0.pushing(events(kind, given, first)?).into())
    }

    fn answer(&self, py: Python<'_>, place: usize, as_of: &str) -> PyResult<Answer> {
        let answer = py.detach(|| self.0.answer(place, as_of));
        answer
            .map(|answer| Answer(Arc::new(answer)))
            .map_err(|error| errors::to_py(py, &error))
    }

    fn answering(&self, py: Python<'_>, place: usize, as_of: String) -> PyResult<AnswerPull> {
        let pull = self.0.answering(place, as_of);
        Ok(AnswerPull {
            call: Py::new(py, Call::from(pull.call))?,
            made: pull.made,
        })
    }

    fn bytes(&self, py: Python<'_>) -> usize {
        py.detach(|| self.0.bytes())
    }
}

/// `records`: a text of a line for each, counted from `first`; `lines` and `csv`: a text; `arrow`: what offers Arrow's
/// capsules.
fn events(kind: &str, given: &Bound<'_, PyAny>, first: u64) -> PyResult<GivenEvents> {
    Ok(match kind {
        "records" => GivenEvents::Records(given.extract()?, first),
        "csv" => GivenEvents::Csv(given.extract()?),
        "arrow" => GivenEvents::Batches(batches(given)?, first),
        _ => GivenEvents::Lines(given.extract()?),
    })
}

fn batches(given: &Bound<'_, PyAny>) -> PyResult<GivenBatches> {
    let any: AnyRecordBatch = given.extract()?;
    let reader = any.into_reader()?;
    // What Arrow says may quote a value.
    let broken = |_| Error::invalid(PUSH, "(table)", "the stream of the table broke off");
    Ok(Box::new(reader.map(move |batch| batch.map_err(broken))))
}

/// An answer on its way: run `call`, then `take()` it.
#[pyclass(frozen, module = "careweave._native")]
struct AnswerPull {
    #[pyo3(get)]
    call: Py<Call>,
    made: Arc<OnceLock<Arc<AnswerHandle>>>,
}

#[pymethods]
impl AnswerPull {
    fn take(&self, py: Python<'_>) -> PyResult<Answer> {
        match self.made.get() {
            Some(answer) => Ok(Answer(Arc::clone(answer))),
            None => {
                let early =
                    Error::invalid("insights.answer", "call", "run the call before taking the answer");
                Err(errors::to_py(py, &early))
            }
        }
    }
}

/// A report as of a moment.
#[pyclass(frozen, module = "careweave._native")]
struct Answer(Arc<AnswerHandle>);

#[pymethods]
impl Answer {
    fn json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.json())
    }

    fn tables(&self) -> Vec<&'static str> {
        self.0.tables()
    }

    fn csv(&self, py: Python<'_>, table: Option<&str>) -> PyResult<String> {
        py.detach(|| self.0.csv(table))
            .map_err(|error| errors::to_py(py, &error))
    }

    fn svg(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.svg())
    }

    fn table(&self, py: Python<'_>, table: Option<&str>) -> PyResult<AnswerTable> {
        py.detach(|| self.0.arrow(table))
            .map(AnswerTable)
            .map_err(|error| errors::to_py(py, &error))
    }
}

/// A table of an answer, for whoever reads Arrow's capsules.
#[pyclass(frozen, module = "careweave._native")]
struct AnswerTable(RecordBatch);

#[pymethods]
impl AnswerTable {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.0.schema_ref().as_ref())?)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let field = Field::new_struct("", self.0.schema_ref().fields().clone(), false);
        let rows: ArrayRef = Arc::new(StructArray::from(self.0.clone()));
        let rows = ArrayIterator::new(std::iter::once(Ok(rows)), field.into());
        Ok(to_stream_pycapsule(py, Box::new(rows), requested_schema)?)
    }
}
