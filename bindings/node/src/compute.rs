//! What is computed from its arguments alone.

use careweave_bindings_core as core;
use napi::Either;
use napi_derive::napi;

use crate::call::Call;
use crate::failure::{Failure, outcome};

/// Overtime, visit verification: names and documents are those of bindings-core; the result is JSON text.
#[napi]
pub fn compute(name: String, document: String, arguments: String) -> Either<String, Failure> {
    outcome(core::computations::compute(&name, &document, &arguments))
}

/// Assigns many shifts at once; the search ends when the call is cancelled.
#[napi]
pub fn solve(problem: String, effort: String) -> Call {
    core::computations::solve(problem, &effort).into()
}
