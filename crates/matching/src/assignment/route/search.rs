//! Ruin, recreate, accept: the loop, and the greedy construction it starts from.

use super::super::annealing::Annealing;
use super::super::document::Partial;
use super::super::effort::Effort;
use super::super::instance::Instance;
use super::super::rng::Rng;
use super::insertion::Place;
use super::jobs::Jobs;
use super::ruin::{Neighbourhood, average_removed};
use super::schedule::Schedule;

/// What a search of one component found.
pub(in super::super) struct Found<'a> {
    pub best: Schedule<'a>,
    pub iterations: u64,
    pub cancelled: bool,
}

/// Searches for `budget` iterations, or until the objective reaches `bound`.
pub(in super::super) fn search<'a>(
    instance: &'a Instance<'a>,
    budget: u64,
    bound: i64,
    effort: &Effort<'_>,
    mut rng: Rng,
    seed_plans: Option<&[Vec<u32>]>,
) -> Found<'a> {
    let mut current = Schedule::new(instance);
    if let Some(plans) = seed_plans {
        let mut seeded = Schedule::new(instance);
        if seeded.adopt(plans) {
            current = seeded;
        }
    }
    let mut walk = Walk::new(instance);
    let all: Vec<u32> = (0..walk.jobs.visits.len() as u32).collect();
    walk.absent = all
        .into_iter()
        .filter(|&job| walk.is_open(&current, job))
        .collect();
    walk.sort_absent(&current, &mut rng, Some(Order::FewestCaregivers));
    walk.recreate(&mut current, &mut rng);
    walk.touched.clear();
    let mut current_cost = current.total();
    let mut best = current.clone();
    let mut best_cost = current_cost;
    if instance.open_visits().is_empty() {
        return Found {
            best,
            iterations: 0,
            cancelled: false,
        };
    }
    let near = Neighbourhood::new(instance);
    let annealing = Annealing::new(first_temperature(&current), budget);
    let average = average_removed(instance.open_visits().len());
    let (mut iterations, mut cancelled) = (0, false);
    let mut picked = Vec::new();
    while iterations < budget && best_cost > bound {
        if iterations % 64 == 0 && effort.stopped(iterations, best_cost) {
            cancelled = true;
            break;
        }
        iterations += 1;
        walk.begin();
        current.pick_strings(&near, &mut rng, average, &mut picked);
        walk.ruin(&mut current, &picked);
        walk.sort_absent(&current, &mut rng, None);
        walk.recreate(&mut current, &mut rng);
        let cost = current.total();
        if annealing.takes(cost - current_cost, iterations, &mut rng) {
            current_cost = cost;
            if cost < best_cost {
                best_cost = cost;
                best.clone_from(&current);
            }
        } else {
            walk.undo(&mut current);
        }
    }
    Found {
        best,
        iterations,
        cancelled,
    }
}

/// A temperature in proportion to what one visit costs now, penalties apart.
fn first_temperature(schedule: &Schedule<'_>) -> i64 {
    let instance = schedule.instance;
    let spread: i64 = schedule.route_cost.iter().map(|cost| cost.abs()).sum();
    let assigned: i64 = schedule.routes.iter().map(|route| route.len() as i64).sum();
    let least_penalty = instance
        .open_visits()
        .map(|v| instance.visit(v).penalty)
        .filter(|&p| p > 0)
        .min();
    let per_visit = spread / assigned.max(1);
    (per_visit / 2).max(least_penalty.unwrap_or(0) / 64).max(2)
}

#[derive(Clone, Copy)]
enum Order {
    Random,
    Penalty,
    FewestCaregivers,
    Earliest,
    Tightest,
    Farthest,
}

/// The loop's own state beside the schedule.
struct Walk {
    jobs: Jobs,
    absent: Vec<u32>,
    absent_before: Vec<u32>,
    /// The routes as they were before this iteration touched them.
    touched: Vec<(u32, Vec<u32>)>,
    eligible: Vec<u32>,
    keys: Vec<i64>,
    places: Vec<Place>,
}

impl Walk {
    fn new(instance: &Instance<'_>) -> Self {
        let jobs = Jobs::new(instance);
        let eligible = instance
            .open_visits()
            .map(|v| {
                (0..instance.caregivers.len())
                    .filter(|&c| instance.pair(c, v).eligible)
                    .count() as u32
            })
            .collect();
        Self {
            keys: vec![0; jobs.visits.len()],
            jobs,
            absent: Vec::new(),
            absent_before: Vec::new(),
            touched: Vec::new(),
            eligible,
            places: Vec::new(),
        }
    }

