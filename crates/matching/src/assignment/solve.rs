//! Layers: split, solve small and simple components exactly, search the others, and bound everything.

use careweave_types::{Error, ErrorKind, Result};

use super::bound;
use super::capacity;
use super::clique::solve_clique;
use super::components::{Component, components};
use super::document::Partial;
use super::effort::{Effort, Options};
use super::exact::solve_exactly;
use super::instance::{Caregiver, Instance, Minimums};
use super::pattern;
use super::plans::{Outcome, Plans};
use super::problem::Problem;
use super::rng::Rng;
use super::route;
use super::solution::{Assigned, Objective, Solution, StopReason, Unfilled};
use super::watch::Watch;
use super::week_cost::{WeekCost, WeeklyBands};

const OPERATION: &str = "assignment.solve";

/// Solves a problem with the overtime bands it carries.
///
/// The same problem, seed and iterations give the same solution on every machine.
///
/// # Errors
/// `invalid_input` when committed work breaks its caregiver's own rules; `conflict` when no plan of a caregiver keeps
/// their minimums (`min_minutes`, `min_consecutive_days`, `min_consecutive_days_off`).
pub fn solve(problem: &Problem, options: &Options<'_>) -> Result<Solution> {
    solve_with(problem, options, &WeeklyBands)
}

/// Solves a problem with a law of the caller's on sets of work.
///
/// # Errors
/// As [`solve`].
pub fn solve_with(problem: &Problem, options: &Options<'_>, law: &dyn WeekCost) -> Result<Solution> {
    solve_watched(problem, options, law, &Watch::default())
}

