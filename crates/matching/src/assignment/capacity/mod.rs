//! Problems without times: generalised assignment with capacities.
//!
//! The bound is Lagrangian (each visit once is relaxed, a knapsack per caregiver remains); the search anneals
//! over shifts and swaps with overload at an adapting price, and settles by shifts, swaps and ejections. The
//! multipliers say which caregivers are worth trying for which visit. After Yagiura, Ibaraki and Glover, "A path
//! relinking approach with ejection chains for the generalized assignment problem", EJOR 169 (2006).

mod knapsack;
mod lagrangian;
mod packing;
mod search;
mod table;

pub(super) use search::solve;
