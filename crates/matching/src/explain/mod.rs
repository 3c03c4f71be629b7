//! Why a caregiver stands where they stand, and what would have to be different.

mod compare;
mod counterfactual;
mod why_not;

pub use compare::{Comparison, Difference};
pub use counterfactual::Counterfactual;
pub use why_not::Standing;
