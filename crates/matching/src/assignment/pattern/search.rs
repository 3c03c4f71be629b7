//! Annealing over whole plans: blocks of days change hands, days change their visit, and now and then one caregiver's
//! plan is priced anew against the cover of all others.

use careweave_types::{Error, ErrorKind, Result};

use super::super::annealing::Annealing;
use super::super::document::Partial;
use super::super::effort::Effort;
use super::super::instance::{Instance, Minimums};
use super::super::plans::{Outcome, Plans};
use super::super::rng::Rng;
use super::labels::{Overflow, Pricer};

/// Block moves tried in one iteration.
const MOVES: usize = 100;
const WIDTH: usize = 300;
const WIDEST: usize = 6_000;

/// Searches a component of fixed visits without links; every plan keeps its minimums from the first on.
pub(in super::super) fn search(
    instance: &Instance<'_>,
    budget: u64,
    bound: i64,
    effort: &Effort<'_>,
    mut rng: Rng,
) -> Result<Outcome> {
    let mut roster = Roster::new(instance);
    for c in 0..instance.caregivers.len() {
        let plan = roster
            .priced_plan(c, WIDTH, 0, &mut rng)
            .or_else(|| roster.priced_plan(c, WIDEST, 0, &mut rng));
        let Some(plan) = plan else {
            let origin = instance.caregivers[c].origin;
            return Err(Error::new(
                ErrorKind::Conflict,
                "assignment.solve",
                "no plan was found that keeps the caregiver's minimums; lower them or offer more visits",
            )
            .with("record", format!("caregivers[{origin}]"))
            .with(
                "field",
                "min_minutes, min_consecutive_days, min_consecutive_days_off",
            ));
        };
        roster.replace(c, plan);
    }
    let typical = instance
        .open_visits()
        .map(|v| instance.visit(v).penalty)
        .max()
        .unwrap_or(1);
    let cooling = Annealing::new((typical / 4).max(4), budget);
    let mut best: Option<(i64, Vec<Vec<u32>>)> = None;
    let (mut iterations, mut cancelled) = (0, false);
    roster.remember(&mut best);
    while iterations < budget && best.as_ref().is_none_or(|(cost, _)| *cost > bound) {
        let best_cost = best.as_ref().map_or(i64::MAX, |(cost, _)| *cost);
        if iterations % 16 == 0 && effort.stopped(iterations, best_cost) {
            cancelled = true;
            break;
        }
        iterations += 1;
        for _ in 0..MOVES {
            let Some(change) = roster.propose(&mut rng) else {
                continue;
            };
            let before = roster.cost;
            let undo: Vec<(usize, Vec<u32>)> = change
                .iter()
                .map(|(c, _)| (*c, roster.plans[*c].clone()))
                .collect();
            for (c, plan) in change {
                roster.replace(c, plan);
            }
            if cooling.takes(roster.cost - before, iterations, &mut rng) {
                if roster.cost < before {
                    roster.remember(&mut best);
                }
            } else {
                for (c, plan) in undo {
                    roster.replace(c, plan);
                }
            }
        }
        if iterations % 32 == 0 {
            let c = rng.below(instance.caregivers.len());
            let before = roster.cost;
            let old = roster.plans[c].clone();
            roster.replace(c, instance.caregivers[c].committed.clone());
            let plan = roster.priced_plan(c, WIDTH / 3, 0, &mut rng);
            roster.replace(c, plan.unwrap_or_else(|| old.clone()));
            if cooling.takes(roster.cost - before, iterations, &mut rng) {
                roster.remember(&mut best);
            } else {
                roster.replace(c, old);
            }
        }
    }
    let of = best.map_or_else(|| roster.without_partial(), |(_, plans)| plans);
    let starts = instance.visits.iter().map(|v| v.lo).collect();
    Ok(Outcome {
        plans: Plans { of, starts },
        lower_bound: bound,
        iterations,
        cancelled,
    })
}

