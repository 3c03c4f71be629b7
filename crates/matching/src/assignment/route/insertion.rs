//! Where a visit fits, and what it costs there.

use super::super::instance::{FAR, Minimums};
use super::super::rng::Rng;
use super::schedule::Schedule;

/// A place for one more caregiver on a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub delta: i64,
    pub caregiver: u32,
    pub at: u32,
}

/// One position in so many is skipped at random, which keeps greedy insertion from repeating itself.
const BLINK: usize = 100;

impl Schedule<'_> {
    /// The cheapest places for one more caregiver on `v`, without the (caregiver, position) pairs in `refused`; at most
    /// `limit`, cheapest first.
    pub(super) fn places(
        &self,
        v: u32,
        limit: usize,
        refused: &[(u32, u32)],
        rng: &mut Rng,
        best: &mut Vec<Place>,
    ) {
        best.clear();
        for c in 0..self.routes.len() {
            let pair = self.instance.pair(c, v);
            if !pair.eligible || self.who[v as usize].contains(&(c as u32)) || self.is_barred(c, v) {
                continue;
            }
            self.places_in_route(c, v, limit, refused, rng, best);
        }
    }

    fn is_barred(&self, c: usize, v: u32) -> bool {
        let instance = self.instance;
        instance.links_of[v as usize].iter().any(|&at| {
            let link = &instance.links[at as usize];
            let other = if link.first == v { link.second } else { link.first };
            link.different && self.who[other as usize].contains(&(c as u32))
        })
    }

    /// The starts that links and caregivers already on the visit leave.
    fn span(&self, v: u32) -> (i64, i64) {
        let instance = self.instance;
        let visit = instance.visit(v);
        let (mut lo, mut hi) = (visit.lo, visit.hi);
        if !self.who[v as usize].is_empty() {
            lo = lo.max(self.early[v as usize]);
            hi = hi.min(self.late[v as usize]);
        }
        for &at in &instance.links_of[v as usize] {
            let link = &instance.links[at as usize];
            if link.first == v && !self.who[link.second as usize].is_empty() {
                lo = lo.max(self.early[link.second as usize] - link.max_gap);
                hi = hi.min(self.late[link.second as usize] - link.min_gap);
            } else if link.second == v && !self.who[link.first as usize].is_empty() {
                lo = lo.max(self.early[link.first as usize] + link.min_gap);
                hi = hi.min(self.late[link.first as usize] + link.max_gap);
            }
        }
        (lo, hi)
    }

    fn places_in_route(
        &self,
        c: usize,
        v: u32,
        limit: usize,
        refused: &[(u32, u32)],
        rng: &mut Rng,
        best: &mut Vec<Place>,
    ) {
        let instance = self.instance;
        let caregiver = &instance.caregivers[c];
        let visit = instance.visit(v);
        let (lo, hi) = self.span(v);
        let lo = lo.max(instance.earliest(c, v, false));
        let hi = hi.min(instance.latest(c, v, false));
        if lo > hi {
            return;
        }
        let route = &self.routes[c];
        let fixed_part = instance.pair(c, v).cost
            + if route.len() == caregiver.committed.len() {
                caregiver.use_cost
            } else {
                0
            };
        // The routes are in time order: everything that must end before `lo` stays in front.
        let from = route.partition_point(|&u| {
            self.late[u as usize] + instance.visit(u).duration <= lo
                && self.early[u as usize] + instance.visit(u).duration <= lo
        });
        let from = from.min(route.len());
        let mut rules_checked = None;
        for at in from..=route.len() {
            let prev = at.checked_sub(1).map(|p| route[p]);
            let next = route.get(at).copied();
            let mut start = lo;
            if let Some(p) = prev {
                start = start
                    .max(self.early[p as usize] + instance.visit(p).duration + instance.between(c, p, v));
            }
            if start > hi {
                break;
            }
            let first = prev.is_none_or(|p| !instance.same_day(p, v));
            let last = next.is_none_or(|u| !instance.same_day(v, u));
            start = start.max(instance.earliest(c, v, first));
            if start > hi.min(instance.latest(c, v, last)) {
                continue;
            }
            if let Some(u) = next {
                let reached = start + visit.duration + instance.between(c, v, u);
                if reached > self.late[u as usize] {
                    continue;
                }
            }
            if refused.contains(&(c as u32, at as u32)) || rng.one_in(BLINK) {
                continue;
            }
            let mut delta =
                fixed_part + instance.way_cost(c, prev, Some(v)) + instance.way_cost(c, Some(v), next)
                    - instance.way_cost(c, prev, next);
            delta += self.added_lateness(c, at, v, start);
            let worst = if best.len() == limit {
                best[limit - 1].delta
            } else {
                i64::MAX
            };
            // The price of a larger set is almost never lower; the rare rebate is found by the final repricing.
            if delta >= worst && !caregiver.priced {
                continue;
            }
            if caregiver.has_rules || caregiver.priced || caregiver.max_shift < FAR {
                let (allowed, price) = match rules_checked {
                    // Rules and price depend on order only through travel and moving starts.
                    Some(known) if !caregiver.paid_travel && visit.is_fixed() => known,
                    _ => {
                        let mut plan = Vec::with_capacity(route.len() + 1);
                        plan.extend_from_slice(&route[..at]);
                        plan.push(v);
                        plan.extend_from_slice(&route[at..]);
                        let allowed = instance.keeps_rules(c, &plan, Minimums::Ignored);
                        let price = if allowed && caregiver.priced {
                            let starts = |u: u32| if u == v { start } else { self.early[u as usize] };
                            instance.law_cost(c, &plan, starts)
                                - instance.law_cost(c, route, |u| self.early[u as usize])
                        } else {
                            0
                        };
                        (allowed, price)
                    }
                };
                rules_checked = Some((allowed, price));
                if !allowed {
                    continue;
                }
                delta += price;
                if delta >= worst {
                    continue;
                }
            }
            let place = Place {
                delta,
                caregiver: c as u32,
                at: at as u32,
            };
            let slot = best.partition_point(|other| *other <= place);
            best.insert(slot, place);
            best.truncate(limit);
        }
    }

    /// The lateness cost that `v` at `start` brings to itself and to those after it in the route.
    fn added_lateness(&self, c: usize, at: usize, v: u32, start: i64) -> i64 {
        let instance = self.instance;
        let visit = instance.visit(v);
        let mut cost = 0;
        if self.who[v as usize].is_empty() {
            cost += (start - visit.due).max(0) * (visit.late_cost + instance.max_lateness_cost.min(1));
        } else {
            let before = self.lateness(v);
            cost += ((start - visit.due).max(0) - before) * visit.late_cost;
        }
        let (mut p, mut p_start) = (v, start);
        for &u in &self.routes[c][at..] {
            let reached = p_start + instance.visit(p).duration + instance.between(c, p, u);
            let was = self.early[u as usize];
            if reached <= was {
                break;
            }
            let late = instance.visit(u).late_cost;
            if late > 0 {
                let due = instance.visit(u).due;
                cost += ((reached - due).max(0) - (was - due).max(0)) * late;
            }
            (p, p_start) = (u, reached);
        }
        cost
    }
}
