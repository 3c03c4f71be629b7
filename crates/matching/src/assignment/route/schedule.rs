//! The state of the search: who does what in which order, and when each visit can begin at the earliest and latest.

use super::super::instance::{FAR, Instance};
use super::super::plans::Plans;

/// A partial assignment with its times and costs kept current.
///
/// A visit for several caregivers is one node in several routes with one start, so that visits in company, links and
/// waiting are one system of difference constraints. Its least solution (every start as early as possible) has the
/// least lateness, and is kept in `early`; `late` holds the latest starts that break nothing.
#[derive(Clone)]
pub(in super::super) struct Schedule<'a> {
    pub instance: &'a Instance<'a>,
    pub routes: Vec<Vec<u32>>,
    pub who: Vec<Vec<u32>>,
    pub early: Vec<i64>,
    pub late: Vec<i64>,
    pub route_cost: Vec<i64>,
}

impl<'a> Schedule<'a> {
    /// The schedule with committed work only.
    pub(in super::super) fn new(instance: &'a Instance<'a>) -> Self {
        let n = instance.visits.len();
        let mut schedule = Self {
            instance,
            routes: instance.caregivers.iter().map(|c| c.committed.clone()).collect(),
            who: vec![Vec::new(); n],
            early: instance.visits.iter().map(|v| v.lo).collect(),
            late: instance.visits.iter().map(|v| v.hi).collect(),
            route_cost: vec![0; instance.caregivers.len()],
        };
        for (c, caregiver) in instance.caregivers.iter().enumerate() {
            for &v in &caregiver.committed {
                schedule.who[v as usize].push(c as u32);
            }
            schedule.retime_route(c);
            schedule.reprice(c);
        }
        schedule
    }

    fn first_of_day(&self, c: usize, at: usize) -> bool {
        at == 0 || !self.instance.same_day(self.routes[c][at - 1], self.routes[c][at])
    }

    fn last_of_day(&self, c: usize, at: usize) -> bool {
        at + 1 == self.routes[c].len() || !self.instance.same_day(self.routes[c][at], self.routes[c][at + 1])
    }

    /// Recomputes the times of what `changed` may have moved; false when no times are possible.
    pub(super) fn retime(&mut self, changed: &[u32]) -> bool {
        if self.instance.coupled {
            return self.retime_all();
        }
        changed.iter().all(|&c| self.retime_route(c as usize))
    }

    /// Times of one route that shares no visit and no link with another.
    fn retime_route(&mut self, c: usize) -> bool {
        let instance = self.instance;
        let mut ready = -FAR;
        for at in 0..self.routes[c].len() {
            let v = self.routes[c][at];
            let start = instance.earliest(c, v, self.first_of_day(c, at)).max(ready);
            if start > instance.latest(c, v, self.last_of_day(c, at)) {
                return false;
            }
            self.early[v as usize] = start;
            if let Some(&next) = self.routes[c].get(at + 1) {
                ready = start + instance.visit(v).duration + instance.between(c, v, next);
            }
        }
        let mut until = FAR * 2;
        for at in (0..self.routes[c].len()).rev() {
            let v = self.routes[c][at];
            let latest = instance.latest(c, v, self.last_of_day(c, at)).min(until);
            self.late[v as usize] = latest;
            if at > 0 {
                let p = self.routes[c][at - 1];
                until = latest - instance.visit(p).duration - instance.between(c, p, v);
            }
        }
        self.days_are_short_enough(c)
    }