struct Roster<'a> {
    instance: &'a Instance<'a>,
    plans: Vec<Vec<u32>>,
    plan_cost: Vec<i64>,
    cover: Vec<u32>,
    cost: i64,
    /// Visits that are staffed in part although that is refused.
    partly: usize,
    by_day: Vec<Vec<u32>>,
}

impl<'a> Roster<'a> {
    fn new(instance: &'a Instance<'a>) -> Self {
        let mut by_day = vec![Vec::new(); instance.days.max(1) as usize];
        for v in instance.open_visits() {
            if let Some(day) = by_day.get_mut(instance.visit(v).day.max(0) as usize) {
                day.push(v);
            }
        }
        let mut roster = Self {
            instance,
            plans: instance.caregivers.iter().map(|c| c.committed.clone()).collect(),
            plan_cost: vec![0; instance.caregivers.len()],
            cover: vec![0; instance.visits.len()],
            cost: 0,
            partly: 0,
            by_day,
        };
        for v in instance.open_visits() {
            roster.cost += roster.cover_cost(v, 0);
        }
        for c in 0..roster.plans.len() {
            roster.plan_cost[c] = roster.price(c, &roster.plans[c]);
            roster.cost += roster.plan_cost[c];
        }
        roster
    }

    fn price(&self, c: usize, plan: &[u32]) -> i64 {
        self.instance.plan_cost(c, plan, |v| self.instance.visit(v).lo)
    }

    fn is_partly(&self, v: u32, cover: u32) -> bool {
        let visit = self.instance.visit(v);
        visit.partial == Partial::Refused && cover > 0 && cover < visit.need
    }

    /// Partly staffed visits that have to be whole cost more than empty ones, so the search leaves them.
    fn cover_cost(&self, v: u32, cover: u32) -> i64 {
        let visit = self.instance.visit(v);
        if self.is_partly(v, cover) {
            return visit.cover_cost(0) + visit.penalty / 4;
        }
        let most = visit.need + visit.extra;
        let beyond =
            i64::from(cover.saturating_sub(most)) * (visit.penalty + visit.extra_cost.abs() + 1_000_000);
        visit.cover_cost(cover) + beyond
    }

    fn set_cover(&mut self, v: u32, cover: u32) {
        let old = self.cover[v as usize];
        self.partly =
            self.partly + usize::from(self.is_spoiled(v, cover)) - usize::from(self.is_spoiled(v, old));
        self.cost += self.cover_cost(v, cover) - self.cover_cost(v, old);
        self.cover[v as usize] = cover;
    }

    fn is_spoiled(&self, v: u32, cover: u32) -> bool {
        let visit = self.instance.visit(v);
        self.is_partly(v, cover) || cover > visit.need + visit.extra
    }

    fn replace(&mut self, c: usize, plan: Vec<u32>) {
        let old = std::mem::take(&mut self.plans[c]);
        for &v in old.iter().filter(|&&v| !self.instance.visit(v).pinned) {
            self.set_cover(v, self.cover[v as usize] - 1);
        }
        for &v in plan.iter().filter(|&&v| !self.instance.visit(v).pinned) {
            self.set_cover(v, self.cover[v as usize] + 1);
        }
        self.cost -= self.plan_cost[c];
        self.plan_cost[c] = self.price(c, &plan);
        self.cost += self.plan_cost[c];
        self.plans[c] = plan;
    }

    fn remember(&self, best: &mut Option<(i64, Vec<Vec<u32>>)>) {
        if self.partly == 0 && best.as_ref().is_none_or(|(cost, _)| self.cost < *cost) {
            *best = Some((self.cost, self.plans.clone()));
        }
    }

