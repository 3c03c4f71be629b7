//! Hidden entry points for this package's tests.

use careweave_bindings_core as core;
use pyo3::prelude::*;

use crate::call::Call;
use crate::errors;

#[pyfunction]
fn _panic_for_tests(message: String) -> Call {
    core::Call::of("testing.panic", core::testing::panic(message)).into()
}

#[pyfunction]
fn _parts_for_tests() -> Call {
    core::testing::parts().into()
}

#[pyfunction]
fn _hang_for_tests() -> Call {
    core::Call::of("testing.hang", core::testing::hang()).into()
}

#[pyfunction]
fn _until_hanging_for_tests(wanted: usize) -> Call {
    core::Call::of("testing.until_hanging", core::testing::until_hanging(wanted)).into()
}

#[pyfunction]
fn _error_for_tests(py: Python<'_>, given: &str) -> PyErr {
    match core::testing::error_from_vector(given) {
        Ok(error) | Err(error) => errors::to_py(py, &error),
    }
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(_panic_for_tests, module)?)?;
    module.add_function(wrap_pyfunction!(_parts_for_tests, module)?)?;
    module.add_function(wrap_pyfunction!(_hang_for_tests, module)?)?;
    module.add_function(wrap_pyfunction!(_until_hanging_for_tests, module)?)?;
    module.add_function(wrap_pyfunction!(_error_for_tests, module)?)
}
