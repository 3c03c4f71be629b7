//! The private native module `careweave._native`.
//!
//! It translates and decides nothing; the typed package around it is what a portal imports.

#![allow(clippy::needless_pass_by_value, reason = "pyo3 hands arguments over by value")]

mod bridge;
mod calendars;
mod call;
mod compute;
mod decode;
mod errors;
mod fill;
mod flow;
mod headers;
mod insights;
mod provider;
mod roster;
mod store;
mod tables;
mod testing;
mod webhook;
mod wellsky;
mod wellsky_events;

use pyo3::prelude::*;

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<call::Call>()?;
    module.add_class::<fill::FillJob>()?;
    module.add_class::<flow::Flow>()?;
    module.add_class::<decode::Plan>()?;
    module.add_class::<provider::Provider>()?;
    module.add_class::<roster::Roster>()?;
    module.add_class::<roster::TopRankings>()?;
    module.add_class::<store::Store>()?;
    module.add_class::<webhook::WebhookVerifier>()?;
    module.add_class::<wellsky::Pages>()?;
    module.add_class::<wellsky::RosterPull>()?;
    module.add_class::<wellsky::WellSky>()?;
    module.add_function(wrap_pyfunction!(compute::compute, module)?)?;
    module.add_function(wrap_pyfunction!(compute::solve, module)?)?;
    module.add_function(wrap_pyfunction!(calendars::calendar_conflicts, module)?)?;
    module.add_function(wrap_pyfunction!(decode::decode, module)?)?;
    module.add_function(wrap_pyfunction!(errors::cancelled_fields, module)?)?;
    module.add_function(wrap_pyfunction!(errors::invalid_input_fields, module)?)?;
    module.add_function(wrap_pyfunction!(flow::refusal_fields, module)?)?;
    module.add_function(wrap_pyfunction!(store::enqueue_statements, module)?)?;
    module.add_function(wrap_pyfunction!(bridge::shutdown, module)?)?;
    insights::register(module)?;
    wellsky_events::register(module)?;
    testing::register(module)?;
    bridge::shut_down_at_exit(module)
}
