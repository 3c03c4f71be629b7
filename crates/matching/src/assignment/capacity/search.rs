use super::super::annealing::Annealing;
use super::super::effort::Options;
use super::super::instance::Instance;
use super::super::plans::{Outcome, Plans};
use super::super::rng::Rng;
use super::lagrangian::{Lagrangian, ascend};
use super::packing::Packing;
use super::table::Table;

/// How many agents are tried for a task, beside "nobody".
const CANDIDATES: usize = 8;

/// Cells of knapsack tables the bound may fill, so that its effort does not explode with size.
const BOUND_CELLS: u64 = 3_000_000_000;

/// Solves a component without times.
pub(in super::super) fn solve(
    instance: &Instance<'_>,
    budget: u64,
    options: &Options<'_>,
    mut rng: Rng,
) -> Outcome {
    let table = Table::new(instance);
    if table.tasks == 0 {
        return outcome(instance, &[], 0, 0, false);
    }
    let cells: u64 = (0..table.agents - 1).map(|a| table.capacity[a] as u64 * table.tasks as u64).sum();
    let steps = (BOUND_CELLS / cells.max(1)).clamp(20, 600) as usize;
    let steps = steps.min(20 + budget as usize);

    let greedy = greedy(&table);
    let mut best_cost = total(&table, &greedy);
    let mut best = greedy;
    let first = ascend(&table, best_cost, steps / 3 + 1, None);

    let mut packing = Packing::new(&table, candidates(&table, &first), first_price(&table));
    let start = from_picks(&table, &first);
    packing.adopt(&start);
    let mut current = packing.agent_of.clone();
    let mut current_value = i64::MAX / 2;
    let spread = best_cost.abs() / table.tasks as i64;
    let annealing = Annealing::new((spread * Packing::scale() / 8).max(8), budget);
    let (mut iterations, mut cancelled, mut failures) = (0, false, 0);
    let mut bound = first.bound;
    let refine_at = (budget / 20).clamp(1, 400);
    while iterations < budget && best_cost > bound {
        if iterations % 16 == 0 && options.cancelled() {
            cancelled = true;
            break;
        }
        iterations += 1;
        if iterations > 1 {
            packing.kick(2 + rng.below(4), &mut rng);
        }
        packing.descend(&mut rng);
        if packing.is_feasible() {
            failures = 0;
            let cost = packing.cost();
            if cost < best_cost {
                best_cost = cost;
                best.clone_from(&packing.agent_of);
            }
        } else {
            failures += 1;
        }
        let value = packing.priced();
        if annealing.takes(value - current_value, iterations, &mut rng) {
            current.clone_from(&packing.agent_of);
            current_value = value;
        } else {
            packing.adopt(&current);
        }
        if failures >= 5 || iterations % 20 == 0 {
            failures = 0;
            packing.adopt(&current);
            packing.adapt_prices();
            current_value = packing.priced();
        }
        if iterations == refine_at && best_cost > bound {
            // A good solution makes a good target for the multipliers, and those good candidates.
            let second = ascend(&table, best_cost, steps * 2 / 3 + 1, Some(&first));
            bound = bound.max(second.bound);
            let mut fresh = Packing::new(&table, candidates(&table, &second), first_price(&table));
            fresh.adopt(&best);
            packing = fresh;
            current.clone_from(&best);
            current_value = packing.priced();
        }
    }
    outcome(instance, &best, bound.min(best_cost), iterations, cancelled)
}

fn outcome(instance: &Instance<'_>, agents: &[u32], lower_bound: i64, iterations: u64, cancelled: bool) -> Outcome {
    let mut of = vec![Vec::new(); instance.caregivers.len()];
    for (task, &agent) in agents.iter().enumerate() {
        if let Some(plan) = of.get_mut(agent as usize) {
            plan.push(task as u32);
        }
    }
    Outcome { plans: Plans { of, starts: vec![0; instance.visits.len()] }, lower_bound, iterations, cancelled }
}

fn total(table: &Table, agents: &[u32]) -> i64 {
    agents.iter().enumerate().map(|(t, &a)| table.cost(a as usize, t)).sum()
}

/// A typical cost for a typical weight.
fn first_price(table: &Table) -> i64 {
    let (mut cost, mut weight) = (0_i128, 1_i128);
    for t in 0..table.tasks {
        for &a in &table.allowed[t] {
            if a as usize != table.nobody() {
                cost += i128::from(table.cost(a as usize, t).abs());
                weight += i128::from(table.weight(a as usize, t));
            }
        }
    }
    (cost * i128::from(Packing::scale()) / weight) as i64 + 1
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
            let mut agents: Vec<u32> =
                table.allowed[t].iter().copied().filter(|&a| a as usize != table.nobody()).collect();
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
            let better = agents[t].is_none_or(|b| {
                prices.score(table, a, t) < prices.score(table, b as usize, t)
            });
            if better {
                agents[t] = Some(a as u32);
            }
        }
    }
    (0..table.tasks)
        .map(|t| {
            agents[t].unwrap_or_else(|| {
                let best = table.allowed[t].iter().min_by_key(|&&a| (prices.score(table, a as usize, t), a));
                best.copied().unwrap_or(table.nobody() as u32)
            })
        })
        .collect()
}
