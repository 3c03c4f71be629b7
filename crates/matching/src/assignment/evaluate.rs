//! The independent judge: it reads the problem as it stands in the file, rule by rule, and shares no code with the solver.

use std::collections::{BTreeMap, BTreeSet};

use careweave_types::{Error, ErrorKind, Result};

use super::document::{
    CaregiverData, Eligibility, LinkCaregivers, PairData, Partial, ProblemData, Together, TravelTime,
    VisitData,
};
use super::problem::Problem;
use super::solution::{Assigned, Objective};
use super::week_cost::{Planned, WeekCost, WorkItem, WorkSegment};

const OPERATION: &str = "assignment.evaluate";

/// Checks an assignment against every rule of the problem and computes its objective from nothing.
///
/// # Errors
/// `conflict` for the first rule the assignment breaks, with the caregiver, the visit and the rule; `invalid_input` when
/// it names a caregiver or a visit the problem does not have.
pub fn evaluate(problem: &Problem, assignment: &[Assigned], law: &dyn WeekCost) -> Result<Objective> {
    let data = problem.data();
    let visits: BTreeMap<&str, &VisitData> = data.visits.iter().map(|v| (v.id.as_str(), v)).collect();
    let pairs: BTreeMap<(&str, &str), &PairData> = data
        .pairs
        .iter()
        .map(|p| ((p.caregiver.as_str(), p.visit.as_str()), p))
        .collect();
    let places: BTreeMap<&str, usize> = data
        .visits
        .iter()
        .enumerate()
        .map(|(at, v)| (v.id.as_str(), at))
        .collect();
    let people: BTreeSet<&str> = data.caregivers.iter().map(|c| c.id.as_str()).collect();

    let mut seen = BTreeSet::new();
    let mut starts: BTreeMap<&str, Option<i64>> = BTreeMap::new();
    let mut on_visit: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for assigned in assignment {
        let (visit, caregiver) = (assigned.visit.as_str(), assigned.caregiver.as_str());
        if !visits.contains_key(visit) {
            return Err(Error::invalid(OPERATION, "visit", "is one of visits").with("visit", visit));
        }
        if !people.contains(caregiver) {
            return Err(
                Error::invalid(OPERATION, "caregiver", "is one of caregivers").with("caregiver", caregiver)
            );
        }
        if !seen.insert((visit, caregiver)) {
            return Err(broken("a caregiver is on a visit once", caregiver, visit));
        }
        if *starts.entry(visit).or_insert(assigned.start) != assigned.start {
            return Err(broken(
                "all caregivers of a visit begin together",
                caregiver,
                visit,
            ));
        }
        on_visit.entry(visit).or_default().insert(caregiver);
    }
    let mut objective = Objective {
        offset: data.offset,
        ..Objective::default()
    };
    check_cover(data, &on_visit, &mut objective)?;
    check_starts(data, &starts, &mut objective)?;
    check_links(data, &starts, &on_visit)?;
    for (index, caregiver) in data.caregivers.iter().enumerate() {
        let id = caregiver.id.as_str();
        let mut stops: Vec<Stop<'_>> = caregiver
            .committed
            .iter()
            .enumerate()
            .map(|(at, work)| Stop {
                id: work.id.as_str(),
                item: WorkItem::Committed(at),
                start: work.start,
                end: work.end,
                opens: work.start,
                place: work.location.as_deref(),
                kind: work.kind.as_deref(),
            })
            .collect();
        let mut weight = 0_i64;
        let mut any = false;
        for assigned in assignment.iter().filter(|a| a.caregiver.as_str() == id) {
            any = true;
            let visit = visits[assigned.visit.as_str()];
            let pair = pairs.get(&(id, assigned.visit.as_str())).copied();
            check_eligible(data, caregiver, visit, pair)?;
            objective.pairs += pair.map_or(0, |p| p.cost);
            weight += pair.and_then(|p| p.weight).unwrap_or(visit.weight);
            if let Some(start) = assigned.start {
                let long = visit
                    .duration
                    .unwrap_or_else(|| visit.end.unwrap_or(0) - visit.start.unwrap_or(0));
                stops.push(Stop {
                    id: visit.id.as_str(),
                    item: WorkItem::Visit(places[assigned.visit.as_str()]),
                    start,
                    end: start + long,
                    opens: visit.start.or(visit.earliest).unwrap_or(start),
                    place: visit.location.as_deref(),
                    kind: visit.kind.as_deref(),
                });
            }
        }
        if caregiver.capacity.is_some_and(|capacity| weight > capacity) {
            return Err(broken("capacity", id, "(all)"));
        }
        if any {
            objective.use_of_caregivers += caregiver.use_cost;
        }
        stops.sort_by_key(|stop| (stop.start, stop.end));
        let walk = Walk {
            problem,
            caregiver,
            stops: &stops,
        };
        walk.check_days()?;
        walk.check_sets()?;
        objective.travel += walk.travel_cost();
        objective.overtime += law.cost(problem, index, &walk.work());
        if law.judges_plans() {
            let planned: Vec<Planned> = stops.iter().map(Stop::planned).collect();
            if !law.allows(problem, index, &planned) {
                return Err(broken("the law on sets of work", id, "(all)"));
            }
            objective.overtime += law.plan_cost(problem, index, &planned);
        }
    }
    Ok(objective.summed())
}

