//! Electronic visit verification: pure functions over visit facts.
//!
//! Two ledgers are kept apart by their types. [`BillingUnits`] are quarter hours, rounded, for a payer;
//! [`WageMinutes`] are the minutes actually worked, unrounded, for wage law. Neither turns into the other:
//!
//! ```compile_fail
//! use careweave_matching::evv::{ServiceMinutes, WageMinutes, units15};
//! let wages: WageMinutes = units15(ServiceMinutes::new(53));
//! ```
//!
//! ```compile_fail
//! use careweave_matching::evv::{ServiceMinutes, WageMinutes, units15};
//! let sum = WageMinutes::ZERO + units15(ServiceMinutes::new(53));
//! ```

mod late;
mod location;
mod units;
mod visit;

pub use late::{Attendance, Ladder, LatePolicy, late};
pub use location::{LocationFinding, MILLIMETRES_PER_MILE, gps_exception};
pub use units::{BillingUnits, ServiceMinutes, WageMinutes, daily_minutes, daily_units, units15};
pub use visit::{
    Element, EvvPolicy, Finding, Handling, Position, Signature, Visit, VisitReview, VisitState, visit_state,
    wage_minutes,
};
