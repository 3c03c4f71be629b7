//! The state of the local search: who has which task, and the moves between two or three agents.

use super::super::annealing::Annealing;
use super::super::rng::Rng;
use super::table::Table;

/// Prices of overload are in units of 1/16 of a cost per unit of weight, and so are all deltas.
const SCALE: i64 = 16;

pub(super) struct Packing<'a> {
    table: &'a Table,
    /// For each task the agents worth trying, most promising first.
    candidates: Vec<Vec<u32>>,
    is_candidate: Vec<bool>,
    pub agent_of: Vec<u32>,
    tasks_of: Vec<Vec<u32>>,
    load: Vec<i64>,
    price: Vec<i64>,
    /// When an agent last changed, and when a pair of agents was last found without improvement.
    clock: u64,
    changed: Vec<u64>,
    settled: Vec<u64>,
    ejected: Vec<u64>,
    total: i64,
    overloaded: usize,
    pub best: Vec<u32>,
    pub best_cost: i64,
}

impl<'a> Packing<'a> {
    pub(super) fn new(table: &'a Table, candidates: Vec<Vec<u32>>, price: Vec<i64>) -> Self {
        let mut is_candidate = vec![false; table.agents * table.tasks];
        for (t, agents) in candidates.iter().enumerate() {
            for &a in agents {
                is_candidate[a as usize * table.tasks + t] = true;
            }
        }
        let nobody = table.nobody();
        let mut tasks_of = vec![Vec::new(); table.agents];
        tasks_of[nobody] = (0..table.tasks as u32).collect();
        Self {
            table,
            candidates,
            is_candidate,
            agent_of: vec![nobody as u32; table.tasks],
            tasks_of,
            load: vec![0; table.agents],
            price,
            clock: 1,
            changed: vec![1; table.agents],
            settled: vec![0; table.agents * table.agents],
            ejected: vec![0; table.agents * table.agents],
            total: (0..table.tasks).map(|t| table.cost(nobody, t)).sum(),
            overloaded: 0,
            best: Vec::new(),
            best_cost: i64::MAX,
        }
    }

    pub(super) fn scale() -> i64 {
        SCALE
    }

    /// Overload gets dearer where it stands, and slowly cheaper where it does not.
    pub(super) fn adapt_prices(&mut self) {
        for a in 0..self.table.agents {
            if self.load[a] > self.table.capacity[a] {
                self.price[a] += self.price[a] / 8 + 1;
            } else {
                self.price[a] = (self.price[a] - self.price[a] / 32).max(1);
            }
        }
        self.settled.fill(0);
        self.ejected.fill(0);
    }

    fn overload_price(&self, a: usize, load: i64) -> i64 {
        (load - self.table.capacity[a])
            .max(0)
            .saturating_mul(self.price[a])
    }

    fn load_delta(&self, a: usize, by: i64) -> i64 {
        self.overload_price(a, self.load[a] + by) - self.overload_price(a, self.load[a])
    }

    pub(super) fn give(&mut self, task: usize, agent: usize) {
        let from = self.agent_of[task] as usize;
        if from == agent {
            return;
        }
        if let Some(at) = self.tasks_of[from].iter().position(|&t| t == task as u32) {
            self.tasks_of[from].swap_remove(at);
        }
        self.tasks_of[agent].push(task as u32);
        let over = |packing: &Self| {
            usize::from(packing.load[from] > packing.table.capacity[from])
                + usize::from(packing.load[agent] > packing.table.capacity[agent])
        };
        let before = over(self);
        self.load[from] -= self.table.weight(from, task);
        self.load[agent] += self.table.weight(agent, task);
        self.overloaded = self.overloaded + over(self) - before;
        self.total += self.table.cost(agent, task) - self.table.cost(from, task);
        self.agent_of[task] = agent as u32;
        self.clock += 1;
        self.changed[from] = self.clock;
        self.changed[agent] = self.clock;
    }

    pub(super) fn adopt(&mut self, agents: &[u32]) {
        for (task, &agent) in agents.iter().enumerate() {
            self.give(task, agent as usize);
        }
    }

    /// Random shifts and swaps at the temperature of `iteration`, keeping the best feasible packing.
    pub(super) fn anneal(&mut self, moves: usize, cooling: &Annealing, iteration: u64, rng: &mut Rng) {
        let table = self.table;
        for _ in 0..moves {
            let t = rng.below(table.tasks);
            let home = self.agent_of[t] as usize;
            let choices = &self.candidates[t];
            let away = choices[rng.below(choices.len())] as usize;
            if away == home {
                continue;
            }
            let mut delta = (table.cost(away, t) - table.cost(home, t)) * SCALE;
            let (out, into) = (table.weight(home, t), table.weight(away, t));
            let mut swapped = None;
            if !rng.one_in(3) && !self.tasks_of[away].is_empty() {
                let others = &self.tasks_of[away];
                // Of a few partners the one whose weight fits best.
                let u = (0..3)
                    .map(|_| others[rng.below(others.len())] as usize)
                    .min_by_key(|&u| {
                        (table.weight(home, u) - out).abs() + (into - table.weight(away, u)).abs()
                    })
                    .unwrap_or(t);
                if !self.is_candidate[home * table.tasks + u] {
                    continue;
                }
                delta += (table.cost(home, u) - table.cost(away, u)) * SCALE
                    + self.load_delta(home, table.weight(home, u) - out)
                    + self.load_delta(away, into - table.weight(away, u));
                swapped = Some(u);
            } else {
                delta += self.load_delta(home, -out) + self.load_delta(away, into);
            }
            if cooling.takes(delta, iteration, rng) {
                self.give(t, away);
                if let Some(u) = swapped {
                    self.give(u, home);
                }
                if self.overloaded == 0 && self.total < self.best_cost {
                    self.best_cost = self.total;
                    self.best.clone_from(&self.agent_of);
                }
            }
        }
    }

