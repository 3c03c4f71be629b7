//! Problems without times: generalised assignment with capacities.
//!
//! The bound is Lagrangian (each visit once is relaxed, a knapsack per caregiver remains); the search is a local search
//! with shifts, swaps and ejections over capacity violations at an adapting price, restarted by small kicks. The
//! multipliers say which caregivers are worth trying for which visit. After Yagiura, Ibaraki and Glover, "A path
//! relinking approach with ejection chains for the generalized assignment problem", EJOR 169 (2006).

mod knapsack;
mod lagrangian;
mod packing;
mod search;
mod table;

pub(super) use search::solve;
