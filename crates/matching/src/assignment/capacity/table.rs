use super::super::instance::Instance;

/// The problem as plain tables; the last agent stands for leaving a visit open and has room for all.
pub(super) struct Table {
    pub agents: usize,
    pub tasks: usize,
    cost: Vec<i64>,
    weight: Vec<i64>,
    pub capacity: Vec<i64>,
    /// For each task the agents who may take it; the last is always "nobody".
    pub allowed: Vec<Vec<u32>>,
}

impl Table {
    pub(super) fn new(instance: &Instance<'_>) -> Self {
        let tasks = instance.visits.len();
        let people = instance.caregivers.len();
        let agents = people + 1;
        let mut cost = vec![0; agents * tasks];
        let mut weight = vec![0; agents * tasks];
        let mut allowed = vec![Vec::new(); tasks];
        for c in 0..people {
            for v in 0..tasks {
                let pair = instance.pair(c, v as u32);
                cost[c * tasks + v] = pair.cost;
                weight[c * tasks + v] = pair.weight;
                if pair.eligible {
                    allowed[v].push(c as u32);
                }
            }
        }
        for (v, agents) in allowed.iter_mut().enumerate() {
            cost[people * tasks + v] = instance.visits[v].penalty;
            agents.push(people as u32);
        }
        let mut capacity: Vec<i64> = instance.caregivers.iter().map(|c| c.capacity).collect();
        capacity.push(i64::MAX);
        for (c, room) in capacity.iter_mut().enumerate() {
            let all: i64 = weight[c * tasks..(c + 1) * tasks].iter().sum();
            *room = (*room).min(all);
        }
        Self {
            agents,
            tasks,
            cost,
            weight,
            capacity,
            allowed,
        }
    }

    pub(super) fn cost(&self, agent: usize, task: usize) -> i64 {
        self.cost[agent * self.tasks + task]
    }

    pub(super) fn weight(&self, agent: usize, task: usize) -> i64 {
        self.weight[agent * self.tasks + task]
    }

    pub(super) fn nobody(&self) -> usize {
        self.agents - 1
    }
}