    fn retime_all(&mut self) -> bool {
        let instance = self.instance;
        for v in 0..instance.visits.len() {
            self.early[v] = instance.visits[v].lo;
            self.late[v] = instance.visits[v].hi;
        }
        let mut sweeps = 0;
        loop {
            let mut moved = false;
            for c in 0..self.routes.len() {
                let mut ready = -FAR;
                for at in 0..self.routes[c].len() {
                    let v = self.routes[c][at];
                    let start = instance
                        .earliest(c, v, self.first_of_day(c, at))
                        .max(ready)
                        .max(self.early[v as usize]);
                    if start > instance.latest(c, v, self.last_of_day(c, at)) {
                        return false;
                    }
                    moved |= start > self.early[v as usize];
                    self.early[v as usize] = start;
                    if let Some(&next) = self.routes[c].get(at + 1) {
                        ready = start + instance.visit(v).duration + instance.between(c, v, next);
                    }
                }
            }
            for link in &instance.links {
                let (a, b) = (link.first as usize, link.second as usize);
                if self.who[a].is_empty() || self.who[b].is_empty() {
                    continue;
                }
                if self.early[b] < self.early[a] + link.min_gap {
                    self.early[b] = self.early[a] + link.min_gap;
                    moved = true;
                }
                if self.early[a] < self.early[b] - link.max_gap {
                    self.early[a] = self.early[b] - link.max_gap;
                    moved = true;
                }
                if self.early[a] > instance.visits[a].hi || self.early[b] > instance.visits[b].hi {
                    return false;
                }
            }
            if !moved {
                break;
            }
            sweeps += 1;
            if sweeps > instance.visits.len() + 2 {
                return false;
            }
        }
        loop {
            let mut moved = false;
            for c in 0..self.routes.len() {
                let mut until = FAR * 2;
                for at in (0..self.routes[c].len()).rev() {
                    let v = self.routes[c][at];
                    let latest = instance
                        .latest(c, v, self.last_of_day(c, at))
                        .min(until)
                        .min(self.late[v as usize]);
                    moved |= latest < self.late[v as usize];
                    self.late[v as usize] = latest;
                    if at > 0 {
                        let p = self.routes[c][at - 1];
                        until = latest - instance.visit(p).duration - instance.between(c, p, v);
                    }
                }
            }
            for link in &instance.links {
                let (a, b) = (link.first as usize, link.second as usize);
                if self.who[a].is_empty() || self.who[b].is_empty() {
                    continue;
                }
                if self.late[a] > self.late[b] - link.min_gap {
                    self.late[a] = self.late[b] - link.min_gap;
                    moved = true;
                }
                if self.late[b] > self.late[a] + link.max_gap {
                    self.late[b] = self.late[a] + link.max_gap;
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
        (0..self.routes.len()).all(|c| self.days_are_short_enough(c))
    }

    /// Whether the visit may be moved on one caregiver's account alone.
    fn is_free(&self, v: u32) -> bool {
        self.who[v as usize].len() <= 1 && self.instance.links_of[v as usize].is_empty()
    }

    /// The latest starts of a route that keep the end of each day and add no lateness: the shortest days.
    fn compact_starts(&self, c: usize, mut take: impl FnMut(u32, i64)) -> bool {
        let instance = self.instance;
        let caregiver = &instance.caregivers[c];
        let route = &self.routes[c];
        let mut ok = true;
        let (mut until, mut back) = (0, 0);
        for at in (0..route.len()).rev() {
            let v = route[at];
            let visit = instance.visit(v);
            let early = self.early[v as usize];
            if self.last_of_day(c, at) {
                until = early;
                back = early + visit.duration + instance.way_minutes(visit.place, caregiver.end_place);
            }
            let mut start = until.min(instance.latest(c, v, self.last_of_day(c, at)));
            if visit.late_cost > 0 || instance.max_lateness_cost > 0 {
                start = start.min(visit.due.max(early));
            }
            if !self.is_free(v) {
                start = early;
            }
            let start = start.max(early);
            take(v, start);
            if self.first_of_day(c, at) {
                let leaving = start - instance.way_minutes(caregiver.start_place, visit.place);
                ok &= back - leaving <= caregiver.max_shift;
            } else {
                let p = route[at - 1];
                until = start - instance.visit(p).duration - instance.between(c, p, v);
            }
        }
        ok
    }

    fn days_are_short_enough(&self, c: usize) -> bool {
        self.instance.caregivers[c].max_shift == i64::MAX || self.compact_starts(c, |_, _| ())
    }

    pub(super) fn reprice(&mut self, c: usize) {
        self.route_cost[c] = self
            .instance
            .plan_cost(c, &self.routes[c], |v| self.early[v as usize]);
    }

    pub(super) fn lateness(&self, v: u32) -> i64 {
        (self.early[v as usize] - self.instance.visit(v).due).max(0)
    }

    /// The whole objective but for the problem's constant.
    pub(in super::super) fn total(&self) -> i64 {
        let instance = self.instance;
        let mut total: i64 = self.route_cost.iter().sum();
        let mut latest = 0;
        for v in instance.open_visits() {
            let visit = instance.visit(v);
            let cover = self.who[v as usize].len() as u32;
            total += visit.cover_cost(cover);
            if cover > 0 && !visit.is_fixed() {
                let late = self.lateness(v);
                latest = latest.max(late);
                total += late * visit.late_cost;
            }
        }
        total + latest * instance.max_lateness_cost
    }

    /// Takes a visit out of a route. Times are stale until [`retime`](Self::retime).
    pub(super) fn take_out(&mut self, c: usize, v: u32) {
        if let Some(at) = self.routes[c].iter().position(|&other| other == v) {
            self.routes[c].remove(at);
        }
        self.who[v as usize].retain(|&other| other != c as u32);
    }

    pub(super) fn put_in(&mut self, c: usize, at: usize, v: u32) {
        self.routes[c].insert(at, v);
        self.who[v as usize].push(c as u32);
    }

    /// Gives a route back as it was.
    pub(super) fn restore_route(&mut self, c: usize, old: &[u32]) {
        let current = std::mem::take(&mut self.routes[c]);
        for &v in &current {
            self.who[v as usize].retain(|&other| other != c as u32);
        }
        for &v in old {
            self.who[v as usize].push(c as u32);
        }
        self.routes[c] = current;
        self.routes[c].clear();
        self.routes[c].extend_from_slice(old);
    }

    /// The plans with their final starts.
    pub(in super::super) fn plans(&self) -> Plans {
        let mut starts = self.early.clone();
        for (c, caregiver) in self.instance.caregivers.iter().enumerate() {
            if caregiver.max_shift < i64::MAX {
                self.compact_starts(c, |v, start| starts[v as usize] = start);
            }
        }
        Plans {
            of: self.routes.clone(),
            starts,
        }
    }

    /// Takes plans of fixed visits as they are; true when times and days fit.
    pub(in super::super) fn adopt(&mut self, plans: &[Vec<u32>]) -> bool {
        for (c, plan) in plans.iter().enumerate() {
            self.restore_route(c, plan);
        }
        let all: Vec<u32> = (0..self.routes.len() as u32).collect();
        let fits = self.retime(&all);
        for c in 0..self.routes.len() {
            self.reprice(c);
        }
        fits
    }
}
