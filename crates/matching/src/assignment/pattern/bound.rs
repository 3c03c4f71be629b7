//! The Lagrangian bound for fixed visits: cover is priced by multipliers, and every caregiver takes their best plan.

use super::super::document::Partial;
use super::super::instance::Instance;
use super::labels::{Overflow, Pricer};

/// Labels the bound may make in all, at least, for each iteration of the search, and at most.
const EFFORT: (u64, u64, u64) = (4_000_000, 1_000, 24_000_000);
const STEPS: usize = 250;
/// Quarters of the penalties that the first prices are.
const STARTS: [i64; 3] = [0, 1, 2];
const WIDTH: usize = 200;

/// Multipliers move in steps of 1 / SCALE of a cost.
const SCALE: i64 = 16;

/// A bound from pricing whole plans; none when the component has movable visits, or a caregiver has no plan at all.
///
/// `target` is the cost of a known solution, towards which the multipliers step.
pub(in super::super) fn bound(instance: &Instance<'_>, target: i64, budget: u64) -> Option<i64> {
    let effort = (EFFORT.0 + budget.saturating_mul(EFFORT.1)).min(EFFORT.2);
    let open: Vec<u32> = instance.open_visits().collect();
    if !open.iter().all(|&v| instance.visit(v).is_fixed()) || open.is_empty() {
        return None;
    }
    // Plans are priced in whole costs; the multipliers themselves move in finer steps.
    let mut price = vec![0_i64; instance.visits.len()];
    let mut fine = vec![0_i64; instance.visits.len()];
    let mut best = i64::MIN;
    let mut spent = 0;
    let (mut theta, mut stale) = (64_i64, 0);
    let mut tried: Vec<(i64, i64)> = Vec::new();
    for step in 0..STEPS {
        // Nothing is known at first: no price, then prices for scarcity; the better start is kept.
        let start = STARTS.get(step).copied();
        let chosen = || tried.iter().max().map_or(0, |&(_, start)| start);
        if let Some(quarters) = start.or_else(|| (step == STARTS.len()).then(chosen)) {
            for &v in &open {
                fine[v as usize] = -instance.visit(v).penalty * SCALE * quarters / 4;
            }
        }
        for &v in &open {
            price[v as usize] = fine[v as usize].div_euclid(SCALE);
        }
        let mut value = 0_i64;
        let mut slope = vec![0_i64; instance.visits.len()];
        for c in 0..instance.caregivers.len() {
            let mut pricer = Pricer::new(instance, c, Overflow::Merge, WIDTH);
            let found = pricer.best(&|v| price[v as usize])?;
            spent += found.effort;
            value += found.cost;
            for &v in &found.plan {
                slope[v as usize] += 1;
            }
        }
        for &v in &open {
            let visit = instance.visit(v);
            let most = visit.need + visit.extra;
            let allowed = |k: u32| visit.partial == Partial::Allowed || k == 0 || k >= visit.need;
            let (least, k) = (0..=most)
                .filter(|&k| allowed(k))
                .map(|k| (visit.cover_cost(k) - i64::from(k) * price[v as usize], k))
                .min()
                .unwrap_or((0, 0));
            value += least;
            slope[v as usize] -= i64::from(k);
        }
        if value > best {
            (best, stale) = (value, 0);
        } else {
            stale += 1;
            if stale >= 8 {
                stale = 0;
                theta /= 2;
            }
        }
        if let Some(start) = start {
            tried.push((value, start));
            continue;
        }
        if spent > effort || theta == 0 {
            break;
        }
        let norm: i64 = slope.iter().map(|s| s * s).sum();
        if norm == 0 {
            break;
        }
        let distance = ((target - value).max(1) * 5 / 4 + 1) * SCALE;
        for &v in &open {
            let visit = instance.visit(v);
            let step = i128::from(theta) * i128::from(distance) * i128::from(slope[v as usize])
                / (i128::from(norm) * 64);
            let low = -visit.penalty * SCALE;
            fine[v as usize] = (fine[v as usize] + step as i64).max(low);
        }
    }
    (best > i64::MIN).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::super::super::exact::solve_exactly;
    use super::super::super::instance::Instance;
    use super::super::super::problem::Problem;
    use super::super::super::rng::Rng;
    use super::super::super::week_cost::WeeklyBands;
    use super::*;

    /// A small roster with rules that ask for more and rules that ask for less.
    fn roster(rng: &mut Rng) -> String {
        let visits: Vec<String> = (0..4 + rng.below(4))
            .map(|v| {
                let start = 1440 * rng.below(5) + 60 * rng.below(16);
                format!(
                    r#"{{"id": "9{v}", "start": {start}, "end": {}, "kind": "{}", "unfilled_penalty": {},
                        "caregivers": {}, "partial": "{}"}}"#,
                    start + 60 * (1 + rng.below(9)),
                    ["day", "night"][rng.below(2)],
                    rng.below(300),
                    1 + rng.below(2),
                    ["allowed", "refused"][rng.below(2)],
                )
            })
            .collect();
        let people: Vec<String> = (0..1 + rng.below(3))
            .map(|c| {
                format!(
                    r#"{{"id": "{c}", "min_minutes": {}, "max_minutes": {}, "max_weekends": {}, "use_cost": {},
                        "min_consecutive_days": {}, "min_consecutive_days_off": {}, "rest_minutes": {},
                        "max_visits_of_kind": {{"night": {}}}, "capacity": {},
                        "overtime": [{{"after_minutes": {}, "cost_per_minute": 1}}]}}"#,
                    rng.below(2) * 240,
                    600 + 60 * rng.below(20),
                    rng.below(2),
                    rng.below(60),
                    1 + rng.below(2),
                    1 + rng.below(2),
                    rng.below(700),
                    rng.below(3),
                    1 + rng.below(6),
                    rng.below(900),
                )
            })
            .collect();
        let pairs: Vec<String> = (0..visits.len())
            .map(|v| {
                format!(
                    r#"{{"caregiver": "0", "visit": "9{v}", "cost": {}}}"#,
                    rng.below(200) as i64 - 100
                )
            })
            .collect();
        format!(
            r#"{{"format": "careweave.assignment/1", "caregivers": [{}], "visits": [{}], "pairs": [{}],
                "saturdays": [2], "days": 5, "forbidden_successions": [["night", "day"]]}}"#,
            people.join(","),
            visits.join(","),
            pairs.join(",")
        )
    }

    #[test]
    fn the_bound_never_exceeds_the_optimum_and_often_meets_it() {
        let mut rng = Rng::new(2_024);
        let (mut compared, mut met) = (0, 0);
        for case in 0..400 {
            let problem = Problem::from_json(&roster(&mut rng)).unwrap();
            let people: Vec<usize> = (0..problem.data().caregivers.len()).collect();
            let visits: Vec<usize> = (0..problem.data().visits.len()).collect();
            let instance = Instance::compile(&problem, &WeeklyBands, &people, &visits);
            let Some(exact) = solve_exactly(&instance) else {
                continue;
            };
            let optimum = exact.lower_bound;
            let found = bound(&instance, optimum + 50, 0).expect("an optimum has plans");
            assert!(found <= optimum, "case {case}: bound {found}, optimum {optimum}");
            compared += 1;
            met += usize::from(found == optimum);
        }
        assert!(compared > 100 && met * 3 > compared, "{met} of {compared} met");
    }
}