    /// The caregiver's best plan against the cover of all others (their own plan is taken out first by the caller).
    fn priced_plan(&self, c: usize, width: usize, noise: usize, rng: &mut Rng) -> Option<Vec<u32>> {
        let worth: Vec<i64> = (0..self.instance.visits.len() as u32)
            .map(|v| {
                let cover = self.cover[v as usize];
                let delta = self.cover_cost(v, cover + 1) - self.cover_cost(v, cover);
                delta + if noise > 0 { rng.below(noise) as i64 } else { 0 }
            })
            .collect();
        let found = Pricer::new(self.instance, c, Overflow::Drop, width).best(&|v| worth[v as usize])?;
        self.is_allowed(c, &found.plan).then_some(found.plan)
    }

    fn is_allowed(&self, c: usize, plan: &[u32]) -> bool {
        self.instance.fits_in_time(c, plan) && self.instance.keeps_rules(c, plan, Minimums::Enforced)
    }

    /// Plans that would change, all allowed; none when the move drawn is not.
    fn propose(&self, rng: &mut Rng) -> Option<Vec<(usize, Vec<u32>)>> {
        let days = self.by_day.len();
        let people = self.plans.len();
        let from = rng.below(days) as i64;
        let length = 1 + if rng.one_in(2) {
            0
        } else {
            rng.below(days.min(10)) as i64
        };
        let span = from..from + length;
        let a = rng.below(people);
        if people > 1 && rng.one_in(2) {
            let b = (a + 1 + rng.below(people - 1)) % people;
            let (inner_a, inner_b) = (self.inside(a, &span), self.inside(b, &span));
            if inner_a == inner_b {
                return None;
            }
            let allowed =
                |c: usize, visits: &[u32]| visits.iter().all(|&v| self.instance.pair(c, v).eligible);
            if !allowed(b, &inner_a) || !allowed(a, &inner_b) {
                return None;
            }
            let plans = [
                (a, self.with(a, &span, &inner_b)),
                (b, self.with(b, &span, &inner_a)),
            ];
            return plans
                .iter()
                .all(|(c, plan)| self.is_allowed(*c, plan))
                .then(|| plans.to_vec());
        }
        let old = self.inside(a, &span);
        let mut new = Vec::new();
        let style = rng.below(4);
        let mut kind = None;
        for day in span.clone().take_while(|&day| (day as usize) < days) {
            let offered = &self.by_day[day as usize];
            if offered.is_empty() || style == 0 {
                continue;
            }
            let mut pick = offered[rng.below(offered.len())];
            if let Some(kind) = kind
                && !rng.one_in(4)
            {
                pick = *offered
                    .iter()
                    .find(|&&v| self.instance.visit(v).kind == kind)
                    .unwrap_or(&pick);
            }
            if self.instance.pair(a, pick).eligible {
                kind = Some(self.instance.visit(pick).kind);
                new.push(pick);
            }
        }
        if style == 1 {
            new.extend(&old);
            new.sort_unstable();
            new.dedup();
        }
        if new == old {
            return None;
        }
        let plan = self.with(a, &span, &new);
        self.is_allowed(a, &plan).then(|| vec![(a, plan)])
    }

    fn inside(&self, c: usize, span: &std::ops::Range<i64>) -> Vec<u32> {
        let open = |&v: &u32| {
            let visit = self.instance.visit(v);
            !visit.pinned && span.contains(&visit.day)
        };
        self.plans[c].iter().copied().filter(open).collect()
    }

    fn with(&self, c: usize, span: &std::ops::Range<i64>, visits: &[u32]) -> Vec<u32> {
        let stays = |&v: &u32| {
            let visit = self.instance.visit(v);
            visit.pinned || !span.contains(&visit.day)
        };
        let mut plan: Vec<u32> = self.plans[c]
            .iter()
            .copied()
            .filter(stays)
            .chain(visits.iter().copied())
            .collect();
        plan.sort_by_key(|&v| (self.instance.visit(v).lo, v));
        plan
    }

    /// The plans without visits that may not be staffed in part.
    fn without_partial(&self) -> Vec<Vec<u32>> {
        let stays = |&v: &u32| !self.is_spoiled(v, self.cover[v as usize]);
        self.plans
            .iter()
            .map(|plan| plan.iter().copied().filter(stays).collect())
            .collect()
    }
}