    fn is_open(&self, schedule: &Schedule<'_>, job: u32) -> bool {
        self.jobs.visits[job as usize].iter().any(|&v| {
            let visit = schedule.instance.visit(v);
            (schedule.who[v as usize].len() as u32) < visit.need + visit.extra
        })
    }

    fn begin(&mut self) {
        self.touched.clear();
        self.absent_before.clone_from(&self.absent);
    }

    fn touch(&mut self, schedule: &Schedule<'_>, c: u32) {
        if !self.touched.iter().any(|&(t, _)| t == c) {
            self.touched.push((c, schedule.routes[c as usize].clone()));
        }
    }

    fn undo(&mut self, schedule: &mut Schedule<'_>) {
        let touched = std::mem::take(&mut self.touched);
        let mut changed = Vec::with_capacity(touched.len());
        for (c, old) in &touched {
            schedule.restore_route(*c as usize, old);
            changed.push(*c);
        }
        schedule.retime(&changed);
        for &c in &changed {
            schedule.reprice(c as usize);
        }
        if schedule.instance.coupled {
            schedule.reprice_all();
        }
        self.absent.clone_from(&self.absent_before);
    }

    fn ruin(&mut self, schedule: &mut Schedule<'_>, picked: &[(u32, u32)]) {
        let instance = schedule.instance;
        let mut changed = Vec::new();
        for &(c, v) in picked {
            let job = self.jobs.job_of[v as usize];
            let whole =
                self.jobs.visits[job as usize].len() > 1 || instance.visit(v).partial == Partial::Refused;
            if whole {
                self.take_out_job(schedule, job, &mut changed);
            } else {
                self.touch(schedule, c);
                schedule.take_out(c as usize, v);
                changed.push(c);
            }
            if !self.absent.contains(&job) {
                self.absent.push(job);
            }
        }
        self.settle(schedule, changed);
    }

    fn take_out_job(&mut self, schedule: &mut Schedule<'_>, job: u32, changed: &mut Vec<u32>) {
        for at in 0..self.jobs.visits[job as usize].len() {
            let v = self.jobs.visits[job as usize][at];
            while let Some(&c) = schedule.who[v as usize].last() {
                self.touch(schedule, c);
                schedule.take_out(c as usize, v);
                changed.push(c);
            }
        }
    }

    /// Recomputes times and costs after removals. Where the way is no metric, leaving a visit out can make the rest too
    /// late; then such a route is emptied.
    fn settle(&mut self, schedule: &mut Schedule<'_>, mut changed: Vec<u32>) {
        changed.sort_unstable();
        changed.dedup();
        if !schedule.retime(&changed) {
            let mut at = 0;
            while at < changed.len() {
                let c = changed[at];
                at += 1;
                let mut more = Vec::new();
                for v in schedule.routes[c as usize].clone() {
                    if schedule.instance.visit(v).pinned {
                        continue;
                    }
                    let job = self.jobs.job_of[v as usize];
                    self.take_out_job(schedule, job, &mut more);
                    if !self.absent.contains(&job) {
                        self.absent.push(job);
                    }
                }
                for c in more {
                    if !changed.contains(&c) {
                        changed.push(c);
                    }
                }
            }
            schedule.retime(&changed);
        }
        for &c in &changed {
            schedule.reprice(c as usize);
        }
        if schedule.instance.coupled {
            schedule.reprice_all();
        }
    }

    fn sort_absent(&mut self, schedule: &Schedule<'_>, rng: &mut Rng, order: Option<Order>) {
        let instance = schedule.instance;
        let order = order.unwrap_or_else(|| match rng.below(12) {
            0..4 => Order::Random,
            4..6 => Order::Penalty,
            6..8 => Order::FewestCaregivers,
            8 => Order::Earliest,
            9..11 => Order::Tightest,
            _ => Order::Farthest,
        });
        rng.shuffle(&mut self.absent);
        for &job in &self.absent {
            let visits = &self.jobs.visits[job as usize];
            let least = |key: &dyn Fn(u32) -> i64| visits.iter().map(|&v| key(v)).min().unwrap_or(0);
            self.keys[job as usize] = match order {
                Order::Random => 0,
                Order::Penalty => least(&|v| -instance.visit(v).penalty),
                Order::FewestCaregivers => {
                    least(&|v| i64::from(self.eligible[v as usize]) - 100 * i64::from(instance.visit(v).need))
                }
                Order::Earliest => least(&|v| instance.visit(v).lo),
                Order::Tightest => least(&|v| instance.visit(v).hi - instance.visit(v).lo),
                Order::Farthest => least(&|v| -instance.way_cost(0, None, Some(v))),
            };
        }
        let keys = &self.keys;
        self.absent.sort_by_key(|&job| keys[job as usize]);
    }