/// As [`solve_with`], telling `watch` how far it is; another thread may read it meanwhile.
///
/// # Errors
/// As [`solve`].
pub fn solve_watched(
    problem: &Problem,
    options: &Options<'_>,
    law: &dyn WeekCost,
    watch: &Watch,
) -> Result<Solution> {
    let data = problem.data();
    let everyone: Vec<usize> = (0..data.caregivers.len()).collect();
    let everything: Vec<usize> = (0..data.visits.len()).collect();
    let whole = Instance::compile(problem, law, &everyone, &everything);
    whole.check_committed()?;
    let parts = components(&whole);
    let work: u128 = parts.iter().map(weight).sum();
    watch.begin(parts.len());

    let mut assignment = Vec::new();
    let mut objective = Objective {
        offset: data.offset,
        ..Objective::default()
    };
    let mut lower_bound = data.offset;
    let (mut iterations, mut cancelled) = (0, false);
    for (at, part) in parts.iter().enumerate() {
        watch.begin_part(at);
        let local;
        let instance = if parts.len() == 1 {
            &whole
        } else {
            local = Instance::compile(problem, law, &part.caregivers, &part.visits);
            &local
        };
        let share = u128::from(options.iterations.0) * weight(part) / work.max(1);
        let rng = Rng::new(options.seed ^ (at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let effort = Effort {
            cancel: options.cancel,
            watch: Some(watch),
            done: iterations,
        };
        let outcome = solve_component(instance, share as u64, &effort, rng)?;
        lower_bound += outcome.lower_bound;
        iterations += outcome.iterations;
        cancelled |= outcome.cancelled;
        report(instance, &outcome.plans, &mut assignment, &mut objective);
    }
    assignment.sort();
    let objective = objective.summed();
    // A bound above a solution would be a defect; the validator's tests look for it.
    let gap = objective.total - lower_bound;
    let gap_ppm = i128::from(gap) * 1_000_000 / i128::from(objective.total.unsigned_abs().max(1));
    Ok(Solution {
        unfilled: unfilled(problem, &assignment),
        assignment,
        objective,
        lower_bound,
        gap,
        gap_ppm: i64::try_from(gap_ppm).unwrap_or(i64::MAX),
        iterations,
        stop_reason: match (gap, cancelled) {
            (0, _) => StopReason::Optimal,
            (_, true) => StopReason::Cancelled,
            _ => StopReason::Budget,
        },
    })
}

fn weight(part: &Component) -> u128 {
    if part.caregivers.is_empty() {
        0
    } else {
        part.visits.len() as u128
    }
}

fn solve_component(instance: &Instance<'_>, budget: u64, effort: &Effort<'_>, rng: Rng) -> Result<Outcome> {
    if let Some(outcome) = solve_clique(instance)? {
        return Ok(outcome);
    }
    if let Some(outcome) = solve_exactly(instance) {
        return Ok(outcome);
    }
    if !instance.timed {
        return Ok(capacity::solve(instance, budget, effort, rng));
    }
    let bound = bound::quick(instance);
    let has_minimums = instance.caregivers.iter().any(Caregiver::has_minimums);
    let is_pattern = has_minimums
        && instance.links.is_empty()
        && instance.open_visits().all(|v| instance.visit(v).is_fixed());
    let mut outcome = if is_pattern {
        pattern::search(instance, budget, bound, effort, rng)?
    } else {
        let found = route::search(instance, budget, bound, effort, rng, None);
        Outcome {
            plans: found.best.plans(),
            lower_bound: bound,
            iterations: found.iterations,
            cancelled: found.cancelled,
        }
    };
    outcome.lower_bound = bound::refined(instance, bound, cost_of(instance, &outcome.plans), budget);
    for (c, plan) in outcome.plans.of.iter().enumerate() {
        if !instance.keeps_rules(c, plan, Minimums::Enforced) {
            let origin = instance.caregivers[c].origin;
            return Err(Error::new(
                ErrorKind::Conflict,
                OPERATION,
                if instance.caregivers[c].has_minimums() {
                    "no plan was found that keeps the caregiver's minimums; lower them or offer more visits"
                } else {
                    "no plan was found that the caller's law on sets allows"
                },
            )
            .with("record", format!("caregivers[{origin}]"))
            .with(
                "field",
                "min_minutes, min_consecutive_days, min_consecutive_days_off",
            ));
        }
    }
    Ok(outcome)
}

/// What a component's plans cost.
fn cost_of(instance: &Instance<'_>, plans: &Plans) -> i64 {
    let mut objective = Objective::default();
    report(instance, plans, &mut Vec::new(), &mut objective);
    objective.summed().total
}

/// Adds a component's plans to the result, part by part.
fn report(instance: &Instance<'_>, plans: &Plans, assignment: &mut Vec<Assigned>, objective: &mut Objective) {
    let data = instance.problem.data();
    let mut cover = vec![0_u32; instance.visits.len()];
    for (c, plan) in plans.of.iter().enumerate() {
        let caregiver = &instance.caregivers[c];
        let start = |v: u32| plans.starts[v as usize];
        for &v in plan {
            cover[v as usize] += 1;
            objective.pairs += instance.pair(c, v).cost;
            if let Some(origin) = instance.visit(v).origin {
                assignment.push(Assigned {
                    visit: data.visits[origin].id.clone(),
                    caregiver: data.caregivers[caregiver.origin].id.clone(),
                    start: instance.timed.then(|| start(v)),
                });
            }
        }
        if plan.len() > caregiver.committed.len() {
            objective.use_of_caregivers += caregiver.use_cost;
        }
        objective.overtime += instance.law_cost(c, plan, start);
        let mut last = None;
        for &v in plan {
            objective.travel += instance.way_cost(c, last, Some(v));
            last = Some(v);
        }
        objective.travel += instance.way_cost(c, last, None);
    }
    let mut latest = 0;
    for v in instance.open_visits() {
        let visit = instance.visit(v);
        let have = cover[v as usize];
        if have < visit.need {
            objective.unfilled += visit.cover_cost(have);
        } else {
            objective.extra += visit.cover_cost(have);
        }
        if have > 0 {
            let late = (plans.starts[v as usize] - visit.due).max(0);
            objective.lateness += late * visit.late_cost;
            latest = latest.max(late);
        }
        debug_assert!(visit.partial == Partial::Allowed || have == 0 || have >= visit.need);
    }
    objective.max_lateness += latest * instance.max_lateness_cost;
}

fn unfilled(problem: &Problem, assignment: &[Assigned]) -> Vec<Unfilled> {
    let mut open = Vec::new();
    for visit in &problem.data().visits {
        let from = assignment.partition_point(|a| a.visit < visit.id);
        let have = assignment[from..]
            .iter()
            .take_while(|a| a.visit == visit.id)
            .count() as u32;
        if have < visit.caregivers {
            open.push(Unfilled {
                visit: visit.id.clone(),
                missing: visit.caregivers - have,
            });
        }
    }
    open.sort_by(|a, b| a.visit.cmp(&b.visit));
    open
}
