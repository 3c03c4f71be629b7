use super::super::annealing::Annealing;
use super::super::effort::Effort;
use super::super::instance::Instance;
use super::super::plans::{Outcome, Plans};
use super::super::rng::Rng;
use super::lagrangian::{Lagrangian, ascend};
use super::packing::Packing;
use super::table::Table;

/// How many agents are tried for a task, beside "nobody".
const CANDIDATES: usize = 8;

/// Random moves per task in one iteration.
const MOVES_PER_TASK: usize = 20;

/// How often the search cools down over its budget.
const CYCLES: u64 = 4;

/// Cells of knapsack tables the bound may fill, so that its effort does not explode with size.
const BOUND_CELLS: u64 = 3_000_000_000;

/// Solves a component without times.
pub(in super::super) fn solve(
    instance: &Instance<'_>,
    budget: u64,
    effort: &Effort<'_>,
    mut rng: Rng,
) -> Outcome {
    let table = Table::new(instance);
    if table.tasks == 0 {
        return outcome(instance, &[], 0, 0, false);
    }
    let cells: u64 = (0..table.agents - 1)
        .map(|a| table.capacity[a] as u64 * table.tasks as u64)
        .sum();
    let steps = (BOUND_CELLS / cells.max(1)).clamp(20, 3000) as usize;
    let steps = steps.min(100 + 2 * budget.min(10_000) as usize);

    let greedy = greedy(&table);
    let mut best_cost = total(&table, &greedy);
    let mut best = greedy;
    let first = ascend(&table, best_cost, steps / 3 + 1, None);

    let mut packing = Packing::new(&table, candidates(&table, &first), first_prices(&table, &first));
    packing.adopt(&from_picks(&table, &first));
    let (mut iterations, mut cancelled) = (0, false);
    let mut bound = first.bound;
    let refine_at = (budget / 20).clamp(1, 200);
    let cycle = (budget / CYCLES).max(1);
    let settle_every = (cycle / 64).clamp(1, 50);
    let mut cooling = Annealing::new(temperature(&table, &first), refine_at);
    let mut since = 0;
    while iterations < budget && best_cost > bound {
        if iterations % 16 == 0 && effort.stopped(iterations, best_cost) {
            cancelled = true;
            break;
        }
        iterations += 1;
        packing.anneal(
            table.tasks * MOVES_PER_TASK,
            &cooling,
            iterations - since,
            &mut rng,
        );
        packing.adapt_prices();
        if (iterations - since) % settle_every == 0 {
            let here = packing.agent_of.clone();
            packing.settle(&mut rng);
            packing.adopt(&here);
        }
        if packing.best_cost < best_cost {
            best_cost = packing.best_cost;
            best.clone_from(&packing.best);
        }
        if iterations == refine_at {
            // A good solution makes a good target for the multipliers, and those good candidates.
            let second = ascend(&table, best_cost, steps * 2 / 3 + 1, Some(&first));
            bound = bound.max(second.bound);
            packing = Packing::new(&table, candidates(&table, &second), first_prices(&table, &second));
            packing.adopt(&from_picks(&table, &second));
            cooling = Annealing::new(temperature(&table, &second), cycle);
            since = iterations;
        } else if iterations > refine_at && iterations - since >= cycle {
            // Warm up again from the best.
            packing.adopt(&best);
            since = iterations;
        }
    }
    outcome(instance, &best, bound, iterations, cancelled)
}

fn outcome(
    instance: &Instance<'_>,
    agents: &[u32],
    lower_bound: i64,
    iterations: u64,
    cancelled: bool,
) -> Outcome {
    let mut of = vec![Vec::new(); instance.caregivers.len()];
    for (task, &agent) in agents.iter().enumerate() {
        if let Some(plan) = of.get_mut(agent as usize) {
            plan.push(task as u32);
        }
    }
    Outcome {
        plans: Plans {
            of,
            starts: vec![0; instance.visits.len()],
        },
        lower_bound,
        iterations,
        cancelled,
    }
}

fn total(table: &Table, agents: &[u32]) -> i64 {
    agents
        .iter()
        .enumerate()
        .map(|(t, &a)| table.cost(a as usize, t))
        .sum()
}

/// What a unit of room is worth by the multipliers, and a little more: overload hardly pays then.
fn first_prices(table: &Table, prices: &Lagrangian) -> Vec<i64> {
    (0..table.agents)
        .map(|a| prices.room_price_of(a, Packing::scale()) * 3 / 2 + 1)
        .collect()
}

/// What the second choice of a task typically costs more than the first.
fn temperature(table: &Table, prices: &Lagrangian) -> i64 {
    let mut regrets: Vec<i64> = (0..table.tasks)
        .filter_map(|t| {
            let mut scores: Vec<i64> = table.allowed[t]
                .iter()
                .filter(|&&a| a as usize != table.nobody())
                .map(|&a| prices.score(table, a as usize, t))
                .collect();
            scores.sort_unstable();
            scores.get(1).map(|second| second - scores[0])
        })
        .collect();
    regrets.sort_unstable();
    let median = regrets.get(regrets.len() / 2).copied().unwrap_or(0);
    (median * Packing::scale() / Lagrangian::scale() / 2).max(8)
}

