//! A problem, or one component of it, compiled to indices and tables for the search.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use careweave_types::{Error, ErrorKind, Result};

use super::document::{Eligibility, LinkCaregivers, Partial, Together, TravelTime};
use super::problem::Problem;
use super::week_cost::{Planned, WeekCost, WorkItem, WorkSegment};

/// A time that no schedule reaches.
pub(super) const FAR: i64 = 1 << 40;

const NOWHERE: u32 = u32::MAX;

/// Who may do a visit, at what cost, and inside which of their windows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub cost: i64,
    pub weight: i64,
    pub window_start: i64,
    pub window_end: i64,
    pub eligible: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Visit {
    /// Position in the problem; none for committed work.
    pub origin: Option<usize>,
    pub item: WorkItem,
    pub lo: i64,
    /// The last start that is on time.
    pub due: i64,
    /// The last start that is allowed.
    pub hi: i64,
    pub duration: i64,
    pub late_cost: i64,
    pub place: u32,
    pub kind: u32,
    pub need: u32,
    pub extra: u32,
    pub penalty: i64,
    pub extra_cost: i64,
    pub partial: Partial,
    pub pinned: bool,
    pub day: i64,
    pub week: i64,
}

impl Visit {
    pub(super) fn is_fixed(&self) -> bool {
        self.lo == self.hi
    }

    /// What `cover` caregivers leave unpaid, or overpay.
    pub(super) fn cover_cost(&self, cover: u32) -> i64 {
        i64::from(self.need.saturating_sub(cover)) * self.penalty
            + i64::from(cover.saturating_sub(self.need)) * self.extra_cost
    }
}

#[derive(Clone, Debug)]
pub(super) struct Caregiver {
    pub origin: usize,
    pub start_place: u32,
    pub end_place: u32,
    pub capacity: i64,
    pub rest: i64,
    pub max_shift: i64,
    pub day_cap: i64,
    pub week_cap: i64,
    pub max_minutes: i64,
    pub min_minutes: i64,
    pub visits_per_day: u32,
    pub kind_caps: Vec<(u32, u32)>,
    pub max_run: u32,
    pub min_run: u32,
    pub min_off: u32,
    pub max_weekends: u32,
    pub use_cost: i64,
    pub paid_travel: bool,
    pub priced: bool,
    pub committed: Vec<u32>,
    /// Whether any rule looks at the whole set of visits.
    pub has_rules: bool,
}

impl Caregiver {
    /// Whether a subset of an allowed plan may be forbidden.
    pub(super) fn has_minimums(&self) -> bool {
        self.min_minutes > 0 || self.min_run > 1 || self.min_off > 1
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub first: u32,
    pub second: u32,
    pub min_gap: i64,
    pub max_gap: i64,
    pub different: bool,
    pub together: bool,
}

pub(super) struct Instance<'a> {
    pub problem: &'a Problem,
    pub law: &'a dyn WeekCost,
    pub caregivers: Vec<Caregiver>,
    pub visits: Vec<Visit>,
    pub links: Vec<Link>,
    pub links_of: Vec<Vec<u32>>,
    pairs: Vec<Pair>,
    minutes: Vec<i64>,
    travel_cost: Vec<i64>,
    places: usize,
    pub successions: BTreeSet<(u32, u32)>,
    pub days: i64,
    saturdays: BTreeSet<i64>,
    pub max_lateness_cost: i64,
    /// Whether moving one route's visits can move those of another.
    pub coupled: bool,
    pub timed: bool,
}

/// Whether rules that ask for more (minutes, days in a row) are enforced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Minimums {
    Enforced,
    Ignored,
}

