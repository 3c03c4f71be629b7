//! Who gets which open shift of a roster: from a snapshot to an assignment of the whole, explained and checked.
//!
//! [`Staffing`] makes an assignment problem of a [`World`](crate::World): the visits are its open shifts, the pairs are those
//! whom its gates let through, each at minus its score; overtime is the price of a caregiver's whole week under the labour
//! law, and the way between two visits of a day costs its minutes. [`Staffing::plan`] solves it and says of each shift who gets
//! it, why, and why not those who rank higher.
//!
//! ```
//! use careweave_matching::assignment::Options;
//! use careweave_matching::staffing::{Costs, Staffing};
//! use careweave_matching::{Policy, Preset, Roster, World};
//!
//! let roster = Roster::from_json(r#"{
//!   "format": "careweave.roster/1", "as_of": "2026-04-06T12:00:00Z", "zone": "America/Denver",
//!   "caregivers": [
//!     {"id": "700001", "status": "active", "service_area": "80012", "languages": ["en", "es"]},
//!     {"id": "700002", "status": "active", "service_area": "80012", "languages": ["en"]}
//!   ],
//!   "shifts": [
//!     {"id": "900001", "client_id": "500001", "status": "open", "client_zip_code": "80012",
//!      "scheduled_start": "2026-04-07T15:00:00Z", "scheduled_end": "2026-04-07T19:00:00Z"},
//!     {"id": "900002", "client_id": "500002", "status": "open", "client_zip_code": "80012", "client_language": "es",
//!      "scheduled_start": "2026-04-07T17:00:00Z", "scheduled_end": "2026-04-07T19:00:00Z"}
//!   ]
//! }"#)?;
//! let world = World::new(roster, &Policy::preset(Preset::Default))?;
//! let staffing = Staffing::new(&world, &Costs::default())?;
//! let plan = staffing.plan(&Options::default())?;
//! // Each alone would go to 700001; they overlap, and only 700001 speaks Spanish.
//! let given: Vec<_> = plan.shifts.iter().map(|s| s.caregiver_id.as_ref().map(|c| c.as_str())).collect();
//! assert_eq!(given, [Some("700002"), Some("700001")]);
//! # Ok::<(), careweave_types::Error>(())
//! ```

mod build;
mod check;
mod costs;
mod explain;
mod law;
mod plan;

use crate::assignment::{self, Options, Problem, Solution, Watch, evaluate};
use crate::world::World;
use careweave_types::{Error, ErrorKind, Result};

pub use build::MAX_CLIENTS;
pub use costs::{Costs, FORMAT};
pub use law::RosterLaw;
pub use plan::{CaregiverPlan, PassedOver, Plan, ShiftPlan, Standing, Totals};

use build::{Built, Case};

const OPERATION: &str = "staffing.plan";

/// The open shifts of a world as an assignment problem, and what is needed to read its solutions.
#[derive(Debug)]
pub struct Staffing<'a> {
    world: &'a World,
    costs: Costs,
    problem: Problem,
    law: RosterLaw<'a>,
    cases: Vec<Case<'a>>,
}

impl<'a> Staffing<'a> {
    /// Judges everybody for every open shift that has not begun, and writes the problem down.
    ///
    /// # Errors
    /// `InvalidInput` for costs out of range, for an open shift of less than a minute, and for open shifts at more than
    /// [`MAX_CLIENTS`] clients; what judging reports.
    pub fn new(world: &'a World, costs: &Costs) -> Result<Self> {
        costs.validate()?;
        let Built { data, law, cases } = build::build(world, costs)?;
        Ok(Self {
            world,
            costs: costs.clone(),
            problem: Problem::new(data)?,
            law,
            cases,
        })
    }

    /// The problem: one visit per open shift that somebody may take, one pair per caregiver who may. It says all but what
    /// depends on sets of work, which [`law`](Self::law) judges.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The gates and the prices that depend on a caregiver's whole plan.
    pub fn law(&self) -> &RosterLaw<'a> {
        &self.law
    }

    /// Solves the problem and explains the solution. The same roster, policy, costs, seed and iterations give the same
    /// bytes on every machine.
    ///
    /// # Errors
    /// As [`assignment::solve`]; `Internal` when the solution does not pass the checks of [`explain`](Self::explain).
    pub fn plan(&self, options: &Options<'_>) -> Result<Plan> {
        self.plan_watched(options, &Watch::default())
    }

    /// As [`plan`](Self::plan), telling `watch` how far the search is.
    ///
    /// # Errors
    /// As [`plan`](Self::plan).
    pub fn plan_watched(&self, options: &Options<'_>, watch: &Watch) -> Result<Plan> {
        self.explain(&assignment::solve_watched(
            &self.problem,
            options,
            &self.law,
            watch,
        )?)
    }

    /// Says what a solution of the problem means, from whatever solver, after checking it twice: against every rule of the
    /// problem, where its objective is computed from nothing; and on the roster with every shift given as it says, where each
    /// one's caregiver has to be eligible still.
    ///
    /// # Errors
    /// `Conflict` for a rule the assignment breaks; `Internal` when the objective is not what the solution says, or the
    /// roster refuses what the problem allows.
    pub fn explain(&self, solution: &Solution) -> Result<Plan> {
        let objective = evaluate(&self.problem, &solution.assignment, &self.law)?;
        if objective != solution.objective {
            let defect = "the objective is not the sum of what the assignment costs";
            return Err(Error::new(ErrorKind::Internal, OPERATION, defect));
        }
        self.check(&solution.assignment)?;
        self.describe(solution)
    }
}