    /// Descends with overload hardly worth anything, which ends most overloads.
    pub(super) fn settle(&mut self, rng: &mut Rng) {
        let prices = self.price.clone();
        for price in &mut self.price {
            *price = price.saturating_mul(32).min(1 << 40);
        }
        self.settled.fill(0);
        self.ejected.fill(0);
        self.descend(rng);
        self.price = prices;
        if self.overloaded == 0 && self.total < self.best_cost {
            self.best_cost = self.total;
            self.best.clone_from(&self.agent_of);
        }
    }

    /// Descends until no shift, swap or ejection between promising agents improves.
    fn descend(&mut self, rng: &mut Rng) {
        let agents = self.table.agents;
        let offset = rng.below(agents);
        loop {
            let mut improved = false;
            for i in 0..agents {
                let a = (i + offset) % agents;
                for j in i + 1..agents {
                    let b = (j + offset) % agents;
                    let pair = a.min(b) * agents + a.max(b);
                    while self.settled[pair] < self.changed[a].max(self.changed[b]) {
                        if self.improve_pair(a, b) {
                            improved = true;
                        } else {
                            self.settled[pair] = self.clock;
                        }
                    }
                }
            }
            if improved {
                continue;
            }
            for i in 0..agents {
                let a = (i + offset) % agents;
                for j in 0..agents {
                    let b = (j + offset) % agents;
                    if a == b || self.ejected[a * agents + b] >= self.changed[a].max(self.changed[b]) {
                        continue;
                    }
                    if self.eject(a, b) {
                        improved = true;
                    } else {
                        self.ejected[a * agents + b] = self.clock;
                    }
                }
            }
            if !improved {
                return;
            }
        }
    }

    /// The best shift or swap between two agents, if it improves.
    fn improve_pair(&mut self, a: usize, b: usize) -> bool {
        let table = self.table;
        let mut best = (0, usize::MAX, usize::MAX);
        for (from, to) in [(a, b), (b, a)] {
            for &t in &self.tasks_of[from] {
                let t = t as usize;
                if !self.is_candidate[to * table.tasks + t] {
                    continue;
                }
                let delta = (table.cost(to, t) - table.cost(from, t)) * SCALE
                    + self.load_delta(from, -table.weight(from, t))
                    + self.load_delta(to, table.weight(to, t));
                if delta < best.0 {
                    best = (delta, t, usize::MAX);
                }
            }
        }
        for &t in &self.tasks_of[a] {
            let t = t as usize;
            if !self.is_candidate[b * table.tasks + t] {
                continue;
            }
            let part = (table.cost(b, t) - table.cost(a, t)) * SCALE;
            let (wa, wb) = (table.weight(a, t), table.weight(b, t));
            for &u in &self.tasks_of[b] {
                let u = u as usize;
                if !self.is_candidate[a * table.tasks + u] {
                    continue;
                }
                let delta = part
                    + (table.cost(a, u) - table.cost(b, u)) * SCALE
                    + self.load_delta(a, table.weight(a, u) - wa)
                    + self.load_delta(b, wb - table.weight(b, u));
                if delta < best.0 {
                    best = (delta, t, u);
                }
            }
        }
        let (_, t, u) = best;
        if t == usize::MAX {
            return false;
        }
        let (home, away) = if self.agent_of[t] as usize == a {
            (a, b)
        } else {
            (b, a)
        };
        self.give(t, away);
        if u != usize::MAX {
            self.give(u, home);
        }
        true
    }

    /// A task moves from `a` to `b` and pushes another on to a third agent.
    fn eject(&mut self, a: usize, b: usize) -> bool {
        let table = self.table;
        let mut best = (0, 0, 0, 0);
        for &t in &self.tasks_of[a] {
            let t = t as usize;
            if !self.is_candidate[b * table.tasks + t] {
                continue;
            }
            let wb = table.weight(b, t);
            let part =
                (table.cost(b, t) - table.cost(a, t)) * SCALE + self.load_delta(a, -table.weight(a, t));
            for &u in &self.tasks_of[b] {
                let u = u as usize;
                let middle = part + self.load_delta(b, wb - table.weight(b, u)) - table.cost(b, u) * SCALE;
                for &c in &self.candidates[u] {
                    let c = c as usize;
                    if c == a || c == b {
                        continue;
                    }
                    let delta = middle + table.cost(c, u) * SCALE + self.load_delta(c, table.weight(c, u));
                    if delta < best.0 {
                        best = (delta, t, u, c);
                    }
                }
            }
        }
        let (delta, t, u, c) = best;
        if delta == 0 {
            return false;
        }
        self.give(u, c);
        self.give(t, b);
        true
    }
}