/// The tasks with the most to lose first, each to the cheapest agent with room.
fn greedy(table: &Table) -> Vec<u32> {
    let mut room = table.capacity.clone();
    let mut agents = vec![table.nobody() as u32; table.tasks];
    let mut open: Vec<usize> = (0..table.tasks).collect();
    while !open.is_empty() {
        let mut chosen = (i64::MIN, 0, 0);
        for (at, &t) in open.iter().enumerate() {
            let (mut first, mut second, mut who) = (i64::MAX, i64::MAX, 0);
            for &a in &table.allowed[t] {
                let a = a as usize;
                if a != table.nobody() && table.weight(a, t) > room[a] {
                    continue;
                }
                let cost = table.cost(a, t);
                if cost < first {
                    (second, first, who) = (first, cost, a);
                } else {
                    second = second.min(cost);
                }
            }
            let regret = if second == i64::MAX { 0 } else { second - first };
            if regret > chosen.0 {
                chosen = (regret, at, who);
            }
        }
        let (_, at, who) = chosen;
        let t = open.swap_remove(at);
        agents[t] = who as u32;
        room[who] -= table.weight(who, t);
    }
    agents
}

fn candidates(table: &Table, prices: &Lagrangian) -> Vec<Vec<u32>> {
    (0..table.tasks)
        .map(|t| {
            let mut agents: Vec<u32> = table.allowed[t]
                .iter()
                .copied()
                .filter(|&a| a as usize != table.nobody())
                .collect();
            agents.sort_by_key(|&a| (prices.score(table, a as usize, t), a));
            agents.truncate(CANDIDATES);
            agents.push(table.nobody() as u32);
            agents
        })
        .collect()
}

/// The knapsacks of the best multipliers, each task with its most promising picker.
fn from_picks(table: &Table, prices: &Lagrangian) -> Vec<u32> {
    let mut agents: Vec<Option<u32>> = vec![None; table.tasks];
    for (a, tasks) in prices.picks.iter().enumerate() {
        for &t in tasks {
            let t = t as usize;
            let better =
                agents[t].is_none_or(|b| prices.score(table, a, t) < prices.score(table, b as usize, t));
            if better {
                agents[t] = Some(a as u32);
            }
        }
    }
    (0..table.tasks)
        .map(|t| {
            agents[t].unwrap_or_else(|| {
                let best = table.allowed[t]
                    .iter()
                    .min_by_key(|&&a| (prices.score(table, a as usize, t), a));
                best.copied().unwrap_or(table.nobody() as u32)
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::exact::solve_exactly;
    use super::super::super::problem::Problem;
    use super::super::super::week_cost::WeeklyBands;
    use super::*;

    fn problem(rng: &mut Rng) -> Problem {
        let (tasks, agents) = (1 + rng.below(8), 1 + rng.below(4));
        let mut pairs = Vec::new();
        for t in 0..tasks {
            for a in 0..agents {
                if !rng.one_in(5) {
                    pairs.push(format!(
                        r#"{{"caregiver": "7{a}", "visit": "9{t}", "cost": {}, "weight": {}}}"#,
                        rng.below(80) as i64 - 20,
                        rng.below(30)
                    ));
                }
            }
        }
        let agents: Vec<String> = (0..agents)
            .map(|a| format!(r#"{{"id": "7{a}", "capacity": {}}}"#, rng.below(80)))
            .collect();
        let tasks: Vec<String> = (0..tasks)
            .map(|t| format!(r#"{{"id": "9{t}", "unfilled_penalty": {}}}"#, rng.below(100)))
            .collect();
        Problem::from_json(&format!(
            r#"{{"format": "careweave.assignment/1", "eligibility": "listed", "caregivers": [{}], "visits": [{}],
                "pairs": [{}]}}"#,
            agents.join(","),
            tasks.join(","),
            pairs.join(",")
        ))
        .unwrap()
    }

    #[test]
    fn the_optimum_lies_between_the_bound_and_the_packing_found() {
        let mut rng = Rng::new(11);
        let (mut reached, cases) = (0, 600);
        for case in 0..cases {
            let problem = problem(&mut rng);
            let people: Vec<usize> = (0..problem.data().caregivers.len()).collect();
            let visits: Vec<usize> = (0..problem.data().visits.len()).collect();
            let instance = Instance::compile(&problem, &WeeklyBands, &people, &visits);
            let optimum = solve_exactly(&instance).expect("small enough").lower_bound;
            let found = solve(&instance, 200, &Effort::default(), Rng::new(case));
            let mut filled = vec![false; visits.len()];
            let mut cost = 0;
            for (c, plan) in found.plans.of.iter().enumerate() {
                assert!(
                    plan.iter().map(|&v| instance.pair(c, v).weight).sum::<i64>()
                        <= instance.caregivers[c].capacity
                );
                for &v in plan {
                    assert!(instance.pair(c, v).eligible && !filled[v as usize]);
                    filled[v as usize] = true;
                    cost += instance.pair(c, v).cost;
                }
            }
            cost += visits
                .iter()
                .filter(|&&v| !filled[v])
                .map(|&v| instance.visits[v].penalty)
                .sum::<i64>();
            assert!(
                found.lower_bound <= optimum && optimum <= cost,
                "case {case}: bound {}, optimum {optimum}, found {cost}",
                found.lower_bound
            );
            reached += u64::from(cost == optimum);
        }
        println!("reached the optimum {reached} times of {cases}");
        assert!(reached * 100 >= cases * 97, "reached {reached} of {cases}");
    }
}
