//! Assigning many shifts at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use careweave::matching::assignment::{self as engine, Assigned, Iterations, Options, Problem, WeeklyBands};
use careweave::types::{Error, ErrorKind, Result};
use serde::Deserialize;

use crate::Call;
use crate::call::{from_json, to_json};

const SOLVE: &str = "assignment.solve";

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Effort {
    iterations: Option<u64>,
    seed: Option<u64>,
}

/// Stops the search when the call that waits for it is dropped.
struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Solves the problem of a problem file's text. `effort` is JSON with `iterations` and `seed`, both optional.
///
/// The same problem, iterations and seed give the same bytes on every machine. Dropping the call stops the search.
pub fn solve(problem: String, effort: &str) -> Call {
    let effort: Effort = match from_json(SOLVE, effort) {
        Ok(effort) => effort,
        Err(error) => return Call::failed(SOLVE, error),
    };
    Call::of_text(SOLVE, async move {
        let cancel = Arc::new(AtomicBool::new(false));
        let stop = StopOnDrop(Arc::clone(&cancel));
        let search = tokio::task::spawn_blocking(move || {
            let defaults = Options::default();
            let options = Options {
                iterations: effort.iterations.map_or(defaults.iterations, Iterations),
                seed: effort.seed.unwrap_or(defaults.seed),
                cancel: Some(&cancel),
            };
            let solution = engine::solve(&Problem::from_json(&problem)?, &options)?;
            to_json(SOLVE, &solution)
        });
        let solved = search.await;
        drop(stop);
        match solved {
            Ok(solution) => solution,
            Err(lost) if lost.is_panic() => std::panic::resume_unwind(lost.into_panic()),
            Err(_) => Err(Error::new(
                ErrorKind::Cancelled,
                SOLVE,
                "the search was given up because the process is ending",
            )),
        }
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvaluateArguments {
    assignment: Vec<Assigned>,
}

/// Checks every rule and recomputes the cost, independently of the solver.
pub(super) fn evaluate(document: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "assignment.evaluate";
    let given: EvaluateArguments = from_json(OPERATION, arguments)?;
    let problem = Problem::from_json(document)?;
    to_json(
        OPERATION,
        &engine::evaluate(&problem, &given.assignment, &WeeklyBands)?,
    )
}
