//! The crate `lapjv`.

use std::hint::black_box;
use std::time::Instant;

use lapjv::{Matrix, lapjv};

use super::matching::cost;
use crate::failure::Failure;
use crate::matching::drawn;
use crate::task::{Answer, Task};

/// More than any sum of allowed cells.
const PROHIBITIVE: f64 = 1e9;

pub(crate) fn carry_out(task: &Task) -> Result<Answer, Failure> {
    let Task::MatchRows {
        size,
        allowed_percent,
        seed,
        ..
    } = *task
    else {
        return Err(Failure::new(format!("this lane does no {task:?}")));
    };
    let cells = drawn::matrix(size, allowed_percent, seed);
    let costs = cells
        .iter()
        .flatten()
        .map(|cell| cell.map_or(PROHIBITIVE, |cost| cost as f64));
    let matrix = Matrix::from_shape_vec((size, size), costs.collect())
        .map_err(|error| Failure::new(format!("no matrix: {error}")))?;
    let begun = Instant::now();
    let (columns, _) = lapjv(black_box(&matrix)).map_err(|error| Failure::new(format!("{error:?}")))?;
    let seconds = begun.elapsed().as_secs_f64();
    let matched = cells.iter().zip(columns).map(|(row, column)| row[column]);
    let total: Option<i64> = matched.sum();
    let total = total.ok_or_else(|| Failure::new("lapjv took a cell that is not allowed"))?;
    Ok(cost(total, seconds))
}