impl<'a> Instance<'a> {
    /// Compiles the given caregivers and visits of the problem, ascending.
    pub(super) fn compile(
        problem: &'a Problem,
        law: &'a dyn WeekCost,
        caregivers: &[usize],
        visits: &[usize],
    ) -> Self {
        let data = problem.data();
        let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
        let mut kind_of = |kind: Option<&'a String>| match kind {
            None => u32::MAX,
            Some(kind) => {
                let next = kinds.len() as u32;
                *kinds.entry(kind).or_insert(next)
            }
        };
        let place_names: HashMap<&str, u32> = data
            .travel
            .iter()
            .flat_map(|t| {
                t.locations
                    .iter()
                    .enumerate()
                    .map(|(i, name)| (name.as_str(), i as u32))
            })
            .collect();
        let place_of = |name: Option<&String>| name.map_or(NOWHERE, |name| place_names[name.as_str()]);
        let places = place_names.len();
        let minutes: Vec<i64> = data
            .travel
            .iter()
            .flat_map(|t| t.minutes.iter().flatten().copied())
            .collect();
        let travel_cost = data.travel.iter().flat_map(|t| match &t.cost {
            Some(cost) => cost.iter().flatten().copied().collect::<Vec<_>>(),
            None => t
                .minutes
                .iter()
                .flatten()
                .map(|m| m * t.cost_per_minute)
                .collect(),
        });
        let travel_cost: Vec<i64> = travel_cost.collect();

        let calendar = problem.calendar();
        let mut last_day = 0;
        let timed = data
            .visits
            .first()
            .is_some_and(|v| v.start.is_some() || v.earliest.is_some())
            || data.caregivers.iter().any(|c| !c.committed.is_empty());
        for visit in &data.visits {
            last_day = last_day.max(calendar.day_of(visit.start.or(visit.earliest).unwrap_or(0)));
        }
        for work in data.caregivers.iter().flat_map(|c| &c.committed) {
            last_day = last_day.max(calendar.day_of(work.start));
        }

        let mut compiled = Vec::with_capacity(visits.len());
        let mut local: HashMap<&str, u32> = HashMap::new();
        for (at, &origin) in visits.iter().enumerate() {
            let v = &data.visits[origin];
            local.insert(v.id.as_str(), at as u32);
            let lo = v.start.or(v.earliest).unwrap_or(0);
            let due = v.start.or(v.latest).unwrap_or(0);
            let duration = v.duration.or(v.end.map(|end| end - lo)).unwrap_or(0);
            let fixed = v.start.is_some() || !timed;
            let late_cost = if fixed {
                None
            } else {
                v.late_cost_per_minute.or(data.late_cost_per_minute)
            };
            compiled.push(Visit {
                origin: Some(origin),
                item: WorkItem::Visit(origin),
                lo,
                due,
                hi: if late_cost.is_some() { FAR } else { due },
                duration,
                late_cost: late_cost.unwrap_or(0),
                place: place_of(v.location.as_ref()),
                kind: kind_of(v.kind.as_ref()),
                need: v.caregivers,
                extra: v.extra,
                penalty: v.unfilled_penalty,
                extra_cost: v.extra_cost,
                partial: if v.caregivers == 1 {
                    Partial::Allowed
                } else {
                    v.partial
                },
                pinned: false,
                day: calendar.day_of(lo),
                week: calendar.week_of(lo).0,
            });
        }
        let open = compiled.len();
        let mut people = Vec::with_capacity(caregivers.len());
        for &origin in caregivers {
            let c = &data.caregivers[origin];
            let mut committed = Vec::new();
            for (at, work) in c.committed.iter().enumerate() {
                committed.push(compiled.len() as u32);
                compiled.push(Visit {
                    origin: None,
                    item: WorkItem::Committed(at),
                    lo: work.start,
                    due: work.start,
                    hi: work.start,
                    duration: work.end - work.start,
                    late_cost: 0,
                    place: place_of(work.location.as_ref()),
                    kind: kind_of(work.kind.as_ref()),
                    need: 1,
                    extra: 0,
                    penalty: 0,
                    extra_cost: 0,
                    partial: Partial::Allowed,
                    pinned: true,
                    day: calendar.day_of(work.start),
                    week: calendar.week_of(work.start).0,
                });
            }
            committed.sort_by_key(|&v| compiled[v as usize].lo);
            let has_rules = law.judges_plans()
                || c.capacity.is_some()
                || c.max_minutes_per_day.is_some()
                || c.max_minutes_per_week.is_some()
                || c.max_minutes.is_some()
                || c.min_minutes > 0
                || c.max_visits_per_day.is_some()
                || !c.max_visits_of_kind.is_empty()
                || c.max_consecutive_days.is_some()
                || c.min_consecutive_days.is_some()
                || c.min_consecutive_days_off.is_some()
                || c.max_weekends.is_some()
                || !data.forbidden_successions.is_empty();
            people.push(Caregiver {
                origin,
                start_place: place_of(c.start_location.as_ref()),
                end_place: place_of(c.end_location.as_ref()),
                capacity: c.capacity.unwrap_or(i64::MAX),
                rest: c.rest_minutes,
                max_shift: c.max_shift_minutes.unwrap_or(i64::MAX),
                day_cap: c.max_minutes_per_day.unwrap_or(i64::MAX),
                week_cap: c.max_minutes_per_week.unwrap_or(i64::MAX),
                max_minutes: c.max_minutes.unwrap_or(i64::MAX),
                min_minutes: c.min_minutes,
                visits_per_day: c.max_visits_per_day.unwrap_or(u32::MAX),
                kind_caps: c
                    .max_visits_of_kind
                    .iter()
                    .map(|(kind, &cap)| (kind_of(Some(kind)), cap))
                    .collect(),
                max_run: c.max_consecutive_days.unwrap_or(u32::MAX),
                min_run: c.min_consecutive_days.unwrap_or(1),
                min_off: c.min_consecutive_days_off.unwrap_or(1),
                max_weekends: c.max_weekends.unwrap_or(u32::MAX),
                use_cost: c.use_cost,
                paid_travel: c.travel_time == TravelTime::Work,
                priced: !law.is_document_bands() || !c.overtime.is_empty(),
                committed,
                has_rules,
            });
        }
        let successions = data
            .forbidden_successions
            .iter()
            .map(|(earlier, later)| (kind_of(Some(earlier)), kind_of(Some(later))))
            .collect();