    /// Puts absent jobs back, each at its cheapest place, when that is cheaper than leaving it out.
    fn recreate(&mut self, schedule: &mut Schedule<'_>, rng: &mut Rng) {
        let absent = std::mem::take(&mut self.absent);
        let mut left = Vec::with_capacity(absent.len());
        for job in absent {
            if !self.insert_job(schedule, job, rng) {
                left.push(job);
            }
        }
        self.absent = left;
    }

    /// True when nothing of the job is left to insert.
    fn insert_job(&mut self, schedule: &mut Schedule<'_>, job: u32, rng: &mut Rng) -> bool {
        let instance = schedule.instance;
        let visits = self.jobs.visits[job as usize].clone();
        let whole = visits.len() > 1 || instance.visit(visits[0]).partial == Partial::Refused;
        let mut put: Vec<(u32, u32)> = Vec::new();
        let mut spent = 0;
        let mut saved = 0;
        let mut complete = true;
        for &v in &visits {
            let visit = instance.visit(v);
            loop {
                let cover = schedule.who[v as usize].len() as u32;
                if cover >= visit.need + visit.extra {
                    break;
                }
                let gain = visit.cover_cost(cover) - visit.cover_cost(cover + 1);
                let Some((place, c)) = self.insert_one(schedule, v, gain, whole && cover < visit.need, rng)
                else {
                    complete = false;
                    break;
                };
                spent += place;
                saved += gain;
                put.push((c, v));
            }
            if whole && (schedule.who[v as usize].len() as u32) < visit.need {
                break;
            }
        }
        let short = |v: &u32| (schedule.who[*v as usize].len() as u32) < instance.visit(*v).need;
        if whole && !put.is_empty() && (visits.iter().any(short) || spent > saved) {
            let mut changed = Vec::new();
            for &(c, v) in put.iter().rev() {
                schedule.take_out(c as usize, v);
                changed.push(c);
            }
            self.settle(schedule, changed);
            return false;
        }
        complete
    }

    /// One more caregiver on `v`. A part of a whole is put in at any price; the whole is weighed afterwards.
    fn insert_one(
        &mut self,
        schedule: &mut Schedule<'_>,
        v: u32,
        gain: i64,
        at_any_price: bool,
        rng: &mut Rng,
    ) -> Option<(i64, u32)> {
        let coupled = schedule.instance.coupled;
        let tight = coupled
            || schedule
                .instance
                .caregivers
                .iter()
                .any(|c| c.max_shift < i64::MAX);
        let mut refused = Vec::new();
        let mut places = std::mem::take(&mut self.places);
        let mut found = None;
        'search: for _ in 0..3 {
            schedule.places(v, if tight { 4 } else { 1 }, &refused, rng, &mut places);
            if places.is_empty() {
                break;
            }
            for place in &places {
                if !at_any_price && place.delta > gain {
                    break 'search;
                }
                let c = place.caregiver as usize;
                self.touch(schedule, place.caregiver);
                schedule.put_in(c, place.at as usize, v);
                if schedule.retime(&[place.caregiver]) {
                    schedule.reprice(c);
                    if coupled {
                        schedule.reprice_all();
                    }
                    found = Some((place.delta, place.caregiver));
                    break 'search;
                }
                schedule.take_out(c, v);
                schedule.retime(&[place.caregiver]);
                refused.push((place.caregiver, place.at));
            }
        }
        self.places = places;
        found
    }
}

impl Schedule<'_> {
    /// Prices that depend on moved starts.
    fn reprice_all(&mut self) {
        for c in 0..self.routes.len() {
            if self.instance.caregivers[c].priced {
                self.reprice(c);
            }
        }
    }
}
