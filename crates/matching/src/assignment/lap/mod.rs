//! The linear assignment problem: every row to a column of its own, at least cost.
//!
//! [`assign_dense`] takes a full matrix, [`assign_sparse`] lists of allowed cells. Both work on integers, take negative
//! costs, forbidden cells and any shape, and prove the result: the dual bound equals the cost.
//!
//! ```
//! use careweave_matching::assignment::lap::{CostMatrix, assign_dense};
//! let costs = CostMatrix::from_rows(&[&[Some(4), Some(1), None], &[Some(2), Some(1), Some(9)]])?;
//! let best = assign_dense(&costs);
//! assert_eq!(best.columns, [Some(1), Some(0)]);
//! assert_eq!((best.cost, best.dual_bound), (3, 3));
//! # Ok::<(), careweave_types::Error>(())
//! ```

mod dense;
mod matrix;
mod sparse;

pub use dense::assign_dense;
pub use matrix::{CostMatrix, MAX_COST, SparseCosts};
pub use sparse::assign_sparse;

/// A matching of as many rows as can be matched, of least cost among those.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// For each row its column, or none when the forbidden cells (or a lack of columns) leave it without one.
    pub columns: Vec<Option<usize>>,
    /// The sum of the matched cells.
    pub cost: i64,
    /// What the dual solution proves: no matching of that many rows costs less.
    pub dual_bound: i64,
    /// How many rows are matched; never fewer than possible.
    pub matched: usize,
}