        let mut links = Vec::new();
        for link in &data.links {
            if let (Some(&first), Some(&second)) =
                (local.get(link.first.as_str()), local.get(link.second.as_str()))
            {
                links.push(Link {
                    first,
                    second,
                    min_gap: link.min_gap.unwrap_or(-FAR),
                    max_gap: link.max_gap.unwrap_or(FAR),
                    different: link.caregivers == LinkCaregivers::Different,
                    together: link.together == Together::Required,
                });
            }
        }
        let mut links_of = vec![Vec::new(); compiled.len()];
        for (at, link) in links.iter().enumerate() {
            links_of[link.first as usize].push(at as u32);
            links_of[link.second as usize].push(at as u32);
        }
        let coupled = !links.is_empty()
            || compiled
                .iter()
                .any(|v: &Visit| !v.is_fixed() && v.need + v.extra > 1);
        let mut instance = Self {
            problem,
            law,
            caregivers: people,
            visits: compiled,
            links,
            links_of,
            pairs: Vec::new(),
            minutes,
            travel_cost,
            places,
            successions,
            days: data.days.map_or(last_day + 1, i64::from),
            saturdays: data.saturdays.iter().map(|&d| i64::from(d)).collect(),
            max_lateness_cost: data.max_lateness_cost_per_minute,
            coupled,
            timed,
        };
        instance.compile_pairs(open, &local);
        instance
    }

    fn compile_pairs(&mut self, open: usize, local: &HashMap<&str, u32>) {
        let data = self.problem.data();
        let n = self.visits.len();
        let nobody = Pair {
            cost: 0,
            weight: 0,
            window_start: -FAR,
            window_end: FAR,
            eligible: false,
        };
        self.pairs = vec![nobody; n * self.caregivers.len()];
        let people: HashMap<&str, usize> = self
            .caregivers
            .iter()
            .enumerate()
            .map(|(at, c)| (data.caregivers[c.origin].id.as_str(), at))
            .collect();
        for (c, caregiver) in self.caregivers.iter().enumerate() {
            let record = &data.caregivers[caregiver.origin];
            let skills: BTreeSet<&str> = record.skills.iter().map(String::as_str).collect();
            for v in 0..open {
                let Some(origin) = self.visits[v].origin else {
                    continue;
                };
                let wanted = &data.visits[origin];
                let pair = &mut self.pairs[c * n + v];
                pair.weight = wanted.weight;
                pair.eligible = data.eligibility == Eligibility::Skills
                    && wanted.skills.iter().all(|skill| skills.contains(skill.as_str()));
            }
            for &v in &caregiver.committed {
                self.pairs[c * n + v as usize].eligible = true;
            }
        }
        for pair in &data.pairs {
            let (Some(&c), Some(&v)) = (
                people.get(pair.caregiver.as_str()),
                local.get(pair.visit.as_str()),
            ) else {
                continue;
            };
            let caregiver = &data.caregivers[self.caregivers[c].origin];
            let Some(origin) = self.visits[v as usize].origin else {
                continue;
            };
            let skilled = data.visits[origin]
                .skills
                .iter()
                .all(|skill| caregiver.skills.contains(skill));
            let cell = &mut self.pairs[c * n + v as usize];
            cell.cost = pair.cost;
            cell.weight = pair.weight.unwrap_or(cell.weight);
            cell.eligible = skilled;
        }
        for c in 0..self.caregivers.len() {
            let Some(windows) = &data.caregivers[self.caregivers[c].origin].available else {
                continue;
            };
            for v in 0..open {
                let visit = &self.visits[v];
                let room = |w: &&super::document::Window| {
                    let last = visit.hi.min(w.end - visit.duration);
                    last - visit.lo.max(w.start)
                };
                // The roomiest window, the earlier one when two are equal.
                let best = windows.iter().rev().max_by_key(room);
                let cell = &mut self.pairs[c * n + v];
                match best {
                    Some(w) if room(&w) >= 0 => (cell.window_start, cell.window_end) = (w.start, w.end),
                    _ => cell.eligible = false,
                }
            }
        }
        for c in 0..self.caregivers.len() {
            for v in 0..open {
                let cell = self.pairs[c * n + v];
                if cell.eligible && cell.weight > self.caregivers[c].capacity {
                    self.pairs[c * n + v].eligible = false;
                }
            }
        }
    }

    pub(super) fn pair(&self, caregiver: usize, visit: u32) -> &Pair {
        &self.pairs[caregiver * self.visits.len() + visit as usize]
    }

    pub(super) fn visit(&self, visit: u32) -> &Visit {
        &self.visits[visit as usize]
    }

    /// The visits that are to be assigned (committed work comes after them).
    pub(super) fn open_visits(&self) -> std::ops::Range<u32> {
        let open = self
            .visits
            .iter()
            .position(|v| v.pinned)
            .unwrap_or(self.visits.len());
        0..open as u32
    }

    fn way(&self, table: &[i64], from: u32, to: u32) -> i64 {
        if from == NOWHERE || to == NOWHERE {
            0
        } else {
            table[from as usize * self.places + to as usize]
        }
    }

    pub(super) fn way_minutes(&self, from: u32, to: u32) -> i64 {
        self.way(&self.minutes, from, to)
    }

    /// The least minutes from the end of one visit to the start of the next.
    pub(super) fn between(&self, caregiver: usize, earlier: u32, later: u32) -> i64 {
        let (a, b) = (self.visit(earlier), self.visit(later));
        if a.day == b.day {
            return self.way(&self.minutes, a.place, b.place);
        }
        let c = &self.caregivers[caregiver];
        let way = if c.start_place == NOWHERE && c.end_place == NOWHERE {
            self.way(&self.minutes, a.place, b.place)
        } else {
            self.way(&self.minutes, a.place, c.end_place) + self.way(&self.minutes, c.start_place, b.place)
        };
        way.max(c.rest)
    }

    /// What the way from one visit (or home) to the next (or home) costs.
    pub(super) fn way_cost(&self, caregiver: usize, earlier: Option<u32>, later: Option<u32>) -> i64 {
        let c = &self.caregivers[caregiver];
        let cost = |from, to| self.way(&self.travel_cost, from, to);
        match (earlier.map(|v| self.visit(v)), later.map(|v| self.visit(v))) {
            (None, None) => 0,
            (None, Some(b)) => cost(c.start_place, b.place),
            (Some(a), None) => cost(a.place, c.end_place),
            (Some(a), Some(b)) if a.day == b.day => cost(a.place, b.place),
            (Some(a), Some(b)) => cost(a.place, c.end_place) + cost(c.start_place, b.place),
        }
    }

    /// The earliest start on this caregiver's account, as the first visit of a day or a later one.
    pub(super) fn earliest(&self, caregiver: usize, visit: u32, first_of_day: bool) -> i64 {
        let (v, pair) = (self.visit(visit), self.pair(caregiver, visit));
        let mut from = pair.window_start;
        if first_of_day && from > -FAR {
            from += self.way(&self.minutes, self.caregivers[caregiver].start_place, v.place);
        }
        v.lo.max(from)
    }

    /// The latest start on this caregiver's account.
    pub(super) fn latest(&self, caregiver: usize, visit: u32, last_of_day: bool) -> i64 {
        let (v, pair) = (self.visit(visit), self.pair(caregiver, visit));
        let mut to = pair.window_end;
        if last_of_day && to < FAR {
            to -= self.way(&self.minutes, v.place, self.caregivers[caregiver].end_place);
        }
        v.hi.min(to - v.duration)
    }

    pub(super) fn same_day(&self, a: u32, b: u32) -> bool {
        self.visit(a).day == self.visit(b).day
    }

    /// What a caregiver's plan costs apart from lateness: way, pairs, use, and the price of the work set.
    pub(super) fn plan_cost(&self, caregiver: usize, plan: &[u32], start: impl Fn(u32) -> i64) -> i64 {
        let c = &self.caregivers[caregiver];
        let mut cost = 0;
        let mut last = None;
        for &v in plan {
            cost += self.way_cost(caregiver, last, Some(v));
            cost += self.pair(caregiver, v).cost;
            last = Some(v);
        }
        cost += self.way_cost(caregiver, last, None);
        if plan.len() > c.committed.len() {
            cost += c.use_cost;
        }
        cost + self.law_cost(caregiver, plan, start)
    }

    pub(super) fn law_cost(&self, caregiver: usize, plan: &[u32], start: impl Fn(u32) -> i64) -> i64 {
        let c = &self.caregivers[caregiver];
        if !c.priced {
            return 0;
        }
        let mut work = Vec::with_capacity(plan.len() * 2);
        for (at, &v) in plan.iter().enumerate() {
            let from = start(v);
            let to = from + self.visit(v).duration;
            work.push(WorkSegment { start: from, end: to });
            if c.paid_travel
                && let Some(&next) = plan.get(at + 1)
                && self.same_day(v, next)
            {
                let way = self.way(&self.minutes, self.visit(v).place, self.visit(next).place);
                if way > 0 {
                    work.push(WorkSegment {
                        start: to,
                        end: to + way,
                    });
                }
            }
        }
        let by_plan = if self.law.judges_plans() {
            let planned = self.planned(plan, start);
            self.law.plan_cost(self.problem, c.origin, &planned)
        } else {
            0
        };
        self.law.cost(self.problem, c.origin, &work) + by_plan
    }

    fn planned(&self, plan: &[u32], start: impl Fn(u32) -> i64) -> Vec<Planned> {
        plan.iter()
            .map(|&v| Planned {
                start: start(v),
                end: start(v) + self.visit(v).duration,
                item: self.visit(v).item,
            })
            .collect()
    }

    /// Whether a caregiver's set of visits, by start, keeps the rules that look at sets. Times are not looked at.
    pub(super) fn keeps_rules(&self, caregiver: usize, plan: &[u32], minimums: Minimums) -> bool {
        let c = &self.caregivers[caregiver];
        if !c.has_rules {
            return true;
        }
        let enforce = minimums == Minimums::Enforced;
        let (mut weight, mut total) = (0_i64, 0_i64);
        let (mut day, mut day_minutes, mut day_count) = (i64::MIN, 0, 0);
        let (mut week, mut week_minutes) = (i64::MIN, 0);
        let (mut run, mut weekends, mut weekend) = (0_u32, 0_u32, i64::MIN);
        let mut run_start = i64::MIN;
        let mut last: Option<u32> = None;
        for (at, &v) in plan.iter().enumerate() {
            let visit = self.visit(v);
            weight = weight.saturating_add(self.pair(caregiver, v).weight);
            total += visit.duration;
            if visit.week != week {
                (week, week_minutes) = (visit.week, 0);
            }
            week_minutes += visit.duration;
            if visit.day == day {
                day_minutes += visit.duration;
                day_count += 1;
            } else {
                if last.is_some() {
                    let off = visit.day - day - 1;
                    if off > 0 {
                        if enforce && (off < i64::from(c.min_off) || (run < c.min_run && run_start > 0)) {
                            return false;
                        }
                        (run, run_start) = (0, visit.day);
                    }
                } else {
                    run_start = visit.day;
                }
                run += 1;
                (day, day_minutes, day_count) = (visit.day, visit.duration, 1);
                if let Some(saturday) = self.weekend_of(day)
                    && saturday != weekend
                {
                    (weekend, weekends) = (saturday, weekends + 1);
                }
            }
            if day_minutes > c.day_cap
                || week_minutes > c.week_cap
                || day_count > c.visits_per_day
                || run > c.max_run
                || weekends > c.max_weekends
            {
                return false;
            }
            if !self.successions.is_empty() {
                let before = plan[..at].iter().rev().map(|&u| self.visit(u));
                let mut before = before.take_while(|u| u.day >= visit.day - 1);
                if before.any(|u| u.day < visit.day && self.successions.contains(&(u.kind, visit.kind))) {
                    return false;
                }
            }
            last = Some(v);
        }
        if weight > c.capacity || total > c.max_minutes {
            return false;
        }
        if enforce {
            if total < c.min_minutes {
                return false;
            }
            if !plan.is_empty() && day < self.days - 1 && run_start > 0 && run < c.min_run {
                return false;
            }
        }
        let kept = |&(kind, cap): &(u32, u32)| {
            plan.iter().filter(|&&v| self.visit(v).kind == kind).count() <= cap as usize
        };
        if !c.kind_caps.iter().all(kept) {
            return false;
        }
        // Movable visits are judged where their windows open.
        !self.law.judges_plans()
            || self
                .law
                .allows(self.problem, c.origin, &self.planned(plan, |v| self.visit(v).lo))
    }

    /// The Saturday of the weekend in which a day lies.
    pub(super) fn weekend_of(&self, day: i64) -> Option<i64> {
        if self.saturdays.contains(&day) {
            Some(day)
        } else if self.saturdays.contains(&(day - 1)) {
            Some(day - 1)
        } else {
            None
        }
    }

    /// Whether a plan of fixed visits, by start, can be walked: no overlap, way and rest kept, day not too long.
    pub(super) fn fits_in_time(&self, caregiver: usize, plan: &[u32]) -> bool {
        let c = &self.caregivers[caregiver];
        let mut leaving = 0;
        for (at, &v) in plan.iter().enumerate() {
            let visit = self.visit(v);
            let first = at == 0 || !self.same_day(plan[at - 1], v);
            let last = at + 1 == plan.len() || !self.same_day(v, plan[at + 1]);
            if self.earliest(caregiver, v, first) > visit.lo || self.latest(caregiver, v, last) < visit.lo {
                return false;
            }
            if at > 0 {
                let p = plan[at - 1];
                if self.visit(p).lo + self.visit(p).duration + self.between(caregiver, p, v) > visit.lo {
                    return false;
                }
            }
            if c.max_shift < i64::MAX {
                if first {
                    leaving = visit.lo - self.way(&self.minutes, c.start_place, visit.place);
                }
                let back = visit.lo + visit.duration + self.way(&self.minutes, visit.place, c.end_place);
                if last && back - leaving > c.max_shift {
                    return false;
                }
            }
        }
        true
    }

    /// Fails when work that stands already breaks the rules by itself.
    pub(super) fn check_committed(&self) -> Result<()> {
        for (c, caregiver) in self.caregivers.iter().enumerate() {
            let plan = &caregiver.committed;
            if !(self.fits_in_time(c, plan) && self.keeps_rules(c, plan, Minimums::Ignored)) {
                return Err(Error::new(
                    ErrorKind::InvalidInput,
                    "assignment.solve",
                    "committed work keeps the caregiver's own rules: no overlap, way, rest, caps",
                )
                .with("record", format!("caregivers[{}]", caregiver.origin))
                .with("field", "committed"));
            }
        }
        Ok(())
    }
}