struct Stop<'a> {
    id: &'a str,
    item: WorkItem,
    start: i64,
    end: i64,
    /// The start of its window, which says to which day it belongs.
    opens: i64,
    place: Option<&'a str>,
    kind: Option<&'a str>,
}

impl Stop<'_> {
    fn planned(&self) -> Planned {
        Planned {
            start: self.start,
            end: self.end,
            item: self.item,
        }
    }
}

fn broken(rule: &str, caregiver: &str, visit: &str) -> Error {
    Error::new(
        ErrorKind::Conflict,
        OPERATION,
        "the assignment breaks a rule of the problem",
    )
    .with("rule", rule)
    .with("caregiver", caregiver)
    .with("visit", visit)
}

fn check_cover(
    data: &ProblemData,
    on_visit: &BTreeMap<&str, BTreeSet<&str>>,
    objective: &mut Objective,
) -> Result<()> {
    for visit in &data.visits {
        let have = on_visit.get(visit.id.as_str()).map_or(0, BTreeSet::len) as i64;
        let want = i64::from(visit.caregivers);
        if have > want + i64::from(visit.extra) {
            return Err(broken("caregivers and extra", "(all)", visit.id.as_str()));
        }
        if visit.partial == Partial::Refused && have > 0 && have < want {
            return Err(broken("partial", "(all)", visit.id.as_str()));
        }
        if have < want {
            objective.unfilled += (want - have) * visit.unfilled_penalty;
        } else {
            objective.extra += (have - want) * visit.extra_cost;
        }
    }
    Ok(())
}

fn check_starts(
    data: &ProblemData,
    starts: &BTreeMap<&str, Option<i64>>,
    objective: &mut Objective,
) -> Result<()> {
    let mut latest = 0;
    for visit in &data.visits {
        let Some(&start) = starts.get(visit.id.as_str()) else {
            continue;
        };
        let id = visit.id.as_str();
        match (visit.start, visit.earliest, start) {
            (None, None, None) => {}
            (None, None, Some(_)) => return Err(broken("a visit without a time has no start", "(all)", id)),
            (_, _, None) => return Err(broken("a visit with a time has a start", "(all)", id)),
            (Some(fixed), _, Some(start)) if start != fixed => return Err(broken("start", "(all)", id)),
            (None, Some(earliest), Some(start)) => {
                if start < earliest {
                    return Err(broken("earliest", "(all)", id));
                }
                let late = (start - visit.latest.unwrap_or(start)).max(0);
                match visit.late_cost_per_minute.or(data.late_cost_per_minute) {
                    None if late > 0 => return Err(broken("latest", "(all)", id)),
                    None => {}
                    Some(cost) => {
                        objective.lateness += late * cost;
                        latest = latest.max(late);
                    }
                }
            }
            _ => {}
        }
    }
    objective.max_lateness = latest * data.max_lateness_cost_per_minute;
    Ok(())
}

fn check_links(
    data: &ProblemData,
    starts: &BTreeMap<&str, Option<i64>>,
    on_visit: &BTreeMap<&str, BTreeSet<&str>>,
) -> Result<()> {
    for link in &data.links {
        let (first, second) = (link.first.as_str(), link.second.as_str());
        match (
            starts.get(first).copied().flatten(),
            starts.get(second).copied().flatten(),
        ) {
            (None, None) => {}
            (Some(a), Some(b)) => {
                if link.min_gap.is_some_and(|gap| b - a < gap) {
                    return Err(broken("min_gap", "(all)", second));
                }
                if link.max_gap.is_some_and(|gap| b - a > gap) {
                    return Err(broken("max_gap", "(all)", second));
                }
                if link.caregivers == LinkCaregivers::Different
                    && !on_visit[first].is_disjoint(&on_visit[second])
                {
                    return Err(broken("different caregivers", "(all)", second));
                }
            }
            _ if link.together == Together::Required => return Err(broken("together", "(all)", second)),
            _ => {}
        }
    }
    Ok(())
}

