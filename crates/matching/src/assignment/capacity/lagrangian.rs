//! Subgradient ascent on the multipliers of "each visit once".

use super::knapsack::{Item, pack};
use super::table::Table;

/// Multipliers are integers in units of 1/256 of a cost.
const SCALE: i64 = 256;

pub(super) struct Lagrangian {
    /// The multipliers of the best bound, in units of 1 / [`SCALE`].
    multipliers: Vec<i64>,
    /// What a unit of each caregiver's capacity is worth there: (profit, weight), scaled.
    room_price: Vec<(i64, i64)>,
    /// The proven bound, in units of cost.
    pub bound: i64,
    /// How often each pair was in a knapsack's best packing; a hint to the search.
    pub picks: Vec<Vec<u32>>,
}

impl Lagrangian {
    pub(super) fn scale() -> i64 {
        SCALE
    }

    /// What a unit of an agent's room is worth, in units of 1 / `unit` of a cost.
    pub(super) fn room_price_of(&self, agent: usize, unit: i64) -> i64 {
        let (profit, weight) = self.room_price[agent];
        profit * unit / SCALE / weight.max(1)
    }

    /// What a caregiver costs on a visit when their room is counted at its price; smaller is more promising.
    pub(super) fn score(&self, table: &Table, agent: usize, task: usize) -> i64 {
        let (profit, weight) = self.room_price[agent];
        table.cost(agent, task) * SCALE + profit * table.weight(agent, task) / weight.max(1)
            - self.multipliers[task]
    }
}

/// Ascends for `steps` steps towards `target`, the cost of a known solution.
pub(super) fn ascend(table: &Table, target: i64, steps: usize, start: Option<&Lagrangian>) -> Lagrangian {
    let tasks = table.tasks;
    let mut lambda: Vec<i64> = match start {
        Some(previous) => previous.multipliers.clone(),
        None => (0..tasks)
            .map(|t| {
                // The second cheapest cost makes the cheapest attractive, and no more.
                let mut costs: Vec<i64> = table.allowed[t]
                    .iter()
                    .map(|&a| table.cost(a as usize, t))
                    .collect();
                costs.sort_unstable();
                costs[1.min(costs.len() - 1)] * SCALE
            })
            .collect(),
    };
    let mut best = Lagrangian {
        multipliers: lambda.clone(),
        room_price: vec![(0, 1); table.agents],
        bound: start.map_or(i64::MIN, |previous| previous.bound),
        picks: Vec::new(),
    };
    let mut best_value = i128::MIN;
    let (mut theta, mut stale) = (2 * 1024_i128, 0);
    let (mut rows, mut packed, mut items) = (Vec::new(), Vec::new(), Vec::new());
    let mut direction = vec![0_i64; tasks];
    for _ in 0..steps {
        let mut times = vec![0_i64; tasks];
        let mut value: i128 = lambda.iter().map(|&l| i128::from(l)).sum();
        let mut prices = vec![(0, 1); table.agents];
        let mut picks = vec![Vec::new(); table.agents];
        for a in 0..table.agents {
            items.clear();
            packed.clear();
            let mut free = Vec::new();
            for (t, &multiplier) in lambda.iter().enumerate() {
                let profit = multiplier - table.cost(a, t) * SCALE;
                if profit <= 0 || table.allowed[t].binary_search(&(a as u32)).is_err() {
                    continue;
                }
                if table.weight(a, t) == 0 {
                    value -= i128::from(profit);
                    free.push(t as u32);
                } else {
                    items.push(Item {
                        task: t as u32,
                        weight: table.weight(a, t),
                        profit,
                    });
                }
            }
            let found = pack(&mut items, table.capacity[a], &mut rows, &mut packed);
            value -= i128::from(found.bound);
            prices[a] = found.critical.unwrap_or((0, 1));
            packed.extend_from_slice(&free);
            for &t in &packed {
                times[t as usize] += 1;
            }
            picks[a] = packed.clone();
        }
        if value > best_value {
            best_value = value;
            stale = 0;
            best.multipliers.clone_from(&lambda);
            best.room_price = prices;
            best.picks = picks;
            // Costs are whole numbers, so the bound may be rounded up.
            let rounded =
                value.div_euclid(i128::from(SCALE)) + i128::from(value.rem_euclid(i128::from(SCALE)) != 0);
            best.bound = best.bound.max(rounded as i64);
            if best.bound >= target {
                break;
            }
        } else {
            stale += 1;
            if stale >= 20 {
                stale = 0;
                theta = theta * 2 / 3;
                lambda.clone_from(&best.multipliers);
                direction.fill(0);
                if theta < 4 {
                    break;
                }
            }
        }
        let mut norm = 0_i128;
        for t in 0..tasks {
            // Each visit once: missing raises its multiplier, twice lowers it. A part of the last direction is kept.
            direction[t] = (1 - times[t]) * 64 + direction[t] * 3 / 10;
            norm += i128::from(direction[t]) * i128::from(direction[t]);
        }
        if times.iter().all(|&n| n == 1) {
            break;
        }
        // A target far away (a first solution with open visits) would make the steps wild.
        let rest = (i128::from(target) * i128::from(SCALE) - value)
            .min(value.abs() / 20 + tasks as i128 * i128::from(SCALE))
            .max(i128::from(SCALE));
        for t in 0..tasks {
            let step = theta * rest * i128::from(direction[t]) * 64 / (norm.max(1) * 1024);
            lambda[t] += step as i64;
        }
    }
    best
}
