//! When every two visits exclude each other, each caregiver takes at most one: a linear assignment problem.

use careweave_types::Result;

use super::instance::{Caregiver, Instance, Minimums};
use super::lap::{CostMatrix, assign_dense};
use super::plans::{Outcome, Plans};

/// Solves the component exactly when it is one clique of visits for one caregiver each; none when it is not.
pub(super) fn solve_clique(instance: &Instance<'_>) -> Result<Option<Outcome>> {
    let open: Vec<u32> = instance.open_visits().collect();
    let plain = instance.links.is_empty()
        && instance.timed
        && !instance.caregivers.iter().any(Caregiver::has_minimums)
        && open.iter().all(|&v| {
            let visit = instance.visit(v);
            visit.is_fixed() && visit.need == 1 && visit.extra == 0
        });
    if !plain || open.len() < 2 || !all_exclude_each_other(instance, &open) {
        return Ok(None);
    }
    let people = instance.caregivers.len();
    let idle: Vec<i64> = (0..people)
        .map(|c| instance.plan_cost(c, &instance.caregivers[c].committed, |v| instance.visit(v).lo))
        .collect();
    let mut alone: Vec<Option<i64>> = Vec::with_capacity(open.len() * people);
    for &v in &open {
        for (c, idle) in idle.iter().enumerate() {
            let plan = with(instance, c, v);
            let allowed = instance.pair(c, v).eligible
                && instance.fits_in_time(c, &plan)
                && instance.keeps_rules(c, &plan, Minimums::Ignored);
            alone.push(allowed.then(|| instance.plan_cost(c, &plan, |u| instance.visit(u).lo) - idle));
        }
    }
    // Column `people + row` leaves the row's visit open.
    let costs = CostMatrix::from_fn(open.len(), people + open.len(), |row, column| {
        if column < people {
            alone[row * people + column]
        } else {
            (column == people + row).then(|| instance.visit(open[row]).penalty)
        }
    })?;
    let matching = assign_dense(&costs);
    let mut plans = Plans {
        of: instance.caregivers.iter().map(|c| c.committed.clone()).collect(),
        starts: instance.visits.iter().map(|v| v.lo).collect(),
    };
    for (row, column) in matching.columns.iter().enumerate() {
        if let Some(c) = column.filter(|&c| c < people) {
            plans.of[c] = with(instance, c, open[row]);
        }
    }
    let lower_bound = matching.dual_bound + idle.iter().sum::<i64>();
    Ok(Some(Outcome {
        plans,
        lower_bound,
        iterations: 0,
        cancelled: false,
    }))
}

/// A caregiver's committed work and one visit more, by start.
fn with(instance: &Instance<'_>, c: usize, v: u32) -> Vec<u32> {
    let mut plan = instance.caregivers[c].committed.clone();
    let at = plan.partition_point(|&u| instance.visit(u).lo <= instance.visit(v).lo);
    plan.insert(at, v);
    plan
}

fn all_exclude_each_other(instance: &Instance<'_>, open: &[u32]) -> bool {
    // Intervals exclude each other pairwise when all contain the last start.
    let last_start = open.iter().map(|&v| instance.visit(v).lo).max().unwrap_or(0);
    open.iter()
        .all(|&v| instance.visit(v).lo + instance.visit(v).duration > last_start)
}