fn check_eligible(
    data: &ProblemData,
    caregiver: &CaregiverData,
    visit: &VisitData,
    pair: Option<&PairData>,
) -> Result<()> {
    let (id, on) = (caregiver.id.as_str(), visit.id.as_str());
    if data.eligibility == Eligibility::Listed && pair.is_none() {
        return Err(broken("eligibility", id, on));
    }
    match visit
        .skills
        .iter()
        .find(|skill| !caregiver.skills.contains(skill))
    {
        Some(_) => Err(broken("skills", id, on)),
        None => Ok(()),
    }
}

/// One caregiver's stops in order of time.
struct Walk<'a> {
    problem: &'a Problem,
    caregiver: &'a CaregiverData,
    stops: &'a [Stop<'a>],
}

impl Walk<'_> {
    fn day(&self, at: usize) -> i64 {
        self.problem.calendar().day_of(self.stops[at].opens)
    }

    fn look_up(&self, from: Option<&str>, to: Option<&str>, what: What) -> i64 {
        let (Some(from), Some(to), Some(travel)) = (from, to, &self.problem.data().travel) else {
            return 0;
        };
        let at = |name: &str| {
            travel
                .locations
                .iter()
                .position(|place| place == name)
                .unwrap_or(0)
        };
        let (row, column) = (at(from), at(to));
        match (what, &travel.cost) {
            (What::Minutes, _) => travel.minutes[row][column],
            (What::Cost, Some(cost)) => cost[row][column],
            (What::Cost, None) => travel.minutes[row][column] * travel.cost_per_minute,
        }
    }

    fn err(&self, rule: &str, at: usize) -> Error {
        broken(rule, self.caregiver.id.as_str(), self.stops[at].id)
    }

    /// Overlap, way, rest, availability and length of each day.
    fn check_days(&self) -> Result<()> {
        let c = self.caregiver;
        let (home, back) = (c.start_location.as_deref(), c.end_location.as_deref());
        let committed: BTreeSet<&str> = c.committed.iter().map(|work| work.id.as_str()).collect();
        let mut left = 0;
        for at in 0..self.stops.len() {
            let stop = &self.stops[at];
            let first = at == 0 || self.day(at - 1) != self.day(at);
            let last = at + 1 == self.stops.len() || self.day(at + 1) != self.day(at);
            if at > 0 {
                let before = &self.stops[at - 1];
                let gap = stop.start - before.end;
                if first {
                    let way = if home.is_none() && back.is_none() {
                        self.look_up(before.place, stop.place, What::Minutes)
                    } else {
                        self.look_up(before.place, back, What::Minutes)
                            + self.look_up(home, stop.place, What::Minutes)
                    };
                    if gap < way {
                        return Err(self.err("travel", at));
                    }
                    if gap < c.rest_minutes {
                        return Err(self.err("rest_minutes", at));
                    }
                    if self.day(at) < self.day(at - 1) {
                        return Err(self.err("visits of a day stay in order of days", at));
                    }
                } else if gap < self.look_up(before.place, stop.place, What::Minutes) {
                    return Err(self.err(if gap < 0 { "overlap" } else { "travel" }, at));
                }
            }
            let out = stop.start
                - if first {
                    self.look_up(home, stop.place, What::Minutes)
                } else {
                    0
                };
            let home_again = stop.end
                + if last {
                    self.look_up(stop.place, back, What::Minutes)
                } else {
                    0
                };
            if let Some(windows) = &c.available
                && !committed.contains(stop.id)
                && !windows.iter().any(|w| w.start <= out && home_again <= w.end)
            {
                return Err(self.err("available", at));
            }
            if first {
                left = out;
            }
            if last && c.max_shift_minutes.is_some_and(|most| home_again - left > most) {
                return Err(self.err("max_shift_minutes", at));
            }
        }
        Ok(())
    }

    /// Rules on minutes, counts, kinds and runs of days.
    fn check_sets(&self) -> Result<()> {
        let c = self.caregiver;
        let fail = |rule: &str| Err(broken(rule, c.id.as_str(), "(all)"));
        let mut by_day: BTreeMap<i64, (i64, u32)> = BTreeMap::new();
        let mut by_week: BTreeMap<i64, i64> = BTreeMap::new();
        let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
        for (at, stop) in self.stops.iter().enumerate() {
            let minutes = stop.end - stop.start;
            let day = by_day.entry(self.day(at)).or_default();
            *day = (day.0 + minutes, day.1 + 1);
            *by_week
                .entry(self.problem.calendar().week_of(stop.opens).0)
                .or_default() += minutes;
            if let Some(kind) = stop.kind {
                *kinds.entry(kind).or_default() += 1;
            }
        }
        let total: i64 = by_week.values().sum();
        if by_day
            .values()
            .any(|day| c.max_minutes_per_day.is_some_and(|most| day.0 > most))
        {
            return fail("max_minutes_per_day");
        }
        if by_day
            .values()
            .any(|day| c.max_visits_per_day.is_some_and(|most| day.1 > most))
        {
            return fail("max_visits_per_day");
        }
        if by_week
            .values()
            .any(|&week| c.max_minutes_per_week.is_some_and(|most| week > most))
        {
            return fail("max_minutes_per_week");
        }
        if c.max_minutes.is_some_and(|most| total > most) {
            return fail("max_minutes");
        }
        if total < c.min_minutes {
            return fail("min_minutes");
        }
        if c.max_visits_of_kind
            .iter()
            .any(|(kind, &most)| kinds.get(kind.as_str()).is_some_and(|&n| n > most))
        {
            return fail("max_visits_of_kind");
        }
        self.check_runs(&by_day.keys().copied().collect())?;
        self.check_successions()
    }

    fn check_runs(&self, worked: &BTreeSet<i64>) -> Result<()> {
        let c = self.caregiver;
        let data = self.problem.data();
        let fail = |rule: &str| Err(broken(rule, c.id.as_str(), "(all)"));
        let calendar = self.problem.calendar();
        let days = data.days.map_or_else(
            || {
                let opens = data.visits.iter().map(|v| v.start.or(v.earliest).unwrap_or(0));
                let committed = data
                    .caregivers
                    .iter()
                    .flat_map(|c| c.committed.iter().map(|w| w.start));
                opens
                    .chain(committed)
                    .map(|minute| calendar.day_of(minute) + 1)
                    .max()
                    .unwrap_or(1)
                    .max(1)
            },
            i64::from,
        );
        let from = worked.first().copied().unwrap_or(0).min(0);
        let to = worked.last().copied().unwrap_or(0).max(days - 1);
        let (mut run_from, mut on) = (from, worked.contains(&from));
        for day in from..=to + 1 {
            let now = if day > to { !on } else { worked.contains(&day) };
            if now == on {
                continue;
            }
            let length = (day - run_from) as u32;
            let edge = run_from <= 0 || day > days - 1;
            if on && c.max_consecutive_days.is_some_and(|most| length > most) {
                return fail("max_consecutive_days");
            }
            if on && !edge && c.min_consecutive_days.is_some_and(|least| length < least) {
                return fail("min_consecutive_days");
            }
            if !on && !edge && c.min_consecutive_days_off.is_some_and(|least| length < least) {
                return fail("min_consecutive_days_off");
            }
            (run_from, on) = (day, now);
        }
        let weekends = data
            .saturdays
            .iter()
            .filter(|&&sat| worked.contains(&i64::from(sat)) || worked.contains(&(i64::from(sat) + 1)))
            .count();
        if c.max_weekends.is_some_and(|most| weekends > most as usize) {
            return fail("max_weekends");
        }
        Ok(())
    }

    fn check_successions(&self) -> Result<()> {
        let forbidden = &self.problem.data().forbidden_successions;
        for at in 0..self.stops.len() {
            for before in 0..self.stops.len() {
                if self.day(at) == self.day(before) + 1
                    && let (Some(earlier), Some(later)) = (self.stops[before].kind, self.stops[at].kind)
                    && forbidden.iter().any(|(a, b)| a == earlier && b == later)
                {
                    return Err(self.err("forbidden_successions", at));
                }
            }
        }
        Ok(())
    }

    fn travel_cost(&self) -> i64 {
        let c = self.caregiver;
        let (home, back) = (c.start_location.as_deref(), c.end_location.as_deref());
        let mut cost = 0;
        for at in 0..self.stops.len() {
            if at == 0 || self.day(at - 1) != self.day(at) {
                cost += self.look_up(home, self.stops[at].place, What::Cost);
            } else {
                cost += self.look_up(self.stops[at - 1].place, self.stops[at].place, What::Cost);
            }
            if at + 1 == self.stops.len() || self.day(at + 1) != self.day(at) {
                cost += self.look_up(self.stops[at].place, back, What::Cost);
            }
        }
        cost
    }

    fn work(&self) -> Vec<WorkSegment> {
        let mut work = Vec::new();
        for (at, stop) in self.stops.iter().enumerate() {
            work.push(WorkSegment {
                start: stop.start,
                end: stop.end,
            });
            if self.caregiver.travel_time == TravelTime::Work
                && at + 1 < self.stops.len()
                && self.day(at + 1) == self.day(at)
            {
                let way = self.look_up(stop.place, self.stops[at + 1].place, What::Minutes);
                if way > 0 {
                    work.push(WorkSegment {
                        start: stop.end,
                        end: stop.end + way,
                    });
                }
            }
        }
        work
    }
}

#[derive(Clone, Copy)]
enum What {
    Minutes,
    Cost,
}
