//! Who gets which shift: assigning many visits at once, at least cost, with a proof of how good it is.
//!
//! A [`Problem`] is read from JSON (the guide `docs/assignment.md` describes it) or built from [`ProblemData`]. [`solve`]
//! gives a [`Solution`] with its objective, part by part, and a lower bound; [`evaluate`] recomputes the objective and
//! checks every rule independently of the solver.
//!
//! ```
//! use careweave_matching::assignment::{Options, Problem, StopReason, WeeklyBands, evaluate, solve};
//!
//! let problem = Problem::from_json(r#"{
//!   "format": "careweave.assignment/1",
//!   "caregivers": [
//!     {"id": "700001", "overtime": [{"after_minutes": 2400, "cost_per_minute": 1}],
//!      "committed": [{"id": "910001", "start": 0, "end": 2280}]},
//!     {"id": "700002"}
//!   ],
//!   "visits": [
//!     {"id": "900001", "start": 3000, "end": 3240, "unfilled_penalty": 500},
//!     {"id": "900002", "start": 3120, "end": 3300, "unfilled_penalty": 500}
//!   ],
//!   "pairs": [{"caregiver": "700001", "visit": "900001", "cost": -50}]
//! }"#)?;
//! let solution = solve(&problem, &Options::default())?;
//! // 700001 goes over 40 hours with either; 60 minutes are cheaper than 120, less the continuity bonus of 50.
//! assert_eq!((solution.objective.overtime, solution.objective.pairs), (60, 0));
//! assert_eq!(solution.stop_reason, StopReason::Optimal);
//! assert_eq!(evaluate(&problem, &solution.assignment, &WeeklyBands)?, solution.objective);
//! # Ok::<(), careweave_types::Error>(())
//! ```

mod annealing;
mod bound;
mod calendar;
mod capacity;
mod clique;
mod components;
mod document;
mod effort;
mod evaluate;
mod exact;
mod instance;
pub mod lap;
mod pattern;
mod plans;
mod problem;
mod rng;
mod route;
mod solution;
mod solve;
mod validation;
mod watch;
mod week_cost;

pub use calendar::Calendar;
pub use document::{
    CaregiverData, CommittedData, Eligibility, FORMAT, LinkCaregivers, LinkData, OvertimeBand, PairData,
    Partial, ProblemData, Together, TravelData, TravelTime, VisitData, Window,
};
pub use effort::{Iterations, Options};
pub use evaluate::evaluate;
pub use problem::Problem;
pub use solution::{Assigned, Objective, Solution, StopReason, Unfilled};
pub use solve::{solve, solve_watched, solve_with};
pub use watch::{Progress, Watch};
pub use week_cost::{Planned, WeekCost, WeeklyBands, WorkItem, WorkSegment};
